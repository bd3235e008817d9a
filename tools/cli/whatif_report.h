// What `tidewaiter whatif` writes: docs/what-if.md describes both forms.
#pragma once

#include <string>

#include "screening/report/result_writer.h"
#include "screening/whatif/what_if.h"

namespace tidewaiter::cli {

// One record that differs, as a line of JSON.
void AppendJson(const RecordDifference& difference, bool lawful, std::string& out);
// The same for people: a line, its goods, and a line for each finding gained (+), lost (-) or changed (< >).
void AppendText(const RecordDifference& difference, bool lawful, std::string& out);

void AppendSummaryJson(const WhatIfSummary& summary, const RunIdentity& before, const RunIdentity& after,
                       std::string& out);
// `seconds`: how long the run took.
void AppendSummaryText(const WhatIfSummary& summary, const TouchFilter& touched, const RunIdentity& before,
                       const RunIdentity& after, double seconds, std::string& out);

}  // namespace tidewaiter::cli
