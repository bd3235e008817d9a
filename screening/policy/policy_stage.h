// Policy over screened lines, in input order, in one thread: licences are drawn down, rules run, findings are
// added, and what was found goes into the ledger. All of a group of batches, or nothing of it, is committed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/base/date.h"
#include "rules/policy/facts.h"
#include "rules/policy/policy_runner.h"
#include "screening/ledger/ledger.h"
#include "screening/ledger/licences.h"
#include "screening/model/finding.h"
#include "screening/policy/fact_maker.h"

namespace tidewaiter {

struct PolicyOptions {
  std::string rules_dir;  // as rules/library/policy
  // What was read from there, for stages that share it; null: Create() reads it.
  std::shared_ptr<const policy::PolicyRuleSet> rules;
  std::string ledger;    // file; empty: earlier lines of this run only are remembered
  std::string licences;  // CSV; may be empty
  std::vector<std::string> watchlists;
};

// One batch: facts of lines of one file, and the results that findings are added to.
struct PolicyBatch {
  policy::BatchFacts facts;
  std::vector<uint32_t> result_of_row;  // place in `results` of each line of the facts
  std::vector<RecordResult> results;
};

// How long each part took, in seconds of processor time.
struct PolicyTimes {
  double licences = 0;
  double rules = 0;
  double ledger = 0;
};

class PolicyStage {
 public:
  // Opens and compiles everything. Any status of the ledger, the rules, the licences or the watchlists; each
  // names the file.
  static absl::StatusOr<std::unique_ptr<PolicyStage>> Create(std::shared_ptr<const Database> database,
                                                             const PolicyOptions& options,
                                                             std::optional<Date> as_of,
                                                             std::vector<std::string> jurisdictions);

  // For the workers' fact makers.
  std::shared_ptr<const FactSources> sources() const { return sources_; }
  // Files go into a ledger that lasts: they must have a content digest.
  bool has_ledger_file() const { return has_ledger_file_; }
  // SHA-256 over rules, licences and watchlists: part of a run's identity.
  const std::string& digest() const { return digest_; }
  // Rows of watchlists that could not be read, as "file:line: message".
  const std::vector<std::string>& watchlist_issues() const { return watchlist_issues_; }

  // The batches that follow are of this file; `enter` = what is found goes into the ledger.
  absl::Status BeginFile(std::string_view key, std::string_view name, bool enter);
  // It was read to its end, and had so many records.
  absl::Status EndFile(int64_t records);
  // Adds findings to the batch's results, at their ends and in no order of gravity.
  absl::Status Apply(PolicyBatch& batch);
  // Makes everything applied so far last. Results may be written out once it returned OK.
  absl::Status Commit();
  // Commits, and brings the ledger to the disk.
  absl::Status Finish();

  const PolicyTimes& times() const { return times_; }

 private:
  PolicyStage() = default;
  absl::Status AddLicences(PolicyBatch& batch);
  absl::Status Enter(const PolicyBatch& batch);
  Finding ToFinding(const policy::PolicyHit& hit) const;
  Finding ToFinding(const policy::PolicyFailure& failure) const;

  std::shared_ptr<const Database> database_;
  std::shared_ptr<const FactSources> sources_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<policy::PolicyRunner> runner_;
  std::optional<LicenceDesk> desk_;
  bool has_ledger_file_ = false;
  std::string digest_;
  std::vector<std::string> watchlist_issues_;
  std::string file_key_;
  bool enter_ = false;
  PolicyTimes times_;
};

}  // namespace tidewaiter
