#include "screening/policy/party_cache.h"

#include <array>
#include <cstring>
#include <utility>

#include "chemdb/base/concat.h"
#include "screening/parties/address.h"
#include "screening/parties/party_name.h"

namespace tidewaiter {
namespace {

constexpr size_t kMostKept = 65'536;

// Lengths of the three texts, and the entry's matches.
using Head = std::array<uint32_t, 4>;

std::string First(std::vector<std::string> keys) { return keys.empty() ? std::string() : std::move(keys[0]); }

}  // namespace

PartyCache::Entry PartyCache::Texts::At(Place place) {
  Head head;
  std::memcpy(head.data(), place, sizeof(head));
  const char* at = place + sizeof(head);
  Entry entry;
  entry.text = {at, head[0]};
  entry.first = {at + head[0], head[1]};
  entry.second = {at + head[0] + head[1], head[2]};
  entry.matches = head[3];
  return entry;
}

std::optional<PartyCache::Entry> PartyCache::Texts::Find(std::string_view text) const {
  const auto known = places_.find(text);
  if (known == places_.end()) return std::nullopt;
  return At(*known);
}

PartyCache::Entry PartyCache::Texts::Add(const Entry& entry) {
  const Head head = {static_cast<uint32_t>(entry.text.size()), static_cast<uint32_t>(entry.first.size()),
                     static_cast<uint32_t>(entry.second.size()), entry.matches};
  written_.assign(reinterpret_cast<const char*>(head.data()), sizeof(head));
  AppendTo(written_, entry.text, entry.first, entry.second);
  const Place place = memory_.Keep(written_).data();
  places_.insert(place);
  return At(place);
}

bool PartyCache::Texts::full() const { return places_.size() >= kMostKept; }

void PartyCache::Texts::Clear() {
  places_.clear();
  memory_.Clear();
}

KnownParty PartyCache::Party(std::string_view name) {
  std::optional<Entry> entry = parties_.Find(name);
  if (!entry) {
    if (parties_.full()) {
      parties_.Clear();
      matches_.resize(1);
    }
    uint32_t matches = 0;
    if (watchlist_ != nullptr && !name.empty()) {
      std::vector<PartyMatch> found = watchlist_->Find(name, kPartyScore, scratch_);
      if (!found.empty()) {
        matches = static_cast<uint32_t>(matches_.size());
        matches_.push_back(std::move(found));
      }
    }
    entry = parties_.Add({name, PartyKey(name), {}, matches});
  }
  return {entry->first, matches_[entry->matches]};
}

KnownAddress PartyCache::Address(std::string_view address) {
  std::optional<Entry> entry = addresses_.Find(address);
  if (!entry) {
    if (addresses_.full()) addresses_.Clear();
    entry = addresses_.Add({address, AddressKey(address), First(PhoneKeys(address)), 0});
  }
  return {entry->first, entry->second};
}

std::string_view PartyCache::Phone(std::string_view phones) {
  std::optional<Entry> entry = phones_.Find(phones);
  if (!entry) {
    if (phones_.full()) phones_.Clear();
    entry = phones_.Add({phones, First(PhoneFieldKeys(phones)), {}, 0});
  }
  return entry->first;
}

}  // namespace tidewaiter
