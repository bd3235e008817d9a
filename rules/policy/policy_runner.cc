#include "rules/policy/policy_runner.h"

#include <algorithm>
#include <optional>
#include <set>

#include <sqlite3.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "rules/policy/batch_index.h"
#include "rules/policy/compile_rule.h"
#include "rules/policy/functions.h"
#include "rules/policy/movement.h"
#include "rules/policy/movement_sum.h"
#include "rules/policy/movement_windows.h"
#include "rules/policy/views.h"
#include "rules/policy/virtual_table.h"

namespace tidewaiter::policy {
namespace {

// A rule that fails on so many batches one after the other is not asked again.
constexpr int kFailuresInARow = 3;

std::string TextOf(sqlite3_stmt* statement, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return text == nullptr ? std::string()
                         : std::string(text, static_cast<size_t>(sqlite3_column_bytes(statement, column)));
}

std::string FillIn(const std::string& message,
                   const std::vector<std::pair<std::string, std::string>>& shown) {
  std::string out;
  for (size_t at = 0; at < message.size(); ++at) {
    if (message[at] != '{') {
      out.push_back(message[at]);
      continue;
    }
    const size_t end = message.find('}', at);
    const std::string_view name = std::string_view(message).substr(at + 1, end - at - 1);
    for (const auto& [known, text] : shown) {
      if (known == name) out += text;
    }
    at = end;
  }
  return out;
}

bool IsValidOn(const PolicyRule& rule, std::optional<int64_t> day) {
  if (!day) return true;
  const auto number = [](Date date) { return static_cast<int64_t>(date.time_since_epoch().count()); };
  return (!rule.valid_from || number(*rule.valid_from) <= *day) &&
         (!rule.valid_to || *day <= number(*rule.valid_to));
}

bool HasWhatItNeeds(const PolicyRule& rule, const BatchFacts& facts) {
  return std::all_of(rule.needs.begin(), rule.needs.end(), [&](RuleNeed need) {
    switch (need) {
      case RuleNeed::kLedger:
        return facts.has_ledger;
      case RuleNeed::kLicences:
        return facts.has_licences;
      case RuleNeed::kWatchlist:
        return facts.has_watchlist;
    }
    return false;
  });
}

}  // namespace

struct PolicyRunner::Impl {
  explicit Impl(PolicyRuleSet set) : rules(std::move(set)), batch(&rules.codes) {}

  PolicyRuleSet rules;
  sqlite3* db = nullptr;
  BatchIndex batch;
  std::optional<LedgerNumbers> own_numbers;
  std::optional<MovementWindows> windows;
  std::optional<Sandbox> sandbox;
  std::vector<SqliteHandle> statements;  // beside `rules`
  std::vector<int> failures;             // in a row; beside `rules`
  SqliteHandle rerun;                    // is a line of this file in the ledger?

  // The batch's file was screened before, and the ledger has it from this batch's first line on.
  absl::StatusOr<bool> IsRerun(const BatchFacts& facts) {
    if (facts.lines.empty() || facts.lines.front().file_digest.empty()) return false;
    const std::string_view digest = facts.lines.front().file_digest;
    for (const LineFact& line : facts.lines) {
      if (line.file_digest != digest) return absl::InvalidArgumentError("a batch holds lines of two files");
    }
    sqlite3_stmt* const statement = rerun.get();
    sqlite3_bind_text64(statement, 1, digest.data(), digest.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    sqlite3_bind_int64(statement, 2, facts.lines.front().line);
    const int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      return absl::UnavailableError(Concat("the ledger cannot be read: ", sqlite3_errmsg(db)));
    }
    return code == SQLITE_ROW;
  }

  void RunRule(uint32_t index, const BatchFacts& facts, PolicyOutcome& out) {
    const PolicyRule& rule = rules.rules[index];
    sqlite3_stmt* const statement = statements[index].get();
    sandbox->Restart();
    const size_t before = out.hits.size();
    std::set<std::pair<uint32_t, std::string>> said;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      PolicyHit hit;
      hit.row = static_cast<uint32_t>(sqlite3_column_int64(statement, 0));
      if (!IsValidOn(rule, facts.lines[hit.row].day)) continue;
      hit.rule = index;
      hit.subject_kind = TextOf(statement, 1);
      hit.subject = TextOf(statement, 2);
      hit.subject_name = TextOf(statement, 3);
      // Once for each line and subject: the first row.
      if (!said.emplace(hit.row, hit.subject).second) continue;
      for (size_t i = 0; i < rule.show.size(); ++i) {
        hit.shown.emplace_back(rule.show[i].first, TextOf(statement, kFirstShown + static_cast<int>(i)));
      }
      hit.message = FillIn(rule.message, hit.shown);
      out.hits.push_back(std::move(hit));
    }
    // The message must be read before the reset.
    const std::string error = code == SQLITE_DONE ? "" : sqlite3_errmsg(db);
    sqlite3_reset(statement);
    if (code == SQLITE_DONE) {
      failures[index] = 0;
      return;
    }
    // Half an answer would look like a whole one.
    out.hits.resize(before);
    PolicyFailure failure;
    failure.rule = index;
    failure.switched_off = ++failures[index] >= kFailuresInARow;
    failure.message =
        Concat("Rule ", rule.id, " failed on this batch and has not checked it: ",
               sandbox->interruption().empty() ? std::string_view(error) : sandbox->interruption(),
               failure.switched_off ? ". It is not asked again in this run." : ".");
    out.failures.push_back(std::move(failure));
  }
};

