#include "tools/cli/law_ask.h"

#include <cstdio>
#include <utility>

#include "chemdb/base/concat.h"

namespace tidewaiter::cli {

void AskFlags::AddTo(CLI::App& command) {
  engine.AddTo(command);
  command.add_option("-f,--format", format, "table (for people), jsonl or markdown")
      ->check(CLI::IsMember({"table", "jsonl", "markdown"}))
      ->capture_default_str();
}

std::shared_ptr<AskFlags> AddLawAsk(CLI::App& law, Action& action, const char* name, const char* description,
                                    int (*run)(const AskFlags&)) {
  auto flags = std::make_shared<AskFlags>();
  CLI::App* command = law.add_subcommand(name, description);
  flags->AddTo(*command);
  command->callback([flags, run, &action] { action = [flags, run] { return run(*flags); }; });
  return flags;
}

std::optional<Date> DayOrToday(std::string_view option, const std::string& text) {
  if (text.empty()) return Today();
  const auto day = ParseIsoDate(text);
  if (!day) PrintError(Concat(option, ": \"", text, "\" is no day (YYYY-MM-DD)"));
  return day;
}

void Print(const std::string& text) { std::fputs(text.c_str(), stdout); }

RowCell DayCell(const std::optional<Date>& day) {
  return day ? RowCell(FormatIsoDate(*day)) : RowCell(std::monostate());
}

RowCell TextCell(std::string_view text) {
  return text.empty() ? RowCell(std::monostate()) : RowCell(std::string(text));
}

}  // namespace tidewaiter::cli
