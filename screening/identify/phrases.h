// A set of phrases found in normalised text at word boundaries, for the small tables (companions, salt
// words).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/identify/name_trie.h"
#include "screening/identify/normalise.h"

namespace tidewaiter {

class PhraseSet {
 public:
  // Phrases are normalised here; the value of a phrase is its index. Two with one normal form: the later
  // wins.
  explicit PhraseSet(const std::vector<std::string>& phrases);

  struct Hit {
    uint32_t phrase = 0;
    size_t end = 0;
  };
  // The longest phrase that begins at byte `begin` and ends where a word does; false when there is none. The
  // caller sees to it that a word begins there.
  bool LongestAt(const NormalisedText& text, size_t begin, Hit& hit) const;
  const std::string& Key(uint32_t phrase) const { return keys_[phrase]; }

 private:
  NameTrie trie_;
  std::vector<std::string> keys_;
};

// Small helpers for moving over words of normalised text.
// The end of the word that begins at `i`.
size_t WordEnd(const NormalisedText& text, size_t i);
// The begin of the word that ends at `i` (> 0).
size_t WordBegin(const NormalisedText& text, size_t i);

}  // namespace tidewaiter
