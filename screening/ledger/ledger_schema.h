// The tables of a ledger beside those of its entries (rules/policy/ledger_schema.h).
#pragma once

#include <string_view>

namespace tidewaiter {

// A draw is what one line took from a licence: `amount` in grams, or millilitres when `volume` is 1;
// `used_before` is what earlier lines had taken.
inline constexpr std::string_view kLedgerTables = R"sql(
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
