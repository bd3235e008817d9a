// How little a goods description says: "organic intermediate", "white powder sample", 日用品.
//
// A fact for policy rules, never a finding: most vague descriptions are lazy, not dishonest. The words are
// data/vague_terms.csv.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

class NormalisedText;

// What a vague phrase pretends to say.
enum class VagueKind : uint8_t {
  kChemical,    // a chemical, but not which: "organic intermediate", "chemical reagent"
  kAppearance,  // what it looks like: "white powder"
  kGeneral,     // a heap of goods: "daily necessities", "sample", "spare parts"
  kEmpty,       // nothing: "goods", "as per invoice"
};
std::string_view VagueKindName(VagueKind kind);  // "chemical", "appearance", "general", "empty"

struct VagueTerm {
  size_t start = 0, end = 0;  // bytes of the original text
  VagueKind kind = VagueKind::kEmpty;
  std::string_view phrase;  // as the table writes it; lives for ever
  double weight = 0;        // 0..1: how vague the phrase is by itself
};

struct Vagueness {
  // 0..1. The weight of the vaguest term times the share of the description's words that vague terms cover;
  // figures, units and packing do not count as words. 1: nothing else is said.
  double score = 0;
  std::vector<VagueTerm> terms;  // in order of start
};

// Any bytes in. Reads the first limits::kDescriptionBytes.
Vagueness MeasureVagueness(std::string_view text);

// The same for text that was normalised already.
Vagueness MeasureVagueness(const NormalisedText& text);

}  // namespace tidewaiter
