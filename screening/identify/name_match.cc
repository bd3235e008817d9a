#include "screening/identify/name_match.h"

#include <algorithm>

#include "screening/identify/index_names.h"

namespace tidewaiter {
namespace {

// Names of fewer letters are not looked for in pieces: "ace tone".
constexpr size_t kSplitLetters = 8;
// Spelled out letter by letter ("a c e t o n e"): a way to hide a name.
constexpr size_t kSpelledLetters = 6;
// Names of fewer letters stand not beside a quantity without a separator: "20Lacetone", but "5gmek".
constexpr size_t kGluedLetters = 4;
// An abbreviation of so many letters is the same with and without the hyphen before them: "4ANPP".
constexpr size_t kSureLetters = 4;
// The first byte of Hangul syllables is this or higher.
constexpr unsigned char kHangulLead = 0xEA;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLead(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

bool IsSoft(uint8_t gap, bool between_digits) {
  if ((gap & gap::kStrong) != 0) return false;
  const bool blank = (gap & gap::kSpace) != 0;
  if (blank && (gap & gap::kDot) != 0) return false;
  return !blank || (gap & gap::kComma) == 0 || between_digits;  // "1, 3-benzodioxole"
}

// A list comma or a sentence's end inside the dictionary's own name is no bar.
bool IsBar(uint8_t in_text, uint8_t in_name, bool between_digits) {
  if (IsSoft(in_text, between_digits)) return false;
  constexpr uint8_t kHard = gap::kStrong | gap::kComma | gap::kDot;
  return (in_text & kHard & ~in_name) != 0;
}

}  // namespace

GapAgreement CompareGaps(const NormalisedText& text, size_t begin, size_t length, const CompiledName& name) {
  const std::string_view bytes = text.text();
  const bool same_length = length == name.key.size();
  size_t split = 0, missing = 0, pairs = 0;
  bool han_only = true, dots_only = true, hyphens_only = true, digit_variant = false;
  for (size_t k = 1; k < length; ++k) {
    const char here = bytes[begin + k];
    if (!IsLead(here)) continue;
    const auto in_text = static_cast<uint8_t>(text.Gap(begin + k) & ~gap::kScript);
    const auto in_name = same_length ? static_cast<uint8_t>(name.gaps[k] & ~gap::kScript) : in_text;
    const char left = bytes[begin + k - 1];
    const bool letters = !IsDigit(here) && !IsDigit(left) && here != ' ' && left != ' ';
    pairs += letters && in_name == 0 ? 1 : 0;
    if (in_text == 0 && in_name == 0) continue;
    const bool between_digits = here == ' ' || left == ' ';
    // "P. M. K.": the dot behind an initial ends no sentence.
    const bool initial = in_text == (gap::kDot | gap::kSpace) && text.Boundary(begin + k - 1);
    if (in_text != 0 && !initial && IsBar(in_text, in_name, between_digits)) return GapAgreement::kNo;
    if (in_text != 0 && in_name == 0) {
      if (letters) {
        ++split;
        han_only = han_only && static_cast<unsigned char>(here) >= 0xE3;
        dots_only = dots_only && in_text == gap::kDot;
        hyphens_only = hyphens_only && in_text == gap::kHyphen;
      } else {
        digit_variant = true;
      }
    } else if (in_text == 0) {
      if (letters) {
        missing += text.Boundary(begin + k) ? 0 : 1;  // "N苯乙基": the script changes, the word ends
      } else if (!name.abbreviation || name.letters < kSureLetters) {
        digit_variant = true;
      }
    }
  }
  if (name.abbreviation) {
    if (split > 0 && split == pairs && missing == 0) return GapAgreement::kSpelled;
    if (split > 0 && !dots_only) return GapAgreement::kNo;
    if (missing > 0 && name.letters < kSplitLetters) return GapAgreement::kNo;
    return split > 0 || missing > 0 || digit_variant ? GapAgreement::kVariant : GapAgreement::kYes;
  }
  // "phenyl acetate" is an ester of another acid than "phenylacetate".
  if (split > 0 && name.anion) return GapAgreement::kNo;
  if (split > 0 && !han_only) {
    const bool spelled = name.letters >= kSpelledLetters && split + 1 >= name.letters;
    const bool pieces = name.letters >= kSplitLetters && split * 3 <= name.letters;
    // "tolu-ene": a word parted at a line's end.
    const bool parted = name.letters >= kSpelledLetters && split == 1 && hyphens_only;
    if (!spelled && !pieces && !parted) return GapAgreement::kNo;
  }
  if (missing > 0 && name.letters < kSplitLetters) return GapAgreement::kNo;
  return GapAgreement::kYes;
}

void MatchNames(const NormalisedText& text, const CompiledNames& names, const Neighbours& neighbours,
                std::vector<NameMatch>& out, std::vector<uint32_t>& deep) {
  deep.clear();
  const std::string_view bytes = text.text();
  const NameTrie& trie = names.forward();
  const FirstBytes& first = names.forward_first();
  const size_t size = bytes.size();
  // `origin`: where the word begins; before `begin` when a quantity is glued to the name.
  const auto walk = [&](size_t origin, size_t begin) {
    if (begin + 2 < size && !first.MayBegin(bytes[begin], bytes[begin + 1], bytes[begin + 2])) return false;
    const bool glued = origin != begin;
    NameTrie::State state = NameTrie::kRoot;
    for (size_t i = begin; i < size;) {
      state = trie.Step(state, bytes[i]);
      if (state == NameTrie::kDead) break;
      ++i;
      if (i - begin == kDeepBytes && !glued) deep.push_back(static_cast<uint32_t>(begin));
      if (!trie.Accepts(state)) continue;
      for (const uint32_t index : names.NamesOf(trie.Value(state))) {
        const CompiledName& name = names.names()[index];
        if (glued && name.letters < kGluedLetters) continue;
        size_t end = i;
        if (!neighbours.EndsThere(text, name, end)) continue;
        const GapAgreement gaps = CompareGaps(text, begin, i - begin, name);
        if (gaps == GapAgreement::kNo) continue;
        NameMatch match;
        match.name = index;
        match.span = {begin, end, false};
        match.begin = begin;
        match.end = end;
        match.variant = gaps == GapAgreement::kVariant;
        match.spelled = gaps == GapAgreement::kSpelled;
        match.ester = name.ester;
        if (name.anion) {
          const Neighbours::Before before = neighbours.TakeGroup(text, match.span);
          match.ester = before == Neighbours::Before::kGroup;
          match.anion = before == Neighbours::Before::kNothing;
        }
        if (!name.other) {
          neighbours.TakeSalts(text, name.acid, match.span);
          match.rejected = neighbours.AnotherCompound(text, name, match.span);
        }
        out.push_back(match);
      }
    }
    return true;
  };
  for (size_t k = 0; k < text.words(); ++k) {
    const size_t begin = text.WordStart(k);
    if (IsDigit(bytes[begin]) || static_cast<unsigned char>(bytes[begin]) >= kHangulLead) {
      neighbours.ForEachGluedName(text, begin, [&](size_t at) { walk(begin, at); });
    }
    if (walk(begin, begin) && MayTurnRound(text, neighbours, k)) {
      MatchTurnedRound(text, names, neighbours, k, out);
    }
  }
}

namespace {

// Spans that do not cross one another, by begin.
class SpanSet {
 public:
  // False when it crosses or lies inside one that is there, or holds one; true also when it is there already.
  bool Add(const NameSpan& span) {
    const auto at = From(span.begin);
    if (at != spans_.end() && at->begin == span.begin && at->end == span.end) return true;
    if (at != spans_.end() && at->begin < span.end) return false;
    if (at != spans_.begin() && (at - 1)->end > span.begin) return false;
    spans_.insert(at, span);
    return true;
  }

