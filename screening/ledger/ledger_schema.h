// The tables of a ledger beside ledger_entry (rules/policy/ledger_schema.h), and how an old file is told from
// a foreign one.
#pragma once

#include <string_view>

namespace tidewaiter {

// `first_seen` counts days from 1970-01-01. `finished` = 1 when the file was read to its end, with that many
// lines. A draw is what one line took from a licence: `amount` in grams, or millilitres when `volume` is 1;
// `used_before` is what earlier lines had taken.
inline constexpr std::string_view kLedgerTables = R"sql(
CREATE TABLE IF NOT EXISTS ledger_file(
  digest TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  finished INTEGER NOT NULL DEFAULT 0,
  lines INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ledger_setting(
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS licence_draw(
  file_digest TEXT NOT NULL,
  line INTEGER NOT NULL,
  substance TEXT NOT NULL,
  licence TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK(amount > 0),
  volume INTEGER NOT NULL,
  used_before INTEGER NOT NULL,
  PRIMARY KEY(file_digest, line, substance, licence)) WITHOUT ROWID;
)sql";

}  // namespace tidewaiter
