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
#include "tools/cli/read_flags.h"
#include "tools/cli/resolver_options.h"
#include "tools/cli/sink.h"

namespace tidewaiter::cli {
namespace {

std::atomic<bool> interrupted{false};
void OnInterrupt(int) { interrupted = true; }

struct ScreenFlags {
  EngineFlags engine;
  LawFlags law;
  ReadFlags read;
  OutputFlags output;
  ResolverFlags resolver;
  PolicyFlags policy;
  std::vector<std::string> files;
  int threads = 1;
  std::string save_profile;
  bool all = false;
  bool no_progress = false;
  bool timings = false;
  std::string fail_on = "low";
};

int Run(const ScreenFlags& flags) {
  PipelineOptions options;
  options.threads = flags.threads;
  auto read = flags.read.ToOptions();
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
  RunIdentity run = IdentityOf((*engine)->identity(), flags.law);
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
  flags->read.AddTo(*command);
  command->add_option("--save-profile", flags->save_profile, "Save the reading options of this run")
      ->type_name("FILE")
      ->group(kReadingGroup);
  command->callback([flags, &action] { action = [flags] { return Run(*flags); }; });
}

}  // namespace tidewaiter::cli
