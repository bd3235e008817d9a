// Files -> batches -> workers (screen) -> policy by both laws, in order -> differences in input order.
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "screening/pipeline/settle.h"
#include "screening/policy/fact_maker.h"
#include "screening/whatif/what_if.h"

namespace tidewaiter {
namespace {

// Batches that a worker may be ahead of the one that is written next: bounds what waits in memory.
constexpr uint64_t kBatchesAhead = 16;

using Format = std::function<void(const RecordDifference&, bool lawful, std::string&)>;

// One batch, or the end of a file.
struct Work {
  uint64_t order = 0;
  size_t file = 0;
  bool lawful = false;
  std::unique_ptr<RecordBatch> batch;  // null: the file was read to its end
  int64_t records = 0;                 // of the whole file, at its end
};

// The same after screening.
struct Done {
  Work work;
  std::string text;  // without policy: the differences, formatted
  WhatIfSummary summary;
  // With policy: lines of consignments and what else is touched, and where in the batch each result's record
  // is.
  PolicyBatch before, after;
  std::vector<size_t> record_of_result;
};

std::string FileKey(size_t file) { return Concat("file ", file); }

// Policy by one law over batches in order, as a pipeline does it.
class PolicyRun {
 public:
  explicit PolicyRun(PolicyStage* stage) : stage_(stage) {}

  absl::Status Apply(const Work& work, const std::string& name, PolicyBatch& batch) {
    if (!file_ || *file_ != work.file) {
      file_ = work.file;
      TW_RETURN_IF_ERROR(stage_->BeginFile(FileKey(work.file), name, true));
    }
    if (work.batch == nullptr) {
      TW_RETURN_IF_ERROR(stage_->EndFile(work.records));
    } else {
      TW_RETURN_IF_ERROR(stage_->Apply(batch));
    }
    return stage_->Commit();
  }

 private:
  PolicyStage* stage_;
  std::optional<size_t> file_;
};

class Run {
 public:
  Run(const std::vector<std::string>& files, const WhatIfOptions& options, const Format& format,
      const std::function<absl::Status(std::string_view)>& write, const std::atomic<bool>* cancel)
      : files_(files),
        options_(options),
        format_(format),
        write_(write),
        cancel_(cancel),
        policy_before_(options.policy ? options.policy->before : nullptr),
        policy_after_(options.policy ? options.policy->after : nullptr) {}

  // The next batch, read by whoever asks; false at the end.
  bool Take(Work& work) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || next_order_ < written_ + kBatchesAhead; });
    while (!stopped_ && !(cancel_ != nullptr && cancel_->load(std::memory_order_relaxed))) {
      if (source_ == nullptr) {
        if (next_file_ == files_.size()) return false;
        auto opened = RecordSource::Open(files_[next_file_], options_.read);
        if (!opened.ok()) {
          unread_.push_back(Concat(files_[next_file_++], ": ", AsStd(opened.status().message())));
          continue;
        }
        source_ = *std::move(opened);
        records_ = 0;
      }
      auto batch = source_->Next();
      work.file = next_file_;
      work.lawful = options_.lawful.count(files_[next_file_]) > 0;
      if (batch.ok() && *batch != nullptr) {
        work.batch = *std::move(batch);
        records_ += static_cast<int64_t>(work.batch->size());
        work.order = next_order_++;
        return true;
      }
      source_.reset();
      ++next_file_;
      if (!batch.ok()) {
        unread_.push_back(Concat(files_[work.file], ": ", AsStd(batch.status().message())));
      } else if (options_.policy) {
        work.batch = nullptr;
        work.records = records_;
        work.order = next_order_++;
        return true;
      }
    }
    return false;
  }

  void Finish(Done done) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const uint64_t order = done.work.order;
    waiting_.emplace(order, std::move(done));
    for (auto it = waiting_.begin(); it != waiting_.end() && it->first == written_; it = waiting_.erase(it)) {
      if (status_.ok()) status_ = Settle(it->second);
      if (status_.ok() && !it->second.text.empty()) status_ = write_(it->second.text);
      summary_.Merge(it->second.summary);
      ++written_;
    }
    stopped_ = stopped_ || !status_.ok();
    changed_.notify_all();
  }

  void Fail(const absl::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (status_.ok()) status_ = status;
    stopped_ = true;
    changed_.notify_all();
  }

  void Compare(const Record& record, const RecordResult& before, const RecordResult& after,
               Done& done) const {
    const auto difference = CompareResults(record, before, after);
    if (!difference) return;
    done.summary.Add(*difference, done.work.lawful);
    format_(*difference, done.work.lawful, done.text);
  }

  // After all workers are done.
  absl::StatusOr<WhatIfResult> Result() {
    if (!status_.ok()) return status_;
    WhatIfResult out;
    out.summary = std::move(summary_);
    out.unread = std::move(unread_);
    return out;
  }

 private:
  // With policy: both laws' rules in order of input, then the differences.
  absl::Status Settle(Done& done) {
    if (!options_.policy) return absl::OkStatus();
    const std::string& name = files_[done.work.file];
    TW_RETURN_IF_ERROR(policy_before_.Apply(done.work, name, done.before));
    TW_RETURN_IF_ERROR(policy_after_.Apply(done.work, name, done.after));
    for (size_t i = 0; i < done.before.results.size(); ++i) {
      RecordResult& before = done.before.results[i];
      RecordResult& after = done.after.results[i];
      // Most records have none, and then nothing to differ in.
      if (before.findings.empty() && after.findings.empty()) continue;
      SettleWithPolicy(options_.policy->disposition, options_.screen.explain, before);
      SettleWithPolicy(options_.policy->disposition, options_.screen.explain, after);
      Compare(done.work.batch->Interpret(done.record_of_result[i]), before, after, done);
    }
    done.before = PolicyBatch();
    done.after = PolicyBatch();
    done.work.batch.reset();
    return absl::OkStatus();
  }

  const std::vector<std::string>& files_;
  const WhatIfOptions& options_;
  const Format& format_;
  const std::function<absl::Status(std::string_view)>& write_;
  const std::atomic<bool>* cancel_;
  PolicyRun policy_before_, policy_after_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unique_ptr<RecordSource> source_;
  size_t next_file_ = 0;
  int64_t records_ = 0;
  uint64_t next_order_ = 0, written_ = 0;
  bool stopped_ = false;
  std::map<uint64_t, Done> waiting_;
  WhatIfSummary summary_;
  std::vector<std::string> unread_;
  absl::Status status_;
};

