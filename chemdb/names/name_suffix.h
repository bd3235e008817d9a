// The endings of systematic names: what they add to a parent, and where.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chemdb/names/name_fragment.h"

namespace tidewaiter {

using Locants = std::vector<std::string>;

// What a suffix adds at its position. "*": an oxygen that wants a group (an ester); "^": the position itself
// is joined.
struct Suffix {
  std::string_view text;
  bool terminal = false;  // holds the chain's first carbon
  std::string_view adds, adds_too;
};

// The suffix that stands at byte `i`; nullptr when none does.
const Suffix* SuffixAt(std::string_view s, size_t i);

// Puts `count` of a suffix at its positions; without positions, where only one place is possible. False when
// it does not fit.
bool PutSuffix(NameFragment& base, const Suffix& suffix, const Locants& at, int count);

// Gives an acid's stem (its acyl group) the ending: "ic acid", "ate", "yl", "amide", "onitrile", "aldehyde",
// "anilide". False for another.
bool PutAcidEnding(NameFragment& base, std::string_view ending);

inline constexpr std::pair<std::string_view, int> kMultipliers[] = {
    {"tetra", 4}, {"tris", 3}, {"tri", 3}, {"bis", 2}, {"di", 2}};

}  // namespace tidewaiter
