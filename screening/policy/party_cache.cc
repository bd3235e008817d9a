#include "screening/policy/party_cache.h"

#include <utility>

#include "screening/parties/address.h"
#include "screening/parties/party_name.h"

namespace tidewaiter {
namespace {

// A manifest with more different names than this is read with the cache emptied now and then.
constexpr size_t kMostKept = 65'536;

}  // namespace

const KnownParty& PartyCache::Party(std::string_view name) {
  const auto known = parties_.find(name);
  if (known != parties_.end()) return known->second;
  if (parties_.size() >= kMostKept) parties_.clear();
  KnownParty party;
  party.key = PartyKey(name);
  if (watchlist_ != nullptr && !name.empty()) {
    party.matches = watchlist_->Find(name, kPartyScore, scratch_);
  }
  return parties_.emplace(name, std::move(party)).first->second;
}

const KnownAddress& PartyCache::Address(std::string_view address) {
  const auto known = addresses_.find(address);
  if (known != addresses_.end()) return known->second;
  if (addresses_.size() >= kMostKept) addresses_.clear();
  KnownAddress out;
  out.key = AddressKey(address);
  if (std::vector<std::string> phones = PhoneKeys(address); !phones.empty()) out.phone = std::move(phones[0]);
  return addresses_.emplace(address, std::move(out)).first->second;
}

std::string_view PartyCache::Phone(std::string_view phones) {
  const auto known = phones_.find(phones);
  if (known != phones_.end()) return known->second;
  if (phones_.size() >= kMostKept) phones_.clear();
  std::vector<std::string> keys = PhoneFieldKeys(phones);
  return phones_.emplace(phones, keys.empty() ? std::string() : std::move(keys[0])).first->second;
}

}  // namespace tidewaiter
