#include "chemdb/names/name_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "chemdb/base/concat.h"
#include "chemdb/names/name_suffix.h"

namespace tidewaiter {
namespace {

// A name that takes longer is not read: hostile text.
constexpr int kMostSteps = 2000;
constexpr int kDeepest = 8;           // brackets in brackets
constexpr int kLongestComposite = 4;  // groups on groups without brackets

struct Prefix {
  Locants at;
  int count = 1;
  NameFragment fragment;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool Opens(char c) { return c == '(' || c == '['; }

bool At(std::string_view s, size_t i, std::string_view word) { return s.compare(i, word.size(), word) == 0; }

// One locant: "4", "3a", "2'", "n", "alpha", "p".
bool ReadLocant(std::string_view s, size_t& i, std::string& out) {
  constexpr std::string_view kWords[] = {"alpha", "beta", "gamma", "ortho", "meta", "para"};
  for (const std::string_view word : kWords) {
    if (!At(s, i, word)) continue;
    out = word;
    i += word.size();
    return true;
  }
  if (i >= s.size()) return false;
  size_t end = i;
  if (IsDigit(s[i])) {
    while (end < s.size() && IsDigit(s[end]) && end - i < 2) ++end;
    if (end + 1 < s.size() && s[end] == 'a' && !IsLetter(s[end + 1])) ++end;
  } else if (std::string_view("nomp").find(s[i]) != std::string_view::npos && i + 1 < s.size() &&
             std::string_view("-,('[").find(s[i + 1]) != std::string_view::npos) {
    ++end;
  } else {
    return false;
  }
  while (end < s.size() && s[end] == '\'') ++end;
  out = std::string(s.substr(i, end - i));
  i = end;
  return true;
}

// "2,3-", "n-". False, with `i` where it was, when there is none.
bool ReadLocants(std::string_view s, size_t& i, Locants& out) {
  out.clear();
  size_t at = i;
  std::string one;
  while (ReadLocant(s, at, one)) {
    out.push_back(one);
    if (at >= s.size() || s[at] != ',') break;
    ++at;
  }
  if (out.empty()) return false;
  const bool word = IsLetter(one.front()) && one.size() > 1;
  const bool ends =
      at < s.size() && (s[at] == '-' || Opens(s[at]) || ((word || IsDigit(one.back())) && IsLetter(s[at])));
  if (!ends) {
    out.clear();
    return false;
  }
  if (s[at] == '-') ++at;
  i = at;
  return true;
}

size_t Matching(std::string_view s, size_t open) {
  int depth = 0;
  for (size_t i = open; i < s.size(); ++i) {
    if (Opens(s[i])) ++depth;
    if ((s[i] == ')' || s[i] == ']') && --depth == 0) return i;
  }
  return std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(int& left) : left_(left) {}

  // One word: a molecule, or a substituent's name. Esters may be left open.
  std::optional<NameFragment> Unit(std::string_view s, bool substituent) {
    if (++depth_ > kDeepest || s.empty()) {
      --depth_;
      return std::nullopt;
    }
    std::vector<Prefix> prefixes;
    NameFragment out;
    const bool read = Walk(s, 0, prefixes, substituent, out);
    --depth_;
    return read ? std::optional<NameFragment>(std::move(out)) : std::nullopt;
  }

 private:
  struct Element {
    NameFragment fragment;
    size_t end = 0;
    bool placed = false;  // the locants went to a piece of it
  };

  bool Spent() { return ++steps_ > kMostSteps || --left_ < 0; }

  bool Walk(std::string_view s, size_t i, std::vector<Prefix>& prefixes, bool substituent,
            NameFragment& out) {
    if (Spent() || i >= s.size() || prefixes.size() > 12) return false;
    Locants at;
    size_t j = i;
    ReadLocants(s, j, at);
    for (const size_t begin : {i, j}) {
      // "1,3-benzodioxole" has figures of its own; what is read as positions belongs to the suffix.
      const Locants own = begin == j ? at : Locants();
      for (const NamePart& part : NamePartsFrom(begin < s.size() ? s[begin] : ' ')) {
        const size_t end = begin + part.text.size();
        if (At(s, begin, part.text) && Head(s, end, part, own, prefixes, substituent, out)) return true;
        if (Spent()) return false;
      }
      if (i == j) break;
    }
    const auto go_on = [&](const Element& element, int count) {
      size_t next = element.end;
      if (next < s.size() && s[next] == '-') ++next;
      Prefix prefix;
      if (!element.placed) {
        if (!at.empty() && static_cast<int>(at.size()) != count && element.fragment.attach_too < 0)
          return false;
        prefix.at = at;
      }
      prefix.count = count;
      prefix.fragment = element.fragment;
      prefixes.push_back(std::move(prefix));
      const bool read = Walk(s, next, prefixes, substituent, out);
      prefixes.pop_back();
      return read;
    };
    for (const auto& [word, count] : kMultipliers) {
      if (!At(s, j, word)) continue;
      for (const Element& element : Elements(s, j + word.size(), {}, 0)) {
        if (go_on(element, count)) return true;
      }
    }
    for (const Element& element : Elements(s, j, at, 0)) {
      if (go_on(element, 1)) return true;
    }
    if (j == i) return false;
    // A group whose name begins with figures: "2-thienyl".
    at.clear();
    for (const Element& element : Elements(s, i, {}, 0)) {
      if (go_on(element, 1)) return true;
    }
    return false;
  }

  // Substituents that begin at `i`: a bracket, a group, a group on a group ("phenylamino").
  std::vector<Element> Elements(std::string_view s, size_t i, const Locants& at, int composite) {
    std::vector<Element> out;
    if (Spent() || i >= s.size() || composite > kLongestComposite) return out;
    std::vector<Element> pieces;
    if (Opens(s[i])) {
      const size_t close = Matching(s, i);
      if (close == std::string_view::npos) return out;
      const std::string_view within = s.substr(i + 1, close - i - 1);
      std::optional<NameFragment> inner = Unit(within, true);
      if (inner.has_value() && inner->attach >= 0) pieces.push_back({std::move(*inner), close + 1, false});
      for (const NamePart& part : NamePartsFrom(within.empty() ? ' ' : within.front())) {
        if (part.kind == "bridge" && part.text == within) pieces.push_back({part.fragment, close + 1, false});
      }
    } else {
      for (const NamePart& part : NamePartsFrom(s[i])) {
        if ((part.kind == "group" || part.kind == "bridge") && At(s, i, part.text))
          pieces.push_back({part.fragment, i + part.text.size(), false});
      }
    }
    const auto compose = [&](const Element& piece, int count) {
      if (piece.end >= s.size() || !(IsLetter(s[piece.end]) || Opens(s[piece.end]))) return;
      for (const Element& outer : Elements(s, piece.end, {}, composite + 1)) {
        Element joined = outer;
        // Without locants where only one place is possible; with the locants that stand in front of it all.
        if (piece.fragment.attach_too < 0 && JoinAnywhere(joined.fragment, piece.fragment, count)) {
          out.push_back(joined);
        }
        Element placed = outer;
        placed.placed = true;
        if (!at.empty() && Place(placed.fragment, {at, count, piece.fragment}))
          out.push_back(std::move(placed));
      }
    };
    for (const Element& piece : pieces) compose(piece, 1);
    for (const auto& [word, count] : kMultipliers) {
      if (!At(s, i, word)) continue;
      for (const NamePart& part : NamePartsFrom(i + word.size() < s.size() ? s[i + word.size()] : ' ')) {
        if (part.kind == "group" && At(s, i + word.size(), part.text))
          compose({part.fragment, i + word.size() + part.text.size(), false}, count);
      }
    }
    out.insert(out.end(), pieces.begin(), pieces.end());
    return out;
  }

  static bool Place(NameFragment& host, const Prefix& prefix) {
    if (prefix.fragment.attach_too >= 0) {
      return prefix.at.size() == 2 &&
             BridgeAt(host, AtomAt(host, prefix.at[0]), AtomAt(host, prefix.at[1]), prefix.fragment);
    }
    if (prefix.at.empty()) return JoinAnywhere(host, prefix.fragment, prefix.count);
    if (static_cast<int>(prefix.at.size()) != prefix.count) return false;
    return std::all_of(prefix.at.begin(), prefix.at.end(), [&](const std::string& locant) {
      return JoinAt(host, AtomAt(host, locant), prefix.fragment);
    });
  }

  static bool HasUnplaced(const std::vector<Prefix>& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [](const Prefix& prefix) { return prefix.at.empty(); });
  }

