// What else the abbreviations of listed substances are used for, and whether a line spells one of those out
// (data/other_senses.csv): "4-AP" is 4-anilinopiperidine, 4-aminopyridine, 4-aminophenol.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "screening/identify/cas_scan.h"
#include "screening/identify/normalise.h"
#include "screening/identify/phrases.h"

namespace tidewaiter {

class OtherSenses {
 public:
  OtherSenses();

  // Each once, in the table's order. `key`: the abbreviation, normalised.
  std::vector<std::string> MeaningsOf(std::string_view key) const;

  // The other meaning that `text` spells out for the abbreviation `key` at [begin, end), or gives the CAS RN
  // of; empty when there is none.
  std::string_view SpelledOut(const NormalisedText& text, const std::vector<CasMention>& cas,
                              std::string_view key, size_t begin, size_t end) const;

 private:
  struct Sense {
    std::string means;
    uint32_t phrase = 0;
    uint64_t cas = 0;  // digits; 0: none
  };
  std::unordered_map<std::string, std::vector<Sense>> senses_;
  PhraseSet phrases_;
};

}  // namespace tidewaiter
