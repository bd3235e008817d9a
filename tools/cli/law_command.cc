// tidewaiter law: the parent of what asks, imports and checks lists of law.
#include "tools/cli/law_commands.h"

namespace tidewaiter::cli {

void AddLawCommand(CLI::App& app, Action& action) {
  CLI::App* law = app.add_subcommand("law", "Check, import and ask lists of controlled substances");
  law->require_subcommand(1);
  AddLawDiffCommand(*law, action);
  AddLawHistoryCommand(*law, action);
  AddLawCalendarCommand(*law, action);
  AddLawShowCommand(*law, action);
  AddLawCoverageCommand(*law, action);
  AddLawImportCommand(*law, action);
  AddLawLintCommand(*law, action);
}

}  // namespace tidewaiter::cli
