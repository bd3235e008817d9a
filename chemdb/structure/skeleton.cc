// What both readers end with: hydrogens dropped, components, rings, limits.
#include "chemdb/structure/skeleton.h"

#include <algorithm>

#include "chemdb/structure/internal/draft.h"

namespace tidewaiter {

SkeletonStatus internal::Fail(Skeleton& out, SkeletonStatus status, const char* reason, size_t where) {
  out.reason = reason;
  out.where = where;
  return status;
}

void internal::ResetSkeleton(Skeleton& out) {
  out.reason = "";
  out.where = 0;
  out.atom_count = out.bond_count = out.component_count = out.branch_depth = out.ring_count =
      out.fused_rings = 0;
  out.has_isolated_hydrogen = false;
}

namespace {

using internal::Draft;
using internal::Fail;
using internal::HeavyIndex;

constexpr uint8_t kHydrogen = 1;

// Finds the biconnected blocks (Hopcroft and Tarjan 1973, with an explicit stack: input decides the depth)
// and returns the largest cyclomatic number of one. `in_ring`, when given, is set for the bonds that lie on a
// cycle.
int MostRingsInOneBlock(Skeleton& s, bool* in_ring) {
  s.BuildAdjacency();
  static thread_local std::array<int, Skeleton::kMaxAtoms> depth, low, parent_bond, cursor;
  static thread_local std::array<int, Skeleton::kMaxAtoms> stack;
  static thread_local std::array<int, Skeleton::kMaxBonds> edge_stack;
  static thread_local std::array<bool, Skeleton::kMaxBonds> bond_seen;
  static thread_local std::array<int, Skeleton::kMaxAtoms> atom_mark;

  const int n = s.atom_count;
  std::fill_n(depth.begin(), n, -1);
  std::fill_n(atom_mark.begin(), n, -1);
  std::fill_n(bond_seen.begin(), s.bond_count, false);

  int most = 0;
  int block = 0;
  for (int root = 0; root < n; ++root) {
    if (depth[root] >= 0) continue;
    int top = 0;
    int edges = 0;
    stack[top++] = root;
    depth[root] = low[root] = 0;
    parent_bond[root] = -1;
    cursor[root] = s.offset[root];
    while (top > 0) {
      const int a = stack[top - 1];
      if (cursor[a] < s.offset[a + 1]) {
        const int slot = cursor[a]++;
        const int bond = s.neighbour_bond[slot];
        if (bond_seen[bond]) continue;
        bond_seen[bond] = true;
        const int other = s.bond_begin[bond] == a ? s.bond_end[bond] : s.bond_begin[bond];
        edge_stack[edges++] = bond;
        if (depth[other] < 0) {
          depth[other] = low[other] = depth[a] + 1;
          parent_bond[other] = bond;
          cursor[other] = s.offset[other];
          stack[top++] = other;
        } else {
          low[a] = std::min(low[a], depth[other]);
        }
        continue;
      }
      --top;
      if (top == 0) break;
      const int parent = stack[top - 1];
      low[parent] = std::min(low[parent], low[a]);
      if (low[a] >= depth[parent]) {  // the bond parent-a closes a block
        int block_bonds = 0;
        int block_atoms = 0;
        int bond;
        const bool is_bridge = edge_stack[edges - 1] == parent_bond[a];
        do {
          bond = edge_stack[--edges];
          ++block_bonds;
          if (in_ring != nullptr) in_ring[bond] = !is_bridge;
          for (const int atom : {int{s.bond_begin[bond]}, int{s.bond_end[bond]}}) {
            if (atom_mark[atom] != block) {
              atom_mark[atom] = block;
              ++block_atoms;
            }
          }
        } while (bond != parent_bond[a]);
        most = std::max(most, block_bonds - block_atoms + 1);
        ++block;
      }
    }
  }
  return most;
}

// For mol blocks, whose atoms come in any order: components in order of their first atom.
void NumberComponents(Skeleton& s) {
  s.BuildAdjacency();
  static thread_local std::array<uint16_t, Skeleton::kMaxAtoms> queue;
  constexpr uint16_t kUnset = 0xffff;
  std::fill_n(s.component.begin(), s.atom_count, kUnset);
  s.component_count = 0;
  for (int root = 0; root < s.atom_count; ++root) {
    if (s.component[root] != kUnset) continue;
    const auto c = static_cast<uint16_t>(s.component_count++);
    int head = 0;
    int tail = 0;
    queue[tail++] = static_cast<uint16_t>(root);
    s.component[root] = c;
    while (head < tail) {
      const int a = queue[head++];
      for (int k = s.offset[a]; k < s.offset[a + 1]; ++k) {
        const uint16_t b = s.neighbour[k];
        if (s.component[b] == kUnset) {
          s.component[b] = c;
          queue[tail++] = b;
        }
      }
    }
  }
}

void CountDegrees(Skeleton& s) {
  std::fill_n(s.degree.begin(), s.atom_count, uint16_t{0});
  for (int b = 0; b < s.bond_count; ++b) {
    ++s.degree[s.bond_begin[b]];
    ++s.degree[s.bond_end[b]];
  }
}

// Counts rings. kOk or kLimit; needs degrees and components.
SkeletonStatus CheckRings(Skeleton& s) {
  if (s.component_count > limits::kComponents) {
    return Fail(s, SkeletonStatus::kLimit, "more components than the limit", 0);
  }
  s.ring_count = s.bond_count - s.atom_count + s.component_count;
  if (s.ring_count > limits::kRings) return Fail(s, SkeletonStatus::kLimit, "more rings than the limit", 0);
  // Fewer rings than the limit cannot hold a system over it; the exact number is only needed above.
  s.fused_rings = s.ring_count > limits::kFusedRings ? MostRingsInOneBlock(s, nullptr) : s.ring_count;
  if (s.fused_rings > limits::kFusedRings) {
    return Fail(s, SkeletonStatus::kLimit, "more rings fused into one system than the limit", 0);
  }
  return SkeletonStatus::kOk;
}

// Two bonds between one pair of atoms: RDKit refuses them. Needs adjacency.
bool HasDoubledBond(const Skeleton& s) {
  for (int a = 0; a < s.atom_count; ++a) {
    for (int k = s.offset[a]; k < s.offset[a + 1]; ++k) {
      for (int l = k + 1; l < s.offset[a + 1]; ++l) {
        if (s.neighbour[k] == s.neighbour[l]) return true;
      }
    }
  }
  return false;
}

// Copies the heavy atoms and the bonds between them. kOk, kLimit or kUnusual.
SkeletonStatus DropHydrogens(Draft& d, Skeleton& s, HeavyIndex& index) {
  for (int a = 0; a < d.atoms; ++a) {
    if (d.element[a] == kHydrogen) {
      if (d.degree[a] > 1) return Fail(s, SkeletonStatus::kUnusual, "a hydrogen with two bonds", 0);
      if (d.degree[a] == 0) ++d.hydrogen_components;
      index.atom[a] = HeavyIndex::kNone;
      continue;
    }
    index.atom[a] = static_cast<uint16_t>(s.atom_count);
    s.component[s.atom_count] = d.component[a];
    s.element[s.atom_count++] = d.element[a];
  }
  for (int b = 0; b < d.bonds; ++b) {
    const uint16_t begin = index.atom[d.begin[b]];
    const uint16_t end = index.atom[d.end[b]];
    index.bond[b] = HeavyIndex::kNone;
    if (begin == HeavyIndex::kNone && end == HeavyIndex::kNone) ++d.hydrogen_components;
    if (begin == HeavyIndex::kNone || end == HeavyIndex::kNone) continue;
    if (s.bond_count == Skeleton::kMaxBonds)
      return Fail(s, SkeletonStatus::kLimit, "more rings than the limit", 0);
    index.bond[b] = static_cast<uint16_t>(s.bond_count);
    s.bond_begin[s.bond_count] = begin;
    s.bond_end[s.bond_count++] = end;
  }
  return SkeletonStatus::kOk;
}

// A component of hydrogens alone leaves a gap in the numbers.
void CloseComponentGaps(Skeleton& s) {
  int next = -1;
  int last = -1;
  for (int a = 0; a < s.atom_count; ++a) {
    if (s.component[a] != last) {
      last = s.component[a];
      ++next;
    }
    s.component[a] = static_cast<uint16_t>(next);
  }
  s.component_count = next + 1;
}

}  // namespace

SkeletonStatus internal::FinishSkeleton(Draft& d, Skeleton& s, bool from_smiles, SkeletonDetail detail) {
  static thread_local HeavyIndex shared_index;
  HeavyIndex& index = shared_index;
  if (d.heavy > Skeleton::kMaxAtoms)
    return Fail(s, SkeletonStatus::kLimit, "more heavy atoms than the limit", 0);
  if (d.hydrogens == 0) {
    if (d.bonds > Skeleton::kMaxBonds) return Fail(s, SkeletonStatus::kLimit, "more rings than the limit", 0);
    std::copy_n(d.element.begin(), d.atoms, s.element.begin());
    std::copy_n(d.component.begin(), d.atoms, s.component.begin());
    std::copy_n(d.begin.begin(), d.bonds, s.bond_begin.begin());
    std::copy_n(d.end.begin(), d.bonds, s.bond_end.begin());
    s.atom_count = d.atoms;
    s.bond_count = d.bonds;
  } else if (const SkeletonStatus status = DropHydrogens(d, s, index); status != SkeletonStatus::kOk) {
    return status;
  }
  CountDegrees(s);
  if (!from_smiles) {
    NumberComponents(s);
    if (HasDoubledBond(s)) return Fail(s, SkeletonStatus::kUnusual, "two bonds between one pair of atoms", 0);
  } else if (d.hydrogens > 0) {
    CloseComponentGaps(s);
  } else {
    s.component_count = s.atom_count == 0 ? 0 : s.component[s.atom_count - 1] + 1;
  }
  s.has_isolated_hydrogen = d.hydrogen_components > 0;
  if (s.component_count + d.hydrogen_components > limits::kComponents) {
    return Fail(s, SkeletonStatus::kLimit, "more components than the limit", 0);
  }
  if (const SkeletonStatus status = CheckRings(s); status != SkeletonStatus::kOk) return status;
  if (s.atom_count == 0) return Fail(s, SkeletonStatus::kUnusual, "hydrogen alone", 0);
  if (detail == SkeletonDetail::kOutline && HasSaltBonds(d)) {
    CutSaltBonds(d);
    s.atom_count = s.bond_count = 0;
    return FinishSkeleton(d, s, /*from_smiles=*/false, detail);
  }
  std::fill_n(d.in_ring.begin(), d.bonds, false);
  std::fill_n(d.ring_bonds.begin(), d.atoms, uint8_t{0});
  if (from_smiles) {
    if (!MarkRingBonds(d)) return Fail(s, SkeletonStatus::kUnusual, "a ring across components", 0);
  } else if (s.ring_count > 0) {
    static thread_local std::array<bool, Skeleton::kMaxBonds> in_ring;
    MostRingsInOneBlock(s, in_ring.data());
    for (int b = 0; b < d.bonds; ++b) {
      const int heavy_bond = d.hydrogens == 0 ? b : index.bond[b];
      if (heavy_bond != HeavyIndex::kNone && in_ring[heavy_bond]) d.MarkInRing(b);
    }
  }
  if (detail == SkeletonDetail::kOutline) {
    return OutlineAtoms(d, index, s) ? SkeletonStatus::kOk
                                     : Fail(s, SkeletonStatus::kUnusual, "an atom of very many bonds", 0);
  }
  if (!IsPlain(d)) return Fail(s, SkeletonStatus::kUnusual, "a valence that is not plain", 0);
  if (d.salt_metals > 0) {
    // The limits were met by the drawing as it stands; what is left after the cut starts again.
    CutSaltBonds(d);
    s.atom_count = s.bond_count = 0;
    if (FinishSkeleton(d, s, /*from_smiles=*/false, detail) == SkeletonStatus::kOk) {
      return SkeletonStatus::kOk;
    }
    return Fail(s, SkeletonStatus::kUnusual, "a salt drawn with bonds that is not plain", 0);
  }
  SettleAtoms(d, index, s);
  return SkeletonStatus::kOk;
}

SkeletonStatus internal::MeasureSkeleton(Skeleton& s) {
  CountDegrees(s);
  NumberComponents(s);
  return CheckRings(s);
}

void Skeleton::BuildAdjacency() {
  const int n = atom_count;
  offset[0] = 0;
  for (int a = 0; a < n; ++a) offset[a + 1] = static_cast<uint16_t>(offset[a] + degree[a]);
  static thread_local std::array<uint16_t, kMaxAtoms> shared_fill;
  auto& fill = shared_fill;
  std::copy_n(offset.begin(), n, fill.begin());
  for (int b = 0; b < bond_count; ++b) {
    const uint16_t x = bond_begin[b];
    const uint16_t y = bond_end[b];
    neighbour_bond[fill[x]] = neighbour_bond[fill[y]] = static_cast<uint16_t>(b);
    neighbour[fill[x]++] = y;
    neighbour[fill[y]++] = x;
  }
}

}  // namespace tidewaiter
