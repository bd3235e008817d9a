// SQLite behind two small owners. Errors are statuses; nothing throws.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tidewaiter {

class SqliteStatement {
 public:
  SqliteStatement(SqliteStatement&&) noexcept;
  SqliteStatement& operator=(SqliteStatement&&) noexcept;
  ~SqliteStatement();

  // Parameters count from 1. Text is copied. What cannot be bound (too long, no such parameter) is an error
  // of the next Step().
  void Bind(int index, std::string_view text);
  void Bind(int index, int64_t value);
  void Bind(int index, double value);
  void BindNull(int index);

  // True when there is a row, false at the end.
  absl::StatusOr<bool> Step();
  // For statements without rows: runs, and resets whatever the outcome.
  absl::Status Run();
  void Reset();

  // Columns count from 0.
  std::string Text(int column) const;
  int64_t Int(int column) const;
  double Real(int column) const;
  bool IsNull(int column) const;
  int columns() const;

 private:
  friend class SqliteConnection;
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}
  void Note(int code);

  sqlite3_stmt* statement_ = nullptr;
  int bind_error_ = 0;
};

// Statuses: NotFound, PermissionDenied, DataLoss (corrupt or no database), InvalidArgument (a constraint),
// ResourceExhausted (disk full, too long), Unavailable (I/O, locked), Internal (everything else).
class SqliteConnection {
 public:
  // A new, empty file; AlreadyExists when there is one.
  static absl::StatusOr<SqliteConnection> Create(const std::string& path);
  // A new database in memory.
  static absl::StatusOr<SqliteConnection> InMemory();
  // A new database that has no name, lies on disk when it grows, and goes with the connection.
  static absl::StatusOr<SqliteConnection> Temporary();
  // Read-only, for files that may come from anywhere: defensive, cells checked, no memory map, no trusted
  // schema, no views and triggers.
  static absl::StatusOr<SqliteConnection> OpenReadOnly(const std::string& path);

  SqliteConnection(SqliteConnection&&) noexcept;
  SqliteConnection& operator=(SqliteConnection&&) noexcept;
  ~SqliteConnection();

  // For reading and writing, made when there is none: as careful as OpenReadOnly. A lock that another process
  // holds is waited for `busy_milliseconds`.
  static absl::StatusOr<SqliteConnection> OpenOrCreate(const std::string& path, int busy_milliseconds);

  // Runs any number of statements, without parameters; rows are dropped.
  absl::Status Execute(const std::string& sql);
  // Exactly one statement; InvalidArgument when text follows it.
  absl::StatusOr<SqliteStatement> Prepare(std::string_view sql);
  // Rows that the last INSERT, UPDATE or DELETE changed, and the rowid that the last INSERT gave.
  int64_t changes() const;
  int64_t last_insert_rowid() const;
  // The database as the bytes of a file.
  absl::StatusOr<std::string> Serialize() const;
  // The status of a code that SQLite gave for a call with handle(), with its message.
  absl::Status StatusOf(int code) const;
  // SQLite's own handle, for what the two owners do not offer; it stays theirs.
  sqlite3* handle() const { return db_; }

 private:
  explicit SqliteConnection(sqlite3* db) : db_(db) {}
  sqlite3* db_ = nullptr;
};

}  // namespace tidewaiter
