// A ledger as text that other programs read.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "absl/status/status.h"

#include "screening/ledger/ledger.h"

namespace tidewaiter {

enum class LedgerTable : uint8_t { kEntries, kLicences, kFiles };
enum class LedgerFormat : uint8_t { kCsv, kJsonLines };

// Writes every row of the table in the order of its coming in, as CSV with a title row or as one JSON object
// a line; columns as in docs/ledger.md, days as YYYY-MM-DD, what is not known empty or null. `write` returns
// an error to stop.
absl::Status ExportLedger(Ledger& ledger, LedgerTable table, LedgerFormat format,
                          const std::function<absl::Status(std::string_view)>& write);

}  // namespace tidewaiter
