// Rows that put preparations and mixtures under control: of one substance they name, or of whole parts of the
// schedule.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chemdb/law/import/law_document.h"
#include "chemdb/law/import/name_tie.h"

namespace tidewaiter {

struct MixtureWords {
  // "a precursor set out in Part 1, except items 20 to 23".
  struct Cover {
    std::string schedule;  // as the keys of rows begin: "VI"
    std::string part;      // "Part 1"
    int except_from = 0, except_to = -1;
  };
  std::vector<Cover> covers;
  std::map<std::pair<std::string, std::string>, std::string>
      words;                     // (schedule, substance) -> the row's text
  std::set<std::string> unread;  // keys of rows that say neither

  // kScopePreparations when mixtures of this row's substance are covered, else 0.
  uint32_t ScopeOf(const LawRow& row, const std::string& substance) const;
  // The text that names the substance; empty when there is none.
  const std::string& WordsOn(const LawRow& row, const std::string& substance) const;
};

MixtureWords ReadMixtureWords(const LawDocument& text, const NameTie& tie);

}  // namespace tidewaiter
