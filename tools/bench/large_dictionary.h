// The dictionary of chemdb/data, and one several times as large made of its halves put together anew, so that
// the new names share beginnings and ends with the real ones. Read from the repository's root.
#pragma once

#include <string>

#include "absl/strings/numbers.h"

#include "chemdb/base/csv_table.h"
#include "screening/identify/text_identifier.h"

namespace tidewaiter {

// Empty when chemdb/data/names.csv cannot be read.
inline Dictionary SourceDictionary(int times) {
  Dictionary out;
  const auto table = CsvTable::Read("chemdb/data/names.csv");
  if (!table.ok()) return out;
  uint32_t substance = 0;
  std::string last;
  for (const CsvTable::Row& row : table->rows()) {
    if (table->Get(row, "substance") != last) ++substance;
    last = table->Get(row, "substance");
    double certainty = 1;
    if (!absl::SimpleAtod(table->Get(row, "certainty"), &certainty)) certainty = 1;
    out.names.push_back({substance, -1, table->Get(row, "name"), table->Get(row, "kind"), certainty});
  }
  const size_t real = out.names.size();
  uint32_t state = 1;
  for (size_t k = 0; k < real * static_cast<size_t>(times - 1); ++k) {
    const auto next = [&] { return (state = state * 1664525u + 1013904223u) >> 8; };
    const std::string& a = out.names[next() % real].text;
    const std::string& b = out.names[next() % real].text;
    if (a.size() < 8 || b.size() < 8) continue;
    out.names.push_back({0, -1, a.substr(0, a.size() / 2) + b.substr(b.size() / 2), "name", 1});
  }
  return out;
}

}  // namespace tidewaiter
