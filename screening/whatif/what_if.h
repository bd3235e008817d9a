// What a bill would change for files of records: the differences of two whole runs of the pipeline, at the
// cost of what the bill touches.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "screening/pipeline/disposition.h"
#include "screening/policy/policy_stage.h"
#include "screening/read/record_source.h"
#include "screening/whatif/difference.h"
#include "screening/whatif/proposal.h"

namespace tidewaiter {

// Counts over differences.
struct WhatIfCounts {
  uint64_t records = 0;                        // with a difference
  uint64_t gained = 0, lost = 0, changed = 0;  // findings
  uint64_t dispositions = 0;                   // records whose disposition changes
  uint64_t newly_caught = 0, newly_released = 0;
  uint64_t lawful_newly_caught = 0;  // of files that were said to be lawful goods

  void Add(const RecordDifference& difference, bool lawful);
  void Merge(const WhatIfCounts& other);
};

struct WhatIfSummary {
  uint64_t records = 0;           // read
  uint64_t screened_by_both = 0;  // of these
  WhatIfCounts all;
  // Key: route ("CN > MX", "- > US", "any" when none is known) and month of the law asked ("2026-03").
  std::map<std::pair<std::string, std::string>, WhatIfCounts> by_route_and_month;
  std::map<std::string, uint64_t> gained_by_subject, lost_by_subject;  // findings, by id

  void Add(const RecordDifference& difference, bool lawful);
  void Merge(const WhatIfSummary& other);  // commutative
};
std::string RouteOf(const RecordDifference& difference);
std::string MonthOf(const RecordDifference& difference);

// Policy rules over lines by both laws, made with the databases of the proposal and without a ledger file.
// Used by one run at a time.
struct WhatIfPolicy {
  PolicyStage* before = nullptr;  // not owned
  PolicyStage* after = nullptr;   // not owned
  DispositionPolicy disposition;
};

struct WhatIfOptions {
  int threads = 1;
  ReadOptions read;
  ScreenOptions screen;
  std::optional<WhatIfPolicy> policy;  // absent: substances only
  std::set<std::string> lawful;        // those of the files that hold lawful goods
};

struct WhatIfResult {
  WhatIfSummary summary;
  std::vector<std::string> unread;  // files that could not be opened or broke off, with the reason
  double seconds = 0;
};

// Asks about all records of `files`. `format` makes text of a difference (any thread), `write` gets it in
// input order and returns an error to stop. `cancel` (may be null) stops after the batches in hand. The same
// output for any number of threads; memory is bounded whatever the files' size. Errors are those of `write`,
// of making an engine, and of the policy stages.
absl::StatusOr<WhatIfResult> RunWhatIf(
    const std::vector<std::string>& files, const std::shared_ptr<const Proposal>& proposal,
    const WhatIfOptions& options,
    const std::function<void(const RecordDifference&, bool lawful, std::string&)>& format,
    const std::function<absl::Status(std::string_view)>& write, const std::atomic<bool>* cancel);

}  // namespace tidewaiter
