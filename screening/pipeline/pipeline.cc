#include "screening/pipeline/pipeline.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

#include "chemdb/base/concat.h"
#include "screening/pipeline/exchange.h"
#include "screening/pipeline/guard.h"
#include "screening/pipeline/settle.h"
#include "screening/policy/fact_maker.h"
#include "screening/policy/stage_clock.h"
#include "screening/read/content_digest.h"

namespace tidewaiter {
namespace {

using Clock = std::chrono::steady_clock;

// Batches in flight for each worker: enough to hide the writer's pauses, few enough to bound memory.
constexpr size_t kBatchesPerWorker = 4;
// Batches that are committed to a ledger together, at most, and how long the first of them waits. A commit
// writes every page that was touched, and batches touch the same ones.
constexpr size_t kBatchesPerCommit = 8;
constexpr std::chrono::milliseconds kCommitWait{500};
// Records that pass through a stage before the next one: enough that looking at the clock costs nothing.
constexpr size_t kRecordsPerTurn = 64;
// Hex digits of a file's content digest that the ledger keeps: 128 bits.
constexpr size_t kFileKeyDigits = 32;

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

// What threads tell the one that waits for them.
struct Shared {
  std::mutex mutex;
  Progress progress;
  std::vector<std::string> unread;
  StageTimes times;
  absl::Status policy;
  bool cancelled = false;
};

class Run {
 public:
  Run(const std::vector<std::string>& files, std::shared_ptr<const Engine> engine,
      const PipelineOptions& options, const ResultWriter& writer)
      : files_(files),
        engine_(std::move(engine)),
        options_(options),
        policy_(options.policy),
        commits_(policy_ != nullptr && policy_->has_ledger_file()),
        writer_(writer),
        total_bytes_(TotalBytes(files)),
        exchange_(kBatchesPerWorker * static_cast<size_t>(std::max(1, options.threads)) +
                      (commits_ ? kBatchesPerCommit : 0),
                  policy_ != nullptr) {}

  void Read(const std::atomic<bool>* cancel) {
    StageTimes times;
    uint64_t bytes_before = 0;
    for (size_t i = 0; i < files_.size(); ++i) {
      if (cancel != nullptr && cancel->load(std::memory_order_relaxed)) break;
      const uint64_t size = ReadFile(i, bytes_before, cancel, times);
      bytes_before += size;
      if (exchange_.stopped()) break;
    }
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    shared_.cancelled = cancel != nullptr && cancel->load(std::memory_order_relaxed);
    shared_.times.Add(times);
    exchange_.ReaderDone();
  }

  void Work() {
    ScreenOptions screen = options_.screen;
    // Rules also ask about what is listed and not in force; SettleWithPolicy leaves it out again.
    screen.explain = screen.explain || policy_ != nullptr;
    Screener screener(engine_, screen);
    std::optional<FactMaker> facts;
    if (policy_ != nullptr) facts.emplace(policy_->sources());
    StageTimes times;
    std::optional<Job> job;
    std::optional<Settled> settled;
    while (exchange_.Take(job, settled)) {
      if (job) {
        Screened screened = ScreenJob(*job, screener, facts ? &*facts : nullptr, times);
        if (policy_ != nullptr) {
          exchange_.PutScreened(std::move(screened));
          continue;
        }
        settled = Settled{screened.order, screened.first, std::move(screened.batch.results)};
      }
      const uint64_t order = settled->order;
      exchange_.PutDone(order, Format(*std::move(settled), times));
    }
    const std::lock_guard<std::mutex> lock(shared_.mutex);
    shared_.times.Add(times);
  }

  // One thread, batches in order.
  void ApplyPolicy() {
    const absl::Status status = ApplyPolicyToAll();
    {
      const std::lock_guard<std::mutex> lock(shared_.mutex);
      shared_.policy = status;
      shared_.times[Stage::kLicences] += policy_->times().licences;
      shared_.times[Stage::kRules] += policy_->times().rules;
      shared_.times[Stage::kLedger] += policy_->times().ledger;
    }
    if (!status.ok()) exchange_.Stop();
    exchange_.PolicyDone();
  }

  Exchange& exchange() { return exchange_; }
  Shared& shared() { return shared_; }

