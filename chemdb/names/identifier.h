// Forms of the numbers and keys, beside CAS RNs, that name a chemical in papers.
#pragma once

#include <string_view>

namespace tidewaiter {

// EC (EINECS, ELINCS) number `NNN-NNN-N`, first digit 2 to 9, whose check digit agrees.
bool IsValidEcNumber(std::string_view text);

// The same from seven digits as a number.
bool EcCheckAgrees(unsigned digits);

// Standard InChIKey: `AAAAAAAAAAAAAA-AAAAAAAAAA-A`, capitals.
bool IsInchiKey(std::string_view text);

}  // namespace tidewaiter
