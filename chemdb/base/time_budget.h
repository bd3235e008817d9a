// How long one piece of work may take, looked at between its steps.
#pragma once

#include <chrono>

#include "absl/status/status.h"

#include "chemdb/base/concat.h"

namespace tidewaiter {

// The longest that one structure may be judged. Far above what any structure within the limits on size has
// been seen to need, so that findings do not depend on the machine.
inline constexpr std::chrono::milliseconds kStructureTimeLimit{10'000};

class TimeBudget {
 public:
  TimeBudget() = default;  // without end
  explicit TimeBudget(std::chrono::microseconds limit)
      : limited_(true), limit_(limit), start_(std::chrono::steady_clock::now()) {}

  // DeadlineExceeded, in words for a person, once the time is over.
  absl::Status Check() const {
    if (!limited_ || std::chrono::steady_clock::now() - start_ <= limit_) return absl::OkStatus();
    return absl::DeadlineExceededError(
        Concat("beyond a limit: more time than ", limit_.count() / 1000, " ms"));
  }

 private:
  bool limited_ = false;
  std::chrono::microseconds limit_{0};
  std::chrono::steady_clock::time_point start_;
};

}  // namespace tidewaiter