 private:
  // Returns the file's size, 0 when not known.
  uint64_t ReadFile(size_t index, uint64_t bytes_before, const std::atomic<bool>* cancel, StageTimes& times) {
    const std::string& file = files_[index];
    const FileState before = FileState::Of(file);
    const std::shared_ptr<const FileMark> mark = policy_ == nullptr ? nullptr : Mark(index, times);
    auto source = RecordSource::Open(file, options_.read);
    if (!source.ok()) return Fail(file, source.status(), mark), 0;
    uint64_t size = 0;
    int64_t records = 0;
    while (cancel == nullptr || !cancel->load(std::memory_order_relaxed)) {
      absl::StatusOr<std::unique_ptr<RecordBatch>> batch = nullptr;
      {
        const StageClock clock(times[Stage::kRead]);
        batch = (*source)->Next();
      }
      {
        const std::lock_guard<std::mutex> lock(shared_.mutex);
        shared_.progress.file = file;
        shared_.progress.bytes_read = bytes_before + (*source)->bytes_read();
        size = (*source)->bytes_total();
        shared_.progress.bytes_total = total_bytes_;
      }
      if (!batch.ok()) return Fail(file, batch.status(), mark), size;
      if (*batch == nullptr) {
        EndFile(file, before, mark, records);
        break;
      }
      const size_t count = (*batch)->size();
      records += static_cast<int64_t>(count);
      Job job;
      job.batch = *std::move(batch);
      job.file = mark;
      if (!exchange_.Put(std::move(job), count)) break;
    }
    return size;
  }

  std::shared_ptr<const FileMark> Mark(size_t index, StageTimes& times) const {
    const StageClock clock(times[Stage::kDigest]);
    auto mark = std::make_shared<FileMark>();
    mark->name = files_[index];
    mark->key = Concat("file ", index);
    mark->enter = true;
    if (!commits_) return mark;
    // What cannot be read to its end would be counted again with the whole file that comes later.
    const auto digest = ContentDigest(files_[index]);
    mark->enter = digest.ok();
    if (digest.ok()) mark->key = digest->substr(0, kFileKeyDigits);
    return mark;
  }

  void EndFile(const std::string& file, const FileState& before, const std::shared_ptr<const FileMark>& mark,
               int64_t records) {
    if (mark == nullptr) return;
    if (commits_ && !(FileState::Of(file) == before)) {
      Fail(file,
           absl::AbortedError("it was changed while it was read, and is in the ledger as it was before"),
           mark);
      return;
    }
    Job job;
    job.file = mark;
    job.end_of_file = true;
    job.records = records;
    exchange_.Put(std::move(job), 0);
  }

  void Fail(const std::string& file, const absl::Status& status, std::shared_ptr<const FileMark> mark) {
    {
      const std::lock_guard<std::mutex> lock(shared_.mutex);
      shared_.unread.push_back(Concat(file, ": ", AsStd(status.message())));
    }
    Job job;
    job.failure = UnreadableFile(file, status);
    job.file = std::move(mark);
    exchange_.Put(std::move(job), 1);
  }

  Screened ScreenJob(Job& job, Screener& screener, FactMaker* facts, StageTimes& times) const {
    Screened out;
    out.order = job.order;
    out.first = job.first;
    out.file = std::move(job.file);
    out.end_of_file = job.end_of_file;
    out.records = job.records;
    if (job.failure) out.batch.results.push_back(*std::move(job.failure));
    if (job.batch == nullptr) return out;
    const size_t count = job.batch->size();
    std::vector<RecordResult>& results = out.batch.results;
    results.reserve(count);
    if (facts != nullptr) {
      out.batch.facts.lines.reserve(count);
      out.batch.result_of_row.reserve(count);
    }
    std::vector<Record> records;
    std::vector<DescriptionFacts> descriptions(facts != nullptr ? kRecordsPerTurn : 0);
    for (size_t begin = 0; begin < count; begin += kRecordsPerTurn) {
      const size_t end = std::min(count, begin + kRecordsPerTurn);
      {
        const StageClock clock(times[Stage::kInterpret]);
        records.clear();
        for (size_t i = begin; i < end; ++i) records.push_back(job.batch->Interpret(i));
      }
      {
        const StageClock clock(times[Stage::kScreen]);
        for (size_t i = 0; i < records.size(); ++i) {
          DescriptionFacts* const description = facts != nullptr ? &(descriptions[i] = {}) : nullptr;
          results.push_back(
              ScreenGuarded(records[i], [&](const Record& r) { return screener.Screen(r, description); }));
        }
      }
      if (facts == nullptr) continue;
      const StageClock clock(times[Stage::kFacts]);
      for (size_t i = begin; i < end; ++i) {
        if (facts->Add(records[i - begin], results[i], descriptions[i - begin], out.file->key,
                       out.batch.facts)) {
          out.batch.result_of_row.push_back(static_cast<uint32_t>(i));
        }
      }
    }
    job.batch.reset();
    return out;
  }

