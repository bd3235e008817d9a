#include "chemdb/structure/substructure.h"

#include <GraphMol/MolOps.h>
#include <GraphMol/QueryAtom.h>
#include <GraphMol/QueryOps.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include "chemdb/base/status_macros.h"
#include "chemdb/structure/internal/rdkit.h"

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

// The elements that a query atom can match, or more of them. RDKit names its query nodes; what has another
// name than the ones understood here may match anything.
RelaxedQuery::Elements ElementsOf(const RDKit::Atom::QUERYATOM_QUERY& query, int depth) {
  RelaxedQuery::Elements any;
  any.set();
  if (depth > kSmartsDepth || query.getNegation()) return any;
  const std::string& name = query.getDescription();
  const auto one = [](int z) {
    RelaxedQuery::Elements out;
    if (z >= 0 && z < static_cast<int>(out.size())) out.set(static_cast<size_t>(z));
    return out;
  };
  if (name == "AtomAtomicNum" || name == "AtomType") {
    const auto* equality = dynamic_cast<const RDKit::ATOM_EQUALS_QUERY*>(&query);
    if (equality == nullptr) return any;
    if (name == "AtomAtomicNum") return one(equality->getVal());
    // AtomType packs the atomic number with aromaticity (aromatic ones are 1000 higher).
    return one(equality->getVal() % 1000);
  }
  if (name == "RecursiveStructure") {
    const auto* recursive = dynamic_cast<const RDKit::RecursiveStructureQuery*>(&query);
    const RDKit::ROMol* inner = recursive == nullptr ? nullptr : recursive->getQueryMol();
    if (inner == nullptr || inner->getNumAtoms() == 0) return any;
    const RDKit::Atom* first = inner->getAtomWithIdx(0);
    return first->hasQuery() ? ElementsOf(*first->getQuery(), depth + 1) : one(first->getAtomicNum());
  }
  if (name == "AtomAnd") {
    RelaxedQuery::Elements out = any;
    for (auto it = query.beginChildren(); it != query.endChildren(); ++it) out &= ElementsOf(**it, depth + 1);
    return out;
  }
  if (name == "AtomOr") {
    RelaxedQuery::Elements out;
    for (auto it = query.beginChildren(); it != query.endChildren(); ++it) out |= ElementsOf(**it, depth + 1);
    return out;
  }
  return any;
}

// The most heavy neighbours that an atom matching the query can have, as far as the query's own words bound
// it: a degree, or hydrogens that leave room for no more (a carbon or nitrogen has at most four bonds).
int MostNeighbours(const RDKit::Atom::QUERYATOM_QUERY& query, int depth) {
  if (depth > kSmartsDepth || query.getNegation()) return RelaxedQuery::kAnyDegree;
  const std::string& name = query.getDescription();
  const auto* equality = dynamic_cast<const RDKit::ATOM_EQUALS_QUERY*>(&query);
  if (name == "AtomExplicitDegree" || name == "AtomTotalDegree") {
    return equality == nullptr ? RelaxedQuery::kAnyDegree : equality->getVal();
  }
  if (name == "RecursiveStructure") {
    const auto* recursive = dynamic_cast<const RDKit::RecursiveStructureQuery*>(&query);
    const RDKit::ROMol* inner = recursive == nullptr ? nullptr : recursive->getQueryMol();
    if (inner == nullptr || inner->getNumAtoms() == 0) return RelaxedQuery::kAnyDegree;
    const RDKit::Atom* first = inner->getAtomWithIdx(0);
    return first->hasQuery() ? MostNeighbours(*first->getQuery(), depth + 1) : RelaxedQuery::kAnyDegree;
  }
  if (name == "AtomAnd") {
    int most = RelaxedQuery::kAnyDegree;
    int hydrogens = 0;
    for (auto it = query.beginChildren(); it != query.endChildren(); ++it) {
      most = std::min(most, MostNeighbours(**it, depth + 1));
      const auto* count = dynamic_cast<const RDKit::ATOM_EQUALS_QUERY*>(it->get());
      if ((*it)->getDescription() == "AtomHCount" && !(*it)->getNegation() && count != nullptr) {
        hydrogens = std::max(hydrogens, count->getVal());
      }
    }
    RelaxedQuery::Elements small;
    small.set(6);
    small.set(7);
    small.set(8);
    const RelaxedQuery::Elements elements = ElementsOf(query, depth);
    if (hydrogens > 0 && (elements & ~small).none()) most = std::min(most, 4 - hydrogens);
    return most;
  }
  if (name == "AtomOr") {
    int most = 0;
    for (auto it = query.beginChildren(); it != query.endChildren(); ++it) {
      most = std::max(most, MostNeighbours(**it, depth + 1));
    }
    return most;
  }
  return RelaxedQuery::kAnyDegree;
}

RelaxedQuery Relax(const RDKit::ROMol& query) {
  RelaxedQuery out;
  std::vector<int> index(query.getNumAtoms(), -1);
  for (const auto* atom : query.atoms()) {
    RelaxedQuery::Elements elements;
    if (atom->hasQuery()) {
      elements = ElementsOf(*atom->getQuery(), 0);
    } else if (atom->getAtomicNum() > 0) {
      elements.set(static_cast<size_t>(atom->getAtomicNum()));
    } else {
      elements.set();
    }
    // A hydrogen does not show in a skeleton: what asks for one asks for nothing.
    if (elements.test(1)) continue;
    const int most = atom->hasQuery() ? MostNeighbours(*atom->getQuery(), 0) : RelaxedQuery::kAnyDegree;
    index[atom->getIdx()] = out.AddAtom(elements, most);
  }
  for (const auto* bond : query.bonds()) {
    const int a = index[bond->getBeginAtomIdx()];
    const int b = index[bond->getEndAtomIdx()];
    if (a >= 0 && b >= 0) out.AddBond(a, b);
  }
  out.Finish();
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
  impl->relaxed.push_back(Relax(**query));
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
      impl->relaxed.push_back(Relax(*query));
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
