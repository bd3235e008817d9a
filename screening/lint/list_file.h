// Anybody's list as rows of cells with their places: CSV (comma, semicolon or tab), JSON, JSON Lines.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tidewaiter {

// Where something stands in a file.
struct ListPlace {
  size_t line = 0;    // from 1
  size_t column = 0;  // in characters (Unicode code points), from 1
};

struct ListCell {
  size_t column = 0;  // index into ListFile::columns
  std::string text;   // UTF-8, not empty
  ListPlace place;    // of its first character, a quote included
};

struct ListRow {
  ListPlace place;
  std::vector<ListCell> cells;  // those that hold something

  // nullptr when the cell is empty.
  const ListCell* Find(size_t column) const;
};

// What could not be read, at its place. The rest was.
struct ListProblem {
  std::string rule;  // "syntax", "encoding", "limit"
  ListPlace place;
  std::string message;
};

struct ListFile {
  std::string path;
  std::vector<std::string> columns;  // titles, or member names in the order they were met
  std::vector<ListRow> rows;
  std::vector<ListProblem> problems;
};

// Reads `path`. JSON when the first character is '[' or '{': an array of objects, an object that holds one,
// or an object a line. CSV otherwise; the separator is that of the header row. Text that is not UTF-8 is read
// as Windows-1252, with a problem. A broken row is a problem and the others are read. A status is a file that
// cannot be opened, is longer than 64 MiB, or is UTF-16.
absl::StatusOr<ListFile> ReadListFile(const std::string& path);
// The same for text that is in memory.
absl::StatusOr<ListFile> ParseList(std::string text, const std::string& path);

}  // namespace tidewaiter
