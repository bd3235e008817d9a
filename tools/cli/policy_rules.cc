#include "tools/cli/policy_rules.h"

#include <algorithm>
#include <cstdio>

#include "chemdb/base/concat.h"
#include "rules/policy/policy_examples.h"
#include "rules/policy/policy_rule.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"

namespace tidewaiter::cli {
namespace {

absl::StatusOr<policy::PolicyRuleSet> LoadPolicy(const std::string& directory) {
  return policy::PolicyRuleSet::Load(directory.empty() ? DataPath("rules/policy") : directory);
}

}  // namespace

void AddPolicyOption(CLI::App& command, std::string& directory) {
  command.add_option("--policy", directory,
                     "Folder of policy rules (default: the library built with the program)");
}

int ListPolicyRules(const std::string& directory) {
  const auto set = LoadPolicy(directory);
  if (!set.ok()) return PrintError(AsStd(set.status().message())), kUnreadable;
  for (const policy::PolicyRule& rule : set->rules) {
    std::printf("%-28s %s (%s, weight %d%s%s)\n", rule.id.c_str(), rule.title.c_str(),
                std::string(SeverityName(rule.severity)).c_str(), rule.weight,
                rule.advice.empty() ? "" : ", alone ", rule.advice.c_str());
  }
  return kOk;
}

int TestPolicyRules(const std::string& directory, const std::vector<std::string>& ids) {
  const auto set = LoadPolicy(directory);
  if (!set.ok()) return PrintError(AsStd(set.status().message())), kUnreadable;
  for (const std::string& id : ids) {
    if (std::any_of(set->rules.begin(), set->rules.end(),
                    [&](const policy::PolicyRule& rule) { return rule.id == id; })) {
      continue;
    }
    return PrintError(Concat("there is no rule \"", id, "\"; `tidewaiter rules list` names them")), kUsage;
  }
  size_t failed = 0;
  for (const policy::PolicyRule& rule : set->rules) {
    if (!ids.empty() && std::find(ids.begin(), ids.end(), rule.id) == ids.end()) continue;
    const auto report = policy::TestPolicyExamples(rule, set->codes);
    if (!report.ok()) {
      PrintError(AsStd(report.status().message()));
      ++failed;
      continue;
    }
    std::printf("%-28s %zu of %zu examples hold\n", rule.id.c_str(),
                report->examples - report->complaints.size(), report->examples);
    for (const std::string& complaint : report->complaints) PrintError(complaint);
    failed += report->complaints.size();
  }
  return failed == 0 ? kOk : kFindings;
}

}  // namespace tidewaiter::cli
