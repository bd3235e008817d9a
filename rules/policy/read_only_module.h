// What every virtual table of rules/policy is to SQLite: there without being created, and only read.
#pragma once

#include <sqlite3.h>

#include "absl/status/status.h"

#include "chemdb/base/concat.h"

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

// The calls that are the same for all. A Table is an sqlite3_vtab with a pointer `module` to what the module
// was made known with; a Cursor is an sqlite3_vtab_cursor.
template <typename Table>
int ConnectAs(sqlite3* db, const char* declaration, void* module, sqlite3_vtab** out) {
  if (const int code = sqlite3_declare_vtab(db, declaration); code != SQLITE_OK) return code;
  sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  auto* table = new Table();
  table->module = static_cast<decltype(table->module)>(module);
  *out = table;
  return SQLITE_OK;
}

template <typename Table>
int DisconnectAs(sqlite3_vtab* table) {
  delete static_cast<Table*>(table);
  return SQLITE_OK;
}

template <typename Cursor>
int OpenAs(sqlite3_vtab*, sqlite3_vtab_cursor** out) {
  *out = new Cursor();
  return SQLITE_OK;
}

template <typename Cursor>
int CloseAs(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

// Makes the view `name` known on `db`, which takes `module`.
template <typename Module>
absl::Status RegisterModule(sqlite3* db, const char* name, const sqlite3_module& methods, Module* module) {
  const int code = sqlite3_create_module_v2(db, name, &methods, module,
                                            [](void* data) { delete static_cast<Module*>(data); });
  if (code == SQLITE_OK) return absl::OkStatus();
  return absl::InternalError(AsAbsl(Concat("SQLite: view ", name, ": ", sqlite3_errmsg(db))));
}

}  // namespace tidewaiter::policy
