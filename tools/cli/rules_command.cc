// tidewaiter rules list | show | test | lint | coverage
#include <algorithm>
#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/structure/standardise.h"
#include "rules/structure/class_rule.h"
#include "rules/structure/evaluation.h"
#include "screening/report/escape.h"
#include "tools/cli/class_drawing.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"
#include "tools/cli/policy_rules.h"
#include "tools/cli/rules_show.h"

namespace tidewaiter::cli {
namespace {

struct RulesFlags {
  std::string directory;
  std::vector<std::string> added;
  std::vector<std::string> ids;
  std::string id;
  std::string svg;
  std::string database;
  std::string policy;  // folder of policy rules
  bool table = false;
  bool notes = false;
};

absl::StatusOr<ClassRuleSet> LoadRules(const RulesFlags& flags) {
  return ClassRuleSet::Load(flags.directory.empty() ? DataPath("rules") : flags.directory, flags.added);
}

int Unreadable(const absl::Status& status) {
  PrintError(AsStd(status.message()));
  return kUnreadable;
}

// The rules that were asked for, all of them when none was named; empty and said when one is unknown.
std::vector<const ClassRule*> Chosen(const ClassRuleSet& rules, const std::vector<std::string>& ids) {
  std::vector<const ClassRule*> out;
  for (const std::string& id : ids) {
    const ClassRule* rule = rules.Find(id);
    if (rule == nullptr) {
      PrintError(Concat("there is no class rule \"", id, "\"; `tidewaiter rules list` names them"));
      return {};
    }
    out.push_back(rule);
  }
  if (ids.empty()) {
    for (const ClassRule& rule : rules.rules()) out.push_back(&rule);
  }
  return out;
}

void Print(std::string_view text) {
  std::string safe;
  AppendTerminalText(safe, text);
  std::printf("%s\n", safe.c_str());
}

int List(const RulesFlags& flags) {
  const auto rules = LoadRules(flags);
  if (!rules.ok()) return Unreadable(rules.status());
  for (const ClassRule& rule : rules->rules()) {
    std::printf("%-26s %-8s %4zu members %4zu others  ", rule.id().c_str(),
                rule.regions() != nullptr ? "regions" : "patterns", rule.members().size(),
                rule.others().size());
    Print(rule.title());
  }
  return ListPolicyRules(flags.policy);
}

int Show(const RulesFlags& flags) {
  const auto rules = LoadRules(flags);
  if (!rules.ok()) return Unreadable(rules.status());
  const auto chosen = Chosen(*rules, {flags.id});
  if (chosen.empty()) return kUsage;
  if (!flags.svg.empty()) {
    const auto svg = DrawScaffold(*chosen[0]);
    if (!svg.ok()) return PrintError(AsStd(svg.status().message())), kUsage;
    if (absl::Status status = WriteFileAtomically(flags.svg, *svg); !status.ok())
      return PrintError(AsStd(status.message())), kInternal;
  }
  size_t width = 100;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) width = size.ws_col;
  std::fputs(DescribeRule(*chosen[0], width).c_str(), stdout);
  return kOk;
}

int Test(const RulesFlags& flags) {
  const auto rules = LoadRules(flags);
  if (!rules.ok()) return Unreadable(rules.status());
  if (flags.table) {
    std::fputs(EvaluationDocument(*rules).c_str(), stdout);
    return kOk;
  }
  // What no class rule is called is a policy rule's id.
  std::vector<std::string> class_ids;
  std::vector<std::string> policy_ids;
  for (const std::string& id : flags.ids) {
    (rules->Find(id) != nullptr ? class_ids : policy_ids).push_back(id);
  }
  const bool all = flags.ids.empty();
  const int code = all || !policy_ids.empty() ? TestPolicyRules(flags.policy, policy_ids) : kOk;
  if (code == kUsage || (class_ids.empty() && !all)) return code;
  size_t failed = 0;
  for (const ClassRule* rule : Chosen(*rules, class_ids)) {
    const std::vector<std::string> complaints = TestExamples(*rule);
    const size_t examples = rule->members().size() + rule->others().size();
    std::printf("%-26s %zu of %zu examples hold\n", rule->id().c_str(), examples - complaints.size(),
                examples);
    for (const std::string& complaint : complaints) PrintError(complaint);
    failed += complaints.size();
  }
  return std::max<int>(code, failed == 0 ? kOk : kFindings);
}

int RunLint(const RulesFlags& flags) {
  const auto rules = LoadRules(flags);
  if (!rules.ok()) return Unreadable(rules.status());
  const auto chosen = Chosen(*rules, flags.ids);
  if (chosen.empty()) return kUsage;
  size_t warnings = 0;
  size_t notes = 0;
  for (const ClassRule* rule : chosen) {
    for (const LintRemark& remark : Lint(*rule)) {
      (remark.warning ? warnings : notes) += 1;
      if (remark.warning || flags.notes)
        Print(Concat(rule->id(), ": ", remark.warning ? "warning: " : "note: ", remark.text));
    }
  }
  std::printf("warnings: %zu, notes: %zu%s\n", warnings, notes,
              notes > 0 && !flags.notes ? " (--notes shows them)" : "");
  return warnings == 0 ? kOk : kFindings;
}

int Coverage(const RulesFlags& flags) {
  const auto rules = LoadRules(flags);
  if (!rules.ok()) return Unreadable(rules.status());
  const auto chosen = Chosen(*rules, flags.ids);
  if (chosen.empty()) return kUsage;
  const auto database =
      Database::Open(flags.database.empty() ? DataPath("tidewaiter.sqlite") : flags.database);
  if (!database.ok()) return Unreadable(database.status());
  for (const ClassRule* rule : chosen) {
    Print(Concat(rule->id(), ": ", rule->title()));
    for (const Exercise& exercise : Exercised(*rule)) {
      std::string groups;
      for (const auto& [group, count] : exercise.groups)
        AppendTo(groups, groups.empty() ? "" : ", ", group, " ", count);
      Print(Concat("  (", exercise.modification, ") shown by ", exercise.examples, " members: ", groups));
    }
    size_t members = 0;
    for (const Substance& substance : (*database)->substances()) {
      if (substance.smiles.empty()) continue;
      const auto parent = ExampleParent(substance.smiles);
      ClassMatch match;
      if (!parent.ok() || !rule->Match(**parent, MakeGraph(**parent), match)) continue;
      ++members;
      Print(Concat("  ", substance.id, ": ",
                   match.readings.empty() ? match.meaning : InWords(match.readings[0])));
    }
    std::printf("  %zu of the %zu substances of the database are members by their structure\n\n", members,
                (*database)->substances().size());
  }
  return kOk;
}

}  // namespace

