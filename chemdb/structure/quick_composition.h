// The heavy atoms of a plain SMILES by element, in one pass over its bytes: a test before the light reader,
// for when all that is looked for are a few whole substances.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tidewaiter {

// A number that is the same for the same numbers of C, N, O, F, P, S, Cl, Br and I. nullopt when the text is
// not of one component of these elements (and hydrogen), or has anything a plain SMILES has not. What is no
// valid SMILES may have one; a valid one has that of its standardised parent, since standardisation takes
// apart only what holds other elements.
std::optional<uint64_t> QuickComposition(std::string_view smiles);

}  // namespace tidewaiter
