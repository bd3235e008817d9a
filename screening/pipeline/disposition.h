// The recommended disposition of a record: a documented combination of its findings (docs/disposition.md).
#pragma once

#include <vector>

#include "screening/model/finding.h"

namespace tidewaiter {

// Below this certainty a candidate is not reported at all.
inline constexpr double kReportCertainty = 0.25;
// From this certainty on a control finding is acted on; below it, papers are checked first.
inline constexpr double kActCertainty = 0.75;

Disposition DispositionOf(const Finding& finding);
// The gravest over all findings; kRelease for none.
Disposition CombineDispositions(const std::vector<Finding>& findings);

}  // namespace tidewaiter
