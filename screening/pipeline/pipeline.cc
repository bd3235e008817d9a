#include "screening/pipeline/pipeline.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

using Clock = std::chrono::steady_clock;

// Batches in flight for each worker: enough to hide the writer's pauses, few enough to bound memory.
constexpr size_t kBatchesPerWorker = 4;

struct Job {
  uint64_t order = 0;
  std::unique_ptr<RecordBatch> batch;  // or null: `failure` is the whole job
  RecordResult failure;
};

struct Done {
  std::string text;
  Summary summary;
  uint64_t results = 0;
  Severity gravest = Severity::kInfo;
  bool any_finding = false;
};

// Everything the threads share. `jobs` is bounded by `slots`: the reader waits for a free one, the writer
// frees it after writing, so that a slow disk holds up the reader.
class Exchange {
 public:
  explicit Exchange(size_t slots) : slots_(slots) {}

  // Reader side. False when the run was stopped.
  bool Put(Job job) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || in_flight_ < slots_; });
    if (stopped_) return false;
    ++in_flight_;
    job.order = next_order_++;
    jobs_.push_back(std::move(job));
    changed_.notify_all();
    return true;
  }
  void ReaderDone() {
    const std::lock_guard<std::mutex> lock(mutex_);
    reader_done_ = true;
    changed_.notify_all();
  }

  // Worker side. False when there is nothing more.
  bool Take(Job& job) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || reader_done_ || !jobs_.empty(); });
    if (stopped_ || jobs_.empty()) return false;
    job = std::move(jobs_.front());
    jobs_.pop_front();
    return true;
  }
  void Finish(uint64_t order, Done done) {
    const std::lock_guard<std::mutex> lock(mutex_);
    done_.emplace(order, std::move(done));
    changed_.notify_all();
  }

  // Writer side: the next batch in order, or false at the end or when nothing came for a tenth of a second
  // (`*waiting` tells which).
  bool Next(Done& done, bool* waiting) {
    std::unique_lock<std::mutex> lock(mutex_);
    const auto ready = [&] {
      return done_.count(written_) > 0 || (reader_done_ && written_ == next_order_) || stopped_;
    };
    *waiting = !changed_.wait_for(lock, std::chrono::milliseconds(100), ready);
    if (*waiting) return false;
    const auto it = done_.find(written_);
    if (stopped_ || it == done_.end()) return false;
    done = std::move(it->second);
    done_.erase(it);
    ++written_;
    --in_flight_;
    changed_.notify_all();
    return true;
  }

  void Stop() {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  const size_t slots_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::map<uint64_t, Done> done_;
  uint64_t next_order_ = 0;
  uint64_t written_ = 0;
  size_t in_flight_ = 0;
  bool reader_done_ = false;
  bool stopped_ = false;
};

RecordResult UnreadableFile(const std::string& file, const absl::Status& status) {
  RecordResult result;
  result.file = file;
  result.disposition = Disposition::kDocumentCheck;
  Finding finding;
  finding.rule = "unreadable-file";
  finding.kind = FindingKind::kData;
  finding.severity = Severity::kMedium;
  finding.unscreened = true;
  finding.message = Concat("This file was not read to its end: ", AsStd(status.message()), ".");
  result.findings.push_back(std::move(finding));
  return result;
}

// 0 when one of them has no size (standard input, a pipe).
uint64_t TotalBytes(const std::vector<std::string>& files) {
  uint64_t total = 0;
  for (const std::string& file : files) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error) return 0;
    total += size;
  }
  return total;
}

// Progress that reader and writer both see.
struct Shared {
  std::mutex mutex;
  Progress progress;
  std::vector<std::string> unread;
};

class Run {
 public:
  Run(const std::vector<std::string>& files, std::shared_ptr<const Engine> engine,
      const PipelineOptions& options, const ResultWriter& writer)
      : files_(files),
        engine_(std::move(engine)),
        options_(options),
        writer_(writer),
        total_bytes_(TotalBytes(files)),
        exchange_(kBatchesPerWorker * static_cast<size_t>(std::max(1, options.threads))) {}

