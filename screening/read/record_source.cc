#include "screening/read/record_source.h"

#include <utility>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "screening/read/internal/byte_stream.h"
#include "screening/read/internal/encoding.h"
#include "screening/read/internal/format.h"
#include "screening/read/internal/open.h"
#include "screening/read/internal/text_source.h"

namespace tidewaiter {
namespace read {
namespace {

constexpr size_t kMagicBytes = 4096;
constexpr size_t kSampleBytes = 64 * 1024;

absl::StatusOr<std::unique_ptr<RecordSource>> OpenText(OpenedText opened, InputFormat format) {
  switch (format) {
    case InputFormat::kJsonLines:
      return OpenJsonLines(std::move(opened));
    case InputFormat::kSmiles:
      return OpenSmiles(std::move(opened));
    case InputFormat::kSdf:
      return OpenSdf(std::move(opened));
    case InputFormat::kCsv:
    case InputFormat::kAuto:
      break;
  }
  return OpenCsv(std::move(opened));
}

absl::StatusOr<std::unique_ptr<RecordSource>> OpenNamed(std::unique_ptr<ByteStream> raw,
                                                        const std::string& name, const ReadOptions& options,
                                                        std::shared_ptr<ReadProgress> progress) {
  auto head = std::make_unique<HeadStream>(std::move(raw), kMagicBytes);
  TW_RETURN_IF_ERROR(RefuseForeign(head->head()));
  std::unique_ptr<ByteStream> bytes;
  if (IsGzip(head->head())) {
    bytes = MakePrefetchStream(MakeGzipStream(std::move(head)));
  } else if (IsZstd(head->head())) {
    bytes = MakePrefetchStream(MakeZstdStream(std::move(head)));
  } else {
    bytes = std::move(head);
  }

  auto sample = std::make_unique<HeadStream>(std::move(bytes), kSampleBytes);
  TW_RETURN_IF_ERROR(RefuseForeign(sample->head()));
  const std::string encoding =
      options.encoding.empty() ? std::string(DetectEncoding(sample->head())) : options.encoding;
  TW_ASSIGN_OR_RETURN(std::unique_ptr<ByteStream> decoded, MakeUtf8Stream(std::move(sample), encoding));
  auto text = std::make_unique<HeadStream>(std::move(decoded), kSampleBytes);

  auto info = std::make_shared<FileInfo>();
  info->file = name;
  info->options = options;
  NamedFormat named = FormatByName(name);
  InputFormat format = options.format;
  if (format == InputFormat::kAuto) format = named.format;
  if (format == InputFormat::kAuto) format = FormatByText(text->head());
  if (options.format == InputFormat::kAuto && named.delimiter == '\t' && options.column_map.empty() &&
      IsSmilesTable(text->head())) {
    format = InputFormat::kSmiles;
  }
  if (options.delimiter == 0 && format == InputFormat::kCsv) info->options.delimiter = named.delimiter;

  // Where the file breaks off in its first lines, that is what is wrong with it, not the lines.
  const absl::Status broken = text->status();
  OpenedText opened;
  opened.head = text->head();
  opened.head_is_all = text->head_is_all();
  opened.text = std::move(text);
  opened.info = std::move(info);
  opened.progress = std::move(progress);
  absl::StatusOr<std::unique_ptr<RecordSource>> source = OpenText(std::move(opened), format);
  if (!source.ok() && !broken.ok()) return broken;
  return source;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RecordSource>> OpenStream(std::unique_ptr<ByteStream> raw,
                                                         const std::string& name, const ReadOptions& options,
                                                         std::shared_ptr<ReadProgress> progress) {
  absl::StatusOr<std::unique_ptr<RecordSource>> source =
      OpenNamed(std::move(raw), name, options, std::move(progress));
  if (source.ok()) return source;
  return absl::Status(source.status().code(), AsAbsl(Concat(name, ": ", AsStd(source.status().message()))));
}

}  // namespace read

absl::StatusOr<std::unique_ptr<RecordSource>> RecordSource::Open(const std::string& path,
                                                                 const ReadOptions& options) {
  auto progress = std::make_shared<read::ReadProgress>();
  TW_ASSIGN_OR_RETURN(std::unique_ptr<read::ByteStream> file, read::OpenFile(path, progress));
  return read::OpenStream(std::move(file), path == "-" ? "standard input" : path, options,
                          std::move(progress));
}

}  // namespace tidewaiter
