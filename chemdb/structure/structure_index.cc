#include "chemdb/structure/structure_index.h"

#include <algorithm>

#include <GraphMol/Substruct/SubstructMatch.h>

#include "chemdb/base/status_macros.h"
#include "chemdb/structure/internal/rdkit.h"
#include "chemdb/structure/substructure.h"

namespace tidewaiter {
namespace {

// True when every stereo mark of `query` agrees with `target`, a drawing of the same constitution.
bool StereoAgrees(const Molecule& query, const Molecule& target) {
  RDKit::SubstructMatchParameters params;
  params.useChirality = true;
  params.maxMatches = 1;
  return !RDKit::SubstructMatch(*target.impl().mol, *query.impl().mol, params).empty();
}

bool HasMain(const StandardStructure& structure) {
  return std::any_of(structure.components.begin(), structure.components.end(),
                     [](const StandardComponent& c) { return c.role == ComponentRole::kMain; });
}

// A salt needs a partner for its counter-ion: hydrogen chloride beside toluene, sodium chloride beside
// acetone, are mixtures. Nitrogen takes a proton (nitro groups and nitriles do not), hydrogen on a heteroatom
// may leave.
bool MayBindAcid(const Molecule& parent) {
  for (const auto* atom : parent.impl().mol->atoms()) {
    if (atom->getAtomicNum() != 7 || atom->getFormalCharge() != 0) continue;
    if (atom->getDegree() > 1 || atom->getTotalNumHs() > 0) return true;
  }
  return false;
}
bool MayBindBase(const Molecule& parent) {
  for (const auto* atom : parent.impl().mol->atoms()) {
    if (atom->getAtomicNum() != 6 && atom->getAtomicNum() != 1 && atom->getTotalNumHs() > 0) return true;
  }
  return false;
}

// Removes `companions` (sorted flat keys) from the components other than `self`; false when one is missing.
// The indices of what is left over go to `rest`.
bool TakeCompanions(const StandardStructure& structure, size_t self,
                    const std::vector<std::string>& companions, std::vector<size_t>& rest) {
  std::vector<std::string> missing = companions;
  rest.clear();
  for (size_t i = 0; i < structure.components.size(); ++i) {
    if (i == self) continue;
    const auto it = std::find(missing.begin(), missing.end(), structure.components[i].flat_key);
    if (it != missing.end()) {
      missing.erase(it);
    } else {
      rest.push_back(i);
    }
  }
  return missing.empty();
}

}  // namespace

absl::Status StructureIndex::Add(uint32_t substance, std::string_view smiles, bool racemic, bool esters) {
  TW_ASSIGN_OR_RETURN(ListedStructure described, DescribeListedStructure(smiles, racemic));
  return Add(substance, smiles, std::move(described), racemic, esters);
}

absl::Status StructureIndex::Add(uint32_t substance, std::string_view smiles, ListedStructure described,
                                 bool racemic, bool esters) {
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(smiles, StructureNotation::kSmiles));
  TW_ASSIGN_OR_RETURN(const StandardStructure standard, Standardise(molecule, ComponentTable()));
  std::shared_ptr<const Molecule> parent;
  for (const StandardComponent& component : standard.components) {
    if (component.flat_key == described.flat_key) parent = component.parent;
  }
  const auto listed = std::make_shared<const ListedStructure>(std::move(described));
  for (const ListedForm& form : listed->forms) {
    Entry entry;
    entry.substance = substance;
    entry.racemic = racemic;
    entry.tautomer = form.kind == "tautomer";
    entry.listed = listed;
    entry.parent = parent;
    by_flat_key_[form.flat_key].push_back(std::move(entry));
  }
  if (esters && listed->is_carboxylic_acid) {
    // Esters of the drawn form and of its tautomers (the enol of a 3-oxo acid).
    for (const ListedForm& form : listed->forms) {
      auto query = SubstructureQuery::EstersOf(form.flat_key);
      if (!query.ok()) continue;
      esters_.push_back({substance, std::make_shared<const SubstructureQuery>(*std::move(query))});
    }
  }
  return absl::OkStatus();
}

