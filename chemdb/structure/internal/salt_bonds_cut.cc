// Covalently drawn salts in the light reader: cut where standardisation cuts.
//
// RDKit sanitises the drawing as it stands, then the bonds are cut, then it sanitises what is left. A drawing
// is plain only when both are: the valences as drawn, and those after the cut.
#include <algorithm>

#include "chemdb/structure/internal/draft.h"
#include "chemdb/structure/internal/salt_bond.h"

namespace tidewaiter::internal {
namespace {

// The heaviest metal that RDKit's aromaticity takes into a ring: it stops behind argon.
constexpr int kLastAromaticElement = 18;

// Whether RDKit's table of valences lets a metal of this charge have so many single bonds.
bool RdkitAllows(int z, int charge, int bonds) {
  constexpr int kMostBonds = 12;
  if (bonds > kMostBonds || charge < -3 || charge > 6) return false;
  switch (z) {
    case 4:
      return bonds <= 2 - charge;
    case 13:
      return bonds <= 6 - charge;
    case 83:
      return bonds <= 7 + charge;
    case 12:
    case 20:
    case 38:
    case 56:
    case 30:
    case 47:
      return true;
    default:  // alkali metals
      return bonds <= 1 - charge;
  }
}

}  // namespace

bool IsSaltDrawnCovalent(const Draft& d, int metal) {
  if (!IsSaltMetal(d.element[metal]) || d.aromatic[metal] || d.hydrogen[metal] != 0 ||
      d.valence[metal] != d.degree[metal] ||
      !RdkitAllows(d.element[metal], d.charge[metal], d.degree[metal])) {
    return false;
  }
  // RDKit may see an aromatic ring in a chelate of a light metal: not after more than three bonds.
  if (d.element[metal] <= kLastAromaticElement && d.ring_bonds[metal] > 0 && d.degree[metal] <= 3)
    return false;
  for (int b = 0; b < d.bonds; ++b) {
    if (d.begin[b] != metal && d.end[b] != metal) continue;
    const int other = d.begin[b] == metal ? d.end[b] : d.begin[b];
    if (d.order[b] != 1 || !TakesSaltBond(d.element[other])) return false;
  }
  return true;
}

bool HasSaltBonds(const Draft& d) {
  if (std::none_of(d.element.begin(), d.element.begin() + d.atoms, IsSaltMetal)) return false;
  for (int b = 0; b < d.bonds; ++b) {
    if (IsSaltBond(d.element[d.begin[b]], d.element[d.end[b]])) return true;
  }
  return false;
}

void CutSaltBonds(Draft& d) {
  int kept = 0;
  for (int b = 0; b < d.bonds; ++b) {
    int metal = d.begin[b];
    int other = d.end[b];
    if (!IsSaltBond(d.element[metal], d.element[other])) {
      d.begin[kept] = d.begin[b];
      d.end[kept] = d.end[b];
      d.order[kept++] = d.order[b];
      continue;
    }
    if (!IsSaltMetal(d.element[metal])) {
      metal = d.end[b];
      other = d.begin[b];
    }
    ++d.charge[metal];
    --d.charge[other];
    for (const int end : {metal, other}) {
      --d.valence[end];
      --d.degree[end];
      // Its hydrogens are those of the drawing: none fills the place of the bond.
      d.bracket[end] = true;
    }
  }
  d.bonds = kept;
  d.charged = d.unsettled = d.hydrogen_components = d.salt_metals = 0;
  for (int a = 0; a < d.atoms; ++a) d.charged += d.charge[a] != 0 ? 1 : 0;
}

}  // namespace tidewaiter::internal
