#include "screening/lint/nomenclature.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {

absl::StatusOr<Nomenclature> Nomenclature::Read(const std::string& path) {
  TW_ASSIGN_OR_RETURN(const CsvTable table, CsvTable::Read(path));
  if (!table.HasColumn("code") || !table.HasColumn("description")) {
    return absl::InvalidArgumentError(
        Concat(path, ":1: a nomenclature needs the columns code and description"));
  }
  Nomenclature out;
  out.edition_ = absl::AsciiStrToUpper(std::filesystem::path(path).stem().string());
  std::replace(out.edition_.begin(), out.edition_.end(), '-', ' ');
  for (const CsvTable::Row& row : table.rows()) {
    out.codes_.emplace(table.Get(row, "code"), table.Get(row, "description"));
  }
  return out;
}

const std::string* Nomenclature::Find(std::string_view code) const {
  const auto it = codes_.find(code);
  return it == codes_.end() ? nullptr : &it->second;
}

}  // namespace tidewaiter
