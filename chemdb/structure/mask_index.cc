#include "chemdb/structure/mask_index.h"

#include <algorithm>
#include <set>

#include <GraphMol/MolOps.h>
#include <GraphMol/QueryAtom.h>
#include <GraphMol/QueryOps.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include "chemdb/base/status_macros.h"
#include "chemdb/structure/internal/draft.h"
#include "chemdb/structure/internal/rdkit.h"
#include "chemdb/structure/mol_graph.h"

namespace tidewaiter {
namespace {

using internal::CallRdkit;
using RDKit::Atom;
using RDKit::RWMol;

// More places of one group than any listed substance has.
constexpr unsigned kMostMatches = 16;

// The heavy-atom graph of a part, elements only.
struct BareGraph {
  std::vector<uint8_t> elements;
  std::vector<std::pair<int, int>> bonds;
};

// The bare graph as a skeleton; false beyond its limits.
bool ToSkeleton(const BareGraph& graph, Skeleton& out) {
  if (graph.elements.size() > static_cast<size_t>(Skeleton::kMaxAtoms) ||
      graph.bonds.size() > static_cast<size_t>(Skeleton::kMaxBonds)) {
    return false;
  }
  out.atom_count = static_cast<int>(graph.elements.size());
  out.bond_count = static_cast<int>(graph.bonds.size());
  std::copy(graph.elements.begin(), graph.elements.end(), out.element.begin());
  for (size_t b = 0; b < graph.bonds.size(); ++b) {
    out.bond_begin[b] = static_cast<uint16_t>(graph.bonds[b].first);
    out.bond_end[b] = static_cast<uint16_t>(graph.bonds[b].second);
  }
  return internal::MeasureSkeleton(out) == SkeletonStatus::kOk && out.component_count == 1;
}

// `skip` is left out.
BareGraph ToBareGraph(const RDKit::ROMol& mol, int skip, std::vector<int>& index) {
  BareGraph out;
  index.assign(mol.getNumAtoms(), -1);
  for (const Atom* atom : mol.atoms()) {
    if (atom->getAtomicNum() == 1 || static_cast<int>(atom->getIdx()) == skip) continue;
    index[atom->getIdx()] = static_cast<int>(out.elements.size());
    out.elements.push_back(static_cast<uint8_t>(atom->getAtomicNum()));
  }
  for (const auto* bond : mol.bonds()) {
    const int a = index[bond->getBeginAtomIdx()];
    const int b = index[bond->getEndAtomIdx()];
    if (a >= 0 && b >= 0) out.bonds.emplace_back(a, b);
  }
  return out;
}

// The oxygen of C=O; -1 when there is none.
int CarbonylOxygen(const RDKit::ROMol& mol, unsigned carbon) {
  for (const auto* bond : mol.atomBonds(mol.getAtomWithIdx(carbon))) {
    const Atom* other = bond->getOtherAtom(mol.getAtomWithIdx(carbon));
    if (other->getAtomicNum() == 8 && bond->getBondType() == RDKit::Bond::DOUBLE) {
      return static_cast<int>(other->getIdx());
    }
  }
  return -1;
}

// Canonical SMILES without stereo, with one atom marked: where a group sat.
std::string MarkedKey(RWMol mol, unsigned atom) {
  RDKit::MolOps::removeStereochemistry(mol);
  for (Atom* other : mol.atoms()) {
    other->setIsotope(0);
    other->setAtomMapNum(0);
  }
  mol.getAtomWithIdx(atom)->setIsotope(1);
  return internal::ToSmiles(mol, true);
}

// The drawing as a query that matches itself only: each atom with its element, charge, hydrogens and number
// of neighbours; the `*` as `place`.
std::unique_ptr<RWMol> ExactQuery(const RWMol& group, unsigned star, MaskedAtom place) {
  auto query = std::make_unique<RWMol>(group);
  for (unsigned i = 0; i < query->getNumAtoms(); ++i) {
    const Atom* atom = group.getAtomWithIdx(i);
    if (i == star) {
      const int element = place == MaskedAtom::kNitrogen ? 7 : place == MaskedAtom::kOxygen ? 8 : 6;
      RDKit::QueryAtom replacement(element);
      replacement.setQuery(RDKit::makeAtomNumQuery(element));
      replacement.expandQuery(RDKit::makeAtomFormalChargeQuery(0));
      query->replaceAtom(i, &replacement);
      continue;
    }
    RDKit::QueryAtom replacement(atom->getAtomicNum());
    replacement.setIsAromatic(atom->getIsAromatic());
    replacement.setQuery(RDKit::makeAtomTypeQuery(atom->getAtomicNum(), atom->getIsAromatic()));
    replacement.expandQuery(RDKit::makeAtomExplicitDegreeQuery(static_cast<int>(atom->getDegree())));
    replacement.expandQuery(RDKit::makeAtomFormalChargeQuery(atom->getFormalCharge()));
    replacement.expandQuery(RDKit::makeAtomHCountQuery(static_cast<int>(atom->getTotalNumHs())));
    query->replaceAtom(i, &replacement);
  }
  RDKit::MolOps::fastFindRings(*query);
  return query;
}

}  // namespace

struct MaskIndex::Impl {
  struct Group {
    std::unique_ptr<RWMol> mol;
    unsigned star = 0;
    BareGraph graph;                  // without the star
    std::vector<int> tied;            // atoms of `graph` bonded to the star
    int valence = 0;                  // of the bonds to it
    std::unique_ptr<RWMol> query[3];  // by MaskedAtom; null where the group does not count
  };
  struct Site {
    MaskedAtom atom = MaskedAtom::kNitrogen;
    std::string flat_key;    // of the drawing
    std::string marked_key;  // with the site marked
    int hydrogens = 0;
    std::unique_ptr<RWMol> mol;
    unsigned index = 0;  // of the site
  };
  // Sites and the groups on them; one or two pairs.
  struct Recipe {
    std::vector<std::pair<size_t, size_t>> masks;
  };

