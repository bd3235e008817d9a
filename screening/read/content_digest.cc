#include "screening/read/content_digest.h"

#include <memory>
#include <utility>

#include <sys/stat.h>

#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "screening/read/internal/byte_stream.h"
#include "screening/read/internal/format.h"

namespace tidewaiter {

absl::StatusOr<std::string> ContentDigest(const std::string& path) {
  if (path == "-") return absl::InvalidArgumentError("standard input cannot be read twice");
  constexpr size_t kMagicBytes = 4096;
  constexpr size_t kBlockBytes = 256 * 1024;
  TW_ASSIGN_OR_RETURN(std::unique_ptr<read::ByteStream> file,
                      read::OpenFile(path, std::make_shared<read::ReadProgress>()));
  auto head = std::make_unique<read::HeadStream>(std::move(file), kMagicBytes);
  std::unique_ptr<read::ByteStream> bytes;
  if (read::IsGzip(head->head())) {
    bytes = read::MakeGzipStream(std::move(head));
  } else if (read::IsZstd(head->head())) {
    bytes = read::MakeZstdStream(std::move(head));
  } else {
    bytes = std::move(head);
  }
  Sha256 digest;
  const auto block = std::make_unique<char[]>(kBlockBytes);
  while (true) {
    TW_ASSIGN_OR_RETURN(const size_t size, bytes->Read(block.get(), kBlockBytes));
    if (size == 0) break;
    digest.Add(std::string_view(block.get(), size));
  }
  TW_RETURN_IF_ERROR(bytes->EndStatus());
  return digest.Hex();
}

FileState FileState::Of(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return {};
  return {found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

}  // namespace tidewaiter
