#include "screening/ledger/ledger.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "rules/policy/ledger_schema.h"
#include "screening/ledger/ledger_schema.h"

namespace tidewaiter {
namespace {

// How long a writer waits for a reader that is just recovering the file.
constexpr int kBusyMilliseconds = 5000;

int64_t DayNumber(Date day) { return day.time_since_epoch().count(); }

void BindOptional(SqliteStatement& statement, int index, const std::optional<int64_t>& value) {
  if (value) {
    statement.Bind(index, *value);
  } else {
    statement.BindNull(index);
  }
}

void BindText(SqliteStatement& statement, int index, std::string_view text) {
  if (text.empty()) {
    statement.BindNull(index);
  } else {
    statement.Bind(index, text);
  }
}

std::optional<int64_t> OptionalInt(const SqliteStatement& row, int column) {
  if (row.IsNull(column)) return std::nullopt;
  return row.Int(column);
}

// The first column of the first row; 0 when there is none.
absl::StatusOr<int64_t> AskNumber(SqliteConnection& connection, std::string_view sql) {
  TW_ASSIGN_OR_RETURN(SqliteStatement statement, connection.Prepare(sql));
  TW_ASSIGN_OR_RETURN(const bool row, statement.Step());
  return row ? statement.Int(0) : 0;
}

absl::Status InFile(const std::string& path, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::Status(status.code(), AsAbsl(Concat("ledger ", path, ": ", AsStd(status.message()))));
}

std::string AllTables() { return Concat(policy::kLedgerSchema, kLedgerTables); }

// Every table and index with its text, in a fixed order.
absl::StatusOr<std::string> SchemaOf(SqliteConnection& connection) {
  TW_ASSIGN_OR_RETURN(
      SqliteStatement statement,
      connection.Prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_stat*' "
                         "ORDER BY type, name"));
  std::string out;
  while (true) {
    TW_ASSIGN_OR_RETURN(const bool row, statement.Step());
    if (!row) return out;
    AppendTo(out, statement.Text(0), " ", statement.Text(1), " ", statement.Text(2), "\n");
  }
}

}  // namespace

Ledger::Ledger(SqliteConnection connection, std::optional<FileLock> lock, std::string path)
    : lock_(std::move(lock)),
      connection_(std::move(connection)),
      path_(std::move(path)),
      numbers_(connection_.handle()) {}

Ledger::~Ledger() { Rollback(); }

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Temporary() {
  TW_ASSIGN_OR_RETURN(SqliteConnection connection, SqliteConnection::Temporary());
  // Nobody will read it after a crash.
  TW_RETURN_IF_ERROR(connection.Execute("PRAGMA journal_mode = MEMORY"));
  return Ready(std::move(connection), std::nullopt, "of this run");
}

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(const std::string& path) {
  auto lock = FileLock::Take(Concat(path, "-lock"));
  if (absl::IsUnavailable(lock.status())) {
    return absl::UnavailableError(Concat("ledger ", path,
                                         " is being written by another process; wait until it has ended, or "
                                         "give this run a ledger of its own"));
  }
  if (!lock.ok()) return InFile(path, lock.status());
  auto connection = SqliteConnection::OpenOrCreate(path, kBusyMilliseconds);
  if (!connection.ok()) return InFile(path, connection.status());
  return Ready(*std::move(connection), *std::move(lock), path);
}

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::OpenReadOnly(const std::string& path) {
  auto connection = SqliteConnection::OpenReadOnly(path);
  if (!connection.ok()) return InFile(path, connection.status());
  std::unique_ptr<Ledger> ledger(new Ledger(*std::move(connection), std::nullopt, path));
  absl::Status status = ledger->CheckSchema();
  if (status.ok()) status = ledger->PrepareAll();
  if (!status.ok()) return InFile(path, status);
  return ledger;
}

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Ready(SqliteConnection connection,
                                                      std::optional<FileLock> lock, std::string path) {
  std::unique_ptr<Ledger> ledger(new Ledger(std::move(connection), std::move(lock), std::move(path)));
  absl::Status status = ledger->Create();
  if (status.ok()) status = ledger->CheckSchema();
  if (status.ok()) status = ledger->PrepareAll();
  if (!status.ok()) return InFile(ledger->path_, status);
  return ledger;
}

