// From a record's texts to its dates, countries, codes, quantities.
#pragma once

#include <array>

#include "screening/model/record.h"

namespace tidewaiter::read {

struct FileInfo;
struct Layout;

struct CellFlags {
  std::array<bool, kFieldCount> exact_number{};
};

// Fills everything in `record` but place and the texts, which are trimmed (a mol block is left as it is).
// What cannot be read gets an issue and stays empty.
void InterpretFields(const FileInfo& info, const Layout& layout, const CellFlags& flags, Record& record);

}  // namespace tidewaiter::read
