// What a CSV file's first rows tell: its delimiter, and which row is the header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "screening/read/internal/header_map.h"

namespace tidewaiter::read {

struct CsvDialect {
  char delimiter = ',';
  size_t header_row = 0;  // rows (that are not empty) before the header
  uint64_t header_line = 1;
  std::vector<std::string> titles;
  std::vector<TitleMeaning> meanings;
  std::vector<int> fields;  // of each column, or -1
  std::vector<size_t> extra_descriptions;
};

// Looks for the row, among the first twenty, with the most titles that are known. `delimiter` 0 tries , ; tab
// | and keeps the one with the most known titles, then the one with the most even rows. InvalidArgument when
// no row has any, naming the titles seen, or when a title of the user's column map is missing.
absl::StatusOr<CsvDialect> DetectDialect(std::string_view head, bool head_is_all, char delimiter,
                                         const TitleReader& titles);

}  // namespace tidewaiter::read
