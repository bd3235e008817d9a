#include "chemdb/base/csv_table.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

constexpr size_t kTableBytes = 64 * 1024 * 1024;

// Index of the first byte that is not valid UTF-8 (RFC 3629), or npos.
size_t FirstInvalidUtf8(std::string_view text) {
  size_t i = 0;
  const auto at = [&](size_t k) { return static_cast<unsigned char>(text[k]); };
  while (i < text.size()) {
    const unsigned char c = at(i);
    size_t length = c < 0x80 ? 1 : (c >> 5) == 6 ? 2 : (c >> 4) == 14 ? 3 : (c >> 3) == 30 ? 4 : 0;
    if (length == 0 || i + length > text.size()) return i;
    for (size_t k = 1; k < length; ++k) {
      if ((at(i + k) & 0xc0) != 0x80) return i;
    }
    if ((length == 2 && c < 0xc2) || (length == 3 && c == 0xe0 && at(i + 1) < 0xa0) ||
        (length == 3 && c == 0xed && at(i + 1) >= 0xa0) || (length == 4 && c == 0xf0 && at(i + 1) < 0x90) ||
        (length == 4 && (c > 0xf4 || (c == 0xf4 && at(i + 1) >= 0x90)))) {
      return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace

absl::StatusOr<CsvTable> CsvTable::Parse(std::string_view text, std::string_view file) {
  CsvTable table;
  table.file_ = std::string(file);
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);

  size_t line = 1;
  size_t line_start = 0;
  const auto error = [&](size_t pos, std::string_view message) {
    return absl::InvalidArgumentError(Concat(file, ":", line, ":", pos - line_start + 1, ": ", message));
  };
  if (const size_t bad = FirstInvalidUtf8(text); bad != std::string_view::npos) {
    for (size_t i = 0; i < bad; ++i) {
      if (text[i] == '\n') {
        ++line;
        line_start = i + 1;
      }
    }
    return error(bad, "not UTF-8");
  }

  Row row;
  row.line = 1;
  std::string cell;
  bool row_has_text = false;
  size_t i = 0;
  const auto end_row = [&](size_t pos) -> absl::Status {
    row.cells.push_back(std::move(cell));
    cell.clear();
    if (table.columns_.empty()) {
      table.columns_ = row.cells;
      for (size_t c = 0; c < table.columns_.size(); ++c) {
        if (!table.index_.emplace(table.columns_[c], c).second) {
          return error(pos, Concat("column \"", table.columns_[c], "\" twice"));
        }
      }
    } else if (row_has_text) {
      if (row.cells.size() != table.columns_.size()) {
        return absl::InvalidArgumentError(Concat(file, ":", row.line, ":1: ", row.cells.size(), " cells, but the header has ",
                                                 table.columns_.size()));
      }
      table.rows_.push_back(std::move(row));
    }
    row = Row();
    row_has_text = false;
    return absl::OkStatus();
  };
  while (i < text.size()) {
    if (text[i] == '"') {
      if (!cell.empty()) return error(i, "a quote inside a cell that does not begin with one");
      row_has_text = true;
      const size_t opened_line = line;
      ++i;
      bool closed = false;
      while (i < text.size()) {
        if (text[i] == '"') {
          if (i + 1 < text.size() && text[i + 1] == '"') {
            cell += '"';
            i += 2;
            continue;
          }
          closed = true;
          ++i;
          break;
        }
        if (text[i] == '\n') {
          ++line;
          line_start = i + 1;
        }
        cell += text[i++];
      }
      if (!closed) return error(i, Concat("the quote opened on line ", opened_line, " is never closed"));
      if (i < text.size() && text[i] != ',' && text[i] != '\n' && text[i] != '\r') {
        return error(i, "text behind a closing quote");
      }
    } else if (text[i] == ',') {
      row.cells.push_back(std::move(cell));
      cell.clear();
      row_has_text = true;
      ++i;
    } else if (text[i] == '\n' || text[i] == '\r') {
      const size_t at = i;
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      ++i;
      TW_RETURN_IF_ERROR(end_row(at));
      ++line;
      line_start = i;
      row.line = line;
    } else {
      if (text[i] == '\0') return error(i, "a NUL byte");
      cell += text[i++];
      row_has_text = true;
    }
  }
  if (row_has_text || !cell.empty()) TW_RETURN_IF_ERROR(end_row(i));
  if (table.columns_.empty()) return absl::InvalidArgumentError(Concat(file, ":1:1: no header row"));
  return table;
}

absl::StatusOr<CsvTable> CsvTable::Read(const std::string& path) {
  TW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kTableBytes));
  return Parse(text, path);
}

const std::string& CsvTable::Get(const Row& row, std::string_view column) const {
  static const std::string* const empty = new std::string();
  const auto it = index_.find(column);
  return it == index_.end() ? *empty : row.cells[it->second];
}

std::string CsvCell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    if (c == '"') out += '"';
  }
  out += '"';
  return out;
}

}  // namespace tidewaiter
