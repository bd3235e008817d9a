// A rule's SQL as one prepared statement; private to rules/policy.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "rules/policy/policy_rule.h"
#include "rules/policy/sandbox.h"
#include "rules/policy/sqlite_handle.h"

struct sqlite3;

namespace tidewaiter::policy {

// Columns of a rule's statement: row, subject kind, subject, its name, and then `show`.
inline constexpr int kFirstShown = 4;

// Exactly one statement that reads only; InvalidArgument otherwise.
absl::StatusOr<SqliteHandle> PrepareSql(sqlite3* db, const std::string& sql);

// The view `ledger` over the ledger's table, temporary.
absl::Status CreateLedgerView(sqlite3* db);

// Parameters are bound. Every condition and expression is prepared alone first, so that none can close a
// bracket that it did not open.
absl::StatusOr<SqliteHandle> CompileRule(const PolicyRule& rule, sqlite3* db, const Sandbox& sandbox);

}  // namespace tidewaiter::policy
