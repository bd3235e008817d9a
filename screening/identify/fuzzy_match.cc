#include "screening/identify/fuzzy_match.h"

#include <algorithm>
#include <string_view>

#include "chemdb/base/concat.h"
#include "screening/identify/rule_tables.h"

namespace tidewaiter {
namespace {

constexpr size_t kRightCharacters = 4;  // half of the shortest name that is looked for
// A second slip needs a longer name, and stands in another word of it, unless both are light.
constexpr size_t kTwoSlipLetters = 12;
// A long name may be written in pieces as well: "phenyl acetic acd".
constexpr size_t kPieceLetters = 4;

bool IsDigit(std::string_view c) { return c.size() == 1 && c[0] >= '0' && c[0] <= '9'; }
bool IsBlank(std::string_view c) { return c.size() == 1 && c[0] == ' '; }
// The search does little else: most characters are one byte.
bool Same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.size() == 1 ? a[0] == b[0] : a == b);
}
bool IsTrail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Characters that a scanner takes for one another; one of each pair is a digit.
bool IsScannerPair(std::string_view a, std::string_view b) {
  if (a.size() != 1 || b.size() != 1) return false;
  const auto pair = [&](char x, char y) { return (a[0] == x && b[0] == y) || (a[0] == y && b[0] == x); };
  return pair('0', 'o') || pair('3', 'e') || pair('1', 'l') || pair('1', 'i') || pair('5', 's');
}

// Two characters that run together in print, or that another language writes with one.
struct Ligature {
  char one;
  std::string_view two;
};
constexpr Ligature kLigatures[] = {{'m', "rn"}, {'n', "ri"}, {'d', "cl"}, {'f', "ph"}};

// Slips that keep the sound or the look of a word: another spelling of the same name rather than another
// name.
bool IsLightPair(std::string_view a, std::string_view b) {
  if (IsScannerPair(a, b)) return true;
  if (a.size() != 1 || b.size() != 1) return false;
  const auto pair = [&](char x, char y) { return (a[0] == x && b[0] == y) || (a[0] == y && b[0] == x); };
  return pair('i', 'y') || pair('i', 'l') || pair('k', 'c');
}

// A figure is a position in the molecule: another figure is another compound, not a slip.
bool MaySubstitute(std::string_view in_text, std::string_view in_name) {
  if (Same(in_text, in_name) || IsBlank(in_text) || IsBlank(in_name)) return false;
  if (IsDigit(in_text) || IsDigit(in_name)) return IsScannerPair(in_text, in_name);
  return true;
}

size_t CommonPrefix(std::string_view a, std::string_view b) {
  const size_t n = std::min(a.size(), b.size());
  size_t i = 0;
  while (i < n && a[i] == b[i]) ++i;
  return i;
}

bool StartsWithAt(std::string_view text, size_t at, std::string_view piece) {
  return text.compare(at, piece.size(), piece) == 0;
}

// The one edit between the two is one that chemistry makes: a different compound.
bool IsMeaningfulEdit(std::string_view in_text, const CompiledName& name) {
  const std::string_view in_name = name.key;
  const size_t prefix = CommonPrefix(in_text, in_name);
  for (const EditRow& row : Rules().meaningful_edits) {
    for (const auto& [a, b] : {std::pair<std::string_view, std::string_view>(row.one, row.other),
                               std::pair<std::string_view, std::string_view>(row.other, row.one)}) {
      if (a.empty() || b.empty()) {
        const std::string_view& longer = in_text.size() > in_name.size() ? in_text : in_name;
        const std::string_view& piece = a.empty() ? b : a;
        const std::string_view& shorter = in_text.size() > in_name.size() ? in_name : in_text;
        if (longer.size() == shorter.size() + piece.size() && longer.substr(0, shorter.size()) == shorter &&
            longer.substr(shorter.size()) == piece) {
          return true;
        }
        continue;
      }
      const size_t reach = std::max(a.size(), b.size());
      for (size_t at = prefix > reach ? prefix - reach : 0; at <= prefix; ++at) {
        if (!StartsWithAt(in_text, at, a) || !StartsWithAt(in_name, at, b)) continue;
        const size_t behind = at + b.size();
        if (in_text.substr(at + a.size()) != in_name.substr(behind)) continue;
        const bool ends =
            behind == in_name.size() || name.gaps[behind] != 0 || IsDigit(in_name.substr(behind, 1));
        if (ends || !row.at_end) return true;
      }
    }
  }
  return false;
}

