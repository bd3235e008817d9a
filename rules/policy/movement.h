// The view `movement`: listed substances moved so far, from the ledger and from this batch, looked up by
// party, address or phone through the ledger's covering indices.
#pragma once

#include "absl/status/status.h"

#include "rules/policy/batch_index.h"

struct sqlite3;

namespace tidewaiter::policy {

// Makes `movement` known on `db`, whose schema main has ledger_schema.h's table. `batch` as for
// RegisterViews.
absl::Status RegisterMovement(sqlite3* db, const BatchIndex* batch);
// Nothing on `db` points to the batch any more.
void UnregisterMovement(sqlite3* db);

}  // namespace tidewaiter::policy
