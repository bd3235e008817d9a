// tidewaiter law lint: checks anybody's list of controlled substances.
#include <cstdio>

#include "chemdb/base/concat.h"
#include "screening/lint/lint.h"
#include "screening/lint/lint_report.h"
#include "tools/cli/engine_options.h"
#include "tools/cli/law_commands.h"
#include "tools/cli/sink.h"

namespace tidewaiter::cli {
namespace {

struct LintFlags {
  std::string database;
  std::vector<std::string> files;
  std::vector<std::string> map;
  std::string nomenclature;
  std::string format = "table";
  std::string output;
  std::string fail_on = "warning";
};

absl::StatusOr<std::map<ListField, std::string>> ChosenColumns(const std::vector<std::string>& map) {
  std::map<ListField, std::string> out;
  for (const std::string& entry : map) {
    const size_t equals = entry.find('=');
    const auto field = ParseListField(std::string_view(entry).substr(0, equals));
    if (equals == std::string::npos || !field) {
      return absl::InvalidArgumentError(
          Concat("--map ", entry,
                 ": must be FIELD=TITLE with one of the fields name, names, cas_rn, smiles, formula, "
                 "hs_code, from, to"));
    }
    out[*field] = entry.substr(equals + 1);
  }
  return out;
}

int Lint(const LintFlags& flags) {
  const auto chosen = ChosenColumns(flags.map);
  if (!chosen.ok()) return PrintError(AsStd(chosen.status().message())), kUsage;
  auto database = Database::Open(flags.database.empty() ? DataPath("tidewaiter.sqlite") : flags.database);
  if (!database.ok()) return PrintError(AsStd(database.status().message())), kUnreadable;
  const auto nomenclature =
      Nomenclature::Read(flags.nomenclature.empty() ? DataPath("hs-2022.csv") : flags.nomenclature);
  if (!nomenclature.ok()) return PrintError(AsStd(nomenclature.status().message())), kUnreadable;

  const Linter linter(*database, &*nomenclature);
  std::vector<LintReport> reports;
  int code = kOk;
  for (const std::string& file : flags.files) {
    const auto list = ReadListFile(file);
    if (!list.ok()) {
      PrintError(AsStd(list.status().message()));
      code = kUnreadable;
      continue;
    }
    const auto columns = MapColumns(*list, *chosen);
    if (!columns.ok()) return PrintError(AsStd(columns.status().message())), kUsage;
    reports.push_back({file, list->rows.size(), linter.Check(*list, *columns)});
    for (const LintComplaint& complaint : reports.back().complaints) {
      const bool fails = flags.fail_on == "note" ||
                         (flags.fail_on == "warning" && complaint.level != LintLevel::kNote) ||
                         (flags.fail_on == "error" && complaint.level == LintLevel::kError);
      if (fails && code == kOk) code = kFindings;
    }
  }
  auto sink = Sink::Open(flags.output);
  if (!sink.ok()) return PrintError(AsStd(sink.status().message())), kInternal;
  absl::Status status = sink->Write(flags.format == "sarif"   ? LintSarif(reports, EngineVersion())
                                    : flags.format == "jsonl" ? LintJsonLines(reports)
                                                              : LintTable(reports));
  if (status.ok()) status = sink->Close();
  if (!status.ok()) return PrintError(AsStd(status.message())), kInternal;
  return code;
}

}  // namespace

void AddLawLintCommand(CLI::App& law, Action& action) {
  auto flags = std::make_shared<LintFlags>();
  CLI::App* command = law.add_subcommand(
      "lint",
      "Check a list of controlled substances: CAS RNs, names, structures, HS codes, days, duplicates");
  command->add_option("FILE", flags->files, "The list: CSV, JSON or JSON Lines")->required();
  command->add_option("--map", flags->map, "Takes a field from this column: --map cas_rn=CAS_NO; repeatable");
  command->add_option("--hs-table", flags->nomenclature,
                      "CSV of code,description: another edition of the HS");
  command->add_option("--format,-f", flags->format, "Output: table, jsonl or sarif")
      ->check(CLI::IsMember({"table", "jsonl", "sarif"}))
      ->capture_default_str();
  command->add_option("--output,-o", flags->output, "Where to write (default: standard output)");
  command
      ->add_option("--fail-on", flags->fail_on,
                   "Exit code 1 from this level on: note, warning, error or none")
      ->check(CLI::IsMember({"note", "warning", "error", "none"}))
      ->capture_default_str();
  command->add_option("--db", flags->database,
                      "Database to check by (default: the one built with the program)");
  command->callback([flags, &action] { action = [flags] { return Lint(*flags); }; });
}

}  // namespace tidewaiter::cli
