#include "chemdb/structure/sieve.h"

#include <algorithm>
#include <bit>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

constexpr size_t kFilterBits = 1 << 16;

size_t FilterBit(uint32_t key) { return (key * 2654435769u) >> 16; }

// Reads a listed drawing; whether it was plain. A drawing of hydrogen alone has no skeleton and no
// components.
absl::StatusOr<bool> ReadListed(std::string_view flat_smiles, Skeleton& skeleton) {
  const SkeletonStatus status = ReadSmilesSkeleton(flat_smiles, skeleton);
  if (status != SkeletonStatus::kOk && status != SkeletonStatus::kUnusual) {
    return absl::InvalidArgumentError(Concat("sieve: cannot read ", flat_smiles, ": ", skeleton.reason));
  }
  return status == SkeletonStatus::kOk;
}

// A number of hydrogens as a bit; all bits when it is not certain, or too many for one.
uint64_t HydrogenBits(int hydrogens) {
  return hydrogens < 0 || hydrogens > 62 ? ~uint64_t{0} : uint64_t{1} << hydrogens;
}

}  // namespace

absl::Status Sieve::AddIdentity(std::string_view flat_smiles, bool may_be_company) {
  static thread_local Skeleton skeleton;
  TW_ASSIGN_OR_RETURN(const bool plain, ReadListed(flat_smiles, skeleton));
  std::array<uint32_t, Skeleton::kMaxComponents> keys;
  std::array<uint64_t, Skeleton::kMaxComponents> hashes;
  std::array<int, Skeleton::kMaxComponents> hydrogens;
  CompositionKeys(skeleton, keys);
  ComponentHashes(skeleton, hashes);
  if (plain) CountHydrogens(skeleton, hydrogens);
  composition_filter_.resize(kFilterBits / 64, 0);
  if (skeleton.has_isolated_hydrogen) quick_.AddComponent(QuickCounts());
  for (size_t c = 0; c < static_cast<size_t>(skeleton.component_count); ++c) {
    const size_t bit = FilterBit(keys[c]);
    composition_filter_[bit / 64] |= uint64_t{1} << (bit % 64);
    Listed& listed = listed_[hashes[c]];
    listed.hydrogens |= plain ? HydrogenBits(hydrogens[c]) : ~uint64_t{0};
    listed.only_company = listed.only_company && may_be_company;
    quick_.AddComponent(CountsOf(skeleton, static_cast<int>(c)));
  }
  return absl::OkStatus();
}

void Sieve::AddSkeleton(const QuickCounts& counts, uint32_t composition_key, uint64_t hash) {
  quick_.AddComponent(counts);
  composition_filter_.resize(kFilterBits / 64, 0);
  const size_t bit = FilterBit(composition_key);
  composition_filter_[bit / 64] |= uint64_t{1} << (bit % 64);
  listed_[hash] = {~uint64_t{0}, false};
}

absl::Status Sieve::AddCompany(std::string_view flat_smiles) {
  static thread_local Skeleton skeleton;
  TW_RETURN_IF_ERROR(ReadListed(flat_smiles, skeleton).status());
  std::array<uint64_t, Skeleton::kMaxComponents> hashes;
  ComponentHashes(skeleton, hashes);
  company_.insert(hashes.begin(), hashes.begin() + skeleton.component_count);
  return absl::OkStatus();
}

void Sieve::AddQuery(std::string name, RelaxedQuery query, size_t rule) {
  Query added;
  added.name = std::move(name);
  added.query = std::move(query);
  added.rule = rule;
  quick_.AddPart(added.query.QuickNeeds());
  queries_.push_back(std::move(added));
}

void Sieve::Finish() {
  composition_filter_.resize(kFilterBits / 64, 0);
  words_ = (queries_.size() + 64 * kBlock - 1) / (64 * kBlock) * kBlock;
  meets_.assign(static_cast<size_t>(SkeletonProfile::kSize) * (kCap + 1) * words_, 0);
  std::vector<std::vector<AtomNeed>> needs_of;
  for (const Query& query : queries_) needs_of.push_back(query.query.Needs());
  needs_.Build(needs_of);
  for (size_t q = 0; q < queries_.size(); ++q) {
    const SkeletonProfile& needs = queries_[q].query.needs();
    for (size_t p = 0; p < needs.counts.size(); ++p) {
      // A need above the cap is met at the cap: the test may only keep too much.
      for (int value = std::min<int>(needs.counts[p], kCap); value <= kCap; ++value) {
        meets_[(p * (kCap + 1) + static_cast<size_t>(value)) * words_ + q / 64] |= uint64_t{1} << (q % 64);
      }
    }
  }
}

bool Sieve::IdentityMayMatch(const Skeleton& skeleton) const {
  std::array<uint32_t, Skeleton::kMaxComponents> keys;
  CompositionKeys(skeleton, keys);
  const auto components = static_cast<size_t>(skeleton.component_count);
  bool any = false;
  for (size_t c = 0; c < components; ++c) {
    const size_t bit = FilterBit(keys[c]);
    any = any || (composition_filter_[bit / 64] >> (bit % 64) & 1) != 0;
  }
  if (!any) return false;
  std::array<uint64_t, Skeleton::kMaxComponents> hashes;
  std::array<int, Skeleton::kMaxComponents> hydrogens;
  ComponentHashes(skeleton, hashes);
  CountHydrogens(skeleton, hydrogens);
  bool found = false;
  bool main = false;  // a component that is certainly no counter-ion or solvent
  for (size_t c = 0; c < components; ++c) {
    main = main || company_.count(hashes[c]) == 0;
    const auto it = listed_.find(hashes[c]);
    // Tautomers have one number of hydrogens, and standardisation leaves none to charge.
    if (it == listed_.end() || (it->second.hydrogens & HydrogenBits(hydrogens[c])) == 0) continue;
    if (!it->second.only_company) return true;
    found = true;
  }
  // What is listed but stands beside a main component as its counter-ion or solvent is not found.
  return found && !main;
}

