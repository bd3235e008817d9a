#include "chemdb/structure/need_table.h"

#include <algorithm>

namespace tidewaiter {
namespace {

constexpr int kCacheBits = 12;
constexpr size_t kCacheSlots = size_t{1} << kCacheBits;

// Whether every atom that `inner` allows is allowed by `outer`, as far as single masks tell.
bool IsWithin(const AtomNeed& inner, const AtomNeed& outer) {
  return std::all_of(inner.masks().begin(), inner.masks().end(), [&](AtomMask mask) {
    return std::any_of(outer.masks().begin(), outer.masks().end(),
                       [&](AtomMask wider) { return (mask & ~wider) == 0; });
  });
}

}  // namespace

void NeedTable::Build(const std::vector<std::vector<AtomNeed>>& queries) {
  needs_.clear();
  for (const auto& query : queries) {
    for (const AtomNeed& need : query) {
      if (needs_.size() == kMostNeeds) break;
      if (std::find(needs_.begin(), needs_.end(), need) == needs_.end()) needs_.push_back(need);
    }
  }
  words_ = (needs_.size() + 64 * kBlock - 1) / (64 * kBlock) * kBlock;
  needed_.assign(queries.size() * kMostOfOne * words_, 0);
  for (size_t q = 0; q < queries.size(); ++q) {
    for (size_t n = 0; n < needs_.size(); ++n) {
      const auto count =
          static_cast<size_t>(std::count_if(queries[q].begin(), queries[q].end(),
                                            [&](const AtomNeed& need) { return IsWithin(need, needs_[n]); }));
      for (size_t k = 0; k < std::min(count, kMostOfOne); ++k) {
        needed_[(q * kMostOfOne + k) * words_ + n / 64] |= uint64_t{1} << (n % 64);
      }
    }
  }
}

void NeedTable::Count(const Skeleton& skeleton, Scratch& scratch) const {
  scratch.present.assign(kMostOfOne * words_, 0);
  for (int a = 0; a < skeleton.atom_count; ++a) {
    const uint64_t* row = RowOf(skeleton.mask[static_cast<size_t>(a)], scratch);
    for (size_t w = 0; w < words_; w += kBlock) {
      uint64_t* once = &scratch.present[w];
      uint64_t* twice = once + words_;
      uint64_t* thrice = twice + words_;
      uint64_t* four_times = thrice + words_;
      for (size_t i = 0; i < kBlock; ++i) {
        four_times[i] |= thrice[i] & row[w + i];
        thrice[i] |= twice[i] & row[w + i];
        twice[i] |= once[i] & row[w + i];
        once[i] |= row[w + i];
      }
    }
  }
}

const uint64_t* NeedTable::RowOf(AtomMask mask, Scratch& scratch) const {
  if (scratch.keys.empty() || scratch.used > kCacheSlots / 2) {
    scratch.keys.assign(kCacheSlots, 0);  // no atom has an empty mask
    scratch.rows.assign(kCacheSlots * words_, 0);
    scratch.used = 0;
  }
  size_t slot = static_cast<size_t>((mask * 0x9e3779b97f4a7c15ull) >> (64 - kCacheBits));
  while (scratch.keys[slot] != mask) {
    if (scratch.keys[slot] == 0) {
      scratch.keys[slot] = mask;
      ++scratch.used;
      for (size_t n = 0; n < needs_.size(); ++n) {
        if (needs_[n].Allows(mask)) scratch.rows[slot * words_ + n / 64] |= uint64_t{1} << (n % 64);
      }
      break;
    }
    slot = (slot + 1) % kCacheSlots;
  }
  return &scratch.rows[slot * words_];
}

}  // namespace tidewaiter
