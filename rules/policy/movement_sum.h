// The view `movement_sum`: what was moved within a window of days, as one row (docs/policy-rules.md).
#pragma once

#include "absl/status/status.h"

#include "rules/policy/batch_index.h"
#include "rules/policy/movement_windows.h"

struct sqlite3;

namespace tidewaiter::policy {

// Makes `movement_sum` known on `db`. `batch` as for RegisterViews; `windows` lives as long.
absl::Status RegisterMovementSum(sqlite3* db, const BatchIndex* batch, MovementWindows* windows);
// Nothing on `db` points to the batch any more.
void UnregisterMovementSum(sqlite3* db);

}  // namespace tidewaiter::policy
