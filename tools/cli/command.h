// One file for each subcommand; each adds itself to the program and leaves what to run.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace tidewaiter::cli {

// Exit codes of the program (docs/cli.md).
enum ExitCode : int {
  kOk = 0,          // nothing at or over --fail-on
  kFindings = 1,    // findings at or over --fail-on
  kUsage = 2,       // the command line is wrong
  kUnreadable = 3,  // an input, list, database or rule could not be read
  kInternal = 4,    // output could not be written, or something broke
};

// What a parsed command line asks to be run; returns the exit code.
using Action = std::function<int()>;

void AddScreenCommand(CLI::App& app, Action& action);
void AddCheckCommand(CLI::App& app, Action& action);
void AddIdentifyCommand(CLI::App& app, Action& action);
void AddDatabaseCommand(CLI::App& app, Action& action);
void AddLedgerCommand(CLI::App& app, Action& action);
void AddRulesCommand(CLI::App& app, Action& action);
void AddPartyCommand(CLI::App& app, Action& action);
void AddWhatIfCommand(CLI::App& app, Action& action);
void AddLawCommand(CLI::App& app, Action& action);
void AddDocsCommand(CLI::App& app, Action& action);

// Prints "tidewaiter: message" to standard error, with control bytes of outside text escaped.
void PrintError(std::string_view message);

}  // namespace tidewaiter::cli
