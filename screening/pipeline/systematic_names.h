// Systematic names in a text that the dictionary does not hold, read by a resolver. What they stand for is
// the judge's business.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "screening/identify/systematic_spans.h"
#include "screening/identify/text_identifier.h"
#include "screening/resolve/name_resolver.h"

namespace tidewaiter {

// How sure a systematic name alone is of what the goods are: it names one structure, but perhaps only a part
// of the goods.
inline constexpr double kSystematicName = 0.95;

struct ReadName {
  size_t start = 0, end = 0;  // bytes of the text
  // The SMILES it stands for; an error when the resolver could not answer, and might have.
  absl::StatusOr<std::string> smiles;
};

// Asks `resolver` about each of `spans` that none of `candidates` covers. What looks like a name and is none
// is left out.
std::vector<ReadName> ReadSystematicNames(std::string_view text, const std::vector<SystematicSpan>& spans,
                                          const std::vector<Candidate>& candidates, NameResolver& resolver);

}  // namespace tidewaiter
