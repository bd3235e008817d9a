// Long names with one slip: a letter wrong, missing, too many or changed round with the next, or a scanner's
// confusion (0/o, 1/l/i, 5/s, rn/m); with two when both are light or stand in different words.
#pragma once

#include <vector>

#include "screening/identify/name_match.h"

namespace tidewaiter {

// Appends matches that are not exact. Pigeonhole: with one slip in a name of eight letters or more, its first
// four or its last four characters are right, so only words that share them with a listed name cost anything.
//
// A slip that gives another real chemical (piperidine, piperidone; methyl, ethyl; ...:
// data/meaningful_edits.csv) or a word of data/lookalikes.csv is none. `deep` as MatchNames left it.
void MatchFuzzyNames(const NormalisedText& text, const CompiledNames& names, const Neighbours& neighbours,
                     const std::vector<uint32_t>& deep, std::vector<NameMatch>& out);

}  // namespace tidewaiter
