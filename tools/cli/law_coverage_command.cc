// tidewaiter law coverage
#include "chemdb/base/concat.h"
#include "chemdb/store/law_view.h"
#include "tools/cli/law_ask.h"
#include "tools/cli/law_commands.h"

namespace tidewaiter::cli {
namespace {

RowTable JurisdictionTable(const LawCoverage& coverage) {
  RowTable table({{"jurisdiction", "LAW"},
                  {"listings", "LISTINGS"},
                  {"in_force", "IN FORCE"},
                  {"first_day_official", "FIRST DAY: OFFICIAL"},
                  {"first_day_secondary", "SECONDARY"},
                  {"first_day_counted", "COUNTED"},
                  {"first_day_open", "OPEN"},
                  {"last_day_official", "LAST DAY: OFFICIAL"},
                  {"last_day_secondary", "SECONDARY"},
                  {"last_day_counted", "COUNTED"},
                  {"with_threshold", "WITH THRESHOLD"}});
  const auto number = [](uint64_t n) { return RowCell(static_cast<int64_t>(n)); };
  for (const JurisdictionCoverage& j : coverage.jurisdictions) {
    table.Add({TextCell(j.jurisdiction), number(j.listings), number(j.in_force), number(j.first_day[0]),
               number(j.first_day[1]), number(j.first_day[2]), number(j.first_day[3]), number(j.last_day[0]),
               number(j.last_day[1]), number(j.last_day[2]), number(j.thresholds)});
  }
  return table;
}

RowTable InstrumentTable(const LawCoverage& coverage) {
  RowTable table({{"instrument", "INSTRUMENT"},
                  {"jurisdiction", ""},
                  {"listings", "LISTINGS"},
                  {"consolidated_to", "READ AS OF"},
                  {"seen_on", "SOURCE SEEN"},
                  {"age_days", "DAYS OLD"},
                  {"stale", "STALE"},
                  {"title", "TITLE"}});
  for (const InstrumentCoverage& i : coverage.instruments) {
    table.Add({TextCell(i.instrument), TextCell(i.jurisdiction), static_cast<int64_t>(i.listings),
               DayCell(i.consolidated_to), DayCell(i.seen_on),
               i.age_days ? RowCell(*i.age_days) : RowCell(std::monostate()),
               TextCell(i.stale ? "stale" : ""), TextCell(i.title)});
  }
  return table;
}

int Coverage(const AskFlags& flags) {
  const auto day = DayOrToday("--as-of", flags.as_of);
  if (!day) return kUsage;
  const auto database = OpenDatabase(flags.engine);
  if (!database.ok()) return PrintError(AsStd(database.status().message())), kUnreadable;
  const LawCoverage coverage = CoverageOf(**database, *day, flags.days);
  std::string out;
  if (flags.Format() == RowFormat::kMarkdown) {
    AppendTo(out, "# What the law tables cover\n\nMade by `tidewaiter law coverage --as-of ",
             FormatIsoDate(*day), " --format markdown`; a test compares.\n\n");
  }
  out += JurisdictionTable(coverage).Format(flags.Format());
  if (flags.Format() != RowFormat::kJsonLines) out += '\n';
  out += InstrumentTable(coverage).Format(flags.Format());
  if (flags.Format() != RowFormat::kJsonLines) {
    AppendTo(out, "\nAs of ", FormatIsoDate(*day), "; stale: more than ", flags.days,
             " days since the day as of which the text was read, or where that is not known, since a source "
             "was seen.\n");
  }
  Print(out);
  for (const InstrumentCoverage& i : coverage.instruments) {
    if (!i.stale) continue;
    PrintError(
        Concat("warning: ", i.instrument, " is stale: ",
               i.age_days ? Concat(*i.age_days, " days old") : std::string("nobody noted when it was read")));
  }
  return kOk;
}

}  // namespace

void AddLawCoverageCommand(CLI::App& law, Action& action) {
  auto coverage = AddLawAsk(law, action, "coverage",
                            "Rows by jurisdiction and how their days are known; age of each text", Coverage);
  coverage->days = 365;
  CLI::App* command = law.get_subcommand("coverage");
  command->add_option("--as-of", coverage->as_of, "Age on this day (default: today)")->type_name("DAY");
  command->add_option("--stale-days", coverage->days, "Days after which a text counts as stale")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
}

}  // namespace tidewaiter::cli
