// The policy library: every rule compiles, fires in an example and stays silent in another.
#include <set>
#include <string>

#include "gmock/gmock.h"

#include "rules/policy/policy_examples.h"
#include "rules/policy/policy_rule.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter::policy {
namespace {

TEST(PolicyLibraryTest, EveryRuleHoldsItsExamples) {
  const auto set = PolicyRuleSet::Load(std::string(TIDEWAITER_SOURCE_DIR) + "/rules/library/policy");
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_GE(set->rules.size(), 30u);
  for (const PolicyRule& rule : set->rules) {
    const auto report = TestPolicyExamples(rule, set->codes);
    ASSERT_TRUE(report.ok()) << rule.id << ": " << report.status();
    for (const std::string& complaint : report->complaints) ADD_FAILURE() << complaint;
    EXPECT_GE(report->firing, 1u) << rule.id << " has no example in which it fires";
    EXPECT_LT(report->firing, report->examples) << rule.id << " has no example in which it is silent";
    EXPECT_FALSE(rule.rationale.empty()) << rule.id;
    EXPECT_FALSE(rule.citation.empty()) << rule.id;
  }
}

}  // namespace
}  // namespace tidewaiter::policy
