// The subcommands of `tidewaiter law`, each in a file of its own.
#pragma once

#include "tools/cli/command.h"

namespace tidewaiter::cli {

void AddLawLintCommand(CLI::App& law, Action& action);

}  // namespace tidewaiter::cli
