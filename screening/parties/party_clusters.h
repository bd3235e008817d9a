// Parties that look like one under several names: linked by a like name, the same address or the same
// telephone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tidewaiter {

// A party as declared, once for each distinct spelling, address and telephone.
struct DeclaredParty {
  std::string name;
  std::string address;  // may hold telephone numbers
  std::string phone;    // a field of its own
};

// Why two parties of a cluster were linked; indices into the parties given.
struct PartyLink {
  uint32_t a = 0;
  uint32_t b = 0;
  std::string reason;  // "same address", "same telephone 555512340", "name 0.93: near: ..."
};

struct PartyCluster {
  std::vector<uint32_t> parties;  // ascending
  std::vector<PartyLink> links;   // enough to connect them all
};

// Clusters of at least two parties whose names differ (as PartyKey), largest first. `least` is the score from
// which names link (kPartyScore). An address or telephone that more than kSharedByTooMany names share links
// nobody: it is a forwarder's or an office tower's. Names link by Find(), so the cost grows with what is
// alike, not with all pairs.
std::vector<PartyCluster> FindPartyClusters(const std::vector<DeclaredParty>& parties, double least);

inline constexpr size_t kSharedByTooMany = 20;

}  // namespace tidewaiter
