#include "screening/parties/party_clusters.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/parties/address.h"
#include "screening/parties/party_index.h"
#include "screening/parties/party_name.h"

namespace tidewaiter {
namespace {

class Linker {
 public:
  explicit Linker(size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0u); }

  uint32_t Root(uint32_t i) {
    while (parent_[i] != i) {
      parent_[i] = parent_[parent_[i]];
      i = parent_[i];
    }
    return i;
  }
  // Keeps the link when it joins what was apart.
  void Link(uint32_t a, uint32_t b, std::string reason) {
    const uint32_t x = Root(a);
    const uint32_t y = Root(b);
    if (x == y) return;
    parent_[std::max(x, y)] = std::min(x, y);
    links_.push_back({std::min(a, b), std::max(a, b), std::move(reason)});
  }
  const std::vector<PartyLink>& links() const { return links_; }

 private:
  std::vector<uint32_t> parent_;
  std::vector<PartyLink> links_;
};

}  // namespace

std::vector<PartyCluster> FindPartyClusters(const std::vector<DeclaredParty>& parties, double least) {
  Linker linker(parties.size());
  std::vector<std::string> keys;
  std::map<std::string, uint32_t> first_of_key;
  std::vector<WatchEntry> entries;       // one for each distinct name
  std::vector<uint32_t> party_of_entry;  // its first party
  for (uint32_t i = 0; i < parties.size(); ++i) {
    keys.push_back(PartyKey(parties[i].name));
    if (keys[i].empty()) continue;
    const auto [first, is_new] = first_of_key.emplace(keys[i], i);
    if (!is_new) {
      linker.Link(first->second, i, "same name");
      continue;
    }
    WatchEntry entry;
    entry.name = parties[i].name;
    entries.push_back(std::move(entry));
    party_of_entry.push_back(i);
  }

  // Shared addresses and telephones.
  std::map<std::string, std::vector<uint32_t>> sharing;
  for (uint32_t i = 0; i < parties.size(); ++i) {
    if (const std::string key = AddressKey(parties[i].address); !key.empty()) {
      sharing[Concat("same address: ", key)].push_back(i);
    }
    std::set<std::string> phones;
    for (std::string& phone : PhoneKeys(parties[i].address)) phones.insert(std::move(phone));
    for (std::string& phone : PhoneFieldKeys(parties[i].phone)) phones.insert(std::move(phone));
    for (const std::string& phone : phones) sharing[Concat("same telephone, ending ", phone)].push_back(i);
  }
  for (const auto& [reason, members] : sharing) {
    std::vector<std::string> names;
    for (const uint32_t i : members) names.push_back(keys[i]);
    std::sort(names.begin(), names.end());
    const auto distinct = std::unique(names.begin(), names.end()) - names.begin();
    if (static_cast<size_t>(distinct) > kSharedByTooMany) continue;
    for (size_t k = 1; k < members.size(); ++k) linker.Link(members[0], members[k], reason);
  }

  // Like names.
  const PartyIndex index(std::move(entries));
  PartyIndex::Scratch scratch;
  for (uint32_t e = 0; e < party_of_entry.size(); ++e) {
    for (const PartyMatch& match : index.Find(parties[party_of_entry[e]].name, least, scratch)) {
      if (match.entry == e) continue;
      linker.Link(party_of_entry[e], party_of_entry[match.entry],
                  Concat("name ", absl::StrFormat("%.2f", match.score), ": ", match.reason));
    }
  }

  std::map<uint32_t, PartyCluster> by_root;
  for (uint32_t i = 0; i < parties.size(); ++i) by_root[linker.Root(i)].parties.push_back(i);
  for (const PartyLink& link : linker.links()) by_root[linker.Root(link.a)].links.push_back(link);
  std::vector<PartyCluster> clusters;
  for (auto& [root, cluster] : by_root) {
    const std::string& first = keys[cluster.parties.front()];
    const bool several = std::any_of(cluster.parties.begin(), cluster.parties.end(),
                                     [&](uint32_t i) { return keys[i] != first; });
    if (several) clusters.push_back(std::move(cluster));
  }
  std::stable_sort(clusters.begin(), clusters.end(), [](const PartyCluster& a, const PartyCluster& b) {
    return a.parties.size() > b.parties.size();
  });
  return clusters;
}

}  // namespace tidewaiter
