#include "rules/structure/region_rule.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <tuple>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/molecule.h"

namespace tidewaiter {
namespace {

// Symmetry gives a handful of mappings; a molecule with more is a polymer of the scaffold and the first ones
// do.
constexpr size_t kMaxMaps = 64;
// Steps of one search; each is a comparison of two atoms.
constexpr int kMaxSteps = 20000;

using Atom = MolGraph::Atom;

bool AtomsAgree(const Atom& pattern, const Atom& atom) {
  return pattern.element == atom.element && pattern.charge == atom.charge &&
         pattern.aromatic == atom.aromatic;
}

// Extends `map` (pattern atom -> molecule atom, -1 = open) over `order`, calling `found` for each complete
// one until it returns false. Only molecule atoms for which `allowed` holds are used. Bond orders must agree.
class Search {
 public:
  Search(const MolGraph& pattern, const MolGraph& graph, const std::vector<int>& order,
         std::function<bool(int)> allowed, std::function<bool(const std::vector<int>&)> found)
      : pattern_(pattern),
        graph_(graph),
        order_(order),
        allowed_(std::move(allowed)),
        found_(std::move(found)),
        map_(pattern.size(), -1),
        used_(graph.size(), false) {}

  // `fixed`: (pattern, molecule) pair to start from, or (-1, -1).
  void Run(std::pair<int, int> fixed) {
    fixed_ = fixed;
    Step(0);
  }

 private:
  bool Fits(int p, int a) const {
    if (used_[static_cast<size_t>(a)] || !allowed_(a)) return false;
    if (!AtomsAgree(pattern_.atoms[static_cast<size_t>(p)], graph_.atoms[static_cast<size_t>(a)]))
      return false;
    if (fixed_.first == p && fixed_.second != a) return false;
    for (const auto& n : pattern_.neighbours[static_cast<size_t>(p)]) {
      const int mapped = map_[static_cast<size_t>(n.atom)];
      if (mapped < 0) continue;
      const auto* bond = graph_.Bond(a, mapped);
      if (bond == nullptr || bond->order != n.order) return false;
    }
    return true;
  }

  // Depth is the number of required scaffold atoms, which the compiler bounds.
  bool Step(size_t depth) {
    if (++steps_ > kMaxSteps) return false;
    if (depth == order_.size()) return found_(map_);
    const int p = order_[depth];
    const auto try_atom = [&](int a) {
      if (!Fits(p, a)) return true;
      map_[static_cast<size_t>(p)] = a;
      used_[static_cast<size_t>(a)] = true;
      const bool go_on = Step(depth + 1);
      map_[static_cast<size_t>(p)] = -1;
      used_[static_cast<size_t>(a)] = false;
      return go_on;
    };
    // The neighbours of what is mapped, or every atom for the first.
    for (const auto& n : pattern_.neighbours[static_cast<size_t>(p)]) {
      const int mapped = map_[static_cast<size_t>(n.atom)];
      if (mapped < 0) continue;
      for (const auto& candidate : graph_.neighbours[static_cast<size_t>(mapped)]) {
        if (!try_atom(candidate.atom)) return false;
      }
      return true;
    }
    for (int a = 0; a < static_cast<int>(graph_.size()); ++a) {
      if (!try_atom(a)) return false;
    }
    return true;
  }