  std::vector<MaskGroup> groups;
  std::vector<MaskSite> sites;
  std::vector<Group> compiled_groups;
  std::vector<Site> compiled_sites;
  std::unordered_map<uint64_t, std::vector<Recipe>> by_hash;
  struct MaskedSkeleton {
    QuickCounts counts;
    uint32_t composition_key = 0;
    uint64_t hash = 0;
  };
  std::vector<MaskedSkeleton> skeletons;

  bool Fits(size_t site, size_t group) const {
    const auto& families = sites[site].families;
    const Group& g = compiled_groups[group];
    return g.query[static_cast<size_t>(compiled_sites[site].atom)] != nullptr &&
           std::find(families.begin(), families.end(), groups[group].family) != families.end() &&
           (compiled_sites[site].atom == MaskedAtom::kCarbonyl ||
            compiled_sites[site].hydrogens >= g.valence);
  }

  // The atom of site `a`'s drawing that site `b` marks; -1 when the two are not drawings of one molecule.
  int PlaceOf(size_t b, size_t a) const {
    const Site& in = compiled_sites[a];
    const Site& wanted = compiled_sites[b];
    if (a == b) return static_cast<int>(in.index);
    if (in.flat_key != wanted.flat_key) return -1;
    for (const Atom* atom : in.mol->atoms()) {
      if (atom->getAtomicNum() == wanted.mol->getAtomWithIdx(wanted.index)->getAtomicNum() &&
          MarkedKey(*in.mol, atom->getIdx()) == wanted.marked_key) {
        return static_cast<int>(atom->getIdx());
      }
    }
    return -1;
  }

