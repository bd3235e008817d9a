// CAS Registry Numbers: two to seven digits, two digits, one check digit.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tidewaiter {

// True for exactly `NNNNNNN-NN-N` (first part without leading zero) whose check digit agrees.
bool IsValidCasRn(std::string_view text);

// The check digit for the digits before it ("21409" "26" -> '7'); nullopt when `digits` holds anything else.
std::optional<char> CasCheckDigit(std::string_view digits);

}  // namespace tidewaiter
