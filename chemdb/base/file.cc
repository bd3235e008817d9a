#include "chemdb/base/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

// Names tried for the temporary file before giving up: each is taken only by another writer or a crash.
constexpr int kTemporaryNames = 100;

absl::Status Failure(std::string_view what, const std::string& path) {
  const int error = errno;
  const std::string text = Concat(what, " ", path, ": ", std::string_view(std::strerror(error)));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(text);
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(text);
    case EISDIR:
      return absl::FailedPreconditionError(text);
    default:
      return absl::UnavailableError(text);
  }
}

// Closes on every way out.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { Close(); }
  int get() const { return fd_; }
  bool Close() {
    const int fd = fd_;
    fd_ = -1;
    return fd < 0 || ::close(fd) == 0;
  }

 private:
  int fd_;
};

absl::Status WriteAll(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Failure("cannot write", path);
    text.remove_prefix(static_cast<size_t>(n));
  }
  // Before the rename: else a power cut can leave the new name with old or no content.
  if (::fsync(fd) != 0) return Failure("cannot write", path);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t limit) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return Failure("cannot open", path);
  std::string out;
  char buffer[1 << 16];
  while (true) {
    const ssize_t n = ::read(file.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Failure("cannot read", path);
    if (n == 0) return out;
    out.append(buffer, static_cast<size_t>(n));
    if (out.size() > limit) {
      return absl::ResourceExhaustedError(Concat(path, " is longer than ", limit, " bytes"));
    }
  }
}

absl::Status WriteFileAtomically(const std::string& path, std::string_view text) {
  std::error_code error;
  // A link keeps pointing where it does; a device is no file that a rename may replace.
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  const std::string target = error ? path : real.string();
  if (!error && !std::filesystem::is_regular_file(target, error)) {
    return absl::FailedPreconditionError(Concat("cannot replace ", path, ": not a regular file"));
  }

  std::string temporary;
  int fd = -1;
  for (int i = 0; i < kTemporaryNames && fd < 0; ++i) {
    temporary = Concat(target, ".", ::getpid(), "-", i, ".tmp");
    fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno != EEXIST) break;
  }
  if (fd < 0) return Failure("cannot write", temporary);
  Descriptor file(fd);
  absl::Status status = WriteAll(fd, text, temporary);
  if (!file.Close() && status.ok()) status = Failure("cannot write", temporary);
  if (status.ok() && std::rename(temporary.c_str(), target.c_str()) != 0)
    status = Failure("cannot replace", path);
  if (!status.ok()) {
    ::unlink(temporary.c_str());
    return status;
  }
  // So that the new name survives a power cut as well. Some file systems cannot; the file itself is whole.
  const std::string folder = std::filesystem::path(target).parent_path().string();
  if (Descriptor parent(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC));
      parent.get() >= 0) {
    ::fsync(parent.get());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& directory, std::string_view extension) {
  std::error_code error;
  std::vector<std::string> out;
  std::filesystem::directory_iterator it(directory, error);
  for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
    std::error_code unreadable;  // a dangling link is no regular file and no reason to stop
    if (it->is_regular_file(unreadable) && it->path().extension() == extension)
      out.push_back(it->path().string());
  }
  if (error) return absl::NotFoundError(Concat("cannot read folder ", directory, ": ", error.message()));
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace tidewaiter
