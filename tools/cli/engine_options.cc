#include "tools/cli/engine_options.h"

#include <filesystem>

#include <sys/ioctl.h>
#include <unistd.h>

#include "chemdb/base/concat.h"
#include "chemdb/structure/molecule.h"

namespace tidewaiter::cli {

void EngineFlags::AddTo(CLI::App& command) {
  command.add_option("--db", database, "Database to screen by (default: the one built with the program)")
      ->type_name("FILE");
  command.add_option("--rules", rules, "Folder of class rules (default: the library built with the program)")
      ->type_name("DIR");
  command
      .add_option(
          "--add-rules", added_rules,
          "Folder or file of class rules and groups of your own, on top (docs/class-rules.md); repeatable")
      ->allow_extra_args(false)
      ->type_name("PATH");
  command
      .add_option("--list", lists,
                  "A list of your own on top of the database (CSV, docs/overlay.md); repeatable")
      ->allow_extra_args(false)  // one value each, so that a FILE may follow
      ->type_name("FILE.csv");
}

EngineOptions EngineFlags::ToOptions() const {
  EngineOptions options;
  options.database_path = database.empty() ? DataPath("tidewaiter.sqlite") : database;
  options.rules_dir = rules.empty() ? DataPath("rules") : rules;
  options.added_rules = added_rules;
  options.overlays = lists;
  return options;
}

absl::StatusOr<std::shared_ptr<const Database>> OpenDatabase(const EngineFlags& flags) {
  const EngineOptions options = flags.ToOptions();
  auto database = Database::Open(options.database_path);
  if (!database.ok() || options.overlays.empty()) return database;
  return Database::WithOverlays(*database, options.overlays);
}

void LawFlags::AddTo(CLI::App& command) {
  command
      .add_option("--as-of", as_of, "Ask the law of this day (default: each record's own date, else today)")
      ->type_name("YYYY-MM-DD");
  command
      .add_option(
          "--jurisdiction", jurisdictions,
          "Ask the law of these only: UN, US, EU, CN, CA, MX, GB, IN, OWN; repeatable or comma separated "
          "(default: those on the record's route; UN and private lists always)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->transform([](std::string code) {
        for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        return code;
      })
      ->type_name("CODE");
  command.add_flag("--explain", explain,
                   "Show how each finding was decided; also listings that were not in force");
  command.add_flag(
      "--analogues", analogues,
      "Also name the listed substance that a structure resembles, as advice: likeness alone never "
      "makes a substance controlled");
  command.add_flag("--no-sieve", no_sieve, "Send every structure to the full judge; same findings, slower");
  command
      .add_option("--structure-time-limit", structure_time_limit,
                  "Milliseconds after which one structure is given up, with a finding (default: 10000)")
      ->check(CLI::Range(1, 3'600'000))
      ->type_name("MS");
}

absl::StatusOr<ScreenOptions> LawFlags::ToOptions() const {
  ScreenOptions options;
  if (!as_of.empty()) {
    options.as_of = ParseIsoDate(as_of);
    if (!options.as_of)
      return absl::InvalidArgumentError(Concat("--as-of: \"", as_of, "\" is no day (YYYY-MM-DD)"));
  }
  options.jurisdictions = jurisdictions;
  options.explain = explain;
  options.analogues = analogues;
  options.sieve = !no_sieve;
  options.structure_time_limit = std::chrono::milliseconds(structure_time_limit);
  return options;
}

absl::Status LawFlags::CheckAgainst(const Database& database) const {
  for (const std::string& jurisdiction : jurisdictions) {
    if (database.jurisdictions().count(jurisdiction) > 0) continue;
    std::string known;
    for (const auto& [id, name] : database.jurisdictions()) AppendTo(known, known.empty() ? "" : ", ", id);
    return absl::InvalidArgumentError(
        Concat("--jurisdiction: \"", jurisdiction, "\" has no law in this database, which has: ", known));
  }
  return absl::OkStatus();
}

std::string LawFlags::Describe() const {
  std::string out;
  if (!as_of.empty()) AppendTo(out, "as-of=", as_of, " ");
  for (const std::string& jurisdiction : jurisdictions) AppendTo(out, "jurisdiction=", jurisdiction, " ");
  if (explain) out += "explain ";
  if (analogues) out += "analogues ";
  if (structure_time_limit != kStructureTimeLimit.count()) {
    AppendTo(out, "structure-time-limit=", structure_time_limit, " ");
  }
  if (!out.empty()) out.pop_back();
  return out;
}

RunIdentity IdentityOf(const LawIdentity& identity, const LawFlags& law) {
  RunIdentity run;
  run.engine_version = EngineVersion();
  run.database_digest = identity.database_digest;
  run.rules_digest = identity.rules_digest;
  run.standardisation = identity.standardisation;
  run.options = law.Describe();
  run.lists = identity.lists;
  return run;
}

void OutputFlags::AddTo(CLI::App& command) {
  command.add_option("-f,--format", format, "table (for people), jsonl, json or csv")
      ->check(CLI::IsMember({"table", "jsonl", "json", "csv"}))
      ->capture_default_str();
  command.add_option("-o,--output", output, "Write here instead of standard output")->type_name("FILE");
  command.add_option("--colour,--color", colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  command.add_flag("--summary", summary, "End JSON output with a summary object (the table always has one)");
}

WriterOptions OutputFlags::ToOptions(bool explain) const {
  WriterOptions options;
  const bool terminal = output.empty() && isatty(STDOUT_FILENO) == 1;
  options.colour = colour == "always" || (colour == "auto" && terminal);
  options.explain = explain;
  options.summary = summary;
  winsize size{};
  if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    options.width = size.ws_col;
  }
  return options;
}

OutputFormat OutputFlags::Format() const { return ParseOutputFormat(format).value_or(OutputFormat::kTable); }

std::string DataPath(std::string_view name) {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) {
    const auto beside = self.parent_path().parent_path() / "share" / "tidewaiter" / name;
    if (std::filesystem::exists(beside, error)) return beside.string();
  }
  return (std::filesystem::path(TIDEWAITER_DATA_DIR) / name).string();
}

std::string EngineVersion() { return Concat(TIDEWAITER_VERSION, " (RDKit ", RdkitVersion(), ")"); }

}  // namespace tidewaiter::cli
