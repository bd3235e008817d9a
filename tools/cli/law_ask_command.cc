// tidewaiter law diff | history | calendar | show | coverage
#include <algorithm>
#include <cstdio>
#include <set>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

#include "chemdb/base/concat.h"
#include "chemdb/store/diff.h"
#include "chemdb/store/law_view.h"
#include "rules/structure/class_rule.h"
#include "screening/judge/structure_judge.h"
#include "screening/law/law_question.h"
#include "screening/report/escape.h"
#include "tools/cli/engine_options.h"
#include "tools/cli/law_commands.h"
#include "tools/cli/row_table.h"

namespace tidewaiter::cli {
namespace {

void Print(const std::string& text) { std::fputs(text.c_str(), stdout); }

RowCell Day(const std::optional<Date>& day) {
  return day ? RowCell(FormatIsoDate(*day)) : RowCell(std::monostate());
}

RowCell Text(std::string_view text) {
  return text.empty() ? RowCell(std::monostate()) : RowCell(std::string(text));
}

// "2.5 kg in a calendar month (import-export); ..."
std::string ThresholdText(const Listing& listing) {
  std::string out;
  for (const Threshold& t : listing.thresholds) {
    AppendTo(out, out.empty() ? "" : "; ", absl::StrFormat("%g ", t.quantity), t.unit,
             t.window.empty() ? "" : " in a ", t.window, " (", TrafficName(t.traffic), ")");
  }
  return out;
}

std::string Joined(const std::vector<std::string>& items, std::string_view separator) {
  std::string out;
  for (const std::string& item : items) AppendTo(out, out.empty() ? "" : separator, item);
  return out;
}

// A listing in full; only what fits beside a terminal's left edge has a title.
std::vector<RowColumn> ListingColumns(std::vector<RowColumn> first) {
  for (RowColumn& column : std::vector<RowColumn>{{"jurisdiction", "LAW"},
                                                  {"schedule", "SCHEDULE"},
                                                  {"in_force_from", "FIRST DAY"},
                                                  {"from_evidence", "KNOWN BY"},
                                                  {"in_force_to", "LAST DAY"},
                                                  {"to_evidence", "KNOWN BY"},
                                                  {"direction", ""},
                                                  {"counterparts", ""},
                                                  {"scope", ""},
                                                  {"scope_text", ""},
                                                  {"mixture_limit", ""},
                                                  {"thresholds", ""},
                                                  {"goods_code", ""},
                                                  {"instrument", ""},
                                                  {"instrument_title", ""},
                                                  {"consolidated_to", ""},
                                                  {"source", ""},
                                                  {"note", ""},
                                                  {"id", ""},
                                                  {"citation", "CITATION"}}) {
    first.push_back(std::move(column));
  }
  return first;
}

std::vector<RowCell> ListingCells(std::vector<RowCell> first, const Listing& l) {
  for (RowCell& cell : std::vector<RowCell>{
           Text(l.jurisdiction),
           Text(l.schedule),
           Day(l.in_force_from),
           Text(DateEvidenceName(l.from_evidence)),
           Day(l.in_force_to),
           l.in_force_to ? Text(DateEvidenceName(l.to_evidence)) : RowCell(std::monostate()),
           Text(DirectionName(l.direction)),
           Text(Joined(l.counterparts, ";")),
           Text(FormatScopes(l.scope)),
           Text(l.scope_text),
           l.mixture_limit ? Text(absl::StrFormat("%g %%", *l.mixture_limit)) : RowCell(std::monostate()),
           Text(ThresholdText(l)),
           Text(l.goods_code),
           Text(l.instrument),
           Text(l.instrument_title),
           Day(l.consolidated_to),
           Text(l.source),
           Text(l.note),
           Text(l.id),
           Text(l.citation)}) {
    first.push_back(std::move(cell));
  }
  return first;
}

// Which database, and how to print; each subcommand has its own copy.
struct AskFlags {
  EngineFlags engine;
  std::string format = "table";
  std::string subject;  // substance or instrument
  std::string from, to, as_of;
  int64_t days = 0;

