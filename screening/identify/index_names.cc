#include "screening/identify/index_names.h"

#include <string_view>

namespace tidewaiter {
namespace {

// "ketone, methyl isobutyl", "piperidine, 1-(2-phenylethyl)-4-anilino-": as many words on either side.
constexpr size_t kHeadWords = 3;
constexpr size_t kTailWords = 6;
// Shorter ones are put together by chance.
constexpr size_t kFewestLetters = 7;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

uint8_t PlainGap(const NormalisedText& text, size_t i) {
  return static_cast<uint8_t>(text.Gap(i) & ~gap::kScript);
}

// A name goes on across it: no list comma, no end of a sentence.
bool IsSoft(const NormalisedText& text, size_t i) {
  const uint8_t between = PlainGap(text, i);
  if ((between & gap::kStrong) != 0) return false;
  const bool figures = IsDigit(text.text()[i]) && text.text()[i - 1] == ' ';
  return figures || (between & (gap::kComma | gap::kDot)) == 0;
}

// What is turned round begins here: nothing, a mark, or a quantity stands before it.
bool BeginsItself(const NormalisedText& text, const Neighbours& neighbours, size_t a) {
  constexpr uint8_t kMarks = gap::kStrong | gap::kComma | gap::kOpen | gap::kDot;
  if (a == 0 || (text.Gap(a) & kMarks) != 0) return true;
  const size_t begin = WordBegin(text, a);
  return IsDigit(text.text()[begin]) || neighbours.IsUnit(text.text().substr(begin, a - begin));
}

// And ends here. Behind "acid phenylacetic" anything may follow but the next name's own class word.
bool EndsItself(const NormalisedText& text, const Neighbours& neighbours, std::string_view head, size_t e) {
  constexpr uint8_t kMarks = gap::kStrong | gap::kComma | gap::kOpen | gap::kClose | gap::kDot | gap::kHyphen;
  const std::string_view bytes = text.text();
  if (e == bytes.size() || (text.Gap(e) & kMarks) != 0 || IsDigit(bytes[e])) return true;
  return neighbours.IsHead(head) && !neighbours.IsClassWord(bytes.substr(e, WordEnd(text, e) - e));
}

}  // namespace

bool MayTurnRound(const NormalisedText& text, const Neighbours& neighbours, size_t k) {
  if (k == 0) return false;
  const size_t c = text.WordStart(k);
  const uint8_t between = PlainGap(text, c);
  if ((between & (gap::kStrong | gap::kDot)) != 0) return false;
  if ((between & gap::kComma) != 0) return true;
  const size_t a = text.WordStart(k - 1);
  return between == gap::kSpace && neighbours.IsHead(text.text().substr(a, c - a));
}

void MatchTurnedRound(const NormalisedText& text, const CompiledNames& names, const Neighbours& neighbours,
                      size_t k, std::vector<NameMatch>& out) {
  const std::string_view bytes = text.text();
  const NameTrie& trie = names.forward();
  const size_t c = text.WordStart(k);
  const auto walk = [&](NameTrie::State state, size_t from, size_t to) {
    for (size_t i = from; i < to && state != NameTrie::kDead; ++i) state = trie.Step(state, bytes[i]);
    return state;
  };
  NameTrie::State tail = NameTrie::kRoot;
  size_t e = c;
  for (size_t words = 0; words < kTailWords && e < bytes.size(); ++words) {
    if (e > c && !IsSoft(text, e)) return;
    const size_t from = e;
    for (++e; e < bytes.size() && !text.Boundary(e);) ++e;
    tail = walk(tail, from, e);
    if (tail == NameTrie::kDead) return;
    if (bytes[e - 1] == ' ') continue;  // within figures: "1,3"
    for (size_t back = 1; back <= kHeadWords && back <= k; ++back) {
      const size_t a = text.WordStart(k - back);
      if (back > 1 && !IsSoft(text, text.WordStart(k - back + 1))) break;
      const NameTrie::State state = walk(tail, a, c);
      if (state == NameTrie::kDead || !trie.Accepts(state)) continue;
      if (!BeginsItself(text, neighbours, a) || !EndsItself(text, neighbours, bytes.substr(a, c - a), e))
        continue;
      for (const uint32_t index : names.NamesOf(trie.Value(state))) {
        const CompiledName& name = names.names()[index];
        if (name.abbreviation || name.anion || name.letters < kFewestLetters) continue;
        // The two parts are parts in the dictionary as well, or the hyphen says that the second goes first.
        const bool parts = (name.gaps[e - c] & ~gap::kScript) != 0;
        const bool prefix = (text.Gap(e) & gap::kHyphen) != 0;
        if (!parts && !prefix) continue;
        NameMatch match;
        match.name = index;
        match.span = {a, e, false};
        match.begin = a;
        match.end = e;
        match.ester = name.ester;
        match.turned_round = true;
        out.push_back(match);
      }
    }
  }
}

}  // namespace tidewaiter
