// Optimal string alignment distance between short ASCII words.
#pragma once

#include <string_view>

namespace tidewaiter {

// Fewest insertions, deletions, substitutions and swaps of neighbours (none edited twice) that turn `a` into
// `b`, when that is at most `limit` (<= 2); else limit + 1. For words up to 64 bytes; longer ones are equal
// or limit + 1.
int BoundedEditDistance(std::string_view a, std::string_view b, int limit);

}  // namespace tidewaiter
