#include "chemdb/structure/molecule.h"

#include <map>

#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/PeriodicTable.h>
#include <GraphMol/SubstanceGroup.h>
#include <RDGeneral/RDLog.h>
#include <RDGeneral/versions.h>

#include "chemdb/structure/internal/draft.h"
#include "chemdb/structure/internal/rdkit.h"
#include "chemdb/structure/skeleton.h"

namespace tidewaiter {

namespace internal {

void QuietRdkit() {
  static const bool done = [] {
    boost::logging::disable_logs("rdApp.*");
    return true;
  }();
  (void)done;
}

}  // namespace internal

namespace {

using internal::CallRdkit;

absl::Status FromSkeleton(SkeletonStatus status, const Skeleton& s) {
  switch (status) {
    case SkeletonStatus::kLimit:
      return absl::ResourceExhaustedError(Concat("structure beyond a limit: ", s.reason));
    case SkeletonStatus::kInvalid:
      return absl::InvalidArgumentError(Concat("not a structure: ", s.reason, " at byte ", s.where + 1));
    case SkeletonStatus::kOk:
    case SkeletonStatus::kUnusual:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

bool HasQueryOrDummyAtoms(const RDKit::ROMol& mol) {
  for (const auto* atom : mol.atoms()) {
    if (atom->getAtomicNum() == 0 || atom->hasQuery()) return true;
  }
  for (const auto* bond : mol.bonds()) {
    if (bond->hasQuery()) return true;
  }
  return false;
}

// Repeating units, copolymers and formulations: the drawing stands for something else than one molecule. Data
// and abbreviation groups do not.
bool IsPolymer(const RDKit::ROMol& mol) {
  for (const RDKit::SubstanceGroup& group : RDKit::getSubstanceGroups(mol)) {
    std::string type;
    if (group.getPropIfPresent("TYPE", type) && type != "DAT" && type != "SUP" && type != "GEN") return true;
  }
  return false;
}

// What the light reader gave up on it has not measured, fused rings above all, at which RDKit hangs.
SkeletonStatus MeasureUnusual(const RDKit::ROMol& mol, Skeleton& s) {
  s.reason = "more atoms or bonds than the limit";
  s.where = 0;
  s.atom_count = s.bond_count = 0;
  if (mol.getNumAtoms() > static_cast<unsigned>(internal::Draft::kMaxAtoms)) return SkeletonStatus::kLimit;
  std::vector<int> index(mol.getNumAtoms(), -1);
  for (const auto* atom : mol.atoms()) {
    // Hydrogens that hold two atoms together make rings too.
    if (atom->getAtomicNum() <= 1 && atom->getDegree() < 2) continue;
    if (s.atom_count == Skeleton::kMaxAtoms) return SkeletonStatus::kLimit;
    index[atom->getIdx()] = s.atom_count;
    s.element[static_cast<size_t>(s.atom_count++)] = static_cast<uint8_t>(atom->getAtomicNum());
  }
  for (const auto* bond : mol.bonds()) {
    const int begin = index[bond->getBeginAtomIdx()];
    const int end = index[bond->getEndAtomIdx()];
    if (begin < 0 || end < 0) continue;
    if (s.bond_count == Skeleton::kMaxBonds) return SkeletonStatus::kLimit;
    s.bond_begin[static_cast<size_t>(s.bond_count)] = static_cast<uint16_t>(begin);
    s.bond_end[static_cast<size_t>(s.bond_count++)] = static_cast<uint16_t>(end);
  }
  s.reason = "";
  return internal::MeasureSkeleton(s);
}

int CountHeavyAtoms(const RDKit::ROMol& mol) {
  int count = 0;
  for (const auto* atom : mol.atoms()) count += atom->getAtomicNum() > 1 ? 1 : 0;
  return count;
}

// Sanitise first, stereo afterwards and without possible centres: RDKit's default order is cubic in chain
// length. Both parsers have already set chirality tags from @ marks or wedges.
void SanitiseAndAssignStereo(RDKit::RWMol& mol, bool from_mol_block) {
  mol.updatePropertyCache(/*strict=*/false);
  RDKit::MolOps::removeHs(mol, /*implicitOnly=*/false, /*updateExplicitCount=*/false, /*sanitize=*/false);
  RDKit::MolOps::sanitizeMol(mol);
  if (from_mol_block) RDKit::MolOps::detectBondStereochemistry(mol);
  RDKit::MolOps::assignStereochemistry(mol, /*cleanIt=*/true, /*force=*/true,
                                       /*flagPossibleStereoCenters=*/false);
}

}  // namespace

Molecule::Molecule(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Molecule::Molecule(Molecule&&) noexcept = default;
Molecule& Molecule::operator=(Molecule&&) noexcept = default;
Molecule::~Molecule() = default;

int Molecule::heavy_atoms() const { return CountHeavyAtoms(*impl_->mol); }

std::string Molecule::Formula() const {
  std::map<std::string, int> counts;
  const auto* table = RDKit::PeriodicTable::getTable();
  for (const auto* atom : impl_->mol->atoms()) {
    ++counts[table->getElementSymbol(atom->getAtomicNum())];
    counts["H"] += static_cast<int>(atom->getTotalNumHs());
  }
  if (counts["H"] == 0) counts.erase("H");
  std::string out;
  const auto put = [&](const std::string& symbol) {
    const auto it = counts.find(symbol);
    if (it == counts.end()) return;
    AppendTo(out, symbol);
    if (it->second > 1) AppendTo(out, it->second);
    counts.erase(it);
  };
  if (counts.count("C") > 0) {
    put("C");
    put("H");
  }
  while (!counts.empty()) put(counts.begin()->first);
  return out;
}

std::string Molecule::CanonicalSmiles() const { return internal::ToSmiles(*impl_->mol, true); }

absl::StatusOr<Molecule> ParseMolecule(std::string_view text, StructureNotation notation) {
  internal::QuietRdkit();
  static thread_local Skeleton skeleton;
  const bool mol_block = notation == StructureNotation::kMolBlock;
  const SkeletonStatus light =
      mol_block ? ReadMolBlockSkeleton(text, skeleton) : ReadSmilesSkeleton(text, skeleton);
  if (absl::Status status = FromSkeleton(light, skeleton); !status.ok()) return status;

  auto parsed = CallRdkit("RDKit", [&]() -> std::unique_ptr<RDKit::RWMol> {
    std::unique_ptr<RDKit::RWMol> mol;
    if (mol_block) {
      mol.reset(RDKit::MolBlockToMol(std::string(text), /*sanitize=*/false, /*removeHs=*/false,
                                     /*strictParsing=*/false));
    } else {
      mol = internal::ParseSmilesUnsanitised(std::string(text));
    }
    return mol;
  });
  if (!parsed.ok() || *parsed == nullptr) {
    return absl::InvalidArgumentError(parsed.ok()
                                          ? std::string("not a structure: RDKit cannot read it")
                                          : Concat("not a structure: ", AsStd(parsed.status().message())));
  }
  RDKit::RWMol& mol = **parsed;
  if (HasQueryOrDummyAtoms(mol)) {
    return absl::UnimplementedError(
        "not a definite molecule: it has wildcards, query atoms or R-groups, and is not screened");
  }
  if (IsPolymer(mol)) {
    return absl::UnimplementedError("not a definite molecule: a polymer or formulation, and is not screened");
  }
  const int heavy = CountHeavyAtoms(mol);
  if (light == SkeletonStatus::kUnusual) {
    if (absl::Status status = FromSkeleton(MeasureUnusual(mol, skeleton), skeleton); !status.ok())
      return status;
  }
  // RDKit drops the rest of a string at some bytes without an error: both readers must have seen the same
  // atoms.
  if (light == SkeletonStatus::kOk && heavy != skeleton.atom_count) {
    return absl::InvalidArgumentError(Concat("two readers disagree on this structure (", skeleton.atom_count,
                                             " and ", heavy, " heavy atoms): it is not screened"));
  }
  auto sanitised = CallRdkit("RDKit", [&] {
    SanitiseAndAssignStereo(mol, mol_block);
    return true;
  });
  if (!sanitised.ok()) {
    return absl::InvalidArgumentError(
        Concat("not a possible structure: ", AsStd(sanitised.status().message())));
  }
  auto impl = std::make_unique<Molecule::Impl>();
  impl->mol = std::move(*parsed);
  return Molecule(std::move(impl));
}

std::string RdkitVersion() { return RDKit::rdkitVersion; }

}  // namespace tidewaiter
