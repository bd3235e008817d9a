#include "chemdb/structure/listed_structure.h"

#include <algorithm>
#include <set>

#include <GraphMol/MolOps.h>
#include <GraphMol/MolStandardize/Tautomer.h>

#include "chemdb/base/status_macros.h"
#include "chemdb/structure/internal/rdkit.h"
#include "chemdb/structure/substructure.h"

namespace tidewaiter {
namespace {

// More forms than any listed substance has; the search is on the listed side only, at build time.
constexpr unsigned kMaxTautomers = 256;
constexpr unsigned kMaxTransforms = 512;

std::string MirrorKey(const RDKit::ROMol& mol) {
  RDKit::RWMol mirror(mol);
  for (auto* atom : mirror.atoms()) {
    if (atom->getChiralTag() == RDKit::Atom::CHI_TETRAHEDRAL_CW) {
      atom->setChiralTag(RDKit::Atom::CHI_TETRAHEDRAL_CCW);
    } else if (atom->getChiralTag() == RDKit::Atom::CHI_TETRAHEDRAL_CCW) {
      atom->setChiralTag(RDKit::Atom::CHI_TETRAHEDRAL_CW);
    }
  }
  RDKit::MolOps::assignStereochemistry(mirror, true, true, false);
  return internal::ToSmiles(mirror, true);
}

std::set<std::string> TautomerKeys(const RDKit::ROMol& mol) {
  RDKit::MolStandardize::TautomerEnumerator enumerator;
  enumerator.setMaxTautomers(kMaxTautomers);
  enumerator.setMaxTransforms(kMaxTransforms);
  std::set<std::string> keys;
  const auto result = enumerator.enumerate(mol);
  for (const auto& tautomer : result) {
    // Written and read again: the enumerator leaves bond and hydrogen marks that a query never has.
    const std::string smiles = internal::ToSmiles(*tautomer, false);
    const auto parsed = ParseMolecule(smiles, StructureNotation::kSmiles);
    if (!parsed.ok()) continue;
    const auto standard = Standardise(*parsed, ComponentTable());
    if (standard.ok() && standard->components.size() == 1) keys.insert(standard->components[0].flat_key);
  }
  return keys;
}

}  // namespace

absl::StatusOr<ListedStructure> DescribeListedStructure(std::string_view smiles, bool racemic) {
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(smiles, StructureNotation::kSmiles));
  TW_ASSIGN_OR_RETURN(const StandardStructure standard, Standardise(molecule, ComponentTable()));
  ListedStructure out;
  out.formula = molecule.Formula();
  size_t main = 0;
  for (size_t i = 1; i < standard.components.size(); ++i) {
    if (standard.components[i].heavy_atoms > standard.components[main].heavy_atoms) main = i;
  }
  std::vector<std::string> keys;
  for (size_t i = 0; i < standard.components.size(); ++i) {
    keys.push_back(standard.components[i].stereo_key);
    if (i != main) out.companions.push_back(standard.components[i].flat_key);
  }
  std::sort(keys.begin(), keys.end());
  std::sort(out.companions.begin(), out.companions.end());
  for (const std::string& key : keys) AppendTo(out.key, out.key.empty() ? "" : ".", key);

  const StandardComponent& component = standard.components[main];
  out.flat_key = component.flat_key;
  out.stereo_key = component.stereo_key;
  TW_ASSIGN_OR_RETURN(out.mirror_key, internal::CallRdkit("mirror image", [&] {
                        return component.has_stereo ? MirrorKey(*component.parent->impl().mol)
                                                    : component.stereo_key;
                      }));
  if (racemic) {
    if (out.mirror_key == out.stereo_key) {
      return absl::InvalidArgumentError("racemic, but drawn without a stereo centre that a mirror changes");
    }
    // The same substance whichever enantiomer is drawn.
    out.key = Concat("rac ", std::min(out.stereo_key, out.mirror_key));
  }
  out.forms.push_back({out.flat_key, "drawn"});
  TW_ASSIGN_OR_RETURN(const std::set<std::string> tautomers, internal::CallRdkit("tautomers", [&] {
                        return TautomerKeys(*component.parent->impl().mol);
                      }));
  for (const std::string& key : tautomers) {
    if (key != out.flat_key) out.forms.push_back({key, "tautomer"});
  }
  out.is_carboxylic_acid = SubstructureQuery::EstersOf(smiles).ok();
  return out;
}

}  // namespace tidewaiter