// The one difference is a figure read for a letter.
bool IsScannerEdit(std::string_view in_text, const CompiledName& name) {
  const size_t at = CommonPrefix(in_text, name.key);
  return in_text.size() == name.key.size() && at < in_text.size() &&
         IsScannerPair(in_text.substr(at, 1), std::string_view(name.key).substr(at, 1)) &&
         in_text.substr(at + 1) == std::string_view(name.key).substr(at + 1);
}

// One direction of the search. `kForward`: from a word's begin through names; else from a word's end through
// names written backwards.
template <bool kForward>
class Search {
 public:
  Search(const NormalisedText& text, const CompiledNames& names, const Neighbours& neighbours,
         std::vector<NameMatch>& out)
      : text_(text),
        bytes_(text.text()),
        names_(names),
        neighbours_(neighbours),
        trie_(kForward ? names.forward() : names.reverse()),
        out_(out),
        exact_(static_cast<size_t>(
            std::count_if(out.begin(), out.end(), [](const NameMatch& match) { return !match.fuzzy; }))) {}

  void From(size_t origin) {
    origin_ = origin;
    Place place{NameTrie::kRoot, origin, 0};
    std::string_view last;
    for (size_t characters = 0;; ++characters) {
      if (characters >= kRightCharacters) TryEdits(place, last, false);
      last = Next(place.at);
      if (last.empty() || !Go(place, last)) return;
    }
  }

 private:
  // Where a walk is: in the trie, in the text, and how many bytes of the name lie behind it.
  struct Place {
    NameTrie::State state;
    size_t at, taken;
  };
  // Over a character that text and name share; false where no name goes on.
  bool Go(Place& place, std::string_view c) const {
    place.state = StepOver(place.state, c);
    Advance(place.at, c);
    place.taken += c.size();
    return place.state != NameTrie::kDead;
  }

  // The next character in this direction; empty at the end, and at what no name goes across.
  std::string_view Next(size_t at) const {
    if (kForward) {
      if (at >= bytes_.size() || (at > origin_ && (text_.Gap(at) & gap::kStrong) != 0)) return {};
      size_t end = at + 1;
      while (end < bytes_.size() && IsTrail(bytes_[end])) ++end;
      return bytes_.substr(at, end - at);
    }
    if (at == 0 || (at < origin_ && (text_.Gap(at) & gap::kStrong) != 0)) return {};
    size_t begin = at - 1;
    while (begin > 0 && IsTrail(bytes_[begin])) --begin;
    return bytes_.substr(begin, at - begin);
  }
  void Advance(size_t& at, std::string_view c) const { at = kForward ? at + c.size() : at - c.size(); }

  NameTrie::State StepOver(NameTrie::State state, std::string_view c) const {
    if (kForward) {
      for (size_t i = 0; i < c.size() && state != NameTrie::kDead; ++i) state = trie_.Step(state, c[i]);
    } else {
      for (size_t i = c.size(); i > 0 && state != NameTrie::kDead; --i) state = trie_.Step(state, c[i - 1]);
    }
    return state;
  }

  // visit(character, state) for every character with which a name goes on.
  template <typename Visit>
  void ForEachCharacter(NameTrie::State state, Visit visit) const {
    char buffer[4] = {};
    Descend(state, buffer, 0, visit);
  }
  template <typename Visit>
  void Descend(NameTrie::State state, char (&buffer)[4], size_t filled, Visit visit) const {
    trie_.ForEachNext(state, [&](char byte, NameTrie::State next) {
      char bytes[4];
      std::copy(buffer, buffer + 4, bytes);
      if (filled == 4) return;
      bytes[filled] = byte;
      const size_t size = filled + 1;
      const auto lead = static_cast<unsigned char>(kForward ? bytes[0] : byte);
      const bool whole = kForward ? size == (lead < 0x80   ? 1u
                                             : lead < 0xE0 ? 2u
                                             : lead < 0xF0 ? 3u
                                                           : 4u)
                                  : !IsTrail(byte);
      if (!whole) {
        Descend(next, bytes, size, visit);
        return;
      }
      if (!kForward) std::reverse(bytes, bytes + size);
      visit(std::string_view(bytes, size), next);
    });
  }