absl::Status Ledger::Create() {
  // A write-ahead log: a commit is one append, readers are not held up, and a killed process loses nothing.
  // After a power cut the last commits may be gone (never half of one); running again brings them back.
  if (lock_) TW_RETURN_IF_ERROR(connection_.Execute("PRAGMA journal_mode = WAL"));
  TW_RETURN_IF_ERROR(
      connection_.Execute("PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; "
                          "PRAGMA cache_size = -131072; PRAGMA journal_size_limit = 67108864; "
                          // 64 MiB of log between checkpoints: pages that come again are moved once.
                          "PRAGMA wal_autocheckpoint = 16384"));
  TW_ASSIGN_OR_RETURN(const int64_t tables, AskNumber(connection_, "SELECT count(*) FROM sqlite_schema"));
  TW_ASSIGN_OR_RETURN(const int64_t application, AskNumber(connection_, "PRAGMA application_id"));
  if (tables != 0 || application != 0) return absl::OkStatus();
  TW_RETURN_IF_ERROR(
      connection_.Execute(Concat("BEGIN IMMEDIATE;", AllTables(), "PRAGMA application_id = ", kApplicationId,
                                 "; PRAGMA user_version = ", kSchemaVersion, "; COMMIT")));
  return absl::OkStatus();
}

absl::Status Ledger::CheckSchema() {
  TW_ASSIGN_OR_RETURN(const int64_t application, AskNumber(connection_, "PRAGMA application_id"));
  if (application != kApplicationId) {
    return absl::FailedPreconditionError("this is an SQLite file, but no ledger of tidewaiter");
  }
  TW_ASSIGN_OR_RETURN(const int64_t version, AskNumber(connection_, "PRAGMA user_version"));
  if (version != kSchemaVersion) {
    return absl::FailedPreconditionError(Concat("its version is ", version, ", this program writes ",
                                                kSchemaVersion,
                                                "; export it with the program that wrote it"));
  }
  // A file with other tables, triggers or indices than ours was tampered with.
  TW_ASSIGN_OR_RETURN(SqliteConnection pattern, SqliteConnection::InMemory());
  TW_RETURN_IF_ERROR(pattern.Execute(AllTables()));
  TW_ASSIGN_OR_RETURN(const std::string expected, SchemaOf(pattern));
  TW_ASSIGN_OR_RETURN(const std::string found, SchemaOf(connection_));
  if (expected != found) return absl::FailedPreconditionError("its tables are not those of a ledger");
  TW_ASSIGN_OR_RETURN(const int64_t known,
                      AskNumber(connection_, "SELECT count(*) FROM ledger_setting WHERE name = 'kept_from'"));
  if (known > 0) {
    TW_ASSIGN_OR_RETURN(kept_from_,
                        AskNumber(connection_, "SELECT value FROM ledger_setting WHERE name = 'kept_from'"));
  }
  return absl::OkStatus();
}

absl::Status Ledger::PrepareAll() {
  TW_ASSIGN_OR_RETURN(
      insert_,
      connection_.Prepare(
          "INSERT INTO ledger_entry(file, line, record_id, consignment, day, consignor, consignee, address, "
          "phone, substance, grams, millilitres, value_cents, currency, origin, destination, relation, "
          "certainty, licence) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING"));
  constexpr std::string_view kOneEntry =
      " WHERE file = (SELECT id FROM ledger_file WHERE digest = ?1) AND line = ?2 AND substance = (SELECT id "
      "FROM ledger_subject WHERE subject = ?3)";
  TW_ASSIGN_OR_RETURN(cover_, connection_.Prepare(Concat("UPDATE ledger_entry SET licence = ?4", kOneEntry,
                                                         " AND licence IS NULL")));
  TW_ASSIGN_OR_RETURN(
      find_, connection_.Prepare(Concat(
                 "SELECT day, consignor, consignee, address, phone, substance, grams, millilitres FROM (",
                 policy::kLedgerRows, ") WHERE id = (SELECT id FROM ledger_entry", kOneEntry, ")")));
  TW_ASSIGN_OR_RETURN(find_draws_,
                      connection_.Prepare("SELECT licence, used_before, amount, volume FROM licence_draw "
                                          "WHERE file_digest = ? AND line = ? AND substance = ? "
                                          "ORDER BY licence"));
  TW_ASSIGN_OR_RETURN(
      next_draw_, connection_.Prepare("SELECT used_before FROM licence_draw WHERE file_digest = ? AND line "
                                      "> ? AND substance = ? AND licence = ? ORDER BY line LIMIT 1"));
  TW_ASSIGN_OR_RETURN(add_draw_,
                      connection_.Prepare("INSERT INTO licence_draw(file_digest, line, substance, licence, "
                                          "amount, volume, used_before) VALUES(?,?,?,?,?,?,?)"));
  return absl::OkStatus();
}

