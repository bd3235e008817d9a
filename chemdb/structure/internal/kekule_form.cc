#include <algorithm>

#include "chemdb/structure/internal/draft.h"

namespace tidewaiter::internal {

// A Kekulé form: every aromatic atom that needs a double bond is paired with a neighbour that needs one, over
// ring bonds between aromatic atoms. Forced pairs first (an atom with one partner left), then any pair: for
// the six- and five-membered systems of real molecules that finds a form when there is one; when it fails the
// judge decides.
bool HasKekuleForm(const Draft& d) {
  struct Work {
    std::array<uint16_t, Draft::kMaxAtoms> atoms;  // the aromatic ones; the rest is theirs
    std::array<bool, Draft::kMaxAtoms> needs;
    std::array<uint8_t, Draft::kMaxAtoms> ring_bonds;  // to aromatic atoms
    std::array<uint8_t, Draft::kMaxAtoms> partners;
    std::array<uint8_t, Draft::kMaxAtoms> open;  // partners that still need one
    std::array<std::array<uint16_t, 4>, Draft::kMaxAtoms> partner;
    std::array<uint16_t, Draft::kMaxAtoms> queue;
  };
  static thread_local Work shared_work;
  auto& [atoms, needs, ring_bonds, partners, open, partner, queue] = shared_work;

  int count = 0;
  for (int a = 0; a < d.atoms; ++a) {
    if (!d.aromatic[a]) continue;
    atoms[count++] = static_cast<uint16_t>(a);
    ring_bonds[a] = 0;
    needs[a] = false;
    open[a] = 0;
    const int bonds = d.valence[a] + d.hydrogen[a];
    switch (d.element[a]) {
      case 6:
        if (d.charge[a] == -1 && bonds == 3 && d.degree[a] == d.valence[a]) break;  // its pair is in the ring
        if (d.charge[a] != 0 || bonds > 4) return false;
        // Three sigma bonds need a double bond; a carbonyl carbon has its own; two sigma bonds carry a
        // hydrogen.
        if (d.bracket[a]) {
          if (bonds == 3) {
            needs[a] = true;
          } else if (!(bonds == 4 && d.degree[a] == 3)) {
            return false;
          }
        } else if (d.degree[a] == d.valence[a]) {
          if (d.degree[a] > 3) return false;
          needs[a] = true;
        } else if (!(d.degree[a] == 3 && d.valence[a] == 4)) {
          return false;
        }
        break;
      case 7:
        if (d.degree[a] != d.valence[a]) {
          // An N-oxide as n(=O), which RDKit makes [n+][O-]; or n+ with a double bond of its own.
          if (d.degree[a] != 3 || bonds != 4) return false;
          if (d.charge[a] == 0 && !d.settled[a]) {
            needs[a] = true;
          } else if (d.charge[a] != 1) {
            return false;
          }
        } else if (d.charge[a] == 0) {
          if (bonds == 2) {
            needs[a] = true;
          } else if (bonds != 3) {
            return false;
          }
        } else if (d.charge[a] == 1) {
          if (bonds != 3) return false;
          needs[a] = true;
        } else if (d.charge[a] != -1 || bonds != 2) {
          return false;
        }
        break;
      case 8:
      case 16:
      case 34:
        if (bonds != 2 || d.degree[a] != 2 || d.charge[a] < 0 || d.charge[a] > 1) return false;
        needs[a] = d.charge[a] == 1;
        break;
      default:
        return false;
    }
  }
  for (int b = 0; b < d.bonds; ++b) {
    const int u = d.begin[b];
    const int v = d.end[b];
    if (!d.in_ring[b] || !d.aromatic[u] || !d.aromatic[v] || d.order[b] == 2 || d.order[b] == 3) continue;
    ++ring_bonds[u];
    ++ring_bonds[v];
    // A bond written single (the / of a double bond beside it) stays single.
    if (d.order[b] != Draft::kAromaticOrder || !needs[u] || !needs[v]) continue;
    if (open[u] == 4 || open[v] == 4) return false;
    partner[u][open[u]++] = static_cast<uint16_t>(v);
    partner[v][open[v]++] = static_cast<uint16_t>(u);
  }
  int head = 0;
  int tail = 0;
  int left = 0;
  for (int i = 0; i < count; ++i) {
    const int a = atoms[i];
    if (ring_bonds[a] < 2) return false;
    partners[a] = open[a];
    if (!needs[a]) continue;
    ++left;
    if (open[a] == 0) return false;
    if (open[a] == 1) queue[tail++] = static_cast<uint16_t>(a);
  }
  Work& work = shared_work;
  const auto pair_up = [&work, &left, &tail](int a) {
    // Pairs `a` with its first free partner and tells the others.
    int with = -1;
    for (int k = 0; k < work.partners[a]; ++k) {
      if (work.needs[work.partner[a][k]]) {
        with = work.partner[a][k];
        break;
      }
    }
    if (with < 0) return false;
    work.needs[a] = work.needs[with] = false;
    left -= 2;
    for (const int x : {a, with}) {
      for (int k = 0; k < work.partners[x]; ++k) {
        const int other = work.partner[x][k];
        if (!work.needs[other]) continue;
        if (--work.open[other] == 0) return false;
        if (work.open[other] == 1) work.queue[tail++] = static_cast<uint16_t>(other);
      }
    }
    return true;
  };
  int next = 0;
  while (left > 0) {
    while (head < tail) {
      const int a = queue[head++];
      if (needs[a] && !pair_up(a)) return false;
    }
    if (left <= 0) break;
    while (next < count && !needs[atoms[next]]) ++next;
    if (next == count || !pair_up(atoms[next])) return false;
  }
  return true;
}

bool MarkRingBonds(Draft& d) {
  for (int b = 0; b < d.bonds; ++b) {
    if (!d.closes_ring[b]) continue;
    d.MarkInRing(b);
    int u = d.begin[b];
    int v = d.end[b];
    while (u != v) {
      int& later = u > v ? u : v;
      if (d.parent[later] == later) return false;
      d.MarkInRing(d.parent_bond[later]);
      later = d.parent[later];
    }
  }
  return true;
}

}  // namespace tidewaiter::internal
