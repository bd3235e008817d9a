#include "chemdb/base/csv_table.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/limits.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

// A control character that has no business in a table; tab and line ends may stand in quoted text.
bool IsControl(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u < 0x20 && c != '\t' && c != '\n' && c != '\r') || u == 0x7f;
}

}  // namespace

// One pass over the text. A row with an error is dropped; reading goes on behind its line end.
class CsvParser {
 public:
  CsvParser(std::string_view text, char separator, CsvTable& table, std::vector<CsvTable::Error>& errors)
      : text_(text), separator_(separator), table_(table), errors_(errors) {
    if (text_.substr(0, 3) == "\xef\xbb\xbf") text_.remove_prefix(3);
  }

  void Parse() {
    if (const size_t bad = FirstInvalidUtf8(text_); bad != std::string_view::npos) {
      for (; pos_ < bad; ++pos_) CountLine();
      return Fail("not UTF-8: save the file as UTF-8");
    }
    while (pos_ < text_.size()) {
      if (SkipLineEnd()) continue;  // an empty line
      CsvTable::Row row;
      row.line = line_;
      if (ReadRow(row)) {
        Keep(std::move(row));
      } else if (table_.columns_.empty()) {
        return;  // without a header no row means anything
      }
    }
    if (table_.columns_.empty() && errors_.empty()) Fail("no header row");
  }

 private:
  void Fail(std::string message) { errors_.push_back({line_, pos_ - line_start_ + 1, std::move(message)}); }

  // To be called on every byte that is passed over.
  void CountLine() {
    if (text_[pos_] != '\n') return;
    ++line_;
    line_start_ = pos_ + 1;
  }

  bool SkipLineEnd() {
    size_t end = pos_;
    if (end + 1 < text_.size() && text_[end] == '\r') ++end;
    if (end >= text_.size() || text_[end] != '\n') return false;
    pos_ = end;
    CountLine();
    ++pos_;
    return true;
  }

  bool SkipBrokenRow(std::string message) {
    Fail(std::move(message));
    while (pos_ < text_.size() && !SkipLineEnd()) ++pos_;
    return false;
  }

  bool ReadRow(CsvTable::Row& row) {
    std::string cell;
    while (true) {
      if (row.cells.size() == limits::kColumns) return SkipBrokenRow("more than 2000 columns");
      row.places.push_back({line_, pos_ - line_start_ + 1});
      if (pos_ < text_.size() && text_[pos_] == '"') {
        if (!ReadQuoted(cell)) return false;
      } else {
        while (pos_ < text_.size() && text_[pos_] != separator_ && text_[pos_] != '\n' &&
               text_[pos_] != '\r') {
          if (text_[pos_] == '"') return SkipBrokenRow("a quote inside a cell that does not begin with one");
          if (IsControl(text_[pos_])) return SkipBrokenRow("a control character");
          cell += text_[pos_++];
        }
      }
      row.cells.push_back(std::move(cell));
      cell.clear();
      if (pos_ == text_.size() || SkipLineEnd()) return true;
      if (text_[pos_] == '\r') return SkipBrokenRow("a carriage return without a line feed");
      if (text_[pos_] != separator_) return SkipBrokenRow("text behind a closing quote");
      ++pos_;
    }
  }

  bool ReadQuoted(std::string& cell) {
    const CsvTable::Error opened{line_, pos_ - line_start_ + 1, "this quote is never closed"};
    for (++pos_; pos_ < text_.size(); ++pos_) {
      if (text_[pos_] == '"') {
        if (pos_ + 1 == text_.size() || text_[pos_ + 1] != '"') {
          ++pos_;
          return true;
        }
        ++pos_;
      } else if (IsControl(text_[pos_])) {
        return SkipBrokenRow("a control character");
      }
      CountLine();
      cell += text_[pos_];
    }
    errors_.push_back(opened);
    return false;
  }

  void Keep(CsvTable::Row row) {
    if (table_.columns_.empty()) {
      table_.columns_ = std::move(row.cells);
      table_.column_places_ = std::move(row.places);
      for (size_t i = 0; i < table_.columns_.size(); ++i) {
        if (!table_.index_.emplace(table_.columns_[i], i).second) {
          errors_.push_back({row.line, 1, Concat("column \"", table_.columns_[i], "\" twice")});
        }
      }
    } else if (row.cells.size() != table_.columns_.size()) {
      errors_.push_back(
          {row.line, 1, Concat(row.cells.size(), " cells, but the header has ", table_.columns_.size())});
    } else {
      table_.rows_.push_back(std::move(row));
    }
  }

  std::string_view text_;
  char separator_;
  CsvTable& table_;
  std::vector<CsvTable::Error>& errors_;
  size_t pos_ = 0;
  size_t line_ = 1;
  size_t line_start_ = 0;
};

CsvTable CsvTable::ParseWithErrors(std::string_view text, std::string_view file, std::vector<Error>& errors,
                                   char separator) {
  CsvTable table;
  table.file_ = std::string(file);
  CsvParser(text, separator, table, errors).Parse();
  return table;
}

absl::StatusOr<CsvTable> CsvTable::Parse(std::string_view text, std::string_view file) {
  std::vector<Error> errors;
  CsvTable table = ParseWithErrors(text, file, errors);
  if (!errors.empty()) {
    const Error& first = errors.front();
    return absl::InvalidArgumentError(Concat(file, ":", first.line, ":", first.column, ": ", first.message));
  }
  return table;
}

absl::StatusOr<CsvTable> CsvTable::Read(const std::string& path) {
  TW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kCsvTableBytes));
  return Parse(text, path);
}

const std::string& CsvTable::Get(const Row& row, std::string_view column) const {
  static const std::string* const empty = new std::string();
  const auto it = index_.find(column);
  return it == index_.end() ? *empty : row.cells[it->second];
}

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

CsvTable EmbeddedTable(std::string_view text, std::string_view file) {
  absl::StatusOr<CsvTable> table = CsvTable::Parse(text, file);
  if (!table.ok()) {
    std::fprintf(stderr, "tidewaiter: built with a broken table: %s\n", table.status().ToString().c_str());
    std::abort();
  }
  return *std::move(table);
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
