#include "chemdb/structure/analogue_index.h"

#include <algorithm>
#include <map>

#include <GraphMol/Canon.h>
#include <GraphMol/FMCS/FMCS.h>
#include <GraphMol/Fingerprints/MorganFingerprints.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/Substruct/SubstructMatch.h>
#include <GraphMol/new_canon.h>

#include "chemdb/base/status_macros.h"
#include "chemdb/structure/environment_counts.h"
#include "chemdb/structure/internal/draft.h"
#include "chemdb/structure/internal/rdkit.h"

namespace tidewaiter {
namespace {

using internal::CallRdkit;
using RDKit::ROMol;
using RDKit::RWMol;

// The search for the common part gives up after this many seeds, a number and not a time: the answer must not
// depend on how busy the machine is. Pairs of listed fentanyls take a few hundred.
constexpr unsigned kMostSeeds = 20000;

using Environments = std::map<uint32_t, int>;

// ECFP4 environments, counted, for every atom and radius.
Environments EnvironmentsOf(const ROMol& mol) {
  const std::unique_ptr<RDKit::SparseIntVect<uint32_t>> found(RDKit::MorganFingerprints::getFingerprint(
      mol, /*radius=*/2, /*invariants=*/nullptr, /*fromAtoms=*/nullptr, /*useChirality=*/false,
      /*useBondTypes=*/true, /*useCounts=*/true, /*onlyNonzeroInvariants=*/false,
      /*atomsSettingBits=*/nullptr,
      /*includeRedundantEnvironments=*/true));
  Environments out;
  for (const auto& [label, count] : found->getNonzeroElements()) out.emplace(label, count);
  return out;
}

int Shared(const Environments& a, const Environments& b) {
  int shared = 0;
  for (const auto& [label, count] : a) {
    const auto other = b.find(label);
    if (other != b.end()) shared += std::min(count, other->second);
  }
  return shared;
}

struct Flat {
  RDKit::ROMOL_SPTR mol;   // no stereo, atoms in canonical order
  std::vector<int> index;  // of each of its atoms in the molecule it was made from
};

// In canonical order, so that what is searched for next does not depend on the order of the drawing.
Flat MakeFlat(const ROMol& mol) {
  RWMol flat(mol);
  RDKit::MolOps::removeStereochemistry(flat);
  std::vector<unsigned> rank;
  RDKit::Canon::rankMolAtoms(flat, rank);
  std::vector<unsigned> order(rank.size());
  for (unsigned i = 0; i < rank.size(); ++i) order[rank[i]] = i;
  Flat out;
  out.mol.reset(RDKit::MolOps::renumberAtoms(flat, order));
  out.index.assign(order.begin(), order.end());
  return out;
}

bool GoOn(const RDKit::MCSProgressData& progress, const RDKit::MCSParameters&, void*) {
  return progress.SeedProcessed < kMostSeeds;
}

// Atoms of `mol` that the common substructure `query` covers.
std::vector<bool> Covered(const ROMol& mol, const ROMol& query) {
  std::vector<bool> out(mol.getNumAtoms(), false);
  RDKit::MatchVectType match;
  if (RDKit::SubstructMatch(mol, query, match)) {
    for (const auto& [q, atom] : match) {
      (void)q;
      out[static_cast<size_t>(atom)] = true;
    }
  }
  return out;
}

bool ToSkeleton(const ROMol& mol, Skeleton& out) {
  if (mol.getNumAtoms() > static_cast<unsigned>(kMostAnalogueAtoms)) return false;
  out.atom_count = static_cast<int>(mol.getNumAtoms());
  out.bond_count = 0;
  for (const auto* atom : mol.atoms()) {
    out.element[atom->getIdx()] = static_cast<uint8_t>(atom->getAtomicNum());
  }
  for (const auto* bond : mol.bonds()) {
    const auto b = static_cast<size_t>(out.bond_count++);
    out.bond_begin[b] = static_cast<uint16_t>(bond->getBeginAtomIdx());
    out.bond_end[b] = static_cast<uint16_t>(bond->getEndAtomIdx());
  }
  return internal::MeasureSkeleton(out) == SkeletonStatus::kOk && out.component_count == 1;
}

bool HasHydrogenAtoms(const ROMol& mol) {
  for (const auto* atom : mol.atoms()) {
    if (atom->getAtomicNum() <= 1) return true;
  }
  return false;
}

}  // namespace

struct AnalogueIndex::Impl {
  struct Listed {
    uint32_t substance = 0;
    std::string flat_key;
    Flat flat;
    std::vector<int> drawn;  // heavy atom of the drawing for each atom of `flat`
    Environments environments;
  };
  std::vector<Listed> listed;
  EnvironmentCounts counts;