  // Every slip that the text may have at `place`. `last`: the character before it. `only_light`: no others.
  void TryEdits(const Place& place, std::string_view last, bool only_light) {
    const std::string_view c = Next(place.at);
    size_t behind = place.at;
    Advance(behind, c);
    const std::string_view d = c.empty() ? c : Next(behind);
    size_t behind_two = behind;
    Advance(behind_two, d);
    // A letter doubled or not, and an h that a language leaves out, are light.
    const auto light_alone = [&](std::string_view letter) { return Same(letter, last) || Same(letter, "h"); };
    ForEachCharacter(place.state, [&](std::string_view in_name, NameTrie::State next) {
      const size_t taken = place.taken + in_name.size();
      if (!c.empty() && MaySubstitute(c, in_name)) {
        const bool light = IsLightPair(c, in_name);
        if (light || !only_light) {
          Finish({next, behind, taken}, light);
          // "benzy1-4-": between two figures a blank stays.
          if (IsDigit(c) && IsBlank(d)) Finish({next, behind_two, taken}, light);
        }
      }
      if (!IsDigit(in_name) && !IsBlank(in_name) && !Same(in_name, c)) {  // missing in the text
        const bool light = light_alone(in_name);
        if (light || !only_light) Finish({next, place.at, taken}, light);
      }
    });
    if (c.empty() || IsDigit(c) || IsBlank(c)) return;
    const bool light = light_alone(c);
    if (light || !only_light) Finish({place.state, behind, place.taken}, light);  // one too many in the text
    for (const Ligature& ligature : kLigatures) {
      const char first = ligature.two[kForward ? 0 : 1], second = ligature.two[kForward ? 1 : 0];
      if (c[0] == ligature.one) {
        const NameTrie::State one = trie_.Step(place.state, first);
        if (one != NameTrie::kDead) Finish({trie_.Step(one, second), behind, place.taken + 2}, true);
      }
      if (!d.empty() && c[0] == first && d[0] == second) {
        Finish({trie_.Step(place.state, ligature.one), behind_two, place.taken + 1}, true);
      }
    }
    if (only_light || d.empty() || IsDigit(d) || IsBlank(d) || Same(c, d)) return;
    const NameTrie::State swapped = StepOver(place.state, d);
    if (swapped != NameTrie::kDead)
      Finish({StepOver(swapped, c), behind_two, place.taken + c.size() + d.size()}, false);
  }

  // The rest has to be right, or right but for a second slip.
  void Finish(Place place, bool light) {
    if (place.state == NameTrie::kDead) return;
    const bool second = slips_ == 1;
    if (second) {
      second_is_light_ = light;
    } else {
      split_ = place;
      first_is_light_ = light;
    }
    bool crossed = false;
    std::string_view last;
    while (place.state != NameTrie::kDead) {
      if (trie_.Accepts(place.state) && text_.Boundary(place.at))
        Report(trie_.Value(place.state), place, second);
      if (!second && !last.empty() && (crossed || first_is_light_)) {
        slips_ = 1;
        TryEdits(place, last, !crossed);
        slips_ = 0;
      }
      last = Next(place.at);
      if (last.empty()) return;
      Go(place, last);
      crossed = crossed || text_.Boundary(place.at);
    }
  }

  // Found text and name in two parts, each with one slip; the second is empty when there is one slip.
  struct Parts {
    std::string_view text[2], name[2];
  };

  Parts PartsOf(std::string_view found, const CompiledName& name, size_t begin, bool two) const {
    const std::string_view key = name.key;
    if (!two) return {{found, {}}, {key, {}}};
    const size_t in_text = split_.at - begin;
    const size_t in_name = kForward ? split_.taken : key.size() - split_.taken;
    return {{found.substr(0, in_text), found.substr(in_text)}, {key.substr(0, in_name), key.substr(in_name)}};
  }

  void Report(uint32_t value, const Place& place, bool two) {
    const size_t begin = kForward ? origin_ : place.at, end = kForward ? place.at : origin_;
    if (begin >= end) return;
    const std::string_view found = bytes_.substr(begin, end - begin);
    const bool inside = InsideExact(begin, end);
    for (const uint32_t index : names_.NamesOf(value)) {
      const CompiledName& name = names_.names()[index];
      if (found == name.key || name.anion) continue;
      const bool scanned = !two && name.scanned && IsScannerEdit(found, name);
      const bool short_slip = !name.fuzzy && !scanned;
      if (short_slip && (two || !name.scanned || !IsShortSlip(found, name))) continue;
      NameSpan span = {begin, end, false};
      if (inside) {
        neighbours_.TakeSalts(text_, name.acid, span);
        if (InsideExact(span.begin, span.end)) continue;  // KeepLongest() would drop it
      }
      const Parts parts = PartsOf(found, name, begin, two);
      if (!MayBeSlips(begin, parts, name, two)) continue;
      if (!inside) neighbours_.TakeSalts(text_, name.acid, span);
      NameMatch match;
      match.name = index;
      match.fuzzy = true;
      match.two_slips = two;
      match.needs_company = short_slip;
      match.ester = name.ester;
      match.span = span;
      match.begin = begin;
      match.end = end;
      match.rejected = neighbours_.AnotherCompound(text_, name, match.span);
      out_.push_back(match);
    }
  }

