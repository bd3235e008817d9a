// The listed neighbours of a structure by two measures of likeness. Advice only: likeness never makes a
// substance controlled (docs/analogues.md has the measures, the cut-offs and where they come from).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/structure/skeleton.h"
#include "chemdb/structure/standardise.h"

namespace tidewaiter {

// A neighbour must reach both of these,
inline constexpr double kLeastSimilarity = 0.50;
inline constexpr double kLeastCommonPart = 0.70;
// or this similarity alone: one atom more in a chain cuts the common substructure in two.
inline constexpr double kSimilarityAlone = 0.80;
// Smaller molecules are not compared: a few atoms make them alike.
inline constexpr int kLeastAnalogueAtoms = 13;
// A bigger one cannot reach the cut-offs, or the common part takes too long.
inline constexpr int kMostAnalogueAtoms = 100;

struct AnalogueHit {
  uint32_t substance = 0;  // as given to Add
  // Part of the atom environments of both (ECFP4, radius 0 to 2, counted, no stereo) that they share: a
  // Tanimoto coefficient.
  double similarity = 0;
  // Atoms and bonds of the maximum common substructure, as part of those of both (Tanimoto).
  double common_part = 0;           // 0 when the search for it gave up
  std::vector<int> common;          // heavy atoms of the input in the common substructure
  std::vector<int> differs;         // the component's other heavy atoms
  std::vector<int> listed_differs;  // heavy atoms of the listed drawing (as given to Add) that are not in it
};

// Built once, then immutable and shared.
class AnalogueIndex {
 public:
  // How many nearest neighbours, by similarity, are compared atom by atom.
  static constexpr size_t kCompared = 3;

  AnalogueIndex();
  ~AnalogueIndex();
  AnalogueIndex(AnalogueIndex&&) noexcept;
  AnalogueIndex& operator=(AnalogueIndex&&) noexcept;

  // Left out, with OK, when it is smaller than kLeastAnalogueAtoms or bigger than kMostAnalogueAtoms.
  absl::Status Add(uint32_t substance, std::string_view smiles);
  void Finish();
  size_t size() const;

  // Necessary condition of Nearest() having anything to say, from the light reader's skeleton. Builds its
  // adjacency.
  bool MayHave(Skeleton& skeleton) const;

  // For each component its neighbours over the cut-offs, the likest first (by common part, then by
  // similarity); never a substance of the same constitution, which identity names. The same in whatever order
  // the atoms come.
  absl::StatusOr<std::vector<std::vector<AnalogueHit>>> Nearest(const StandardStructure& structure) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidewaiter
