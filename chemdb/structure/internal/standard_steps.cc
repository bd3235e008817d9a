#include "chemdb/structure/internal/standard_steps.h"

#include <algorithm>

#include <GraphMol/MolOps.h>

#include "chemdb/structure/internal/salt_bond.h"

namespace tidewaiter::internal {

using RDKit::Atom;
using RDKit::Bond;
using RDKit::RWMol;

namespace {

bool HasPositiveNeighbour(const RWMol& mol, const Atom& atom) {
  for (const auto* neighbour : mol.atomNeighbors(&atom)) {
    if (neighbour->getFormalCharge() > 0) return true;
  }
  return false;
}

}  // namespace

bool DisconnectMetals(RWMol& mol) {
  std::vector<std::pair<unsigned, unsigned>> cuts;
  for (const Bond* bond : mol.bonds()) {
    if (IsSaltBond(bond->getBeginAtom()->getAtomicNum(), bond->getEndAtom()->getAtomicNum())) {
      cuts.emplace_back(bond->getBeginAtomIdx(), bond->getEndAtomIdx());
    }
  }
  for (const auto& [b, e] : cuts) {
    const Bond* bond = mol.getBondBetweenAtoms(b, e);
    // A dative bond, drawn as such, leaves both ends as they were; everything else gives the electrons to the
    // other.
    const bool dative = bond->getBondType() == Bond::DATIVE || bond->getBondType() == Bond::ZERO;
    const int order = dative ? 0 : std::max(1, static_cast<int>(bond->getBondTypeAsDouble()));
    Atom* metal = mol.getAtomWithIdx(b);
    Atom* other = mol.getAtomWithIdx(e);
    if (!IsSaltMetal(metal->getAtomicNum())) std::swap(metal, other);
    // NH2-Na keeps its two hydrogens, which the drawing may only imply.
    other->setNumExplicitHs(other->getTotalNumHs());
    other->setNoImplicit(true);
    mol.removeBond(b, e);
    metal->setFormalCharge(metal->getFormalCharge() + order);
    metal->setNumRadicalElectrons(0);
    metal->setNoImplicit(true);
    other->setFormalCharge(other->getFormalCharge() - order);
  }
  return !cuts.empty();
}

bool JoinChargedOxides(RWMol& mol) {
  bool changed = false;
  for (Bond* bond : mol.bonds()) {
    if (bond->getBondType() != Bond::SINGLE) continue;
    Atom* a = bond->getBeginAtom();
    Atom* o = bond->getEndAtom();
    if (o->getAtomicNum() != 8) std::swap(a, o);
    const int z = a->getAtomicNum();
    const bool central = z == 15 || z == 16 || z == 17 || z == 34 || z == 35 || z == 53;
    if (!central || o->getAtomicNum() != 8 || a->getFormalCharge() <= 0 || o->getFormalCharge() != -1)
      continue;
    bond->setBondType(Bond::DOUBLE);
    a->setFormalCharge(a->getFormalCharge() - 1);
    o->setFormalCharge(0);
    changed = true;
  }
  return changed;
}

bool FillPhosphinyl(RWMol& mol) {
  bool changed = false;
  for (Atom* atom : mol.atoms()) {
    if (atom->getAtomicNum() != 15 || atom->getFormalCharge() != 0 || atom->getDegree() != 2 ||
        atom->getTotalNumHs() != 0 || atom->getNumRadicalElectrons() != 0) {
      continue;
    }
    int single = 0;
    int oxide = 0;
    for (const auto* bond : mol.atomBonds(atom)) {
      single += bond->getBondType() == Bond::SINGLE ? 1 : 0;
      oxide += bond->getBondType() == Bond::DOUBLE && bond->getOtherAtom(atom)->getAtomicNum() == 8 ? 1 : 0;
    }
    if (single != 1 || oxide != 1) continue;
    atom->setNumExplicitHs(2);
    atom->setNoImplicit(true);
    changed = true;
  }
  return changed;
}

bool FillRadicals(RWMol& mol) {
  bool any = false;
  for (Atom* atom : mol.atoms()) {
    const int z = atom->getAtomicNum();
    if (atom->getNumRadicalElectrons() == 0 || atom->getDegree() == 0 || !(z == 6 || TakesSaltBond(z)))
      continue;
    atom->setNumExplicitHs(atom->getTotalNumHs() + atom->getNumRadicalElectrons());
    atom->setNumRadicalElectrons(0);
    atom->setNoImplicit(true);
    any = true;
  }
  return any;
}

bool Neutralise(RWMol& mol) {
  bool changed = false;
  const auto set = [&changed](Atom* atom, int charge, int hydrogens) {
    changed = true;
    atom->setFormalCharge(charge);
    atom->setNumExplicitHs(static_cast<unsigned>(hydrogens));
    atom->setNoImplicit(true);
  };
  for (Atom* atom : mol.atoms()) {
    const int charge = atom->getFormalCharge();
    if (charge <= 0 || !TakesSaltBond(atom->getAtomicNum())) continue;
    const int hydrogens = static_cast<int>(atom->getTotalNumHs());
    const int lost = std::min(charge, hydrogens);
    if (lost > 0) set(atom, charge - lost, hydrogens - lost);
  }
  for (Atom* atom : mol.atoms()) {
    const int charge = atom->getFormalCharge();
    const int z = atom->getAtomicNum();
    if (charge >= 0 || !(z == 6 || TakesSaltBond(z)) || HasPositiveNeighbour(mol, *atom)) continue;
    set(atom, 0, static_cast<int>(atom->getTotalNumHs()) - charge);
  }
  return changed;
}

bool DropIsotopes(RWMol& mol) {
  bool any = false;
  for (Atom* atom : mol.atoms()) {
    if (atom->getIsotope() != 0) {
      atom->setIsotope(0);
      any = true;
    }
  }
  return any;
}

bool DropHydrogenAtoms(RWMol& mol) {
  const unsigned before = mol.getNumAtoms();
  RDKit::MolOps::RemoveHsParameters params;
  params.removeDefiningBondStereo = true;
  params.showWarnings = false;
  RDKit::MolOps::removeHs(mol, params, /*sanitize=*/false);
  return mol.getNumAtoms() != before;
}

}  // namespace tidewaiter::internal
