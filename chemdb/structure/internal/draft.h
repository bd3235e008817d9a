// The graph as a reader sees it, hydrogens and valences included, before it becomes a Skeleton.
#pragma once

#include <array>
#include <cstdint>

#include "chemdb/structure/skeleton.h"

namespace tidewaiter::internal {

struct Draft {
  static constexpr int kMaxAtoms =
      2 * Skeleton::kMaxAtoms;  // explicit hydrogens may stand beside heavy atoms
  static constexpr int kMaxBonds = 2 * Skeleton::kMaxBonds;
  static constexpr uint8_t kAromaticOrder = 4;

  int atoms = 0;
  int bonds = 0;
  int heavy = 0;
  int hydrogens = 0;  // explicit ones
  int aromatics = 0;
  int rings_closed = 0;

  std::array<uint8_t, kMaxAtoms> element;
  std::array<uint8_t, kMaxAtoms> valence;   // sum of bond orders; aromatic bonds count 1
  std::array<uint8_t, kMaxAtoms> degree;    // explicit hydrogens included
  std::array<uint8_t, kMaxAtoms> hydrogen;  // hydrogens written in brackets
  std::array<int8_t, kMaxAtoms> charge;
  std::array<bool, kMaxAtoms> bracket;
  std::array<bool, kMaxAtoms> aromatic;
  std::array<uint16_t, kMaxAtoms> component;
  std::array<uint16_t, kMaxAtoms>
      parent;  // the atom it was bonded to when read; its own index for a first atom
  std::array<uint16_t, kMaxBonds> begin;
  std::array<uint16_t, kMaxBonds> end;
  std::array<uint8_t, kMaxBonds> order;     // 1, 2, 3 or kAromaticOrder
  std::array<bool, kMaxBonds> closes_ring;  // written with a ring number

  void Clear() { atoms = bonds = heavy = hydrogens = aromatics = rings_closed = 0; }
};

// True when every atom has a valence that RDKit accepts as it is and every aromatic system has a Kekulé form.
// False means only "not sure".
bool IsPlain(const Draft& draft);

// Measures a skeleton of which only atoms (element) and bonds are filled: degrees, components, rings, limits.
// kOk or kLimit. For what the light reader gave up on, before RDKit looks for rings.
SkeletonStatus MeasureSkeleton(Skeleton& skeleton);

}  // namespace tidewaiter::internal
