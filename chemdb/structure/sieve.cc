#include "chemdb/structure/sieve.h"

#include <algorithm>
#include <bit>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

constexpr size_t kFilterBits = 1 << 16;
constexpr int kCacheBits = 12;
constexpr size_t kCacheSlots = size_t{1} << kCacheBits;

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
  for (size_t c = 0; c < static_cast<size_t>(skeleton.component_count); ++c) {
    const size_t bit = FilterBit(keys[c]);
    composition_filter_[bit / 64] |= uint64_t{1} << (bit % 64);
    Listed& listed = listed_[hashes[c]];
    listed.hydrogens |= plain ? HydrogenBits(hydrogens[c]) : ~uint64_t{0};
    listed.only_company = listed.only_company && may_be_company;
  }
  return absl::OkStatus();
}

void Sieve::AddSkeleton(uint32_t composition_key, uint64_t hash) {
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
  queries_.push_back(std::move(added));
}

void Sieve::Finish() {
  composition_filter_.resize(kFilterBits / 64, 0);
  words_ = (queries_.size() + 63) / 64;
  meets_.assign(static_cast<size_t>(SkeletonProfile::kSize) * (kCap + 1) * words_, 0);
  std::vector<std::vector<size_t>> needs_of(queries_.size());
  for (size_t q = 0; q < queries_.size(); ++q) {
    for (const AtomNeed& need : queries_[q].query.Needs()) {
      const auto known = std::find(needs_.begin(), needs_.end(), need);
      if (known == needs_.end() && needs_.size() == kMostNeeds) continue;
      needs_of[q].push_back(static_cast<size_t>(known - needs_.begin()));
      if (known == needs_.end()) needs_.push_back(need);
    }
  }
  need_words_ = (needs_.size() + 63) / 64;
  for (size_t q = 0; q < queries_.size(); ++q) {
    queries_[q].needs.assign(need_words_, 0);
    for (const size_t need : needs_of[q]) queries_[q].needs[need / 64] |= uint64_t{1} << (need % 64);
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
  std::vector<uint64_t>& live = scratch.live;
  live.assign(words_, ~uint64_t{0});
  if (queries_.size() % 64 != 0) live.back() = (uint64_t{1} << (queries_.size() % 64)) - 1;
  for (size_t p = 0; p < scratch.profile.counts.size(); ++p) {
    const size_t value = std::min<size_t>(scratch.profile.counts[p], kCap);
    const uint64_t* row = &meets_[(p * (kCap + 1) + value) * words_];
    for (size_t w = 0; w < words_; ++w) live[w] &= row[w];
  }
  if (std::all_of(live.begin(), live.end(), [](uint64_t word) { return word == 0; })) return false;

  scratch.skeleton.PrepareSearch();
  scratch.present.assign(need_words_, 0);
  for (int a = 0; a < scratch.skeleton.atom_count; ++a) {
    const uint64_t* row = NeedsMetBy(scratch.skeleton.mask[static_cast<size_t>(a)], scratch);
    for (size_t w = 0; w < need_words_; ++w) scratch.present[w] |= row[w];
  }
  bool any = false;
  for (size_t w = 0; w < words_; ++w) {
    for (uint64_t bits = live[w]; bits != 0; bits &= bits - 1) {
      const std::vector<uint64_t>& needs =
          queries_[w * 64 + static_cast<size_t>(std::countr_zero(bits))].needs;
      bool met = true;
      for (size_t k = 0; k < need_words_; ++k) met = met && (needs[k] & ~scratch.present[k]) == 0;
      if (!met) live[w] &= ~(bits & -bits);
      any = any || met;
    }
  }
  return any;
}

const uint64_t* Sieve::NeedsMetBy(AtomMask mask, Scratch& scratch) const {
  if (scratch.cache_keys.empty() || scratch.cached > kCacheSlots / 2) {
    scratch.cache_keys.assign(kCacheSlots, 0);  // no atom has an empty mask
    scratch.cache_rows.assign(kCacheSlots * need_words_, 0);
    scratch.cached = 0;
  }
  size_t slot = static_cast<size_t>((mask * 0x9e3779b97f4a7c15ull) >> (64 - kCacheBits));
  while (scratch.cache_keys[slot] != mask) {
    if (scratch.cache_keys[slot] == 0) {
      scratch.cache_keys[slot] = mask;
      ++scratch.cached;
      for (size_t n = 0; n < needs_.size(); ++n) {
        if (needs_[n].Allows(mask))
          scratch.cache_rows[slot * need_words_ + n / 64] |= uint64_t{1} << (n % 64);
      }
      break;
    }
    slot = (slot + 1) % kCacheSlots;
  }
  return &scratch.cache_rows[slot * need_words_];
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

SieveAnswer Sieve::Ask(std::string_view text, StructureNotation notation, Scratch& scratch) const {
  const SkeletonStatus status = notation == StructureNotation::kMolBlock
                                    ? ReadMolBlockSkeleton(text, scratch.skeleton)
                                    : ReadSmilesSkeleton(text, scratch.skeleton);
  // Hydrogen by itself is no atom of a skeleton, but one of the molecule.
  if (status != SkeletonStatus::kOk || scratch.skeleton.has_isolated_hydrogen) return SieveAnswer::kAsk;
  CandidateQueries(scratch, queries_.size(), scratch.rules);
  const bool keep = !scratch.rules.empty() || IdentityMayMatch(scratch.skeleton);
  for (size_t& query : scratch.rules) query = queries_[query].rule;
  std::sort(scratch.rules.begin(), scratch.rules.end());
  scratch.rules.erase(std::unique(scratch.rules.begin(), scratch.rules.end()), scratch.rules.end());
  if (!scratch.rules.empty() && scratch.rules.back() == kNoRule) scratch.rules.pop_back();
  return keep ? SieveAnswer::kKeep : SieveAnswer::kDrop;
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