  // "N-phenyl-4-aminopiperidine": the amino group's nitrogen to some, the ring's to others.
  static bool NitrogenIsDoubtful(const NameFragment& base, const std::vector<Prefix>& prefixes) {
    const int atom = AtomAt(base, "n");
    if (atom < 0 || base.positions[static_cast<size_t>(atom)] == "n") return false;
    return HasLocant(prefixes, "n") &&
           std::any_of(prefixes.begin(), prefixes.end(), [](const Prefix& prefix) {
             return prefix.fragment.sketch.atoms.size() == 1 &&
                    prefix.fragment.sketch.atoms[0].element == "N";
           });
  }

  static bool HasLocant(const std::vector<Prefix>& prefixes, std::string_view locant) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const Prefix& prefix) {
      return std::find(prefix.at.begin(), prefix.at.end(), locant) != prefix.at.end();
    });
  }

  static bool Finish(NameFragment base, const std::vector<Prefix>& prefixes, bool substituent,
                     NameFragment& out) {
    if (substituent != (base.attach >= 0) || NitrogenIsDoubtful(base, prefixes)) return false;
    for (const bool located : {true, false}) {
      for (const Prefix& prefix : prefixes) {
        if (prefix.at.empty() != located && !Place(base, prefix)) return false;
      }
    }
    for (size_t i = 0; i < base.sketch.atoms.size(); ++i) {
      const bool nitro = base.sketch.atoms[i].element == "N";
      if (!nitro && base.sketch.FreeValence(static_cast<int>(i)) < 0) return false;
    }
    out = std::move(base);
    return true;
  }

  // A parent or the last group, at whose end `e` its endings begin.
  bool Head(std::string_view s, size_t e, const NamePart& part, const Locants& at,
            const std::vector<Prefix>& prefixes, bool substituent, NameFragment& out) {
    if (part.kind == "group") {
      return e == s.size() && at.empty() && substituent && Finish(part.fragment, prefixes, true, out);
    }
    if (part.kind == "parent") {
      if (e < s.size() && s[e] == 'e') ++e;
      return e == s.size() && at.empty() && !substituent && Finish(part.fragment, prefixes, false, out);
    }
    NameFragment base = part.fragment;
    if (part.kind == "acid") {
      return at.empty() && PutAcidEnding(base, s.substr(e)) &&
             Finish(std::move(base), prefixes, substituent, out);
    }
    Locants rest = at;
    if (part.kind == "stem") {
      base.positions.clear();
      for (size_t k = 1; k <= base.sketch.atoms.size(); ++k) base.positions.push_back(std::to_string(k));
    }
    if (part.kind != "ring" && !Unsaturation(s, e, base, rest, part.kind == "stem")) return false;
    if (e < s.size() && s[e] == 'e') ++e;
    if (e == s.size()) return rest.empty() && !substituent && Finish(base, prefixes, false, out);
    return Suffixes(s, e, base, rest, prefixes, substituent, out);
  }

  // "-an", "-2-en", "a-1,3-dien". Takes the locants before the parent when they are its own.
  bool Unsaturation(std::string_view s, size_t& e, NameFragment& base, Locants& before, bool chain) {
    if (At(s, e, "yl") || At(s, e, "ylamin")) return true;  // "methylamine": a stem may take -yl at once
    if (At(s, e, "an")) {
      e += 2;
      return true;
    }
    size_t i = e;
    if (i < s.size() && s[i] == 'a') ++i;
    if (i < s.size() && s[i] == '-') ++i;
    Locants at;
    ReadLocants(s, i, at);
    int count = 1;
    for (const auto& [word, number] : kMultipliers) {
      if (!At(s, i, word)) continue;
      count = number;
      i += word.size();
      break;
    }
    const bool triple = At(s, i, "yn");
    if (!triple && !At(s, i, "en")) return false;
    i += 2;
    const auto size = static_cast<int>(base.sketch.atoms.size());
    if (at.empty()) at.swap(before);
    if (at.empty() && size <= 3) at = {"1"};
    if (static_cast<int>(at.size()) != count) return false;
    for (const std::string& locant : at) {
      const int from = AtomAt(base, locant);
      const int to = from + 1 < size ? from + 1 : chain ? -1 : 0;
      if (from < 0 || to < 0) return false;
      for (Sketch::Bond& bond : base.sketch.bonds) {
        if ((bond.a == from && bond.b == to) || (bond.a == to && bond.b == from)) bond.order = triple ? 3 : 2;
      }
    }
    e = i;
    return true;
  }

  bool Suffixes(std::string_view s, size_t e, NameFragment& base, const Locants& before,
                const std::vector<Prefix>& prefixes, bool substituent, NameFragment& out) {
    Locants rest = before;
    for (int number = 0; number < 3 && e < s.size(); ++number) {
      if (Spent()) return false;
      Locants at;
      if (s[e] == '-') ++e;
      ReadLocants(s, e, at);
      int count = 1;
      const Suffix* suffix = SuffixAt(s, e);
      if (suffix == nullptr) {
        for (const auto& [word, many] : kMultipliers) {
          if (!At(s, e, word) || SuffixAt(s, e + word.size()) == nullptr) continue;
          count = many;
          e += word.size();
          suffix = SuffixAt(s, e);
          break;
        }
      }
      if (suffix == nullptr) return false;
      e += suffix->text.size();
      if (at.empty()) at.swap(rest);
      // "butanediol-1,4", "piperidone-4"
      if (at.empty() && e < s.size() && s[e] == '-') {
        const std::string behind = Concat(s.substr(e + 1), "-");
        size_t i = 0;
        if (ReadLocants(behind, i, at) && i == behind.size()) e = s.size();
      }
      // "phenylpropanone", "1-phenylpropanone": the group may be at the chain's end or at the ketone's
      // carbon.
      if (at.empty() && suffix->adds == "=O" && !suffix->terminal &&
          (HasUnplaced(prefixes) || HasLocant(prefixes, "1")))
        return false;
      if (!PutSuffix(base, *suffix, at, count)) return false;
    }
    return e == s.size() && rest.empty() && Finish(std::move(base), prefixes, substituent, out);
  }

  int& left_;
  int steps_ = 0, depth_ = 0;
};

}  // namespace

std::optional<NameFragment> ReadNameWord(std::string_view word, bool substituent, int& steps) {
  return Reader(steps).Unit(word, substituent);
}

}  // namespace tidewaiter
