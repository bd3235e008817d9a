// The distinct atoms that a set of queries asks for, and how many of each: the sieve's second test of many
// queries at once, after the counts of a profile and before the search.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "chemdb/structure/atom_mask.h"
#include "chemdb/structure/skeleton.h"

namespace tidewaiter {

// Built once, then immutable and shared.
class NeedTable {
 public:
  // Each need is counted up to this.
  static constexpr size_t kMostOfOne = 4;

  // `queries`: the needs of each query's atoms; none for a query that is not to be tested here.
  void Build(const std::vector<std::vector<AtomNeed>>& queries);

  // Memory of one worker, for one table only.
  struct Scratch {
    // Which needs some atom meets, then which two atoms meet, ...: kMostOfOne rows.
    std::vector<uint64_t> present;
    // The needs that each atom mask seen so far meets: open addressing, emptied when it is full.
    std::vector<AtomMask> keys;
    std::vector<uint64_t> rows;
    size_t used = 0;
  };
  // Counts what the atoms of a skeleton meet. After Skeleton::PrepareSearch().
  void Count(const Skeleton& skeleton, Scratch& scratch) const;

  // False when the skeleton last counted lacks an atom that the query needs.
  bool MayHold(size_t query, const Scratch& scratch) const {
    const size_t size = kMostOfOne * words_;
    const uint64_t* needed = &needed_[query * size];
    for (size_t w = 0; w < size; ++w) {
      if ((needed[w] & ~scratch.present[w]) != 0) return false;
    }
    return true;
  }

 private:
  const uint64_t* RowOf(AtomMask mask, Scratch& scratch) const;

  static constexpr size_t kMostNeeds = 512;
  static constexpr size_t kBlock = 4;  // words; rows are whole blocks
  std::vector<AtomNeed> needs_;
  size_t words_ = 0;              // of a row
  std::vector<uint64_t> needed_;  // [query][how many][word]
};

}  // namespace tidewaiter
