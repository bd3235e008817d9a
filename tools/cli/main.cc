// tidewaiter: screens customs consignments for scheduled drug precursors.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>

#include <fcntl.h>

#include "chemdb/base/concat.h"
#include "chemdb/store/database.h"
#include "screening/report/escape.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"

namespace tidewaiter::cli {
namespace {

constexpr const char* kFooter = R"(Examples:
  tidewaiter screen manifest.csv
  tidewaiter screen library.smi.gz --threads 2 --format jsonl --output findings.jsonl
  tidewaiter screen declarations.csv --map description=GOODS_DESC --as-of 2023-12-01
  tidewaiter check '4-anilinopiperidine'
  tidewaiter check 'CC(C)(C)OC(=O)N1CCC(CC1)Nc1ccccc1' --explain
  tidewaiter db show 125541-22-2
  tidewaiter law history 4-anilinopiperidine

Exit codes: 0 nothing at or over --fail-on, 1 findings at or over it, 2 usage, 3 an input could not be read,
4 output could not be written or something broke.
A finding is a reason to look, not a verdict. This program detects; it gives no legal advice.)";

std::string Version() {
  std::string out = Concat("tidewaiter ", EngineVersion());
  const auto database = Database::Open(DataPath("tidewaiter.sqlite"));
  AppendTo(out, "\ndatabase ", database.ok() ? (*database)->digest() : std::string("not found"));
  return out;
}

int Main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app(
      "Screens customs consignments and structure files for scheduled drug precursors: which line hits "
      "which control, in whose law, on that date, why, and what to do next.",
      "tidewaiter");
  app.footer(kFooter);
  app.set_version_flag("--version", Version);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  Action action;
  AddScreenCommand(app, action);
  AddCheckCommand(app, action);
  AddIdentifyCommand(app, action);
  AddDatabaseCommand(app, action);
  AddLedgerCommand(app, action);
  AddRulesCommand(app, action);
  AddLawCommand(app, action);
  AddPartyCommand(app, action);
  AddWhatIfCommand(app, action);
  AddDocsCommand(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const int code = app.exit(e);
    return code == 0 ? kOk : kUsage;
  }
  return action ? action() : kUsage;
}

// A standard stream that was closed gets a descriptor on which writing fails: otherwise the next file opened
// would take its number, and messages would land in it.
void HoldStandardStreams() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (fcntl(fd, F_GETFD) == -1) (void)open("/dev/null", O_RDONLY);
  }
}

// What is still in standard output's buffer counts as written only when it got there.
int Finish(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  if (code != kInternal)
    PrintError(Concat("cannot write to standard output: ", std::string_view(std::strerror(errno))));
  return kInternal;
}

}  // namespace

void PrintError(std::string_view message) {
  std::string line = "tidewaiter: ";
  // Statuses may hold several lines, each a complaint of its own.
  while (!message.empty()) {
    const size_t end = message.find('\n');
    AppendTerminalText(line, message.substr(0, end));
    line += '\n';
    if (end == std::string_view::npos) break;
    message.remove_prefix(end + 1);
  }
  std::fputs(line.c_str(), stderr);
}

}  // namespace tidewaiter::cli

int main(int argc, char** argv) {
  try {
    tidewaiter::cli::HoldStandardStreams();
    return tidewaiter::cli::Finish(tidewaiter::cli::Main(argc, argv));
  } catch (const std::exception& e) {
    tidewaiter::cli::PrintError(tidewaiter::Concat("internal error: ", std::string_view(e.what())));
    return tidewaiter::cli::kInternal;
  }
}