// One thread's share.
class Worker {
 public:
  Worker(const std::shared_ptr<const Proposal>& proposal, const WhatIfOptions& options)
      : options_(options), screener_(proposal, ScreenBoth(options)) {
    if (!options.policy) return;
    facts_before_.emplace(options.policy->before->sources());
    facts_after_.emplace(options.policy->after->sources());
  }

  absl::Status Screen(const Run& run, Done& done) {
    if (done.work.batch == nullptr) return absl::OkStatus();
    const size_t count = done.work.batch->size();
    done.summary.records = count;
    for (size_t i = 0; i < count; ++i) {
      const std::string_view smiles = done.work.batch->SmilesAlone(i);
      if (!smiles.empty() && screener_.LeavesAlone(smiles)) continue;
      const Record record = done.work.batch->Interpret(i);
      const bool line = options_.policy && IsConsignmentLine(record);
      TW_ASSIGN_OR_RETURN(ProposalScreener::Results results, screener_.Screen(record, line));
      done.summary.screened_by_both += results.after ? 1 : 0;
      if (!options_.policy) {
        if (results.after) run.Compare(record, *results.before, *results.after, done);
        continue;
      }
      if (!line && !results.after) continue;
      RecordResult after = results.after ? *std::move(results.after) : *results.before;
      done.record_of_result.push_back(i);
      const std::string key = FileKey(done.work.file);
      AddFacts(*facts_before_, record, results.description, key, *std::move(results.before), done.before);
      AddFacts(*facts_after_, record, results.description, key, std::move(after), done.after);
    }
    if (!options_.policy) done.work.batch.reset();
    return absl::OkStatus();
  }

 private:
  static ScreenOptions ScreenBoth(const WhatIfOptions& options) {
    ScreenOptions out = options.screen;
    // Rules also ask about what is listed and not in force.
    out.explain = out.explain || options.policy.has_value();
    return out;
  }

  static void AddFacts(FactMaker& facts, const Record& record, const DescriptionFacts& description,
                       const std::string& key, RecordResult result, PolicyBatch& batch) {
    if (facts.Add(record, result, description, key, batch.facts)) {
      batch.result_of_row.push_back(static_cast<uint32_t>(batch.results.size()));
    }
    batch.results.push_back(std::move(result));
  }

  const WhatIfOptions& options_;
  ProposalScreener screener_;
  std::optional<FactMaker> facts_before_, facts_after_;
};

}  // namespace

absl::StatusOr<WhatIfResult> RunWhatIf(const std::vector<std::string>& files,
                                       const std::shared_ptr<const Proposal>& proposal,
                                       const WhatIfOptions& options, const Format& format,
                                       const std::function<absl::Status(std::string_view)>& write,
                                       const std::atomic<bool>* cancel) {
  const auto start = std::chrono::steady_clock::now();
  Run run(files, options, format, write, cancel);
  const auto work = [&] {
    Worker worker(proposal, options);
    Done done;
    while (run.Take(done.work)) {
      if (const absl::Status status = worker.Screen(run, done); !status.ok()) return run.Fail(status);
      run.Finish(std::move(done));
      done = Done();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < options.threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  auto result = run.Result();
  if (result.ok()) {
    result->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  return result;
}

}  // namespace tidewaiter
