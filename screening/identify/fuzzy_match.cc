#include "screening/identify/fuzzy_match.h"

#include <algorithm>
#include <string_view>

#include "screening/identify/rule_tables.h"

namespace tidewaiter {
namespace {

constexpr size_t kRightCharacters = 4;  // half of the shortest name that is looked for

bool IsDigit(std::string_view c) { return c.size() == 1 && c[0] >= '0' && c[0] <= '9'; }
bool IsBlank(std::string_view c) { return c == " "; }
bool IsTrail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Characters that a scanner takes for one another; one of each pair is a digit.
bool IsScannerPair(std::string_view a, std::string_view b) {
  if (a.size() != 1 || b.size() != 1) return false;
  const auto pair = [&](char x, char y) { return (a[0] == x && b[0] == y) || (a[0] == y && b[0] == x); };
  return pair('0', 'o') || pair('1', 'l') || pair('1', 'i') || pair('5', 's');
}

// A figure is a position in the molecule: another figure is another compound, not a slip.
bool MaySubstitute(std::string_view in_text, std::string_view in_name) {
  if (in_text == in_name || IsBlank(in_text) || IsBlank(in_name)) return false;
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
        out_(out) {}

  void From(size_t origin) {
    origin_ = origin;
    size_t at = origin;
    NameTrie::State state = NameTrie::kRoot;
    for (size_t characters = 0;; ++characters) {
      if (characters >= kRightCharacters) TryEdits(state, at);
      const std::string_view c = Next(at);
      if (c.empty()) return;
      state = StepOver(state, c);
      if (state == NameTrie::kDead) return;
      Advance(at, c);
    }
  }

 private:
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
    char buffer[4];
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

  void TryEdits(NameTrie::State state, size_t at) {
    const std::string_view c = Next(at);
    size_t behind = at;
    Advance(behind, c);
    const std::string_view d = c.empty() ? c : Next(behind);
    size_t behind_two = behind;
    Advance(behind_two, d);
    ForEachCharacter(state, [&](std::string_view in_name, NameTrie::State next) {
      if (!c.empty() && MaySubstitute(c, in_name)) Finish(next, behind);
      if (!IsDigit(in_name) && !IsBlank(in_name) && in_name != c) Finish(next, at);  // missing in the text
    });
    if (c.empty() || IsDigit(c) || IsBlank(c)) return;
    Finish(state, behind);  // one too many in the text
    if (c == "m") {
      // "m" for "rn", read in this direction.
      const NameTrie::State first = trie_.Step(state, kForward ? 'r' : 'n');
      if (first != NameTrie::kDead) Finish(trie_.Step(first, kForward ? 'n' : 'r'), behind);
    }
    if (d.empty() || IsDigit(d) || IsBlank(d)) return;
    if (c == (kForward ? "r" : "n") && d == (kForward ? "n" : "r"))
      Finish(trie_.Step(state, 'm'), behind_two);
    if (c != d) {
      const NameTrie::State swapped = StepOver(state, d);
      if (swapped != NameTrie::kDead) Finish(StepOver(swapped, c), behind_two);
    }
  }

  // The rest has to be right.
  void Finish(NameTrie::State state, size_t at) {
    while (state != NameTrie::kDead) {
      if (trie_.Accepts(state) && text_.Boundary(at)) Report(trie_.Value(state), at);
      const std::string_view c = Next(at);
      if (c.empty()) return;
      state = StepOver(state, c);
      Advance(at, c);
    }
  }

  void Report(uint32_t value, size_t at) {
    const size_t begin = kForward ? origin_ : at, end = kForward ? at : origin_;
    if (begin >= end) return;
    const std::string_view found = bytes_.substr(begin, end - begin);
    for (const uint32_t index : names_.NamesOf(value)) {
      const CompiledName& name = names_.names()[index];
      if (found == name.key || name.anion || !(name.fuzzy || (name.scanned && IsScannerEdit(found, name))))
        continue;
      if (names_.IsLookalike(found) || IsMeaningfulEdit(found, name)) continue;
      if (!GapsFit(begin, found, name) || !EditInLongWord(begin, found, name)) continue;
      NameMatch match;
      match.name = index;
      match.fuzzy = true;
      match.ester = name.ester;
      match.span = {begin, end, false};
      match.begin = begin;
      match.end = end;
      neighbours_.TakeSalts(text_, name.acid, match.span);
      match.rejected = neighbours_.AnotherCompound(text_, name, match.span);
      out_.push_back(match);
    }
  }

  // A letter of a short word is a label ("vitamin B1", "vitamin L1"), unless it was read for a figure.
  bool EditInLongWord(size_t begin, std::string_view found, const CompiledName& name) const {
    const size_t at = std::min(CommonPrefix(found, name.key), found.size() - 1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (is_digit(found[at]) || (at < name.key.size() && is_digit(name.key[at]))) return true;
    size_t from = at, to = at + 1;
    while (from > 0 && !text_.Boundary(begin + from)) --from;
    while (to < found.size() && !text_.Boundary(begin + to)) ++to;
    return to - from >= kRightCharacters;
  }

  // Two licences at once, a slip and a name in pieces, would join ordinary words: blanks must stand where the
  // dictionary has a separator.
  bool GapsFit(size_t begin, std::string_view found, const CompiledName& name) const {
    const size_t prefix = CommonPrefix(found, name.key);
    for (size_t k = 1; k < found.size(); ++k) {
      const auto here = static_cast<uint8_t>(text_.Gap(begin + k) & ~gap::kScript);
      if (here == 0 || found[k] == ' ' || found[k - 1] == ' ') continue;
      if ((here & (gap::kStrong | gap::kDot)) != 0) return false;
      if ((here & gap::kSpace) != 0 && (here & gap::kComma) != 0) return false;
      const size_t from_end = found.size() - k;
      const size_t in_name = k <= prefix ? k : name.key.size() > from_end ? name.key.size() - from_end : 0;
      const bool gap_there = in_name < name.gaps.size() && (name.gaps[in_name] & ~gap::kScript) != 0;
      if ((here & gap::kSpace) != 0 && !gap_there) return false;
    }
    return true;
  }

  const NormalisedText& text_;
  std::string_view bytes_;
  const CompiledNames& names_;
  const Neighbours& neighbours_;
  const NameTrie& trie_;
  std::vector<NameMatch>& out_;
  size_t origin_ = 0;
};

}  // namespace

void MatchFuzzyNames(const NormalisedText& text, const CompiledNames& names, const Neighbours& neighbours,
                     const std::vector<uint32_t>& deep, std::vector<NameMatch>& out) {
  static_assert(kDeepBytes <= kRightCharacters);
  const std::string_view bytes = text.text();
  Search<true> forward(text, names, neighbours, out);
  for (const uint32_t begin : deep) forward.From(begin);
  Search<false> backward(text, names, neighbours, out);
  const FirstBytes& last = names.reverse_first();
  for (size_t k = 1; k <= text.words(); ++k) {
    size_t end = k < text.words() ? text.WordStart(k) : bytes.size();
    if (bytes[end - 1] == ' ') --end;
    if (end < 3 || !last.MayBegin(bytes[end - 1], bytes[end - 2], bytes[end - 3])) continue;
    backward.From(end);
  }
}

}  // namespace tidewaiter
