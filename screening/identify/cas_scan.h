// CAS Registry Numbers in normalised text, however they are punctuated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "screening/identify/compiled_names.h"
#include "screening/identify/normalise.h"

namespace tidewaiter {

struct CasMention {
  size_t begin = 0, end = 0;  // bytes of the normalised text
  uint64_t digits = 0;        // the number without dashes, check digit last
  bool valid = false;         // the check digit agrees
  bool labelled = false;      // "CAS" stands before it
  bool short_number = false;  // two or three digits first: a part number or a score may agree by chance
};

// Appends every mention, in order. Numbers without dashes count only when labelled. Numbers that go on, or
// hang on something (part numbers), dates and phone numbers are none.
void ScanCasRns(const NormalisedText& text, std::vector<CasMention>& out);

// Whether check digit and digits of `digits` agree.
bool CasCheckAgrees(uint64_t digits);

// For a number whose check digit does not agree: the one listed number that differs by one wrong digit or two
// neighbours changed round; 0 when there is none or more than one.
uint64_t NearestListedCas(const CompiledNames& names, uint64_t digits);

}  // namespace tidewaiter
