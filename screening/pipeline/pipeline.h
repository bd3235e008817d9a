// reader -> bounded queue -> workers -> policy in order -> in-order writer, with memory bounded whatever the
// files' size.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "screening/model/finding.h"
#include "screening/pipeline/disposition.h"
#include "screening/pipeline/engine.h"
#include "screening/pipeline/stage_times.h"
#include "screening/policy/policy_stage.h"
#include "screening/read/record_source.h"
#include "screening/report/result_writer.h"

namespace tidewaiter {

struct PipelineOptions {
  int threads = 1;  // workers; reading and writing come on top
  ReadOptions read;
  ScreenOptions screen;
  PolicyStage* policy = nullptr;  // null: substances only. Not owned, used by one run at a time.
  DispositionPolicy disposition;  // with policy rules
  bool what_if = false;           // with policy rules: fill RecordResult::what_if
};

// How far a run is; called from the writing thread a few times a second.
struct Progress {
  std::string file;
  uint64_t bytes_read = 0;
  uint64_t bytes_total = 0;  // over all files; 0 = not known
  uint64_t records = 0;
  double seconds = 0;
};

struct PipelineResult {
  Summary summary;
  Severity gravest = Severity::kInfo;  // over all control and risk findings
  bool any_finding = false;
  std::vector<std::string> unread;  // files that could not be opened or broke off, with the reason
  bool complete = true;             // every input was read to its end
  StageTimes times;
  double seconds = 0;
};

// Screens `files` in order. `write` gets the formatted text in input order and returns an error to stop (a
// full disk). `cancel` (may be null) stops after the records in flight. Output is the same for any number of
// threads. With a ledger, results are written after what they are about was committed.
absl::StatusOr<PipelineResult> RunPipeline(const std::vector<std::string>& files,
                                           std::shared_ptr<const Engine> engine,
                                           const PipelineOptions& options, const ResultWriter& writer,
                                           const RunIdentity& run,
                                           const std::function<absl::Status(std::string_view)>& write,
                                           const std::function<void(const Progress&)>& progress,
                                           const std::atomic<bool>* cancel);

}  // namespace tidewaiter
