#include "rules/policy/compile_rule.h"

#include <set>
#include <string_view>
#include <variant>

#include <sqlite3.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "rules/policy/ledger_schema.h"

namespace tidewaiter::policy {
namespace {

struct Base {
  std::string_view from;     // outermost first: CROSS JOIN keeps the order
  std::string_view subject;  // kind, id, name
};

constexpr std::string_view kNoSubject = "NULL, NULL, NULL";
constexpr std::string_view kHitSubject = "h.subject_kind, h.subject, h.name";

Base BaseOf(RuleSubject subject) {
  switch (subject) {
    case RuleSubject::kLine:
      return {"line l", kNoSubject};
    case RuleSubject::kHit:
      return {"hit h CROSS JOIN line l ON l.row = h.row", kHitSubject};
    case RuleSubject::kListing:
      return {"listing t CROSS JOIN hit h ON h.hit = t.hit CROSS JOIN line l ON l.row = h.row", kHitSubject};
    case RuleSubject::kConsignment:
      return {"consignment c CROSS JOIN line l ON l.row = c.row", kNoSubject};
    case RuleSubject::kParty:
      return {"party p CROSS JOIN line l ON l.row = p.row", "'party', p.role || ' ' || p.key, p.name"};
    case RuleSubject::kWatch:
      return {"watch w CROSS JOIN line l ON l.row = w.row",
              "'party', w.role || ' ' || w.list || ' ' || w.entry, w.name"};
    case RuleSubject::kLicence:
      return {"licence a CROSS JOIN line l ON l.row = a.row", "'licence', a.licence, a.licence"};
  }
  return {};
}

void Bind(sqlite3_stmt* statement, int index, const ParameterValue& value) {
  if (const auto* whole = std::get_if<int64_t>(&value)) {
    sqlite3_bind_int64(statement, index, *whole);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_bind_double(statement, index, *real);
  } else {
    const auto& text = std::get<std::string>(value);
    sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
}

}  // namespace

absl::StatusOr<SqliteHandle> PrepareSql(sqlite3* db, const std::string& sql) {
  if (sql.find('\0') != std::string::npos) return absl::InvalidArgumentError("a NUL byte in SQL");
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(db, sql.c_str(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, &tail);
  SqliteHandle statement(raw);
  if (code != SQLITE_OK) return absl::InvalidArgumentError(sqlite3_errmsg(db));
  if (raw == nullptr) return absl::InvalidArgumentError("no SQL");
  if (*tail != '\0') return absl::InvalidArgumentError("more than one statement");
  if (sqlite3_stmt_readonly(raw) == 0) return absl::InvalidArgumentError("not a reading statement");
  return statement;
}

absl::Status CreateLedgerView(sqlite3* db) {
  const std::string sql = Concat("CREATE TEMP VIEW IF NOT EXISTS ledger AS ", kLedgerRows);
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return absl::InternalError(Concat("SQLite: view ledger: ", sqlite3_errmsg(db)));
  }
  return absl::OkStatus();
}

absl::StatusOr<SqliteHandle> CompileRule(const PolicyRule& rule, sqlite3* db, const Sandbox& sandbox) {
  const Base base = BaseOf(rule.over);
  const auto prepare = [&](std::string_view what, const std::string& sql) -> absl::StatusOr<SqliteHandle> {
    auto statement = PrepareSql(db, sql);
    if (statement.ok()) return statement;
    std::string reason(AsStd(statement.status().message()));
    if (!sandbox.refusal().empty()) reason = std::string(sandbox.refusal());
    if (reason == "no query solution") {
      reason =
          "movement must be asked with before = ... and one of consignee, consignor, address or phone = ...; "
          "movement_sum also with substance, first_day and last_day = ...";
    }
    return absl::InvalidArgumentError(Concat(rule.where, ": ", what, ": ", reason));
  };
  TW_RETURN_IF_ERROR(
      prepare("when", Concat("SELECT 1 FROM ", base.from, " WHERE ", rule.when, "\n")).status());
  // The line break ends a comment that the condition may end with.
  std::string sql = Concat("SELECT l.row, ", base.subject);
  for (const auto& [name, expression] : rule.show) {
    TW_RETURN_IF_ERROR(
        prepare(Concat("show ", name), Concat("SELECT ", expression, "\n FROM ", base.from)).status());
    AppendTo(sql, ", (", expression, "\n)");
  }
  AppendTo(sql, " FROM ", base.from, " WHERE (", rule.when, "\n)");
  TW_ASSIGN_OR_RETURN(SqliteHandle statement, prepare("the rule", sql));
  std::set<std::string> used;
  for (int i = 1; i <= sqlite3_bind_parameter_count(statement.get()); ++i) {
    const char* const name = sqlite3_bind_parameter_name(statement.get(), i);
    const std::string bare = name == nullptr ? "?" : name + 1;
    const auto parameter = rule.parameters.find(bare);
    if (name == nullptr || *name != ':' || parameter == rule.parameters.end()) {
      return absl::InvalidArgumentError(
          Concat(rule.where, ": :", bare, " is not among the rule's parameters"));
    }
    Bind(statement.get(), i, parameter->second.value);
    used.insert(bare);
  }
  for (const auto& [name, parameter] : rule.parameters) {
    if (used.count(name) == 0) {
      return absl::InvalidArgumentError(Concat(rule.where, ": parameter ", name, " is not used"));
    }
  }
  return statement;
}

}  // namespace tidewaiter::policy
