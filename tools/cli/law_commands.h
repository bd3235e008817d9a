// The subcommands of `tidewaiter law`, each in a file of its own.
#pragma once

#include "tools/cli/command.h"

namespace tidewaiter::cli {

// diff, history, calendar, show, coverage.
void AddLawAskCommands(CLI::App& law, Action& action);
void AddLawImportCommand(CLI::App& law, Action& action);
void AddLawLintCommand(CLI::App& law, Action& action);

}  // namespace tidewaiter::cli
