// The law as it is and the law as a bill would have it, side by side. The databases are compared at once; the
// engines, which take longer, are made when a record first needs them.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "screening/pipeline/engine.h"
#include "screening/pipeline/touch_filter.h"

namespace tidewaiter {

// Proposed lists (`*.csv`, docs/overlay.md) and class rules (`*.yaml`, rules/library/README.md) that belong
// together. A rule needs a row of a list that names its class: a rule alone is no control.
struct Bill {
  std::vector<std::string> files;
};

class Proposal {
 public:
  // InvalidArgument for a file that is neither, a mistake in one, or a class rule that no listing names;
  // else what reading the database and the rules says.
  static absl::StatusOr<std::shared_ptr<const Proposal>> Create(const EngineOptions& law_as_it_is,
                                                                const Bill& bill);

  const std::shared_ptr<const Database>& database_before() const { return before_.database; }
  const std::shared_ptr<const Database>& database_after() const { return after_.database; }
  const EngineOptions& options_after() const { return after_.options; }
  // What the bill touches.
  const TouchFilter& filter() const { return *filter_; }

  // Which laws these are; without making an engine.
  absl::StatusOr<LawIdentity> identity_before() const { return before_.Identity(*filter_); }
  absl::StatusOr<LawIdentity> identity_after() const { return after_.Identity(*filter_); }

  // Thread-safe. Errors are those of Engine::Create. Where only listings differ, both share what reads.
  absl::StatusOr<std::shared_ptr<const Engine>> before() const { return before_.Get(); }
  absl::StatusOr<std::shared_ptr<const Engine>> after() const;

 private:
  struct Law {
    EngineOptions options;
    std::shared_ptr<const Database> database;
    // `like`: to share with, or null.
    absl::StatusOr<std::shared_ptr<const Engine>> Get(const Engine* like = nullptr) const;
    absl::StatusOr<LawIdentity> Identity(const TouchFilter& filter) const;
    mutable std::mutex mutex;
    mutable std::shared_ptr<const Engine> engine;
  };

  Proposal() = default;
  Law before_, after_;
  std::unique_ptr<const TouchFilter> filter_;
};

// Screens records by both laws as far as they may differ. Not thread-safe: one for each worker.
class ProposalScreener {
 public:
  ProposalScreener(std::shared_ptr<const Proposal> proposal, ScreenOptions options);

  // A quick answer about a record that is a SMILES and nothing else: true when it is certainly the same by
  // both laws.
  bool LeavesAlone(std::string_view smiles);

  struct Results {
    std::optional<RecordResult> before;
    std::optional<RecordResult> after;  // absent: it is the same as before
    DescriptionFacts description;       // of `before`; no law changes them
  };
  // `before` is there when `after` is, and when it is asked for. Errors are those of making an engine.
  absl::StatusOr<Results> Screen(const Record& record, bool ask_before);

 private:
  bool StructuresMayDiffer(const Record& record);
  // Of what names in the record that `before_` screened last stand for.
  bool NamesMayDiffer();

  std::shared_ptr<const Proposal> proposal_;
  const ScreenOptions options_;
  TouchFilter::Scratch scratch_;
  std::shared_ptr<const Engine> engine_;  // of `before_`
  std::optional<Screener> before_, after_;
};

}  // namespace tidewaiter
