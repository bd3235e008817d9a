// Names and addresses come again and again in a manifest: what was made of one is kept.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "screening/parties/party_index.h"

namespace tidewaiter {

struct KnownParty {
  std::string key;
  std::vector<PartyMatch> matches;  // of the watchlist
};

struct KnownAddress {
  std::string key;
  std::string phone;  // key of the first number in it
};

// Not thread-safe. What Party() and Address() return is valid until the next call of either.
class PartyCache {
 public:
  // `watchlist` may be null.
  explicit PartyCache(const PartyIndex* watchlist) : watchlist_(watchlist) {}

  const KnownParty& Party(std::string_view name);
  const KnownAddress& Address(std::string_view address);

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <typename T>
  using Map = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

  const PartyIndex* watchlist_;
  PartyIndex::Scratch scratch_;
  Map<KnownParty> parties_;
  Map<KnownAddress> addresses_;
};

}  // namespace tidewaiter
