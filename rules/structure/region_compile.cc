#include <algorithm>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/molecule.h"
#include "rules/structure/graph_search.h"
#include "rules/structure/region_parts.h"
#include "rules/structure/region_rule.h"

namespace tidewaiter {
namespace {

constexpr size_t kMaxScaffoldAtoms = 60;
constexpr size_t kMaxVariants = 64;
// Atoms that a nearest miss has of the required part, at the least; and half of it.
constexpr size_t kLeastRequired = 5;

std::string NameLink(const LinkChain& chain) {
  const auto letter = [](uint8_t z) {
    return z == 6 ? "C" : z == 7 ? "N" : z == 8 ? "O" : z == 16 ? "S" : "X";
  };
  if (chain.elements.size() == 1) {
    switch (chain.elements[0]) {
      case 6:
        return "a carbon atom";
      case 7:
        return "a nitrogen atom";
      case 8:
        return "an oxygen atom";
      case 16:
        return "a sulphur atom";
      default:
        return "another atom";
    }
  }
  std::string out = "-";
  for (size_t i = 0; i < chain.elements.size(); ++i) {
    if (i > 0) {
      out += chain.orders[i - 1] == BondOrder::kDouble   ? '='
             : chain.orders[i - 1] == BondOrder::kTriple ? '#'
                                                         : '-';
    }
    out += letter(chain.elements[i]);
  }
  return Concat("the link ", out, "-");
}

LinkChain Reversed(LinkChain chain) {
  std::reverse(chain.elements.begin(), chain.elements.end());
  std::reverse(chain.orders.begin(), chain.orders.end());
  return chain;
}

// One way of standing between two parts, and who allows it.
struct LinkChoice {
  LinkChain chain;
  std::vector<std::string> modifications;
  std::vector<std::string> groups;  // of each, as which
};

}  // namespace

struct RegionRule::Compiler {
  Compiler(RegionRule& to_fill, const Spec& from) : rule(to_fill), spec(from) {}

  RegionRule& rule;
  const Spec& spec;
  ReadScaffold scaffold;
  MolGraph& graph = scaffold.graph;
  std::vector<std::string>& region_of = scaffold.region_of;

  absl::Status Read() {
    const auto molecule = ParseMolecule(spec.scaffold, StructureNotation::kSmiles);
    if (!molecule.ok()) return ErrorAt(spec.scaffold_where, AsStd(molecule.status().message()));
    scaffold.mass = MolecularMass(*molecule);
    graph = MakeGraph(*molecule);
    if (graph.size() > kMaxScaffoldAtoms)
      return ErrorAt(spec.scaffold_where, "scaffold of more than 60 heavy atoms");
    std::vector<std::string> names;
    for (const auto& [number, name] : spec.regions) {
      if (Has(names, name)) return ErrorAt(spec.regions_where, Concat("two regions named ", name));
      names.push_back(name);
    }
    for (MolGraph::Atom& atom : graph.atoms) {
      const auto it = spec.regions.find(atom.map);
      if (atom.map != 0 && it == spec.regions.end()) {
        return ErrorAt(spec.scaffold_where,
                       Concat("scaffold atom with region number ", atom.map, ", which has no name"));
      }
      region_of.push_back(atom.map == 0 ? std::string() : it->second);
      atom.map = 0;
    }
    for (const std::string& name : names) {
      if (AtomsOf(region_of, name).empty())
        return ErrorAt(spec.regions_where, Concat("region ", name, " has no atoms"));
    }
    return absl::OkStatus();
  }

  bool IsReplacedByEnd(const std::string& region, bool& by_nothing) const {
    bool replaced = false;
    for (const Modification& modification : spec.modifications) {
      for (const Change& change : modification.changes) {
        if (change.kind != Change::Kind::kReplace || change.regions[0] != region) continue;
        for (const Group& group : change.groups) {
          replaced = replaced || group.definition->shape != GroupShape::kLink;
          by_nothing = by_nothing || group.definition->shape == GroupShape::kNothing;
        }
      }
    }
    return replaced;
  }

  std::vector<LinkChoice> LinkChoices(const std::string& region) const {
    std::vector<LinkChoice> out;
    for (const Modification& modification : spec.modifications) {
      for (const Change& change : modification.changes) {
        if (change.kind != Change::Kind::kReplace || change.regions[0] != region) continue;
        for (const Group& group : change.groups) {
          for (const LinkChain& link : LinksOf(group)) {
            for (const LinkChain& chain : {link, Reversed(link)}) {
              auto it =
                  std::find_if(out.begin(), out.end(), [&](const LinkChoice& c) { return c.chain == chain; });
              if (it == out.end()) it = out.insert(out.end(), {chain, {}, {}});
              if (Has(it->modifications, modification.id)) continue;
              it->modifications.push_back(modification.id);
              it->groups.push_back(group.Text());
            }
          }
        }
      }
    }
    return out;
  }

