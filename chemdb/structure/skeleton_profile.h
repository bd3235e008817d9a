// Counts of what a molecule has: the sieve's first test of many rules at once. A rule's profile is what any
// match must have at least.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "chemdb/structure/atom_mask.h"
#include "chemdb/structure/skeleton.h"

namespace tidewaiter {

class SkeletonProfile {
 public:
  static constexpr int kAtomKinds = 32;         // see skeleton_profile.cc
  static constexpr int kSize = kAtomKinds + 2;  // and rings, and bonds that may be C=O
  static constexpr int kRings = kAtomKinds;
  static constexpr int kCarbonyls = kAtomKinds + 1;

  std::array<uint16_t, kSize> counts{};

  // Of a skeleton that was kOk.
  void Fill(const Skeleton& skeleton);

  // Counts an atom of a query under each kind that everything it allows belongs to.
  void AddNeeded(const AtomNeed& need);
  // A query's bond between atoms that are certainly carbon and oxygen, and certainly double.
  static bool IsCarbonyl(const AtomNeed& a, const AtomNeed& b, BondKinds kinds);
};

}  // namespace tidewaiter
