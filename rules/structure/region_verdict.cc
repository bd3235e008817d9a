#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "chemdb/base/concat.h"
#include "rules/structure/region_reading.h"
#include "rules/structure/region_rule.h"

namespace tidewaiter {
namespace {

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

auto Key(const Difference& d) { return std::tie(d.modifications, d.region, d.what, d.kind); }
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

bool ComesFirst(const Difference& a, const Difference& b) { return Key(a) < Key(b); }

bool IsBetter(const Reading& a, const Reading& b) {
  const auto rank = [](const Reading& r) {
    return std::tuple(r.unexplained, r.replaced, r.differences.size());
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return std::lexicographical_compare(a.differences.begin(), a.differences.end(), b.differences.begin(),
                                      b.differences.end(), ComesFirst);
}

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
    verdict.core_found = ReadVariant(variant, graph, diagnose, all) || verdict.core_found;
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