PolicyRunner::PolicyRunner(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PolicyRunner::~PolicyRunner() {
  // The connection goes on living: leave nothing in it that points here.
  impl_->statements.clear();
  impl_->rerun.reset();
  impl_->sandbox.reset();
  impl_->batch.Clear();
  sqlite3_exec(impl_->db, "DROP VIEW IF EXISTS temp.ledger", nullptr, nullptr, nullptr);
  UnregisterMovement(impl_->db);
  UnregisterMovementSum(impl_->db);
  UnregisterViews(impl_->db);
  UnregisterFunctions(impl_->db);
}

const std::vector<PolicyRule>& PolicyRunner::rules() const { return impl_->rules.rules; }
const std::string& PolicyRunner::digest() const { return impl_->rules.digest; }

absl::StatusOr<std::unique_ptr<PolicyRunner>> PolicyRunner::Create(PolicyRuleSet rules, sqlite3* db,
                                                                   const SandboxLimits& limits,
                                                                   LedgerNumbers* numbers) {
  auto impl = std::make_unique<Impl>(std::move(rules));
  impl->db = db;
  std::unique_ptr<PolicyRunner> runner(new PolicyRunner(std::move(impl)));
  Impl& state = *runner->impl_;
  TW_RETURN_IF_ERROR(RegisterFunctions(db, &state.rules.codes));
  TW_RETURN_IF_ERROR(RegisterViews(db, &state.batch));
  TW_RETURN_IF_ERROR(RegisterMovement(db, &state.batch));
  if (numbers == nullptr) numbers = &state.own_numbers.emplace(db);
  state.windows.emplace(db, numbers);
  TW_RETURN_IF_ERROR(RegisterMovementSum(db, &state.batch, &*state.windows));
  TW_RETURN_IF_ERROR(CreateLedgerView(db));
  TW_ASSIGN_OR_RETURN(state.rerun, PrepareSql(db,
                                              "SELECT 1 FROM main.ledger_entry WHERE file = (SELECT id FROM "
                                              "main.ledger_file WHERE digest = ?1) AND line >= ?2 LIMIT 1"));
  // A virtual table is connected when it is first used, which the sandbox would refuse.
  for (const View& view : Views()) {
    TW_RETURN_IF_ERROR(PrepareSql(db, Concat("SELECT 1 FROM ", view.name)).status());
  }
  TW_RETURN_IF_ERROR(PrepareSql(db, "SELECT 1 FROM movement WHERE consignee = '' AND before = 0").status());
  TW_RETURN_IF_ERROR(PrepareSql(db,
                                "SELECT 1 FROM movement_sum WHERE consignee = '' AND substance = '' AND "
                                "before = 0 AND first_day = 0 AND last_day = 0")
                         .status());
  state.sandbox.emplace(db, limits);
  const SandboxScope inside(*state.sandbox);
  for (const PolicyRule& rule : state.rules.rules) {
    state.sandbox->Restart();
    TW_ASSIGN_OR_RETURN(SqliteHandle statement, CompileRule(rule, db, *state.sandbox));
    state.statements.push_back(std::move(statement));
  }
  state.failures.assign(state.rules.rules.size(), 0);
  return runner;
}

absl::StatusOr<PolicyOutcome> PolicyRunner::Run(const BatchFacts& facts) {
  PolicyOutcome out;
  TW_RETURN_IF_ERROR(impl_->batch.Reset(facts));
  TW_ASSIGN_OR_RETURN(const bool rerun, impl_->IsRerun(facts));
  impl_->batch.SetRerun(rerun);
  {
    const SandboxScope inside(*impl_->sandbox);
    for (uint32_t i = 0; i < impl_->statements.size(); ++i) {
      if (impl_->failures[i] >= kFailuresInARow || !HasWhatItNeeds(rules()[i], facts)) continue;
      impl_->RunRule(i, facts, out);
    }
  }
  impl_->batch.Clear();
  std::stable_sort(out.hits.begin(), out.hits.end(), [](const PolicyHit& a, const PolicyHit& b) {
    return std::make_pair(a.row, a.rule) < std::make_pair(b.row, b.rule);
  });
  return out;
}

void PolicyRunner::Entered(const Movement& movement) { impl_->windows->Entered(movement); }
void PolicyRunner::LedgerChanged() { impl_->windows->Forget(); }

}  // namespace tidewaiter::policy
