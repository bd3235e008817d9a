// Compiles the source tables of chemdb/data (format: its README) into one SQLite file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/store/database.h"

namespace tidewaiter {

// A complaint about a source table, at a place a person can open.
struct TableProblem {
  std::string file;
  size_t line = 0;     // from 1
  std::string column;  // may be empty
  std::string message;
};

// "file:line: column: message".
std::string FormatProblem(const TableProblem& problem);

struct SourceTables {
  DatabaseContent content;
  std::vector<TableProblem> problems;
};

// Reads and checks every row: ids, CAS RN check digits, structures and formulas, dates and evidence,
// references, no two substances with one structure or one CAS RN. A status is an unreadable folder or a file
// that is no CSV; bad rows are problems, and are left out of the content. `class_ids`: the class rules that
// listings may name; empty = not checked.
absl::StatusOr<SourceTables> ReadSourceTables(const std::string& directory,
                                              const std::vector<std::string>& class_ids);

// Writes `content` to a new file and renames it to `path`. The same content gives the same bytes.
absl::Status WriteDatabase(const DatabaseContent& content, const std::string& path);

}  // namespace tidewaiter
