// The sieve: may this structure be anything that is listed? It errs on the side of keeping, by construction:
// each test is a necessary condition derived from what the judge would look for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"

#include "chemdb/structure/molecule.h"
#include "chemdb/structure/relaxed_query.h"
#include "chemdb/structure/skeleton.h"

namespace tidewaiter {

enum class SieveAnswer : uint8_t {
  kDrop,  // certainly nothing listed, and RDKit would read it without complaint
  kKeep,  // may be something listed
  kAsk,   // not understood in full, or beyond a limit: the judge answers
};

class Sieve {
 public:
  // The skeleton of a drawing of a listed substance (each component that may be found by identity).
  absl::Status AddIdentity(std::string_view flat_smiles);
  // The same for a component known by its composition key and hash (skeleton.h).
  void AddSkeleton(uint32_t composition_key, uint64_t hash);
  // A rule's query; `name` is for Why().
  void AddQuery(std::string name, RelaxedQuery query);
  // Call after the last Add.
  void Finish();

  // Memory of one worker.
  struct Scratch {
    Skeleton skeleton;
    std::vector<uint64_t> live;  // one bit for each query
  };
  SieveAnswer Ask(std::string_view text, StructureNotation notation, Scratch& scratch) const;

  // Why the structure last asked about with `scratch` was kept, for --explain.
  std::string Why(Scratch& scratch) const;

  size_t queries() const { return queries_.size(); }

 private:
  bool IdentityMayMatch(const Skeleton& skeleton) const;
  // Index of the first query that may match, or -1.
  int FirstQuery(Skeleton& skeleton, std::vector<uint64_t>& live) const;

  std::unordered_set<uint64_t> hashes_;
  std::vector<uint64_t> composition_filter_;  // a bitmap over composition keys
  struct Query {
    std::string name;
    RelaxedQuery query;
  };
  std::vector<Query> queries_;
  // For each property and value (capped), the queries whose need it meets, as bits.
  static constexpr int kProperties = 6;
  static constexpr int kCap = 63;
  std::vector<uint64_t> meets_;  // [property][value][word]
  size_t words_ = 0;
};

}  // namespace tidewaiter
