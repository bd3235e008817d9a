// A small CSV table in memory: source tables, users' lists. Strict RFC 4180, with the place of every cell.
// Manifests have a streaming reader of their own (screening/read).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tidewaiter {

class CsvTable {
 public:
  struct Place {
    size_t line = 0;    // from 1
    size_t column = 0;  // in bytes, from 1
  };

  struct Row {
    size_t line = 0;  // from 1, of the row's first character
    std::vector<std::string> cells;
    std::vector<Place> places;  // of each cell's first character, its quote included
  };

  struct Error {
    size_t line = 0;    // from 1
    size_t column = 0;  // in bytes, from 1
    std::string message;
  };

  // Parses UTF-8 text with a header row; LF or CRLF, a byte-order mark is skipped, and so are empty lines.
  // InvalidArgument "file:line:column: ..." for a quote out of place, a row of another length than the
  // header or beyond 2000 cells, a control character, invalid UTF-8, or a column title twice.
  static absl::StatusOr<CsvTable> Parse(std::string_view text, std::string_view file);
  // The same, for whoever lists all complaints at once: a row with an error is left out and reading goes on.
  static CsvTable ParseWithErrors(std::string_view text, std::string_view file, std::vector<Error>& errors,
                                  char separator = ',');
  // Parses the file; 64 MiB at most.
  static absl::StatusOr<CsvTable> Read(const std::string& path);

  const std::string& file() const { return file_; }
  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<Place>& column_places() const { return column_places_; }
  const std::vector<Row>& rows() const { return rows_; }
  bool HasColumn(std::string_view name) const { return index_.find(name) != index_.end(); }
  // The cell under `column`; empty when there is no such column.
  const std::string& Get(const Row& row, std::string_view column) const;

 private:
  friend class CsvParser;

  std::string file_;
  std::vector<std::string> columns_;
  std::vector<Place> column_places_;
  std::map<std::string, size_t, std::less<>> index_;
  std::vector<Row> rows_;
};

// Longest file that is read as a table, bytes: our largest is a hundredth of it.
inline constexpr size_t kCsvTableBytes = 64 * 1024 * 1024;

// Index of the first byte of `text` that is not valid UTF-8 (RFC 3629), or npos.
size_t FirstInvalidUtf8(std::string_view text);

// A table that was compiled into the program (tidewaiter_embed). The build carries it, so a broken one is a
// broken program: it prints where and aborts.
CsvTable EmbeddedTable(std::string_view text, std::string_view file);

// One CSV cell, quoted when it has to be.
std::string CsvCell(std::string_view text);

}  // namespace tidewaiter
