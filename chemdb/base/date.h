// Calendar days. The engine reasons in whole days: a listing is in force from its first to its last day.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tidewaiter {

using Date = std::chrono::sys_days;

// Parses exactly `YYYY-MM-DD` (ISO 8601 calendar date, years 1800 to 2999). nullopt for anything else,
// impossible days included.
std::optional<Date> ParseIsoDate(std::string_view text);

// `YYYY-MM-DD`.
std::string FormatIsoDate(Date date);

// Today in UTC.
Date Today();

}  // namespace tidewaiter
