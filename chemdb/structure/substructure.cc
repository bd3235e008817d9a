#include "chemdb/structure/substructure.h"

#include <GraphMol/MolOps.h>
#include <GraphMol/QueryAtom.h>
#include <GraphMol/QueryOps.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include "chemdb/base/status_macros.h"
#include "chemdb/structure/internal/rdkit.h"
#include "chemdb/structure/internal/relax.h"

namespace tidewaiter {

struct SubstructureQuery::Impl {
  std::vector<std::unique_ptr<RDKit::ROMol>> queries;  // any of them
  std::vector<RelaxedQuery> relaxed;                   // one for each
};

namespace {

// SMARTS longer than this is a mistake or an attack: RDKit's parser recurses on nested expressions.
constexpr size_t kSmartsBytes = 4000;
constexpr int kSmartsDepth = 40;

absl::Status CheckSmarts(std::string_view smarts) {
  if (smarts.empty()) return absl::InvalidArgumentError("an empty SMARTS");
  if (smarts.size() > kSmartsBytes) return absl::InvalidArgumentError("SMARTS longer than 4000 bytes");
  int depth = 0;
  for (const char c : smarts) {
    if (c < 0x21 || c > 0x7e) return absl::InvalidArgumentError("SMARTS with a blank or non-ASCII byte");
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (depth > kSmartsDepth) return absl::InvalidArgumentError("SMARTS nested deeper than 40");
  }
  return absl::OkStatus();
}

std::vector<int> HeavyIndices(const RDKit::ROMol& mol, const RDKit::MatchVectType& match) {
  std::vector<int> rank(mol.getNumAtoms(), -1);
  int heavy = 0;
  for (const auto* atom : mol.atoms()) {
    if (atom->getAtomicNum() > 1) rank[atom->getIdx()] = heavy++;
  }
  std::vector<int> out;
  for (const auto& [query_atom, atom] : match) {
    (void)query_atom;
    if (rank[atom] >= 0) out.push_back(rank[atom]);
  }
  return out;
}

}  // namespace

const std::vector<RelaxedQuery>& SubstructureQuery::relaxed() const { return impl_->relaxed; }

SubstructureQuery::SubstructureQuery(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SubstructureQuery::SubstructureQuery(SubstructureQuery&&) noexcept = default;
SubstructureQuery& SubstructureQuery::operator=(SubstructureQuery&&) noexcept = default;
SubstructureQuery::~SubstructureQuery() = default;

absl::StatusOr<SubstructureQuery> SubstructureQuery::FromSmarts(std::string_view smarts) {
  internal::QuietRdkit();
  TW_RETURN_IF_ERROR(CheckSmarts(smarts));
  auto query = internal::CallRdkit("SMARTS", [&] {
    std::unique_ptr<RDKit::ROMol> mol(RDKit::SmartsToMol(std::string(smarts)));
    // Matching initialises ring information of recursive parts lazily; do it once, before threads share the
    // query.
    if (mol != nullptr) RDKit::MolOps::fastFindRings(*mol);
    return mol;
  });
  if (!query.ok() || *query == nullptr) {
    return absl::InvalidArgumentError(Concat("not a SMARTS: ", smarts));
  }
  auto impl = std::make_unique<Impl>();
  impl->relaxed.push_back(internal::Relax(**query));
  impl->queries.push_back(*std::move(query));
  return SubstructureQuery(std::move(impl));
}

absl::StatusOr<SubstructureQuery> SubstructureQuery::EstersOf(std::string_view smiles) {
  TW_ASSIGN_OR_RETURN(const Molecule acid, ParseMolecule(smiles, StructureNotation::kSmiles));
  auto built = internal::CallRdkit("esters of", [&] {
    auto impl = std::make_unique<Impl>();
    std::unique_ptr<RDKit::ROMol> group(RDKit::SmartsToMol("[CX3](=O)[OX2H1]"));
    std::vector<RDKit::MatchVectType> acids;
    RDKit::SubstructMatch(*acid.impl().mol, *group, acids);
    for (const auto& match : acids) {
      auto query = std::make_unique<RDKit::RWMol>(*acid.impl().mol);
      const unsigned oxygen = static_cast<unsigned>(match[2].second);
      for (unsigned i = 0; i < query->getNumAtoms(); ++i) {
        const RDKit::Atom* atom = query->getAtomWithIdx(i);
        RDKit::QueryAtom replacement(atom->getAtomicNum());
        replacement.setIsAromatic(atom->getIsAromatic());
        replacement.setQuery(RDKit::makeAtomTypeQuery(atom->getAtomicNum(), atom->getIsAromatic()));
        replacement.expandQuery(
            RDKit::makeAtomExplicitDegreeQuery(static_cast<int>(atom->getDegree()) + (i == oxygen ? 1 : 0)));
        query->replaceAtom(i, &replacement);
      }
      // The carbon that makes it an ester.
      RDKit::QueryAtom carbon(6);
      carbon.setQuery(RDKit::makeAtomNumQuery(6));
      const unsigned c = query->addAtom(&carbon, false, false);
      query->addBond(oxygen, c, RDKit::Bond::SINGLE);
      RDKit::MolOps::fastFindRings(*query);
      impl->relaxed.push_back(internal::Relax(*query));
      impl->queries.push_back(std::move(query));
    }
    return impl;
  });
  TW_RETURN_IF_ERROR(built.status());
  if ((*built)->queries.empty()) {
    return absl::InvalidArgumentError(Concat("no carboxylic acid group: ", smiles));
  }
  return SubstructureQuery(*std::move(built));
}

std::vector<int> SubstructureQuery::Match(const Molecule& molecule) const {
  const RDKit::ROMol& mol = *molecule.impl().mol;
  for (const auto& query : impl_->queries) {
    RDKit::MatchVectType match;
    if (RDKit::SubstructMatch(mol, *query, match, /*recursionPossible=*/true, /*useChirality=*/false)) {
      return HeavyIndices(mol, match);
    }
  }
  return {};
}

}  // namespace tidewaiter
