// Every rule of `law lint`: its id, how grave it is as a rule, and what it is about.
#pragma once

#include <string_view>
#include <vector>

#include "screening/lint/cell_checks.h"

namespace tidewaiter {

struct LintRule {
  std::string_view id;
  LintLevel level;
  std::string_view about;
};

// Sorted by id.
const std::vector<LintRule>& LintRules();
std::string_view LintLevelName(LintLevel level);  // "note", "warning", "error", as SARIF has them

}  // namespace tidewaiter