  void Read(const std::atomic<bool>* cancel) {
    uint64_t bytes_before = 0;
    for (const std::string& file : files_) {
      auto source = RecordSource::Open(file, options_.read);
      if (!source.ok()) {
        if (!Fail(file, source.status())) break;
        continue;
      }
      uint64_t size = 0;
      while (cancel == nullptr || !cancel->load(std::memory_order_relaxed)) {
        auto batch = (*source)->Next();
        {
          const std::lock_guard<std::mutex> lock(shared_.mutex);
          shared_.progress.file = file;
          shared_.progress.bytes_read = bytes_before + (*source)->bytes_read();
          size = (*source)->bytes_total();
          shared_.progress.bytes_total = total_bytes_;
        }
        if (!batch.ok()) {
          if (!Fail(file, batch.status())) return exchange_.ReaderDone();
          break;
        }
        if (*batch == nullptr) break;
        Job job;
        job.batch = *std::move(batch);
        if (!exchange_.Put(std::move(job))) return exchange_.ReaderDone();
      }
      bytes_before += size;
    }
    exchange_.ReaderDone();
  }

  void Work() {
    Screener screener(engine_, options_.screen);
    Job job;
    while (exchange_.Take(job)) {
      Done done;
      const auto take = [&](const RecordResult& result) {
        done.summary.Add(result);
        for (const Finding& finding : result.findings) {
          done.any_finding = true;
          if (finding.kind != FindingKind::kData) done.gravest = std::max(done.gravest, finding.severity);
        }
        writer_.Format(result, /*first=*/job.order == 0 && done.results == 0, done.text);
        ++done.results;
      };
      if (job.batch == nullptr) {
        take(job.failure);
      } else {
        for (size_t i = 0; i < job.batch->size(); ++i) take(screener.Screen(job.batch->Interpret(i)));
      }
      exchange_.Finish(job.order, std::move(done));
    }
  }

  Exchange& exchange() { return exchange_; }
  Shared& shared() { return shared_; }

 private:
  bool Fail(const std::string& file, const absl::Status& status) {
    {
      const std::lock_guard<std::mutex> lock(shared_.mutex);
      shared_.unread.push_back(Concat(file, ": ", AsStd(status.message())));
    }
    Job job;
    job.failure = UnreadableFile(file, status);
    return exchange_.Put(std::move(job));
  }

  const std::vector<std::string>& files_;
  std::shared_ptr<const Engine> engine_;
  const PipelineOptions& options_;
  const ResultWriter& writer_;
  const uint64_t total_bytes_;
  Exchange exchange_;
  Shared shared_;
};

}  // namespace

absl::StatusOr<PipelineResult> RunPipeline(const std::vector<std::string>& files,
                                           std::shared_ptr<const Engine> engine,
                                           const PipelineOptions& options, const ResultWriter& writer,
                                           const RunIdentity& run,
                                           const std::function<absl::Status(std::string_view)>& write,
                                           const std::function<void(const Progress&)>& progress,
                                           const std::atomic<bool>* cancel) {
  const auto start = Clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  PipelineResult result;

  std::string text;
  writer.Begin(text);
  absl::Status written = write(text);

  Run state(files, std::move(engine), options, writer);
  std::vector<std::thread> threads;
  threads.emplace_back([&] { state.Read(cancel); });
  for (int i = 0; i < std::max(1, options.threads); ++i) threads.emplace_back([&] { state.Work(); });

  uint64_t records = 0;
  auto last_progress = start;
  while (written.ok()) {
    Done done;
    bool waiting = false;
    const bool got = state.exchange().Next(done, &waiting);
    if (!got && !waiting) break;
    if (got) {
      written = write(done.text);
      records += done.results;
      result.summary.Merge(done.summary);
      result.gravest = std::max(result.gravest, done.gravest);
      result.any_finding = result.any_finding || done.any_finding;
    }
    if (progress && Clock::now() - last_progress > std::chrono::milliseconds(200)) {
      last_progress = Clock::now();
      Progress now;
      {
        const std::lock_guard<std::mutex> lock(state.shared().mutex);
        now = state.shared().progress;
      }
      now.records = records;
      now.seconds = seconds();
      progress(now);
    }
  }
  state.exchange().Stop();
  for (std::thread& thread : threads) thread.join();
  if (!written.ok()) return written;

  result.unread = std::move(state.shared().unread);
  result.seconds = seconds();
  text.clear();
  RunIdentity identity = run;
  identity.seconds = result.seconds;
  writer.End(result.summary, identity, text);
  if (absl::Status status = write(text); !status.ok()) return status;
  return result;
}

}  // namespace tidewaiter
