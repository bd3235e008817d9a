#include "chemdb/law/import/table_file.h"

#include <algorithm>
#include <filesystem>

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/file.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {

absl::StatusOr<TableFile> TableFile::Read(const std::string& directory, const std::string& name,
                                          const std::vector<std::string>& columns) {
  TableFile out;
  out.name_ = name;
  const std::string path = (std::filesystem::path(directory) / name).string();
  const auto text = ReadFile(path, kCsvTableBytes);
  if (absl::IsNotFound(text.status())) {
    out.columns_ = columns;
    for (const std::string& column : columns) AppendTo(out.header_, out.header_.empty() ? "" : ",", column);
    return out;
  }
  TW_RETURN_IF_ERROR(text.status());
  TW_ASSIGN_OR_RETURN(const CsvTable table, CsvTable::Parse(*text, path));
  for (const std::string& column : columns) {
    if (!table.HasColumn(column)) return absl::InvalidArgumentError(Concat(path, ":1: no column ", column));
  }
  out.exists_ = true;
  out.columns_ = table.columns();
  std::vector<std::string_view> lines;
  for (std::string_view rest = *text; !rest.empty();) {
    const size_t end = rest.find('\n');
    lines.push_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  out.header_ = std::string(lines[0]);
  if (lines.size() != table.rows().size() + 1) {
    return absl::InvalidArgumentError(Concat(path, ": a row over several lines, or an empty line"));
  }
  for (size_t i = 0; i < table.rows().size(); ++i) {
    out.rows_.push_back({std::string(lines[i + 1]), table.rows()[i].cells, false});
  }
  return out;
}

const std::string& TableFile::Get(size_t row, std::string_view column) const {
  static const std::string* const empty = new std::string();
  const auto it = std::find(columns_.begin(), columns_.end(), column);
  return it == columns_.end() ? *empty : rows_[row].cells[static_cast<size_t>(it - columns_.begin())];
}

void TableFile::Set(size_t row, std::string_view column, std::string value) {
  const auto it = std::find(columns_.begin(), columns_.end(), column);
  if (it == columns_.end()) return;
  std::string& cell = rows_[row].cells[static_cast<size_t>(it - columns_.begin())];
  if (cell == value) return;
  cell = std::move(value);
  rows_[row].changed = true;
}

void TableFile::Insert(const TableCells& cells, std::optional<size_t> after) {
  Row row;
  for (const std::string& column : columns_) {
    const auto it = cells.find(column);
    row.cells.push_back(it == cells.end() ? std::string() : it->second);
  }
  row.changed = true;
  const size_t at = after ? *after + 1 : rows_.size();
  rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(at), std::move(row));
}

std::string TableFile::Row::Line() const {
  if (!changed) return before;
  std::string out;
  for (size_t i = 0; i < cells.size(); ++i) AppendTo(out, i == 0 ? "" : ",", CsvCell(cells[i]));
  return out;
}

bool TableFile::changed() const {
  return std::any_of(rows_.begin(), rows_.end(), [](const Row& row) { return row.changed; });
}

std::string TableFile::Text() const {
  std::string out = Concat(header_, "\n");
  for (const Row& row : rows_) AppendTo(out, row.Line(), "\n");
  return out;
}

std::string TableFile::Diff() const {
  if (!changed()) return "";
  constexpr size_t kContext = 3;
  // Line 0 is the header; rows follow. A changed row is a line taken away and one added.
  struct Line {
    std::string before, after;
    bool had = false, changed = false;
  };
  std::vector<Line> lines = {{header_, header_, exists_, !exists_}};
  for (const Row& row : rows_) lines.push_back({row.before, row.Line(), !row.before.empty(), row.changed});

  std::string out =
      Concat("--- ", exists_ ? Concat("a/", name_) : std::string("/dev/null"), "\n+++ b/", name_, "\n");
  size_t old_line = 1, new_line = 1;
  for (size_t i = 0; i < lines.size();) {
    // A hunk begins three lines before the next change and ends when six unchanged lines lie between two.
    size_t first = i;
    while (first < lines.size() && !lines[first].changed) ++first;
    if (first == lines.size()) break;
    const size_t begin = first - i > kContext ? first - kContext : i;
    old_line += begin - i;
    new_line += begin - i;
    size_t last = first;
    for (size_t k = first; k < lines.size() && k <= last + 2 * kContext; ++k) {
      if (lines[k].changed) last = k;
    }
    const size_t end = std::min(lines.size(), last + 1 + kContext);
    std::string body;
    size_t old_count = 0, new_count = 0;
    for (size_t k = begin; k < end;) {
      if (!lines[k].changed) {
        AppendTo(body, " ", lines[k].after, "\n");
        ++old_count;
        ++new_count;
        ++k;
        continue;
      }
      size_t stop = k;
      while (stop < end && lines[stop].changed) ++stop;
      for (size_t m = k; m < stop; ++m) {
        if (!lines[m].had) continue;
        AppendTo(body, "-", lines[m].before, "\n");
        ++old_count;
      }
      for (size_t m = k; m < stop; ++m) AppendTo(body, "+", lines[m].after, "\n");
      new_count += stop - k;
      k = stop;
    }
    AppendTo(out, "@@ -", old_count == 0 ? old_line - 1 : old_line, ",", old_count, " +", new_line, ",",
             new_count, " @@\n", body);
    old_line += old_count;
    new_line += new_count;
    i = end;
  }
  return out;
}

}  // namespace tidewaiter
