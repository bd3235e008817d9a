#include "chemdb/structure/skeleton_profile.h"

#include <algorithm>

#include "chemdb/structure/internal/atom_code.h"

namespace tidewaiter {
namespace {

using namespace atom_mask;

// Kinds of atoms, as what each allows: an atom is counted when its mask has no bit outside.
constexpr AtomMask Only(AtomMask field, AtomMask allowed) { return kEverything & ~(field & ~allowed); }
AtomMask Of(int z) { return Only(kElements, Element(z)); }
AtomMask Halogen() { return Only(kElements, Element(9) | Element(17) | Element(35) | Element(53)); }
constexpr AtomMask kRing = kEverything & ~kNotInRing;

using AtomKinds = std::array<AtomMask, SkeletonProfile::kAtomKinds>;
AtomKinds MakeKinds() {
  constexpr AtomMask kFused = Only(kRingBonds, RingBondsAtLeast(3));
  constexpr AtomMask kAtLeastTwo = Only(kDegrees, DegreeAtLeast(2));
  constexpr AtomMask kAtLeastThree = Only(kDegrees, DegreeAtLeast(3));
  constexpr AtomMask kFour = Only(kDegrees, DegreeAtLeast(4));
  constexpr AtomMask kMayBeAromaticAtom = kRing & ~kSaturated;
  constexpr AtomMask kMayBeAlkyl = kEverything & ~kUnsaturated;
  return {kEverything,
          Of(6),
          Of(7),
          Of(8),
          Of(16),
          Halogen(),
          Of(9),
          Of(17),
          Of(35) | Of(53),
          kRing,
          kRing & Of(6),
          kRing & Of(7),
          kRing & Of(8),
          kRing & Of(16),
          kMayBeAromaticAtom & Of(6),
          kRing & kMayBeAlkyl & Of(6),
          kAtLeastThree & Of(6),
          kFour & Of(6),
          kRing & kAtLeastThree & Of(6),
          kMayBeAromaticAtom & kAtLeastThree & Of(6),
          kAtLeastTwo & Of(7),
          kAtLeastThree & Of(7),
          kRing & kAtLeastThree & Of(7),
          kMayBeAlkyl & Of(6),
          Of(6) & Only(kHydrogens, Hydrogens(2)),
          kRing & Of(6) & Only(kHydrogens, Hydrogens(2)),
          kRing & kMayBeAlkyl & Of(6) & Only(kHydrogens, Hydrogens(1)),
          kMayBeAromaticAtom & Of(6) & Only(kHydrogens, Hydrogens(1)),
          Of(6) & Only(kHydrogens, Hydrogens(3)),
          kFused,
          kAtLeastTwo & Of(8),
          kRing & Of(7) & Only(kDegrees, Degree(2))};
}
const AtomKinds& Kinds32() {
  static const auto* const kinds = new AtomKinds(MakeKinds());
  return *kinds;
}

// For each atom code the kinds it belongs to, as numbers to add.
using KindCounts = std::array<uint16_t, SkeletonProfile::kAtomKinds>;
using KindTable = std::array<KindCounts, internal::kAtomCodes>;
const KindTable& Table() {
  static const auto* const table = [] {
    auto* made = new KindTable{};
    for (int code = 0; code < internal::kAtomCodes; ++code) {
      const AtomMask mask = internal::MaskOfCode(static_cast<uint16_t>(code));
      for (size_t k = 0; k < Kinds32().size(); ++k) {
        (*made)[static_cast<size_t>(code)][k] = (mask & ~Kinds32()[k]) == 0 ? 1 : 0;
      }
    }
    return made;
  }();
  return *table;
}

}  // namespace

void SkeletonProfile::Fill(const Skeleton& s) {
  const KindTable& table = Table();
  KindCounts sum{};
  for (int a = 0; a < s.atom_count; ++a) {
    const KindCounts& add = table[s.code[static_cast<size_t>(a)]];
    for (size_t k = 0; k < sum.size(); ++k) sum[k] = static_cast<uint16_t>(sum[k] + add[k]);
  }
  std::copy(sum.begin(), sum.end(), counts.begin());
  int carbonyls = 0;
  for (int b = 0; b < s.bond_count; ++b) {
    const auto bond = static_cast<size_t>(b);
    const int sum_of_elements = s.element[s.bond_begin[bond]] + s.element[s.bond_end[bond]];
    const int product = s.element[s.bond_begin[bond]] * s.element[s.bond_end[bond]];
    const bool carbon_and_oxygen = sum_of_elements == 14 && product == 48;
    carbonyls +=
        carbon_and_oxygen && (kMayBeDouble >> static_cast<unsigned>(s.bond_kind[bond]) & 1) != 0 ? 1 : 0;
  }
  counts[kRings] = static_cast<uint16_t>(s.ring_count);
  counts[kCarbonyls] = static_cast<uint16_t>(carbonyls);
}

void SkeletonProfile::AddNeeded(const AtomNeed& need) {
  const AtomMask allowed = need.Union();
  for (size_t k = 0; k < Kinds32().size(); ++k)
    counts[k] = static_cast<uint16_t>(counts[k] + ((allowed & ~Kinds32()[k]) == 0 ? 1 : 0));
}

bool SkeletonProfile::IsCarbonyl(const AtomNeed& a, const AtomNeed& b, BondKinds kinds) {
  const auto only = [](const AtomNeed& need, int z) { return (need.Union() & kElements & ~Element(z)) == 0; };
  return (kinds & ~kMayBeDouble) == 0 && ((only(a, 6) && only(b, 8)) || (only(a, 8) && only(b, 6)));
}

}  // namespace tidewaiter
