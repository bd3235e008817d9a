// Keys and hashes of skeletons.
#include <algorithm>

#include "chemdb/structure/internal/atom_code.h"
#include "chemdb/structure/skeleton.h"

namespace tidewaiter {
namespace {

// SplitMix64 (Steele, Lea and Flood 2014): a cheap mixer with full avalanche.
inline uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15ull;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

}  // namespace

QuickCounts CountsOf(const Skeleton& s, int component) {
  QuickCounts out;
  int atoms = 0;
  int degrees = 0;
  for (int a = 0; a < s.atom_count; ++a) {
    if (s.component[a] != component) continue;
    out.AddAtom(s.element[a]);
    ++atoms;
    degrees += s.degree[a];
  }
  out.AddRings(degrees / 2 - atoms + 1);
  return out;
}

void CompositionKeys(const Skeleton& s, std::array<uint32_t, Skeleton::kMaxComponents>& keys) {
  std::fill_n(keys.begin(), s.component_count, 0u);
  for (int a = 0; a < s.atom_count; ++a) {
    // Distinct odd weights for elements; degree is part of a skeleton too.
    keys[s.component[a]] += (s.element[a] * 2654435761u) ^ (s.degree[a] * 40503u);
  }
}

void CountHydrogens(const Skeleton& s, std::array<int, Skeleton::kMaxComponents>& hydrogens) {
  std::fill_n(hydrogens.begin(), s.component_count, 0);
  for (int a = 0; a < s.atom_count; ++a) {
    const int here = internal::HydrogensOfCode(s.code[a]);
    int& sum = hydrogens[s.component[a]];
    sum = sum < 0 || here == internal::kUnsureHydrogens ? -1 : sum + here;
  }
}

void ComponentHashes(const Skeleton& s, std::array<uint64_t, Skeleton::kMaxComponents>& hashes) {
  // Three rounds of neighbourhood refinement (Morgan 1965): each atom's label takes in the sum of its
  // neighbours'.
  static thread_local std::array<uint64_t, Skeleton::kMaxAtoms> shared_label, shared_sum;
  auto& label = shared_label;
  auto& sum = shared_sum;
  const int n = s.atom_count;
  for (int a = 0; a < n; ++a) label[a] = Mix(s.element[a] * 64u + s.degree[a]);
  for (int round = 0; round < 3; ++round) {
    std::fill_n(sum.begin(), n, uint64_t{0});
    for (int b = 0; b < s.bond_count; ++b) {
      sum[s.bond_begin[b]] += label[s.bond_end[b]];
      sum[s.bond_end[b]] += label[s.bond_begin[b]];
    }
    for (int a = 0; a < n; ++a) label[a] = Mix(label[a] * 3 + sum[a]);
  }
  std::fill_n(hashes.begin(), s.component_count, uint64_t{0});
  for (int a = 0; a < n; ++a) hashes[s.component[a]] += label[a];
}

uint64_t HashComponent(const Skeleton& s, int c) {
  std::array<uint64_t, Skeleton::kMaxComponents> hashes;
  ComponentHashes(s, hashes);
  return hashes[static_cast<size_t>(c)];
}

}  // namespace tidewaiter
