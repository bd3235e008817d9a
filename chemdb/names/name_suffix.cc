#include "chemdb/names/name_suffix.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace tidewaiter {
namespace {

constexpr Suffix kSuffixes[] = {
    {"carboxylic acid", false, "C(=O)O", ""},
    {"carboxylate", false, "C(=O)O*", ""},
    {"carboxylat", false, "C(=O)O*", ""},
    {"carboxamide", false, "C(=O)N", ""},
    {"carbonitrile", false, "C#N", ""},
    {"carbaldehyde", false, "C=O", ""},
    {"carbonyl", false, "C=O^", ""},
    {"oic acid", true, "=O", "O"},
    {"oate", true, "=O", "O*"},
    {"oat", true, "=O", "O*"},
    {"oyl", true, "=O", "^"},
    {"amide", true, "=O", "N"},
    {"nitrile", true, "#N", ""},
    {"nitril", true, "#N", ""},
    {"al", true, "=O", ""},
    {"amine", false, "N", ""},
    {"amin", false, "N", ""},
    {"imine", false, "=N", ""},
    {"thiol", false, "S", ""},
    {"ol", false, "O", ""},
    {"one", false, "=O", ""},
    {"on", false, "=O", ""},
    {"yloxy", false, "O^", ""},
    {"ylamino", false, "N^", ""},
    {"ylidene", false, "^=", ""},
    {"yl", false, "^", ""},
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Where a suffix goes that does not say it: the first carbon for "-yl" of a chain, else where only one
// place is possible.
std::vector<int> DefaultPlaces(const NameFragment& base, const Suffix& suffix, int count) {
  const bool chain = std::all_of(base.sketch.atoms.begin(), base.sketch.atoms.end(),
                                 [](const Sketch::Atom& a) { return a.element == "C" && !a.aromatic; }) &&
                     base.sketch.bonds.size() + 1 == base.sketch.atoms.size();
  if (count != 1) return {};
  if (chain && suffix.adds.find('^') != std::string_view::npos) return {0};
  const int needs = suffix.adds.front() == '=' ? 2 : 1;
  const std::vector<uint64_t> classes = AtomClasses(base.sketch);
  int chosen = -1;
  for (size_t i = 0; i < base.positions.size(); ++i) {
    const int atom = static_cast<int>(i);
    // A ketone's carbon is no chain's end.
    const bool end = chain && base.sketch.atoms.size() > 1 && (i == 0 || i + 1 == base.sketch.atoms.size());
    if (base.sketch.atoms[i].element != "C" || base.positions[i].empty() || base.positions[i] == "-" ||
        base.sketch.FreeValence(atom) < needs || (suffix.adds == "=O" && end)) {
      continue;
    }
    if (chosen >= 0 && classes[static_cast<size_t>(chosen)] != classes[i]) return {};
    if (chosen < 0) chosen = atom;
  }
  return chosen < 0 ? std::vector<int>{} : std::vector<int>{chosen};
}

// Adds what a suffix brings at an atom.
bool AddGroup(NameFragment& base, int atom, std::string_view adds) {
  if (adds == "^" || adds == "^=") {
    const int order = adds == "^" ? 1 : 2;
    if (base.attach >= 0 || base.sketch.FreeValence(atom) < order) return false;
    base.attach = atom;
    base.order = order;
    base.sketch.atoms[static_cast<size_t>(atom)].reserved += order;
    return true;
  }
  const bool ester = adds.back() == '*', joined = adds.back() == '^';
  if (ester || joined) adds.remove_suffix(1);
  int order = 1;
  if (adds.front() == '=' || adds.front() == '#') {
    order = adds.front() == '=' ? 2 : 3;
    adds.remove_prefix(1);
  }
  NameFragment group;
  const std::optional<Sketch> sketch = SketchOfSmiles(adds);
  if (!sketch.has_value()) return false;
  group.sketch = *sketch;
  group.attach = 0;
  group.order = order;
  group.sketch.atoms[0].reserved = order;
  const int first = static_cast<int>(base.sketch.atoms.size());
  if (!JoinAt(base, atom, group)) return false;
  for (size_t i = static_cast<size_t>(first); i < base.sketch.atoms.size(); ++i) {
    if (base.sketch.atoms[i].element == "N" && order != 3) base.positions[i] = "n";
  }
  if (ester) {
    const auto oxygen = static_cast<int>(base.sketch.atoms.size()) - 1;
    base.esters.push_back(oxygen);
    base.sketch.atoms[static_cast<size_t>(oxygen)].reserved += 1;
  }
  if (joined) {
    if (base.attach >= 0) return false;
    base.attach = first;
    base.order = 1;
    base.sketch.atoms[static_cast<size_t>(first)].reserved += 1;
  }
  return true;
}

}  // namespace

const Suffix* SuffixAt(std::string_view s, size_t i) {
  for (const Suffix& suffix : kSuffixes) {
    if (s.compare(i, suffix.text.size(), suffix.text) != 0) continue;
    const size_t end = i + suffix.text.size();
    // "-on" only where the word or a locant follows ("butanon"), not in "one".
    if (end == s.size() || s[end] == '-' || IsDigit(s[end]) || suffix.text.size() > 2 || suffix.text == "yl")
      return &suffix;
  }
  return nullptr;
}

bool PutSuffix(NameFragment& base, const Suffix& suffix, const Locants& at, int count) {
  const auto size = static_cast<int>(base.sketch.atoms.size());
  if (suffix.terminal) {
    if (count > 2 || (!at.empty() && at[0] != "1") || base.positions.empty() || base.positions[0] != "1")
      return false;
    for (int k = 0; k < count; ++k) {
      const int atom = k == 0 ? 0 : size - 1;
      if (!AddGroup(base, atom, suffix.adds) ||
          (!suffix.adds_too.empty() && !AddGroup(base, atom, suffix.adds_too)))
        return false;
      base.positions[static_cast<size_t>(atom)] = "-";
    }
    return true;
  }
  std::vector<int> atoms;
  for (const std::string& locant : at) atoms.push_back(AtomAt(base, locant));
  if (at.empty()) atoms = DefaultPlaces(base, suffix, count);
  if (static_cast<int>(atoms.size()) != count) return false;
  return std::all_of(atoms.begin(), atoms.end(),
                     [&](int atom) { return atom >= 0 && AddGroup(base, atom, suffix.adds); });
}

bool PutAcidEnding(NameFragment& base, std::string_view ending) {
  if (!ending.empty() && ending.front() == 'o' && ending != "onitrile" && ending != "onitril")
    ending.remove_prefix(1);
  if (ending == "ic acid") {
    if (!AddGroup(base, 0, "O")) return false;
  } else if (ending == "ate" || ending == "at") {
    if (!AddGroup(base, 0, "O*")) return false;
  } else if (ending == "amide" || ending == "amid") {
    if (!AddGroup(base, 0, "N")) return false;
  } else if (ending == "anilide") {
    // Whose "2" it is, the ring's or the acid's, differs from book to book.
    base.positions.assign(base.positions.size(), "-");
    if (!AddGroup(base, 0, "Nc1ccccc1")) return false;
  } else if (ending == "yl") {
    if (!AddGroup(base, 0, "^")) return false;
  } else if (ending == "onitrile" || ending == "onitril") {
    base.sketch.atoms[1].element = "N";
    for (Sketch::Bond& bond : base.sketch.bonds) {
      if (bond.a == 0 && bond.b == 1) bond.order = 3;
    }
  } else if (ending != "aldehyde" && ending != "aldehyd") {
    return false;
  }
  base.positions[0] = "-";
  return true;
}

}  // namespace tidewaiter
