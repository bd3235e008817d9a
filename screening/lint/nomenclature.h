// One edition of the Harmonized System: which codes it has.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tidewaiter {

class Nomenclature {
 public:
  // Reads a CSV of `code,description` with chapters, headings and subheadings (2, 4 and 6 digits); the
  // edition is the file's name ("hs-2022.csv" -> "HS 2022").
  static absl::StatusOr<Nomenclature> Read(const std::string& path);

  const std::string& edition() const { return edition_; }
  // The description of a code of 2, 4 or 6 digits; nullptr when the edition does not have it.
  const std::string* Find(std::string_view code) const;

 private:
  std::string edition_;
  std::map<std::string, std::string, std::less<>> codes_;
};

}  // namespace tidewaiter
