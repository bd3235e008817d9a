// A substructure query with everything taken out that a skeleton does not show: what is left is a necessary
// condition. Derived from the compiled query, never written by hand.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "chemdb/structure/skeleton.h"

namespace tidewaiter {

class RelaxedQuery {
 public:
  using Elements = std::bitset<119>;  // by atomic number; all set = any

  static constexpr int kAnyDegree = 255;

  // Adds an atom that may be any of `elements`, with at least as many heavy neighbours as it gets bonds here
  // and at most `most_neighbours`. Returns its index.
  int AddAtom(Elements elements, int most_neighbours = kAnyDegree);
  void AddBond(int a, int b);
  // Orders atoms for the search and counts what a molecule must have. Call once, last. False when the query
  // is empty or not connected: it then matches everything.
  bool Finish();

  // Least numbers that any match needs, for a test before the search: atoms, rings, and atoms that are surely
  // nitrogen, oxygen, sulphur, or a halogen.
  struct Needs {
    int atoms = 0;
    int rings = 0;
    int nitrogens = 0;
    int oxygens = 0;
    int sulphurs = 0;
    int halogens = 0;
  };
  const Needs& needs() const { return needs_; }
  // Why this is a weak test ("three atoms of any element"), for a rule's author; empty when it is not.
  std::string Weakness() const;

  // False only when `skeleton` certainly has no match. Needs BuildAdjacency(). Gives up (true) after a
  // bounded number of steps.
  bool MayMatch(const Skeleton& skeleton) const;

 private:
  struct Step {
    Elements elements;
    uint8_t degree = 0;
    uint8_t most = kAnyDegree;
    int anchor = -1;                  // earlier step that this atom is bonded to
    std::vector<int> also_bonded_to;  // further earlier steps
  };
  std::vector<Elements> elements_;
  std::vector<int> most_neighbours_;
  std::vector<std::pair<int, int>> bonds_;
  std::vector<Step> steps_;
  Needs needs_;
  bool finished_ = false;
};

}  // namespace tidewaiter