bool Sieve::AnyLive(Scratch& scratch) const {
  scratch.profile.Fill(scratch.skeleton);
  std::array<const uint64_t*, SkeletonProfile::kSize> rows;
  for (size_t p = 0; p < rows.size(); ++p) {
    const size_t value = std::min<size_t>(scratch.profile.counts[p], kCap);
    rows[p] = &meets_[(p * (kCap + 1) + value) * words_];
  }
  std::vector<uint64_t>& live = scratch.live;
  live.resize(words_);
  uint64_t any_live = 0;
  for (size_t w = 0; w < words_; w += kBlock) {
    std::array<uint64_t, kBlock> block;
    block.fill(~uint64_t{0});
    for (const uint64_t* row : rows) {
      for (size_t i = 0; i < kBlock; ++i) block[i] &= row[w + i];
    }
    for (size_t i = 0; i < kBlock; ++i) any_live |= live[w + i] = block[i];
  }
  if (any_live == 0) return false;

  scratch.skeleton.PrepareSearch();
  needs_.Count(scratch.skeleton, scratch.needs);
  bool any = false;
  for (size_t w = 0; w < words_; ++w) {
    for (uint64_t bits = live[w]; bits != 0; bits &= bits - 1) {
      const bool held = needs_.MayHold(w * 64 + static_cast<size_t>(std::countr_zero(bits)), scratch.needs);
      if (!held) live[w] &= ~(bits & -bits);
      any = any || held;
    }
  }
  return any;
}

void Sieve::CandidateQueries(Scratch& scratch, size_t most, std::vector<size_t>& out) const {
  out.clear();
  if (queries_.empty() || !AnyLive(scratch)) return;
  for (size_t w = 0; w < words_; ++w) {
    for (uint64_t bits = scratch.live[w]; bits != 0; bits &= bits - 1) {
      const size_t q = w * 64 + static_cast<size_t>(std::countr_zero(bits));
      if (!queries_[q].query.MayMatch(scratch.skeleton)) continue;
      out.push_back(q);
      if (out.size() == most) return;
    }
  }
}

bool Sieve::HoldsNothing(std::string_view text, StructureNotation notation, Scratch& scratch) const {
  if (notation == StructureNotation::kSmiles) {
    const auto look = LookQuickly(text);
    if (look && !quick_.MayHold(*look)) return true;
  }
  const SkeletonStatus status = notation == StructureNotation::kMolBlock
                                    ? ReadMolBlockSkeleton(text, scratch.skeleton, SkeletonDetail::kOutline)
                                    : ReadSmilesSkeleton(text, scratch.skeleton, SkeletonDetail::kOutline);
  if (status != SkeletonStatus::kOk || scratch.skeleton.has_isolated_hydrogen) return false;
  CandidateQueries(scratch, 1, scratch.rules);
  return scratch.rules.empty() && !IdentityMayMatch(scratch.skeleton);
}

SieveAnswer Sieve::Ask(std::string_view text, StructureNotation notation, Scratch& scratch) const {
  const SkeletonStatus status = notation == StructureNotation::kMolBlock
                                    ? ReadMolBlockSkeleton(text, scratch.skeleton)
                                    : ReadSmilesSkeleton(text, scratch.skeleton);
  // Hydrogen by itself is no atom of a skeleton, but one of the molecule.
  if (status != SkeletonStatus::kOk || scratch.skeleton.has_isolated_hydrogen) return SieveAnswer::kAsk;
  CandidateQueries(scratch, queries_.size(), scratch.rules);
  scratch.may_be_listed = IdentityMayMatch(scratch.skeleton);
  for (size_t& query : scratch.rules) query = queries_[query].rule;
  std::sort(scratch.rules.begin(), scratch.rules.end());
  scratch.rules.erase(std::unique(scratch.rules.begin(), scratch.rules.end()), scratch.rules.end());
  if (!scratch.rules.empty() && scratch.rules.back() == kNoRule) {
    scratch.rules.pop_back();
    scratch.may_be_listed = true;
  }
  return scratch.may_be_listed || !scratch.rules.empty() ? SieveAnswer::kKeep : SieveAnswer::kDrop;
}

std::string Sieve::Why(Scratch& scratch) const {
  if (scratch.skeleton.reason[0] != '\0') return Concat("the judge was asked: ", scratch.skeleton.reason);
  if (scratch.skeleton.has_isolated_hydrogen) return "the judge was asked: hydrogen by itself";
  if (IdentityMayMatch(scratch.skeleton)) return "its skeleton is that of a listed substance";
  std::vector<size_t> candidates;
  CandidateQueries(scratch, 1, candidates);
  return candidates.empty() ? "dropped" : Concat("its skeleton may hold ", queries_[candidates[0]].name);
}

}  // namespace tidewaiter