  const MolGraph& pattern_;
  const MolGraph& graph_;
  const std::vector<int>& order_;
  std::function<bool(int)> allowed_;
  std::function<bool(const std::vector<int>&)> found_;
  std::vector<int> map_;
  std::vector<bool> used_;
  std::pair<int, int> fixed_ = {-1, -1};
  int steps_ = 0;
};

// `atoms` in an order in which each (but the first) is bonded to an earlier one, starting at `first`. Shorter
// than `atoms` when they are not connected.
std::vector<int> ConnectedOrder(const MolGraph& graph, const std::vector<int>& atoms, int first) {
  std::vector<int> order = {first};
  for (size_t i = 0; i < order.size(); ++i) {
    for (const auto& n : graph.neighbours[static_cast<size_t>(order[i])]) {
      const bool wanted = std::find(atoms.begin(), atoms.end(), n.atom) != atoms.end();
      if (wanted && std::find(order.begin(), order.end(), n.atom) == order.end()) order.push_back(n.atom);
    }
  }
  return order;
}

// An order of differences, and of readings, that does not depend on the molecule's atom order: the same
// molecule written in another way gets the same explanation.
bool ComesFirst(const Difference& a, const Difference& b) {
  return std::tie(a.modifications, a.region, a.what) < std::tie(b.modifications, b.region, b.what);
}
bool IsBetter(const Reading& a, const Reading& b) {
  if (a.unexplained != b.unexplained) return a.unexplained < b.unexplained;
  if (a.differences.size() != b.differences.size()) return a.differences.size() < b.differences.size();
  return std::lexicographical_compare(a.differences.begin(), a.differences.end(), b.differences.begin(),
                                      b.differences.end(), ComesFirst);
}

// The connected fragments of `graph` without the atoms for which `taken` holds, restricted to `within`.
std::vector<Fragment> FragmentsOutside(const MolGraph& graph, const std::vector<bool>& taken,
                                       const std::function<bool(int)>& within) {
  std::vector<Fragment> out;
  std::vector<bool> seen(graph.size(), false);
  for (int start = 0; start < static_cast<int>(graph.size()); ++start) {
    if (taken[static_cast<size_t>(start)] || seen[static_cast<size_t>(start)] || !within(start)) continue;
    Fragment fragment;
    std::vector<int> stack = {start};
    seen[static_cast<size_t>(start)] = true;
    while (!stack.empty()) {
      const int a = stack.back();
      stack.pop_back();
      fragment.atoms.push_back(a);
      for (const auto& n : graph.neighbours[static_cast<size_t>(a)]) {
        if (taken[static_cast<size_t>(n.atom)]) {
          fragment.attachments.push_back({n.atom, a, n.order});
        } else if (!seen[static_cast<size_t>(n.atom)] && within(n.atom)) {
          seen[static_cast<size_t>(n.atom)] = true;
          stack.push_back(n.atom);
        }
      }
    }
    out.push_back(std::move(fragment));
  }
  return out;
}

}  // namespace

absl::StatusOr<RegionRule> RegionRule::Compile(Spec spec) {
  RegionRule rule;
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(spec.scaffold, StructureNotation::kSmiles));
  rule.scaffold_ = MakeGraph(molecule);
  if (rule.scaffold_.size() > 60) return absl::InvalidArgumentError("scaffold of more than 60 heavy atoms");

  std::map<std::string, Region> regions;
  for (const auto& [number, name] : spec.regions) {
    if (regions.count(name) > 0) return absl::InvalidArgumentError(Concat("two regions named ", name));
    regions[name].name = name;
    (void)number;
  }
  for (size_t a = 0; a < rule.scaffold_.size(); ++a) {
    const int map = rule.scaffold_.atoms[a].map;
    rule.scaffold_.atoms[a].map = 0;
    if (map == 0) {
      rule.region_of_.emplace_back();
      continue;
    }
    const auto it = spec.regions.find(map);
    if (it == spec.regions.end()) {
      return absl::InvalidArgumentError(
          Concat("scaffold atom with region number ", map, ", which has no name"));
    }
    rule.region_of_.push_back(it->second);
    regions[it->second].atoms.push_back(static_cast<int>(a));
  }
  std::vector<std::string> ids;
  for (const Modification& modification : spec.modifications) {
    if (std::find(ids.begin(), ids.end(), modification.id) != ids.end()) {
      return absl::InvalidArgumentError(Concat("two modifications with id ", modification.id));
    }
    ids.push_back(modification.id);
    if (modification.groups.empty()) {
      return absl::InvalidArgumentError(Concat("modification ", modification.id, " names no group"));
    }
    for (const std::string& name : modification.regions) {
      const auto it = regions.find(name);
      if (it == regions.end()) {
        return absl::InvalidArgumentError(
            Concat("modification ", modification.id, ": no region named ", name));
      }
      if (modification.kind == Modification::Kind::kReplace) it->second.replaceable = true;
    }
  }
  for (const std::string& id : spec.required) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
      return absl::InvalidArgumentError(Concat("required modification ", id, " does not exist"));
    }
  }
  std::vector<int> required;
  for (size_t a = 0; a < rule.scaffold_.size(); ++a) {
    const std::string& name = rule.region_of_[a];
    if (name.empty() || !regions[name].replaceable) required.push_back(static_cast<int>(a));
  }
  for (auto& [name, region] : regions) {
    if (region.atoms.empty()) return absl::InvalidArgumentError(Concat("region ", name, " has no atoms"));
    if (region.replaceable) {
      for (const int a : region.atoms) {
        for (const auto& n : rule.scaffold_.neighbours[static_cast<size_t>(a)]) {
          if (rule.region_of_[static_cast<size_t>(n.atom)] == name) continue;
          if (region.root >= 0) {
            return absl::InvalidArgumentError(
                Concat("region ", name, " can be replaced but has more than one bond to the rest"));
          }
          region.root = a;
          region.attach_core = n.atom;
        }
      }
      if (region.root < 0)
        return absl::InvalidArgumentError(Concat("region ", name, " is the whole scaffold"));
      if (ConnectedOrder(rule.scaffold_, region.atoms, region.root).size() != region.atoms.size()) {
        return absl::InvalidArgumentError(Concat("region ", name, " is not one connected part"));
      }
      if (std::find(required.begin(), required.end(), region.attach_core) == required.end()) {
        return absl::InvalidArgumentError(
            Concat("region ", name, " hangs on another region that can be replaced"));
      }
    }
    rule.regions_.push_back(region);
  }
  if (required.empty()) return absl::InvalidArgumentError("nothing of the scaffold is required");
  // Start at the rarest kind of atom: a heteroatom if there is one.
  int first = required[0];
  for (const int a : required) {
    if (rule.scaffold_.atoms[static_cast<size_t>(a)].element != 6) {
      first = a;
      break;
    }
  }
  rule.order_ = ConnectedOrder(rule.scaffold_, required, first);
  if (rule.order_.size() != required.size()) {
    return absl::InvalidArgumentError("what the scaffold requires falls apart into unconnected parts");
  }
  rule.spec_ = std::move(spec);

  // The reference structure must match itself, without any difference.
  const RegionVerdict self = rule.Match(rule.scaffold_, 0);
  if (!self.core_found || !self.best.differences.empty()) {
    return absl::InvalidArgumentError("the scaffold does not match its own rule");
  }
  return rule;
}

