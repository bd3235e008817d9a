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

int LedgerNumbers::Known(int kind, std::string_view text, int64_t*& number) {
  auto& known = known_[kind];
  const auto it = known.find(AsAbsl(text));
  if (it != known.end()) {
    number = &it->second;
    return SQLITE_OK;
  }
  if (const int code = Prepare(db_, kFind[kind], find_[kind]); code != SQLITE_OK) return code;
  sqlite3_stmt* const statement = find_[kind].get();
  BindText(statement, text);
  const int code = sqlite3_step(statement);
  const int64_t found = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
  Reset(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) return code;
  if (known.size() >= kMostKept) known.clear();
  number = &known.emplace(std::string(text), found).first->second;
  return SQLITE_OK;
}

int LedgerNumbers::Find(LedgerText kind, std::string_view text, int64_t& number) {
  int64_t* known = nullptr;
  const int code = Known(static_cast<int>(kind), text, known);
  number = code == SQLITE_OK ? *known : 0;
  return code;
}

int LedgerNumbers::Give(LedgerText kind, std::string_view text, int64_t& number) {
  const auto at = static_cast<int>(kind);
  int64_t* known = nullptr;
  number = 0;
  if (const int code = Known(at, text, known); code != SQLITE_OK) return code;
  if (*known == 0) {
    if (const int code = Prepare(db_, kInsert[at], insert_[at]); code != SQLITE_OK) return code;
    sqlite3_stmt* const statement = insert_[at].get();
    BindText(statement, text);
    const int code = sqlite3_step(statement);
    Reset(statement);
    if (code != SQLITE_DONE) return code;
    *known = sqlite3_last_insert_rowid(db_);
  }
  number = *known;
  return SQLITE_OK;
}

void LedgerNumbers::Forget() {
  for (auto& known : known_) known.clear();
}

}  // namespace tidewaiter::policy
