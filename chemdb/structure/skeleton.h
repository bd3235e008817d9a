// The light reader: a SMILES or mol block as its bare heavy-atom graph, without RDKit and without allocation.
//
// A skeleton is elements and connections: no charges, isotopes, stereo or aromaticity. Everything a
// standardiser changes inside a component leaves its skeleton unchanged, so equality of skeletons is a
// necessary condition of identity. The reader also measures the input, so that limits are met before RDKit
// sees it.
//
// Beside the skeleton stands what a drawing says for sure about the standardised parent: hydrogens, kinds of
// bonds, rings (atom_mask.h). Identity does not use it, since a listed substance has tautomers; class rules
// do, which are matched on the parent as drawn.
//
// kOk is a strong word: the notation was understood in full and every atom has a plain valence (and every
// aromatic system a Kekulé form), so that RDKit reads and sanitises it to the same graph. What the reader is
// not sure of is kUnusual: the caller then asks the judge. It never guesses.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "chemdb/base/limits.h"
#include "chemdb/structure/atom_mask.h"
#include "chemdb/structure/quick_counts.h"

namespace tidewaiter {

enum class SkeletonStatus : uint8_t {
  kOk,       // understood in full
  kUnusual,  // perhaps a structure, but not plain enough for this reader
  kLimit,    // longer, bigger or deeper than limits.h allows
  kInvalid,  // not a structure in this notation
};

// Reused from molecule to molecule; about 50 KB, no pointers.
struct Skeleton {
  static constexpr int kMaxAtoms = limits::kHeavyAtoms;
  static constexpr int kMaxBonds = kMaxAtoms + limits::kRings;
  static constexpr int kMaxComponents = limits::kComponents;

  int atom_count = 0;  // heavy atoms only, in input order
  int bond_count = 0;
  int component_count = 0;
  int branch_depth = 0;
  int ring_count = 0;  // bonds - atoms + components
  int fused_rings =
      0;  // an upper bound of the most rings in one biconnected block; exact above limits::kFusedRings
  bool has_isolated_hydrogen = false;  // a component of hydrogens alone ([H+], [H][H])

  std::array<uint8_t, kMaxAtoms> element;     // atomic number
  std::array<uint16_t, kMaxAtoms> component;  // 0, 1, ... in order of first atom
  std::array<uint16_t, kMaxAtoms> degree;     // heavy neighbours
  std::array<uint16_t, kMaxBonds> bond_begin;
  std::array<uint16_t, kMaxBonds> bond_end;

  // Filled for kOk only. An atom's own certain properties as one small number (see atom_code.h).
  std::array<uint16_t, kMaxAtoms> code;
  std::array<AtomMask, kMaxAtoms> charge_mask;  // atom_mask::kNeutral, kPositive or nothing
  std::array<BondKind, kMaxBonds> bond_kind;

  // Adjacency, after BuildAdjacency(): neighbours of atom i are neighbour[offset[i]] .. neighbour[offset[i +
  // 1] - 1], over the bonds of the same places in neighbour_bond.
  std::array<uint16_t, kMaxAtoms + 1> offset;
  std::array<uint16_t, 2 * kMaxBonds> neighbour;
  std::array<uint16_t, 2 * kMaxBonds> neighbour_bond;
  void BuildAdjacency();

  // For RelaxedQuery, of a skeleton that was kOk: adjacency, and the mask of each atom.
  std::array<AtomMask, kMaxAtoms> mask;
  void PrepareSearch();

  // Why the status is not kOk: a static string ("more heavy atoms than ..."), and the byte where.
  const char* reason = "";
  size_t where = 0;
};

// How much is asked of a drawing. An outline is elements, connections and cycles; of everything else nothing
// is certain, and kOk is a weaker word: *if* RDKit reads and sanitises the notation, this is its graph, cut
// where standardisation cuts it. It takes about half the time.
enum class SkeletonDetail : uint8_t { kAll, kOutline };

// Reads one SMILES (no name, no white space around it). Time linear in its length.
SkeletonStatus ReadSmilesSkeleton(std::string_view smiles, Skeleton& out,
                                  SkeletonDetail detail = SkeletonDetail::kAll);

// Reads the atom and bond blocks of a V2000 mol block. V3000 is kUnusual.
SkeletonStatus ReadMolBlockSkeleton(std::string_view block, Skeleton& out,
                                    SkeletonDetail detail = SkeletonDetail::kAll);

// Of one component.
QuickCounts CountsOf(const Skeleton& skeleton, int component);

// A cheap key of each component: equal skeletons have equal keys (atom count and elements only).
void CompositionKeys(const Skeleton& skeleton, std::array<uint32_t, Skeleton::kMaxComponents>& keys);

// The hydrogens of each component's standardised parent; -1 where they are not certain. Of a skeleton that
// was kOk.
void CountHydrogens(const Skeleton& skeleton, std::array<int, Skeleton::kMaxComponents>& hydrogens);

// An order-independent hash of each component's graph: equal skeletons have equal hashes; unequal ones nearly
// always differ.
void ComponentHashes(const Skeleton& skeleton, std::array<uint64_t, Skeleton::kMaxComponents>& hashes);
uint64_t HashComponent(const Skeleton& skeleton, int c);

}  // namespace tidewaiter
