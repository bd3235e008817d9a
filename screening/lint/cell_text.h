// What several checks of cells read the same way.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

std::string_view TrimCell(std::string_view text);

// An empty cell and what people write in one: "n/a", "-", "unknown".
bool IsNothing(std::string_view text);

// A day without the time behind it ("12:00:00", "T00:00:00Z").
std::string_view WithoutTime(std::string_view text);

// The numbers and month names of a day, in order.
struct DateParts {
  std::vector<std::string> parts;
  std::string separators;  // the first character of each gap
};
// nullopt when the text holds anything else, or more than three parts.
std::optional<DateParts> DatePartsOf(std::string_view text);
// 1 to 12 for a word that begins as an English month name does; 0 for others.
int MonthOf(std::string_view word);

}  // namespace tidewaiter
