// What the light reader can say for sure about an atom of a standardised parent, as bits, and the test that a
// query atom asks: one AND.
//
// An atom sets, of each field, the one bit that is certain, or none when the field is not certain. A query
// atom holds, of each field, the bits it allows. The atom may match when it sets no bit that is not allowed:
// what is not certain never rules an atom out.
#pragma once

#include <array>
#include <cstdint>
#include <iterator>
#include <vector>

namespace tidewaiter {

using AtomMask = uint64_t;

namespace atom_mask {

inline constexpr AtomMask kEverything = ~AtomMask{0};

// Elements. The rare ones share a bit; a hydrogen is no atom of a skeleton, so only queries hold its bit.
inline constexpr int kElementBits = 14;
inline constexpr AtomMask kElements = (AtomMask{1} << kElementBits) - 1;
inline constexpr int kHydrogenClass = 12;
inline constexpr int kOtherClass = 13;
inline constexpr std::array<uint8_t, 256> kElementClasses = [] {
  std::array<uint8_t, 256> table{};
  for (uint8_t& value : table) value = kOtherClass;
  constexpr uint8_t kOwn[] = {6, 7, 8, 9, 14, 15, 16, 17, 34, 35, 53, 5};
  for (size_t i = 0; i < std::size(kOwn); ++i) table[kOwn[i]] = static_cast<uint8_t>(i);
  table[1] = kHydrogenClass;
  return table;
}();
inline constexpr int ElementClass(int atomic_number) {
  return atomic_number < 0 || atomic_number > 255 ? kOtherClass
                                                  : kElementClasses[static_cast<size_t>(atomic_number)];
}
inline constexpr AtomMask Element(int atomic_number) { return AtomMask{1} << ElementClass(atomic_number); }

// Heavy neighbours: 0 to 4, and 5 or more.
inline constexpr int kDegreeShift = 14;
inline constexpr int kMostDegree = 5;
inline constexpr AtomMask kDegrees = AtomMask{0x3f} << kDegreeShift;
inline constexpr AtomMask Degree(int n) {
  return AtomMask{1} << (kDegreeShift + (n > kMostDegree ? kMostDegree : n));
}
inline constexpr AtomMask DegreeAtLeast(int n) {
  return (kDegrees << (n > kMostDegree ? kMostDegree : n)) & kDegrees;
}

// Hydrogens, however drawn: 0 to 3, and 4 or more.
inline constexpr int kHydrogensShift = 20;
inline constexpr int kMostHydrogens = 4;
inline constexpr AtomMask kHydrogens = AtomMask{0x1f} << kHydrogensShift;
inline constexpr AtomMask Hydrogens(int n) {
  return AtomMask{1} << (kHydrogensShift + (n > kMostHydrogens ? kMostHydrogens : n));
}

// Neighbours and hydrogens together (SMARTS X): 1 to 4, and 5 or more; set with the hydrogens only.
inline constexpr int kConnectionsShift = 25;
inline constexpr AtomMask kConnections = AtomMask{0x1f} << kConnectionsShift;
inline constexpr AtomMask Connections(int n) {
  return AtomMask{1} << (kConnectionsShift + (n < 1 ? 0 : n > 5 ? 4 : n - 1));
}

// Bonds that lie on a cycle: none, 2, 3, 4 or more.
inline constexpr int kRingBondsShift = 30;
inline constexpr AtomMask kRingBonds = AtomMask{0xf} << kRingBondsShift;
inline constexpr AtomMask RingBonds(int n) {
  return AtomMask{1} << (kRingBondsShift + (n < 2 ? 0 : n > 4 ? 3 : n - 1));
}
inline constexpr AtomMask kNotInRing = AtomMask{1} << kRingBondsShift;
inline constexpr AtomMask RingBondsAtLeast(int n) {
  return n <= 0   ? kRingBonds
         : n <= 2 ? kRingBonds & ~kNotInRing
                  : (kRingBonds << (n > 4 ? 3 : n - 1)) & kRingBonds;
}

// A neutral carbon with single bonds only; one with a double, triple or aromatic bond.
inline constexpr AtomMask kSaturated = AtomMask{1} << 34;
inline constexpr AtomMask kUnsaturated = AtomMask{1} << 35;

// The formal charge of the parent's atom.
inline constexpr AtomMask kNeutral = AtomMask{1} << 36;
inline constexpr AtomMask kPositive = AtomMask{1} << 37;

// What an atom lacks among its neighbours. A query that needs one does not allow the bit.
inline constexpr AtomMask kLacksCarbon = AtomMask{1} << 38;
inline constexpr AtomMask kLacksTwoCarbons = AtomMask{1} << 39;
inline constexpr AtomMask kLacksThreeCarbons = AtomMask{1} << 40;
inline constexpr AtomMask kLacksNitrogen = AtomMask{1} << 41;
inline constexpr AtomMask kLacksTwoNitrogens = AtomMask{1} << 42;
inline constexpr AtomMask kLacksOxygen = AtomMask{1} << 43;
inline constexpr AtomMask kLacksTwoOxygens = AtomMask{1} << 44;
inline constexpr AtomMask kLacksSulphur = AtomMask{1} << 45;
inline constexpr AtomMask kLacksHalogen = AtomMask{1} << 46;
inline constexpr AtomMask kLacksDoubleOxygen = AtomMask{1} << 47;  // no oxygen on a double bond
inline constexpr AtomMask kLacksCarbonyl = AtomMask{1} << 48;      // no carbon that has one

}  // namespace atom_mask

// What the light reader can say for sure about a bond of a standardised parent: exactly one of these.
enum class BondKind : uint8_t {
  kChainSingle,
  kChainDouble,
  kChainTriple,
  kChainUnsure,  // not on a cycle, order not certain
  kRingSingle,   // on a cycle, at a saturated carbon
  kRingUnsure,   // on a cycle, any order or aromatic
};
// A set of kinds, by bit.
using BondKinds = uint8_t;
inline constexpr BondKinds Kinds() { return 0; }
template <typename... Rest>
inline constexpr BondKinds Kinds(BondKind first, Rest... rest) {
  return static_cast<BondKinds>(1u << static_cast<unsigned>(first) | Kinds(rest...));
}
inline constexpr BondKinds kAnyBond = 0x3f;
inline constexpr BondKinds kMayBeSingle =
    Kinds(BondKind::kChainSingle, BondKind::kChainUnsure, BondKind::kRingSingle, BondKind::kRingUnsure);
inline constexpr BondKinds kMayBeDouble =
    Kinds(BondKind::kChainDouble, BondKind::kChainUnsure, BondKind::kRingUnsure);
inline constexpr BondKinds kMayBeTriple =
    Kinds(BondKind::kChainTriple, BondKind::kChainUnsure, BondKind::kRingUnsure);
inline constexpr BondKinds kMayBeAromatic = Kinds(BondKind::kRingUnsure);
inline constexpr BondKinds kMayBeInRing = Kinds(BondKind::kRingSingle, BondKind::kRingUnsure);

// What a query atom allows: any of a few masks.
class AtomNeed {
 public:
  AtomNeed() : masks_{atom_mask::kEverything} {}
  explicit AtomNeed(AtomMask mask) : masks_{mask} {}
  // Allows no atom: where an Or() starts.
  static AtomNeed Nothing();

  const std::vector<AtomMask>& masks() const { return masks_; }
  bool Allows(AtomMask atom) const {
    for (const AtomMask mask : masks_) {
      if ((atom & ~mask) == 0) return true;
    }
    return false;
  }
  bool operator==(const AtomNeed&) const = default;
  // Takes away what `mask` does not allow, from each.
  void Restrict(AtomMask mask);
  // Both must hold, or either. Beyond a few masks they are merged into one that allows all of them.
  void And(const AtomNeed& other);
  void Or(const AtomNeed& other);
  AtomMask Union() const;

 private:
  void Tidy();
  std::vector<AtomMask> masks_;
};

}  // namespace tidewaiter
