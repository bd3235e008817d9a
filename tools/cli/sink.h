// Where output goes: a file or standard output. Every write and the closing are checked, so that exit codes
// tell the truth about full disks and closed pipes.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tidewaiter::cli {

class Sink {
 public:
  // An empty path = standard output.
  static absl::StatusOr<Sink> Open(const std::string& path);
  Sink(Sink&& other) noexcept;
  ~Sink();

  absl::Status Write(std::string_view text);
  absl::Status Close();

 private:
  Sink(std::FILE* file, bool owned, std::string name) : file_(file), owned_(owned), name_(std::move(name)) {}
  std::FILE* file_;
  bool owned_;
  std::string name_;
};

// True when both paths lead to one existing file, by whatever way.
bool SameFile(const std::string& a, const std::string& b);

}  // namespace tidewaiter::cli
