// The subcommands of `tidewaiter law`.
#pragma once

#include "tools/cli/command.h"

namespace tidewaiter::cli {

void AddLawDiffCommand(CLI::App& law, Action& action);
void AddLawHistoryCommand(CLI::App& law, Action& action);
void AddLawCalendarCommand(CLI::App& law, Action& action);
void AddLawShowCommand(CLI::App& law, Action& action);
void AddLawCoverageCommand(CLI::App& law, Action& action);
void AddLawImportCommand(CLI::App& law, Action& action);
void AddLawLintCommand(CLI::App& law, Action& action);

}  // namespace tidewaiter::cli
