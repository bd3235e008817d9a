// One process at a time: an advisory lock on a small file beside the one that is guarded.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace tidewaiter {

// Held until it is destroyed, or the process ends in whatever way.
class FileLock {
 public:
  // Locks `path`, made when there is none. Unavailable when another process, or another FileLock of this one,
  // holds it; NotFound or PermissionDenied when the file cannot be made.
  static absl::StatusOr<FileLock> Take(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace tidewaiter
