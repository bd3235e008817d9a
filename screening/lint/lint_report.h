// Complaints about lists as a table for people, JSON Lines, or SARIF 2.1.0 for code-scanning tools.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "screening/lint/lint.h"

namespace tidewaiter {

struct LintReport {
  std::string path;  // as it was given
  size_t rows = 0;
  std::vector<LintComplaint> complaints;
};

// "file:line:column: level: column: message [rule]", and a count for each file.
std::string LintTable(const std::vector<LintReport>& reports);
// One object for each complaint: file, line, column, rule, level, field, value, message.
std::string LintJsonLines(const std::vector<LintReport>& reports);
// One run; columns are Unicode code points.
std::string LintSarif(const std::vector<LintReport>& reports, std::string_view engine_version);

}  // namespace tidewaiter
