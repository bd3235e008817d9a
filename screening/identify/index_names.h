// Names turned round, as in indexes and tariffs: "permanganate, potassium", "acid, phenylacetic",
// "piperidine, 4-anilino-", and the order of Romance languages in English words ("acid phenylacetic").
#pragma once

#include <cstddef>
#include <vector>

#include "screening/identify/name_match.h"

namespace tidewaiter {

// Whether the gap before word `k` may be the middle of a name turned round: a list comma, or a blank behind a
// word that such a name may begin with ("acid"; rows "head" of data/continuations.csv).
bool MayTurnRound(const NormalisedText& text, const Neighbours& neighbours, size_t k);

// Appends the names whose end stands before word `k` and whose beginning follows it. What is turned round has
// to stand for itself: "sodium chloride, benzyl alcohol" holds no "chloride, benzyl".
void MatchTurnedRound(const NormalisedText& text, const CompiledNames& names, const Neighbours& neighbours,
                      size_t k, std::vector<NameMatch>& out);

}  // namespace tidewaiter