  void AddTo(CLI::App& command) {
    engine.AddTo(command);
    command.add_option("-f,--format", format, "table (for people), jsonl or markdown")
        ->check(CLI::IsMember({"table", "jsonl", "markdown"}))
        ->capture_default_str();
  }
  RowFormat Format() const { return ParseRowFormat(format); }
  bool ForPeople() const { return Format() == RowFormat::kTable; }
};

// `text`, or today when it is empty; complains and gives nullopt when it is no day.
std::optional<Date> DayOrToday(std::string_view option, const std::string& text) {
  if (text.empty()) return Today();
  const auto day = ParseIsoDate(text);
  if (!day) PrintError(Concat(option, ": \"", text, "\" is no day (YYYY-MM-DD)"));
  return day;
}

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
    table.Add({Day(c.day), Text(ChangeName(c.kind)), Text(c.jurisdiction), Text(c.schedule), Text(c.subject),
               Text(c.listing), Text(c.what)});
  }
  for (const SubstanceChange& c : substances) {
    table.Add({std::monostate(), Text(ChangeName(c.kind)), std::monostate(), std::monostate(),
               Text(c.substance), std::monostate(), Text(c.what)});
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

// Whether `id` is among `ids`, which are joined by ";".
bool HasId(std::string_view ids, std::string_view id) {
  const std::vector<absl::string_view> all = absl::StrSplit(AsAbsl(ids), ';');
  return std::find(all.begin(), all.end(), AsAbsl(id)) != all.end();
}

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
    table.Add(ListingCells({Text(flags.subject), Text("class")}, database.listings()[listing]));
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
        table.Add(ListingCells({Text(database.substances()[substance].id), Text(reach.how)},
                               database.listings()[reach.listing]));
      }
    }
  }
  Print(table.Format(flags.Format()));
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
    table.Add({Day(day.day), Text(day.ends ? "last day" : "first day"),
               Text(DateEvidenceName(day.ends ? l.to_evidence : l.from_evidence)), Text(l.jurisdiction),
               Text(l.schedule), Text(SubjectKindName(l.subject_kind)), Text(l.subject), Text(l.id),
               Text(l.citation)});
  }
  std::string out = table.Format(flags.Format());
  if (flags.ForPeople()) {
    AppendTo(out, table.size(), table.size() == 1 ? " day" : " days", " from ", FormatIsoDate(*from), " to ",
             FormatIsoDate(to), "\n");
  }
  Print(out);
  return kOk;
}

// What a reader must know to look an instrument up: "  citation      S.C. 1996, c. 19" and so on.
std::string InstrumentHead(const Database& database, const Instrument& instrument, size_t listings) {
  std::string out = Concat(TerminalText(instrument.title), "\n");
  const auto line = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) AppendTo(out, absl::StrFormat("  %-12s  ", AsAbsl(label)), TerminalText(text), "\n");
  };
  line("jurisdiction", instrument.jurisdiction);
  line("citation", instrument.citation);
  line("address", instrument.address);
  line("licence", instrument.licence);
  line("read as of", instrument.consolidated_to ? FormatIsoDate(*instrument.consolidated_to) : "not known");
  for (const Source& source : database.content().sources) {
    if (!HasId(instrument.source_ids, source.id)) continue;
    line("source", Concat(source.title, ", ", source.publisher, "; seen ", source.seen_on));
  }
  AppendTo(out, "  listings      ", listings, "\n\n");
  return out;
}

