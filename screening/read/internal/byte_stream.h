// A stream of bytes: a file, standard input, or what one of them holds when inflated.
//
// A file is read with read(2), never mapped: one that is cut while it is read ends early with a status, not a
// SIGBUS.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tidewaiter::read {

class ByteStream {
 public:
  virtual ~ByteStream() = default;

  // Puts up to `capacity` (> 0) bytes into `out`. 0 at the end. An error is final; everything before it was
  // delivered by earlier calls, so that the records of a damaged file are kept.
  virtual absl::StatusOr<size_t> Read(char* out, size_t capacity) = 0;

  // Once Read() returned 0: what was wrong although the data itself is whole (garbage after the last gzip
  // member).
  virtual absl::Status EndStatus() const { return absl::OkStatus(); }
};

// How far a file has been read; written by the reading thread, read by the progress bar.
struct ReadProgress {
  std::atomic<uint64_t> bytes_read{0};
  std::atomic<uint64_t> bytes_total{0};  // 0 = not known
};

// Opens `path`, or standard input for "-". NotFound, PermissionDenied, or InvalidArgument for a folder.
absl::StatusOr<std::unique_ptr<ByteStream>> OpenFile(const std::string& path,
                                                     std::shared_ptr<ReadProgress> progress);

// The first bytes of a stream, looked at without taking them from it.
class HeadStream : public ByteStream {
 public:
  // Reads up to `bytes` ahead. A read error met meanwhile is reported by Read() in its place.
  HeadStream(std::unique_ptr<ByteStream> inner, size_t bytes);

  std::string_view head() const { return head_; }
  // The head is all there is.
  bool head_is_all() const { return head_is_all_; }
  // The read error that the head ends at, if any.
  const absl::Status& status() const { return status_; }

  absl::StatusOr<size_t> Read(char* out, size_t capacity) override;
  absl::Status EndStatus() const override { return inner_->EndStatus(); }

 private:
  std::unique_ptr<ByteStream> inner_;
  std::string head_;
  size_t taken_ = 0;
  bool head_is_all_ = false;
  absl::Status status_;
};

// Inflates joined gzip members. DataLoss when the data ends early or is damaged; zero padding after a member
// is accepted, anything else there is reported by EndStatus().
std::unique_ptr<ByteStream> MakeGzipStream(std::unique_ptr<ByteStream> inner);

// Inflates joined zstd frames, with the window capped at limits::kZstdWindowLog.
std::unique_ptr<ByteStream> MakeZstdStream(std::unique_ptr<ByteStream> inner);

// Reads `inner` ahead in a thread of its own, at most four blocks: inflating costs several times the parsing.
std::unique_ptr<ByteStream> MakePrefetchStream(std::unique_ptr<ByteStream> inner);

}  // namespace tidewaiter::read
