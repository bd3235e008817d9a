#include "rules/policy/ledger_numbers.h"

#include "chemdb/base/concat.h"

namespace tidewaiter::policy {
namespace {

// By LedgerText.
constexpr const char* kFind[] = {"SELECT id FROM main.ledger_file WHERE digest = ?1",
                                 "SELECT id FROM main.ledger_subject WHERE subject = ?1",
                                 "SELECT id FROM main.ledger_key WHERE key = ?1"};
constexpr const char* kInsert[] = {"INSERT INTO main.ledger_file(digest) VALUES(?1)",
                                   "INSERT INTO main.ledger_subject(subject) VALUES(?1)",
                                   "INSERT INTO main.ledger_key(key) VALUES(?1)"};

int Prepare(sqlite3* db, const char* sql, SqliteHandle& out) {
  if (out != nullptr) return SQLITE_OK;
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  out.reset(raw);
  return code;
}

// The text must live until the statement is reset.
void BindText(sqlite3_stmt* statement, std::string_view text) {
  sqlite3_bind_text64(statement, 1, text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
}

void Reset(sqlite3_stmt* statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
}

}  // namespace

int LedgerNumbers::Look(int kind, std::string_view text, int64_t& number) {
  number = 0;
  if (const int code = Prepare(db_, kFind[kind], find_[kind]); code != SQLITE_OK) return code;
  sqlite3_stmt* const statement = find_[kind].get();
  BindText(statement, text);
  const int code = sqlite3_step(statement);
  if (code == SQLITE_ROW) number = sqlite3_column_int64(statement, 0);
  Reset(statement);
  return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

int LedgerNumbers::Find(LedgerText kind, std::string_view text, int64_t& number) {
  const auto at = static_cast<int>(kind);
  const auto it = known_[at].find(AsAbsl(text));
  if (it != known_[at].end()) {
    number = it->second;
    return SQLITE_OK;
  }
  const int code = Look(at, text, number);
  if (code != SQLITE_OK || number == 0) return code;
  if (known_[at].size() >= kMostKept) known_[at].clear();
  known_[at].emplace(std::string(text), number);
  return SQLITE_OK;
}

int LedgerNumbers::Give(LedgerText kind, std::string_view text, int64_t& number) {
  if (const int code = Find(kind, text, number); code != SQLITE_OK || number != 0) return code;
  const auto at = static_cast<int>(kind);
  if (const int code = Prepare(db_, kInsert[at], insert_[at]); code != SQLITE_OK) return code;
  sqlite3_stmt* const statement = insert_[at].get();
  BindText(statement, text);
  const int code = sqlite3_step(statement);
  Reset(statement);
  if (code != SQLITE_DONE) return code;
  number = sqlite3_last_insert_rowid(db_);
  known_[at].emplace(std::string(text), number);
  return SQLITE_OK;
}

void LedgerNumbers::Forget() {
  for (auto& known : known_) known.clear();
}

}  // namespace tidewaiter::policy