  bool InsideExact(size_t begin, size_t end) const {
    return std::any_of(
        out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(exact_),
        [&](const NameMatch& match) { return match.span.begin <= begin && match.span.end >= end; });
  }

  // Slips that a short name may have beside something chemical: a letter left out, doubled or not, or two
  // that changed places. Never the first letter.
  bool IsShortSlip(std::string_view found, const CompiledName& name) const {
    if (found.size() < 3 || found[0] != name.key[0] || name.key.find(' ') != std::string::npos) return false;
    if (std::any_of(name.key.begin(), name.key.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return false;
    if (first_is_light_ || found.size() < name.key.size()) return true;
    std::string one(found), other(name.key);
    std::sort(one.begin(), one.end());
    std::sort(other.begin(), other.end());
    return one == other;
  }

  // Each slip by itself is no word and no compound of its own, and stands where a slip may stand.
  bool MayBeSlips(size_t begin, const Parts& parts, const CompiledName& name, bool two) const {
    for (int part = 0; two && part < 2; ++part) {
      if (names_.IsLookalike(WordOfText(begin, parts, SlipOf(parts, part).in_text))) return false;
    }
    if (!two) {
      return !names_.IsLookalike(parts.text[0]) && !IsMeaningfulEdit(parts.text[0], name) &&
             GapsFit(begin, parts, name) && EditInLongWord(begin, parts, 0, name);
    }
    const std::string left = Concat(parts.text[0], parts.name[1]),
                      right = Concat(parts.name[0], parts.text[1]);
    if (left == name.key || right == name.key) return false;  // one slip is enough
    if (names_.IsLookalike(Concat(parts.text[0], parts.text[1]))) return false;
    for (const std::string& one : {left, right}) {
      if (names_.IsLookalike(one) || IsMeaningfulEdit(one, name)) return false;
    }
    if (!(first_is_light_ && second_is_light_) && name.letters < kTwoSlipLetters) return false;
    return GapsFit(begin, parts, name) && EditInLongWord(begin, parts, 0, name) &&
           EditInLongWord(begin, parts, 1, name);
  }

  // Where in `part` the slip stands, in the text and in the name, from the begin of the whole.
  struct Slip {
    size_t in_text, in_name;
  };
  Slip SlipOf(const Parts& parts, int part) const {
    const size_t prefix = CommonPrefix(parts.text[part], parts.name[part]);
    const size_t before_text = part == 0 ? 0 : parts.text[0].size();
    const size_t before_name = part == 0 ? 0 : parts.name[0].size();
    return {before_text + prefix, before_name + prefix};
  }

  // A letter of a short word is a label ("vitamin B1", "vitamin L1"), unless it was read for a figure.
  bool EditInLongWord(size_t begin, const Parts& parts, int part, const CompiledName& name) const {
    const size_t size = parts.text[0].size() + parts.text[1].size();
    Slip slip = SlipOf(parts, part);
    slip.in_text = std::min(slip.in_text, size - 1);
    slip.in_name = std::min(slip.in_name, name.key.size() - 1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (is_digit(bytes_[begin + slip.in_text]) || is_digit(name.key[slip.in_name])) return true;
    const auto [name_from, name_to] = WordOf(name, slip.in_name);
    // A letter by itself is a position: "a-chlorotoluene". The nitrogen is often the only one, and left out.
    if (name_to - name_from == 1 && name.key[name_from] != 'n') return false;
    // A Han character is a word by itself: 錠 behind a name says "tablets".
    const std::string_view in_text = WordOfText(begin, parts, slip.in_text);
    const auto letters = static_cast<size_t>(std::count_if(in_text.begin(), in_text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
    return letters + 1 >= kRightCharacters &&
           std::max(in_text.size(), name_to - name_from) >= kRightCharacters;
  }

  // The word of the text with byte `i` of what was found.
  std::string_view WordOfText(size_t begin, const Parts& parts, size_t i) const {
    const size_t size = parts.text[0].size() + parts.text[1].size();
    size_t from = std::min(i, size - 1), to = from + 1;
    while (from > 0 && !text_.Boundary(begin + from)) --from;
    while (to < size && !text_.Boundary(begin + to)) ++to;
    return bytes_.substr(begin + from, to - from);
  }

  // The word of the dictionary's name that byte `i` belongs to.
  static std::pair<size_t, size_t> WordOf(const CompiledName& name, size_t i) {
    size_t from = i, to = i + 1;
    while (from > 0 && (name.gaps[from] & ~gap::kScript) == 0) --from;
    while (to < name.key.size() && (name.gaps[to] & ~gap::kScript) == 0) ++to;
    return {from, to};
  }

  // Blanks must stand where the dictionary has a separator: a slip and a name in pieces at once would join
  // ordinary words. One more may split another word of a long name ("phenyl acetic acd").
  bool GapsFit(size_t begin, const Parts& parts, const CompiledName& name) const {
    const bool two = !parts.text[1].empty();
    bool split = false;
    for (int part = 0; part < (two ? 2 : 1); ++part) {
      const size_t before_text = part == 0 ? 0 : parts.text[0].size();
      const size_t before_name = part == 0 ? 0 : parts.name[0].size();
      const size_t prefix = CommonPrefix(parts.text[part], parts.name[part]);
      const size_t size = parts.text[part].size(), name_size = parts.name[part].size();
      for (size_t k = before_text == 0 ? 1 : 0; k < size; ++k) {
        const size_t at = begin + before_text + k;
        const auto here = static_cast<uint8_t>(text_.Gap(at) & ~gap::kScript);
        if (here == 0 || bytes_[at] == ' ' || bytes_[at - 1] == ' ') continue;
        if ((here & (gap::kStrong | gap::kDot)) != 0) return false;
        if ((here & gap::kSpace) != 0 && (here & gap::kComma) != 0) return false;
        if ((here & gap::kSpace) == 0) continue;
        const size_t from_end = size - k;
        const size_t in_name = before_name + (k <= prefix            ? k
                                              : name_size > from_end ? name_size - from_end
                                                                     : 0);
        if (in_name < name.gaps.size() && (name.gaps[in_name] & ~gap::kScript) != 0) continue;
        if (two || split || !MaySplit(in_name, SlipOf(parts, 0).in_name, name)) return false;
        split = true;
      }
    }
    return true;
  }

  // A word of the name may be in two pieces before byte `i`: both are long, and the slip is in another word.
  bool MaySplit(size_t i, size_t slip, const CompiledName& name) const {
    if (name.letters < kTwoSlipLetters || i >= name.key.size()) return false;
    const auto [from, to] = WordOf(name, i);
    return i - from >= kPieceLetters && to - i >= kPieceLetters && (slip < from || slip >= to);
  }

  const NormalisedText& text_;
  std::string_view bytes_;
  const CompiledNames& names_;
  const Neighbours& neighbours_;
  const NameTrie& trie_;
  std::vector<NameMatch>& out_;
  const size_t exact_;  // the first so many of `out_` are exact
  size_t origin_ = 0;
  // Of the slip before, while a second one is looked for.
  int slips_ = 0;
  Place split_{NameTrie::kRoot, 0, 0};
  bool first_is_light_ = false, second_is_light_ = false;
};

}  // namespace

void MatchFuzzyNames(const NormalisedText& text, const CompiledNames& names, const Neighbours& neighbours,
                     const std::vector<uint32_t>& deep, std::vector<NameMatch>& out) {
  static_assert(kDeepBytes <= kRightCharacters);
  const std::string_view bytes = text.text();
  Search<true> forward(text, names, neighbours, out);
  Search<false> backward(text, names, neighbours, out);
  for (const uint32_t begin : deep) forward.From(begin);
  const FirstBytes& last = names.reverse_first();
  for (size_t k = 1; k <= text.words(); ++k) {
    size_t end = k < text.words() ? text.WordStart(k) : bytes.size();
    if (bytes[end - 1] == ' ') --end;
    if (end < 3 || !last.MayBegin(bytes[end - 1], bytes[end - 2], bytes[end - 3])) continue;
    backward.From(end);
  }
}

}  // namespace tidewaiter
