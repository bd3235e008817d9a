#include <algorithm>
#include <functional>

#include "chemdb/base/concat.h"
#include "rules/structure/fragment_name.h"
#include "rules/structure/graph_search.h"
#include "rules/structure/region_reading.h"
#include "rules/structure/region_rule.h"

namespace tidewaiter {
namespace {

// Symmetry gives a handful of mappings; a molecule with more is a polymer of the scaffold and the first ones
// do.
constexpr size_t kMaxMaps = 64;
// Readings looked at for one mapping.
constexpr size_t kMaxReadings = 512;

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
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

void Take(Reading part, Reading& into) {
  for (Difference& difference : part.differences) into.differences.push_back(std::move(difference));
  for (auto& [name, atoms] : part.region_atoms) into.region_atoms[name] = std::move(atoms);
  into.unexplained += part.unexplained;
  into.replaced += part.replaced;
}

}  // namespace

// Explains one molecule by one variant of the scaffold.
class RegionRule::Matcher {
 public:
  Matcher(const Spec& spec, const Variant& variant, const MolGraph& graph, bool diagnose)
      : spec_(spec), variant_(variant), graph_(graph), diagnose_(diagnose) {}

  // Every reading of every place where the required part lies; false when it lies nowhere.
  bool Read(std::vector<Reading>& readings) const {
    std::vector<std::vector<int>> maps;
    GraphSearch search(
        variant_.graph, graph_, variant_.order, [](int) { return true; },
        [&](const std::vector<int>& map) {
          maps.push_back(map);
          return maps.size() < kMaxMaps;
        });
    search.Run({-1, -1});
    for (const std::vector<int>& map : maps) Explain(map, readings);
    return !maps.empty();
  }

 private:
  // Sets who allows the fragment, and as what.
  void Allow(Change::Kind kind, const Fragment& fragment, const std::vector<std::string>* regions_touched,
             Difference& difference) const {
    const auto link = variant_.links.find(difference.region);
    for (const Modification& m : spec_.modifications) {
      // What hangs on a link that stands for another is covered by the paragraph that allows the link, or
      // not.
      if (kind == Change::Kind::kSubstitute && link != variant_.links.end() && !Has(link->second, m.id))
        continue;
      const Group* as = nullptr;
      for (const Change& change : m.changes) {
        if (as != nullptr || change.kind != kind || !Has(change.regions, difference.region)) continue;
        // A bridge between two regions needs a paragraph that speaks of both.
        if (regions_touched != nullptr &&
            !std::all_of(regions_touched->begin(), regions_touched->end(),
                         [&](const std::string& name) { return Has(change.regions, name); })) {
          continue;
        }
        const auto it = std::find_if(change.groups.begin(), change.groups.end(),
                                     [&](const Group& group) { return IsGroup(group, graph_, fragment); });
        if (it != change.groups.end()) as = &*it;
      }
      if (as == nullptr) continue;
      difference.modifications.push_back(m.id);
      difference.groups.push_back(as->Text());
    }
  }

  void ExplainSubstituent(const Fragment& fragment, const std::string& region,
                          const std::vector<std::string>& touched, Reading& reading) const {
    Difference difference;
    difference.region = region;
    difference.what = NameFragment(graph_, fragment);
    difference.atoms = fragment.atoms;
    Allow(Change::Kind::kSubstitute, fragment, &touched, difference);
    if (difference.modifications.empty()) ++reading.unexplained;
    reading.differences.push_back(std::move(difference));
  }

