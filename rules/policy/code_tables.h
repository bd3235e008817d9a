// Tables that rules read beside the facts: what HS chapters hold, groups of countries, and words for everyday
// goods.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"

namespace tidewaiter::policy {

struct HsChapter {
  int chapter = 0;
  std::string title;
  std::string goods;  // "chemical", "medicine", "cosmetic", "food", "textile", "machine", ...
};

struct CountryGroupMember {
  std::string name;
  std::string country;  // ISO 3166 alpha-2
};

class CodeTables {
 public:
  // Reads hs_chapters.csv, country_groups.csv and goods_words.csv of a policy folder; one that is missing is
  // empty.
  static absl::StatusOr<CodeTables> Load(const std::string& directory);

  const std::vector<HsChapter>& chapters() const { return chapters_; }
  const std::vector<CountryGroupMember>& groups() const { return groups_; }
  bool InGroup(std::string_view country, std::string_view group) const;
  bool HasGroup(std::string_view group) const;
  // The first word of `text` that names everyday goods ("toys", "camisas"); empty when there is none. Words
  // of Latin script stand alone and in lower case or capitals; others may stand inside a text without spaces.
  std::string_view GoodsWordIn(std::string_view text) const;

 private:
  std::vector<HsChapter> chapters_;
  std::vector<CountryGroupMember> groups_;
  absl::flat_hash_set<std::string> words_;
  std::vector<std::string> inner_words_;      // of scripts without spaces
  absl::flat_hash_set<std::string> members_;  // "group/country", and "group/" for each group
};

}  // namespace tidewaiter::policy
