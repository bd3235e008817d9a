// The sieve: may this structure be anything that is listed? It errs on the side of keeping, by construction:
// each test is a necessary condition derived from what the judge would look for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"

#include "chemdb/structure/molecule.h"
#include "chemdb/structure/need_table.h"
#include "chemdb/structure/quick_counts.h"
#include "chemdb/structure/relaxed_query.h"
#include "chemdb/structure/skeleton.h"
#include "chemdb/structure/skeleton_profile.h"

namespace tidewaiter {

enum class SieveAnswer : uint8_t {
  kDrop,  // certainly nothing listed, and RDKit would read it without complaint
  kKeep,  // may be something listed
  kAsk,   // not understood in full, or beyond a limit: the judge answers
};

class Sieve {
 public:
  // A drawing of a listed substance, as a standardised parent: each component that may be found by identity.
  // `may_be_company`: it is in the table of counter-ions and solvents, so that beside a main component it is
  // not found.
  absl::Status AddIdentity(std::string_view flat_smiles, bool may_be_company = false);
  // A row of that table, whether listed or not.
  absl::Status AddCompany(std::string_view flat_smiles);
  // A component that is looked for by its composition and its skeleton's composition key and hash alone
  // (skeleton.h).
  void AddSkeleton(const QuickCounts& counts, uint32_t composition_key, uint64_t hash);
  // A rule's query; `name` is for Why(). `rule`: the caller's number for what the query stands for, if it has
  // one.
  static constexpr size_t kNoRule = ~size_t{0};
  void AddQuery(std::string name, RelaxedQuery query, size_t rule = kNoRule);
  // Call after the last Add.
  void Finish();

  // Memory of one worker: for one sieve only.
  struct Scratch {
    Skeleton skeleton;
    SkeletonProfile profile;
    std::vector<uint64_t> live;  // one bit for each query
    NeedTable::Scratch needs;
    // After kKeep and kDrop: rules (as given to AddQuery) of which a query may match, in order, each once;
    // and whether anything else may be found: by identity, by AddSkeleton or by a query without a rule.
    std::vector<size_t> rules;
    bool may_be_listed = false;
  };
  SieveAnswer Ask(std::string_view text, StructureNotation notation, Scratch& scratch) const;

  // A quicker question: true when nothing that is listed would be found, if RDKit reads the structure. That
  // it does is not looked at.
  bool HoldsNothing(std::string_view text, StructureNotation notation, Scratch& scratch) const;

  // Why the structure last asked about with `scratch` was kept, for --explain.
  std::string Why(Scratch& scratch) const;

  size_t queries() const { return queries_.size(); }

 private:
  bool IdentityMayMatch(const Skeleton& skeleton) const;
  // Leaves in `live` the queries whose counts and atoms the skeleton has.
  bool AnyLive(Scratch& scratch) const;
  // Indices of the queries that may match; the first `most` of them.
  void CandidateQueries(Scratch& scratch, size_t most, std::vector<size_t>& out) const;

  // What is listed under one skeleton hash.
  struct Listed {
    uint64_t hydrogens = 0;  // bit n: one with n hydrogens; all set when that is not certain
    bool only_company = true;
  };
  std::unordered_map<uint64_t, Listed> listed_;
  std::unordered_set<uint64_t> company_;
  QuickTable quick_;
  std::vector<uint64_t> composition_filter_;  // a bitmap over composition keys
  struct Query {
    std::string name;
    RelaxedQuery query;
    size_t rule = kNoRule;
  };
  std::vector<Query> queries_;
  NeedTable needs_;
  // For each count of a profile and its value (capped), the queries that need no more, as bits.
  static constexpr int kCap = 31;
  std::vector<uint64_t> meets_;  // [count][value][word]
  static constexpr size_t kBlock = 4;
  size_t words_ = 0;  // of a row: whole blocks; the bits beyond the last query are never set
};

}  // namespace tidewaiter
