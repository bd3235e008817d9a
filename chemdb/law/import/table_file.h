// One source table as its lines, so that an edit changes the line it is about and no other, and can be shown
// as a diff.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tidewaiter {

using TableCells = std::map<std::string, std::string, std::less<>>;  // column -> cell

class TableFile {
 public:
  // Reads `directory`/`name`. A file that does not exist is an empty table with `columns`. InvalidArgument
  // for one that is no CSV, or has a row over several lines.
  static absl::StatusOr<TableFile> Read(const std::string& directory, const std::string& name,
                                        const std::vector<std::string>& columns);

  const std::string& name() const { return name_; }
  size_t size() const { return rows_.size(); }
  const std::string& Get(size_t row, std::string_view column) const;
  void Set(size_t row, std::string_view column, std::string value);
  // Behind row `after`, or at the end.
  void Insert(const TableCells& cells, std::optional<size_t> after = std::nullopt);

  bool changed() const;
  // The whole file as it is now; untouched lines byte for byte.
  std::string Text() const;
  // A unified diff against the file that was read, with `a/` and `b/` before its name; empty when nothing
  // changed.
  std::string Diff() const;

 private:
  struct Row {
    std::string before;  // the line that was read; empty for a new row
    std::vector<std::string> cells;
    bool changed = false;
    std::string Line() const;
  };

  std::string name_;
  bool exists_ = false;
  std::string header_;
  std::vector<std::string> columns_;
  std::vector<Row> rows_;
};

}  // namespace tidewaiter
