// A prepared statement that closes itself.
#pragma once

#include <memory>

#include <sqlite3.h>

namespace tidewaiter::policy {

struct StatementFinalizer {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using SqliteHandle = std::unique_ptr<sqlite3_stmt, StatementFinalizer>;

}  // namespace tidewaiter::policy