  absl::Status ApplyPolicyToAll() {
    const FileMark* file = nullptr;
    std::vector<Settled> group;  // applied and not committed
    Clock::time_point since;
    Screened screened;
    bool waiting = false;
    while (true) {
      const bool got = exchange_.NextScreened(screened, &waiting);
      if (!got && !waiting) break;
      if (got) {
        if (screened.file != nullptr && screened.file.get() != file) {
          marks_.push_back(screened.file);
          file = screened.file.get();
          if (auto s = policy_->BeginFile(file->key, file->name, file->enter); !s.ok()) return s;
        }
        if (auto s = policy_->Apply(screened.batch); !s.ok()) return s;
        if (screened.end_of_file) {
          if (auto s = policy_->EndFile(screened.records); !s.ok()) return s;
        }
        if (group.empty()) since = Clock::now();
        group.push_back({screened.order, screened.first, std::move(screened.batch.results)});
      }
      if (group.empty()) continue;
      if (got && commits_ && group.size() < kBatchesPerCommit && Clock::now() - since < kCommitWait) continue;
      if (auto s = policy_->Commit(); !s.ok()) return s;
      for (Settled& settled : group) exchange_.PutSettled(std::move(settled));
      group.clear();
    }
    // What was stopped in the middle of a group is not committed: nobody saw its results.
    if (exchange_.stopped()) return absl::OkStatus();
    if (auto s = policy_->Finish(); !s.ok()) return s;
    for (Settled& settled : group) exchange_.PutSettled(std::move(settled));
    return absl::OkStatus();
  }

  Done Format(Settled settled, StageTimes& times) const {
    const StageClock clock(times[Stage::kFormat]);
    Done done;
    for (RecordResult& result : settled.results) {
      if (policy_ != nullptr) {
        SettleWithPolicy(options_.disposition, options_.screen.explain, result);
        if (options_.what_if) AskWhatIf(options_.disposition, result);
      }
      done.summary.Add(result);
      for (const Finding& finding : result.findings) {
        done.any_finding = true;
        if (finding.kind != FindingKind::kData) done.gravest = std::max(done.gravest, finding.severity);
      }
      writer_.Format(result, settled.first && done.results == 0, done.text);
      ++done.results;
    }
    return done;
  }

  const std::vector<std::string>& files_;
  std::shared_ptr<const Engine> engine_;
  const PipelineOptions& options_;
  PolicyStage* const policy_;
  const bool commits_;
  const ResultWriter& writer_;
  const uint64_t total_bytes_;
  Exchange exchange_;
  Shared shared_;
  std::vector<std::shared_ptr<const FileMark>> marks_;  // keeps them apart by address
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
  if (options.policy != nullptr) threads.emplace_back([&] { state.ApplyPolicy(); });

  uint64_t records = 0;
  auto last_progress = start;
  while (written.ok()) {
    Done done;
    bool waiting = false;
    const bool got = state.exchange().NextDone(done, &waiting);
    if (!got && !waiting) break;
    if (got) {
      const StageClock clock(result.times[Stage::kWrite]);
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
  if (!state.shared().policy.ok()) return state.shared().policy;

  result.unread = std::move(state.shared().unread);
  result.complete = result.unread.empty() && !state.shared().cancelled;
  result.times.Add(state.shared().times);
  result.seconds = seconds();
  text.clear();
  RunIdentity identity = run;
  identity.seconds = result.seconds;
  identity.complete = result.complete;
  writer.End(result.summary, identity, text);
  if (absl::Status status = write(text); !status.ok()) return status;
  return result;
}

}  // namespace tidewaiter
