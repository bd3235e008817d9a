// The distinct words of many names, and the words within a few edits of a given one, without comparing all:
// words that are k edits apart share a string when each loses at most k letters (deletion neighbourhoods: Mor
// and Fraenkel 1982; Garbe's SymSpell).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tidewaiter {

// Edits that two words of these lengths may differ by and still be taken for one: none up to three letters,
// one up to seven, two above, by the shorter word; none for words with a digit.
int AllowedEdits(std::string_view a, std::string_view b);

class WordIndex {
 public:
  // Returns the number of the word, new or known. Not after Finish().
  uint32_t Add(std::string_view word);
  // Builds the neighbourhoods.
  void Finish();

  struct Near {
    uint32_t word = 0;
    int edits = 0;
  };
  // All words within AllowedEdits of `word`, itself among them, by number.
  void Find(std::string_view word, std::vector<Near>& found) const;

  size_t size() const { return words_.size(); }
  std::string_view word(uint32_t number) const { return words_[number]; }

 private:
  struct Shape {
    uint16_t length = 0;
    uint16_t edits = 0;  // that it bears
  };

  std::vector<std::string> words_;
  std::vector<Shape> shapes_;  // by word
  std::unordered_map<std::string, uint32_t> numbers_;
  std::vector<std::pair<uint32_t, uint32_t>> by_hash_;  // hash of a shortened word -> word; sorted
  std::vector<uint32_t> bucket_;                        // first entry of by_hash_ for the hash's upper bits
  int bucket_shift_ = 0;
};

}  // namespace tidewaiter