  // Every choice of groups on these sites (one or two), joined to the first one's drawing.
  void JoinAll(const std::vector<size_t>& at, Skeleton& scratch) {
    const Site& first = compiled_sites[at[0]];
    int oxygen = -1;
    std::vector<int> places;
    for (const size_t site : at) {
      const int place = PlaceOf(site, at[0]);
      if (place < 0) return;
      places.push_back(place);
      if (compiled_sites[site].atom != MaskedAtom::kCarbonyl) continue;
      if (oxygen >= 0) return;
      oxygen = CarbonylOxygen(*first.mol, static_cast<unsigned>(place));
    }
    std::vector<int> index;
    const BareGraph base = ToBareGraph(*first.mol, oxygen, index);
    std::vector<std::vector<size_t>> choices = {{}};
    for (const size_t site : at) {
      std::vector<std::vector<size_t>> longer;
      for (const auto& choice : choices) {
        for (size_t group = 0; group < groups.size(); ++group) {
          if (!Fits(site, group)) continue;
          longer.push_back(choice);
          longer.back().push_back(group);
        }
      }
      choices = std::move(longer);
    }
    for (const auto& choice : choices) {
      BareGraph joined = base;
      Recipe recipe;
      for (size_t m = 0; m < at.size(); ++m) {
        const Group& group = compiled_groups[choice[m]];
        const int shift = static_cast<int>(joined.elements.size());
        joined.elements.insert(joined.elements.end(), group.graph.elements.begin(),
                               group.graph.elements.end());
        for (const auto& [a, b] : group.graph.bonds) joined.bonds.emplace_back(a + shift, b + shift);
        for (const int a : group.tied) {
          joined.bonds.emplace_back(index[static_cast<size_t>(places[m])], a + shift);
        }
        recipe.masks.emplace_back(at[m], choice[m]);
      }
      if (!ToSkeleton(joined, scratch)) continue;
      const uint64_t hash = HashComponent(scratch, 0);
      auto& recipes = by_hash[hash];
      if (recipes.empty()) {
        std::array<uint32_t, Skeleton::kMaxComponents> keys;
        CompositionKeys(scratch, keys);
        skeletons.push_back({CountsOf(scratch, 0), keys[0], hash});
      }
      recipes.push_back(std::move(recipe));
    }
  }

  // Where `group` sits on `mol` as on `site`.
  std::vector<RDKit::MatchVectType> Matches(const RDKit::ROMol& mol, size_t site, size_t group) const {
    RDKit::SubstructMatchParameters params;
    params.maxMatches = kMostMatches;
    std::vector<RDKit::MatchVectType> found = RDKit::SubstructMatch(
        mol, *compiled_groups[group].query[static_cast<size_t>(compiled_sites[site].atom)], params);
    return found;
  }

  // `parent` without the matched groups, if each sat on its recipe's site; null when one did not. Atoms carry
  // their index in `parent` as kParentIndex; a carbonyl oxygen put back has none.
  std::unique_ptr<RWMol> TakeOff(const RDKit::ROMol& parent, const Recipe& recipe,
                                 const std::vector<RDKit::MatchVectType>& matches) const;

