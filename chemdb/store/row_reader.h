// Typed, checked access to the cells of a source table's row; complaints carry file, line and column.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chemdb/base/csv_table.h"
#include "chemdb/base/date.h"
#include "chemdb/store/builder.h"

namespace tidewaiter {

class RowReader {
 public:
  RowReader(const CsvTable& table, const CsvTable::Row& row, std::vector<TableProblem>& problems)
      : table_(table), row_(row), problems_(problems) {}

  const std::string& Text(std::string_view column) const { return table_.Get(row_, column); }
  // A cell that must not be empty.
  const std::string& Required(std::string_view column);
  // `[a-z0-9][a-z0-9-]*`.
  const std::string& Id(std::string_view column);
  double Certainty(std::string_view column);
  std::optional<double> Number(std::string_view column);
  std::optional<Date> IsoDate(std::string_view column);
  // The cell split at ';', blanks trimmed; empty for an empty cell.
  std::vector<std::string> Parts(std::string_view column) const;
  const std::string& Digits(std::string_view column);
  const std::string& CasRn(std::string_view column);

  void Complain(std::string_view column, std::string message);
  bool complained() const { return complained_; }
  const std::string& file() const { return table_.file(); }
  size_t line() const { return row_.line; }

 private:
  const CsvTable& table_;
  const CsvTable::Row& row_;
  std::vector<TableProblem>& problems_;
  bool complained_ = false;
};

std::vector<std::string> SplitParts(std::string_view text);

}  // namespace tidewaiter
