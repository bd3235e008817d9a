#include "screening/ledger/export.h"

#include <string>
#include <vector>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "rules/policy/ledger_schema.h"
#include "screening/report/escape.h"

namespace tidewaiter {
namespace {

enum class Kind : uint8_t { kText, kWhole, kReal, kDay, kFlag };
struct Column {
  std::string_view name;
  Kind kind;
};

constexpr Column kEntryColumns[] = {
    {"file_digest", Kind::kText},  {"line", Kind::kWhole},    {"record_id", Kind::kText},
    {"consignment", Kind::kText},  {"day", Kind::kDay},       {"consignor", Kind::kText},
    {"consignee", Kind::kText},    {"address", Kind::kText},  {"phone", Kind::kText},
    {"substance", Kind::kText},    {"grams", Kind::kWhole},   {"millilitres", Kind::kWhole},
    {"value_cents", Kind::kWhole}, {"currency", Kind::kText}, {"origin", Kind::kText},
    {"destination", Kind::kText},  {"relation", Kind::kText}, {"certainty", Kind::kReal},
    {"licence", Kind::kText}};
constexpr Column kDrawColumns[] = {{"licence", Kind::kText},     {"substance", Kind::kText},
                                   {"file_digest", Kind::kText}, {"line", Kind::kWhole},
                                   {"amount", Kind::kWhole},     {"volume", Kind::kFlag},
                                   {"used_before", Kind::kWhole}};
constexpr Column kFileColumns[] = {{"digest", Kind::kText},
                                   {"name", Kind::kText},
                                   {"first_seen", Kind::kDay},
                                   {"finished", Kind::kFlag},
                                   {"lines", Kind::kWhole}};

struct Plan {
  std::vector<Column> columns;
  std::string rest;  // of the SELECT
};

Plan PlanOf(LedgerTable table) {
  switch (table) {
    case LedgerTable::kEntries:
      break;
    case LedgerTable::kLicences:
      return {{std::begin(kDrawColumns), std::end(kDrawColumns)},
              " FROM licence_draw ORDER BY licence, substance, used_before, file_digest, line"};
    case LedgerTable::kFiles:
      return {{std::begin(kFileColumns), std::end(kFileColumns)},
              " FROM ledger_file ORDER BY first_seen, digest"};
  }
  return {{std::begin(kEntryColumns), std::end(kEntryColumns)},
          Concat(" FROM (", policy::kLedgerRows, ") ORDER BY id")};
}

std::string CellText(const SqliteStatement& row, int column, Kind kind) {
  switch (kind) {
    case Kind::kDay:
      return FormatIsoDate(Date(std::chrono::days(row.Int(column))));
    case Kind::kReal:
      return absl::StrFormat("%g", row.Real(column));
    case Kind::kFlag:
      return row.Int(column) != 0 ? "true" : "false";
    case Kind::kText:
    case Kind::kWhole:
      break;
  }
  return row.Text(column);
}

}  // namespace

absl::Status ExportLedger(Ledger& ledger, LedgerTable table, LedgerFormat format,
                          const std::function<absl::Status(std::string_view)>& write) {
  constexpr size_t kBlockBytes = 64 * 1024;
  const Plan plan = PlanOf(table);
  std::string names;
  for (const Column& column : plan.columns) AppendTo(names, names.empty() ? "" : ",", column.name);
  TW_ASSIGN_OR_RETURN(SqliteStatement rows, ledger.connection().Prepare(Concat("SELECT ", names, plan.rest)));
  const bool csv = format == LedgerFormat::kCsv;
  std::string out;
  if (csv) AppendTo(out, names, "\r\n");
  while (true) {
    TW_ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) break;
    for (size_t i = 0; i < plan.columns.size(); ++i) {
      const Column& column = plan.columns[i];
      const int index = static_cast<int>(i);
      const bool known = !rows.IsNull(index);
      const std::string text = known ? CellText(rows, index, column.kind) : std::string();
      if (csv) {
        if (i > 0) out += ',';
        AppendCsvCell(out, text);
        continue;
      }
      AppendTo(out, i == 0 ? "{\"" : ",\"", column.name, "\":");
      if (!known) {
        out += "null";
      } else if (column.kind == Kind::kText || column.kind == Kind::kDay) {
        AppendJsonString(out, text);
      } else {
        out += text;
      }
    }
    out += csv ? "\r\n" : "}\n";
    if (out.size() >= kBlockBytes) {
      TW_RETURN_IF_ERROR(write(out));
      out.clear();
    }
  }
  return write(out);
}

}  // namespace tidewaiter
