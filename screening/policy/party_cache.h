// Names and addresses come again and again in a manifest: what was made of one is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"

#include "rules/policy/text_arena.h"
#include "screening/parties/party_index.h"

namespace tidewaiter {

struct KnownParty {
  std::string_view key;
  const std::vector<PartyMatch>& matches;  // of the watchlist
};

struct KnownAddress {
  std::string_view key;
  std::string_view phone;  // key of the first number in it
};

// Not thread-safe. What a call returns is valid until the next call.
class PartyCache {
 public:
  // `watchlist` may be null.
  explicit PartyCache(const PartyIndex* watchlist) : watchlist_(watchlist) {}

  KnownParty Party(std::string_view name);
  KnownAddress Address(std::string_view address);
  // Key of the first number in a field of telephone numbers; empty when there is none.
  std::string_view Phone(std::string_view phones);

 private:
  // What is known of one text.
  struct Entry {
    std::string_view text, first, second;
    uint32_t matches = 0;  // in matches_
  };

  // Texts of one kind. More different ones than a cache can hold: it is emptied now and then.
  class Texts {
   public:
    std::optional<Entry> Find(std::string_view text) const;
    Entry Add(const Entry& entry);
    bool full() const;
    void Clear();

   private:
    // Where an entry is. Its lengths, the text and both values stand behind one another: a look at an entry,
    // which is seldom in the processor's cache, misses it once and not once for each part.
    using Place = const char*;
    static Entry At(Place place);
    struct Hash {
      using is_transparent = void;
      size_t operator()(std::string_view text) const { return absl::Hash<std::string_view>()(text); }
      size_t operator()(Place place) const { return (*this)(At(place).text); }
    };
    struct Same {
      using is_transparent = void;
      bool operator()(Place a, Place b) const { return a == b; }
      bool operator()(Place a, std::string_view b) const { return At(a).text == b; }
    };
    absl::flat_hash_set<Place, Hash, Same> places_;
    policy::TextArena memory_;
    std::string written_;
  };

  const PartyIndex* watchlist_;
  PartyIndex::Scratch scratch_;
  Texts parties_, addresses_, phones_;
  std::vector<std::vector<PartyMatch>> matches_ = {{}};  // the first for parties without one
};

}  // namespace tidewaiter
