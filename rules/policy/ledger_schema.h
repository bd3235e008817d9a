// The ledger's tables that hold what was screened, in one place: screening/ledger creates and fills them,
// policy rules read them.
#pragma once

#include <string_view>

namespace tidewaiter::policy {

// One entry for each screened line and listed subject found in it (HitFact; the first one of a subject), in
// schema main of the connection that PolicyRunner gets. `day` counts from 1970-01-01. NULL = not declared.
//
// Texts that come again stand in tables of their own, and entries hold their numbers (ledger_numbers.h): a
// file's digest, a subject's id, and in ledger_key the keys of parties, addresses and phones. `first_seen` is
// a day; `finished` = 1 when the file was read to its end, with that many lines.
//
// The indices hold every column that the sums of `movement` read, so that no sum touches the table.
inline constexpr std::string_view kLedgerSchema = R"sql(
CREATE TABLE IF NOT EXISTS ledger_file(
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT '',
  first_seen INTEGER NOT NULL DEFAULT 0,
  finished INTEGER NOT NULL DEFAULT 0,
  lines INTEGER);
CREATE TABLE IF NOT EXISTS ledger_subject(
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS ledger_key(
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS ledger_entry(
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL,
  line INTEGER NOT NULL,
  substance INTEGER NOT NULL,
  day INTEGER,
  consignor INTEGER,
  consignee INTEGER,
  address INTEGER,
  phone INTEGER,
  grams INTEGER,
  millilitres INTEGER,
  value_cents INTEGER,
  record_id TEXT,
  consignment TEXT,
  currency TEXT,
  origin TEXT,
  destination TEXT,
  relation TEXT,
  certainty REAL,
  licence TEXT,
  UNIQUE(file, line, substance));
CREATE INDEX IF NOT EXISTS ledger_by_consignee ON ledger_entry(consignee, substance, day, grams, millilitres)
  WHERE consignee IS NOT NULL;
CREATE INDEX IF NOT EXISTS ledger_by_consignor ON ledger_entry(consignor, substance, day, grams, millilitres, consignee)
  WHERE consignor IS NOT NULL;
CREATE INDEX IF NOT EXISTS ledger_by_address ON ledger_entry(address, substance, day, grams, millilitres, consignee)
  WHERE address IS NOT NULL;
CREATE INDEX IF NOT EXISTS ledger_by_phone ON ledger_entry(phone, substance, day, grams, millilitres, consignee)
  WHERE phone IS NOT NULL;
)sql";

// Entries with their texts, as the view `ledger` of docs/policy-rules.md and `ledger export` have them.
inline constexpr std::string_view kLedgerRows = R"sql(
SELECT e.id, f.digest AS file_digest, e.line, e.record_id, e.consignment, e.day, k1.key AS consignor,
  k2.key AS consignee, k3.key AS address, k4.key AS phone, s.subject AS substance, e.grams, e.millilitres,
  e.value_cents, e.currency, e.origin, e.destination, e.relation, e.certainty, e.licence
FROM main.ledger_entry e
  LEFT JOIN main.ledger_file f ON f.id = e.file
  LEFT JOIN main.ledger_subject s ON s.id = e.substance
  LEFT JOIN main.ledger_key k1 ON k1.id = e.consignor
  LEFT JOIN main.ledger_key k2 ON k2.id = e.consignee
  LEFT JOIN main.ledger_key k3 ON k3.id = e.address
  LEFT JOIN main.ledger_key k4 ON k4.id = e.phone
)sql";

}  // namespace tidewaiter::policy
