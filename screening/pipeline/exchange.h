// What passes between the threads of a run, and how much of it at once: private to screening/pipeline.
//
//   reader -> workers (screen) -> policy, in order -> workers (format) -> writer, in order
//
// Without policy, workers screen and format in one go. A batch holds its slot from the reader to the writer,
// so that a slow disk holds up the reader and memory stays bounded.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "screening/model/finding.h"
#include "screening/policy/policy_stage.h"
#include "screening/read/record_source.h"
#include "screening/report/result_writer.h"

namespace tidewaiter {

// A file as policy knows it.
struct FileMark {
  std::string name;
  std::string key;     // the ledger's
  bool enter = false;  // into the ledger
};

// A batch, or a file that could not be read, or the end of a file.
struct Job {
  uint64_t order = 0;
  bool first = false;  // no result comes before its own
  std::unique_ptr<RecordBatch> batch;
  std::optional<RecordResult> failure;
  std::shared_ptr<const FileMark> file;
  bool end_of_file = false;
  int64_t records = 0;  // of the whole file, with end_of_file
};

// The same after screening.
struct Screened {
  uint64_t order = 0;
  bool first = false;
  PolicyBatch batch;
  std::shared_ptr<const FileMark> file;
  bool end_of_file = false;
  int64_t records = 0;
};

// Results that wait for being formatted.
struct Settled {
  uint64_t order = 0;
  bool first = false;
  std::vector<RecordResult> results;
};

// Formatted, ready to be written.
struct Done {
  std::string text;
  Summary summary;
  uint64_t results = 0;
  Severity gravest = Severity::kInfo;
  bool any_finding = false;
};

class Exchange {
 public:
  // `slots` = batches between reader and writer.
  Exchange(size_t slots, bool with_policy) : slots_(slots), policy_done_(!with_policy) {}

  // Reader. Put waits for a free slot; false when the run was stopped. `results` = how many the job gives.
  bool Put(Job job, size_t results);
  void ReaderDone();

  // Workers. One of the two is filled; what waits for being formatted goes first. False when there is nothing
  // more.
  bool Take(std::optional<Job>& job, std::optional<Settled>& settled);
  void PutScreened(Screened screened);
  void PutDone(uint64_t order, Done done);

  // Policy. The next in order; false at the end, or when nothing came for a while (`*waiting` tells which).
  bool NextScreened(Screened& screened, bool* waiting);
  void PutSettled(Settled settled);
  void PolicyDone();

  // Writer. As NextScreened.
  bool NextDone(Done& done, bool* waiting);

  void Stop();
  bool stopped();

 private:
  const size_t slots_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::map<uint64_t, Screened> screened_;
  std::deque<Settled> settled_;
  std::map<uint64_t, Done> done_;
  uint64_t next_order_ = 0;
  uint64_t next_policy_ = 0;
  uint64_t next_written_ = 0;
  size_t in_flight_ = 0;
  bool any_result_ = false;
  bool reader_done_ = false;
  bool policy_done_;
  bool stopped_ = false;
};

}  // namespace tidewaiter
