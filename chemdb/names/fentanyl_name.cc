#include "chemdb/names/fentanyl_name.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "chemdb/base/concat.h"
#include "chemdb/names/name_fragment.h"
#include "chemdb/names/name_reader.h"

namespace tidewaiter {
namespace {

struct Parent {
  std::string_view word;
  std::string_view amine;  // without its aromatic ring
  bool acylated;
};
// The longer of two that end alike first.
constexpr Parent kParents[] = {{"norfentanyl", "piperidin-4-amine", true},
                               {"fentanyl", "1-(2-phenylethyl)piperidin-4-amine", true},
                               {"4-anpp", "1-(2-phenylethyl)piperidin-4-amine", false},
                               {"anpp", "1-(2-phenylethyl)piperidin-4-amine", false}};

struct RingPlace {
  std::string_view word;
  char locant;
  bool sure;  // means this ring whatever stands there
};
constexpr RingPlace kRingPlaces[] = {{"ortho", '2', true}, {"meta", '3', true}, {"para", '4', true},
                                     {"2'", '2', true},    {"3'", '3', true},   {"4'", '4', true},
                                     {"o-", '2', true},    {"m-", '3', true},   {"p-", '4', true},
                                     {"2", '2', false},    {"4", '4', false}};

struct RingGroup {
  std::string_view word;
  bool only_there;       // behind a bare figure it is meant there as well, as the law names such compounds
  bool halogen = false;  // "chloro", in German "chlor"
};
constexpr RingGroup kRingGroups[] = {
    {"fluor", true, true}, {"chlor", true, true}, {"brom", true, true},
    {"iod", true, true},   {"methoxy", false},    {"hydroxy", false},
    {"methyl", false},     {"ethyl", false},      {"trifluoromethyl", false}};

bool StartsWith(std::string_view text, std::string_view head) { return text.substr(0, head.size()) == head; }
bool EndsWith(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}
bool IsJoint(char c) { return c == ' ' || c == '-'; }

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsJoint(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsJoint(text.back())) text.remove_suffix(1);
  return text;
}

// Takes a substituent of the aromatic ring off the front; empty when there is none.
std::string TakeRingGroup(std::string_view& prefix) {
  for (const RingPlace& place : kRingPlaces) {
    if (!StartsWith(prefix, place.word)) continue;
    const std::string_view rest = Trimmed(prefix.substr(place.word.size()));
    for (const RingGroup& group : kRingGroups) {
      if (!StartsWith(rest, group.word) || !(place.sure || group.only_there)) continue;
      std::string_view behind = rest.substr(group.word.size());
      if (group.halogen && StartsWith(behind, "o")) behind.remove_prefix(1);
      prefix = Trimmed(behind);
      return Concat(std::string(1, place.locant), "-", group.word, group.halogen ? "o" : "");
    }
  }
  return "";
}

bool InRing(const Sketch& sketch, int atom) {
  // A walk from one neighbour that comes back by another.
  std::vector<int> seen(sketch.atoms.size(), -1);
  std::vector<int> next;
  seen[static_cast<size_t>(atom)] = atom;
  for (const Sketch::Bond& bond : sketch.bonds) {
    if (bond.a != atom && bond.b != atom) continue;
    const int start = bond.a == atom ? bond.b : bond.a;
    if (seen[static_cast<size_t>(start)] >= 0) return true;
    next.assign(1, start);
    seen[static_cast<size_t>(start)] = start;
    while (!next.empty()) {
      const int at = next.back();
      next.pop_back();
      for (const Sketch::Bond& step : sketch.bonds) {
        if (step.a != at && step.b != at) continue;
        const int to = step.a == at ? step.b : step.a;
        if (seen[static_cast<size_t>(to)] >= 0) continue;
        seen[static_cast<size_t>(to)] = start;
        next.push_back(to);
      }
    }
  }
  return false;
}

bool IsCarbonyl(const Sketch& sketch, int atom) {
  return sketch.atoms[static_cast<size_t>(atom)].element == "C" &&
         std::any_of(sketch.bonds.begin(), sketch.bonds.end(), [&](const Sketch::Bond& bond) {
           if (bond.order != 2 || (bond.a != atom && bond.b != atom)) return false;
           return sketch.atoms[static_cast<size_t>(bond.a == atom ? bond.b : bond.a)].element == "O";
         });
}

std::optional<NameFragment> ReadAcyl(std::string_view name, int& steps) {
  std::optional<NameFragment> group = ReadNameWord(name, true, steps);
  if (!group.has_value() || group->attach < 0 || group->order != 1) return std::nullopt;
  if (IsCarbonyl(group->sketch, group->attach)) return group;
  if (!InRing(group->sketch, group->attach)) return std::nullopt;
  NameFragment carbonyl;
  carbonyl.sketch = *SketchOfSmiles("C=O");
  carbonyl.positions.resize(carbonyl.sketch.atoms.size());
  if (!JoinAt(carbonyl, 0, *group)) return std::nullopt;
  carbonyl.attach = 0;
  carbonyl.sketch.atoms[0].reserved = carbonyl.order;
  return carbonyl;
}

// The nitrogen that bears the aromatic ring.
int AnilineNitrogen(const Sketch& sketch) {
  for (const Sketch::Bond& bond : sketch.bonds) {
    for (const auto& [n, c] : {std::pair(bond.a, bond.b), std::pair(bond.b, bond.a)}) {
      if (sketch.atoms[static_cast<size_t>(n)].element == "N" && bond.order == 1 &&
          sketch.atoms[static_cast<size_t>(c)].aromatic) {
        return n;
      }
    }
  }
  return -1;
}

}  // namespace

std::optional<Sketch> ReadFentanylName(const std::vector<std::string>& words, int& steps) {
  const auto parent = std::find_if(std::begin(kParents), std::end(kParents),
                                   [&](const Parent& p) { return EndsWith(words.back(), p.word); });
  if (parent == std::end(kParents)) return std::nullopt;
  std::string before;
  for (size_t k = 0; k + 1 < words.size(); ++k) AppendTo(before, words[k], " ");
  AppendTo(before, words.back().substr(0, words.back().size() - parent->word.size()));
  std::string_view prefix = Trimmed(before);
  if (prefix.empty()) return std::nullopt;
  const std::string ring = TakeRingGroup(prefix);
  std::optional<NameFragment> molecule = ReadNameWord(
      Concat("n-", ring.empty() ? "" : "(", ring, "phenyl", ring.empty() ? "-" : ")-", parent->amine), false,
      steps);
  if (!molecule.has_value()) return std::nullopt;
  if (!parent->acylated) return prefix.empty() ? std::optional(std::move(molecule->sketch)) : std::nullopt;
  const std::optional<NameFragment> acyl = ReadAcyl(prefix.empty() ? "propanoyl" : prefix, steps);
  const int nitrogen = AnilineNitrogen(molecule->sketch);
  if (!acyl.has_value() || nitrogen < 0 || !JoinAt(*molecule, nitrogen, *acyl)) return std::nullopt;
  return std::move(molecule->sketch);
}

}  // namespace tidewaiter
