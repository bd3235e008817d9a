#include "tools/cli/row_table.h"

#include <algorithm>

#include "chemdb/base/concat.h"
#include "screening/report/escape.h"
#include "screening/report/text_layout.h"

namespace tidewaiter::cli {
namespace {

std::string Shown(const RowCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return TerminalText(*text);
  if (const auto* number = std::get_if<int64_t>(&cell)) return Concat(*number);
  return "-";
}

std::string MarkdownCell(const RowCell& cell) {
  std::string out;
  for (const char c : Shown(cell)) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

bool IsNumber(const RowCell& cell) { return std::holds_alternative<int64_t>(cell); }

}  // namespace

RowFormat ParseRowFormat(std::string_view name) {
  if (name == "jsonl") return RowFormat::kJsonLines;
  if (name == "markdown") return RowFormat::kMarkdown;
  return RowFormat::kTable;
}

std::string RowTable::Format(RowFormat format) const {
  switch (format) {
    case RowFormat::kTable:
      return FormatTable();
    case RowFormat::kJsonLines:
      return FormatJsonLines();
    case RowFormat::kMarkdown:
      return FormatMarkdown();
  }
  return "";
}

std::string RowTable::FormatTable() const {
  std::vector<int> widths(columns_.size(), 0);
  std::vector<bool> numbers(columns_.size(), false);
  for (size_t c = 0; c < columns_.size(); ++c) {
    widths[c] = DisplayWidth(columns_[c].title);
    for (const auto& row : rows_) {
      widths[c] = std::max(widths[c], DisplayWidth(Shown(row[c])));
      numbers[c] = numbers[c] || IsNumber(row[c]);
    }
  }
  std::string out;
  const auto add_line = [&](const auto& text_of) {
    std::string line;
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (columns_[c].title.empty()) continue;
      const std::string text = text_of(c);
      const std::string pad(static_cast<size_t>(widths[c] - DisplayWidth(text)), ' ');
      AppendTo(line, line.empty() ? "" : "  ", numbers[c] ? pad : "", text, numbers[c] ? "" : pad);
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    AppendTo(out, line, "\n");
  };
  add_line([&](size_t c) { return columns_[c].title; });
  for (const auto& row : rows_) add_line([&](size_t c) { return Shown(row[c]); });
  return out;
}

std::string RowTable::FormatJsonLines() const {
  std::string out;
  for (const auto& row : rows_) {
    for (size_t c = 0; c < columns_.size(); ++c) {
      out += c == 0 ? '{' : ',';
      AppendJsonString(out, columns_[c].key);
      out += ':';
      if (const auto* text = std::get_if<std::string>(&row[c])) {
        AppendJsonString(out, *text);
      } else if (const auto* number = std::get_if<int64_t>(&row[c])) {
        AppendTo(out, *number);
      } else {
        out += "null";
      }
    }
    out += "}\n";
  }
  return out;
}

std::string RowTable::FormatMarkdown() const {
  std::string head = "|", rule = "|", out;
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (columns_[c].title.empty()) continue;
    AppendTo(head, " ", columns_[c].title, " |");
    const bool number =
        std::any_of(rows_.begin(), rows_.end(), [&](const auto& r) { return IsNumber(r[c]); });
    rule += number ? "---:|" : "---|";
  }
  AppendTo(out, head, "\n", rule, "\n");
  for (const auto& row : rows_) {
    out += '|';
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (!columns_[c].title.empty()) AppendTo(out, " ", MarkdownCell(row[c]), " |");
    }
    out += '\n';
  }
  return out;
}

}  // namespace tidewaiter::cli
