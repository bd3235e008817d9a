// tidewaiter whatif BILL FILE...
#include <atomic>
#include <csignal>

#include "chemdb/base/concat.h"
#include "screening/whatif/what_if.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"
#include "tools/cli/policy_options.h"
#include "tools/cli/read_flags.h"
#include "tools/cli/resolver_options.h"
#include "tools/cli/sink.h"
#include "tools/cli/whatif_report.h"

namespace tidewaiter::cli {
namespace {

std::atomic<bool> interrupted{false};
void OnInterrupt(int) { interrupted = true; }

struct WhatIfFlags {
  EngineFlags engine;
  LawFlags law;
  ReadFlags read;
  ResolverFlags resolver;
  PolicyFlags policy;
  std::string bill;
  std::vector<std::string> with;
  std::vector<std::string> files;
  std::vector<std::string> lawful;
  std::string format = "table";
  std::string output;
  bool summary = false;
  bool no_records = false;
  int threads = 1;
};

int Run(const WhatIfFlags& flags) {
  WhatIfOptions options;
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
  options.lawful = {flags.lawful.begin(), flags.lawful.end()};
  std::vector<std::string> files = flags.files;
  files.insert(files.end(), flags.lawful.begin(), flags.lawful.end());
  if (files.empty()) return PrintError("whatif: name a FILE, or --lawful FILE"), kUsage;
  for (const std::string& file : files) {
    if (!flags.output.empty() && SameFile(file, flags.output)) {
      return PrintError(Concat("--output ", flags.output, " is an input too, and would be overwritten")),
             kUsage;
    }
  }
  if (absl::Status status = flags.policy.Check(files); !status.ok()) {
    return PrintError(AsStd(status.message())), kUsage;
  }
  Bill bill{{flags.bill}};
  bill.files.insert(bill.files.end(), flags.with.begin(), flags.with.end());
  const auto proposal = Proposal::Create(flags.engine.ToOptions(), bill);
  if (!proposal.ok()) return PrintError(AsStd(proposal.status().message())), kUnreadable;
  if (absl::Status status = flags.law.CheckAgainst(*(*proposal)->database_after()); !status.ok()) {
    return PrintError(AsStd(status.message())), kUsage;
  }
  std::unique_ptr<PolicyStage> policies[2];
  if (flags.policy.Wanted()) {
    const auto& databases = {(*proposal)->database_before(), (*proposal)->database_after()};
    PolicyOptions policy = flags.policy.ToOptions();
    auto rules = policy::PolicyRuleSet::Load(policy.rules_dir);
    if (!rules.ok()) return PrintError(AsStd(rules.status().message())), kUnreadable;
    policy.rules = std::make_shared<const policy::PolicyRuleSet>(*std::move(rules));
    size_t n = 0;
    for (const auto& database : databases) {
      auto created =
          PolicyStage::Create(database, policy, options.screen.as_of, options.screen.jurisdictions);
      if (!created.ok()) return PrintError(AsStd(created.status().message())), kUnreadable;
      policies[n++] = *std::move(created);
    }
    for (const std::string& issue : policies[0]->watchlist_issues()) PrintError(issue);
    auto disposition = flags.policy.Disposition();
    if (!disposition.ok()) return PrintError(AsStd(disposition.status().message())), kUnreadable;
    options.policy = WhatIfPolicy{policies[0].get(), policies[1].get(), *disposition};
  }
  auto sink = Sink::Open(flags.output);
  if (!sink.ok()) return PrintError(AsStd(sink.status().message())), kInternal;

  struct sigaction on_interrupt = {};
  on_interrupt.sa_handler = OnInterrupt;
  on_interrupt.sa_flags = SA_RESETHAND | SA_RESTART;
  sigaction(SIGINT, &on_interrupt, nullptr);
  sigaction(SIGTERM, &on_interrupt, nullptr);
  const bool table = flags.format == "table";
  const auto format = [&](const RecordDifference& difference, bool lawful, std::string& out) {
    if (flags.no_records) return;
    (table ? AppendText : AppendJson)(difference, lawful, out);
  };
  const auto result = RunWhatIf(
      files, *proposal, options, format, [&](std::string_view text) { return sink->Write(text); },
      &interrupted);
  if (!result.ok()) return PrintError(AsStd(result.status().message())), kInternal;
  const auto law_before = (*proposal)->identity_before();
  const auto law_after = (*proposal)->identity_after();
  if (!law_before.ok()) return PrintError(AsStd(law_before.status().message())), kInternal;
  if (!law_after.ok()) return PrintError(AsStd(law_after.status().message())), kInternal;
  RunIdentity before = IdentityOf(*law_before, flags.law);
  RunIdentity after = IdentityOf(*law_after, flags.law);
  if (options.screen.resolver != nullptr) {
    before.resolver = after.resolver = options.screen.resolver->identity();
  }
  if (options.policy) {
    before.policy_digest = options.policy->before->digest();
    after.policy_digest = options.policy->after->digest();
  }
  std::string text;
  if (table) {
    AppendSummaryText(result->summary, (*proposal)->filter(), before, after, result->seconds, text);
  } else if (flags.summary) {
    AppendSummaryJson(result->summary, before, after, text);
  }
  absl::Status written = sink->Write(text);
  if (written.ok()) written = sink->Close();
  if (!written.ok()) return PrintError(AsStd(written.message())), kInternal;
  for (const std::string& unread : result->unread) PrintError(unread);
  if (interrupted) {
    PrintError("interrupted: the output ends before the input does");
    return kUnreadable;
  }
  if (!result->unread.empty()) return kUnreadable;
  return result->summary.all.records > 0 ? kFindings : kOk;
}

}  // namespace

void AddWhatIfCommand(CLI::App& app, Action& action) {
  auto flags = std::make_shared<WhatIfFlags>();
  CLI::App* command = app.add_subcommand(
      "whatif", "What a proposed list or class rule would change for these goods, and nothing else");
  command
      ->add_option("BILL", flags->bill,
                   "A proposed list (*.csv, docs/overlay.md) or class rule (*.yaml, docs/what-if.md)")
      ->required();
  command->add_option("FILE", flags->files, "Manifests and structure files, as for screen");
  command->add_option("--with", flags->with, "A further file of the same bill; repeatable")
      ->allow_extra_args(false)
      ->type_name("FILE");
  command
      ->add_option("--lawful", flags->lawful,
                   "Goods known to be lawful, asked about too and counted apart; repeatable")
      ->allow_extra_args(false)
      ->type_name("FILE");
  flags->engine.AddTo(*command);
  flags->law.AddTo(*command);
  command->add_option("-f,--format", flags->format, "table (for people) or jsonl")
      ->check(CLI::IsMember({"table", "jsonl"}))
      ->capture_default_str();
  command->add_option("-o,--output", flags->output, "Write here instead of standard output")
      ->type_name("FILE");
  command->add_flag("--summary", flags->summary,
                    "End JSON Lines with a summary object (the table always has one)");
  command->add_flag("--no-records", flags->no_records, "The summary only, not each record");
  command->add_option("-t,--threads", flags->threads, "Worker threads")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  flags->read.AddTo(*command);
  flags->resolver.AddTo(*command);
  flags->policy.AddRulesTo(*command);
  command->callback([flags, &action] { action = [flags] { return Run(*flags); }; });
}

}  // namespace tidewaiter::cli