  // The region as it is, or substituted: the reading with the fewest unexplained substituents.
  std::optional<Reading> Kept(const Fragment& fragment, const Region& region) const {
    const Fragment::Attachment& attachment = fragment.attachments[0];
    if (attachment.order != variant_.graph.Bond(region.attach_core, region.root)->order) return std::nullopt;
    const auto inside = [&](int a) { return fragment.Contains(a); };
    const std::vector<int> order = ConnectedOrder(variant_.graph, region.atoms, region.root);
    std::optional<Reading> kept;
    size_t tried = 0;
    GraphSearch search(variant_.graph, graph_, order, inside, [&](const std::vector<int>& map) {
      Reading candidate;
      std::vector<bool> taken(graph_.size(), false);
      std::vector<int> back(graph_.size(), -1);
      for (const int p : order) {
        const int a = map[static_cast<size_t>(p)];
        taken[static_cast<size_t>(a)] = true;
        back[static_cast<size_t>(a)] = p;
        candidate.region_atoms[region.name].push_back(a);
      }
      // A bond between two atoms of the region that the scaffold does not have makes it another ring.
      for (const int p : order) {
        const int a = map[static_cast<size_t>(p)];
        for (const auto& n : graph_.neighbours[static_cast<size_t>(a)]) {
          const int q = back[static_cast<size_t>(n.atom)];
          if (q >= 0 && variant_.graph.Bond(p, q) == nullptr) return true;
        }
      }
      for (const Fragment& rest : FragmentsOutside(graph_, taken, inside)) {
        ExplainSubstituent(rest, region.name, {region.name}, candidate);
      }
      std::sort(candidate.differences.begin(), candidate.differences.end(), ComesFirst);
      if (!kept || IsBetter(candidate, *kept)) kept = std::move(candidate);
      return ++tried < kMaxMaps && kept->unexplained > 0;
    });
    search.Run({region.root, attachment.atom});
    return kept;
  }

  // A fragment in the place of a replaceable region: the region itself, the region with substituents, or a
  // replacement. Every way that explains it; else the nearest ones.
  std::vector<Reading> ExplainRegion(const Fragment& fragment, const Region& region) const {
    std::optional<Reading> kept = Kept(fragment, region);
    if (kept && kept->differences.empty()) return {*std::move(kept)};
    Reading replaced;
    replaced.replaced = 1;
    replaced.region_atoms[region.name] = fragment.atoms;
    Difference difference;
    difference.kind = Difference::Kind::kReplaced;
    difference.region = region.name;
    difference.what = NameFragment(graph_, fragment);
    difference.atoms = fragment.atoms;
    Allow(Change::Kind::kReplace, fragment, nullptr, difference);
    const bool allowed = !difference.modifications.empty();
    if (!allowed) replaced.unexplained = 1;
    replaced.differences.push_back(std::move(difference));

    const bool kept_explains = kept && kept->Explains();
    std::vector<Reading> out;
    if (kept && (kept_explains || !allowed)) out.push_back(*std::move(kept));
    if (allowed || out.empty()) out.push_back(std::move(replaced));
    return out;
  }

  Reading Missing(const Region& region, int core_atom) const {
    Reading out;
    out.replaced = 1;
    Difference difference;
    difference.kind = Difference::Kind::kMissing;
    difference.region = region.name;
    difference.what = "hydrogen";
    difference.atoms = {core_atom};
    for (const Modification& m : spec_.modifications) {
      for (const Change& change : m.changes) {
        if (change.kind != Change::Kind::kReplace || change.regions[0] != region.name) continue;
        for (const Group& group : change.groups) {
          if (group.definition->shape != GroupShape::kNothing || Has(difference.modifications, m.id))
            continue;
          difference.modifications.push_back(m.id);
          difference.groups.push_back(group.Text());
        }
      }
    }
    if (difference.modifications.empty()) out.unexplained = 1;
    out.differences.push_back(std::move(difference));
    return out;
  }

