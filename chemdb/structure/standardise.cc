#include "chemdb/structure/standardise.h"

#include <algorithm>

#include <GraphMol/MolOps.h>

#include "chemdb/base/limits.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/internal/rdkit.h"
#include "chemdb/structure/internal/standard_steps.h"

namespace tidewaiter {
namespace {

using internal::CallRdkit;
using RDKit::Atom;
using RDKit::Bond;
using RDKit::RWMol;

constexpr const char* kInputIndex = "_tidewaiterInput";

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

// Which heavy atoms there are: equal for equal drawings.
uint32_t Composition(const RDKit::ROMol& mol) {
  uint32_t sum = 0;
  for (const Atom* atom : mol.atoms()) {
    if (atom->getAtomicNum() > 1) sum += (static_cast<uint32_t>(atom->getAtomicNum()) * 2654435761u) ^ 40503u;
  }
  return sum;
}

void WriteKeys(StandardComponent& component) {
  const RWMol& mol = *component.parent->impl().mol;
  component.flat_key = internal::ToSmiles(mol, false);
  component.stereo_key = component.has_stereo ? internal::ToSmiles(mol, true) : component.flat_key;
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

  const bool joined = internal::JoinChargedOxides(mol);
  const bool filled = internal::FillPhosphinyl(mol);
  out.was_radical = internal::FillRadicals(mol);
  const bool neutralised = internal::Neutralise(mol);
  out.has_isotopes = internal::DropIsotopes(mol);
  const bool dropped = internal::DropHydrogenAtoms(mol);
  DropDrawingMarks(mol);
  const bool changed = joined || filled || out.was_radical || neutralised || out.has_isotopes || dropped;
  if (changed || !sanitised) RDKit::MolOps::sanitizeMol(mol);
  RDKit::MolOps::assignStereochemistry(mol, true, true, false);

  out.has_stereo = HasStereo(mol);
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

absl::StatusOr<StandardStructure> Standardise(const Molecule& molecule, const ComponentTable& table,
                                              ComponentKeys keys) {
  return CallRdkit("standardisation", [&] {
    auto copy = std::make_unique<RWMol>(*molecule.impl().mol);
    RWMol& mol = *copy;
    int index = 0;
    for (Atom* atom : mol.atoms()) {
      atom->setProp<int>(kInputIndex, atom->getAtomicNum() > 1 ? index++ : -1);
    }
    if (internal::DisconnectMetals(mol)) {
      RDKit::MolOps::sanitizeMol(mol);
    }
    StandardStructure out;
    const auto add = [&](StandardComponent component) {
      if (keys == ComponentKeys::kOfAll || table.MayHold(*component.parent)) WriteKeys(component);
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
  compositions_.insert(Composition(*standard.components[0].parent->impl().mol));
  std::vector<Entry>& same = entries_[standard.components[0].flat_key];
  if (!same.empty() && same[0].role != entry.role) {
    return absl::InvalidArgumentError(Concat(smiles, ": of another kind than ", same[0].name));
  }
  same.push_back(std::move(entry));
  return absl::OkStatus();
}

bool ComponentTable::MayHold(const Molecule& parent) const {
  return compositions_.count(Composition(*parent.impl().mol)) > 0;
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
