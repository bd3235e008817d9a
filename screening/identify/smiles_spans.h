// SMILES that stand in a goods description, to be judged as structures.
//
// A test of form alone; whether a span is a structure the judge says. A SMILES needs six heavy atoms and a
// ring, a branch or a double bond: ordinary words and part numbers have none.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tidewaiter {

struct SmilesSpan {
  size_t start = 0, end = 0;  // bytes of the text
};

// In order. Any bytes in; time linear. At most kMostSmilesSpans.
inline constexpr size_t kMostSmilesSpans = 16;
std::vector<SmilesSpan> FindSmiles(std::string_view text);

}  // namespace tidewaiter
