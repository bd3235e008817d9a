// Sums of listed substances moved within a window of days, kept as lines come in. The first question about a
// party and a substance reads the ledger around the days asked; later ones seldom do, and a window that was
// asked before is only looked up. So a party with very many movements costs its reading once, not once a
// line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

#include "rules/policy/batch_index.h"
#include "rules/policy/facts.h"
#include "rules/policy/ledger_numbers.h"
#include "rules/policy/sqlite_handle.h"

namespace tidewaiter::policy {

struct MovementQuestion {
  MovementKey key = MovementKey::kConsignee;
  std::string_view value;  // of that key
  std::string_view substance;
  int64_t first_day = 0, last_day = 0;  // both included
  // Grams from .. up to, without, ..; with a bound only movements of known weight count.
  int64_t at_least = std::numeric_limits<int64_t>::min();
  int64_t below = std::numeric_limits<int64_t>::max();
  bool consignees = false;  // count them too
};

struct MovementSum {
  int64_t lines = 0;
  int64_t weighed = 0, grams = 0;         // those with a known weight, and their sum
  int64_t measured = 0, millilitres = 0;  // the same by volume
  int64_t consignees = 0;                 // different ones; 0 when not asked for
};

class MovementWindows {
 public:
  // Movements, windows and different consignees counted in windows that are kept at once; beyond, all are
  // forgotten and read again.
  static constexpr size_t kMostKept = size_t{1} << 22;

  // `db` has ledger_schema.h's tables in schema main; it and its numbers outlive this.
  MovementWindows(sqlite3* db, LedgerNumbers* numbers) : db_(db), numbers_(numbers) {}

  // What was moved, as `movement` with `before` has it: the ledger, without what an earlier run left of the
  // rest of this file, and the batch's lines up to row `before`. An SQLite code; the message is db's.
  int Ask(const MovementQuestion& question, const BatchIndex& batch, int64_t before, MovementSum& out);

  // The ledger has one movement more: its next reader would see it.
  void Entered(const Movement& movement);
  // Anything else happened to the ledger, or another file begins.
  void Forget();

 private:
  struct Row {
    int64_t day = 0;
    std::optional<int64_t> grams, millilitres;
    int64_t consignee = kNobody;
  };
  struct Window {
    int64_t first_day = 0, last_day = 0, at_least = 0, below = 0;
    bool counts_consignees = false;
    MovementSum sum;
    absl::flat_hash_set<int64_t> consignees;

    bool Answers(const MovementQuestion& question) const;
    bool Holds(int64_t day, std::optional<int64_t> grams) const;
  };
  // Key, value and substance, by the ledger's numbers.
  using Name = std::tuple<MovementKey, int64_t, int64_t>;
  // Of one name: what the ledger has of the days from .. to, both included, in no order. Few rows are added
  // up each time, of many a window is kept.
  struct Known {
    int64_t first_day = 0, last_day = -1;
    std::vector<Row> rows;
    std::vector<Window> windows;
  };
  static constexpr int64_t kNobody = 0;

  // The ledger's number of a consignee, or one below 0 for one that it does not have yet, the same until it
  // has. An SQLite code.
  int ConsigneeNumber(std::string_view consignee, int64_t& number);
  void Count(const Row& row, Window& window);
  int PrepareLoad(size_t key, bool rerun);
  int Load(const MovementQuestion& question, const BatchIndex& batch, const Name& name, Known& known);
  // The sum over the ledger's rows. Its consignees are those of `window`, or stand in together_ when that is
  // null.
  int AskLedger(const MovementQuestion& question, const BatchIndex& batch, MovementSum& out,
                const Window*& window);

  sqlite3* const db_;
  LedgerNumbers* const numbers_;
  absl::flat_hash_map<Name, Known> known_;
  absl::flat_hash_map<std::string, int64_t> newcomers_;  // consignees that have no number of the ledger's yet
  SqliteHandle load_[kMovementKeys][2];                  // the second of each leaves the rest of a file out
  absl::flat_hash_set<int64_t> together_;                // scratch of Ask
  size_t kept_ = 0;
};

}  // namespace tidewaiter::policy
