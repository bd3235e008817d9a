#include "chemdb/base/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

using FilePtr = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

absl::Status Failure(std::string_view what, const std::string& path) {
  const int error = errno;
  const std::string text = Concat(what, " ", path, ": ", std::string_view(std::strerror(error)));
  return error == ENOENT ? absl::NotFoundError(text) : absl::UnavailableError(text);
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t limit) {
  FilePtr file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (file == nullptr) return Failure("cannot open", path);
  std::string out;
  char buffer[1 << 16];
  while (true) {
    const size_t n = std::fread(buffer, 1, sizeof buffer, file.get());
    out.append(buffer, n);
    if (out.size() > limit) {
      return absl::ResourceExhaustedError(Concat(path, " is longer than ", limit, " bytes"));
    }
    if (n < sizeof buffer) break;
  }
  if (std::ferror(file.get()) != 0) return Failure("cannot read", path);
  return out;
}

absl::Status WriteFileAtomically(const std::string& path, std::string_view text) {
  const std::string temporary = path + ".tmp";
  FilePtr file(std::fopen(temporary.c_str(), "wb"), &std::fclose);
  if (file == nullptr) return Failure("cannot write", temporary);
  const bool written = std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
  const bool closed = std::fclose(file.release()) == 0;
  if (!written || !closed) {
    const absl::Status status = Failure("cannot write", temporary);
    std::remove(temporary.c_str());
    return status;
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return Failure("cannot replace", path);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& directory, std::string_view extension) {
  std::error_code error;
  std::vector<std::string> out;
  std::filesystem::directory_iterator it(directory, error);
  if (error) return absl::NotFoundError(Concat("cannot read folder ", directory, ": ", error.message()));
  for (const auto& entry : it) {
    if (entry.is_regular_file(error) && entry.path().extension() == extension) out.push_back(entry.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace tidewaiter
