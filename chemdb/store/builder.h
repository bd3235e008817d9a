// Compiles the source tables of chemdb/data (format: its README) into one SQLite file.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

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

struct BuildOptions {
  std::string source_dir;                // as chemdb/data
  std::string output;                    // the SQLite file, replaced as a whole at the end
  std::vector<std::string> overlays;     // users' own lists (format: docs/overlay.md), same checks
  std::vector<std::string> class_ids;    // class rules that listings may name; empty = not checked
};

struct BuildReport {
  std::string digest;
  std::vector<TableProblem> problems;  // when not empty, nothing was written
  size_t substances = 0, names = 0, forms = 0, listings = 0;
};

// Reads, checks every row (ids, CAS RN check digits, structures and formulas, dates and evidence, references, no two
// substances with one structure), and writes the database. A status is an I/O or SQLite failure; bad rows are in
// the report.
absl::StatusOr<BuildReport> BuildDatabase(const BuildOptions& options);

}  // namespace tidewaiter
