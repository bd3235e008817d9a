// What a file holds, as one number: the same manifest plain, gzip or zstd has the same.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace tidewaiter {

// SHA-256 over the file's bytes, inflated when it is compressed; 64 lower-case hex digits. Any status that
// reading may end with; InvalidArgument for standard input, which cannot be read twice.
absl::StatusOr<std::string> ContentDigest(const std::string& path);

}  // namespace tidewaiter
