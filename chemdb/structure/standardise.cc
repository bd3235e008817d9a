#include "chemdb/structure/standardise.h"

#include <algorithm>

#include <GraphMol/MolOps.h>

#include "chemdb/base/limits.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/internal/rdkit.h"
#include "chemdb/structure/internal/salt_bond.h"

namespace tidewaiter {
namespace {

using internal::CallRdkit;
using internal::IsSaltMetal;
using internal::TakesSaltBond;
using RDKit::Atom;
using RDKit::Bond;
using RDKit::RWMol;

constexpr const char* kInputIndex = "_tidewaiterInput";

// Step 1. Na-O-R becomes Na+ and [O-]R. Returns whether a bond was cut; marks the atoms.
bool DisconnectMetals(RWMol& mol) {
  std::vector<std::pair<unsigned, unsigned>> cuts;
  for (const Bond* bond : mol.bonds()) {
    if (internal::IsSaltBond(bond->getBeginAtom()->getAtomicNum(), bond->getEndAtom()->getAtomicNum())) {
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

// Step 2. A+(-O-) becomes A(=O) for S, P, Se, Cl, Br, I: two ways of drawing one sulfoxide or oxoacid.
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

// Step 2, too. Phosphinic acid with its hydrogens left to the reader, OP=O: three bonds are a valence of
// phosphorus, so RDKit adds none, but nothing with P(III)=O is in trade and the five-valent acid is meant.
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

bool HasPositiveNeighbour(const RWMol& mol, const Atom& atom) {
  for (const auto* neighbour : mol.atomNeighbors(&atom)) {
    if (neighbour->getFormalCharge() > 0) return true;
  }
  return false;
}

// Step 3. A missing hydrogen drawn as a radical is filled. Metals and lone atoms (iodine vapour, NO) stay.
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

// Step 4. Charges that a proton can remove are removed: ammonium loses one, carboxylate, phenolate and halide
// take one. Quaternary nitrogen, nitro groups, N-oxides, ylides and carbocations stay as they are. Positive
// atoms first: whether a negative one stands beside a charge that stays must not depend on the order of
// atoms.
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

// Step 5. Isotopes are a level of their own: the parent has none. Deuterium becomes an implicit hydrogen
// again.
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

// Step 6. Hydrogens that are atoms of the drawing become counts: those left after isotopes are gone, and the
// one that shows the geometry of an imine. Whether there were any.
bool DropHydrogenAtoms(RWMol& mol) {
  const unsigned before = mol.getNumAtoms();
  RDKit::MolOps::RemoveHsParameters params;
  params.removeDefiningBondStereo = true;
  params.showWarnings = false;
  RDKit::MolOps::removeHs(mol, params, /*sanitize=*/false);
  return mol.getNumAtoms() != before;
}

// A proton drawn apart ([H+]) or on water ([OH3+]).
bool IsProton(const RDKit::ROMol& fragment) {
  return fragment.getNumAtoms() == 1 && fragment.getAtomWithIdx(0)->getAtomicNum() == 1 &&
         fragment.getAtomWithIdx(0)->getFormalCharge() == 1;
}
bool IsHydronium(const RDKit::ROMol& fragment) {
  int oxygens = 0;
  int charge = 0;
  for (const Atom* atom : fragment.atoms()) {
    if (atom->getAtomicNum() != 1 && atom->getAtomicNum() != 8) return false;
    oxygens += atom->getAtomicNum() == 8 ? 1 : 0;
    charge += atom->getFormalCharge();
  }
  return oxygens == 1 && charge == 1;
}

bool HasStereo(const RWMol& mol) {
  for (const Atom* atom : mol.atoms()) {
    if (atom->getChiralTag() != Atom::CHI_UNSPECIFIED) return true;
  }
  for (const Bond* bond : mol.bonds()) {
    if (bond->getStereo() > Bond::STEREOANY) return true;
  }
  return false;
}

// Takes marks that only a drawing has (atom maps, noImplicit where the default agrees) out of the canonical
// form.
void DropDrawingMarks(RWMol& mol) {
  for (Atom* atom : mol.atoms()) atom->setAtomMapNum(0);
}

// `protons`: how many stand beside the fragment, drawn apart. `sanitised`: it is, with its rings, and needs
// it again only when a step changes something.
StandardComponent MakeComponent(std::unique_ptr<RWMol> fragment, int protons, bool sanitised) {
  StandardComponent out;
  RWMol& mol = *fragment;
  // Inner pairs (nitro, N-oxide, zwitterion) are no ions: the sum decides.
  int charge = 0;
  for (const Atom* atom : mol.atoms()) charge += atom->getFormalCharge();
  // An anion beside its proton is the acid itself, and hydronium is water beside a proton.
  out.charged_as_drawn = charge != 0 && !(charge < 0 && -charge <= protons) && !IsHydronium(mol);

  const bool joined = JoinChargedOxides(mol);
  const bool filled = FillPhosphinyl(mol);
  out.was_radical = FillRadicals(mol);
  const bool neutralised = Neutralise(mol);
  out.has_isotopes = DropIsotopes(mol);
  const bool dropped = DropHydrogenAtoms(mol);
  DropDrawingMarks(mol);
  const bool changed = joined || filled || out.was_radical || neutralised || out.has_isotopes || dropped;
  if (changed || !sanitised) RDKit::MolOps::sanitizeMol(mol);
  RDKit::MolOps::assignStereochemistry(mol, true, true, false);

  out.has_stereo = HasStereo(mol);
  out.flat_key = internal::ToSmiles(mol, false);
  out.stereo_key = out.has_stereo ? internal::ToSmiles(mol, true) : out.flat_key;
  for (const Atom* atom : mol.atoms()) {
    if (atom->getAtomicNum() <= 1) continue;
    ++out.heavy_atoms;
    out.atoms.push_back(atom->getProp<int>(kInputIndex));
  }
  auto impl = std::make_unique<Molecule::Impl>();
  impl->mol = std::move(fragment);
  out.parent = std::make_shared<const Molecule>(Molecule(std::move(impl)));
  return out;
}

// The name of the row that is drawn with this stereo; all names where none is (maleic acid or fumaric acid).
std::string NameOf(const std::vector<ComponentTable::Entry>& entries, const std::string& stereo_key) {
  std::string names;
  for (const auto& entry : entries) {
    if (entry.stereo_key == stereo_key) return entry.name;
    AppendTo(names, names.empty() ? "" : " or ", entry.name);
  }
  return names;
}

}  // namespace

absl::StatusOr<StandardStructure> Standardise(const Molecule& molecule, const ComponentTable& table) {
  return CallRdkit("standardisation", [&] {
    auto copy = std::make_unique<RWMol>(*molecule.impl().mol);
    RWMol& mol = *copy;
    int index = 0;
    for (Atom* atom : mol.atoms()) {
      atom->setProp<int>(kInputIndex, atom->getAtomicNum() > 1 ? index++ : -1);
    }
    if (DisconnectMetals(mol)) {
      RDKit::MolOps::sanitizeMol(mol);
    }
    StandardStructure out;
    const auto add = [&](StandardComponent component) {
      if (const auto* entries = table.Find(component.flat_key)) {
        component.role = entries->front().role;
        component.role_name = NameOf(*entries, component.stereo_key);
      }
      out.components.push_back(std::move(component));
    };
    std::vector<int> fragment_of;
    if (RDKit::MolOps::getMolFrags(mol, fragment_of) == 1) {
      const int protons = IsHydronium(mol) ? 1 : 0;
      add(MakeComponent(std::move(copy), protons, /*sanitised=*/true));
      return out;
    }
    const std::vector<RDKit::ROMOL_SPTR> fragments = RDKit::MolOps::getMolFrags(mol, /*sanitizeFrags=*/false);
    // A lone proton says nothing: neutralising gives each parent the hydrogens it needs.
    int protons = 0;
    bool anything_else = false;
    for (const auto& fragment : fragments) {
      const bool proton = IsProton(*fragment);
      anything_else = anything_else || !proton;
      protons += proton || IsHydronium(*fragment) ? 1 : 0;
    }
    for (const auto& fragment : fragments) {
      if (anything_else && IsProton(*fragment)) continue;
      add(MakeComponent(std::make_unique<RWMol>(*fragment), protons, /*sanitised=*/false));
    }
    return out;
  });
}

std::string FlatKey(const Molecule& parent) { return internal::ToSmiles(*parent.impl().mol, false); }

absl::Status ComponentTable::Add(std::string_view name, std::string_view kind, std::string_view smiles) {
  Entry entry;
  entry.name = std::string(name);
  if (kind == "acid") {
    entry.role = ComponentRole::kAcid;
  } else if (kind == "base") {
    entry.role = ComponentRole::kBase;
  } else if (kind == "metal") {
    entry.role = ComponentRole::kMetal;
  } else if (kind == "solvent") {
    entry.role = ComponentRole::kSolvent;
  } else {
    return absl::InvalidArgumentError(Concat("unknown kind of component: ", kind));
  }
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(smiles, StructureNotation::kSmiles));
  TW_ASSIGN_OR_RETURN(const StandardStructure standard, Standardise(molecule, ComponentTable()));
  if (standard.components.size() != 1) {
    return absl::InvalidArgumentError(Concat("not one component: ", smiles));
  }
  entry.stereo_key = standard.components[0].stereo_key;
  std::vector<Entry>& same = entries_[standard.components[0].flat_key];
  if (!same.empty() && same[0].role != entry.role) {
    return absl::InvalidArgumentError(Concat(smiles, ": of another kind than ", same[0].name));
  }
  same.push_back(std::move(entry));
  return absl::OkStatus();
}

std::vector<std::string> ComponentTable::Keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, entries] : entries_) keys.push_back(key);
  return keys;
}

const std::vector<ComponentTable::Entry>* ComponentTable::Find(const std::string& flat_key) const {
  const auto it = entries_.find(flat_key);
  return it == entries_.end() ? nullptr : &it->second;
}

std::string StandardisationDigest(const ComponentTable& table) {
  std::string all = Concat(kStandardisationVersion, "\n", RdkitVersion(), "\n");
  for (const std::string& key : table.Keys()) {
    for (const auto& entry : *table.Find(key)) {
      AppendTo(all, entry.stereo_key, "\t", static_cast<int>(entry.role), "\t", entry.name, "\n");
    }
  }
  for (const long limit : {static_cast<long>(limits::kSmilesBytes), static_cast<long>(limits::kMolBlockBytes),
                           long{limits::kHeavyAtoms}, long{limits::kBranchDepth}, long{limits::kRings},
                           long{limits::kFusedRings}, long{limits::kComponents}}) {
    AppendTo(all, limit, "\n");
  }
  return Sha256Hex(all);
}

}  // namespace tidewaiter