absl::Status Ledger::Begin() {
  if (in_transaction_) return absl::OkStatus();
  TW_RETURN_IF_ERROR(InFile(path_, connection_.Execute("BEGIN IMMEDIATE")));
  in_transaction_ = true;
  return absl::OkStatus();
}

absl::Status Ledger::Commit() {
  if (!in_transaction_) return absl::OkStatus();
  const absl::Status status = connection_.Execute("COMMIT");
  if (!status.ok()) {
    Rollback();
    return InFile(path_, status);
  }
  in_transaction_ = false;
  return absl::OkStatus();
}

void Ledger::Rollback() {
  // After some errors (disk full) SQLite has rolled back by itself, and there is nothing to do.
  if (in_transaction_) connection_.Execute("ROLLBACK").IgnoreError();
  numbers_.Forget();
  in_transaction_ = false;
}

absl::StatusOr<bool> Ledger::BeginFile(std::string_view digest, std::string_view name, Date today) {
  TW_ASSIGN_OR_RETURN(SqliteStatement insert,
                      connection_.Prepare("INSERT INTO ledger_file(digest, name, first_seen) VALUES(?,?,?) "
                                          "ON CONFLICT DO NOTHING"));
  insert.Bind(1, digest);
  insert.Bind(2, name);
  insert.Bind(3, DayNumber(today));
  if (absl::Status status = insert.Run(); !status.ok()) return InFile(path_, status);
  const bool is_new = connection_.changes() > 0;
  TW_ASSIGN_OR_RETURN(SqliteStatement find,
                      connection_.Prepare("SELECT first_seen FROM ledger_file WHERE digest = ?"));
  find.Bind(1, digest);
  const auto row = find.Step();
  if (!row.ok()) return InFile(path_, row.status());
  file_day_ = find.Int(0);
  return !is_new;
}

absl::Status Ledger::EndFile(std::string_view digest, int64_t lines) {
  TW_ASSIGN_OR_RETURN(SqliteStatement update,
                      connection_.Prepare("UPDATE ledger_file SET finished = 1, lines = ? WHERE digest = ?"));
  update.Bind(1, lines);
  update.Bind(2, digest);
  return InFile(path_, update.Run());
}

absl::Status Ledger::BindNumber(int index, policy::LedgerText kind, std::string_view text) {
  int64_t number = 0;
  if (!text.empty()) {
    const int code = numbers_.Give(kind, text, number);
    if (absl::Status status = connection_.StatusOf(code); !status.ok()) return InFile(path_, status);
  }
  if (number != 0) {
    insert_->Bind(index, number);
  } else {
    insert_->BindNull(index);
  }
  return absl::OkStatus();
}

