// tidewaiter law diff | calendar
#include <algorithm>
#include <string>
#include <vector>

#include "chemdb/base/concat.h"
#include "chemdb/store/diff.h"
#include "chemdb/store/law_view.h"
#include "tools/cli/law_ask.h"
#include "tools/cli/law_commands.h"

namespace tidewaiter::cli {
namespace {

void PrintChanges(const std::vector<ListingChange>& listings, const std::vector<SubstanceChange>& substances,
                  const AskFlags& flags) {
  RowTable table({{"day", "DAY"},
                  {"change", "CHANGE"},
                  {"jurisdiction", "LAW"},
                  {"schedule", "SCHEDULE"},
                  {"subject", "SUBJECT"},
                  {"id", "LISTING"},
                  {"what", "WHAT"}});
  for (const ListingChange& c : listings) {
    table.Add({DayCell(c.day), TextCell(ChangeName(c.kind)), TextCell(c.jurisdiction), TextCell(c.schedule),
               TextCell(c.subject), TextCell(c.listing), TextCell(c.what)});
  }
  for (const SubstanceChange& c : substances) {
    table.Add({std::monostate(), TextCell(ChangeName(c.kind)), std::monostate(), std::monostate(),
               TextCell(c.substance), std::monostate(), TextCell(c.what)});
  }
  std::string out = table.Format(flags.Format());
  if (flags.ForPeople()) AppendTo(out, table.size(), table.size() == 1 ? " change\n" : " changes\n");
  Print(out);
}

int Diff(const AskFlags& flags) {
  const auto from = ParseIsoDate(flags.from);
  const auto to = ParseIsoDate(flags.to);
  if (from.has_value() != to.has_value()) {
    return PrintError("law diff: give two days (YYYY-MM-DD), or two databases"), kUsage;
  }
  if (from) {
    const auto database = OpenDatabase(flags.engine);
    if (!database.ok()) return PrintError(AsStd(database.status().message())), kUnreadable;
    PrintChanges(ChangesBetween(**database, std::min(*from, *to), std::max(*from, *to)), {}, flags);
    return kOk;
  }
  const auto a = Database::Open(flags.from);
  if (!a.ok()) return PrintError(AsStd(a.status().message())), kUnreadable;
  const auto b = Database::Open(flags.to);
  if (!b.ok()) return PrintError(AsStd(b.status().message())), kUnreadable;
  PrintChanges(ChangesBetween(**a, **b), SubstanceChangesBetween(**a, **b), flags);
  return kOk;
}

int Calendar(const AskFlags& flags) {
  const auto from = DayOrToday("--from", flags.from);
  if (!from) return kUsage;
  const auto database = OpenDatabase(flags.engine);
  if (!database.ok()) return PrintError(AsStd(database.status().message())), kUnreadable;
  const Date to = *from + std::chrono::days(flags.days);
  RowTable table({{"day", "DAY"},
                  {"change", "IS THE"},
                  {"evidence", "KNOWN BY"},
                  {"jurisdiction", "LAW"},
                  {"schedule", "SCHEDULE"},
                  {"subject_kind", ""},
                  {"subject", "SUBJECT"},
                  {"id", ""},
                  {"citation", "CITATION"}});
  for (const LawDay& day : LawDaysIn(**database, *from, to)) {
    const Listing& l = (*database)->listings()[day.listing];
    table.Add({DayCell(day.day), TextCell(day.ends ? "last day" : "first day"),
               TextCell(DateEvidenceName(day.ends ? l.to_evidence : l.from_evidence)),
               TextCell(l.jurisdiction), TextCell(l.schedule), TextCell(SubjectKindName(l.subject_kind)),
               TextCell(l.subject), TextCell(l.id), TextCell(l.citation)});
  }
  std::string out = table.Format(flags.Format());
  if (flags.ForPeople()) {
    AppendTo(out, table.size(), table.size() == 1 ? " day" : " days", " from ", FormatIsoDate(*from), " to ",
             FormatIsoDate(to), "\n");
  }
  Print(out);
  return kOk;
}

}  // namespace

void AddLawDiffCommand(CLI::App& law, Action& action) {
  auto flags = AddLawAsk(law, action, "diff",
                         "What came into or went out of force between two days, or two databases", Diff);
  CLI::App* command = law.get_subcommand("diff");
  command->add_option("--from", flags->from, "Day, or a database")->required()->type_name("DAY");
  command->add_option("--to", flags->to, "Day, or a database")->required()->type_name("DAY");
}

void AddLawCalendarCommand(CLI::App& law, Action& action) {
  auto flags = AddLawAsk(law, action, "calendar", "First and last days in force, by day", Calendar);
  flags->days = 365;
  CLI::App* command = law.get_subcommand("calendar");
  command->add_option("--from", flags->from, "First day to show (default: today)")->type_name("DAY");
  command->add_option("--days", flags->days, "How many days from then on")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
}

}  // namespace tidewaiter::cli
