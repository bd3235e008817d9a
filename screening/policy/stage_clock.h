// Processor time of the calling thread, for telling which stage takes how much.
#pragma once

#include <ctime>

namespace tidewaiter {

inline double ThreadSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Adds the time from its making to its end to `sum`.
class StageClock {
 public:
  explicit StageClock(double& sum) : sum_(sum), start_(ThreadSeconds()) {}
  StageClock(const StageClock&) = delete;
  StageClock& operator=(const StageClock&) = delete;
  ~StageClock() { sum_ += ThreadSeconds() - start_; }

 private:
  double& sum_;
  const double start_;
};

}  // namespace tidewaiter
