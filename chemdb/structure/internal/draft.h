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
  int charged = 0;
  int hydrogen_components = 0;  // components of hydrogens alone
  int unsettled = 0;            // atoms whose drawing RDKit may change, see `settled`
  int salt_metals = 0;          // of salts drawn as covalent; counted by IsPlain

  std::array<uint8_t, kMaxAtoms> element;
  std::array<uint8_t, kMaxAtoms> valence;   // sum of bond orders; aromatic bonds count 1; at most kManyBonds
  std::array<uint8_t, kMaxAtoms> degree;    // explicit hydrogens included
  std::array<uint8_t, kMaxAtoms> hydrogen;  // hydrogens written in brackets
  std::array<int8_t, kMaxAtoms> charge;
  std::array<uint8_t, kMaxAtoms> ring_bonds;  // bonds on a cycle
  std::array<bool, kMaxAtoms> bracket;
  std::array<bool, kMaxAtoms> aromatic;
  std::array<uint16_t, kMaxAtoms> component;
  std::array<uint16_t, kMaxAtoms>
      parent;  // the atom it was bonded to when read; its own index for a first atom
  std::array<uint16_t, kMaxAtoms> parent_bond;  // the bond to the parent, if there is one
  // False where the parent's atom may differ from the drawing in more than hydrogens: metals and what is
  // bonded to them, nitro groups with five bonds, perchlorates. Set by IsPlain.
  std::array<bool, kMaxAtoms> settled;
  std::array<uint16_t, kMaxBonds> begin;
  std::array<uint16_t, kMaxBonds> end;
  std::array<uint8_t, kMaxBonds> order;     // 1, 2, 3 or kAromaticOrder
  std::array<bool, kMaxBonds> closes_ring;  // written with a ring number
  std::array<bool, kMaxBonds> in_ring;      // on a cycle

  // More bonds than any plain atom has; sums stop here.
  static constexpr uint8_t kManyBonds = 100;
  void AddBondTo(int atom, int order) {
    valence[static_cast<size_t>(atom)] = static_cast<uint8_t>(
        valence[static_cast<size_t>(atom)] >= kManyBonds ? kManyBonds
                                                         : valence[static_cast<size_t>(atom)] + order);
    if (degree[static_cast<size_t>(atom)] < kManyBonds) ++degree[static_cast<size_t>(atom)];
  }

  void MarkInRing(int bond) {
    if (in_ring[static_cast<size_t>(bond)]) return;
    in_ring[static_cast<size_t>(bond)] = true;
    ++ring_bonds[begin[static_cast<size_t>(bond)]];
    ++ring_bonds[end[static_cast<size_t>(bond)]];
  }

  void Clear() {
    atoms = bonds = heavy = hydrogens = aromatics = charged = 0;
    hydrogen_components = unsettled = salt_metals = 0;
  }
};

// Where the atoms and bonds of a draft are in the skeleton, hydrogens left out.
struct HeavyIndex {
  static constexpr uint16_t kNone = 0xffff;
  std::array<uint16_t, Draft::kMaxAtoms> atom;
  std::array<uint16_t, Draft::kMaxBonds> bond;
};

// Marks the bonds of a SMILES that lie on a cycle: the paths between the ends of each ring closure, and the
// closures. False when a ring reaches across components.
bool MarkRingBonds(Draft& draft);

// True when every atom has a valence that RDKit accepts as it is and every aromatic system has a Kekulé form.
// False means only "not sure". Needs ring bonds.
bool IsPlain(Draft& draft);
bool HasKekuleForm(const Draft& draft);

// Whether all bonds of this metal are ones that standardisation cuts, in a drawing that RDKit sanitises when
// the other atoms are plain. Needs ring bonds.
bool IsSaltDrawnCovalent(const Draft& draft, int metal);
// Whether there is a bond that standardisation cuts.
bool HasSaltBonds(const Draft& draft);
// Cuts the bonds that standardisation cuts, and moves charges as it does. For a draft that is plain with
// `salt_metals`; what is left must be plain again, and its rings are no longer marked. Of any other draft the
// graph alone is right afterwards.
void CutSaltBonds(Draft& draft);

// Fills what is certain about each atom and bond of the skeleton, for a draft that is plain.
void SettleAtoms(const Draft& draft, const HeavyIndex& index, Skeleton& skeleton);
// The same for an outline, of any draft: elements, neighbours and cycles. False when an atom has too many
// neighbours to count.
bool OutlineAtoms(const Draft& draft, const HeavyIndex& index, Skeleton& skeleton);

// Measures a skeleton of which only atoms (element) and bonds are filled: degrees, components, rings, limits.
// kOk or kLimit. For what the light reader gave up on, before RDKit looks for rings.
SkeletonStatus MeasureSkeleton(Skeleton& skeleton);

// The end of both readers: drops terminal hydrogens, numbers components, measures rings, asks whether all is
// plain and settles the atoms. `from_smiles`: atoms were read in components, each bonded to an earlier one.
SkeletonStatus FinishSkeleton(Draft& draft, Skeleton& skeleton, bool from_smiles, SkeletonDetail detail);

// Empties what a reader fills, and records why a reader stopped.
void ResetSkeleton(Skeleton& skeleton);
SkeletonStatus Fail(Skeleton& skeleton, SkeletonStatus status, const char* reason, size_t where);

}  // namespace tidewaiter::internal
