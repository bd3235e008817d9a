#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "chemdb/base/concat.h"
#include "rules/structure/fragment_name.h"
#include "rules/structure/graph_search.h"
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

// An order of differences, and of readings, that does not depend on the molecule's atom order: the same
// molecule written in another way gets the same explanation.
auto Key(const Difference& d) { return std::tie(d.modifications, d.region, d.what, d.kind); }
bool ComesFirst(const Difference& a, const Difference& b) { return Key(a) < Key(b); }

bool IsBetter(const Reading& a, const Reading& b) {
  const auto rank = [](const Reading& r) {
    return std::tuple(r.unexplained, r.replaced, r.differences.size());
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return std::lexicographical_compare(a.differences.begin(), a.differences.end(), b.differences.begin(),
                                      b.differences.end(), ComesFirst);
}

bool SaysTheSame(const Reading& a, const Reading& b) {
  return a.differences.size() == b.differences.size() &&
         std::equal(a.differences.begin(), a.differences.end(), b.differences.begin(),
                    [](const Difference& x, const Difference& y) { return Key(x) == Key(y); });
}

// `a` needs no paragraph that `b` does not, and fewer paragraphs or fewer differences.
bool Undercuts(const Reading& a, const Reading& b) {
  const auto paragraphs = [](const Reading& r) {
    std::set<std::vector<std::string>> out;
    for (const Difference& d : r.differences) out.insert(d.modifications);
    return out;
  };
  const auto of_a = paragraphs(a);
  const auto of_b = paragraphs(b);
  if (!std::includes(of_b.begin(), of_b.end(), of_a.begin(), of_a.end())) return false;
  return of_a.size() < of_b.size() || a.differences.size() < b.differences.size();
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

namespace {

// Whether each difference can be put to one of its modifications without any of them getting more than it
// may.
bool WithinLimits(const Reading& reading, const std::map<std::string, int>& limits, std::string& broken) {
  std::vector<std::pair<const Difference*, std::string>> placed;
  const std::function<bool(const Difference&, std::set<std::string>&)> place =
      [&](const Difference& d, std::set<std::string>& seen) {
        for (const std::string& id : d.modifications) {
          if (!seen.insert(id).second) continue;
          const auto used =
              std::count_if(placed.begin(), placed.end(), [&](const auto& p) { return p.second == id; });
          if (used < limits.at(id)) {
            placed.emplace_back(&d, id);
            return true;
          }
          // Full: moves one of its differences elsewhere.
          for (size_t i = 0; i < placed.size(); ++i) {
            if (placed[i].second != id) continue;
            const Difference* other = placed[i].first;
            placed.erase(placed.begin() + static_cast<int64_t>(i));
            if (place(*other, seen)) {
              placed.emplace_back(&d, id);
              return true;
            }
            placed.insert(placed.begin() + static_cast<int64_t>(i), {other, id});
          }
        }
        return false;
      };
  for (const Difference& d : reading.differences) {
    const bool free = std::any_of(d.modifications.begin(), d.modifications.end(),
                                  [&](const std::string& id) { return limits.count(id) == 0; });
    std::set<std::string> seen;
    if (!free && !place(d, seen)) {
      broken = d.modifications[0];
      return false;
    }
  }
  return true;
}

}  // namespace

std::string InWords(const Difference& d) {
  const std::string place = d.region.empty() ? std::string("core") : d.region;
  switch (d.kind) {
    case Difference::Kind::kSubstituted:
      return Concat(d.what, " on the ", place);
    case Difference::Kind::kRing:
      return Concat(d.what, " at the ", place);
    case Difference::Kind::kReplaced:
    case Difference::Kind::kMissing:
      break;
  }
  return Concat(d.what, " in place of the ", place);
}

std::string InWords(const Reading& reading) {
  std::string out;
  for (const Difference& d : reading.differences) {
    AppendTo(out, out.empty() ? "" : "; ", InWords(d));
    if (d.modifications.empty()) continue;
    out += " (";
    for (size_t i = 0; i < d.modifications.size(); ++i)
      AppendTo(out, i == 0 ? "" : " or ", d.modifications[i]);
    out += ')';
  }
  return out.empty() ? "the reference structure" : out;
}

// Why a reading that explains every difference is none of a member; nullopt when it is one.
std::optional<std::string> RegionRule::Shortfall(const Reading& reading, double mass) const {
  if (static_cast<int>(reading.differences.size()) < spec_.at_least) {
    return reading.differences.empty()
               ? std::string("it is the reference structure itself, without a modification")
               : Concat("it has fewer modifications than the ", spec_.at_least, " that the class asks for");
  }
  for (const std::string& id : spec_.required) {
    const bool shown = std::any_of(reading.differences.begin(), reading.differences.end(),
                                   [&](const Difference& d) { return Has(d.modifications, id); });
    if (!shown) return Concat("modification ", id, " is required and not there");
  }
  std::map<std::string, int> limits;
  for (const Modification& m : spec_.modifications) {
    if (m.at_most > 0) limits[m.id] = m.at_most;
  }
  std::string broken;
  if (!limits.empty() && !WithinLimits(reading, limits, broken)) {
    return Concat("modification ", broken, " allows ", limits.at(broken), " at most, and more is there");
  }
  if (spec_.max_mass && mass > *spec_.max_mass) {
    return Concat("its molecular mass of ", static_cast<int>(mass + 0.5), " is over ", *spec_.max_mass);
  }
  return std::nullopt;
}

// What no paragraph allows, and what those that speak of the place do allow there.
std::string RegionRule::Reason(const Reading& reading) const {
  std::string out;
  for (const Difference& d : reading.differences) {
    if (!d.modifications.empty()) continue;
    AppendTo(out, out.empty() ? "no paragraph allows " : ", nor ", InWords(d));
    if (d.kind == Difference::Kind::kRing) continue;
    const Change::Kind kind =
        d.kind == Difference::Kind::kSubstituted ? Change::Kind::kSubstitute : Change::Kind::kReplace;
    std::string hint;
    for (const Modification& m : spec_.modifications) {
      for (const Change& change : m.changes) {
        if (change.kind != kind || !Has(change.regions, d.region)) continue;
        AppendTo(hint, hint.empty() ? " [" : "; ", "(", m.id, ") allows there ");
        for (size_t g = 0; g < change.groups.size(); ++g)
          AppendTo(hint, g == 0 ? "" : ", ", change.groups[g].Text());
      }
    }
    if (!hint.empty()) AppendTo(out, hint, "]");
  }
  return out;
}

RegionVerdict RegionRule::Judge(const MolGraph& graph, double mass, const std::vector<Variant>& variants,
                                bool diagnose) const {
  RegionVerdict verdict;
  std::vector<Reading> all;
  for (const Variant& variant : variants) {
    verdict.core_found = Matcher(spec_, variant, graph, diagnose).Read(all) || verdict.core_found;
  }
  if (!verdict.core_found) {
    verdict.reason = "the core of the class is not there";
    return verdict;
  }
  std::stable_sort(all.begin(), all.end(), IsBetter);
  all.erase(std::unique(all.begin(), all.end(), SaysTheSame), all.end());
  // The scaffold itself, read as it is, stays what it is, whatever else could be said of it.
  std::optional<std::string> shortfall;
  for (const Reading& reading : all) {
    if (!reading.Explains()) break;
    auto short_of = Shortfall(reading, mass);
    if (!short_of) {
      verdict.readings.push_back(reading);
    } else if (!shortfall) {
      shortfall = std::move(short_of);
    }
    if (reading.differences.empty()) break;
  }
  verdict.member = !verdict.readings.empty();
  if (!verdict.member) {
    verdict.best = std::move(all[0]);
    verdict.reason = shortfall ? *std::move(shortfall) : Reason(verdict.best);
    return verdict;
  }
  std::vector<Reading> minimal;
  for (const Reading& reading : verdict.readings) {
    const bool undercut = std::any_of(verdict.readings.begin(), verdict.readings.end(),
                                      [&](const Reading& other) { return Undercuts(other, reading); });
    if (!undercut || minimal.empty()) minimal.push_back(reading);
  }
  verdict.readings = std::move(minimal);
  verdict.best = verdict.readings[0];
  return verdict;
}

RegionVerdict RegionRule::Match(const MolGraph& graph, double mass) const {
  return Judge(graph, mass, variants_, /*diagnose=*/false);
}

RegionVerdict RegionRule::Diagnose(const MolGraph& graph, double mass) const {
  RegionVerdict verdict = Match(graph, mass);
  if (verdict.member) return verdict;
  if (verdict.core_found && verdict.best.Explains()) return verdict;
  RegionVerdict wider = Judge(graph, mass, verdict.core_found ? variants_ : diagnoses_, /*diagnose=*/true);
  if (!wider.core_found) return verdict;
  wider.member = false;
  wider.core_found = verdict.core_found;
  return wider;
}

}  // namespace tidewaiter
