#include "rules/policy/virtual_table.h"

#include <algorithm>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "rules/policy/read_only_module.h"
#include "rules/policy/sqlite_cell.h"
#include "rules/policy/views.h"

namespace tidewaiter::policy {
namespace {

struct Module {
  const View* view;
  const BatchIndex* batch;
};

struct Table : sqlite3_vtab {
  const Module* module;
};

// A term that is tested while scanning.
struct Test {
  const ViewColumn* column = nullptr;
  int op = 0;
  Cell value;
};

struct Cursor : sqlite3_vtab_cursor {
  uint32_t row = 0;
  uint32_t end = 0;
  std::vector<Test> tests;

  const Module& module() const { return *static_cast<const Table*>(pVtab)->module; }
  // Moves to the next row that passes, from `row` on.
  void Seek() {
    const BatchIndex& batch = *module().batch;
    while (row < end && !std::all_of(tests.begin(), tests.end(), [&](const Test& test) {
             return MayHold(test.column->get(batch, row), test.op, test.value);
           })) {
      ++row;
    }
  }
};

int Connect(sqlite3* db, void* data, int, const char* const*, sqlite3_vtab** out, char**) {
  const auto* module = static_cast<const Module*>(data);
  std::string declaration = "CREATE TABLE x(";
  for (const ViewColumn& column : module->view->columns) {
    AppendTo(declaration, &column == &module->view->columns.front() ? "\"" : ",\"", column.name, "\"");
  }
  declaration += ")";
  return ConnectAs<Table>(db, declaration.c_str(), data, out);
}

bool IsTestable(int op) {
  switch (op) {
    case SQLITE_INDEX_CONSTRAINT_EQ:
    case SQLITE_INDEX_CONSTRAINT_NE:
    case SQLITE_INDEX_CONSTRAINT_GT:
    case SQLITE_INDEX_CONSTRAINT_GE:
    case SQLITE_INDEX_CONSTRAINT_LT:
    case SQLITE_INDEX_CONSTRAINT_LE:
    case SQLITE_INDEX_CONSTRAINT_ISNULL:
    case SQLITE_INDEX_CONSTRAINT_ISNOTNULL:
      return true;
    default:
      return false;
  }
}

// The plan as idxNum: 0 scan, 1 or 2 by that key; idxStr holds a pair of bytes (column + 1, operator) for
// each test, whose values follow the key's among the arguments. SQLite tests every term again (omit = 0).
int BestIndex(sqlite3_vtab* base, sqlite3_index_info* info) {
  const View& view = *static_cast<Table*>(base)->module->view;
  int key = 0;
  int key_constraint = -1;
  for (int i = 0; i < info->nConstraint && key == 0; ++i) {
    const auto& constraint = info->aConstraint[i];
    if (!constraint.usable || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    for (int k = 0; k < 2; ++k) {
      if (constraint.iColumn == view.keys[k].column && constraint.iColumn >= 0) {
        key = k + 1;
        key_constraint = i;
      }
    }
  }
  int arguments = 0;
  if (key > 0) info->aConstraintUsage[key_constraint].argvIndex = ++arguments;
  std::string plan;
  double cost = key > 0 ? 2 : 1000;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    if (i == key_constraint || !constraint.usable || constraint.iColumn < 0 || !IsTestable(constraint.op)) {
      continue;
    }
    // An IN would scan once for each of its values; a collation other than bytes is SQLite's own affair.
    if (sqlite3_vtab_in(info, i, -1)) continue;
    if (sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY") != 0) continue;
    info->aConstraintUsage[i].argvIndex = ++arguments;
    plan.push_back(static_cast<char>(constraint.iColumn + 1));
    plan.push_back(static_cast<char>(constraint.op));
    cost *= 0.9;
  }
  info->idxNum = key;
  info->idxStr = sqlite3_mprintf("%s", plan.c_str());
  if (info->idxStr == nullptr) return SQLITE_NOMEM;
  info->needToFreeIdxStr = 1;
  info->estimatedCost = cost;
  info->estimatedRows = key > 0 ? 2 : 1000;
  return SQLITE_OK;
}

int Filter(sqlite3_vtab_cursor* base, int key, const char* plan, int count, sqlite3_value** arguments) {
  auto* cursor = static_cast<Cursor*>(base);
  const Module& module = cursor->module();
  cursor->tests.clear();
  cursor->row = cursor->end = 0;
  if (module.batch->empty()) return SQLITE_OK;
  int next = 0;
  if (key > 0) {
    const View::Key& by = module.view->keys[key - 1];
    const Cell value = CellOf(arguments[next++]);
    // Keys are row numbers: nothing else equals one (a real such as 1.0 does, and SQLite passes it as is).
    const int64_t wanted = value.kind == Cell::Kind::kReal ? static_cast<int64_t>(value.real) : value.integer;
    const bool number =
        value.kind == Cell::Kind::kInteger || (value.kind == Cell::Kind::kReal && value.real >= 0 &&
                                               value.real < 4e9 && static_cast<double>(wanted) == value.real);
    if (!number || wanted < 0 || wanted >= by.end(*module.batch)) return SQLITE_OK;
    const RowRange range = by.rows(*module.batch, static_cast<uint32_t>(wanted));
    cursor->row = range.first;
    cursor->end = range.second;
  } else {
    cursor->end = module.view->size(*module.batch);
  }
  for (; next < count && *plan != '\0'; ++next, plan += 2) {
    Test test;
    test.column = &module.view->columns[static_cast<size_t>(static_cast<unsigned char>(plan[0]) - 1)];
    test.op = static_cast<unsigned char>(plan[1]);
    test.value = CellOf(arguments[next]);
    cursor->tests.push_back(test);
  }
  cursor->Seek();
  return SQLITE_OK;
}

int Next(sqlite3_vtab_cursor* base) {
  auto* cursor = static_cast<Cursor*>(base);
  ++cursor->row;
  cursor->Seek();
  return SQLITE_OK;
}

int AtEnd(sqlite3_vtab_cursor* base) {
  const auto* cursor = static_cast<Cursor*>(base);
  return cursor->row >= cursor->end ? 1 : 0;
}

int Column(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
  const auto* cursor = static_cast<Cursor*>(base);
  const Module& module = cursor->module();
  SetResult(context, module.view->columns[static_cast<size_t>(column)].get(*module.batch, cursor->row));
  return SQLITE_OK;
}

int RowId(sqlite3_vtab_cursor* base, sqlite3_int64* out) {
  *out = static_cast<Cursor*>(base)->row;
  return SQLITE_OK;
}

constexpr sqlite3_module kMethods =
    ReadOnlyModule(&Connect, &DisconnectAs<Table>, &BestIndex, &OpenAs<Cursor>, &CloseAs<Cursor>, &Filter,
                   &Next, &AtEnd, &Column, &RowId);

}  // namespace

absl::Status RegisterViews(sqlite3* db, const BatchIndex* batch) {
  for (const View& view : Views()) {
    TW_RETURN_IF_ERROR(RegisterModule(db, view.name, kMethods, new Module{&view, batch}));
  }
  return absl::OkStatus();
}

void UnregisterViews(sqlite3* db) {
  for (const View& view : Views()) sqlite3_create_module_v2(db, view.name, nullptr, nullptr, nullptr);
}

}  // namespace tidewaiter::policy