  // Whether the scaffold's own link is this chain.
  static bool IsOwn(const MolGraph& graph, const std::vector<int>& atoms, const LinkChain& chain) {
    if (atoms.size() != chain.elements.size()) return false;
    const std::vector<int> order = ConnectedOrder(graph, atoms, BondsOut(graph, atoms)[0].first);
    for (size_t i = 0; i < order.size(); ++i) {
      if (graph.atoms[static_cast<size_t>(order[i])].element != chain.elements[i]) return false;
      if (i == 0) continue;
      const auto* bond = graph.Bond(order[i - 1], order[i]);
      if (bond == nullptr || bond->order != chain.orders[i - 1]) return false;
    }
    return true;
  }

  // `from` with `chain` in the place of `region`.
  static Variant WithLink(const Variant& from, const std::string& region, const LinkChoice& choice) {
    Variant out;
    out.links = from.links;
    out.link_names = from.link_names;
    out.link_groups = from.link_groups;
    out.links[region] = choice.modifications;
    out.link_groups[region] = choice.groups;
    out.link_names[region] = NameLink(choice.chain);
    const std::vector<int> old = AtomsOf(from.region_of, region);
    const auto bonds = BondsOut(from.graph, old);
    std::vector<int> index(from.graph.size(), -1);
    for (size_t a = 0; a < from.graph.size(); ++a) {
      if (Has(old, static_cast<int>(a))) continue;
      index[a] = static_cast<int>(out.graph.atoms.size());
      out.graph.atoms.push_back(from.graph.atoms[a]);
      out.region_of.push_back(from.region_of[a]);
    }
    const auto first = static_cast<int>(out.graph.atoms.size());
    for (const uint8_t element : choice.chain.elements) {
      MolGraph::Atom atom;
      atom.element = element;
      out.graph.atoms.push_back(atom);
      out.region_of.push_back(region);
    }
    out.graph.neighbours.resize(out.graph.atoms.size());
    const auto bond = [&](int a, int b, BondOrder order) {
      out.graph.neighbours[static_cast<size_t>(a)].push_back({b, order, false});
      out.graph.neighbours[static_cast<size_t>(b)].push_back({a, order, false});
    };
    for (size_t a = 0; a < from.graph.size(); ++a) {
      for (const auto& n : from.graph.neighbours[a]) {
        if (static_cast<int>(a) < n.atom && index[a] >= 0 && index[static_cast<size_t>(n.atom)] >= 0) {
          bond(index[a], index[static_cast<size_t>(n.atom)], n.order);
        }
      }
    }
    const auto last = static_cast<int>(out.graph.atoms.size()) - 1;
    for (int i = first; i < last; ++i) bond(i, i + 1, choice.chain.orders[static_cast<size_t>(i - first)]);
    bond(index[static_cast<size_t>(bonds[0].second)], first,
         from.graph.Bond(bonds[0].first, bonds[0].second)->order);
    bond(index[static_cast<size_t>(bonds[1].second)], last,
         from.graph.Bond(bonds[1].first, bonds[1].second)->order);
    return out;
  }

  // Splits the variant into its required part and the regions that may be replaced. `cut`: a further set of
  // atoms to treat as one replaceable region, named `cut_name`; empty = none.
  absl::Status Split(Variant& variant, const std::vector<int>& cut, const std::string& cut_name) const {
    std::vector<int> required;
    std::vector<std::string> done;
    const auto add = [&](const std::string& name, std::vector<int> atoms, bool by_nothing) -> absl::Status {
      const auto bonds = BondsOut(variant.graph, atoms);
      if (bonds.size() != 1) {
        return ErrorAt(spec.scaffold_where,
                       Concat("region ", name, " can be replaced but has more than one bond"));
      }
      Region region;
      region.name = name;
      region.root = bonds[0].first;
      region.attach_core = bonds[0].second;
      region.atoms = std::move(atoms);
      region.may_be_missing = by_nothing;
      variant.regions.push_back(std::move(region));
      return absl::OkStatus();
    };
    if (!cut.empty()) TW_RETURN_IF_ERROR(add(cut_name, cut, false));
    for (size_t a = 0; a < variant.graph.size(); ++a) {
      const std::string& name = variant.region_of[a];
      if (Has(cut, static_cast<int>(a))) continue;
      bool by_nothing = false;
      if (name.empty() || !IsReplacedByEnd(name, by_nothing)) {
        required.push_back(static_cast<int>(a));
      } else if (!Has(done, name)) {
        done.push_back(name);
        TW_RETURN_IF_ERROR(add(name, AtomsOf(variant.region_of, name), by_nothing));
      }
    }
    std::sort(variant.regions.begin(), variant.regions.end(),
              [](const Region& a, const Region& b) { return a.name < b.name; });
    if (required.empty()) return ErrorAt(spec.scaffold_where, "nothing of the scaffold is required");
    for (const Region& region : variant.regions) {
      if (!Has(required, region.attach_core)) {
        return ErrorAt(spec.scaffold_where,
                       Concat("region ", region.name, " hangs on another region that can be replaced"));
      }
    }
    // Start at the rarest kind of atom: a heteroatom if there is one.
    int first = required[0];
    for (const int a : required) {
      if (variant.graph.atoms[static_cast<size_t>(a)].element != 6) {
        first = a;
        break;
      }
    }
    variant.order = ConnectedOrder(variant.graph, required, first);
    if (variant.order.size() != required.size()) {
      return ErrorAt(spec.scaffold_where, "what the scaffold requires falls apart into unconnected parts");
    }
    return absl::OkStatus();
  }

