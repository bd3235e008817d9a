#include "rules/policy/movement_sum.h"

#include <cmath>
#include <optional>
#include <string>

#include <sqlite3.h>

#include "chemdb/base/concat.h"
#include "rules/policy/read_only_module.h"
#include "rules/policy/sqlite_cell.h"

namespace tidewaiter::policy {
namespace {

// What is told, then what it is asked with.
enum SumColumn : int {
  kLines,
  kWeighed,
  kGrams,
  kMeasured,
  kMillilitres,
  kConsignees,
  kConsignee,
  kConsignor,
  kAddress,
  kPhone,
  kSubstance,
  kBefore,
  kFirstDay,
  kLastDay,
  kAtLeast,
  kBelow,
  kColumns
};

constexpr const char* kDeclaration =
    "CREATE TABLE x(lines, weighed, grams, measured, millilitres, consignees, consignee HIDDEN,"
    " consignor HIDDEN, address HIDDEN, phone HIDDEN, substance HIDDEN, before HIDDEN, first_day HIDDEN,"
    " last_day HIDDEN, at_least HIDDEN, below HIDDEN)";

constexpr MovementKey kKeys[] = {MovementKey::kConsignee, MovementKey::kConsignor, MovementKey::kAddress,
                                 MovementKey::kPhone};

// A plan: the key's place in kKeys, and these. Arguments: key, substance, before, first day, last day, then
// the bounds asked.
enum PlanBit : int { kKeyBits = 3, kHasAtLeast = 4, kHasBelow = 8, kCountsConsignees = 16 };

struct Module {
  sqlite3* db;
  const BatchIndex* batch;
  MovementWindows* windows;
};

struct Table : sqlite3_vtab {
  const Module* module = nullptr;
};

struct Cursor : sqlite3_vtab_cursor {
  MovementSum sum;
  bool at_end = true;
};

int Connect(sqlite3* db, void* module, int, const char* const*, sqlite3_vtab** out, char**) {
  return ConnectAs<Table>(db, kDeclaration, module, out);
}

int BestIndex(sqlite3_vtab*, sqlite3_index_info* info) {
  int found[kColumns];
  for (int& at : found) at = -1;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    if (constraint.usable && constraint.iColumn >= kConsignee &&
        constraint.op == SQLITE_INDEX_CONSTRAINT_EQ && sqlite3_vtab_in(info, i, -1) == 0 &&
        sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY") == 0) {
      found[constraint.iColumn] = i;
    }
  }
  int key = 0;
  while (key < kMovementKeys && found[kConsignee + key] < 0) ++key;
  // Another order of the join may have them; when none has, SQLite says "no query solution".
  if (key == kMovementKeys) return SQLITE_CONSTRAINT;
  for (const int needed : {kSubstance, kBefore, kFirstDay, kLastDay}) {
    if (found[needed] < 0) return SQLITE_CONSTRAINT;
  }
  int arguments = 0;
  const auto use = [&](int column) {
    info->aConstraintUsage[found[column]].argvIndex = ++arguments;
    info->aConstraintUsage[found[column]].omit = 1;
  };
  int plan = key;
  for (const int column : {kConsignee + key, +kSubstance, +kBefore, +kFirstDay, +kLastDay}) use(column);
  if (found[kAtLeast] >= 0) {
    use(kAtLeast);
    plan |= kHasAtLeast;
  }
  if (found[kBelow] >= 0) {
    use(kBelow);
    plan |= kHasBelow;
  }
  if ((info->colUsed & (1ull << kConsignees)) != 0) plan |= kCountsConsignees;
  info->idxNum = plan;
  info->estimatedCost = 10;
  info->estimatedRows = 1;
  info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
  return SQLITE_OK;
}

// Bounds may be reals: rounded up, for a first day and both bounds of weight; down, for a last day.
std::optional<int64_t> WholeOf(const Cell& cell, bool round_up) {
  if (cell.kind == Cell::Kind::kInteger) return cell.integer;
  if (cell.kind != Cell::Kind::kReal || !(cell.real > -9e18 && cell.real < 9e18)) return std::nullopt;
  return static_cast<int64_t>(round_up ? std::ceil(cell.real) : std::floor(cell.real));
}

int Filter(sqlite3_vtab_cursor* base, int plan, const char*, int, sqlite3_value** arguments) {
  auto* cursor = static_cast<Cursor*>(base);
  const Module& module = *static_cast<Table*>(base->pVtab)->module;
  cursor->sum = {};
  cursor->at_end = module.batch->empty();
  if (cursor->at_end) return SQLITE_OK;
  MovementQuestion question;
  question.key = kKeys[plan & kKeyBits];
  question.consignees = (plan & kCountsConsignees) != 0;
  const Cell value = CellOf(arguments[0]);
  const Cell substance = CellOf(arguments[1]);
  const Cell before = CellOf(arguments[2]);
  const auto first_day = WholeOf(CellOf(arguments[3]), true);
  const auto last_day = WholeOf(CellOf(arguments[4]), false);
  int next = 5;
  // NULL equals nothing and bounds nothing in: no movement passes, and the sums are those of none.
  std::optional<int64_t> at_least = question.at_least, below = question.below;
  if ((plan & kHasAtLeast) != 0) at_least = WholeOf(CellOf(arguments[next++]), true);
  if ((plan & kHasBelow) != 0) below = WholeOf(CellOf(arguments[next++]), true);
  if (value.kind != Cell::Kind::kText || value.text.empty() || substance.kind != Cell::Kind::kText ||
      before.kind != Cell::Kind::kInteger || !first_day || !last_day || !at_least || !below) {
    return SQLITE_OK;
  }
  question.value = value.text;
  question.substance = substance.text;
  question.first_day = *first_day;
  question.last_day = *last_day;
  question.at_least = *at_least;
  question.below = *below;
  const int code = module.windows->Ask(question, *module.batch, before.integer, cursor->sum);
  if (code != SQLITE_OK) {
    sqlite3_free(base->pVtab->zErrMsg);
    base->pVtab->zErrMsg = sqlite3_mprintf("%s", sqlite3_errmsg(module.db));
  }
  return code;
}

int Next(sqlite3_vtab_cursor* base) {
  static_cast<Cursor*>(base)->at_end = true;
  return SQLITE_OK;
}

int AtEnd(sqlite3_vtab_cursor* base) { return static_cast<Cursor*>(base)->at_end ? 1 : 0; }

int Column(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
  const MovementSum& sum = static_cast<Cursor*>(base)->sum;
  const auto known = [](int64_t count, int64_t amount) {
    return count > 0 ? std::optional<int64_t>(amount) : std::nullopt;
  };
  switch (column) {
    case kLines:
      SetResult(context, Cell::Integer(sum.lines));
      break;
    case kWeighed:
      SetResult(context, Cell::Integer(sum.weighed));
      break;
    case kGrams:
      SetResult(context, Cell::Integer(known(sum.weighed, sum.grams)));
      break;
    case kMeasured:
      SetResult(context, Cell::Integer(sum.measured));
      break;
    case kMillilitres:
      SetResult(context, Cell::Integer(known(sum.measured, sum.millilitres)));
      break;
    case kConsignees:
      SetResult(context, Cell::Integer(sum.consignees));
      break;
    default:
      break;  // what it was asked with
  }
  return SQLITE_OK;
}

int RowId(sqlite3_vtab_cursor*, sqlite3_int64* out) {
  *out = 0;  // there is one
  return SQLITE_OK;
}

constexpr sqlite3_module kMethods =
    ReadOnlyModule(&Connect, &DisconnectAs<Table>, &BestIndex, &OpenAs<Cursor>, &CloseAs<Cursor>, &Filter,
                   &Next, &AtEnd, &Column, &RowId);

}  // namespace

absl::Status RegisterMovementSum(sqlite3* db, const BatchIndex* batch, MovementWindows* windows) {
  return RegisterModule(db, "movement_sum", kMethods, new Module{db, batch, windows});
}

void UnregisterMovementSum(sqlite3* db) {
  sqlite3_create_module_v2(db, "movement_sum", nullptr, nullptr, nullptr);
}

}  // namespace tidewaiter::policy
