// The last word on a record: its findings in order, and its disposition.
#pragma once

#include "screening/model/finding.h"
#include "screening/pipeline/disposition.h"

namespace tidewaiter {

// Sorts the findings by kind, severity and certainty, the gravest first, and recommends what to do.
void Settle(RecordResult& result);

// The same once policy rules have added their findings. Rules are asked with what is listed and not in force
// too; it is left out again unless `explain`.
void SettleWithPolicy(const DispositionPolicy& policy, bool explain, RecordResult& result);

}  // namespace tidewaiter
