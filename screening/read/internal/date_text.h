// Dates as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "chemdb/base/date.h"

namespace tidewaiter::read {

enum class DateProblem : uint8_t { kNone, kBad, kAmbiguous };

struct DateText {
  std::optional<Date> date;
  DateProblem problem = DateProblem::kNone;
};

// Reads ISO dates, YYYYMMDD, YYYY/MM/DD, 02-Jan-2026 and Jan 2, 2026 (English, Spanish, French, German),
// 2026年1月2日, and 31/12/2026 or 12/31/2026 when only one order is a date; a time of day after it is
// ignored. `format` (strftime's %Y %y %m %d %b %B %H %M %S; empty = none) is tried first and decides every
// date of numbers in another order.
DateText ParseDate(std::string_view text, std::string_view format);

}  // namespace tidewaiter::read
