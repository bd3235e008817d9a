// tidewaiter screen FILE...
#include <atomic>
#include <csignal>
#include <filesystem>

#include <unistd.h>

#include "chemdb/base/concat.h"
#include "screening/pipeline/pipeline.h"
#include "screening/read/profile.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"
#include "tools/cli/policy_options.h"
#include "tools/cli/progress_bar.h"
#include "tools/cli/resolver_options.h"
#include "tools/cli/sink.h"

namespace tidewaiter::cli {
namespace {

std::atomic<bool> interrupted{false};
void OnInterrupt(int) { interrupted = true; }

struct ScreenFlags {
  EngineFlags engine;
  LawFlags law;
  OutputFlags output;
  ResolverFlags resolver;
  PolicyFlags policy;
  std::vector<std::string> files;
  int threads = 1;
  std::vector<std::string> map;
  std::string profile;
  std::string save_profile;
  std::string delimiter;
  std::string encoding;
  std::string date_format;
  std::string decimal;
  std::string input_format = "auto";
  bool all = false;
  bool no_progress = false;
  bool timings = false;
  std::string fail_on = "low";
};

// True when both paths lead to one existing file, by whatever way.
bool SameFile(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error) && !error;
}

absl::StatusOr<ReadOptions> ToReadOptions(const ScreenFlags& flags) {
  ReadOptions options;
  if (!flags.profile.empty()) {
    auto loaded = LoadProfile(flags.profile);
    if (!loaded.ok()) return loaded.status();
    options = *std::move(loaded);
  }
  for (const std::string& item : flags.map) {
    const size_t equals = item.find('=');
    const auto field = ParseField(std::string_view(item).substr(0, equals));
    if (equals == std::string::npos || !field) {
      std::string known;
      for (size_t i = 0; i < kFieldCount; ++i) {
        AppendTo(known, known.empty() ? "" : ", ", FieldName(static_cast<Field>(i)));
      }
      return absl::InvalidArgumentError(
          Concat("--map ", item, ": write FIELD=COLUMN TITLE, FIELD being one of: ", known));
    }
    options.column_map[*field] = item.substr(equals + 1);
  }
  if (flags.delimiter == "tab" || flags.delimiter == "\\t") {
    options.delimiter = '\t';
  } else if (!flags.delimiter.empty()) {
    if (flags.delimiter.size() != 1) return absl::InvalidArgumentError("--delimiter: one character, or tab");
    options.delimiter = flags.delimiter[0];
  }
  if (!flags.encoding.empty()) options.encoding = flags.encoding;
  if (!flags.date_format.empty()) options.date_format = flags.date_format;
  if (!flags.decimal.empty()) options.decimal_mark = flags.decimal[0];
  if (flags.input_format == "csv") options.format = InputFormat::kCsv;
  if (flags.input_format == "jsonl") options.format = InputFormat::kJsonLines;
  if (flags.input_format == "smiles") options.format = InputFormat::kSmiles;
  if (flags.input_format == "sdf") options.format = InputFormat::kSdf;
  return options;
}

int Run(const ScreenFlags& flags) {
  PipelineOptions options;
  options.threads = flags.threads;
  auto read = ToReadOptions(flags);
  if (!read.ok()) return PrintError(AsStd(read.status().message())), kUsage;
  options.read = *std::move(read);
  auto law = flags.law.ToOptions();
  if (!law.ok()) return PrintError(AsStd(law.status().message())), kUsage;
  options.screen = *std::move(law);
  auto resolver = flags.resolver.Create();
  if (!resolver.ok()) return PrintError(AsStd(resolver.status().message())), kUnreadable;
  options.screen.resolver = *std::move(resolver);
  if (absl::Status status = flags.policy.Check(flags.files); !status.ok()) {
    return PrintError(AsStd(status.message())), kUsage;
  }
  if (!flags.save_profile.empty()) {
    if (absl::Status status = SaveProfile(flags.save_profile, options.read); !status.ok()) {
      return PrintError(AsStd(status.message())), kInternal;
    }
  }
  auto engine = Engine::Create(flags.engine.ToOptions());
  if (!engine.ok()) return PrintError(AsStd(engine.status().message())), kUnreadable;
  if (absl::Status status = flags.law.CheckAgainst((*engine)->database()); !status.ok()) {
    return PrintError(AsStd(status.message())), kUsage;
  }
  for (const std::string& file : flags.files) {
    if (!flags.output.output.empty() && SameFile(file, flags.output.output) &&
        std::filesystem::is_regular_file(file)) {
      return PrintError(Concat("--output ", file, " is an input too, and would be overwritten")), kUsage;
    }
  }
  std::unique_ptr<PolicyStage> policy;
  if (flags.policy.Wanted()) {
    auto created = PolicyStage::Create((*engine)->shared_database(), flags.policy.ToOptions(),
                                       options.screen.as_of, options.screen.jurisdictions);
    if (!created.ok()) return PrintError(AsStd(created.status().message())), kUnreadable;
    policy = *std::move(created);
    for (const std::string& issue : policy->watchlist_issues()) PrintError(issue);
    options.policy = policy.get();
    auto disposition = flags.policy.Disposition();
    if (!disposition.ok()) return PrintError(AsStd(disposition.status().message())), kUnreadable;
    options.disposition = *disposition;
    options.what_if = flags.policy.what_if;
  }
  auto sink = Sink::Open(flags.output.output);
  if (!sink.ok()) return PrintError(AsStd(sink.status().message())), kInternal;

  WriterOptions writer_options = flags.output.ToOptions(flags.law.explain);
  const bool table = flags.output.Format() == OutputFormat::kTable;
  const bool csv = flags.output.Format() == OutputFormat::kCsv;
  writer_options.all_records = flags.all || !(table || csv);
  const auto writer = ResultWriter::Create(flags.output.Format(), writer_options);
  RunIdentity run = IdentityOf(**engine, flags.law);
  if (options.screen.resolver != nullptr) run.resolver = options.screen.resolver->identity();
  if (policy != nullptr) run.policy_digest = policy->digest();

  // The first signal ends the run after the records in flight; a second one, should the input be a pipe that
  // never answers, ends the program.
  struct sigaction on_interrupt = {};
  on_interrupt.sa_handler = OnInterrupt;
  on_interrupt.sa_flags = SA_RESETHAND | SA_RESTART;
  sigaction(SIGINT, &on_interrupt, nullptr);
  sigaction(SIGTERM, &on_interrupt, nullptr);
  ProgressBar bar;
  const bool to_terminal = flags.output.output.empty() && isatty(STDOUT_FILENO) == 1;
  const bool show = !flags.no_progress && isatty(STDERR_FILENO) == 1 && !(table && to_terminal);
  auto result = RunPipeline(
      flags.files, *engine, options, *writer, run, [&](std::string_view text) { return sink->Write(text); },
      show ? std::function<void(const Progress&)>([&](const Progress& p) { bar.Show(p); }) : nullptr,
      &interrupted);
  bar.Done();
  if (!result.ok()) return PrintError(AsStd(result.status().message())), kInternal;
  if (absl::Status status = sink->Close(); !status.ok())
    return PrintError(AsStd(status.message())), kInternal;
  if (flags.timings) std::fputs(result->times.Table(result->summary.records).c_str(), stderr);
  for (const std::string& unread : result->unread) PrintError(unread);
  if (!result->complete && result->unread.empty()) {
    PrintError("interrupted: the output ends before the input does");
    return kUnreadable;
  }
  if (!result->unread.empty()) return kUnreadable;
  const auto fail_on = ParseSeverity(flags.fail_on);
  const auto& kinds = result->summary.findings_by_kind;
  // Data findings say what could not be screened; they never fail a run by themselves.
  const bool found = kinds.count(std::string(FindingKindName(FindingKind::kControl))) > 0 ||
                     kinds.count(std::string(FindingKindName(FindingKind::kRisk))) > 0;
  const bool fails = fail_on && found && result->gravest >= *fail_on;
  return fails ? kFindings : kOk;
}

}  // namespace

