// The views of views.h as SQLite virtual tables over one batch in memory. A rule's simple terms (`hits > 0`,
// `channel = 'express'`) are tested while scanning, so that SQLite sees candidates only.
#pragma once

#include "absl/status/status.h"

#include "rules/policy/batch_index.h"

struct sqlite3;

namespace tidewaiter::policy {

// Makes every view known on `db`. `batch` must outlive the connection's statements on them; between batches
// it is empty and the views have no rows.
absl::Status RegisterViews(sqlite3* db, const BatchIndex* batch);
// Nothing on `db` points to the batch any more.
void UnregisterViews(sqlite3* db);

}  // namespace tidewaiter::policy
