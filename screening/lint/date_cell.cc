#include <algorithm>
#include <chrono>

#include "chemdb/base/concat.h"
#include "screening/lint/cell_checks.h"
#include "screening/lint/cell_text.h"

namespace tidewaiter {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

}  // namespace

DateReading ReadDateCell(std::string_view cell) {
  DateReading out;
  const std::string_view text = WithoutTime(TrimCell(cell));
  if (IsNothing(text)) return out;
  const auto complain = [&](std::string rule, LintLevel level, std::string_view what) {
    out.complaints.push_back({std::move(rule), level, 0, Concat("\"", text, "\" ", what)});
  };
  if (text.size() == 4 && AllDigits(text)) return out;  // a year alone
  const auto parts = DatePartsOf(text);
  if (!parts || parts->parts.size() != 3) {
    complain("date-format", LintLevel::kWarning, "cannot be read as a day; YYYY-MM-DD can");
    return out;
  }
  int day = 0, month = 0, year = 0;
  const auto number = [&](size_t i) { return std::stoi(parts->parts[i].substr(0, 6)); };
  const auto& p = parts->parts;
  bool two_ways = false;
  if (!IsDigit(p[0][0])) {  // March 5, 2019
    month = MonthOf(p[0]);
    if (IsDigit(p[1][0]) && IsDigit(p[2][0])) day = number(1), year = number(2);
  } else if (!IsDigit(p[1][0])) {  // 5 March 2019
    month = MonthOf(p[1]);
    if (IsDigit(p[2][0])) day = number(0), year = number(2);
  } else if (!IsDigit(p[2][0])) {
    month = 0;
  } else if (p[0].size() == 4) {
    year = number(0), month = number(1), day = number(2);
  } else {
    day = number(0), month = number(1), year = number(2);
    if (month > 12 && day <= 12) std::swap(day, month);
    two_ways = day != month && day <= 12 && month <= 12 && parts->separators.find('/') != std::string::npos;
  }
  if (year < 100 && month != 0) {
    complain("date-format", LintLevel::kWarning,
             "has a year of two digits; YYYY-MM-DD can be read one way only");
    return out;
  }
  const std::chrono::year_month_day ymd{std::chrono::year(year),
                                        std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok()) {
    complain("date-impossible", LintLevel::kError, "is no day of the calendar");
    return out;
  }
  if (two_ways) {
    complain("date-ambiguous", LintLevel::kWarning, "can be read two ways; YYYY-MM-DD cannot");
    return out;
  }
  if (year < 1900 || year > 2199)
    complain("date-impossible", LintLevel::kError, "is not between 1900 and 2199");
  out.date = Date(ymd);
  return out;
}

}  // namespace tidewaiter