  absl::Status MakeVariants() {
    Variant own;
    own.graph = graph;
    own.region_of = region_of;
    std::vector<Variant> all = {own};
    for (const auto& [number, name] : spec.regions) {
      const std::vector<int> atoms = AtomsOf(region_of, name);
      if (BondsOut(graph, atoms).size() != 2) continue;
      const size_t before = all.size();
      for (const LinkChoice& choice : LinkChoices(name)) {
        if (IsOwn(graph, atoms, choice.chain)) continue;
        for (size_t v = 0; v < before; ++v) all.push_back(WithLink(all[v], name, choice));
        if (all.size() > kMaxVariants)
          return ErrorAt(spec.scaffold_where, "the links give more than 64 variants of the scaffold");
      }
    }
    for (Variant& variant : all) TW_RETURN_IF_ERROR(Split(variant, {}, ""));
    rule.variants_ = std::move(all);
    return absl::OkStatus();
  }

  // For nearest misses: the scaffold with one region that must be there, and all that hangs behind it, open
  // to anything. Only where the rest keeps the core and hangs together.
  void MakeDiagnoses() {
    for (const auto& [number, name] : spec.regions) {
      bool by_nothing = false;
      if (IsReplacedByEnd(name, by_nothing)) continue;
      const std::vector<int> atoms = AtomsOf(region_of, name);
      // The part outside the region with most core atoms stays.
      std::vector<int> rest;
      for (size_t a = 0; a < graph.size(); ++a) {
        if (!Has(atoms, static_cast<int>(a))) rest.push_back(static_cast<int>(a));
      }
      std::vector<int> kept;
      size_t most = 0;
      for (const int start : rest) {
        std::vector<int> part = ConnectedOrder(graph, rest, start);
        const auto core = static_cast<size_t>(std::count_if(
            part.begin(), part.end(), [&](int a) { return region_of[static_cast<size_t>(a)].empty(); }));
        if (core > most || (core == most && part.size() > kept.size())) {
          most = core;
          kept = std::move(part);
        }
      }
      std::vector<int> cut;
      for (size_t a = 0; a < graph.size(); ++a) {
        if (!Has(kept, static_cast<int>(a))) cut.push_back(static_cast<int>(a));
      }
      if (most == 0 || BondsOut(graph, cut).size() != 1) continue;
      Variant variant;
      variant.graph = graph;
      variant.region_of = region_of;
      // What hangs behind goes with it, under its name.
      for (const int a : cut) variant.region_of[static_cast<size_t>(a)] = name;
      // What little is left would be found in every molecule.
      const size_t least = std::max<size_t>(kLeastRequired, (rule.variants_[0].order.size() + 1) / 2);
      if (Split(variant, cut, name).ok() && variant.order.size() >= least)
        rule.diagnoses_.push_back(std::move(variant));
    }
  }
};

absl::StatusOr<RegionRule> RegionRule::Compile(Spec spec) {
  RegionRule rule;
  rule.spec_ = std::move(spec);
  Compiler compiler(rule, rule.spec_);
  TW_RETURN_IF_ERROR(compiler.Read());
  TW_RETURN_IF_ERROR(CheckModifications(rule.spec_, compiler.scaffold));
  TW_RETURN_IF_ERROR(compiler.MakeVariants());
  compiler.MakeDiagnoses();

  // The reference structure must match itself, without any difference.
  const RegionVerdict self = rule.Match(rule.variants_[0].graph, 0);
  if (!self.core_found || !self.best.differences.empty()) {
    return ErrorAt(rule.spec_.scaffold_where, "the scaffold does not match its own rule");
  }
  return rule;
}

}  // namespace tidewaiter
