// A substructure query with everything taken out that the light reader cannot say for sure: what is left is a
// necessary condition. Derived from the compiled query, never written by hand.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "chemdb/structure/atom_mask.h"
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
  struct Step {
    AtomMask first_mask = 0;            // of most atoms the only one
    std::vector<AtomMask> other_masks;  // any of them does as well
    Link anchor{-1, kAnyBond};
    std::vector<Link> closures;
    bool Allows(AtomMask atom) const;
  };
  struct Bond {
    int a = 0;
    int b = 0;
    BondKinds kinds = kAnyBond;
  };
  void ApplyBonds();

  std::vector<AtomNeed> atoms_;
  std::vector<Bond> bonds_;
  std::vector<Step> steps_;
  SkeletonProfile needs_;
  bool finished_ = false;
};

}  // namespace tidewaiter
