// Finds the parties of a list whose name is like a given one, without comparing it with all of them.
//
// Names are compared as bags of words. A word and one within a few edits of it are paired (AllowedEdits); so
// are two neighbouring words and one word that is both ("aero caribbean", "aerocaribbean"). Words count by
// how rare they are in the list (log(1 + names / names with the word)): "trading" says little, "rangreen"
// much. The score is
//     2 * sum over pairs (weight * similarity) / (2 * sum over pairs (weight) + weights of the words left
//     over),
// 1 for the same words in any order, with similarity = 1 - edits / length of the longer word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "screening/parties/watchlist.h"
#include "screening/parties/word_index.h"

namespace tidewaiter {

// From this score on a name is "very like" another: chosen in docs/parties.md.
inline constexpr double kPartyScore = 0.85;

struct PartyMatch {
  uint32_t entry = 0;  // index into the entries that the index was made of
  std::string name;    // the name or alias of it that matched, as the list writes it
  bool is_alias = false;
  double score = 0;    // 0..1
  std::string reason;  // how the words were paired, for a person
};

// Immutable once built; shared by all threads.
class PartyIndex {
 public:
  // What one search needs; keep one for each thread. Remembers the answers of names asked before.
  class Scratch;

  explicit PartyIndex(std::vector<WatchEntry> entries);

  // The entries with a name or alias that scores `least` (over 0.5) or more; the best name of each; best
  // first, then in list order.
  std::vector<PartyMatch> Find(std::string_view name, double least, Scratch& scratch) const;
  // The same answer by comparing with every name: for tests and measuring.
  std::vector<PartyMatch> FindByComparingAll(std::string_view name, double least, Scratch& scratch) const;
  // Entries at the same address (AddressKey), in list order. They carry score 1, and an empty name.
  std::vector<PartyMatch> FindAddress(std::string_view address) const;

  const std::vector<WatchEntry>& entries() const { return entries_; }
  size_t names() const { return names_.size(); }

 private:
  // One name of an entry: its words as numbers, then the joins of neighbours, as numbers too.
  struct Name {
    uint32_t entry = 0;
    uint32_t alias = 0;  // 0 = the entry's own name, else alias - 1
    std::vector<uint32_t> units;
    uint32_t words = 0;  // units[i], i < words, is word i; units[words + i] joins words i and i + 1
    double weight = 0;   // of its words
  };
  // A word of the query, or two neighbouring words joined, with what it is near to.
  struct Unit {
    uint32_t first = 0;
    uint32_t last = 0;
    std::vector<WordIndex::Near> near;
    double best = 0;  // greatest weight it can be paired with
  };
  struct Pair;

  void AddName(uint32_t entry, uint32_t alias, std::string_view text);
  void Prepare(std::string_view name, Scratch& scratch) const;
  // The score of the prepared query against `name`; fills scratch.pairs with the pairs that were chosen.
  double Score(const Name& name, Scratch& scratch) const;
  std::string Explain(const Name& name, const Scratch& scratch) const;
  double UnitWeight(const Name& name, size_t unit) const;
  void Keep(uint32_t name, double least, Scratch& scratch, std::vector<PartyMatch>& found) const;
  void Order(std::vector<PartyMatch>& found) const;

  std::vector<WatchEntry> entries_;
  std::vector<Name> names_;
  WordIndex words_;
  std::vector<double> weight_;                   // by word number; joins: 0, their words count
  std::vector<double> best_weight_;              // by word number: greatest weight as word or as join
  std::vector<std::vector<uint32_t>> postings_;  // by word number: names that have it as a unit
  double unknown_weight_ = 0;                    // of a word that no name has
  std::unordered_map<std::string, std::vector<uint32_t>> by_address_;
};

struct PartyIndex::Pair {
  uint32_t query_unit = 0;
  uint32_t name_unit = 0;
  int edits = 0;
  double weight = 0;
  double gain = 0;  // weight * similarity
};

class PartyIndex::Scratch {
 private:
  friend class PartyIndex;
  std::vector<std::string> words;
  std::vector<double> word_weights;  // of the query's words when they stay unpaired
  std::vector<Unit> units;
  std::vector<Pair> pairs;
  std::vector<Pair> chosen;
  std::vector<uint64_t> name_seen;                       // round in which a name was looked at
  std::vector<std::pair<uint64_t, uint32_t>> word_seen;  // round, place in `near_of`
  std::vector<std::vector<std::pair<uint32_t, int>>>
      near_of;  // query unit and edits, for each word near the query
  size_t near_used = 0;
  uint64_t round = 0;
  std::unordered_map<std::string, std::vector<PartyMatch>> answered;
};

}  // namespace tidewaiter
