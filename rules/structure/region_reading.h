// An order of differences, and of readings, that does not depend on the molecule's atom order: the same
// molecule written in another way gets the same explanation.
#pragma once

#include "rules/structure/region_rule.h"

namespace tidewaiter {

bool ComesFirst(const Difference& a, const Difference& b);

// Fewer differences that nothing allows, then fewer regions that are another one, then fewer differences.
bool IsBetter(const Reading& a, const Reading& b);

}  // namespace tidewaiter
