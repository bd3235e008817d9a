#include "screening/read/internal/byte_stream.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chemdb/base/concat.h"

namespace tidewaiter::read {
namespace {

class FileStream : public ByteStream {
 public:
  FileStream(int fd, bool owned, uint64_t expected, std::string name, std::shared_ptr<ReadProgress> progress)
      : fd_(fd), owned_(owned), expected_(expected), name_(std::move(name)), progress_(std::move(progress)) {}
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;
  ~FileStream() override {
    if (owned_) ::close(fd_);
  }

  absl::StatusOr<size_t> Read(char* out, size_t capacity) override {
    while (true) {
      const ssize_t got = ::read(fd_, out, capacity);
      if (got > 0) {
        progress_->bytes_read.fetch_add(static_cast<uint64_t>(got), std::memory_order_relaxed);
        return static_cast<size_t>(got);
      }
      if (got == 0) break;
      const int error = errno;
      if (error == EINTR) continue;
      return absl::DataLossError(Concat("cannot read ", name_, ": ", std::strerror(error)));
    }
    const uint64_t total = progress_->bytes_read.load(std::memory_order_relaxed);
    if (total < expected_) {
      return absl::DataLossError(
          Concat(name_, " became shorter while it was read: ", total, " bytes of ", expected_));
    }
    return size_t{0};
  }

 private:
  const int fd_;
  const bool owned_;
  const uint64_t expected_;  // size when opened; 0 for pipes
  const std::string name_;
  const std::shared_ptr<ReadProgress> progress_;
};

class PrefetchStream : public ByteStream {
 public:
  explicit PrefetchStream(std::unique_ptr<ByteStream> inner)
      : inner_(std::move(inner)), thread_([this] { Run(); }) {}
  ~PrefetchStream() override {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  absl::StatusOr<size_t> Read(char* out, size_t capacity) override {
    if (taken_ == current_.size()) {
      std::unique_lock<std::mutex> lock(mutex_);
      if (!current_.empty()) spare_.push_back(std::move(current_));
      current_.clear();
      taken_ = 0;
      changed_.wait(lock, [this] { return !ready_.empty() || finished_; });
      if (ready_.empty()) {
        if (!status_.ok()) return status_;
        return size_t{0};
      }
      current_ = std::move(ready_.front());
      ready_.pop_front();
      lock.unlock();
      changed_.notify_all();
    }
    const size_t count = std::min(capacity, current_.size() - taken_);
    std::memcpy(out, current_.data() + taken_, count);
    taken_ += count;
    return count;
  }

  absl::Status EndStatus() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return end_status_;
  }

 private:
  static constexpr size_t kBlockBytes = 256 * 1024;
  static constexpr size_t kBlocks = 4;

  void Run() {
    while (true) {
      std::vector<char> block;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [this] { return stop_ || ready_.size() < kBlocks; });
        if (stop_) return;
        if (!spare_.empty()) {
          block = std::move(spare_.back());
          spare_.pop_back();
        }
      }
      block.resize(kBlockBytes);
      size_t filled = 0;
      absl::Status status;
      bool end = false;
      while (filled < block.size() && !end) {
        const auto got = inner_->Read(block.data() + filled, block.size() - filled);
        if (!got.ok()) status = got.status();
        end = !got.ok() || *got == 0;
        if (!end) filled += *got;
      }
      block.resize(filled);
      const std::lock_guard<std::mutex> lock(mutex_);
      if (filled > 0) ready_.push_back(std::move(block));
      if (end) {
        status_ = status;
        if (status.ok()) end_status_ = inner_->EndStatus();
        finished_ = true;
      }
      changed_.notify_all();
      if (end) return;
    }
  }

  const std::unique_ptr<ByteStream> inner_;
  std::vector<char> current_;  // the consumer's
  size_t taken_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<char>> ready_;
  std::vector<std::vector<char>> spare_;
  absl::Status status_;
  absl::Status end_status_;
  bool finished_ = false;
  bool stop_ = false;
  std::thread thread_;  // last: starts when everything above stands
};

}  // namespace

absl::StatusOr<std::unique_ptr<ByteStream>> OpenFile(const std::string& path,
                                                     std::shared_ptr<ReadProgress> progress) {
  const bool standard_input = path == "-";
  const std::string name = standard_input ? "standard input" : path;
  const int fd = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    const int error = errno;
    const std::string message = Concat("cannot open ", name, ": ", std::strerror(error));
    if (error == ENOENT) return absl::NotFoundError(message);
    if (error == EACCES) return absl::PermissionDeniedError(message);
    return absl::InvalidArgumentError(message);
  }
  struct stat info = {};
  uint64_t size = 0;
  if (::fstat(fd, &info) == 0) {
    if (S_ISDIR(info.st_mode)) {
      if (!standard_input) ::close(fd);
      return absl::InvalidArgumentError(Concat("cannot read ", name, ": it is a folder"));
    }
    if (S_ISREG(info.st_mode)) size = static_cast<uint64_t>(info.st_size);
  }
  // Redirected standard input may stand anywhere in its file: its size says nothing about what is left.
  const uint64_t expected = standard_input ? 0 : size;
#ifdef POSIX_FADV_SEQUENTIAL
  ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
  progress->bytes_total = size;
  return std::make_unique<FileStream>(fd, !standard_input, expected, name, std::move(progress));
}

HeadStream::HeadStream(std::unique_ptr<ByteStream> inner, size_t bytes) : inner_(std::move(inner)) {
  head_.resize(bytes);
  size_t filled = 0;
  while (filled < bytes) {
    const auto got = inner_->Read(head_.data() + filled, bytes - filled);
    if (!got.ok()) {
      status_ = got.status();
      break;
    }
    if (*got == 0) {
      head_is_all_ = true;
      break;
    }
    filled += *got;
  }
  head_.resize(filled);
}

absl::StatusOr<size_t> HeadStream::Read(char* out, size_t capacity) {
  if (taken_ < head_.size()) {
    const size_t count = std::min(capacity, head_.size() - taken_);
    std::memcpy(out, head_.data() + taken_, count);
    taken_ += count;
    return count;
  }
  if (!status_.ok()) return status_;
  if (head_is_all_) return size_t{0};
  return inner_->Read(out, capacity);
}

std::unique_ptr<ByteStream> MakePrefetchStream(std::unique_ptr<ByteStream> inner) {
  return std::make_unique<PrefetchStream>(std::move(inner));
}

}  // namespace tidewaiter::read
