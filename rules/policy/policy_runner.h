// Runs policy rules over batches of facts: compiled once on a connection that has the ledger's table, run per
// batch in one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "rules/policy/facts.h"
#include "rules/policy/ledger_numbers.h"
#include "rules/policy/policy_rule.h"
#include "rules/policy/sandbox.h"

struct sqlite3;

namespace tidewaiter::policy {

// What a rule says of a line. Texts are copies.
struct PolicyHit {
  uint32_t row = 0;   // of the line
  uint32_t rule = 0;  // index in PolicyRunner::rules()
  // What it is about; empty when about the line as such.
  std::string subject_kind, subject, subject_name;
  std::string message;
  std::vector<std::pair<std::string, std::string>> shown;  // the rule's `show`, as texts
};

// A rule that did not finish on a batch; its lines were not checked by it.
struct PolicyFailure {
  uint32_t rule = 0;
  std::string message;
  bool switched_off = false;  // it failed too often and is not asked again
};

struct PolicyOutcome {
  std::vector<PolicyHit> hits;  // by row, then by rule
  std::vector<PolicyFailure> failures;
};

class PolicyRunner {
 public:
  // Compiles every rule. `db` must have ledger_schema.h's table in schema main and outlive the runner; the
  // runner adds temporary objects only. Who writes to the ledger while the runner lives gives the numbers
  // that it writes with, which outlive the runner too. InvalidArgument names the rule, and what is wrong with
  // its SQL.
  static absl::StatusOr<std::unique_ptr<PolicyRunner>> Create(PolicyRuleSet rules, sqlite3* db,
                                                              const SandboxLimits& limits = {},
                                                              LedgerNumbers* numbers = nullptr);
  ~PolicyRunner();

  const std::vector<PolicyRule>& rules() const;
  const std::string& digest() const;

  // Asks every rule. The lines of one batch are of one file, in input order; earlier batches are in the
  // ledger already. InvalidArgument when the facts are not well formed; a rule's failure is no error.
  absl::StatusOr<PolicyOutcome> Run(const BatchFacts& facts);

  // What must be told of the ledger, whose sums the runner keeps: each movement of the batch that ran last
  // and that the ledger has now, as it stands there; and everything else that happens to it, with the
  // beginning of each file.
  void Entered(const Movement& movement);
  void LedgerChanged();

 private:
  struct Impl;
  explicit PolicyRunner(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidewaiter::policy
