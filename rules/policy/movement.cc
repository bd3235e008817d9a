#include "rules/policy/movement.h"

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sqlite3.h>

#include "absl/container/flat_hash_map.h"

#include "chemdb/base/concat.h"
#include "rules/policy/read_only_module.h"
#include "rules/policy/sqlite_cell.h"
#include "rules/policy/sqlite_handle.h"

namespace tidewaiter::policy {
namespace {

enum MovementColumn : int {
  kRow,
  kRecord,
  kConsignment,
  kDay,
  kConsignor,
  kConsignee,
  kAddress,
  kPhone,
  kSubstance,
  kGrams,
  kMillilitres,
  kBefore,  // hidden: only lines of this batch up to that row
  kColumns
};

constexpr const char* kDeclaration =
    "CREATE TABLE x(row, record, consignment, day, consignor, consignee, address, phone, substance, grams,"
    " millilitres, before HIDDEN)";

// The ledger's columns, in the order of MovementColumn.
constexpr const char* kLedgerColumns[] = {"NULL",
                                          "record_id",
                                          "consignment",
                                          "day",
                                          "(SELECT key FROM main.ledger_key WHERE id = consignor)",
                                          "(SELECT key FROM main.ledger_key WHERE id = consignee)",
                                          "(SELECT key FROM main.ledger_key WHERE id = address)",
                                          "(SELECT key FROM main.ledger_key WHERE id = phone)",
                                          "(SELECT subject FROM main.ledger_subject WHERE id = substance)",
                                          "grams",
                                          "millilitres"};

struct KeyColumn {
  MovementColumn column;
  MovementKey key;
  const char* name;
};
constexpr KeyColumn kKeyColumns[] = {{kConsignee, MovementKey::kConsignee, "consignee"},
                                     {kConsignor, MovementKey::kConsignor, "consignor"},
                                     {kAddress, MovementKey::kAddress, "address"},
                                     {kPhone, MovementKey::kPhone, "phone"}};

using Statement = SqliteHandle;

struct Module {
  sqlite3* db;
  const BatchIndex* batch;
};

struct Table : sqlite3_vtab {
  const Module* module = nullptr;
  // Prepared statements that no cursor holds, by text.
  absl::flat_hash_map<std::string, std::vector<Statement>> idle;

