// tidewaiter rules list | test
#include <algorithm>
#include <cstdio>

#include "chemdb/base/concat.h"
#include "rules/structure/class_rule.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"
#include "tools/cli/policy_rules.h"

namespace tidewaiter::cli {
namespace {

absl::StatusOr<ClassRuleSet> LoadRules(const std::string& directory) {
  return ClassRuleSet::Load(directory.empty() ? DataPath("rules") : directory);
}

int List(const std::string& directory, const std::string& policy) {
  const auto rules = LoadRules(directory);
  if (!rules.ok()) return PrintError(AsStd(rules.status().message())), kUnreadable;
  for (const ClassRule& rule : rules->rules()) {
    std::printf("%-26s %s (%zu members, %zu others)\n", rule.id().c_str(), rule.title().c_str(),
                rule.members().size(), rule.others().size());
  }
  return ListPolicyRules(policy);
}

int Test(const std::string& directory, const std::string& policy) {
  const auto rules = LoadRules(directory);
  if (!rules.ok()) return PrintError(AsStd(rules.status().message())), kUnreadable;
  size_t failed = 0;
  for (const ClassRule& rule : rules->rules()) {
    const std::vector<std::string> complaints = TestExamples(rule);
    const size_t examples = rule.members().size() + rule.others().size();
    std::printf("%-26s %zu of %zu examples hold\n", rule.id().c_str(), examples - complaints.size(),
                examples);
    for (const std::string& complaint : complaints) PrintError(complaint);
    failed += complaints.size();
  }
  return std::max<int>(failed == 0 ? kOk : kFindings, TestPolicyRules(policy));
}

}  // namespace

void AddRulesCommand(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "rules", "List class rules and policy rules, or test them against their own examples");
  command->require_subcommand(1);
  auto directory = std::make_shared<std::string>();
  auto policy = std::make_shared<std::string>();
  CLI::App* list = command->add_subcommand("list", "The class rules and policy rules");
  list->add_option("--rules", *directory,
                   "Folder of class rules (default: the library built with the program)");
  AddPolicyOption(*list, *policy);
  list->callback(
      [directory, policy, &action] { action = [directory, policy] { return List(*directory, *policy); }; });
  CLI::App* test = command->add_subcommand("test", "Run every rule's examples");
  test->add_option("--rules", *directory,
                   "Folder of class rules (default: the library built with the program)");
  AddPolicyOption(*test, *policy);
  test->callback(
      [directory, policy, &action] { action = [directory, policy] { return Test(*directory, *policy); }; });
}

}  // namespace tidewaiter::cli
