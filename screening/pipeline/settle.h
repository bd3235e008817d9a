// The last word on a record: its findings in order, and its disposition.
#pragma once

#include "screening/model/finding.h"

namespace tidewaiter {

// Sorts the findings by kind, severity and certainty, the gravest first, and recommends what to do.
void Settle(RecordResult& result);

}  // namespace tidewaiter
