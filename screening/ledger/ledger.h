// What was screened and found, kept across files and days (docs/ledger.md): the memory that rules about sums
// and series ask. One SQLite file, one writer at a time.
//
// A line is known by its file's content and its line number, so adding it again changes nothing. Everything
// between Begin() and Commit() is there as a whole or not at all, whenever the process dies.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/base/date.h"
#include "chemdb/base/sqlite.h"
#include "rules/policy/facts.h"
#include "rules/policy/ledger_numbers.h"
#include "screening/ledger/file_lock.h"

namespace tidewaiter {

// One listed subject found in one line. Parties, address and phone are the keys under which parties are
// compared. Amounts are whole; an absent one is not known, never 0.
struct LedgerEntry {
  std::string_view file_digest;
  int64_t line = 0;
  std::string_view record_id;
  std::string_view consignment;
  std::optional<int64_t> day;  // since 1970-01-01
  std::string_view consignor;
  std::string_view consignee;
  std::string_view address;
  std::string_view phone;
  std::string_view substance;  // subject id
  std::optional<int64_t> grams;
  std::optional<int64_t> millilitres;
  std::optional<int64_t> value_cents;
  std::string_view currency;
  std::string_view origin;
  std::string_view destination;
  std::string_view relation;
  double certainty = 1;
  std::string_view licence;  // that covers it, or empty
};

enum class LedgerAdded : uint8_t {
  kNew,
  kKnown,      // it stood there before
  kNotWanted,  // its day is one that was pruned
};

struct LedgerCounts {
  int64_t entries = 0;
  int64_t substances = 0;
  int64_t files = 0;
  int64_t unfinished_files = 0;  // begun and not read to their end
  int64_t draws = 0;             // on licences
  std::optional<int64_t> first_day, last_day;
  std::optional<int64_t> kept_from;  // entries before this day were pruned
  int64_t bytes = 0;                 // of the file
};

struct LicenceUse {
  std::string licence;
  std::string substance;
  bool volume = false;
  int64_t amount = 0;  // grams, or millilitres when `volume`
  int64_t lines = 0;
};

class Ledger {
 public:
  static constexpr int kSchemaVersion = 3;
  static constexpr int kApplicationId = 0x54444c47;  // "TDLG"

  // For one run only: it lies on disk when it grows, and nothing is left of it.
  static absl::StatusOr<std::unique_ptr<Ledger>> Temporary();
  // For writing; a file that is not there is made. Unavailable when another process writes to it,
  // FailedPrecondition for a file of another application, schema or version, DataLoss for a damaged one.
  static absl::StatusOr<std::unique_ptr<Ledger>> Open(const std::string& path);
  // For asking only, also while another process writes. NotFound when there is none; the rest as above.
  static absl::StatusOr<std::unique_ptr<Ledger>> OpenReadOnly(const std::string& path);
  ~Ledger();

  // The connection that rules are run on; the tables are those of rules/policy/ledger_schema.h.
  SqliteConnection& connection() { return connection_; }
  // The numbers that entries are written with, for who runs rules on the connection.
  policy::LedgerNumbers& numbers() { return numbers_; }

  // One transaction around any number of the calls below. Begin() in an open one and Commit() without one do
  // nothing. A failed Commit() leaves nothing of the transaction behind.
  absl::Status Begin();
  absl::Status Commit();
  void Rollback();
  bool in_transaction() const { return in_transaction_; }

  // A file whose lines follow. True when the ledger has seen this content before.
  absl::StatusOr<bool> BeginFile(std::string_view digest, std::string_view name, Date today);
  // It was read to its end.
  absl::Status EndFile(std::string_view digest, int64_t lines);

  // Only when it stands there without a licence is an entry changed: it may be covered later.
  absl::StatusOr<LedgerAdded> Add(const LedgerEntry& entry);
  // What stands there of this line and substance, as sums count it; valid until the next call. NotFound when
  // nothing does.
  absl::StatusOr<policy::Movement> Find(std::string_view digest, int64_t line, std::string_view substance);

  // What one line took from a licence, in grams, or millilitres for a licence by volume.
  struct Draw {
    std::string licence;
    int64_t used_before = 0;  // what earlier lines had taken when this one drew
    int64_t amount = 0;
    bool volume = false;
  };
  // What this line has drawn for this substance, in this run or an earlier one.
  absl::StatusOr<std::vector<Draw>> FindDraws(std::string_view digest, int64_t line,
                                              std::string_view substance);
  // What had been taken from the licence when the next line of this file behind `line` drew on it; nullopt
  // when none did. For a file that is screened again: its line sees the licence as it was then.
  absl::StatusOr<std::optional<int64_t>> UsedBeforeNextDraw(std::string_view digest, int64_t line,
                                                            std::string_view substance,
                                                            std::string_view licence);
  absl::Status AddDraw(std::string_view digest, int64_t line, std::string_view substance, const Draw& draw);
  // Over all lines, by licence and substance.
  absl::StatusOr<std::vector<LicenceUse>> LicenceUses();

  // Removes entries with a day before `first_kept`; without a day, the day when their file was first seen
  // counts. Entries of such days that come later are not taken in. Draws on licences stay. Returns how many
  // went.
  absl::StatusOr<int64_t> Prune(Date first_kept);
  // Gives the space of removed entries back to the file system.
  absl::Status Compact();
  // Moves everything to the main file and to the disk; done at the end of a run.
  absl::Status Flush();

  absl::StatusOr<LedgerCounts> Count();
  // Reads every page. DataLoss with what is wrong.
  absl::Status CheckIntegrity();

 private:
  Ledger(SqliteConnection connection, std::optional<FileLock> lock, std::string path);
  static absl::StatusOr<std::unique_ptr<Ledger>> Ready(SqliteConnection connection,
                                                       std::optional<FileLock> lock, std::string path);
  absl::Status Create();
  absl::Status CheckSchema();
  absl::Status PrepareAll();
  // The number of a text, given when it is new; for an empty text nothing.
  absl::Status BindNumber(int index, policy::LedgerText kind, std::string_view text);

  // The lock outlives the connection.
  std::optional<FileLock> lock_;
  SqliteConnection connection_;
  std::string path_;
  bool in_transaction_ = false;
  std::optional<int64_t> kept_from_;
  policy::LedgerNumbers numbers_;
  int64_t file_day_ = 0;  // when the file that was begun last was first seen
  std::optional<SqliteStatement> insert_;
  std::optional<SqliteStatement> cover_;
  std::optional<SqliteStatement> find_;
  std::string found_[5];  // texts of the last Find
  std::optional<SqliteStatement> find_draws_;
  std::optional<SqliteStatement> next_draw_;
  std::optional<SqliteStatement> add_draw_;
};

}  // namespace tidewaiter
