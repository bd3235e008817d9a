// An atom's certain properties, its neighbours left out, as a small number: the masks of all such numbers are
// in one table.
#pragma once

#include <algorithm>
#include <cstdint>

#include "chemdb/structure/atom_mask.h"

namespace tidewaiter::internal {

enum class Saturation : uint8_t { kUnsure, kSaturated, kUnsaturated };

inline constexpr int kUnsureHydrogens = 5;

inline constexpr int kDegreeValues = atom_mask::kMostDegree + 1;
inline constexpr int kHydrogenValues = 6;  // 0 to 4, and unsure
inline constexpr int kRingBondValues = 4;  // 0, 2, 3, 4 or more
inline constexpr int kSaturationValues = 3;
inline constexpr int kAtomCodes =
    atom_mask::kElementBits * kDegreeValues * kHydrogenValues * kRingBondValues * kSaturationValues;

inline uint16_t AtomCode(int element_class, int degree, int hydrogens, int ring_bonds,
                         Saturation saturation) {
  const int ring = ring_bonds < 2 ? 0 : std::min(ring_bonds, 4) - 1;
  int code = element_class;
  code = code * kDegreeValues + std::min(degree, atom_mask::kMostDegree);
  code = code * kHydrogenValues + hydrogens;
  code = code * kRingBondValues + ring;
  code = code * kSaturationValues + static_cast<int>(saturation);
  return static_cast<uint16_t>(code);
}

// kUnsureHydrogens when they are not certain. Four stands for more: no settled atom has more.
inline int HydrogensOfCode(uint16_t code) {
  return code / (kRingBondValues * kSaturationValues) % kHydrogenValues;
}

// The mask of a code, without charge and neighbours.
AtomMask MaskOfCode(uint16_t code);

}  // namespace tidewaiter::internal
