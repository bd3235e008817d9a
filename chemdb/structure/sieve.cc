#include "chemdb/structure/sieve.h"

#include <algorithm>
#include <bit>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

constexpr size_t kFilterBits = 1 << 16;

size_t FilterBit(uint32_t key) { return (key * 2654435769u) >> 16; }

std::array<int, 6> Properties(const RelaxedQuery::Needs& needs) {
  return {needs.atoms, needs.rings, needs.nitrogens, needs.oxygens, needs.sulphurs, needs.halogens};
}

}  // namespace

absl::Status Sieve::AddIdentity(std::string_view flat_smiles) {
  static thread_local Skeleton skeleton;
  const SkeletonStatus status = ReadSmilesSkeleton(flat_smiles, skeleton);
  if (status != SkeletonStatus::kOk && status != SkeletonStatus::kUnusual) {
    return absl::InvalidArgumentError(Concat("sieve: cannot read ", flat_smiles, ": ", skeleton.reason));
  }
  // Hydrogen alone has no skeleton; the reader leaves it to the judge.
  if (skeleton.atom_count == 0) return absl::OkStatus();
  std::array<uint32_t, Skeleton::kMaxComponents> keys;
  std::array<uint64_t, Skeleton::kMaxComponents> hashes;
  CompositionKeys(skeleton, keys);
  ComponentHashes(skeleton, hashes);
  for (int c = 0; c < skeleton.component_count; ++c) {
    AddSkeleton(keys[static_cast<size_t>(c)], hashes[static_cast<size_t>(c)]);
  }
  return absl::OkStatus();
}

void Sieve::AddSkeleton(uint32_t composition_key, uint64_t hash) {
  composition_filter_.resize(kFilterBits / 64, 0);
  const size_t bit = FilterBit(composition_key);
  composition_filter_[bit / 64] |= uint64_t{1} << (bit % 64);
  hashes_.insert(hash);
}

void Sieve::AddQuery(std::string name, RelaxedQuery query) {
  queries_.push_back({std::move(name), std::move(query)});
}

void Sieve::Finish() {
  composition_filter_.resize(kFilterBits / 64, 0);
  words_ = (queries_.size() + 63) / 64;
  meets_.assign(static_cast<size_t>(kProperties) * (kCap + 1) * words_, 0);
  for (size_t q = 0; q < queries_.size(); ++q) {
    const auto needs = Properties(queries_[q].query.needs());
    for (int p = 0; p < kProperties; ++p) {
      for (int value = 0; value <= kCap; ++value) {
        // A need above the cap is met at the cap: the test may only keep too much.
        if (value < std::min(needs[static_cast<size_t>(p)], kCap)) continue;
        meets_[(static_cast<size_t>(p) * (kCap + 1) + static_cast<size_t>(value)) * words_ + q / 64] |=
            uint64_t{1} << (q % 64);
      }
    }
  }
}

bool Sieve::IdentityMayMatch(const Skeleton& skeleton) const {
  std::array<uint32_t, Skeleton::kMaxComponents> keys;
  CompositionKeys(skeleton, keys);
  bool any = false;
  for (int c = 0; c < skeleton.component_count; ++c) {
    const size_t bit = FilterBit(keys[static_cast<size_t>(c)]);
    any = any || (composition_filter_[bit / 64] >> (bit % 64) & 1) != 0;
  }
  if (!any) return false;
  std::array<uint64_t, Skeleton::kMaxComponents> hashes;
  ComponentHashes(skeleton, hashes);
  for (int c = 0; c < skeleton.component_count; ++c) {
    if (hashes_.count(hashes[static_cast<size_t>(c)]) > 0) return true;
  }
  return false;
}

int Sieve::FirstQuery(Skeleton& skeleton, std::vector<uint64_t>& live) const {
  if (queries_.empty()) return -1;
  int nitrogens = 0, oxygens = 0, sulphurs = 0, halogens = 0;
  for (int a = 0; a < skeleton.atom_count; ++a) {
    const uint8_t z = skeleton.element[static_cast<size_t>(a)];
    nitrogens += z == 7;
    oxygens += z == 8;
    sulphurs += z == 16;
    halogens += z == 9 || z == 17 || z == 35 || z == 53;
  }
  const int values[kProperties] = {
      skeleton.atom_count, skeleton.ring_count, nitrogens, oxygens, sulphurs, halogens};
  live.assign(words_, ~uint64_t{0});
  for (int p = 0; p < kProperties; ++p) {
    const auto value = static_cast<size_t>(std::min(values[p], kCap));
    const uint64_t* row = &meets_[(static_cast<size_t>(p) * (kCap + 1) + value) * words_];
    for (size_t w = 0; w < words_; ++w) live[w] &= row[w];
  }
  bool adjacency = false;
  for (size_t w = 0; w < words_; ++w) {
    for (uint64_t bits = live[w]; bits != 0; bits &= bits - 1) {
      const size_t q = w * 64 + static_cast<size_t>(std::countr_zero(bits));
      if (q >= queries_.size()) break;
      if (!adjacency) skeleton.BuildAdjacency();
      adjacency = true;
      if (queries_[q].query.MayMatch(skeleton)) return static_cast<int>(q);
    }
  }
  return -1;
}

SieveAnswer Sieve::Ask(std::string_view text, StructureNotation notation, Scratch& scratch) const {
  const SkeletonStatus status = notation == StructureNotation::kMolBlock
                                    ? ReadMolBlockSkeleton(text, scratch.skeleton)
                                    : ReadSmilesSkeleton(text, scratch.skeleton);
  if (status != SkeletonStatus::kOk) return SieveAnswer::kAsk;
  if (IdentityMayMatch(scratch.skeleton)) return SieveAnswer::kKeep;
  return FirstQuery(scratch.skeleton, scratch.live) >= 0 ? SieveAnswer::kKeep : SieveAnswer::kDrop;
}

std::string Sieve::Why(Scratch& scratch) const {
  if (scratch.skeleton.reason[0] != '\0') return Concat("the judge was asked: ", scratch.skeleton.reason);
  if (IdentityMayMatch(scratch.skeleton)) return "its skeleton is that of a listed substance";
  const int query = FirstQuery(scratch.skeleton, scratch.live);
  return query < 0 ? "dropped" : Concat("its skeleton may hold ", queries_[static_cast<size_t>(query)].name);
}

}  // namespace tidewaiter
