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

// Not thread-safe. What a call returns is valid until the next call.
class PartyCache {
 public:
  // `watchlist` may be null.
  explicit PartyCache(const PartyIndex* watchlist) : watchlist_(watchlist) {}

  const KnownParty& Party(std::string_view name);
  const KnownAddress& Address(std::string_view address);
  // Key of the first number in a field of telephone numbers; empty when there is none.
  std::string_view Phone(std::string_view phones);

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
  Map<std::string> phones_;
};

}  // namespace tidewaiter
