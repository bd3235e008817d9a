// What the subcommands that ask the law have in common: which database, how to print, days and cells.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "chemdb/base/date.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"
#include "tools/cli/row_table.h"

namespace tidewaiter::cli {

// Each subcommand has its own copy.
struct AskFlags {
  EngineFlags engine;
  std::string format = "table";
  std::string subject;  // substance or instrument
  std::string from, to, as_of;
  int64_t days = 0;

  void AddTo(CLI::App& command);
  RowFormat Format() const { return ParseRowFormat(format); }
  bool ForPeople() const { return Format() == RowFormat::kTable; }
};

// A subcommand of `law` with flags of its own and what runs them.
std::shared_ptr<AskFlags> AddLawAsk(CLI::App& law, Action& action, const char* name, const char* description,
                                    int (*run)(const AskFlags&));

// `text`, or today when it is empty; complains and gives nullopt when it is no day.
std::optional<Date> DayOrToday(std::string_view option, const std::string& text);

void Print(const std::string& text);

// Empty when there is none.
RowCell DayCell(const std::optional<Date>& day);
RowCell TextCell(std::string_view text);

}  // namespace tidewaiter::cli