  struct Remainder {
    std::unique_ptr<RWMol> mol;
    std::vector<std::vector<int>> taken;  // atoms of the parent, for each mask
  };
  std::vector<Remainder> Remainders(const RDKit::ROMol& parent, const Recipe& recipe) const;
};

namespace {

constexpr const char* kParentIndex = "_tidewaiterParent";
constexpr const char* kSiteMark = "_tidewaiterSite";

// The match's atom for the query atom `star`.
unsigned StarOf(const RDKit::MatchVectType& match, unsigned star) {
  for (const auto& [query, atom] : match) {
    if (query == static_cast<int>(star)) return static_cast<unsigned>(atom);
  }
  return 0;
}

}  // namespace

std::unique_ptr<RWMol> MaskIndex::Impl::TakeOff(const RDKit::ROMol& parent, const Recipe& recipe,
                                                const std::vector<RDKit::MatchVectType>& matches) const {
  std::vector<bool> taken(parent.getNumAtoms(), false);
  std::vector<unsigned> stars;
  for (size_t m = 0; m < matches.size(); ++m) {
    stars.push_back(StarOf(matches[m], compiled_groups[recipe.masks[m].second].star));
    for (const auto& [query, atom] : matches[m]) {
      (void)query;
      if (static_cast<unsigned>(atom) == stars.back()) continue;
      if (taken[static_cast<size_t>(atom)]) return nullptr;  // two masks on the same atoms
      taken[static_cast<size_t>(atom)] = true;
    }
  }
  for (size_t m = 0; m < stars.size(); ++m) {
    if (taken[stars[m]] || std::count(stars.begin(), stars.end(), stars[m]) > 1) return nullptr;
  }
  auto mol = std::make_unique<RWMol>(parent);
  for (Atom* atom : mol->atoms()) atom->setProp<int>(kParentIndex, static_cast<int>(atom->getIdx()));
  for (size_t m = 0; m < stars.size(); ++m) {
    Atom* atom = mol->getAtomWithIdx(stars[m]);
    atom->setProp<int>(kSiteMark, static_cast<int>(m));
    const unsigned hydrogens = atom->getTotalNumHs();  // before the next line, which drops the implied ones
    atom->setNoImplicit(true);
    if (compiled_sites[recipe.masks[m].first].atom == MaskedAtom::kCarbonyl) {
      atom->setNumExplicitHs(hydrogens);
      atom->setChiralTag(Atom::CHI_UNSPECIFIED);
      const unsigned oxygen = mol->addAtom(new Atom(8), /*updateLabel=*/false, /*takeOwnership=*/true);
      mol->addBond(stars[m], oxygen, RDKit::Bond::DOUBLE);
      mol->getAtomWithIdx(oxygen)->setNoImplicit(true);
    } else {
      const int valence = compiled_groups[recipe.masks[m].second].valence;
      atom->setNumExplicitHs(hydrogens + static_cast<unsigned>(valence));
    }
  }
  for (unsigned i = parent.getNumAtoms(); i-- > 0;) {
    if (taken[i]) mol->removeAtom(i);
  }
  RDKit::MolOps::sanitizeMol(*mol);
  for (size_t m = 0; m < stars.size(); ++m) {
    for (const Atom* atom : mol->atoms()) {
      int mark = -1;
      if (!atom->getPropIfPresent(kSiteMark, mark) || mark != static_cast<int>(m)) continue;
      if (MarkedKey(*mol, atom->getIdx()) != compiled_sites[recipe.masks[m].first].marked_key) return nullptr;
    }
  }
  RDKit::MolOps::assignStereochemistry(*mol, /*cleanIt=*/true, /*force=*/true,
                                       /*flagPossibleStereoCenters=*/false);
  return mol;
}

std::vector<MaskIndex::Impl::Remainder> MaskIndex::Impl::Remainders(const RDKit::ROMol& parent,
                                                                    const Recipe& recipe) const {
  std::vector<std::vector<RDKit::MatchVectType>> combinations = {{}};
  for (const auto& [site, group] : recipe.masks) {
    std::vector<std::vector<RDKit::MatchVectType>> longer;
    for (const RDKit::MatchVectType& match : Matches(parent, site, group)) {
      for (const auto& combination : combinations) {
        longer.push_back(combination);
        longer.back().push_back(match);
      }
    }
    combinations = std::move(longer);
  }
  std::vector<Remainder> out;
  for (const auto& combination : combinations) {
    Remainder remainder;
    remainder.mol = TakeOff(parent, recipe, combination);
    if (remainder.mol == nullptr) continue;
    for (size_t m = 0; m < combination.size(); ++m) {
      const unsigned star = compiled_groups[recipe.masks[m].second].star;
      remainder.taken.emplace_back();
      for (const auto& [query, atom] : combination[m]) {
        if (query != static_cast<int>(star)) remainder.taken.back().push_back(atom);
      }
    }
    out.push_back(std::move(remainder));
  }
  return out;
}

MaskIndex::MaskIndex() : impl_(std::make_unique<Impl>()) {}
MaskIndex::~MaskIndex() = default;
MaskIndex::MaskIndex(MaskIndex&&) noexcept = default;
MaskIndex& MaskIndex::operator=(MaskIndex&&) noexcept = default;

const std::vector<MaskGroup>& MaskIndex::groups() const { return impl_->groups; }
const std::vector<MaskSite>& MaskIndex::sites() const { return impl_->sites; }
MaskedAtom MaskIndex::AtomOf(size_t site) const { return impl_->compiled_sites[site].atom; }
size_t MaskIndex::size() const { return impl_->by_hash.size(); }

absl::Status MaskIndex::AddGroup(const MaskGroup& group) {
  auto compiled = CallRdkit("protecting group", [&]() -> absl::StatusOr<Impl::Group> {
    Impl::Group out;
    out.mol = internal::ParseSmilesUnsanitised(group.smiles);
    if (out.mol == nullptr) return absl::InvalidArgumentError("not a SMILES");
    RDKit::MolOps::sanitizeMol(*out.mol);
    int stars = 0;
    for (const Atom* atom : out.mol->atoms()) {
      if (atom->getAtomicNum() != 0) continue;
      ++stars;
      out.star = atom->getIdx();
    }
    if (stars != 1) return absl::InvalidArgumentError("it must have one * for what the group sits on");
    std::vector<int> index;
    out.graph = ToBareGraph(*out.mol, static_cast<int>(out.star), index);
    const Atom* star = out.mol->getAtomWithIdx(out.star);
    for (const auto* bond : out.mol->atomBonds(star)) {
      out.tied.push_back(index[bond->getOtherAtomIdx(out.star)]);
      out.valence += static_cast<int>(bond->getBondTypeAsDouble());
    }
    if (group.on_carbonyl && out.valence != 2) {
      return absl::InvalidArgumentError("on a carbonyl a group has two bonds, or one double bond");
    }
    if (group.on_nitrogen) {
      out.query[static_cast<size_t>(MaskedAtom::kNitrogen)] =
          ExactQuery(*out.mol, out.star, MaskedAtom::kNitrogen);
    }
    if (group.on_oxygen) {
      out.query[static_cast<size_t>(MaskedAtom::kOxygen)] =
          ExactQuery(*out.mol, out.star, MaskedAtom::kOxygen);
    }
    if (group.on_carbonyl) {
      out.query[static_cast<size_t>(MaskedAtom::kCarbonyl)] =
          ExactQuery(*out.mol, out.star, MaskedAtom::kCarbonyl);
    }
    return out;
  });
  absl::Status status = compiled.status();
  if (status.ok()) status = compiled->status();
  if (!status.ok()) {
    return absl::InvalidArgumentError(
        Concat("protecting group ", group.id, " (", group.smiles, "): ", AsStd(status.message())));
  }
  impl_->groups.push_back(group);
  impl_->compiled_groups.push_back(*std::move(*compiled));
  return absl::OkStatus();
}

absl::Status MaskIndex::AddSite(const MaskSite& site) {
  const auto complain = [&](std::string_view why) {
    return absl::InvalidArgumentError(Concat("place of a mask (", site.drawing, "): ", why));
  };
  const auto molecule = ParseMolecule(site.drawing, StructureNotation::kSmiles);
  if (!molecule.ok()) return complain(AsStd(molecule.status().message()));
  auto compiled = CallRdkit("place of a mask", [&] {
    Impl::Site out;
    out.mol = std::make_unique<RWMol>(*molecule->impl().mol);
    int marks = 0;
    for (Atom* atom : out.mol->atoms()) {
      if (atom->getAtomMapNum() == 0) continue;
      ++marks;
      out.index = atom->getIdx();
      atom->setAtomMapNum(0);
    }
    if (marks != 1) return out;
    const Atom* atom = out.mol->getAtomWithIdx(out.index);
    out.atom = atom->getAtomicNum() == 7   ? MaskedAtom::kNitrogen
               : atom->getAtomicNum() == 8 ? MaskedAtom::kOxygen
                                           : MaskedAtom::kCarbonyl;
    out.hydrogens = static_cast<int>(atom->getTotalNumHs());
    out.flat_key = internal::ToSmiles(*out.mol, false);
    out.marked_key = MarkedKey(*out.mol, out.index);
    return out;
  });
  if (!compiled.ok()) return complain(AsStd(compiled.status().message()));
  if (compiled->marked_key.empty()) return complain("one atom must have the map number 1");
  const bool fits = compiled->atom == MaskedAtom::kCarbonyl
                        ? CarbonylOxygen(*compiled->mol, compiled->index) >= 0
                        : compiled->hydrogens > 0;
  if (!fits) return complain("the marked atom must be N or O with a hydrogen, or the carbon of C=O");
  impl_->sites.push_back(site);
  impl_->compiled_sites.push_back(*std::move(compiled));
  return absl::OkStatus();
}

absl::Status MaskIndex::Finish() {
  return CallRdkit("masks",
                   [&] {
                     const auto scratch = std::make_unique<Skeleton>();
                     for (size_t a = 0; a < impl_->sites.size(); ++a) {
                       impl_->JoinAll({a}, *scratch);
                       for (size_t b = a + 1; b < impl_->sites.size(); ++b) {
                         if (impl_->sites[a].substances == impl_->sites[b].substances)
                           impl_->JoinAll({a, b}, *scratch);
                       }
                     }
                     return true;
                   })
      .status();
}

void MaskIndex::FillSieve(Sieve& sieve) const {
  for (const auto& [counts, key, hash] : impl_->skeletons) sieve.AddSkeleton(counts, key, hash);
}

namespace {

// What remains of `component` as a component of its own, with the flags of the drawing. Its atoms are those
// of the input, -1 for an oxygen put back. Empty when it falls apart.
absl::StatusOr<std::vector<StandardComponent>> ToComponent(std::unique_ptr<RWMol> mol,
                                                           const StandardComponent& component,
                                                           const std::vector<int>& heavy_of_parent) {
  std::vector<int> input;  // for each heavy atom of `mol`
  for (const Atom* atom : mol->atoms()) {
    if (atom->getAtomicNum() <= 1) continue;
    int parent = -1;
    const bool known = atom->getPropIfPresent(kParentIndex, parent);
    input.push_back(known ? component.atoms[static_cast<size_t>(heavy_of_parent[static_cast<size_t>(parent)])]
                          : -1);
  }
  auto impl = std::make_unique<Molecule::Impl>();
  impl->mol = std::move(mol);
  TW_ASSIGN_OR_RETURN(StandardStructure standard, Standardise(Molecule(std::move(impl)), ComponentTable()));
  if (standard.components.size() != 1) return std::vector<StandardComponent>();
  StandardComponent& out = standard.components[0];
  out.has_isotopes = component.has_isotopes;
  out.charged_as_drawn = component.charged_as_drawn;
  out.was_radical = component.was_radical;
  for (int& atom : out.atoms) atom = input[static_cast<size_t>(atom)];
  return std::move(standard.components);
}

bool Holds(const std::vector<uint32_t>& substances, uint32_t substance) {
  return std::find(substances.begin(), substances.end(), substance) != substances.end();
}

bool SameMasks(const MaskHit& a, const MaskHit& b) {
  return a.identity.substance == b.identity.substance && a.identity.stereo == b.identity.stereo &&
         std::equal(
             a.masks.begin(), a.masks.end(), b.masks.begin(), b.masks.end(),
             [](const FoundMask& x, const FoundMask& y) { return x.group == y.group && x.site == y.site; });
}

}  // namespace

absl::StatusOr<std::vector<MaskHit>> MaskIndex::Recognise(const StandardStructure& structure,
                                                          const StructureIndex& index,
                                                          const TimeBudget& budget) const {
  std::vector<MaskHit> hits;
  for (size_t c = 0; c < structure.components.size(); ++c) {
    const StandardComponent& component = structure.components[c];
    if (component.role != ComponentRole::kMain) continue;
    const RDKit::ROMol& parent = *component.parent->impl().mol;
    static thread_local Skeleton skeleton;
    std::vector<int> places;
    if (!ToSkeleton(ToBareGraph(parent, -1, places), skeleton)) continue;
    const auto recipes = impl_->by_hash.find(HashComponent(skeleton, 0));
    if (recipes == impl_->by_hash.end()) continue;
    std::vector<int> heavy_of_parent;
    int heavy = 0;
    for (const Atom* atom : parent.atoms())
      heavy_of_parent.push_back(atom->getAtomicNum() > 1 ? heavy++ : -1);
    for (const Impl::Recipe& recipe : recipes->second) {
      TW_RETURN_IF_ERROR(budget.Check());
      TW_ASSIGN_OR_RETURN(std::vector<Impl::Remainder> remainders,
                          CallRdkit("masks", [&] { return impl_->Remainders(parent, recipe); }));
      for (Impl::Remainder& remainder : remainders) {
        TW_ASSIGN_OR_RETURN(std::vector<StandardComponent> bare,
                            ToComponent(std::move(remainder.mol), component, heavy_of_parent));
        if (bare.empty()) continue;
        // The same structure with what remains in place of the component, through the usual steps.
        StandardStructure without = structure;
        const std::vector<int> own = bare[0].atoms;
        without.components[c] = std::move(bare[0]);
        TW_ASSIGN_OR_RETURN(std::vector<IdentityHit> identities, index.Identify(without));
        for (IdentityHit& identity : identities) {
          const bool listed_there =
              std::all_of(recipe.masks.begin(), recipe.masks.end(), [&](const auto& mask) {
                return Holds(impl_->sites[mask.first].substances, identity.substance);
              });
          if (identity.is_ester || !listed_there) continue;
          std::vector<int> atoms;
          for (const int atom : identity.atoms) {
            if (atom >= 0 && std::find(own.begin(), own.end(), atom) != own.end()) atoms.push_back(atom);
          }
          if (atoms.empty()) continue;  // another component's
          MaskHit hit;
          hit.identity = std::move(identity);
          hit.identity.atoms = std::move(atoms);
          for (size_t m = 0; m < recipe.masks.size(); ++m) {
            FoundMask mask{recipe.masks[m].second, recipe.masks[m].first, {}};
            for (const int atom : remainder.taken[m]) {
              mask.atoms.push_back(
                  component.atoms[static_cast<size_t>(heavy_of_parent[static_cast<size_t>(atom)])]);
            }
            hit.masks.push_back(std::move(mask));
          }
          const bool known = std::any_of(hits.begin(), hits.end(),
                                         [&](const MaskHit& other) { return SameMasks(other, hit); });
          if (!known) hits.push_back(std::move(hit));
        }
      }
    }
  }
  return hits;
}

std::string DescribeMasks(const MaskHit& hit, const MaskIndex& index) {
  std::string out;
  for (const FoundMask& mask : hit.masks) {
    const bool carbonyl = index.AtomOf(mask.site) == MaskedAtom::kCarbonyl;
    AppendTo(out, out.empty() ? "" : " and ", index.groups()[mask.group].words,
             carbonyl ? " in place of " : " on ", index.sites()[mask.site].words);
  }
  return out;
}

}  // namespace tidewaiter
