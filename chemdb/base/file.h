// Whole small files: reading with a limit, writing so that a reader never sees half.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tidewaiter {

// NotFound when there is no such file, PermissionDenied, FailedPrecondition for a folder, ResourceExhausted
// when it is longer than `limit` bytes. All of it is in memory, so a file that is cut while it is read does
// no harm.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t limit);

// Writes beside `path`, flushes to disk and renames: the file is replaced as a whole or not at all, and a
// failure leaves nothing behind. A link is followed. FailedPrecondition when `path` is a device or a folder.
absl::Status WriteFileAtomically(const std::string& path, std::string_view text);

// The regular files of `directory` whose names end in `extension`, sorted by name. NotFound when it is no
// directory.
absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& directory, std::string_view extension);

}  // namespace tidewaiter