RelaxedQuery RegionRule::Relaxed() const {
  RelaxedQuery out;
  std::vector<int> index(scaffold_.size(), -1);
  const auto only = [](uint8_t z) {
    RelaxedQuery::Elements elements;
    elements.set(z);
    return elements;
  };
  for (const int p : order_) {
    index[static_cast<size_t>(p)] = out.AddAtom(only(scaffold_.atoms[static_cast<size_t>(p)].element));
  }
  for (const int p : order_) {
    for (const auto& n : scaffold_.neighbours[static_cast<size_t>(p)]) {
      if (n.atom > p && index[static_cast<size_t>(n.atom)] >= 0) {
        out.AddBond(index[static_cast<size_t>(p)], index[static_cast<size_t>(n.atom)]);
      }
    }
  }
  // In the place of a replaceable region stands either the region itself, substituted or not, or one of the
  // groups.
  for (const Region& region : regions_) {
    if (!region.replaceable) continue;
    const MolGraph::Atom& root = scaffold_.atoms[static_cast<size_t>(region.root)];
    std::vector<GroupSkeleton> choices;
    GroupSkeleton own;
    own.root = only(root.element);
    for (const auto& n : scaffold_.neighbours[static_cast<size_t>(region.root)]) {
      if (n.atom != region.attach_core)
        own.beside.push_back(scaffold_.atoms[static_cast<size_t>(n.atom)].element);
    }
    choices.push_back(own);
    for (const Modification& m : spec_.modifications) {
      if (m.kind != Modification::Kind::kReplace || m.regions[0] != region.name) continue;
      for (const Group& group : m.groups) choices.push_back(SkeletonOf(group));
    }
    RelaxedQuery::Elements elements;
    for (const GroupSkeleton& choice : choices) elements |= choice.root;
    const int at = out.AddAtom(elements);
    out.AddBond(index[static_cast<size_t>(region.attach_core)], at);
    // What every choice has beside its first atom.
    std::vector<uint8_t> common = choices[0].beside;
    std::sort(common.begin(), common.end());
    for (const GroupSkeleton& choice : choices) {
      std::vector<uint8_t> sorted = choice.beside;
      std::sort(sorted.begin(), sorted.end());
      std::vector<uint8_t> both;
      std::set_intersection(common.begin(), common.end(), sorted.begin(), sorted.end(),
                            std::back_inserter(both));
      common = std::move(both);
    }
    for (const uint8_t z : common) out.AddBond(at, out.AddAtom(only(z)));
  }
  out.Finish();
  return out;
}

void RegionRule::MatchRequired(const MolGraph& graph, std::vector<std::vector<int>>& maps) const {
  Search search(
      scaffold_, graph, order_, [](int) { return true; },
      [&](const std::vector<int>& map) {
        maps.push_back(map);
        return maps.size() < kMaxMaps;
      });
  search.Run({-1, -1});
}