  // Every span here that `span` touches lies inside it and is shorter.
  bool HoldsAllItTouches(const NameSpan& span) const {
    auto at = From(span.begin);
    if (at != spans_.begin() && (at - 1)->end > span.begin) return false;
    for (; at != spans_.end() && at->begin < span.end; ++at) {
      if (at->end > span.end || (at->begin == span.begin && at->end == span.end)) return false;
    }
    return true;
  }

 private:
  std::vector<NameSpan>::const_iterator From(size_t begin) const {
    return std::lower_bound(spans_.begin(), spans_.end(), begin,
                            [](const NameSpan& s, size_t b) { return s.begin < b; });
  }
  std::vector<NameSpan> spans_;
};

}  // namespace

void KeepLongest(const CompiledNames& names, std::vector<NameMatch>& matches) {
  if (matches.empty()) return;
  // "ethyl phenylacetate" is listed itself: then it is no more found by its anion.
  std::vector<NameMatch> all;
  all.swap(matches);
  for (const NameMatch& match : all) {
    const bool listed_itself =
        names.names()[match.name].anion && std::any_of(all.begin(), all.end(), [&](const NameMatch& other) {
          return !names.names()[other.name].anion && !other.fuzzy && other.span.begin <= match.span.begin &&
                 other.span.end >= match.span.end;
        });
    if (!listed_itself) matches.push_back(match);
  }
  const auto length = [](const NameMatch& m) { return m.span.end - m.span.begin; };
  std::stable_sort(matches.begin(), matches.end(), [&](const NameMatch& a, const NameMatch& b) {
    if (a.fuzzy != b.fuzzy) return !a.fuzzy;  // what is exact is settled first
    if (length(a) != length(b)) return length(a) > length(b);
    return a.span.begin < b.span.begin;
  });
  SpanSet exact, guesses;
  std::vector<NameMatch> kept;
  for (const NameMatch& match : matches) {
    if (!match.fuzzy) {
      if (exact.Add(match.span)) kept.push_back(match);
    } else if (exact.HoldsAllItTouches(match.span) && guesses.Add(match.span)) {
      // A longer name with a slip holds exact pieces ("despropionyhl fentanyl"): both are shown.
      kept.push_back(match);
    }
  }
  std::sort(kept.begin(), kept.end(), [](const NameMatch& a, const NameMatch& b) {
    if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
    return a.span.end > b.span.end;
  });
  std::vector<NameMatch> out;
  size_t guess_end = 0;
  for (NameMatch& match : kept) {
    if (match.rejected || names.names()[match.name].other) continue;
    if (match.fuzzy) {
      guess_end = std::max(guess_end, match.span.end);
    } else {
      match.inside_guess = match.span.end <= guess_end;
    }
    out.push_back(match);
  }
  matches.swap(out);
}

}  // namespace tidewaiter
