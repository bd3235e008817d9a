// A child process that answers each line with one line.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tidewaiter {

class LineProcess {
 public:
  LineProcess() = default;
  LineProcess(const LineProcess&) = delete;
  LineProcess& operator=(const LineProcess&) = delete;
  ~LineProcess();  // kills the child

  // Starts `command` (looked up in PATH) with its standard error closed. NotFound when there is no such
  // program.
  absl::Status Start(const std::vector<std::string>& command);
  bool running() const { return pid_ > 0; }
  // SIGKILL, and waits for it.
  void Kill();

  // Sends `lines`, each with a line feed, and reads as many lines. DeadlineExceeded after `patience`,
  // Unavailable when the child died; the child is dead afterwards in both cases. A line of over 64 KiB counts
  // as death.
  absl::StatusOr<std::vector<std::string>> Ask(const std::vector<std::string>& lines,
                                               std::chrono::milliseconds patience);

 private:
  absl::Status Send(std::string_view text, std::chrono::steady_clock::time_point deadline);

  pid_t pid_ = -1;
  int socket_ = -1;
  std::string unread_;
};

}  // namespace tidewaiter
