// What a plain drawing says for sure about the standardised parent's atoms and bonds. Each line follows from
// what RDKit's sanitisation and the steps of standardise.cc do to such a drawing (docs/standardisation.md);
// tests/chemdb/structure/settled_atoms_test.cc compares it with them.
#include <algorithm>

#include "chemdb/structure/atom_mask.h"
#include "chemdb/structure/internal/atom_code.h"
#include "chemdb/structure/internal/draft.h"
#include "chemdb/structure/internal/elements.h"

namespace tidewaiter::internal {
namespace {

// Whether an atom's bonds have the order that is drawn: always, never (phosphorus ylides and oxides, metals),
// or by charge and degree.
enum class Orders : uint8_t { kMayChange, kKept, kKeptWhenNeutral, kKeptAtOneNeighbour };
constexpr std::array<Orders, 256> kOrders = [] {
  std::array<Orders, 256> table{};
  for (const int z : {1, 5, 6, 7, 8, 9, 14}) table[static_cast<size_t>(z)] = Orders::kKept;
  table[16] = Orders::kKeptWhenNeutral;
  for (const int z : {17, 35, 53}) table[static_cast<size_t>(z)] = Orders::kKeptAtOneNeighbour;
  return table;
}();
bool OrdersAreKept(const Draft& d, int atom) {
  switch (kOrders[d.element[atom]]) {
    case Orders::kKept:
      return true;
    case Orders::kKeptWhenNeutral:
      return d.charge[atom] == 0;
    case Orders::kKeptAtOneNeighbour:
      return d.degree[atom] == 1;
    case Orders::kMayChange:
      break;
  }
  return false;
}

struct Settled {
  int hydrogens = kUnsureHydrogens;
  Saturation saturation = Saturation::kUnsure;
};

// `bonds` is the sum of orders to heavy atoms, aromatic ones counted 1.
Settled Settle(const Draft& d, int a, int heavy_neighbours, int bonds, int explicit_hydrogens,
               bool charged_neighbour) {
  Settled out;
  // An atom by itself is not filled up when it was drawn as a radical.
  if (heavy_neighbours == 0) return out;
  const int charge = d.charge[a];
  const bool aromatic = d.aromatic[a];
  // An aromatic atom without a double bond of its own takes part in one, where its valence has room for it.
  const bool pairs = aromatic && d.valence[a] == d.degree[a];
  switch (d.element[a]) {
    case 6:
      if (charge != 0) break;
      out.hydrogens = pairs ? 3 - bonds : 4 - bonds;
      out.saturation =
          !aromatic && bonds == heavy_neighbours ? Saturation::kSaturated : Saturation::kUnsaturated;
      break;
    case 7: {
      const bool pyridine = pairs && d.valence[a] + d.hydrogen[a] == (charge == 1 ? 3 : 2);
      if (charge == 0) out.hydrogens = std::max(0, (pyridine ? 2 : 3) - bonds);
      // Protonated nitrogen loses one proton, and only one with a charge is left none.
      if (charge == 1) out.hydrogens = std::max(0, (pyridine ? 2 : 3) - bonds);
      if (charge == -1 && !charged_neighbour) out.hydrogens = 3 - bonds;
      break;
    }
    case 8:
      if (charge == 0) out.hydrogens = 2 - bonds;
      if (charge == -1 && !charged_neighbour) out.hydrogens = 2 - bonds;
      break;
    case 16:
      if (charge == 0 && bonds <= 2 && d.hydrogen[a] + explicit_hydrogens <= 2 - bonds)
        out.hydrogens = 2 - bonds;
      break;
    case 9:
    case 17:
    case 35:
    case 53:
      if (charge == 0 && bonds == 1) out.hydrogens = 0;
      break;
    default:
      break;
  }
  if (out.hydrogens < 0) out.hydrogens = kUnsureHydrogens;
  return out;
}

// `kept`: both ends keep the orders of their bonds.
BondKind KindOf(int order, bool in_ring, bool at_saturated_carbon, bool kept) {
  if (in_ring) return at_saturated_carbon ? BondKind::kRingSingle : BondKind::kRingUnsure;
  if (!kept) return BondKind::kChainUnsure;
  // Between two rings, an aromatic bond is a single one.
  switch (order) {
    case 2:
      return BondKind::kChainDouble;
    case 3:
      return BondKind::kChainTriple;
    default:
      return BondKind::kChainSingle;
  }
}

}  // namespace

bool OutlineAtoms(const Draft& d, const HeavyIndex& index, Skeleton& s) {
  constexpr int kMostNeighbours = 200;
  const bool dense = d.hydrogens == 0;
  for (int a = 0; a < d.atoms; ++a) {
    const int at = dense ? a : index.atom[a];
    if (at == HeavyIndex::kNone) continue;
    if (s.degree[at] > kMostNeighbours) return false;
    s.code[at] = AtomCode(atom_mask::ElementClass(d.element[a]), s.degree[at], kUnsureHydrogens,
                          d.ring_bonds[a], Saturation::kUnsure);
    s.charge_mask[at] = 0;
  }
  for (int b = 0; b < d.bonds; ++b) {
    const int at = dense ? b : index.bond[b];
    if (at != HeavyIndex::kNone) {
      s.bond_kind[at] = d.in_ring[b] ? BondKind::kRingUnsure : BondKind::kChainUnsure;
    }
  }
  return true;
}

void SettleAtoms(const Draft& d, const HeavyIndex& index, Skeleton& s) {
  struct Work {
    std::array<uint8_t, Draft::kMaxAtoms> hydrogen_atoms;
    std::array<bool, Draft::kMaxAtoms> charged_neighbour;
    std::array<bool, Draft::kMaxAtoms> saturated;
    std::array<bool, Draft::kMaxAtoms> kept;
  };
  static thread_local Work shared_work;
  Work& work = shared_work;
  const bool dense = d.hydrogens == 0;
  if (!dense) {
    std::fill_n(work.hydrogen_atoms.begin(), d.atoms, uint8_t{0});
    for (int b = 0; b < d.bonds; ++b) {
      if (d.element[d.end[b]] == 1) ++work.hydrogen_atoms[d.begin[b]];
      if (d.element[d.begin[b]] == 1) ++work.hydrogen_atoms[d.end[b]];
    }
  }
  if (d.charged > 0) {
    std::fill_n(work.charged_neighbour.begin(), d.atoms, false);
    for (int b = 0; b < d.bonds; ++b) {
      if (d.charge[d.end[b]] != 0) work.charged_neighbour[d.begin[b]] = true;
      if (d.charge[d.begin[b]] != 0) work.charged_neighbour[d.end[b]] = true;
    }
  }
  for (int a = 0; a < d.atoms; ++a) {
    const int at = dense ? a : index.atom[a];
    if (at == HeavyIndex::kNone) continue;
    const bool settled = d.unsettled == 0 || d.settled[a];
    const int neighbours = s.degree[at];
    const int hydrogen_atoms = dense ? 0 : work.hydrogen_atoms[a];
    Settled facts;
    if (settled) {
      facts = Settle(d, a, neighbours, d.valence[a] - hydrogen_atoms, hydrogen_atoms,
                     d.charged > 0 && work.charged_neighbour[a]);
    }
    const bool kept = settled && OrdersAreKept(d, a);
    work.kept[a] = kept;
    work.saturated[a] = facts.saturation == Saturation::kSaturated;
    s.code[at] = AtomCode(atom_mask::ElementClass(d.element[a]), neighbours, facts.hydrogens, d.ring_bonds[a],
                          facts.saturation);
    s.charge_mask[at] = kept && d.charge[a] == 0 ? atom_mask::kNeutral : 0;
    if (settled && d.charge[a] == 1 && d.element[a] == 7 && neighbours == 4) {
      s.charge_mask[at] = atom_mask::kPositive;
    }
  }
  for (int b = 0; b < d.bonds; ++b) {
    const int at = dense ? b : index.bond[b];
    if (at == HeavyIndex::kNone) continue;
    const int u = d.begin[b];
    const int v = d.end[b];
    s.bond_kind[at] = KindOf(d.order[b], d.in_ring[b], work.saturated[u] || work.saturated[v],
                             work.kept[u] && work.kept[v]);
  }
}

}  // namespace tidewaiter::internal
