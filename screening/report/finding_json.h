// One finding, and the identity of a run, as the JSON of docs/output.md: for outputs that hold findings in a
// frame of their own.
#pragma once

#include <optional>
#include <string>

#include "chemdb/base/date.h"
#include "screening/model/finding.h"
#include "screening/report/result_writer.h"

namespace tidewaiter {

// Appends the object. `law_day`: that of the record.
void AppendFindingJson(const Finding& finding, const std::optional<Date>& law_day, std::string& out);

void AppendRunJson(const RunIdentity& run, std::string& out);

}  // namespace tidewaiter
