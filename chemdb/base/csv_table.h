// A small CSV table in memory: source tables, users' lists. Strict RFC 4180, with the place of every cell. Manifests
// have a streaming reader of their own (screening/read).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tidewaiter {

class CsvTable {
 public:
  struct Row {
    size_t line = 0;  // from 1, of the row's first character
    std::vector<std::string> cells;
  };

  // Parses UTF-8 text with a header row. InvalidArgument "file:line:column: ..." for a quote out of place, a row of
  // another length than the header, a NUL or invalid UTF-8, or a column title twice.
  static absl::StatusOr<CsvTable> Parse(std::string_view text, std::string_view file);
  static absl::StatusOr<CsvTable> Read(const std::string& path);

  const std::string& file() const { return file_; }
  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<Row>& rows() const { return rows_; }
  bool HasColumn(std::string_view name) const { return index_.count(std::string(name)) > 0; }
  // The cell under `column`; empty when there is no such column.
  const std::string& Get(const Row& row, std::string_view column) const;

 private:
  std::string file_;
  std::vector<std::string> columns_;
  std::map<std::string, size_t, std::less<>> index_;
  std::vector<Row> rows_;
};

// One CSV cell, quoted when it has to be.
std::string CsvCell(std::string_view text);

}  // namespace tidewaiter