  // Fills the common part of `hit`; false when both measures together are not enough.
  bool Compare(const Flat& flat, const StandardComponent& component, const Listed& other,
               AnalogueHit& hit) const {
    RDKit::MCSParameters parameters;
    parameters.AtomTyper = RDKit::MCSAtomCompareElements;
    parameters.BondTyper = RDKit::MCSBondCompareOrderExact;
    parameters.AtomCompareParameters.RingMatchesRingOnly = true;
    parameters.BondCompareParameters.RingMatchesRingOnly = true;
    parameters.ProgressCallback = GoOn;
    const RDKit::MCSResult result = RDKit::findMCS({flat.mol, other.flat.mol}, &parameters);
    if (result.Canceled || result.QueryMol == nullptr || result.NumAtoms == 0) {
      return hit.similarity >= kSimilarityAlone;
    }
    const double shared = result.NumAtoms + result.NumBonds;
    const double both = flat.mol->getNumAtoms() + flat.mol->getNumBonds() + other.flat.mol->getNumAtoms() +
                        other.flat.mol->getNumBonds();
    hit.common_part = shared / (both - shared);
    if (hit.common_part < kLeastCommonPart && hit.similarity < kSimilarityAlone) return false;
    const std::vector<bool> here = Covered(*flat.mol, *result.QueryMol);
    for (size_t i = 0; i < here.size(); ++i) {
      (here[i] ? hit.common : hit.differs).push_back(component.atoms[static_cast<size_t>(flat.index[i])]);
    }
    const std::vector<bool> there = Covered(*other.flat.mol, *result.QueryMol);
    for (size_t i = 0; i < there.size(); ++i) {
      if (!there[i]) hit.listed_differs.push_back(other.drawn[i]);
    }
    std::sort(hit.common.begin(), hit.common.end());
    std::sort(hit.differs.begin(), hit.differs.end());
    std::sort(hit.listed_differs.begin(), hit.listed_differs.end());
    return true;
  }

  std::vector<AnalogueHit> NearestOf(const StandardComponent& component) const {
    std::vector<AnalogueHit> out;
    const ROMol& parent = *component.parent->impl().mol;
    if (HasHydrogenAtoms(parent)) return out;
    const Environments environments = EnvironmentsOf(parent);
    struct Near {
      double similarity;
      size_t listed;
    };
    std::vector<Near> nearest;
    for (size_t i = 0; i < listed.size(); ++i) {
      if (listed[i].flat_key == component.flat_key) continue;
      const double similarity =
          SharedPart(Shared(environments, listed[i].environments), component.heavy_atoms,
                     static_cast<int>(listed[i].flat.mol->getNumAtoms()));
      if (similarity >= kLeastSimilarity) nearest.push_back({similarity, i});
    }
    if (nearest.empty()) return out;
    std::stable_sort(nearest.begin(), nearest.end(),
                     [](const Near& a, const Near& b) { return a.similarity > b.similarity; });
    if (nearest.size() > kCompared) nearest.resize(kCompared);
    const Flat flat = MakeFlat(parent);
    for (const Near& near : nearest) {
      AnalogueHit hit;
      hit.substance = listed[near.listed].substance;
      hit.similarity = near.similarity;
      if (Compare(flat, component, listed[near.listed], hit)) out.push_back(std::move(hit));
    }
    std::stable_sort(out.begin(), out.end(), [](const AnalogueHit& a, const AnalogueHit& b) {
      return a.common_part > b.common_part;
    });
    return out;
  }
};

AnalogueIndex::AnalogueIndex() : impl_(std::make_unique<Impl>()) {}
AnalogueIndex::~AnalogueIndex() = default;
AnalogueIndex::AnalogueIndex(AnalogueIndex&&) noexcept = default;
AnalogueIndex& AnalogueIndex::operator=(AnalogueIndex&&) noexcept = default;

size_t AnalogueIndex::size() const { return impl_->listed.size(); }

absl::Status AnalogueIndex::Add(uint32_t substance, std::string_view smiles) {
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(smiles, StructureNotation::kSmiles));
  TW_ASSIGN_OR_RETURN(const StandardStructure standard, Standardise(molecule, ComponentTable()));
  const StandardComponent* main = nullptr;
  for (const StandardComponent& component : standard.components) {
    if (main == nullptr || component.heavy_atoms > main->heavy_atoms) main = &component;
  }
  if (main == nullptr || main->heavy_atoms < kLeastAnalogueAtoms || main->heavy_atoms > kMostAnalogueAtoms) {
    return absl::OkStatus();
  }
  return CallRdkit("neighbours",
                   [&] {
                     const ROMol& parent = *main->parent->impl().mol;
                     Impl::Listed listed;
                     listed.substance = substance;
                     listed.flat_key = main->flat_key;
                     listed.flat = MakeFlat(parent);
                     for (const int atom : listed.flat.index) {
                       listed.drawn.push_back(main->atoms[static_cast<size_t>(atom)]);
                     }
                     listed.environments = EnvironmentsOf(parent);
                     const auto skeleton = std::make_unique<Skeleton>();
                     if (ToSkeleton(*listed.flat.mol, *skeleton)) {
                       impl_->counts.Add(*skeleton);
                       impl_->listed.push_back(std::move(listed));
                     }
                     return true;
                   })
      .status();
}

void AnalogueIndex::Finish() { impl_->counts.Finish(); }

bool AnalogueIndex::MayHave(Skeleton& skeleton) const {
  return impl_->counts.MayReach(kLeastSimilarity, skeleton);
}

absl::StatusOr<std::vector<std::vector<AnalogueHit>>> AnalogueIndex::Nearest(
    const StandardStructure& structure) const {
  return CallRdkit("neighbours", [&] {
    std::vector<std::vector<AnalogueHit>> out;
    for (const StandardComponent& component : structure.components) {
      if (component.role != ComponentRole::kMain || component.heavy_atoms < kLeastAnalogueAtoms ||
          component.heavy_atoms > kMostAnalogueAtoms) {
        continue;
      }
      std::vector<AnalogueHit> hits = impl_->NearestOf(component);
      if (!hits.empty()) out.push_back(std::move(hits));
    }
    return out;
  });
}

}  // namespace tidewaiter
