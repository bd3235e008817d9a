// The first look at a SMILES: what it holds of each element, in one pass over its bytes and without a graph,
// and whether that is enough for any of the things looked for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "chemdb/structure/atom_mask.h"

namespace tidewaiter {

// Numbers of atoms and rings, each at most 255.
struct QuickCounts {
  // Heavy atoms by class of element (atom_mask.h); where that has hydrogen, here are the halogens together.
  static constexpr size_t kHalogens = atom_mask::kHydrogenClass;
  static constexpr size_t kOthers = atom_mask::kOtherClass;
  static constexpr size_t kAtoms = atom_mask::kElementBits;
  static constexpr size_t kRings = kAtoms + 1;
  static constexpr size_t kSize = kRings + 1;
  std::array<uint8_t, kSize> of{};

  void AddAtom(int atomic_number, int times = 1);
  void AddRings(int times);
  // Nothing that is at least `need` is more than this.
  bool Covers(const QuickCounts& need) const {
    bool covers = true;
    for (size_t i = 0; i < kSize; ++i) covers &= of[i] >= need.of[i];
    return covers;
  }
};

// What one pass over a SMILES counts.
struct QuickLook {
  // At least what any of the standardised parent's components has, if RDKit reads the SMILES: standardisation
  // changes no elements and makes no bonds.
  QuickCounts counts;
  // There is one component, and standardisation cuts no bond of it: atoms are counted exactly.
  bool one_piece = false;
};

// nullopt when the text has anything that this does not understand, or is long. What is no valid SMILES may
// have counts too.
std::optional<QuickLook> LookQuickly(std::string_view smiles);

// Things that are looked for, as what a molecule must have at least.
class QuickTable {
 public:
  // A whole component.
  void AddComponent(const QuickCounts& counts);
  // Part of one.
  void AddPart(const QuickCounts& need);
  bool MayHold(const QuickLook& look) const;

 private:
  // Beyond so many, needs are merged into one that is no more than any of them.
  static constexpr size_t kMost = 64;
  static void AddNeed(const QuickCounts& need, std::vector<QuickCounts>& needs);
  std::vector<QuickCounts> parts_;
  std::vector<QuickCounts> components_;
  std::set<std::array<uint8_t, QuickCounts::kSize>> whole_;  // components, rings apart
};

}  // namespace tidewaiter
