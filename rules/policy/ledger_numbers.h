// Numbers under which the ledger keeps texts that come again: entries and their indices hold numbers, and are
// a third as large for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"

#include "rules/policy/sqlite_handle.h"

namespace tidewaiter::policy {

enum class LedgerText : uint8_t { kFile, kSubject, kKey };

// Remembers which texts have a number and which have none, so there is one of it on a connection: who writes
// to the ledger and who asks it share it.
class LedgerNumbers {
 public:
  // `db` has ledger_schema.h's tables in schema main, and outlives this.
  explicit LedgerNumbers(sqlite3* db) : db_(db) {}

  // Both return an SQLite code; the message is db's. A text that has no number: 0 by Find, a new one by Give.
  int Find(LedgerText kind, std::string_view text, int64_t& number);
  int Give(LedgerText kind, std::string_view text, int64_t& number);
  // Numbers came or went in another way: a transaction was rolled back, or entries were pruned.
  void Forget();

 private:
  // Texts remembered of each kind; beyond, all of it are forgotten and read again.
  static constexpr size_t kMostKept = size_t{1} << 18;
  static constexpr int kKinds = 3;

  // The number remembered of a text, read when it is not.
  int Known(int kind, std::string_view text, int64_t*& number);

  sqlite3* const db_;
  absl::flat_hash_map<std::string, int64_t> known_[kKinds];
  SqliteHandle find_[kKinds], insert_[kKinds];
};

}  // namespace tidewaiter::policy
