// The ledger's table, in one place: screening/ledger creates and fills it, policy rules read it.
#pragma once

#include <string_view>

namespace tidewaiter::policy {

// One row for each screened line and listed subject found in it (HitFact; the first one of a subject), in
// schema main of the connection that PolicyRunner gets. Party, address and phone columns hold keys, not names
// as written; `day` counts from 1970-01-01. NULL = not declared. The indices hold every column that the sums
// of `movement` read, so that no sum touches the table.
inline constexpr std::string_view kLedgerSchema = R"sql(
CREATE TABLE IF NOT EXISTS ledger_entry(
  id INTEGER PRIMARY KEY,
  file_digest TEXT NOT NULL,
  line INTEGER NOT NULL,
  record_id TEXT,
  consignment TEXT,
  day INTEGER,
  consignor TEXT,
  consignee TEXT,
  address TEXT,
  phone TEXT,
  substance TEXT NOT NULL,
  grams INTEGER,
  millilitres INTEGER,
  value_cents INTEGER,
  currency TEXT,
  origin TEXT,
  destination TEXT,
  relation TEXT,
  certainty REAL,
  licence TEXT,
  UNIQUE(file_digest, line, substance));
CREATE INDEX IF NOT EXISTS ledger_by_consignee ON ledger_entry(consignee, substance, day, grams, millilitres);
CREATE INDEX IF NOT EXISTS ledger_by_consignor ON ledger_entry(consignor, substance, day, grams, millilitres, consignee);
CREATE INDEX IF NOT EXISTS ledger_by_address ON ledger_entry(address, substance, day, grams, millilitres, consignee);
CREATE INDEX IF NOT EXISTS ledger_by_phone ON ledger_entry(phone, substance, day, grams, millilitres, consignee);
)sql";

}  // namespace tidewaiter::policy
