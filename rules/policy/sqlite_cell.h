// Cells in and out of SQLite; private to rules/policy.
#pragma once

#include <sqlite3.h>

#include "rules/policy/cell.h"

namespace tidewaiter::policy {

// The text is SQLite's and lives as long as the value. Blobs count as NULL: no view has any.
Cell CellOf(sqlite3_value* value);
// Texts are not copied: they must live until the statement is reset.
void SetResult(sqlite3_context* context, const Cell& cell);
// False only when `left op right` is certainly not true. Compares numbers with numbers and texts with texts;
// where SQLite might convert, the answer is left to it.
bool MayHold(const Cell& left, int op, const Cell& right);

}  // namespace tidewaiter::policy
