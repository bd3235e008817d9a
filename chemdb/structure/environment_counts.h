// Atom environments of bare graphs, counted: a sound upper bound of a fingerprint similarity, from the light
// reader's skeleton alone.
//
// An environment is an atom with what lies within a radius of 0, 1 or 2 bonds; an atom is told by its
// element, its number of heavy neighbours and whether it stands in a ring. The environments of an ECFP4
// fingerprint (Rogers and Hahn 2010) tell atoms by these and by more (hydrogens, charge, bond types), so two
// atoms whose ECFP4 environments agree have equal environments here: what two molecules share there, they
// share here.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "chemdb/structure/skeleton.h"

namespace tidewaiter {

inline constexpr int kEnvironmentRadii = 3;  // 0, 1 and 2 bonds
struct EnvironmentScratch;                   // memory of one thread

// Environments that two molecules share, as a part of all: 0 to 1. `shared` counts environments in common,
// `a` and `b` are heavy atoms. Both the fingerprint and its bound are computed by this.
inline double SharedPart(int shared, int a, int b) {
  return static_cast<double>(shared) / static_cast<double>(kEnvironmentRadii * (a + b) - shared);
}

// The environments of some reference graphs, for asking many molecules. Immutable after Finish().
class EnvironmentCounts {
 public:
  // A connected graph: one component.
  void Add(const Skeleton& skeleton);
  void Finish();

  // True when a component of `skeleton` may share at least `least` (as SharedPart) with a reference. Builds
  // the adjacency.
  bool MayReach(double least, Skeleton& skeleton) const;

  size_t references() const { return atoms_.size(); }

 private:
  // Where an environment of a reference stands; label 0 is an empty slot.
  struct Slot {
    uint64_t label = 0;
    uint32_t environment = 0;
  };
  // Index of the environment, or -1.
  int64_t Find(uint64_t label) const;
  // Counts what the atoms in `known` share with each reference at one radius, and leaves those in it that
  // still can at the next.
  void Share(int radius, EnvironmentScratch& scratch) const;

  std::vector<int> atoms_;  // of each reference
  std::vector<std::map<uint64_t, uint32_t>> added_;
  std::vector<Slot> slots_;  // open addressing; a power of two
  size_t stride_ = 0;        // references, rounded up for the machine's vectors
  size_t environments_ = 0;
  std::vector<int16_t> counts_;  // [environment][reference]
};

}  // namespace tidewaiter