void AddRulesCommand(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "rules", "Class rules and policy rules: list and show them, test them against their own examples");
  command->require_subcommand(1);
  auto flags = std::make_shared<RulesFlags>();
  const auto add = [&](const char* name, const char* description, int (*run)(const RulesFlags&)) {
    CLI::App* sub = command->add_subcommand(name, description);
    sub->add_option("--rules", flags->directory,
                    "Folder of class rules (default: the library built with the program)")
        ->type_name("DIR");
    sub->add_option(
           "--add-rules", flags->added,
           "Folder or file of class rules and groups of your own, on top (docs/class-rules.md); repeatable")
        ->allow_extra_args(false)
        ->type_name("PATH");
    sub->callback([flags, run, &action] { action = [flags, run] { return run(*flags); }; });
    return sub;
  };
  const auto add_ids = [&](CLI::App* sub) {
    sub->add_option("ID", flags->ids, "Of these rules only (default: all)");
  };
  AddPolicyOption(*add("list", "The class rules and policy rules", List), flags->policy);
  CLI::App* show = add("show", "A rule beside the words of the law", Show);
  show->add_option("ID", flags->id, "Which rule")->required();
  show->add_option("--svg", flags->svg, "Draw the reference structure here, each region in a colour")
      ->type_name("FILE.svg");
  CLI::App* test = add("test", "Run every rule's examples", Test);
  add_ids(test);
  AddPolicyOption(*test, flags->policy);
  test->add_flag("--table", flags->table, "Print docs/class-evaluation.md instead, made anew");
  CLI::App* lint = add("lint", "What an author should look at again", RunLint);
  add_ids(lint);
  lint->add_flag("--notes", flags->notes, "Also what is no fault");
  CLI::App* coverage =
      add("coverage", "What the examples exercise, and which listed substances are members", Coverage);
  add_ids(coverage);
  coverage->add_option("--db", flags->database, "Database (default: the one built with the program)")
      ->type_name("FILE");
}

}  // namespace tidewaiter::cli
