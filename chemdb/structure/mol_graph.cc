#include "chemdb/structure/mol_graph.h"

#include <GraphMol/PeriodicTable.h>
#include <GraphMol/RingInfo.h>

#include "chemdb/structure/internal/rdkit.h"

namespace tidewaiter {

const MolGraph::Neighbour* MolGraph::Bond(int a, int b) const {
  for (const Neighbour& n : neighbours[static_cast<size_t>(a)]) {
    if (n.atom == b) return &n;
  }
  return nullptr;
}

MolGraph MakeGraph(const Molecule& molecule) {
  const RDKit::ROMol& mol = *molecule.impl().mol;
  MolGraph graph;
  std::vector<int> index(mol.getNumAtoms(), -1);
  for (const auto* atom : mol.atoms()) {
    if (atom->getAtomicNum() == 1) continue;
    index[atom->getIdx()] = static_cast<int>(graph.atoms.size());
    MolGraph::Atom out;
    out.element = static_cast<uint8_t>(atom->getAtomicNum());
    out.charge = static_cast<int8_t>(atom->getFormalCharge());
    out.hydrogens = static_cast<uint8_t>(atom->getTotalNumHs(/*includeNeighbors=*/true));
    out.aromatic = atom->getIsAromatic();
    out.in_ring = mol.getRingInfo()->numAtomRings(atom->getIdx()) > 0;
    out.map = atom->getAtomMapNum();
    graph.atoms.push_back(out);
  }
  graph.neighbours.resize(graph.atoms.size());
  for (const auto* bond : mol.bonds()) {
    const int a = index[bond->getBeginAtomIdx()];
    const int b = index[bond->getEndAtomIdx()];
    if (a < 0 || b < 0) continue;
    BondOrder order = BondOrder::kOther;
    switch (bond->getBondType()) {
      case RDKit::Bond::SINGLE:
        order = BondOrder::kSingle;
        break;
      case RDKit::Bond::DOUBLE:
        order = BondOrder::kDouble;
        break;
      case RDKit::Bond::TRIPLE:
        order = BondOrder::kTriple;
        break;
      case RDKit::Bond::AROMATIC:
        order = BondOrder::kAromatic;
        break;
      default:
        break;
    }
    const bool in_ring = mol.getRingInfo()->numBondRings(bond->getIdx()) > 0;
    graph.neighbours[static_cast<size_t>(a)].push_back({b, order, in_ring});
    graph.neighbours[static_cast<size_t>(b)].push_back({a, order, in_ring});
  }
  for (const auto& ring : mol.getRingInfo()->atomRings()) {
    std::vector<int> atoms;
    for (const int atom : ring) atoms.push_back(index[static_cast<size_t>(atom)]);
    graph.rings.push_back(std::move(atoms));
  }
  return graph;
}

double MolecularMass(const Molecule& molecule) {
  const auto* table = RDKit::PeriodicTable::getTable();
  double mass = 0;
  for (const auto* atom : molecule.impl().mol->atoms()) {
    mass += table->getAtomicWeight(atom->getAtomicNum()) +
            static_cast<double>(atom->getTotalNumHs()) * table->getAtomicWeight(1);
  }
  return mass;
}

}  // namespace tidewaiter