  int Fail(int code) {
    sqlite3_free(zErrMsg);
    zErrMsg = sqlite3_mprintf("%s", sqlite3_errmsg(module->db));
    return code;
  }
  int Take(const std::string& sql, Statement& out) {
    std::vector<Statement>& spare = idle[sql];
    if (!spare.empty()) {
      out = std::move(spare.back());
      spare.pop_back();
      return SQLITE_OK;
    }
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(module->db, sql.c_str(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    out.reset(raw);
    return code == SQLITE_OK ? code : Fail(code);
  }
};

struct Cursor : sqlite3_vtab_cursor {
  // The ledger's rows first, then the batch's.
  std::string sql;
  Statement ledger;
  bool in_ledger = false;
  const std::vector<uint32_t>* hits = nullptr;
  size_t next = 0;
  int64_t before = 0;
  bool by_substance = false;
  std::string substance;
  int64_t first_day = 0, last_day = 0;
  bool any_day = false;  // without a range of days, lines that have none count too

  ~Cursor() { Release(); }
  Table& table() const { return *static_cast<Table*>(pVtab); }
  const BatchFacts& facts() const { return table().module->batch->facts(); }
  const LineFact& line() const { return facts().lines[facts().hits[(*hits)[next]].row]; }

  void Release() {
    if (ledger == nullptr) return;
    sqlite3_reset(ledger.get());
    sqlite3_clear_bindings(ledger.get());
    table().idle[sql].push_back(std::move(ledger));
  }
  bool Passes() const {
    const HitFact& hit = facts().hits[(*hits)[next]];
    if (hit.row > before) return false;
    if (by_substance && substance != hit.subject) return false;
    if (any_day) return true;
    const std::optional<int64_t> day = line().day;
    return day && *day >= first_day && *day <= last_day;
  }
  void SeekBatch() {
    while (next < hits->size() && !Passes()) ++next;
  }
  int Step() {
    if (!in_ledger) {
      ++next;
      SeekBatch();
      return SQLITE_OK;
    }
    const int code = sqlite3_step(ledger.get());
    if (code == SQLITE_ROW) return SQLITE_OK;
    const int failed = code == SQLITE_DONE ? SQLITE_OK : table().Fail(code);
    in_ledger = false;
    Release();
    SeekBatch();
    return failed;
  }
};

int Connect(sqlite3* db, void* module, int, const char* const*, sqlite3_vtab** out, char**) {
  return ConnectAs<Table>(db, kDeclaration, module, out);
}

// The arguments that a plan passes, as bits of idxNum above the key's place.
enum PlanBit : int {
  kHasSubstance = 4,
  kHasFirstDay = 8,
  kAfterFirstDay = 16,
  kHasLastDay = 32,
  kUntilLastDay = 64
};

// idxStr is the statement on the ledger. Arguments: key, before, substance, first day, last day.
int BestIndex(sqlite3_vtab*, sqlite3_index_info* info) {
  int found[kColumns];
  int first_day = -1, last_day = -1, plan = 0;
  for (int& at : found) at = -1;
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    if (!constraint.usable || constraint.iColumn < 0) continue;
    if (constraint.op == SQLITE_INDEX_CONSTRAINT_EQ && sqlite3_vtab_in(info, i, -1) == 0 &&
        sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY") == 0) {
      found[constraint.iColumn] = i;
    } else if (constraint.iColumn == kDay &&
               (constraint.op == SQLITE_INDEX_CONSTRAINT_GE || constraint.op == SQLITE_INDEX_CONSTRAINT_GT)) {
      first_day = i;
    } else if (constraint.iColumn == kDay &&
               (constraint.op == SQLITE_INDEX_CONSTRAINT_LE || constraint.op == SQLITE_INDEX_CONSTRAINT_LT)) {
      last_day = i;
    }
  }
  int key = 0;
  while (key < kMovementKeys && found[kKeyColumns[key].column] < 0) ++key;
  if (key == kMovementKeys || found[kBefore] < 0) {
    // Another order of the join may have them; when none has, SQLite says "no query solution".
    return SQLITE_CONSTRAINT;
  }
  int arguments = 0;
  const auto use = [&](int constraint) { info->aConstraintUsage[constraint].argvIndex = ++arguments; };
  use(found[kKeyColumns[key].column]);
  info->aConstraintUsage[found[kKeyColumns[key].column]].omit = 1;
  use(found[kBefore]);
  info->aConstraintUsage[found[kBefore]].omit = 1;
  plan = key;
  std::string where = Concat(kKeyColumns[key].name, " = (SELECT id FROM main.ledger_key WHERE key = ?1)");
  double rows = 100;
  if (found[kSubstance] >= 0) {
    use(found[kSubstance]);
    plan |= kHasSubstance;
    where += " AND substance = (SELECT id FROM main.ledger_subject WHERE subject = ?3)";
    rows /= 4;
  }
  if (first_day >= 0) {
    use(first_day);
    plan |= kHasFirstDay;
    if (info->aConstraint[first_day].op == SQLITE_INDEX_CONSTRAINT_GT) plan |= kAfterFirstDay;
    rows /= 2;
  }
  if (last_day >= 0) {
    use(last_day);
    plan |= kHasLastDay;
    if (info->aConstraint[last_day].op == SQLITE_INDEX_CONSTRAINT_LT) plan |= kUntilLastDay;
    rows /= 2;
  }
  if (first_day >= 0 || last_day >= 0) where += " AND day BETWEEN ?4 AND ?5";
  std::string columns;
  for (int i = 0; i < kBefore; ++i) {
    const bool used = (info->colUsed & (1ull << i)) != 0;
    AppendTo(columns, i == 0 ? "" : ", ", used ? kLedgerColumns[i] : "NULL");
  }
  info->idxNum = plan;
  info->idxStr = sqlite3_mprintf("SELECT %s FROM main.ledger_entry INDEXED BY ledger_by_%s WHERE %s",
                                 columns.c_str(), kKeyColumns[key].name, where.c_str());
  if (info->idxStr == nullptr) return SQLITE_NOMEM;
  info->needToFreeIdxStr = 1;
  info->estimatedCost = rows;
  info->estimatedRows = static_cast<sqlite3_int64>(rows);
  return SQLITE_OK;
}

// A day as a whole number: bounds may be reals. NULL and text bound nothing in, so no row passes.
std::optional<int64_t> DayOf(const Cell& cell, bool round_up) {
  if (cell.kind == Cell::Kind::kInteger) return cell.integer;
  if (cell.kind != Cell::Kind::kReal || !(cell.real > -1e9 && cell.real < 1e9)) return std::nullopt;
  const auto whole = static_cast<int64_t>(cell.real);
  const auto back = static_cast<double>(whole);
  if (round_up) return back < cell.real ? whole + 1 : whole;
  return back > cell.real ? whole - 1 : whole;
}

int Filter(sqlite3_vtab_cursor* base, int plan, const char* sql, int, sqlite3_value** arguments) {
  static const std::vector<uint32_t>* const none = new std::vector<uint32_t>();
  auto* cursor = static_cast<Cursor*>(base);
  const BatchIndex& batch = *cursor->table().module->batch;
  cursor->Release();
  cursor->in_ledger = false;
  cursor->hits = none;
  cursor->next = 0;
  cursor->first_day = std::numeric_limits<int64_t>::min();
  cursor->last_day = std::numeric_limits<int64_t>::max();
  cursor->any_day = (plan & (kHasFirstDay | kHasLastDay)) == 0;
  if (batch.empty()) return SQLITE_OK;

  const Cell key = CellOf(arguments[0]);
  const Cell before = CellOf(arguments[1]);
  if (key.kind != Cell::Kind::kText || key.text.empty() || before.kind != Cell::Kind::kInteger)
    return SQLITE_OK;
  cursor->before = before.integer;
  int next = 2;
  cursor->by_substance = (plan & kHasSubstance) != 0;
  if (cursor->by_substance) {
    const Cell substance = CellOf(arguments[next++]);
    if (substance.kind != Cell::Kind::kText) return SQLITE_OK;
    cursor->substance = std::string(substance.text);
  }
  // The inner range may be wider than asked by one day: SQLite tests the term again.
  if ((plan & kHasFirstDay) != 0) {
    const auto day = DayOf(CellOf(arguments[next++]), true);
    if (!day) return SQLITE_OK;
    cursor->first_day = *day;
  }
  if ((plan & kHasLastDay) != 0) {
    const auto day = DayOf(CellOf(arguments[next++]), false);
    if (!day) return SQLITE_OK;
    cursor->last_day = *day;
  }

  // The rest of this file, from an earlier run of it, is not "so far".
  cursor->sql = sql;
  const LineFact* rerun = batch.first_line_in_ledger();
  if (rerun != nullptr) {
    cursor->sql += " AND NOT (file = (SELECT id FROM main.ledger_file WHERE digest = ?6) AND line >= ?7)";
  }
  if (const int code = cursor->table().Take(cursor->sql, cursor->ledger); code != SQLITE_OK) return code;
  sqlite3_stmt* const statement = cursor->ledger.get();
  sqlite3_bind_text64(statement, 1, key.text.data(), key.text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (cursor->by_substance) {
    sqlite3_bind_text64(statement, 3, cursor->substance.data(), cursor->substance.size(), SQLITE_TRANSIENT,
                        SQLITE_UTF8);
  }
  if (!cursor->any_day) {
    sqlite3_bind_int64(statement, 4, cursor->first_day);
    sqlite3_bind_int64(statement, 5, cursor->last_day);
  }
  if (rerun != nullptr) {
    sqlite3_bind_text64(statement, 6, rerun->file_digest.data(), rerun->file_digest.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
    sqlite3_bind_int64(statement, 7, rerun->line);
  }
  for (const KeyColumn& known : kKeyColumns) {
    if (static_cast<int>(known.key) == (plan & 3)) cursor->hits = &batch.MovementsOf(known.key, key.text);
  }
  cursor->in_ledger = true;
  return cursor->Step();
}

int Next(sqlite3_vtab_cursor* base) { return static_cast<Cursor*>(base)->Step(); }

int AtEnd(sqlite3_vtab_cursor* base) {
  const auto* cursor = static_cast<Cursor*>(base);
  return !cursor->in_ledger && cursor->next >= cursor->hits->size() ? 1 : 0;
}

Cell BatchCell(const Cursor& cursor, int column) {
  const HitFact& hit = cursor.facts().hits[(*cursor.hits)[cursor.next]];
  const LineFact& line = cursor.line();
  switch (column) {
    case kRow:
      return Cell::Integer(static_cast<int64_t>(hit.row));
    case kRecord:
      return Cell::Text(line.record_id);
    case kConsignment:
      return Cell::Text(line.consignment);
    case kDay:
      return Cell::Integer(line.day);
    case kConsignor:
      return Cell::Text(line.consignor_key);
    case kConsignee:
      return Cell::Text(line.consignee_key);
    case kAddress:
      return Cell::Text(line.consignee_address_key);
    case kPhone:
      return Cell::Text(line.consignee_phone_key);
    case kSubstance:
      return Cell::Text(hit.subject);
    case kGrams:
      return Cell::Integer(line.net_grams);
    case kMillilitres:
      return Cell::Integer(line.millilitres);
    default:
      return Cell::Null();
  }
}

int Column(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
  const auto* cursor = static_cast<Cursor*>(base);
  if (column == kBefore) return SQLITE_OK;
  if (cursor->in_ledger) {
    sqlite3_result_value(context, sqlite3_column_value(cursor->ledger.get(), column));
  } else {
    SetResult(context, BatchCell(*cursor, column));
  }
  return SQLITE_OK;
}

int RowId(sqlite3_vtab_cursor*, sqlite3_int64* out) {
  *out = 0;  // nothing refers to a movement by number
  return SQLITE_OK;
}

constexpr sqlite3_module kMethods =
    ReadOnlyModule(&Connect, &DisconnectAs<Table>, &BestIndex, &OpenAs<Cursor>, &CloseAs<Cursor>, &Filter,
                   &Next, &AtEnd, &Column, &RowId);

}  // namespace

absl::Status RegisterMovement(sqlite3* db, const BatchIndex* batch) {
  return RegisterModule(db, "movement", kMethods, new Module{db, batch});
}

void UnregisterMovement(sqlite3* db) { sqlite3_create_module_v2(db, "movement", nullptr, nullptr, nullptr); }

}  // namespace tidewaiter::policy
