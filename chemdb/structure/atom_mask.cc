#include "chemdb/structure/atom_mask.h"

#include <algorithm>

namespace tidewaiter {
namespace {

// Alternatives kept apart for one query atom.
constexpr size_t kMostMasks = 6;

}  // namespace

AtomNeed AtomNeed::Nothing() {
  AtomNeed out;
  out.masks_.clear();
  return out;
}

void AtomNeed::Restrict(AtomMask mask) {
  for (AtomMask& m : masks_) m &= mask;
  Tidy();
}

void AtomNeed::And(const AtomNeed& other) {
  std::vector<AtomMask> both;
  for (const AtomMask a : masks_) {
    for (const AtomMask b : other.masks_) both.push_back(a & b);
  }
  masks_ = std::move(both);
  Tidy();
}

void AtomNeed::Or(const AtomNeed& other) {
  masks_.insert(masks_.end(), other.masks_.begin(), other.masks_.end());
  Tidy();
}

AtomMask AtomNeed::Union() const {
  AtomMask all = 0;
  for (const AtomMask m : masks_) all |= m;
  return all;
}

void AtomNeed::Tidy() {
  // A mask inside another one says nothing more.
  std::vector<AtomMask> kept;
  for (size_t i = 0; i < masks_.size(); ++i) {
    bool inside = false;
    for (size_t j = 0; j < masks_.size() && !inside; ++j) {
      const bool subset = (masks_[i] & ~masks_[j]) == 0;
      inside = i != j && subset && (masks_[i] != masks_[j] || j < i);
    }
    if (!inside) kept.push_back(masks_[i]);
  }
  masks_ = std::move(kept);
  if (masks_.size() > kMostMasks) masks_ = {Union()};
}

}  // namespace tidewaiter
