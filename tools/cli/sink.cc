#include "tools/cli/sink.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "chemdb/base/concat.h"

namespace tidewaiter::cli {
namespace {

absl::Status Failure(std::string_view what, std::string_view name) {
  return absl::UnavailableError(Concat(what, " ", name, ": ", std::string_view(std::strerror(errno))));
}

}  // namespace

absl::StatusOr<Sink> Sink::Open(const std::string& path) {
  if (path.empty() || path == "-") return Sink(stdout, false, "standard output");
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return Failure("cannot write", path);
  return Sink(file, true, path);
}

Sink::Sink(Sink&& other) noexcept
    : file_(std::exchange(other.file_, nullptr)), owned_(other.owned_), name_(std::move(other.name_)) {}

Sink::~Sink() {
  if (file_ != nullptr && owned_) std::fclose(file_);
}

absl::Status Sink::Write(std::string_view text) {
  if (text.empty()) return absl::OkStatus();
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size())
    return Failure("cannot write to", name_);
  return absl::OkStatus();
}

absl::Status Sink::Close() {
  std::FILE* file = std::exchange(file_, nullptr);
  if (file == nullptr) return absl::OkStatus();
  if (std::fflush(file) != 0 || std::ferror(file) != 0) return Failure("cannot write to", name_);
  if (owned_ && std::fclose(file) != 0) return Failure("cannot close", name_);
  return absl::OkStatus();
}

bool SameFile(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error) && !error;
}

}  // namespace tidewaiter::cli