void AddScreenCommand(CLI::App& app, Action& action) {
  auto flags = std::make_shared<ScreenFlags>();
  CLI::App* command = app.add_subcommand("screen", "Screen manifests and structure files");
  command
      ->add_option("FILE", flags->files,
                   "CSV, TSV, JSON Lines, SMILES, SDF or MOL, plain, .gz or .zst; - is standard input")
      ->required();
  flags->engine.AddTo(*command);
  flags->law.AddTo(*command);
  flags->output.AddTo(*command);
  flags->resolver.AddTo(*command);
  flags->policy.AddTo(*command);
  command->add_option("-t,--threads", flags->threads, "Worker threads")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->add_flag("--all", flags->all, "Table and CSV: show records without findings too");
  command
      ->add_option("--fail-on", flags->fail_on,
                   "Exit with 1 from this severity on: info, low, medium, high, critical, or none")
      ->check(CLI::IsMember({"info", "low", "medium", "high", "critical", "none"}))
      ->capture_default_str();
  command->add_flag("--no-progress", flags->no_progress, "No progress line");
  command->add_flag("--timings", flags->timings,
                    "Say on standard error how much processor time each stage took");
  constexpr const char* kReading = "Reading";
  command
      ->add_option("--map", flags->map, "Take a field from this column: description=GOODS_DESC; repeatable")
      ->allow_extra_args(false)
      ->type_name("FIELD=TITLE")
      ->group(kReading);
  command->add_option("--profile", flags->profile, "Reading options saved before")
      ->type_name("FILE")
      ->group(kReading);
  command->add_option("--save-profile", flags->save_profile, "Save the reading options of this run")
      ->type_name("FILE")
      ->group(kReading);
  command->add_option("--input-format", flags->input_format, "auto, csv, jsonl, smiles or sdf")
      ->check(CLI::IsMember({"auto", "csv", "jsonl", "smiles", "sdf"}))
      ->capture_default_str()
      ->group(kReading);
  command
      ->add_option("--delimiter", flags->delimiter,
                   "Between columns: one character, or tab (default: detected)")
      ->group(kReading);
  command->add_option("--encoding", flags->encoding, "Such as GB18030 or windows-1252 (default: detected)")
      ->group(kReading);
  command
      ->add_option("--date-format", flags->date_format,
                   "Such as %d/%m/%Y, for dates that could be read two ways")
      ->group(kReading);
  command->add_option("--decimal", flags->decimal, "Decimal mark, for numbers that could be read two ways")
      ->check(CLI::IsMember({".", ","}))
      ->group(kReading);
  command->callback([flags, &action] { action = [flags] { return Run(*flags); }; });
}

}  // namespace tidewaiter::cli