absl::Status StructureIndex::AddHydrateDrawing(uint32_t substance, std::string_view smiles) {
  TW_ASSIGN_OR_RETURN(ListedStructure described, DescribeListedStructure(smiles, false));
  return AddHydrateDrawing(substance, std::move(described));
}

absl::Status StructureIndex::AddHydrateDrawing(uint32_t substance, ListedStructure described) {
  // A hydrate drawn with water beside it has the substance's own parent and needs no entry.
  if (const auto found = by_flat_key_.find(described.flat_key); found != by_flat_key_.end()) {
    for (const Entry& entry : found->second) {
      if (entry.substance == substance) return absl::OkStatus();
    }
  }
  Entry entry;
  entry.substance = substance;
  entry.hydrate = true;
  described.companions.clear();
  entry.listed = std::make_shared<const ListedStructure>(std::move(described));
  by_flat_key_[entry.listed->flat_key].push_back(std::move(entry));
  return absl::OkStatus();
}

absl::Status StructureIndex::FillSieve(const ComponentTable& components, Sieve& sieve) const {
  for (const std::string& key : components.Keys()) TW_RETURN_IF_ERROR(sieve.AddCompany(key));
  for (const auto& [key, entries] : by_flat_key_) {
    if (entries.empty()) continue;
    TW_RETURN_IF_ERROR(sieve.AddIdentity(key, components.Find(key) != nullptr));
  }
  for (const EsterClass& ester : esters_) {
    for (const RelaxedQuery& query : ester.query->relaxed())
      sieve.AddQuery("an ester of a listed acid", query);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<IdentityHit>> StructureIndex::Identify(const StandardStructure& structure) const {
  return internal::CallRdkit("identity", [&] {
    std::vector<IdentityHit> hits;
    const bool has_main = HasMain(structure);
    std::vector<size_t> rest;
    for (size_t i = 0; i < structure.components.size(); ++i) {
      const StandardComponent& component = structure.components[i];
      // The HCl of a hydrochloride and the acetone of a solvate are not goods of their own.
      if (has_main && component.role != ComponentRole::kMain) continue;

      const auto describe_neighbours = [&](IdentityHit& hit) {
        hit.is_isotopologue = component.has_isotopes;
        hit.is_salt = component.charged_as_drawn;
        hit.atoms = component.atoms;
        for (const size_t j : rest) {
          const StandardComponent& other = structure.components[j];
          switch (other.role) {
            case ComponentRole::kSolvent:
              hit.is_solvate = true;
              break;
            case ComponentRole::kAcid:
              (component.charged_as_drawn || MayBindAcid(*component.parent) ? hit.is_salt : hit.is_mixture) =
                  true;
              break;
            case ComponentRole::kBase:
            case ComponentRole::kMetal:
              (component.charged_as_drawn || MayBindBase(*component.parent) ? hit.is_salt : hit.is_mixture) =
                  true;
              break;
            case ComponentRole::kMain:
              // An ion pair of two organic partners is a salt of both; neutral ones are a mixture.
              if (other.flat_key == component.flat_key) continue;
              (component.charged_as_drawn && other.charged_as_drawn ? hit.is_salt : hit.is_mixture) = true;
              continue;
          }
          if (std::find(hit.beside.begin(), hit.beside.end(), other.role_name) == hit.beside.end()) {
            hit.beside.push_back(other.role_name);
          }
        }
      };

      const size_t first = hits.size();
      bool any_same = false;
      bool any_same_single = false;  // by an entry that means one enantiomer
      std::vector<bool> racemic;
      if (const auto found = by_flat_key_.find(component.flat_key); found != by_flat_key_.end()) {
        for (const Entry& entry : found->second) {
          if (!TakeCompanions(structure, i, entry.listed->companions, rest)) continue;
          IdentityHit hit;
          hit.substance = entry.substance;
          hit.is_tautomer = entry.tautomer;
          hit.is_hydrate_drawing = entry.hydrate;
          describe_neighbours(hit);
          if (!entry.listed->companions.empty())
            hit.is_salt = false;  // the listed substance is a salt itself
          if (!entry.tautomer && !entry.hydrate) {
            const ListedStructure& listed = *entry.listed;
            if (component.stereo_key == listed.stereo_key ||
                (entry.racemic && component.stereo_key == listed.mirror_key)) {
              hit.stereo = StereoAgreement::kSame;
            } else if (StereoAgrees(*entry.parent, *component.parent)) {
              hit.stereo = StereoAgreement::kCoveredByListed;
            } else if (StereoAgrees(*component.parent, *entry.parent)) {
              hit.stereo = StereoAgreement::kOpenInInput;
            } else if (component.stereo_key == listed.mirror_key) {
              hit.stereo = StereoAgreement::kEnantiomer;
            } else {
              hit.stereo = StereoAgreement::kDiastereomer;
            }
          }
          const bool same = hit.stereo == StereoAgreement::kSame && !hit.is_tautomer;
          any_same = any_same || same;
          any_same_single = any_same_single || (same && !entry.racemic);
          hits.push_back(std::move(hit));
          racemic.push_back(entry.racemic);
        }
      }
      // What is one listed substance exactly is not reported as a stereoisomer or tautomer of its listed
      // neighbours too; and one enantiomer with an entry of its own is not the racemate: dextromethorphan is
      // not racemethorphan.
      if (any_same) {
        size_t kept = first;
        for (size_t k = first; k < hits.size(); ++k) {
          const bool same = hits[k].stereo == StereoAgreement::kSame && !hits[k].is_tautomer;
          if (!same || (any_same_single && racemic[k - first])) continue;
          if (kept != k) hits[kept] = std::move(hits[k]);
          ++kept;
        }
        hits.resize(kept);
      }
      // Also when the ester is listed by its own name somewhere: another law may cover it as an ester only.
      for (const EsterClass& ester : esters_) {
        const std::vector<int> match = ester.query->Match(*component.parent);
        if (match.empty()) continue;
        IdentityHit hit;
        hit.substance = ester.substance;
        hit.is_ester = true;
        TakeCompanions(structure, i, {}, rest);
        describe_neighbours(hit);
        hit.atoms.clear();
        for (const int atom : match) hit.atoms.push_back(component.atoms[static_cast<size_t>(atom)]);
        hits.push_back(std::move(hit));
      }
    }
    // Two components of one substance (a double salt, a dimeric drawing) are one hit.
    std::vector<IdentityHit> unique;
    for (IdentityHit& hit : hits) {
      const auto same = std::find_if(unique.begin(), unique.end(), [&](const IdentityHit& other) {
        return other.substance == hit.substance && other.is_ester == hit.is_ester &&
               other.is_tautomer == hit.is_tautomer && other.stereo == hit.stereo;
      });
      if (same == unique.end()) {
        unique.push_back(std::move(hit));
      } else {
        same->atoms.insert(same->atoms.end(), hit.atoms.begin(), hit.atoms.end());
      }
    }
    return unique;
  });
}

std::string DescribeRelation(const IdentityHit& hit, std::string_view name) {
  std::string what(name);
  if (hit.is_tautomer) what = Concat("a tautomer of ", what);
  if (hit.is_ester) what = Concat("an ester of ", what);
  if (hit.stereo == StereoAgreement::kEnantiomer) what = Concat("the mirror image (enantiomer) of ", what);
  if (hit.stereo == StereoAgreement::kDiastereomer) what = Concat("a stereoisomer (diastereomer) of ", what);
  if (hit.stereo == StereoAgreement::kCoveredByListed) what = Concat("one stereoisomer of ", what);
  if (hit.is_isotopologue) what = Concat("isotope-labelled ", what);

  std::string beside;
  for (const std::string& partner : hit.beside) AppendTo(beside, beside.empty() ? "" : " and ", partner);
  if (hit.is_salt) what = Concat("a salt of ", what);
  if (!beside.empty()) what = Concat(what, " with ", beside);
  if (hit.is_hydrate_drawing) what = Concat(what, ", drawn as its hydrate (a gem-diol)");
  if (hit.stereo == StereoAgreement::kOpenInInput) what = Concat(what, ", drawn without its stereochemistry");
  if (hit.stereo == StereoAgreement::kCoveredByListed) {
    what = Concat(what, " (the listed name leaves the stereochemistry open)");
  }
  if (hit.is_mixture) what = Concat(what, ", beside other substances");
  return what;
}

}  // namespace tidewaiter
