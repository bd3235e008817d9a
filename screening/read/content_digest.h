// What a file holds, as one number: the same manifest plain, gzip or zstd has the same.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace tidewaiter {

// SHA-256 over the file's bytes, inflated when it is compressed; 64 lower-case hex digits. Any status that
// reading may end with; InvalidArgument for standard input, which cannot be read twice.
absl::StatusOr<std::string> ContentDigest(const std::string& path);

// Size and last change of a file: the same before and after means that what was digested is what was read.
struct FileState {
  int64_t size = -1;  // -1: there is none
  int64_t changed_seconds = 0, changed_nanoseconds = 0;
  bool operator==(const FileState&) const = default;
  static FileState Of(const std::string& path);
};

}  // namespace tidewaiter
