#include "screening/identify/neutral_words.h"

#include <string>
#include <vector>

#include "screening/identify/rule_tables.h"

namespace tidewaiter {
namespace {

std::vector<std::string> Phrases() {
  const RuleTables& tables = Rules();
  std::vector<std::string> out = tables.neutral_words;
  for (const VagueRow& row : tables.vague_terms) {
    if (row.filler || row.kind == VagueKind::kChemical || row.kind == VagueKind::kAppearance)
      out.push_back(row.phrase);
  }
  // What speaks for a chemical is no other trade.
  for (const ContextRow& row : tables.context) {
    if (row.raises && row.phrase.front() != '{') out.push_back(row.phrase);
  }
  for (const SaltRow& row : tables.salts) out.push_back(row.word);
  for (const std::string& label : tables.cas_labels) out.push_back(label);
  for (const IdentifierLabelRow& row : tables.identifier_labels) out.push_back(row.label);
  return out;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

NeutralWords::NeutralWords() : phrases_(Phrases()) {}

size_t NeutralWords::EndOfNeutral(const NormalisedText& text, size_t i) const {
  PhraseSet::Hit hit;
  if (phrases_.LongestAt(text, i, hit)) return hit.end;
  // Figures with what hangs on them ("25kg", "x4"), and single letters.
  const size_t end = WordEnd(text, i);
  size_t length = 0;
  if (end == i + 1 || IsDigit(text.text()[i])) return end;
  const char32_t c = CharacterAt(text.text(), i, &length);
  const bool one_letter = i + length == end && !IsHan(c);
  return one_letter ? end : i;
}

bool NeutralWords::Modifies(const NormalisedText& text, size_t end) const {
  if (end >= text.size()) return false;
  const auto between = static_cast<uint8_t>(text.Gap(end) & ~gap::kScript);
  if (between != 0 && between != gap::kSpace && between != gap::kHyphen) return false;
  return EndOfNeutral(text, end) == end;
}

}  // namespace tidewaiter
