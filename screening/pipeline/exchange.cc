#include "screening/pipeline/exchange.h"

#include <chrono>
#include <utility>

namespace tidewaiter {
namespace {

// Takes what stands at `next` in `waiting_things`; false when it has not come.
template <typename T>
bool TakeNext(std::map<uint64_t, T>& things, uint64_t& next, T& out) {
  const auto it = things.find(next);
  if (it == things.end()) return false;
  out = std::move(it->second);
  things.erase(it);
  ++next;
  return true;
}

constexpr std::chrono::milliseconds kPatience{100};

}  // namespace

bool Exchange::Put(Job job, size_t results) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return stopped_ || in_flight_ < slots_; });
  if (stopped_) return false;
  ++in_flight_;
  job.order = next_order_++;
  job.first = !any_result_;
  any_result_ = any_result_ || results > 0;
  jobs_.push_back(std::move(job));
  changed_.notify_all();
  return true;
}

void Exchange::ReaderDone() {
  const std::lock_guard<std::mutex> lock(mutex_);
  reader_done_ = true;
  changed_.notify_all();
}

bool Exchange::Take(std::optional<Job>& job, std::optional<Settled>& settled) {
  job.reset();
  settled.reset();
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] {
    return stopped_ || !settled_.empty() || !jobs_.empty() || (reader_done_ && policy_done_);
  });
  if (stopped_) return false;
  if (!settled_.empty()) {
    settled = std::move(settled_.front());
    settled_.pop_front();
    return true;
  }
  if (jobs_.empty()) return false;
  job = std::move(jobs_.front());
  jobs_.pop_front();
  return true;
}

void Exchange::PutScreened(Screened screened) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const uint64_t order = screened.order;
  screened_.emplace(order, std::move(screened));
  changed_.notify_all();
}

void Exchange::PutDone(uint64_t order, Done done) {
  const std::lock_guard<std::mutex> lock(mutex_);
  done_.emplace(order, std::move(done));
  changed_.notify_all();
}

bool Exchange::NextScreened(Screened& screened, bool* waiting) {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto ready = [&] {
    return stopped_ || screened_.count(next_policy_) > 0 || (reader_done_ && next_policy_ == next_order_);
  };
  *waiting = !changed_.wait_for(lock, kPatience, ready);
  if (*waiting || stopped_) return false;
  return TakeNext(screened_, next_policy_, screened);
}

void Exchange::PutSettled(Settled settled) {
  const std::lock_guard<std::mutex> lock(mutex_);
  settled_.push_back(std::move(settled));
  changed_.notify_all();
}

void Exchange::PolicyDone() {
  const std::lock_guard<std::mutex> lock(mutex_);
  policy_done_ = true;
  changed_.notify_all();
}

bool Exchange::NextDone(Done& done, bool* waiting) {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto ready = [&] {
    return stopped_ || done_.count(next_written_) > 0 ||
           (reader_done_ && policy_done_ && next_written_ == next_order_);
  };
  *waiting = !changed_.wait_for(lock, kPatience, ready);
  if (*waiting || stopped_ || !TakeNext(done_, next_written_, done)) return false;
  --in_flight_;
  changed_.notify_all();
  return true;
}

void Exchange::Stop() {
  const std::lock_guard<std::mutex> lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

bool Exchange::stopped() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return stopped_;
}

}  // namespace tidewaiter
