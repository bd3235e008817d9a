// Where systematic chemical names may stand in a goods description: candidates for a name-to-structure
// resolver.
//
// A cheap test of form, no nomenclature: words that are wholly made of chemical morphemes
// (data/morphemes.csv), with the positions, brackets and hyphens that tie them together. English names and
// those that are written alike (German "4-Anilinopiperidin"). A span need not be a name that means anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "screening/identify/normalise.h"

namespace tidewaiter {

struct SystematicSpan {
  size_t start = 0, end = 0;  // bytes of the original text, brackets closed where the text closes them
  int parts = 0;              // groups, chains and rings it is made of
  bool located = false;       // a position ("4-", "N-") stands before or in one of them
};

// Of two parts and a position, or three parts: enough to say that a chemical is named.
bool IsPlainSystematicName(const SystematicSpan& span);

// Spans of a part and a position, or two parts, for a reader that costs little: in order, not overlapping, in
// place of what `out` held.
void FindSystematicSpans(std::string_view original, const NormalisedText& text,
                         std::vector<SystematicSpan>& out);

// The plain ones, in text that is not normalised yet. Any bytes in. Reads the first
// limits::kDescriptionBytes.
std::vector<SystematicSpan> SystematicNameSpans(std::string_view original);

}  // namespace tidewaiter
