// Rows under named columns: aligned for people, JSON Lines for programs, or a Markdown table for a document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tidewaiter::cli {

enum class RowFormat : uint8_t { kTable, kJsonLines, kMarkdown };
// "table", "jsonl" or "markdown"; anything else is taken for "table" (the option's own check comes first).
RowFormat ParseRowFormat(std::string_view name);

// Text, a whole number, or nothing: `null` in JSON, `-` in a table.
using RowCell = std::variant<std::monostate, std::string, int64_t>;

struct RowColumn {
  std::string key;    // in JSON
  std::string title;  // in tables; empty = the column is in JSON only
};

class RowTable {
 public:
  explicit RowTable(std::vector<RowColumn> columns) : columns_(std::move(columns)) {}

  // One cell for each column, raw text: escaping is done on output.
  void Add(std::vector<RowCell> cells) { rows_.push_back(std::move(cells)); }
  size_t size() const { return rows_.size(); }
  // Empty text for JSON Lines without rows; tables always have their head.
  std::string Format(RowFormat format) const;

 private:
  std::string FormatTable() const;
  std::string FormatJsonLines() const;
  std::string FormatMarkdown() const;

  std::vector<RowColumn> columns_;
  std::vector<std::vector<RowCell>> rows_;
};

}  // namespace tidewaiter::cli
