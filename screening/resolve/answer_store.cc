#include "screening/resolve/answer_store.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

// "TWnr": tells a store of ours from any other SQLite file.
constexpr int64_t kApplicationId = 0x54576e72;
// How long another run may hold the file.
constexpr int kBusyMilliseconds = 2000;

}  // namespace

absl::StatusOr<AnswerStore> AnswerStore::Open(const std::string& path, std::string_view identity) {
  TW_ASSIGN_OR_RETURN(SqliteConnection connection, SqliteConnection::OpenOrCreate(path, kBusyMilliseconds));
  {
    TW_ASSIGN_OR_RETURN(SqliteStatement id, connection.Prepare("PRAGMA application_id"));
    TW_ASSIGN_OR_RETURN(const bool row, id.Step());
    const int64_t found = row ? id.Int(0) : 0;
    id.Reset();
    TW_ASSIGN_OR_RETURN(SqliteStatement tables, connection.Prepare("SELECT count(*) FROM sqlite_schema"));
    TW_ASSIGN_OR_RETURN(const bool counted, tables.Step());
    const bool is_empty = counted && tables.Int(0) == 0;
    if (found != kApplicationId && !is_empty) {
      return absl::DataLossError(Concat(path, " is a SQLite file, but no store of resolved names"));
    }
  }
  // A lost answer is asked again, so speed goes before durability; WAL lets several runs share the file.
  TW_RETURN_IF_ERROR(connection.Execute(Concat(
      "PRAGMA application_id = ", kApplicationId,
      "; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
      "CREATE TABLE IF NOT EXISTS answer(resolver TEXT NOT NULL, name TEXT NOT NULL, smiles TEXT NOT NULL,"
      " PRIMARY KEY(resolver, name)) STRICT, WITHOUT ROWID;")));
  TW_ASSIGN_OR_RETURN(SqliteStatement get,
                      connection.Prepare("SELECT smiles FROM answer WHERE resolver = ?1 AND name = ?2"));
  TW_ASSIGN_OR_RETURN(SqliteStatement put,
                      connection.Prepare("INSERT OR REPLACE INTO answer VALUES(?1, ?2, ?3)"));
  return AnswerStore(std::move(connection), std::move(get), std::move(put), std::string(identity));
}

std::optional<std::string> AnswerStore::Get(std::string_view name) {
  get_.Bind(1, identity_);
  get_.Bind(2, name);
  const absl::StatusOr<bool> row = get_.Step();
  std::optional<std::string> smiles;
  if (row.ok() && *row) smiles = get_.Text(0);
  get_.Reset();
  return smiles;
}

absl::Status AnswerStore::Put(std::string_view name, std::string_view smiles) {
  put_.Bind(1, identity_);
  put_.Bind(2, name);
  put_.Bind(3, smiles);
  return put_.Run();
}

}  // namespace tidewaiter
