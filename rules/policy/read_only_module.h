// What every virtual table of rules/policy is to SQLite: there without being created, and only read.
#pragma once

#include <sqlite3.h>

namespace tidewaiter::policy {

constexpr sqlite3_module ReadOnlyModule(
    decltype(sqlite3_module::xConnect) connect, decltype(sqlite3_module::xDisconnect) disconnect,
    decltype(sqlite3_module::xBestIndex) best_index, decltype(sqlite3_module::xOpen) open,
    decltype(sqlite3_module::xClose) close, decltype(sqlite3_module::xFilter) filter,
    decltype(sqlite3_module::xNext) next, decltype(sqlite3_module::xEof) at_end,
    decltype(sqlite3_module::xColumn) column, decltype(sqlite3_module::xRowid) row_id) {
  sqlite3_module out = {};  // no xCreate: nobody can make another one
  out.xConnect = connect;
  out.xDisconnect = disconnect;
  out.xBestIndex = best_index;
  out.xOpen = open;
  out.xClose = close;
  out.xFilter = filter;
  out.xNext = next;
  out.xEof = at_end;
  out.xColumn = column;
  out.xRowid = row_id;
  return out;
}

}  // namespace tidewaiter::policy
