// tidewaiter law history
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "chemdb/base/concat.h"
#include "chemdb/store/law_view.h"
#include "rules/structure/class_rule.h"
#include "screening/judge/structure_judge.h"
#include "screening/law/law_question.h"
#include "tools/cli/law_ask.h"
#include "tools/cli/law_commands.h"
#include "tools/cli/law_listing_table.h"

namespace tidewaiter::cli {
namespace {

// A listing that reaches a substance, and how: by its own name, as a class's member, as a listed acid's
// ester.
struct Reach {
  size_t listing = 0;
  std::string how;
};

std::vector<Reach> ListingsReaching(const Database& database, const ClassRuleSet& rules,
                                    const StructureJudge& judge, size_t substance) {
  std::map<size_t, std::string> how;
  const auto add = [&](SubjectKind kind, const std::string& subject, const FoundForm& form,
                       const std::string& words) {
    for (const size_t listing : database.ListingsOf(kind, subject)) {
      if (InScope(database.listings()[listing], form)) how.emplace(listing, words);
    }
  };
  const auto index = static_cast<uint32_t>(substance);
  add(SubjectKind::kSubstance, database.substances()[substance].id, {}, "by name");
  for (const ClassHit& member : judge.ClassesOf(index)) {
    FoundForm form;
    form.needed_scope = member.needed_scope;
    const std::string& id = rules.rules()[member.rule].id();
    add(SubjectKind::kClass, id, form, Concat("class ", id));
  }
  for (const uint32_t acid : judge.AcidsOf(index)) {
    FoundForm form;
    form.is_ester = true;
    const std::string& id = database.substances()[acid].id;
    add(SubjectKind::kSubstance, id, form, Concat("ester of ", id));
  }
  std::vector<size_t> order;
  for (const auto& [listing, words] : how) order.push_back(listing);
  std::vector<Reach> out;
  for (const size_t listing : InOrderOfBeginning(database, std::move(order))) {
    out.push_back({listing, how[listing]});
  }
  return out;
}

int History(const AskFlags& flags) {
  const auto opened = OpenDatabase(flags.engine);
  if (!opened.ok()) return PrintError(AsStd(opened.status().message())), kUnreadable;
  const Database& database = **opened;
  const auto rules = ClassRuleSet::Load(flags.engine.ToOptions().rules_dir);
  if (!rules.ok()) return PrintError(AsStd(rules.status().message())), kUnreadable;

  RowTable table(ListingColumns({{"subject", "SUBJECT"}, {"how", "HOW"}}));
  const auto& of_class = database.ListingsOf(SubjectKind::kClass, flags.subject);
  for (const size_t listing : InOrderOfBeginning(database, of_class)) {
    table.Add(ListingCells({TextCell(flags.subject), TextCell("class")}, database.listings()[listing]));
  }
  const std::vector<size_t> found = database.FindSubstances(flags.subject);
  if (found.empty() && of_class.empty()) {
    PrintError(Concat("no substance or class has the name, CAS RN or id \"", flags.subject, "\""));
    return kFindings;
  }
  if (!found.empty()) {
    const auto judge = StructureJudge::Create(database, *rules);
    if (!judge.ok()) return PrintError(AsStd(judge.status().message())), kInternal;
    for (const size_t substance : found) {
      for (const Reach& reach : ListingsReaching(database, *rules, **judge, substance)) {
        table.Add(ListingCells({TextCell(database.substances()[substance].id), TextCell(reach.how)},
                               database.listings()[reach.listing]));
      }
    }
  }
  Print(table.Format(flags.Format()));
  return kOk;
}

}  // namespace

void AddLawHistoryCommand(CLI::App& law, Action& action) {
  auto flags = AddLawAsk(
      law, action, "history",
      "Every span in which a substance was or will be listed, in every jurisdiction, in order", History);
  law.get_subcommand("history")
      ->add_option("SUBSTANCE", flags->subject, "Name, CAS RN or id of a substance, or id of a class rule")
      ->required();
}

}  // namespace tidewaiter::cli