int Show(const AskFlags& flags) {
  const auto opened = OpenDatabase(flags.engine);
  if (!opened.ok()) return PrintError(AsStd(opened.status().message())), kUnreadable;
  const Database& database = **opened;
  if (flags.subject.empty()) {
    RowTable table({{"instrument", "INSTRUMENT"},
                    {"jurisdiction", "LAW"},
                    {"consolidated_to", "READ AS OF"},
                    {"citation", "CITATION"},
                    {"address", ""},
                    {"licence", ""},
                    {"source", ""},
                    {"title", "TITLE"}});
    for (const Instrument& i : database.instruments()) {
      table.Add({Text(i.id), Text(i.jurisdiction), Day(i.consolidated_to), Text(i.citation), Text(i.address),
                 Text(i.licence), Text(i.source_ids), Text(i.title)});
    }
    Print(table.Format(flags.Format()));
    return kOk;
  }
  const auto instrument = std::find_if(database.instruments().begin(), database.instruments().end(),
                                       [&](const Instrument& i) { return i.id == flags.subject; });
  if (instrument == database.instruments().end()) {
    PrintError(Concat("no instrument has the id \"", flags.subject, "\"; `tidewaiter law show` lists them"));
    return kFindings;
  }
  std::vector<size_t> listings;
  for (size_t i = 0; i < database.listings().size(); ++i) {
    if (database.listings()[i].instrument == instrument->id) listings.push_back(i);
  }
  RowTable table(ListingColumns({{"subject_kind", ""}, {"subject", "SUBJECT"}}));
  for (const size_t i : listings) {
    const Listing& l = database.listings()[i];
    table.Add(ListingCells({Text(SubjectKindName(l.subject_kind)), Text(l.subject)}, l));
  }
  std::string out;
  if (flags.ForPeople()) out = InstrumentHead(database, *instrument, listings.size());
  Print(out + table.Format(flags.Format()));
  return kOk;
}

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
    table.Add({Text(j.jurisdiction), number(j.listings), number(j.in_force), number(j.first_day[0]),
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
    table.Add({Text(i.instrument), Text(i.jurisdiction), static_cast<int64_t>(i.listings),
               Day(i.consolidated_to), Day(i.seen_on),
               i.age_days ? RowCell(*i.age_days) : RowCell(std::monostate()), Text(i.stale ? "stale" : ""),
               Text(i.title)});
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

// A subcommand with flags of its own and what runs them.
std::shared_ptr<AskFlags> Add(CLI::App& law, Action& action, const char* name, const char* description,
                              int (*run)(const AskFlags&)) {
  auto flags = std::make_shared<AskFlags>();
  CLI::App* command = law.add_subcommand(name, description);
  flags->AddTo(*command);
  command->callback([flags, run, &action] { action = [flags, run] { return run(*flags); }; });
  return flags;
}

}  // namespace

void AddLawAskCommands(CLI::App& law, Action& action) {
  auto diff = Add(law, action, "diff",
                  "What came into or went out of force between two days, or two databases", Diff);
  CLI::App* command = law.get_subcommand("diff");
  command->add_option("--from", diff->from, "Day, or a database")->required()->type_name("DAY");
  command->add_option("--to", diff->to, "Day, or a database")->required()->type_name("DAY");

  auto history =
      Add(law, action, "history",
          "Every span in which a substance was or will be listed, in every jurisdiction, in order", History);
  law.get_subcommand("history")
      ->add_option("SUBSTANCE", history->subject, "Name, CAS RN or id of a substance, or id of a class rule")
      ->required();

  auto calendar = Add(law, action, "calendar", "First and last days in force, by day", Calendar);
  calendar->days = 365;
  command = law.get_subcommand("calendar");
  command->add_option("--from", calendar->from, "First day to show (default: today)")->type_name("DAY");
  command->add_option("--days", calendar->days, "How many days from then on")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();

  auto show =
      Add(law, action, "show", "One instrument with its listings; without an id, all instruments", Show);
  law.get_subcommand("show")->add_option("INSTRUMENT", show->subject, "Id of an instrument");

  auto coverage = Add(law, action, "coverage",
                      "Rows by jurisdiction and how their days are known; age of each text", Coverage);
  coverage->days = 365;
  command = law.get_subcommand("coverage");
  command->add_option("--as-of", coverage->as_of, "Age on this day (default: today)")->type_name("DAY");
  command->add_option("--stale-days", coverage->days, "Days after which a text counts as stale")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
}

}  // namespace tidewaiter::cli