std::vector<std::string> RegionRule::Allowing(Modification::Kind kind, const std::string& region,
                                              const MolGraph& graph, const Fragment& fragment) const {
  std::vector<std::string> out;
  for (const Modification& m : spec_.modifications) {
    if (m.kind != kind || std::find(m.regions.begin(), m.regions.end(), region) == m.regions.end()) continue;
    if (std::any_of(m.groups.begin(), m.groups.end(),
                    [&](const Group& group) { return IsGroup(group, graph, fragment); })) {
      out.push_back(m.id);
    }
  }
  return out;
}

void RegionRule::ExplainSubstituent(const MolGraph& graph, const Fragment& fragment,
                                    const std::string& region, Reading& reading) const {
  Difference difference;
  difference.region = region;
  difference.what = DescribeFragment(graph, fragment);
  difference.atoms = fragment.atoms;
  difference.modifications = Allowing(Modification::Kind::kSubstitute, region, graph, fragment);
  if (difference.modifications.empty()) ++reading.unexplained;
  reading.differences.push_back(std::move(difference));
}

// A fragment in the place of a replaceable region: the region itself, the region with substituents, or a
// replacement.
bool RegionRule::ExplainRegion(const MolGraph& graph, const Fragment& fragment, const Region& region,
                               Reading& reading) const {
  const Fragment::Attachment& attachment = fragment.attachments[0];
  const auto inside = [&](int a) { return fragment.Contains(a); };
  const auto* scaffold_bond = scaffold_.Bond(region.attach_core, region.root);

  // 1. The region as it is, or substituted: the reading with the fewest unexplained substituents.
  std::optional<Reading> kept;
  if (attachment.order == scaffold_bond->order) {
    const std::vector<int> order = ConnectedOrder(scaffold_, region.atoms, region.root);
    size_t tried = 0;
    Search search(scaffold_, graph, order, inside, [&](const std::vector<int>& map) {
      Reading candidate;
      std::vector<bool> taken(graph.size(), false);
      std::vector<int> back(graph.size(), -1);
      for (const int p : order) {
        const int a = map[static_cast<size_t>(p)];
        taken[static_cast<size_t>(a)] = true;
        back[static_cast<size_t>(a)] = p;
        candidate.region_atoms[region.name].push_back(a);
      }
      // A bond between two atoms of the region that the scaffold does not have makes it another ring.
      for (const int p : order) {
        const int a = map[static_cast<size_t>(p)];
        for (const auto& n : graph.neighbours[static_cast<size_t>(a)]) {
          const int q = back[static_cast<size_t>(n.atom)];
          if (q >= 0 && scaffold_.Bond(p, q) == nullptr) return true;
        }
      }
      for (const Fragment& rest : FragmentsOutside(graph, taken, inside)) {
        ExplainSubstituent(graph, rest, region.name, candidate);
      }
      std::sort(candidate.differences.begin(), candidate.differences.end(), ComesFirst);
      if (!kept || IsBetter(candidate, *kept)) kept = std::move(candidate);
      return ++tried < kMaxMaps && kept->unexplained > 0;
    });
    search.Run({region.root, attachment.atom});
  }

  // 2. A replacement.
  Difference replaced;
  replaced.region = region.name;
  replaced.what = Concat("replaced by ", DescribeFragment(graph, fragment));
  replaced.atoms = fragment.atoms;
  replaced.modifications = Allowing(Modification::Kind::kReplace, region.name, graph, fragment);

  const auto take = [&](Reading& part) {
    for (Difference& difference : part.differences) reading.differences.push_back(std::move(difference));
    for (auto& [name, atoms] : part.region_atoms) reading.region_atoms[name] = std::move(atoms);
    reading.unexplained += part.unexplained;
  };
  if (kept && kept->unexplained == 0) {
    take(*kept);
  } else if (!replaced.modifications.empty()) {
    reading.region_atoms[region.name] = fragment.atoms;
    reading.differences.push_back(std::move(replaced));
  } else if (kept) {
    take(*kept);
  } else {
    reading.region_atoms[region.name] = fragment.atoms;
    ++reading.unexplained;
    reading.differences.push_back(std::move(replaced));
  }
  return true;
}

