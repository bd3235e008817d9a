// Systematic names read by chemdb/names, without a resolver: one of a listed structure is found however it is
// written, and one of another structure hides the listed names inside it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "screening/identify/compiled_names.h"
#include "screening/identify/name_match.h"
#include "screening/identify/named_structure.h"
#include "screening/identify/neighbours.h"
#include "screening/identify/normalise.h"
#include "screening/identify/systematic_spans.h"

namespace tidewaiter {

// Appends to `matches`, which already holds what the dictionary found; `unlisted` gets the structures it has
// no name for, in no order. `spans`: of FindSystematicSpans.
void MatchSystematicNames(std::string_view original, const NormalisedText& text,
                          const std::vector<SystematicSpan>& spans, const CompiledNames& names,
                          const Neighbours& neighbours, std::vector<NameMatch>& matches,
                          std::vector<NamedStructure>& unlisted);

// The letters of the stereo descriptors a name begins with or has inside ("rs" of "(1R,2S)-..."), in order.
std::string StereoLetters(std::string_view name);

}  // namespace tidewaiter
