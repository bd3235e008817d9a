#include "screening/lint/knowledge.h"

#include <algorithm>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/listed_structure.h"
#include "chemdb/structure/standardise.h"
#include "screening/identify/normalise.h"

namespace tidewaiter {
namespace {

// Below it a name means other things too, and disagreement says nothing.
constexpr double kSureName = 0.9;

std::string Normal(std::string_view text) {
  NormalisedText normal;
  NormaliseText(text, normal);
  return std::string(normal.text());
}

Substances Find(const std::map<std::string, Substances, std::less<>>& map, std::string_view key) {
  const auto it = map.find(key);
  return it == map.end() ? Substances() : it->second;
}

}  // namespace

absl::StatusOr<RowStructure> ReadRowStructure(std::string_view smiles) {
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(smiles, StructureNotation::kSmiles));
  TW_ASSIGN_OR_RETURN(const StandardStructure standard, Standardise(molecule, ComponentTable()));
  RowStructure out;
  out.formula = molecule.Formula();
  std::vector<std::string> keys;
  int largest = -1;
  for (const StandardComponent& component : standard.components) {
    keys.push_back(component.stereo_key);
    if (component.heavy_atoms <= largest) continue;
    largest = component.heavy_atoms;
    out.flat_key = component.flat_key;
  }
  std::sort(keys.begin(), keys.end());
  for (const std::string& key : keys) AppendTo(out.key, out.key.empty() ? "" : ".", key);
  return out;
}

SubstanceKnowledge::SubstanceKnowledge(std::shared_ptr<const Database> database)
    : database_(std::move(database)), codes_(database_->substances().size()) {
  for (size_t i = 0; i < database_->substances().size(); ++i) {
    const Substance& s = substance(i);
    if (!s.cas_rn.empty()) by_cas_rn_[s.cas_rn].insert(i);
    by_name_[Normal(s.name)].insert(i);
    by_name_[Normal(s.systematic_name)].insert(i);
    for (const SubstanceForm& form : s.forms) {
      if (!form.cas_rn.empty()) by_cas_rn_[form.cas_rn].insert(i);
      by_name_[Normal(form.name)].insert(i);
    }
    for (const SubstanceName& name : s.names) {
      if (name.certainty >= kSureName) by_name_[Normal(name.text)].insert(i);
    }
  }
  by_name_.erase("");
  for (const GoodsCode& code : database_->goods_codes()) codes_[code.substance].insert(code.code);
  for (const Listing& listing : database_->listings()) {
    if (listing.subject_kind != SubjectKind::kSubstance || listing.goods_code.size() < 6) continue;
    if (const auto index = database_->FindSubstance(listing.subject)) {
      codes_[*index].insert(listing.goods_code.substr(0, 6));
    }
  }
}

Substances SubstanceKnowledge::ByCasRn(std::string_view cas_rn) const { return Find(by_cas_rn_, cas_rn); }

Substances SubstanceKnowledge::ByName(std::string_view name) const { return Find(by_name_, Normal(name)); }

// Tautomers of every known substance take a second, so they are made only for a list that has structures.
Substances SubstanceKnowledge::ByStructure(const RowStructure& structure) {
  if (!structures_read_) {
    structures_read_ = true;
    const auto add = [&](const std::string& smiles, bool racemic, size_t i) {
      if (smiles.empty()) return;
      const auto described = DescribeListedStructure(smiles, racemic);
      if (!described.ok()) return;
      for (const ListedForm& form : described->forms) by_flat_key_[form.flat_key].insert(i);
    };
    for (size_t i = 0; i < database_->substances().size(); ++i) {
      add(substance(i).smiles, substance(i).racemic, i);
      // A hydrate may be drawn as the diol it is.
      for (const SubstanceForm& form : substance(i).forms) add(form.smiles, false, i);
    }
  }
  return Find(by_flat_key_, structure.flat_key);
}

std::string SubstanceKnowledge::NamesOf(const Substances& substances) const {
  std::string out;
  for (const size_t i : substances) AppendTo(out, out.empty() ? "" : " or ", substance(i).name);
  return out;
}

std::string SubstanceKnowledge::CasRnsOf(const Substances& substances) const {
  std::string out;
  const auto add = [&](const std::string& cas_rn) {
    if (!cas_rn.empty()) AppendTo(out, out.empty() ? "" : ", ", cas_rn);
  };
  for (const size_t i : substances) {
    add(substance(i).cas_rn);
    for (const SubstanceForm& form : substance(i).forms) add(form.cas_rn);
  }
  return out;
}

bool SubstanceKnowledge::HasCasRn(const Substances& substances) const {
  return !CasRnsOf(substances).empty();
}

bool SubstanceKnowledge::HasStructure(const Substances& substances) const {
  for (const size_t i : substances) {
    if (substance(i).smiles.empty()) return false;
  }
  return !substances.empty();
}

}  // namespace tidewaiter
