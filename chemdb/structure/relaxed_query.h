// A substructure query with everything taken out that the light reader cannot say for sure: what is left is a
// necessary condition. Derived from the compiled query, never written by hand.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "chemdb/structure/atom_mask.h"
#include "chemdb/structure/quick_counts.h"
#include "chemdb/structure/skeleton.h"
#include "chemdb/structure/skeleton_profile.h"

namespace tidewaiter {

class RelaxedQuery {
 public:
  using Elements = std::bitset<119>;  // by atomic number; all set = any

  static constexpr int kAnyDegree = 255;

  // An atom that may be any of `elements`.
  static AtomNeed OneOf(Elements elements);
  // Adds an atom. It may be any of `elements`, with at least as many heavy neighbours as it gets bonds here
  // and at most `most_neighbours`; or whatever `need` allows. Returns its index.
  int AddAtom(Elements elements, int most_neighbours = kAnyDegree);
  int AddAtom(AtomNeed need);
  // `kinds`: what the bond may be in a molecule.
  void AddBond(int a, int b, BondKinds kinds = kAnyBond);
  // Adds what bonds and cycles say about their atoms, orders atoms for the search and counts what a molecule
  // must have. Call once, last. False when the query is empty or not connected: it then matches everything.
  bool Finish();

  // After Finish(): what an atom allows, its bonds included.
  const AtomNeed& NeedOfAtom(int index) const { return atoms_[static_cast<size_t>(index)]; }
  // Of all atoms; empty when the query matches everything.
  std::vector<AtomNeed> Needs() const { return finished_ ? atoms_ : std::vector<AtomNeed>(); }

  // Least numbers that any match needs, for a test before the search. All 0 when the query matches
  // everything.
  const SkeletonProfile& needs() const { return needs_; }
  // The same of elements and rings alone, for a test before the molecule's graph is known.
  QuickCounts QuickNeeds() const;
  // Why this is a weak test ("three atoms of any element"), for a rule's author; empty when it is not.
  std::string Weakness() const;

  // False only when `skeleton` certainly has no match. Needs PrepareSearch(). Gives up (true) after a bounded
  // number of steps.
  bool MayMatch(const Skeleton& skeleton) const;

 private:
  // A bond to an earlier step.
  struct Link {
    int16_t step = 0;
    BondKinds kinds = kAnyBond;
  };
  // One atom of the search. Its other masks and closures stand in common lists, so that a search reads little
  // memory.
  struct Step {
    AtomMask mask = 0;  // of most atoms the only one
    Link anchor{-1, kAnyBond};
    uint16_t masks_begin = 0;  // in other_masks_: any of them does as well
    uint16_t masks_end = 0;
    uint16_t closures_begin = 0;  // in closures_
    uint16_t closures_end = 0;
  };
  struct Bond {
    int a = 0;
    int b = 0;
    BondKinds kinds = kAnyBond;
  };
  void ApplyBonds();
  // With the first step's atom placed. Counts what it tries.
  bool MayMatchFrom(const Skeleton& skeleton, uint16_t first, int& tried) const;
  bool Allows(const Step& step, AtomMask atom) const {
    if ((atom & ~step.mask) == 0) return true;
    for (size_t m = step.masks_begin; m < step.masks_end; ++m) {
      if ((atom & ~other_masks_[m]) == 0) return true;
    }
    return false;
  }

  std::vector<AtomNeed> atoms_;
  std::vector<Bond> bonds_;
  std::vector<Step> steps_;
  std::vector<AtomMask> other_masks_;
  std::vector<Link> closures_;
  SkeletonProfile needs_;
  bool finished_ = false;
};

}  // namespace tidewaiter
