#include <algorithm>

#include "chemdb/structure/internal/draft.h"
#include "chemdb/structure/internal/elements.h"

namespace tidewaiter::internal {
namespace {

// Most bonds (hydrogens counted) that an atom of this element and charge may have to be plain; -1 = not
// plain. Deliberately narrower than RDKit's own table: what is beyond goes to the judge.
int PlainValence(int element, int charge) {
  switch (element) {
    case 1:
      return charge == 0 ? 1 : charge == 1 ? 0 : -1;
    case 5:
      return charge == 0 ? 3 : charge == -1 ? 4 : -1;
    case 6:
      return charge == 0 ? 4 : charge == 1 || charge == -1 ? 3 : -1;
    case 7:
      return charge == 0 ? 3 : charge == 1 ? 4 : charge == -1 ? 2 : -1;
    case 8:
      return charge == 0 ? 2 : charge == 1 ? 3 : charge == -1 ? 1 : -1;
    case 9:
    case 17:
    case 35:
    case 53:
      return charge == 0 ? 1 : charge == -1 ? 0 : -1;
    case 14:
      return charge == 0 ? 4 : -1;
    case 15:
      return charge == 0 ? 5 : charge == 1 ? 4 : -1;
    case 16:
      return charge == 0 ? 6 : charge == 1 ? 3 : charge == -1 ? 1 : -1;
    case 34:
      return charge == 0 ? 2 : -1;
    default:
      return IsMetal(static_cast<uint8_t>(element)) ? 0 : -1;
  }
}

// A Kekulé form: every aromatic atom that needs a double bond is paired with a neighbour that needs one, over
// ring bonds between aromatic atoms. Forced pairs first (an atom with one partner left), then any pair: for
// the six- and five-membered systems of real molecules that finds a form when there is one; when it fails the
// judge decides.
bool HasKekuleForm(const Draft& d) {
  static thread_local std::array<uint8_t, Draft::kMaxAtoms>
      open;  // partners left; 0 = needs none or is paired
  static thread_local std::array<bool, Draft::kMaxAtoms> needs;
  static thread_local std::array<bool, Draft::kMaxAtoms> ring_bond;  // of the tree bond to the parent
  static thread_local std::array<std::array<uint16_t, 4>, Draft::kMaxAtoms> partner;
  static thread_local std::array<uint8_t, Draft::kMaxAtoms> aromatic_degree;
  static thread_local std::array<uint16_t, Draft::kMaxAtoms> queue;

  // Tree bonds that lie on a cycle: the tree paths between the two ends of each ring closure.
  std::fill_n(ring_bond.begin(), d.atoms, false);
  for (int b = 0; b < d.bonds; ++b) {
    if (!d.closes_ring[b]) continue;
    int u = d.begin[b];
    int v = d.end[b];
    while (u != v) {
      int& later = u > v ? u : v;
      if (d.parent[later] == later) return false;  // a ring across components: not plain
      ring_bond[later] = true;
      later = d.parent[later];
    }
  }
  for (int a = 0; a < d.atoms; ++a) {
    aromatic_degree[a] = 0;
    needs[a] = false;
    open[a] = 0;
    if (!d.aromatic[a]) continue;
    const int bonds = d.valence[a] + d.hydrogen[a];
    switch (d.element[a]) {
      case 6:
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
        if (d.degree[a] != d.valence[a]) return false;
        if (d.charge[a] == 0) {
          if (bonds == 2) {
            needs[a] = true;
          } else if (bonds != 3) {
            return false;
          }
        } else if (d.charge[a] == 1) {
          if (bonds != 3) return false;
          needs[a] = true;
        } else {
          return false;
        }
        break;
      case 8:
      case 16:
        if (d.charge[a] != 0 || bonds != 2) return false;
        break;
      default:
        return false;
    }
  }
  for (int b = 0; b < d.bonds; ++b) {
    const int u = d.begin[b];
    const int v = d.end[b];
    if (d.order[b] != Draft::kAromaticOrder) continue;
    const bool in_ring = d.closes_ring[b] || ring_bond[std::max(u, v)];
    if (!in_ring) continue;
    ++aromatic_degree[u];
    ++aromatic_degree[v];
    if (!needs[u] || !needs[v]) continue;
    if (open[u] == 4 || open[v] == 4) return false;
    partner[u][open[u]++] = static_cast<uint16_t>(v);
    partner[v][open[v]++] = static_cast<uint16_t>(u);
  }
  int head = 0;
  int tail = 0;
  int left = 0;
  for (int a = 0; a < d.atoms; ++a) {
    if (!d.aromatic[a]) continue;
    if (aromatic_degree[a] < 2) return false;
    if (!needs[a]) continue;
    ++left;
    if (open[a] == 0) return false;
    if (open[a] == 1) queue[tail++] = static_cast<uint16_t>(a);
  }
  static thread_local std::array<uint8_t, Draft::kMaxAtoms> partners;
  std::copy_n(open.begin(), d.atoms, partners.begin());
  const auto pair_up = [&](int a) {
    // Pairs `a` with its first free partner and tells the others.
    int with = -1;
    for (int k = 0; k < partners[a]; ++k) {
      if (needs[partner[a][k]]) {
        with = partner[a][k];
        break;
      }
    }
    if (with < 0) return false;
    needs[a] = needs[with] = false;
    left -= 2;
    for (const int x : {a, with}) {
      for (int k = 0; k < partners[x]; ++k) {
        const int other = partner[x][k];
        if (!needs[other]) continue;
        if (--open[other] == 0) return false;
        if (open[other] == 1) queue[tail++] = static_cast<uint16_t>(other);
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
    while (next < d.atoms && !needs[next]) ++next;
    if (next == d.atoms || !pair_up(next)) return false;
  }
  return true;
}

}  // namespace

bool IsPlain(const Draft& d) {
  for (int a = 0; a < d.atoms; ++a) {
    if (d.aromatic[a]) continue;
    const int bonds = d.valence[a] + d.hydrogen[a];
    const int element = d.element[a];
    if (!d.bracket[a]) {
      // Organic subset: hydrogens fill up, so only too many bonds can be wrong.
      switch (element) {
        case 6:
          if (bonds > 4) return false;
          break;
        case 7:
          if (bonds > 3) return false;
          break;
        case 8:
          if (bonds > 2) return false;
          break;
        case 5:
          if (bonds > 3) return false;
          break;
        case 15:
          if (bonds > 5) return false;
          break;
        case 16:
          if (bonds > 6) return false;
          break;
        default:
          if (bonds > 1) return false;
          break;  // halogens
      }
      continue;
    }
    const int most = PlainValence(element, d.charge[a]);
    if (most >= 0) {
      if (bonds > most) return false;
    } else {
      return false;
    }
    if (element > 1 && IsMetal(static_cast<uint8_t>(element)) && bonds != 0) return false;
  }
  return d.aromatics == 0 || HasKekuleForm(d);
}

}  // namespace tidewaiter::internal
