// The SQL functions of policy rules beside SQLite's own (docs/policy-rules.md).
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

#include "rules/policy/code_tables.h"

struct sqlite3;

namespace tidewaiter::policy {

// `codes` must outlive the connection's statements.
absl::Status RegisterFunctions(sqlite3* db, const CodeTables* codes);
// Nothing on `db` points to the code tables any more.
void UnregisterFunctions(sqlite3* db);

// 0..1: 1 - edits / length of the longer, over words in any order, bytes compared without case. 0 for an
// empty name. Names are cut at 200 bytes, so that time is bounded.
double NameSimilarity(std::string_view left, std::string_view right);

// "12.4 kg", "350 g"; "2.5 L"; "1234.50 USD".
std::string FormatGrams(int64_t grams);
std::string FormatMillilitres(int64_t millilitres);
std::string FormatMoney(int64_t cents, std::string_view currency);

}  // namespace tidewaiter::policy
