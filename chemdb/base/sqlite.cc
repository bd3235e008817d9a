#include "chemdb/base/sqlite.h"

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include <sqlite3.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

absl::Status FromCode(int code, std::string_view message) {
  const std::string text = Concat("SQLite: ", message);
  switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return absl::OkStatus();
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::DataLossError(text);
    case SQLITE_CANTOPEN:
      return absl::NotFoundError(text);
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return absl::InvalidArgumentError(text);
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return absl::PermissionDeniedError(text);
    case SQLITE_FULL:
    case SQLITE_TOOBIG:
    case SQLITE_NOMEM:
      return absl::ResourceExhaustedError(text);
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::UnavailableError(text);
    default:
      return absl::InternalError(text);
  }
}

absl::StatusOr<sqlite3*> Open(const std::string& path, int flags) {
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &db, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) {
    const absl::Status status = FromCode(code, db == nullptr ? "out of memory" : sqlite3_errmsg(db));
    sqlite3_close(db);
    return status;
  }
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);
  return db;
}

}  // namespace

SqliteStatement::SqliteStatement(SqliteStatement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)), bind_error_(other.bind_error_) {}
SqliteStatement& SqliteStatement::operator=(SqliteStatement&& other) noexcept {
  std::swap(statement_, other.statement_);
  std::swap(bind_error_, other.bind_error_);
  return *this;
}
SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

void SqliteStatement::Note(int code) {
  if (bind_error_ == SQLITE_OK) bind_error_ = code;
}

void SqliteStatement::Bind(int index, std::string_view text) {
  // A null pointer would bind NULL, not empty text.
  Note(sqlite3_bind_text64(statement_, index, text.data() == nullptr ? "" : text.data(), text.size(),
                           SQLITE_TRANSIENT, SQLITE_UTF8));
}
void SqliteStatement::Bind(int index, int64_t value) { Note(sqlite3_bind_int64(statement_, index, value)); }
void SqliteStatement::Bind(int index, double value) { Note(sqlite3_bind_double(statement_, index, value)); }
void SqliteStatement::BindNull(int index) { Note(sqlite3_bind_null(statement_, index)); }

absl::StatusOr<bool> SqliteStatement::Step() {
  if (bind_error_ != SQLITE_OK) return FromCode(bind_error_, sqlite3_errstr(bind_error_));
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return FromCode(code, sqlite3_errmsg(sqlite3_db_handle(statement_)));
}

absl::Status SqliteStatement::Run() {
  const absl::StatusOr<bool> row = Step();
  Reset();
  return row.status();
}

void SqliteStatement::Reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  bind_error_ = SQLITE_OK;
}

std::string SqliteStatement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return text == nullptr ? std::string()
                         : std::string(text, static_cast<size_t>(sqlite3_column_bytes(statement_, column)));
}
int64_t SqliteStatement::Int(int column) const { return sqlite3_column_int64(statement_, column); }
double SqliteStatement::Real(int column) const { return sqlite3_column_double(statement_, column); }
bool SqliteStatement::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
int SqliteStatement::columns() const { return sqlite3_column_count(statement_); }

SqliteConnection::SqliteConnection(SqliteConnection&& other) noexcept
    : db_(std::exchange(other.db_, nullptr)) {}
SqliteConnection& SqliteConnection::operator=(SqliteConnection&& other) noexcept {
  std::swap(db_, other.db_);
  return *this;
}
absl::Status SqliteConnection::StatusOf(int code) const { return FromCode(code, sqlite3_errmsg(db_)); }
// The _v2 form, so that a statement that outlives its connection leaks nothing and dangles nowhere.
SqliteConnection::~SqliteConnection() { sqlite3_close_v2(db_); }

absl::StatusOr<SqliteConnection> SqliteConnection::Create(const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) return absl::AlreadyExistsError(Concat(path, " exists already"));
  TW_ASSIGN_OR_RETURN(sqlite3 * db, Open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  return SqliteConnection(db);
}

absl::StatusOr<SqliteConnection> SqliteConnection::InMemory() {
  TW_ASSIGN_OR_RETURN(sqlite3 * db, Open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  return SqliteConnection(db);
}

absl::StatusOr<SqliteConnection> SqliteConnection::Temporary() {
  TW_ASSIGN_OR_RETURN(sqlite3 * db, Open("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  return SqliteConnection(db);
}

absl::StatusOr<SqliteConnection> SqliteConnection::OpenReadOnly(const std::string& path) {
  TW_ASSIGN_OR_RETURN(sqlite3 * db, Open(path, SQLITE_OPEN_READONLY));
  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  SqliteConnection connection(db);
  TW_RETURN_IF_ERROR(
      connection.Execute("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA query_only = ON"));
  // SQLite opens a file when it is first read, so read: what is no database is told here.
  TW_RETURN_IF_ERROR(connection.Execute("SELECT count(*) FROM sqlite_schema"));
  return connection;
}

absl::StatusOr<SqliteConnection> SqliteConnection::OpenOrCreate(const std::string& path,
                                                                int busy_milliseconds) {
  TW_ASSIGN_OR_RETURN(sqlite3 * db, Open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  sqlite3_busy_timeout(db, busy_milliseconds);
  SqliteConnection connection(db);
  TW_RETURN_IF_ERROR(connection.Execute("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0"));
  TW_RETURN_IF_ERROR(connection.Execute("SELECT count(*) FROM sqlite_schema"));
  return connection;
}

absl::Status SqliteConnection::Execute(const std::string& sql) {
  const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  return FromCode(code, sqlite3_errmsg(db_));
}

absl::StatusOr<SqliteStatement> SqliteConnection::Prepare(std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), 0, &raw, &tail);
  if (code != SQLITE_OK) return FromCode(code, sqlite3_errmsg(db_));
  SqliteStatement statement(raw);
  if (raw == nullptr) return absl::InvalidArgumentError("SQLite: no statement");
  if (sql.find_first_not_of(" \n\t;", static_cast<size_t>(tail - sql.data())) != std::string_view::npos) {
    return absl::InvalidArgumentError("SQLite: text behind the statement");
  }
  return statement;
}

int64_t SqliteConnection::changes() const { return sqlite3_changes64(db_); }
int64_t SqliteConnection::last_insert_rowid() const { return sqlite3_last_insert_rowid(db_); }

absl::StatusOr<std::string> SqliteConnection::Serialize() const {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> bytes(
      sqlite3_serialize(db_, "main", &size, 0), &sqlite3_free);
  if (bytes == nullptr) return absl::ResourceExhaustedError("SQLite: out of memory");
  return std::string(reinterpret_cast<const char*>(bytes.get()), static_cast<size_t>(size));
}

}  // namespace tidewaiter
