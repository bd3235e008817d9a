#include "screening/identify/shortened_names.h"

#include <algorithm>

#include "screening/identify/phrases.h"

namespace tidewaiter {
namespace {

// Fewer letters are left of many words; two may do beside a long word in full.
constexpr size_t kFewestLetters = 4;
constexpr size_t kFewestBesideLong = 2, kLongWord = 8;
// A name that means little else, of words that are long enough to be cut.
constexpr double kPlainName = 0.96;

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

// Where the words of a name begin and end; empty unless it has two or more, all of them words of letters.
std::vector<std::string_view> WordsOf(const CompiledName& name) {
  std::vector<std::string_view> out;
  size_t begin = 0;
  const std::string_view key = name.key;
  for (size_t i = 1; i <= key.size(); ++i) {
    if (i < key.size() && name.gaps[i] == 0) continue;
    const std::string_view word = key.substr(begin, i - begin);
    if (word.size() < kFewestLetters || !std::all_of(word.begin(), word.end(), IsLetter)) return {};
    out.push_back(word);
    begin = i;
  }
  if (out.size() < 2) out.clear();
  return out;
}

bool StopBehind(std::string_view original, const NormalisedText& text, size_t end) {
  const size_t at = text.End(end - 1);
  return at < original.size() && original[at] == '.';
}

}  // namespace

ShortenedNames::ShortenedNames(const CompiledNames& names) : names_(names) {
  for (uint32_t k = 0; k < names.names().size(); ++k) {
    const CompiledName& name = names.names()[k];
    if (name.abbreviation || name.other || name.anion || name.ester || name.certainty < kPlainName) continue;
    const std::vector<std::string_view> words = WordsOf(name);
    if (words.empty()) continue;
    by_first_[std::string(words[0].substr(0, kFewestLetters))].push_back(k);
    by_second_[std::string(words[1].substr(0, kFewestLetters))].push_back(k);
  }
}

size_t ShortenedNames::EndOf(std::string_view original, const NormalisedText& text, size_t begin,
                             uint32_t name) const {
  bool cut = false;
  size_t at = begin, shortest = kLongWord, longest = 0;  // of the words cut short, and of those in full
  for (const std::string_view word : WordsOf(names_.names()[name])) {
    if (at >= text.size() || (at > begin && (text.Gap(at) & (gap::kComma | gap::kStrong)) != 0)) return 0;
    const size_t end = WordEnd(text, at);
    const std::string_view here = text.text().substr(at, end - at);
    if (here == word) {
      longest = std::max(longest, here.size());
    } else {
      const bool shortened = here.size() >= kFewestBesideLong && here.size() < word.size() &&
                             word.substr(0, here.size()) == here && StopBehind(original, text, end);
      if (!shortened) return 0;
      cut = true;
      shortest = std::min(shortest, here.size());
    }
    at = end;
  }
  return cut && (shortest >= kFewestLetters || longest >= kLongWord) ? at : 0;
}

void ShortenedNames::Match(std::string_view original, const NormalisedText& text,
                           const Neighbours& neighbours, std::vector<NameMatch>& out) const {
  if (original.find('.') == std::string_view::npos) return;
  for (size_t k = 0; k < text.words(); ++k) {
    const size_t begin = text.WordStart(k);
    const size_t end = WordEnd(text, begin);
    const bool next_stops =
        k + 1 < text.words() && StopBehind(original, text, WordEnd(text, text.WordStart(k + 1)));
    if (end - begin < kFewestBesideLong || !(StopBehind(original, text, end) || next_stops)) continue;
    const bool by_first = end - begin >= kFewestLetters;
    if (!by_first && end >= text.size()) continue;
    const auto& buckets = by_first ? by_first_ : by_second_;
    const auto bucket = buckets.find(std::string(text.text().substr(by_first ? begin : end, kFewestLetters)));
    if (bucket == buckets.end()) continue;
    for (const uint32_t name : bucket->second) {
      const size_t stop = EndOf(original, text, begin, name);
      if (stop == 0) continue;
      NameMatch match;
      match.name = name;
      match.span = {begin, stop, false};
      match.begin = begin;
      match.end = stop;
      match.shortened = true;
      neighbours.TakeSalts(text, names_.names()[name].acid, match.span);
      match.rejected = neighbours.AnotherCompound(text, names_.names()[name], match.span);
      out.push_back(match);
    }
  }
}

}  // namespace tidewaiter
