#include <algorithm>

#include "chemdb/structure/internal/draft.h"
#include "chemdb/structure/internal/elements.h"

namespace tidewaiter::internal {
namespace {

// The charges of lone metals that RDKit takes: it counts one that no atom bears as a bond too many.
int MostIonCharge(int metal) {
  switch (metal) {
    case 3:  // the alkalis
    case 11:
    case 19:
    case 37:
    case 55:
    case 87:
      return 1;
    case 4:
      return 2;
    case 31:  // the earths
    case 49:
    case 81:
      return 3;
    case 13:
      return 6;
    default:  // any number of bonds
      return 9;
  }
}

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
      return charge == 0 ? 1 : charge == -1 ? 0 : -1;
    case 53:
      return charge == 0 ? 5 : charge == -1 ? 0 : -1;
    case 14:
    case 32:
    case 50:
    case 82:
      return charge == 0 ? 4 : -1;
    case 15:
      return charge == 0 ? 5 : charge == 1 ? 4 : -1;
    case 33:
    case 51:
      return charge == 0 ? 5 : -1;
    case 16:
      return charge == 0 ? 6 : charge == 1 ? 3 : charge == -1 ? 1 : -1;
    case 34:
    case 52:
      return charge == 0 ? 6 : -1;
    default:
      return IsMetal(static_cast<uint8_t>(element)) && charge >= 0 && charge <= MostIonCharge(element) ? 0
                                                                                                       : -1;
  }
}

// Metals to which RDKit gives any number of bonds, and whose bonds standardisation leaves alone.
bool TakesAnyBonds(int z) {
  return (z >= 22 && z <= 29) || (z >= 39 && z <= 46) || z == 48 || (z >= 57 && z <= 80) || z == 90 ||
         z == 92;
}
constexpr int kMostMetalNeighbours = 12;

bool IsTerminalOxide(const Draft& d, int atom) {
  return d.element[atom] == 8 && d.degree[atom] == 1 && d.charge[atom] == 0 && !d.bracket[atom] &&
         !d.aromatic[atom];
}

void Unsettle(Draft& d, int atom) {
  if (d.unsettled == 0) std::fill_n(d.settled.begin(), d.atoms, true);
  if (d.settled[atom]) ++d.unsettled;
  d.settled[atom] = false;
}

// Unsettles an atom and its neighbours. Returns how many of them are oxygens on a double bond and nothing
// else, and how many are oxygens at all.
struct OxideCount {
  int oxides = 0;
  int oxygens = 0;
};
OxideCount UnsettleAround(Draft& d, int atom) {
  OxideCount count;
  Unsettle(d, atom);
  for (int b = 0; b < d.bonds; ++b) {
    if (d.begin[b] != atom && d.end[b] != atom) continue;
    const int other = d.begin[b] == atom ? d.end[b] : d.begin[b];
    Unsettle(d, other);
    count.oxygens += d.element[other] == 8 ? 1 : 0;
    count.oxides += d.order[b] == 2 && IsTerminalOxide(d, other) ? 1 : 0;
  }
  return count;
}

// Drawings with more bonds than the element's valence, of which RDKit is known to make ions or which it takes
// as they are: N(=O)=O and n(=O), perchlorates, bonds of transition metals.
bool IsPlainExcess(Draft& d, int a, int bonds) {
  const int element = d.element[a];
  const int charge = d.charge[a];
  if (element == 7 && charge == 0 && d.hydrogen[a] == 0) {
    if (d.aromatic[a]) {
      return bonds == 4 && d.degree[a] == 3 && UnsettleAround(d, a).oxides == 1;
    }
    return bonds == 5 && d.degree[a] == 3 && UnsettleAround(d, a).oxides == 2;
  }
  if ((element == 17 || element == 35) && d.degree[a] == 4 && d.hydrogen[a] == 0) {
    const OxideCount count = UnsettleAround(d, a);
    return count.oxygens == 4 &&
           ((charge == 0 && bonds == 7 && count.oxides == 3) || (charge == 3 && bonds == 4));
  }
  if (TakesAnyBonds(element) && d.degree[a] <= kMostMetalNeighbours) {
    UnsettleAround(d, a);
    return true;
  }
  // Without a bond there is none to cut.
  if (d.degree[a] > 0 && IsSaltDrawnCovalent(d, a)) {
    ++d.salt_metals;
    return true;
  }
  return false;
}

}  // namespace

bool IsPlain(Draft& d) {
  for (int a = 0; a < d.atoms; ++a) {
    const int bonds = d.valence[a] + d.hydrogen[a];
    const int element = d.element[a];
    if (d.aromatic[a]) {
      // The rest is for the Kekulé form to say.
      if (element == 7 && d.charge[a] == 0 && bonds == 4 && !IsPlainExcess(d, a, bonds)) return false;
      continue;
    }
    int most = 1;
    if (d.bracket[a]) {
      most = PlainValence(element, d.charge[a]);
    } else {
      // Organic subset: hydrogens fill up, so only too many bonds can be wrong.
      switch (element) {
        case 6:
          most = 4;
          break;
        case 7:
        case 5:
          most = 3;
          break;
        case 8:
          most = 2;
          break;
        case 15:
        case 53:
          most = 5;
          break;
        case 16:
          most = 6;
          break;
        default:
          break;  // halogens
      }
    }
    if (bonds > most && !IsPlainExcess(d, a, bonds)) return false;
    // More than the lowest valence: RDKit may draw charges.
    if (bonds > 1 && element == 53) UnsettleAround(d, a);
  }
  return d.aromatics == 0 || HasKekuleForm(d);
}

}  // namespace tidewaiter::internal
