#include "screening/identify/vagueness.h"

#include <algorithm>

#include "chemdb/base/limits.h"
#include "screening/identify/normalise.h"
#include "screening/identify/phrases.h"
#include "screening/identify/rule_tables.h"

namespace tidewaiter {
namespace {

// Two Han characters make about one word.
constexpr double kHanWord = 0.5;

std::vector<std::string> Phrases() {
  std::vector<std::string> out;
  for (const VagueRow& row : Rules().vague_terms) out.push_back(row.phrase);
  return out;
}

const PhraseSet& VaguePhrases() {
  static const PhraseSet* const phrases = new PhraseSet(Phrases());
  return *phrases;
}

bool HasLetter(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
}

// Figures and what hangs on them ("25kg", "x4") say how much, not what.
bool IsMeasure(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Words in [begin, end), a Han character counting half.
double WordsIn(const NormalisedText& text, size_t begin, size_t end) {
  double words = 0;
  for (size_t i = begin; i < end;) {
    const size_t word_end = std::min(WordEnd(text, i), end);
    const std::string_view word = text.text().substr(i, word_end - i);
    size_t length = 0;
    if (IsHan(CharacterAt(text.text(), i, &length))) {
      words += kHanWord;
    } else if (HasLetter(word) && !IsMeasure(word)) {
      words += 1;
    }
    i = word_end;
  }
  return words;
}

}  // namespace

std::string_view VagueKindName(VagueKind kind) {
  switch (kind) {
    case VagueKind::kChemical:
      return "chemical";
    case VagueKind::kAppearance:
      return "appearance";
    case VagueKind::kGeneral:
      return "general";
    case VagueKind::kEmpty:
      return "empty";
  }
  return "";
}

Vagueness MeasureVagueness(const NormalisedText& text) {
  const std::vector<VagueRow>& rows = Rules().vague_terms;
  Vagueness out;
  double vague = 0, heaviest = 0;
  size_t counted = 0;  // words before are in `other`; most texts hold no vague term, and none is counted
  double other = 0;
  for (size_t i = 0; i < text.size();) {
    PhraseSet::Hit hit;
    if (text.text()[i] == ' ' || !VaguePhrases().LongestAt(text, i, hit)) {
      i = WordEnd(text, i);
      continue;
    }
    const VagueRow& row = rows[hit.phrase];
    other += WordsIn(text, counted, i);
    if (!row.filler) {
      VagueTerm term;
      term.start = text.Start(i);
      term.end = text.End(hit.end - 1);
      term.kind = row.kind;
      term.phrase = row.phrase;
      term.weight = row.weight;
      heaviest = std::max(heaviest, row.weight);
      vague += WordsIn(text, i, hit.end);
      out.terms.push_back(term);
    }
    counted = i = hit.end;
  }
  if (vague > 0) out.score = heaviest * vague / (vague + other + WordsIn(text, counted, text.size()));
  return out;
}

Vagueness MeasureVagueness(std::string_view text) {
  thread_local NormalisedText normalised;
  NormaliseText(text.substr(0, limits::kDescriptionBytes), normalised);
  return MeasureVagueness(normalised);
}

}  // namespace tidewaiter
