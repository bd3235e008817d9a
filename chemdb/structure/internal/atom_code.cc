#include "chemdb/structure/internal/atom_code.h"

#include <algorithm>
#include <array>

#include "chemdb/structure/skeleton.h"

namespace tidewaiter {
namespace internal {
namespace {

using MaskTable = std::array<AtomMask, kAtomCodes>;

MaskTable MakeMasks() {
  MaskTable table{};
  for (int element = 0; element < atom_mask::kElementBits; ++element) {
    for (int degree = 0; degree < kDegreeValues; ++degree) {
      for (int hydrogens = 0; hydrogens < kHydrogenValues; ++hydrogens) {
        for (int ring = 0; ring < kRingBondValues; ++ring) {
          for (const Saturation saturation :
               {Saturation::kUnsure, Saturation::kSaturated, Saturation::kUnsaturated}) {
            AtomMask mask = AtomMask{1} << element;
            mask |= atom_mask::Degree(degree);
            if (hydrogens != kUnsureHydrogens) {
              mask |= atom_mask::Hydrogens(hydrogens);
              // Degree 5 stands for more, and so does their sum.
              mask |= atom_mask::Connections(degree + hydrogens);
            }
            const int ring_bonds = ring == 0 ? 0 : ring + 1;
            mask |= atom_mask::RingBonds(ring_bonds);
            if (saturation == Saturation::kSaturated) mask |= atom_mask::kSaturated;
            if (saturation == Saturation::kUnsaturated) mask |= atom_mask::kUnsaturated;
            table[AtomCode(element, degree, hydrogens, ring_bonds, saturation)] = mask;
          }
        }
      }
    }
  }
  return table;
}
const MaskTable& Masks() {
  static const auto* const table = new MaskTable(MakeMasks());
  return *table;
}

// Counts of an atom's neighbours, eight bits each (a plain atom has few).
enum Field { kCarbons, kNitrogens, kOxygens, kSulphurs, kHalogens, kDoubleOxygens, kCarbonyls };
constexpr uint64_t One(Field field) { return uint64_t{1} << (8 * field); }
int Count(uint64_t counts, Field field) { return static_cast<int>(counts >> (8 * field) & 0xff); }

constexpr std::array<uint64_t, 256> kFieldOf = [] {
  std::array<uint64_t, 256> table{};
  table[6] = One(kCarbons);
  table[7] = One(kNitrogens);
  table[8] = One(kOxygens);
  table[16] = One(kSulphurs);
  for (const int z : {9, 17, 35, 53}) table[static_cast<size_t>(z)] = One(kHalogens);
  return table;
}();

// What a count of n leaves lacking, for each field that has several bits.
constexpr std::array<AtomMask, 4> kLacksCarbons = {
    atom_mask::kLacksCarbon | atom_mask::kLacksTwoCarbons | atom_mask::kLacksThreeCarbons,
    atom_mask::kLacksTwoCarbons | atom_mask::kLacksThreeCarbons, atom_mask::kLacksThreeCarbons, 0};
constexpr std::array<AtomMask, 3> kLacksNitrogens = {
    atom_mask::kLacksNitrogen | atom_mask::kLacksTwoNitrogens, atom_mask::kLacksTwoNitrogens, 0};
constexpr std::array<AtomMask, 3> kLacksOxygens = {atom_mask::kLacksOxygen | atom_mask::kLacksTwoOxygens,
                                                   atom_mask::kLacksTwoOxygens, 0};

AtomMask Lacks(uint64_t counts) {
  using namespace atom_mask;
  AtomMask out = kLacksCarbons[static_cast<size_t>(std::min(Count(counts, kCarbons), 3))] |
                 kLacksNitrogens[static_cast<size_t>(std::min(Count(counts, kNitrogens), 2))] |
                 kLacksOxygens[static_cast<size_t>(std::min(Count(counts, kOxygens), 2))];
  if (Count(counts, kSulphurs) == 0) out |= kLacksSulphur;
  if (Count(counts, kHalogens) == 0) out |= kLacksHalogen;
  if (Count(counts, kDoubleOxygens) == 0) out |= kLacksDoubleOxygen;
  if (Count(counts, kCarbonyls) == 0) out |= kLacksCarbonyl;
  return out;
}

}  // namespace

AtomMask MaskOfCode(uint16_t code) { return Masks()[code]; }

}  // namespace internal

void Skeleton::PrepareSearch() {
  BuildAdjacency();
  const auto& table = internal::Masks();
  static thread_local std::array<uint64_t, kMaxAtoms> shared_counts;
  auto& counts = shared_counts;
  std::fill_n(counts.begin(), atom_count, uint64_t{0});
  bool carbonyls = false;
  for (int b = 0; b < bond_count; ++b) {
    const uint16_t x = bond_begin[b];
    const uint16_t y = bond_end[b];
    counts[x] += internal::kFieldOf[element[y]];
    counts[y] += internal::kFieldOf[element[x]];
    if ((kMayBeDouble >> static_cast<unsigned>(bond_kind[b]) & 1) != 0) {
      if (element[y] == 8) counts[x] += internal::One(internal::kDoubleOxygens);
      if (element[x] == 8) counts[y] += internal::One(internal::kDoubleOxygens);
      carbonyls = carbonyls || element[x] == 8 || element[y] == 8;
    }
  }
  if (carbonyls) {
    for (int b = 0; b < bond_count; ++b) {
      const uint16_t x = bond_begin[b];
      const uint16_t y = bond_end[b];
      const auto is_carbonyl = [&](uint16_t a) {
        return element[a] == 6 && internal::Count(counts[a], internal::kDoubleOxygens) > 0;
      };
      if (is_carbonyl(y)) counts[x] += internal::One(internal::kCarbonyls);
      if (is_carbonyl(x)) counts[y] += internal::One(internal::kCarbonyls);
    }
  }
  for (int a = 0; a < atom_count; ++a) {
    mask[a] = table[code[a]] | charge_mask[a] | internal::Lacks(counts[a]);
  }
}

}  // namespace tidewaiter
