// What can be wrong with one cell, whatever the others say: CAS numbers, dates, and text that hides
// something.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chemdb/base/date.h"

namespace tidewaiter {

enum class LintLevel : uint8_t { kNote, kWarning, kError };

struct CellComplaint {
  std::string rule;  // an id of lint_rules.h
  LintLevel level = LintLevel::kError;
  size_t offset = 0;  // byte of the cell at which the trouble begins
  std::string message;
};

struct CasReading {
  std::vector<std::string> numbers;  // those that are right, or can only mean one right number
  std::vector<CellComplaint> complaints;
};

// Reads a cell of CAS Registry Numbers: one, or several separated by blanks, commas, semicolons, bars,
// slashes or "and". "n/a", "-" and the like are an empty cell. Told: a wrong check digit, look-alike
// characters (O for 0, en dash, full-width digits), a number that is cut, without hyphens or with leading
// zeros, a spreadsheet's date, an EC number.
CasReading ReadCasCell(std::string_view text);

struct DateReading {
  std::optional<Date> date;  // when it can be read one way only
  std::vector<CellComplaint> complaints;
};

// Reads a cell with a day: YYYY-MM-DD, or the common forms with points, slashes and month names. Told: a day
// that no calendar has, a day before 1900 or after 2199, one that can be read two ways, text that is no day.
DateReading ReadDateCell(std::string_view text);

// Names: invisible characters, letters of two scripts in one word, mojibake, brackets that do not close, an
// end that was cut.
std::vector<CellComplaint> CheckNameCell(std::string_view text);

}  // namespace tidewaiter