absl::StatusOr<LedgerAdded> Ledger::Add(const LedgerEntry& entry) {
  if (kept_from_ && entry.day.value_or(file_day_) < *kept_from_) return LedgerAdded::kNotWanted;
  SqliteStatement& row = *insert_;
  TW_RETURN_IF_ERROR(BindNumber(1, policy::LedgerText::kFile, entry.file_digest));
  row.Bind(2, entry.line);
  BindText(row, 3, entry.record_id);
  BindText(row, 4, entry.consignment);
  BindOptional(row, 5, entry.day);
  TW_RETURN_IF_ERROR(BindNumber(6, policy::LedgerText::kKey, entry.consignor));
  TW_RETURN_IF_ERROR(BindNumber(7, policy::LedgerText::kKey, entry.consignee));
  TW_RETURN_IF_ERROR(BindNumber(8, policy::LedgerText::kKey, entry.address));
  TW_RETURN_IF_ERROR(BindNumber(9, policy::LedgerText::kKey, entry.phone));
  TW_RETURN_IF_ERROR(BindNumber(10, policy::LedgerText::kSubject, entry.substance));
  BindOptional(row, 11, entry.grams);
  BindOptional(row, 12, entry.millilitres);
  BindOptional(row, 13, entry.value_cents);
  BindText(row, 14, entry.currency);
  BindText(row, 15, entry.origin);
  BindText(row, 16, entry.destination);
  BindText(row, 17, entry.relation);
  row.Bind(18, entry.certainty);
  BindText(row, 19, entry.licence);
  if (absl::Status status = row.Run(); !status.ok()) return InFile(path_, status);
  if (connection_.changes() > 0) return LedgerAdded::kNew;
  if (entry.licence.empty()) return LedgerAdded::kKnown;
  cover_->Bind(1, entry.file_digest);
  cover_->Bind(2, entry.line);
  cover_->Bind(3, entry.substance);
  cover_->Bind(4, entry.licence);
  if (absl::Status status = cover_->Run(); !status.ok()) return InFile(path_, status);
  return LedgerAdded::kKnown;
}

absl::StatusOr<policy::Movement> Ledger::Find(std::string_view digest, int64_t line,
                                              std::string_view substance) {
  find_->Bind(1, digest);
  find_->Bind(2, line);
  find_->Bind(3, substance);
  const auto row = find_->Step();
  policy::Movement movement;
  if (row.ok() && *row) {
    movement.day = OptionalInt(*find_, 0);
    for (int i = 0; i < 5; ++i) found_[i] = find_->Text(i + 1);
    movement.consignor = found_[0];
    movement.consignee = found_[1];
    movement.address = found_[2];
    movement.phone = found_[3];
    movement.substance = found_[4];
    movement.grams = OptionalInt(*find_, 6);
    movement.millilitres = OptionalInt(*find_, 7);
  }
  find_->Reset();
  if (!row.ok()) return InFile(path_, row.status());
  if (!*row) return absl::NotFoundError(Concat("ledger ", path_, ": no entry of line ", line));
  return movement;
}

absl::StatusOr<std::vector<Ledger::Draw>> Ledger::FindDraws(std::string_view digest, int64_t line,
                                                            std::string_view substance) {
  find_draws_->Bind(1, digest);
  find_draws_->Bind(2, line);
  find_draws_->Bind(3, substance);
  std::vector<Draw> draws;
  absl::StatusOr<bool> row = find_draws_->Step();
  for (; row.ok() && *row; row = find_draws_->Step()) {
    draws.push_back(
        {find_draws_->Text(0), find_draws_->Int(1), find_draws_->Int(2), find_draws_->Int(3) != 0});
  }
  find_draws_->Reset();
  if (!row.ok()) return InFile(path_, row.status());
  return draws;
}

absl::StatusOr<std::optional<int64_t>> Ledger::UsedBeforeNextDraw(std::string_view digest, int64_t line,
                                                                  std::string_view substance,
                                                                  std::string_view licence) {
  next_draw_->Bind(1, digest);
  next_draw_->Bind(2, line);
  next_draw_->Bind(3, substance);
  next_draw_->Bind(4, licence);
  const auto row = next_draw_->Step();
  std::optional<int64_t> used;
  if (row.ok() && *row) used = next_draw_->Int(0);
  next_draw_->Reset();
  if (!row.ok()) return InFile(path_, row.status());
  return used;
}

absl::Status Ledger::AddDraw(std::string_view digest, int64_t line, std::string_view substance,
                             const Draw& draw) {
  SqliteStatement& row = *add_draw_;
  row.Bind(1, digest);
  row.Bind(2, line);
  row.Bind(3, substance);
  row.Bind(4, draw.licence);
  row.Bind(5, draw.amount);
  row.Bind(6, int64_t{draw.volume});
  row.Bind(7, draw.used_before);
  return InFile(path_, row.Run());
}

absl::StatusOr<std::vector<LicenceUse>> Ledger::LicenceUses() {
  TW_ASSIGN_OR_RETURN(SqliteStatement rows,
                      connection_.Prepare("SELECT licence, substance, volume, sum(amount), count(*) FROM "
                                          "licence_draw GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"));
  std::vector<LicenceUse> out;
  while (true) {
    const auto row = rows.Step();
    if (!row.ok()) return InFile(path_, row.status());
    if (!*row) return out;
    out.push_back({rows.Text(0), rows.Text(1), rows.Int(2) != 0, rows.Int(3), rows.Int(4)});
  }
}