Reading RegionRule::Explain(const MolGraph& graph, const std::vector<int>& map) const {
  std::vector<bool> taken(graph.size(), false);
  std::vector<int> back(graph.size(), -1);
  Reading base;
  for (const int p : order_) {
    const int a = map[static_cast<size_t>(p)];
    taken[static_cast<size_t>(a)] = true;
    back[static_cast<size_t>(a)] = p;
    base.core_atoms.push_back(a);
    const std::string& region = region_of_[static_cast<size_t>(p)];
    if (!region.empty()) base.region_atoms[region].push_back(a);
  }
  for (const int p : order_) {
    const int a = map[static_cast<size_t>(p)];
    for (const auto& n : graph.neighbours[static_cast<size_t>(a)]) {
      const int q = back[static_cast<size_t>(n.atom)];
      if (q > p && scaffold_.Bond(p, q) == nullptr) {
        Difference bridge;
        bridge.region = region_of_[static_cast<size_t>(p)];
        bridge.what = "a bond that closes another ring";
        bridge.atoms = {a, n.atom};
        base.differences.push_back(std::move(bridge));
        ++base.unexplained;
      }
    }
  }
  const std::vector<Fragment> fragments = FragmentsOutside(graph, taken, [](int) { return true; });

  // Replaceable regions each take one singly attached fragment at their core atom; every way of handing them
  // out is tried, and the reading with the fewest unexplained differences, then the fewest differences, is
  // kept.
  std::vector<const Region*> open;
  for (const Region& region : regions_) {
    if (region.replaceable) open.push_back(&region);
  }
  std::optional<Reading> best;
  std::vector<bool> given(fragments.size(), false);
  const std::function<void(size_t, const Reading&)> assign = [&](size_t next, const Reading& so_far) {
    if (next == open.size()) {
      Reading full = so_far;
      for (size_t f = 0; f < fragments.size(); ++f) {
        if (given[f]) continue;
        const Fragment& fragment = fragments[f];
        // A fragment of no attachment cannot be: components are judged one by one.
        const int p = back[static_cast<size_t>(fragment.attachments[0].core_atom)];
        ExplainSubstituent(graph, fragment, region_of_[static_cast<size_t>(p)], full);
      }
      std::sort(full.differences.begin(), full.differences.end(), ComesFirst);
      if (!best || IsBetter(full, *best)) best = std::move(full);
      return;
    }
    const Region& region = *open[next];
    const int core_atom = map[static_cast<size_t>(region.attach_core)];
    bool any = false;
    for (size_t f = 0; f < fragments.size(); ++f) {
      if (given[f] || fragments[f].attachments.size() != 1 ||
          fragments[f].attachments[0].core_atom != core_atom) {
        continue;
      }
      any = true;
      given[f] = true;
      Reading longer = so_far;
      ExplainRegion(graph, fragments[f], region, longer);
      assign(next + 1, longer);
      given[f] = false;
    }
    if (!any) {
      Reading longer = so_far;
      Difference missing;
      missing.region = region.name;
      missing.what = "missing";
      missing.atoms = {core_atom};
      longer.differences.push_back(std::move(missing));
      ++longer.unexplained;
      assign(next + 1, longer);
    }
  };
  assign(0, base);
  return *std::move(best);
}

RegionVerdict RegionRule::Match(const MolGraph& graph, double mass) const {
  RegionVerdict verdict;
  std::vector<std::vector<int>> maps;
  MatchRequired(graph, maps);
  if (maps.empty()) {
    verdict.reason = "the core of the class is not there";
    return verdict;
  }
  verdict.core_found = true;
  bool first = true;
  for (const std::vector<int>& map : maps) {
    Reading reading = Explain(graph, map);
    if (first || IsBetter(reading, verdict.best)) {
      verdict.best = std::move(reading);
      first = false;
    }
  }
  const Reading& best = verdict.best;
  if (!best.Explains()) {
    for (const Difference& difference : best.differences) {
      if (!difference.modifications.empty()) continue;
      AppendTo(verdict.reason, verdict.reason.empty() ? "" : "; ", difference.what, " at the ",
               difference.region.empty() ? std::string("core") : difference.region);
    }
    verdict.reason = Concat("no paragraph allows: ", verdict.reason);
    return verdict;
  }
  if (static_cast<int>(best.differences.size()) < spec_.at_least) {
    verdict.reason = "it is the reference structure itself, without a modification";
    return verdict;
  }
  for (const std::string& id : spec_.required) {
    const bool shown =
        std::any_of(best.differences.begin(), best.differences.end(), [&](const Difference& d) {
          return std::find(d.modifications.begin(), d.modifications.end(), id) != d.modifications.end();
        });
    if (!shown) {
      verdict.reason = Concat("modification ", id, " is required and not there");
      return verdict;
    }
  }
  if (spec_.max_mass && mass > *spec_.max_mass) {
    verdict.reason =
        Concat("its molecular mass of ", static_cast<int>(mass + 0.5), " is over ", *spec_.max_mass);
    return verdict;
  }
  verdict.member = true;
  return verdict;
}

}  // namespace tidewaiter
