#include "rules/policy/sqlite_cell.h"

namespace tidewaiter::policy {
namespace {

// -1, 0, 1.
template <typename T>
int Compare(const T& left, const T& right) {
  return left < right ? -1 : right < left ? 1 : 0;
}

bool Holds(int order, int op) {
  switch (op) {
    case SQLITE_INDEX_CONSTRAINT_EQ:
      return order == 0;
    case SQLITE_INDEX_CONSTRAINT_NE:
      return order != 0;
    case SQLITE_INDEX_CONSTRAINT_GT:
      return order > 0;
    case SQLITE_INDEX_CONSTRAINT_GE:
      return order >= 0;
    case SQLITE_INDEX_CONSTRAINT_LT:
      return order < 0;
    case SQLITE_INDEX_CONSTRAINT_LE:
      return order <= 0;
    default:
      return true;
  }
}

bool IsNumber(const Cell& cell) {
  return cell.kind == Cell::Kind::kInteger || cell.kind == Cell::Kind::kReal;
}

double AsReal(const Cell& cell) {
  return cell.kind == Cell::Kind::kInteger ? static_cast<double>(cell.integer) : cell.real;
}

}  // namespace

Cell CellOf(sqlite3_value* value) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      return Cell::Integer(static_cast<int64_t>(sqlite3_value_int64(value)));
    case SQLITE_FLOAT:
      return Cell::Real(sqlite3_value_double(value));
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
      if (text == nullptr) return Cell::Null();
      return Cell::Text({text, static_cast<size_t>(sqlite3_value_bytes(value))});
    }
    default:
      return Cell::Null();
  }
}

void SetResult(sqlite3_context* context, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::kNull:
      return sqlite3_result_null(context);
    case Cell::Kind::kInteger:
      return sqlite3_result_int64(context, cell.integer);
    case Cell::Kind::kReal:
      return sqlite3_result_double(context, cell.real);
    case Cell::Kind::kText:
      // A null pointer would be NULL, not empty.
      return sqlite3_result_text64(context, cell.text.empty() ? "" : cell.text.data(), cell.text.size(),
                                   SQLITE_STATIC, SQLITE_UTF8);
  }
}

bool MayHold(const Cell& left, int op, const Cell& right) {
  if (op == SQLITE_INDEX_CONSTRAINT_ISNULL) return left.kind == Cell::Kind::kNull;
  if (op == SQLITE_INDEX_CONSTRAINT_ISNOTNULL) return left.kind != Cell::Kind::kNull;
  if (left.kind == Cell::Kind::kNull || right.kind == Cell::Kind::kNull) return false;
  if (left.kind == Cell::Kind::kInteger && right.kind == Cell::Kind::kInteger) {
    return Holds(Compare(left.integer, right.integer), op);
  }
  if (IsNumber(left) && IsNumber(right)) {
    // Whole numbers beyond 2^53 do not survive as reals; SQLite compares them exactly.
    constexpr double kExact = 9007199254740992.0;
    if (AsReal(left) > kExact || AsReal(left) < -kExact) return true;
    return Holds(Compare(AsReal(left), AsReal(right)), op);
  }
  if (left.kind == Cell::Kind::kText && right.kind == Cell::Kind::kText) {
    return Holds(Compare(left.text, right.text), op);
  }
  return true;
}

}  // namespace tidewaiter::policy
