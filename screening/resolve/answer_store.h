// A resolver's answers, kept from run to run in a SQLite file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/base/sqlite.h"

namespace tidewaiter {

class AnswerStore {
 public:
  // Makes the file when there is none. Answers of another resolver than `identity` stay in the file and are
  // not given. DataLoss when the file is no such store.
  static absl::StatusOr<AnswerStore> Open(const std::string& path, std::string_view identity);

  // The SMILES, empty when the name was found to stand for none; nullopt when it was not asked yet.
  std::optional<std::string> Get(std::string_view name);
  absl::Status Put(std::string_view name, std::string_view smiles);

 private:
  AnswerStore(SqliteConnection connection, SqliteStatement get, SqliteStatement put, std::string identity)
      : connection_(std::move(connection)),
        get_(std::move(get)),
        put_(std::move(put)),
        identity_(std::move(identity)) {}

  SqliteConnection connection_;
  SqliteStatement get_;
  SqliteStatement put_;
  std::string identity_;
};

}  // namespace tidewaiter
