// A rule's own examples: each must fire on the lines it names and on no other.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "rules/policy/policy_rule.h"

namespace tidewaiter::policy {

struct ExampleReport {
  size_t examples = 0;
  size_t firing = 0;  // examples in which the rule fires
  std::vector<std::string> complaints;
};

// Runs the examples of `rule` with the set's code tables, each on a connection of its own. InvalidArgument
// when the rule does not compile or an example cannot be read.
absl::StatusOr<ExampleReport> TestPolicyExamples(const PolicyRule& rule, const CodeTables& codes);

}  // namespace tidewaiter::policy