absl::StatusOr<int64_t> Ledger::Prune(Date first_kept) {
  const int64_t day = DayNumber(first_kept);
  TW_RETURN_IF_ERROR(Begin());
  const auto remove = [&]() -> absl::StatusOr<int64_t> {
    TW_ASSIGN_OR_RETURN(SqliteStatement entries,
                        connection_.Prepare("DELETE FROM ledger_entry WHERE day < ?1 OR (day IS NULL AND "
                                            "file IN (SELECT id FROM ledger_file WHERE first_seen < ?1))"));
    entries.Bind(1, day);
    TW_RETURN_IF_ERROR(entries.Run());
    const int64_t removed = connection_.changes();
    // Nobody is remembered without an entry.
    TW_ASSIGN_OR_RETURN(
        SqliteStatement keys,
        connection_.Prepare("DELETE FROM ledger_key AS k WHERE "
                            "NOT EXISTS (SELECT 1 FROM ledger_entry WHERE consignee = k.id) AND "
                            "NOT EXISTS (SELECT 1 FROM ledger_entry WHERE consignor = k.id) AND "
                            "NOT EXISTS (SELECT 1 FROM ledger_entry WHERE address = k.id) AND "
                            "NOT EXISTS (SELECT 1 FROM ledger_entry WHERE phone = k.id)"));
    TW_RETURN_IF_ERROR(keys.Run());
    numbers_.Forget();
    TW_ASSIGN_OR_RETURN(SqliteStatement setting,
                        connection_.Prepare("INSERT INTO ledger_setting VALUES('kept_from', ?1) ON "
                                            "CONFLICT(name) DO UPDATE SET value = max(value, ?1)"));
    setting.Bind(1, day);
    TW_RETURN_IF_ERROR(setting.Run());
    return removed;
  };
  auto removed = remove();
  if (!removed.ok()) {
    Rollback();
    return InFile(path_, removed.status());
  }
  TW_RETURN_IF_ERROR(Commit());
  kept_from_ = std::max(kept_from_.value_or(day), day);
  return removed;
}

absl::Status Ledger::Compact() { return InFile(path_, connection_.Execute("VACUUM")); }

absl::Status Ledger::Flush() { return InFile(path_, connection_.Execute("PRAGMA wal_checkpoint(TRUNCATE)")); }

absl::StatusOr<LedgerCounts> Ledger::Count() {
  LedgerCounts counts;
  TW_ASSIGN_OR_RETURN(SqliteStatement entries,
                      connection_.Prepare("SELECT count(*), count(DISTINCT substance), min(day), max(day) "
                                          "FROM ledger_entry"));
  auto row = entries.Step();
  if (!row.ok()) return InFile(path_, row.status());
  counts.entries = entries.Int(0);
  counts.substances = entries.Int(1);
  counts.first_day = OptionalInt(entries, 2);
  counts.last_day = OptionalInt(entries, 3);
  TW_ASSIGN_OR_RETURN(counts.files, AskNumber(connection_, "SELECT count(*) FROM ledger_file"));
  TW_ASSIGN_OR_RETURN(counts.unfinished_files,
                      AskNumber(connection_, "SELECT count(*) FROM ledger_file WHERE finished = 0"));
  TW_ASSIGN_OR_RETURN(counts.draws, AskNumber(connection_, "SELECT count(*) FROM licence_draw"));
  counts.kept_from = kept_from_;
  std::error_code error;
  const auto size = std::filesystem::file_size(path_, error);
  if (!error) counts.bytes = static_cast<int64_t>(size);
  return counts;
}

absl::Status Ledger::CheckIntegrity() {
  auto statement = connection_.Prepare("PRAGMA integrity_check(1)");
  if (!statement.ok()) return InFile(path_, statement.status());
  const auto row = statement->Step();
  if (!row.ok()) return InFile(path_, row.status());
  const std::string answer = statement->Text(0);
  if (answer == "ok") return absl::OkStatus();
  return InFile(path_, absl::DataLossError(answer));
}

}  // namespace tidewaiter
