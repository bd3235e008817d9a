// tidewaiter db build | info | show
#include <cstdio>

#include "chemdb/base/concat.h"
#include "chemdb/store/builder.h"
#include "rules/structure/class_rule.h"
#include "screening/report/escape.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"

namespace tidewaiter::cli {
namespace {

void Print(const std::string& text) { std::fputs(text.c_str(), stdout); }

struct BuildFlags {
  std::string source;
  std::string output;
  std::string rules;
};

int Build(const BuildFlags& flags) {
  std::vector<std::string> class_ids;
  if (!flags.rules.empty()) {
    const auto rules = ClassRuleSet::Load(flags.rules);
    if (!rules.ok()) return PrintError(AsStd(rules.status().message())), kUnreadable;
    for (const ClassRule& rule : rules->rules()) class_ids.push_back(rule.id());
  }
  const auto tables = ReadSourceTables(flags.source, class_ids);
  if (!tables.ok()) return PrintError(AsStd(tables.status().message())), kUnreadable;
  if (!tables->problems.empty()) {
    for (const TableProblem& problem : tables->problems) PrintError(FormatProblem(problem));
    PrintError(Concat(tables->problems.size(), " problems; no database was written"));
    return kUnreadable;
  }
  if (absl::Status status = WriteDatabase(tables->content, flags.output); !status.ok()) {
    return PrintError(AsStd(status.message())), kInternal;
  }
  Print(Concat(flags.output, ": ", tables->content.substances.size(), " substances, ",
               tables->content.listings.size(), " listings, digest ", DigestOf(tables->content).substr(0, 12),
               "\n"));
  return kOk;
}

int Info(const EngineFlags& flags) {
  const auto database = OpenDatabase(flags);
  if (!database.ok()) return PrintError(AsStd(database.status().message())), kUnreadable;
  const DatabaseContent& c = (*database)->content();
  size_t names = 0, forms = 0;
  for (const Substance& s : c.substances) {
    names += s.names.size();
    forms += s.forms.size();
  }
  std::string out =
      Concat("digest          ", (*database)->digest(), "\nschema          ", Database::kSchemaVersion,
             "\nsubstances      ", c.substances.size(), "\nnames           ", names, "\nforms           ",
             forms, "\nlistings        ", c.listings.size(), "\ninstruments     ", c.instruments.size(),
             "\nsources         ", c.sources.size(), "\n\n");
  AppendTo(out, "Listings by jurisdiction and how their first day is known:\n",
           "            listings  official  secondary   counted      open\n");
  for (const auto& [id, name] : c.jurisdictions) {
    int counts[4] = {0, 0, 0, 0};
    int all = 0;
    for (const Listing& listing : c.listings) {
      if (listing.jurisdiction != id) continue;
      ++all;
      ++counts[static_cast<int>(listing.from_evidence)];
    }
    char line[128];
    std::snprintf(line, sizeof line, "  %-8s %9d %9d %10d %9d %9d\n", id.c_str(), all, counts[0], counts[1],
                  counts[2], counts[3]);
    out += line;
  }
  Print(out);
  return kOk;
}

std::string ListingText(const Listing& listing) {
  std::string out = Concat("  ", listing.jurisdiction, " ", listing.schedule, "  [", listing.id, "]\n    ",
                           listing.instrument_title, "\n    ");
  if (listing.in_force_from) {
    AppendTo(out, "from ", FormatIsoDate(*listing.in_force_from), " (",
             DateEvidenceName(listing.from_evidence), ")");
  } else {
    out += "first day not known";
  }
  if (listing.in_force_to) {
    AppendTo(out, ", to ", FormatIsoDate(*listing.in_force_to), " (", DateEvidenceName(listing.to_evidence),
             ")");
  }
  AppendTo(out, "\n    citation: ", listing.citation, "\n");
  if (!listing.scope_text.empty()) AppendTo(out, "    scope: ", listing.scope_text, "\n");
  if (listing.direction != Direction::kAny) {
    AppendTo(out, "    ", DirectionName(listing.direction), " only");
    for (const std::string& country : listing.counterparts) AppendTo(out, " ", country);
    out += '\n';
  }
  for (const Threshold& t : listing.thresholds) {
    AppendTo(out, "    threshold: ", t.quantity, " ", t.unit, t.window.empty() ? "" : " in a ", t.window,
             " (", TrafficName(t.traffic), "), ", t.citation, "\n");
  }
  if (!listing.goods_code.empty()) AppendTo(out, "    goods code: ", listing.goods_code, "\n");
  AppendTo(out, "    source: ", listing.source, "\n");
  if (!listing.note.empty()) AppendTo(out, "    note: ", listing.note, "\n");
  return out;
}

int Show(const EngineFlags& flags, const std::string& query) {
  const auto database = OpenDatabase(flags);
  if (!database.ok()) return PrintError(AsStd(database.status().message())), kUnreadable;
  const std::vector<size_t> found = (*database)->FindSubstances(query);
  if (found.empty()) {
    PrintError(Concat("nothing in the database has the name, CAS RN or id \"", query, "\""));
    return kFindings;
  }
  for (const size_t index : found) {
    const Substance& s = (*database)->substances()[index];
    std::string out = Concat(s.name, "  [", s.id, "]\n");
    if (!s.cas_rn.empty()) AppendTo(out, "  CAS RN      ", s.cas_rn, "\n");
    if (!s.smiles.empty()) AppendTo(out, "  structure   ", s.smiles, s.racemic ? "  (racemic)" : "", "\n");
    AppendTo(out, "  formula     ", s.formula, "\n");
    if (!s.systematic_name.empty()) AppendTo(out, "  name        ", s.systematic_name, "\n");
    AppendTo(out, "  source      ", s.source, "\n");
    std::string names;
    for (const SubstanceName& n : s.names) {
      AppendTo(names, names.empty() ? "" : "; ", n.text, " (", n.language,
               n.certainty < 1 ? Concat(", ", n.certainty) : "", ")");
    }
    if (!names.empty()) AppendTo(out, "  also called ", names, "\n");
    for (const SubstanceForm& f : s.forms) {
      AppendTo(out, "  ", f.kind, ": ", f.name, f.cas_rn.empty() ? "" : ", CAS RN ", f.cas_rn, "\n");
    }
    for (const SubstanceIdentifier& i : s.identifiers) {
      AppendTo(out, "  ", i.kind, " ", i.value,
               i.form < 0 ? "" : Concat(" (", s.forms[static_cast<size_t>(i.form)].name, ")"), "\n");
    }
    const auto& listings = (*database)->ListingsOf(SubjectKind::kSubstance, s.id);
    AppendTo(out, "\nListings (", listings.size(), "):\n");
    for (const size_t listing : listings) out += ListingText((*database)->listings()[listing]);
    Print(out + "\n");
  }
  return kOk;
}

}  // namespace

void AddDatabaseCommand(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("db", "Build, describe and query databases of substances and law");
  command->require_subcommand(1);

  auto build = std::make_shared<BuildFlags>();
  CLI::App* build_command = command->add_subcommand("build", "Compile source tables into one SQLite file");
  build_command->add_option("SOURCE", build->source, "Folder of source tables (chemdb/data)")->required();
  build_command->add_option("OUTPUT", build->output, "The database to write")->required();
  build_command->add_option("--rules", build->rules, "Folder of class rules whose ids listings may name");
  build_command->callback([build, &action] { action = [build] { return Build(*build); }; });

  auto info = std::make_shared<EngineFlags>();
  CLI::App* info_command =
      command->add_subcommand("info", "What the database holds, and how its days are known");
  info->AddTo(*info_command);
  info_command->callback([info, &action] { action = [info] { return Info(*info); }; });

  auto show = std::make_shared<EngineFlags>();
  auto query = std::make_shared<std::string>();
  CLI::App* show_command =
      command->add_subcommand("show", "One substance with its names, forms and listings");
  show_command->add_option("SUBSTANCE", *query, "Name, CAS RN or id")->required();
  show->AddTo(*show_command);
  show_command->callback([show, query, &action] { action = [show, query] { return Show(*show, *query); }; });
}

}  // namespace tidewaiter::cli