  // What the mapping itself says: links, bonds that the scaffold does not have.
  Reading Base(const std::vector<int>& map, const std::vector<int>& back) const {
    Reading base;
    for (const int p : variant_.order) {
      const int a = map[static_cast<size_t>(p)];
      base.core_atoms.push_back(a);
      const std::string& region = variant_.region_of[static_cast<size_t>(p)];
      if (!region.empty()) base.region_atoms[region].push_back(a);
    }
    for (const auto& [region, ids] : variant_.links) {
      Difference link;
      link.kind = Difference::Kind::kReplaced;
      link.region = region;
      link.what = variant_.link_names.at(region);
      link.atoms = base.region_atoms[region];
      link.modifications = ids;
      link.groups = variant_.link_groups.at(region);
      base.differences.push_back(std::move(link));
      ++base.replaced;
    }
    for (const int p : variant_.order) {
      const int a = map[static_cast<size_t>(p)];
      for (const auto& n : graph_.neighbours[static_cast<size_t>(a)]) {
        const int q = back[static_cast<size_t>(n.atom)];
        if (q <= p || variant_.graph.Bond(p, q) != nullptr) continue;
        Difference ring;
        ring.kind = Difference::Kind::kRing;
        ring.region = variant_.region_of[static_cast<size_t>(p)];
        ring.what = "a bond that closes another ring";
        ring.atoms = {a, n.atom};
        base.differences.push_back(std::move(ring));
        ++base.unexplained;
      }
    }
    return base;
  }

  void Explain(const std::vector<int>& map, std::vector<Reading>& readings) const {
    std::vector<bool> taken(graph_.size(), false);
    std::vector<int> back(graph_.size(), -1);
    for (const int p : variant_.order) {
      const int a = map[static_cast<size_t>(p)];
      taken[static_cast<size_t>(a)] = true;
      back[static_cast<size_t>(a)] = p;
    }
    const Reading base = Base(map, back);
    const std::vector<Fragment> fragments = FragmentsOutside(graph_, taken, [](int) { return true; });

    // Replaceable regions each take one singly attached fragment at their scaffold atom, or nothing where a
    // paragraph allows that; every way of handing them out is tried.
    std::vector<bool> given(fragments.size(), false);
    size_t made = 0;
    const std::function<void(size_t, const Reading&)> assign = [&](size_t next, const Reading& so_far) {
      if (made >= kMaxReadings) return;
      if (next == variant_.regions.size()) {
        Reading full = so_far;
        for (size_t f = 0; f < fragments.size(); ++f) {
          if (!given[f]) ExplainRest(fragments[f], back, full);
        }
        std::sort(full.differences.begin(), full.differences.end(), ComesFirst);
        readings.push_back(std::move(full));
        ++made;
        return;
      }
      const Region& region = variant_.regions[next];
      const int core_atom = map[static_cast<size_t>(region.attach_core)];
      bool any = false;
      for (size_t f = 0; f < fragments.size(); ++f) {
        if (given[f] || fragments[f].attachments.size() != 1 ||
            fragments[f].attachments[0].core_atom != core_atom) {
          continue;
        }
        any = true;
        given[f] = true;
        for (Reading& part : ExplainRegion(fragments[f], region)) {
          Reading longer = so_far;
          Take(std::move(part), longer);
          assign(next + 1, longer);
        }
        given[f] = false;
      }
      if (!any || diagnose_ || region.may_be_missing) {
        Reading longer = so_far;
        Take(Missing(region, core_atom), longer);
        assign(next + 1, longer);
      }
    };
    assign(0, base);
  }

  // A fragment that stands in no region's place: a substituent of the region whose atom carries it.
  void ExplainRest(const Fragment& fragment, const std::vector<int>& back, Reading& reading) const {
    std::vector<std::string> touched;
    for (const Fragment::Attachment& attachment : fragment.attachments) {
      const int p = back[static_cast<size_t>(attachment.core_atom)];
      const std::string& name = variant_.region_of[static_cast<size_t>(p)];
      if (!Has(touched, name)) touched.push_back(name);
    }
    // A fragment of no attachment cannot be: components are judged one by one.
    std::sort(touched.begin(), touched.end());
    ExplainSubstituent(fragment, touched.back(), touched, reading);
  }

  const Spec& spec_;
  const Variant& variant_;
  const MolGraph& graph_;
  bool diagnose_;
};

bool RegionRule::ReadVariant(const Variant& variant, const MolGraph& graph, bool diagnose,
                             std::vector<Reading>& readings) const {
  return Matcher(spec_, variant, graph, diagnose).Read(readings);
}

}  // namespace tidewaiter
