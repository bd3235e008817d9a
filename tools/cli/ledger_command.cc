// tidewaiter ledger info | export | prune
#include <cstdio>

#include "chemdb/base/concat.h"
#include "screening/ledger/export.h"
#include "screening/ledger/ledger.h"
#include "screening/report/escape.h"
#include "tools/cli/command.h"
#include "tools/cli/sink.h"

namespace tidewaiter::cli {
namespace {

// What a ledger's status means for the exit code.
int LedgerFailure(const absl::Status& status) {
  PrintError(AsStd(status.message()));
  return absl::IsResourceExhausted(status) || absl::IsInternal(status) ? kInternal : kUnreadable;
}

std::string DayText(const std::optional<int64_t>& day) {
  return day ? FormatIsoDate(Date(std::chrono::days(*day))) : std::string("-");
}

int Info(const std::string& path, bool check) {
  auto ledger = Ledger::OpenReadOnly(path);
  if (!ledger.ok()) return LedgerFailure(ledger.status());
  if (check) {
    if (absl::Status status = (*ledger)->CheckIntegrity(); !status.ok()) return LedgerFailure(status);
  }
  const auto counts = (*ledger)->Count();
  if (!counts.ok()) return LedgerFailure(counts.status());
  const auto uses = (*ledger)->LicenceUses();
  if (!uses.ok()) return LedgerFailure(uses.status());
  std::string out = Concat("entries         ", counts->entries, "\nsubstances      ", counts->substances,
                           "\nfirst day       ", DayText(counts->first_day), "\nlast day        ",
                           DayText(counts->last_day), "\nkept from       ", DayText(counts->kept_from),
                           "\nfiles           ", counts->files);
  if (counts->unfinished_files > 0) {
    AppendTo(out, " (", counts->unfinished_files, " not screened to the end: screen them again)");
  }
  AppendTo(out, "\nlicence draws   ", counts->draws, "\nbytes           ", counts->bytes, "\n");
  if (check) out += "integrity       ok\n";
  if (!uses->empty()) out += "\nLicences drawn on:\n";
  for (const LicenceUse& use : *uses) {
    AppendTo(out, "  ", TerminalText(use.licence), "  ", TerminalText(use.substance), "  ", use.amount,
             use.volume ? " mL" : " g", " by ", use.lines, use.lines == 1 ? " line\n" : " lines\n");
  }
  std::fputs(out.c_str(), stdout);
  return kOk;
}

struct ExportFlags {
  std::string path;
  std::string table = "entries";
  std::string format = "csv";
  std::string output;
};

int Export(const ExportFlags& flags) {
  auto ledger = Ledger::OpenReadOnly(flags.path);
  if (!ledger.ok()) return LedgerFailure(ledger.status());
  auto sink = Sink::Open(flags.output);
  if (!sink.ok()) return PrintError(AsStd(sink.status().message())), kInternal;
  const LedgerTable table = flags.table == "licences" ? LedgerTable::kLicences
                            : flags.table == "files"  ? LedgerTable::kFiles
                                                      : LedgerTable::kEntries;
  absl::Status written;
  const absl::Status status =
      ExportLedger(**ledger, table, flags.format == "jsonl" ? LedgerFormat::kJsonLines : LedgerFormat::kCsv,
                   [&](std::string_view text) { return written = sink->Write(text); });
  if (written.ok() && status.ok()) written = sink->Close();
  if (!written.ok()) return PrintError(AsStd(written.message())), kInternal;
  return status.ok() ? kOk : LedgerFailure(status);
}

struct PruneFlags {
  std::string path;
  int keep_days = 0;
  std::string as_of;
  bool compact = false;
};

int Prune(const PruneFlags& flags) {
  Date today = Today();
  if (!flags.as_of.empty()) {
    const auto day = ParseIsoDate(flags.as_of);
    if (!day) return PrintError(Concat("--as-of: \"", flags.as_of, "\" is no day (YYYY-MM-DD)")), kUsage;
    today = *day;
  }
  // Opened for reading first: pruning makes no ledger.
  if (const auto there = Ledger::OpenReadOnly(flags.path); !there.ok()) return LedgerFailure(there.status());
  auto ledger = Ledger::Open(flags.path);
  if (!ledger.ok()) return LedgerFailure(ledger.status());
  const Date first_kept = today - std::chrono::days(flags.keep_days);
  const auto removed = (*ledger)->Prune(first_kept);
  if (!removed.ok()) return LedgerFailure(removed.status());
  absl::Status status = flags.compact ? (*ledger)->Compact() : absl::OkStatus();
  if (status.ok()) status = (*ledger)->Flush();
  if (!status.ok()) return LedgerFailure(status);
  std::fputs(Concat(*removed, *removed == 1 ? " entry" : " entries", " before ", FormatIsoDate(first_kept),
                    " removed\n")
                 .c_str(),
             stdout);
  return kOk;
}

}  // namespace

void AddLedgerCommand(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("ledger", "Describe, export and prune the ledger of earlier runs");
  command->require_subcommand(1);

  auto info_path = std::make_shared<std::string>();
  auto check = std::make_shared<bool>(false);
  CLI::App* info = command->add_subcommand("info", "How much it holds, of which days, and licences drawn on");
  info->add_option("LEDGER", *info_path, "The ledger")->required();
  info->add_flag("--check", *check, "Read every page and check it");
  info->callback(
      [info_path, check, &action] { action = [info_path, check] { return Info(*info_path, *check); }; });

  auto flags = std::make_shared<ExportFlags>();
  CLI::App* to_text = command->add_subcommand("export", "Write it as CSV or JSON Lines");
  to_text->add_option("LEDGER", flags->path, "The ledger")->required();
  to_text->add_option("--table", flags->table, "entries, licences (what each line drew) or files")
      ->check(CLI::IsMember({"entries", "licences", "files"}))
      ->capture_default_str();
  to_text->add_option("-f,--format", flags->format, "csv or jsonl")
      ->check(CLI::IsMember({"csv", "jsonl"}))
      ->capture_default_str();
  to_text->add_option("-o,--output", flags->output, "Write here instead of standard output")
      ->type_name("FILE");
  to_text->callback([flags, &action] { action = [flags] { return Export(*flags); }; });

  auto prune_flags = std::make_shared<PruneFlags>();
  CLI::App* prune = command->add_subcommand("prune", "Remove entries that are older than they may be kept");
  prune->add_option("LEDGER", prune_flags->path, "The ledger")->required();
  prune->add_option("--keep-days", prune_flags->keep_days, "Days that are kept, before today")
      ->required()
      ->check(CLI::Range(1, 36500));
  prune->add_option("--as-of", prune_flags->as_of, "Count from this day instead of today")
      ->type_name("YYYY-MM-DD");
  prune->add_flag("--compact", prune_flags->compact, "Give the space back to the file system");
  prune->callback([prune_flags, &action] { action = [prune_flags] { return Prune(*prune_flags); }; });
}

}  // namespace tidewaiter::cli
