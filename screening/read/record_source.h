// Streams records out of manifests (CSV, TSV, JSON Lines) and structure files (SMILES, SDF, MOL), gzip or
// zstd or plain.
//
// Time is linear in the input and memory is bounded by the batch, whatever the file's length. A record that
// cannot be read is a Record with an issue; good ones are never lost. A status is returned only when the file
// as a whole cannot be opened or the stream breaks off; the records before that were delivered.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "screening/model/record.h"

namespace tidewaiter {

enum class InputFormat : uint8_t { kAuto, kCsv, kJsonLines, kSmiles, kSdf };

struct ReadOptions {
  InputFormat format = InputFormat::kAuto;  // kAuto: by file name, then by content
  // Extra column titles, for --map description=GOODS_DESC and profiles; they win over the built-in synonyms.
  std::map<Field, std::string> column_map;
  char delimiter = 0;       // 0 = detect among , ; tab |
  std::string encoding;     // empty = detect (BOM, UTF-8, then UTF-16, GB18030, windows-1252)
  std::string date_format;  // empty = ISO and unambiguous ones; else strftime-like, as "%d/%m/%Y"
  char decimal_mark = 0;    // 0 = detect per value; '.' or ','
  // Text of fields that a record leaves empty, for files that go without saying: {kDestination, "KR"}.
  std::map<Field, std::string> constants;
  size_t batch_records = 1000;  // more, up to eight times as many, where one would end within a consignment
  size_t batch_bytes = 1 << 20;
};

// A run of consecutive records and the text they point into. Interpret() may be called from any thread.
class RecordBatch {
 public:
  virtual ~RecordBatch() = default;
  virtual size_t size() const = 0;
  // Makes record `i`, reading dates, countries, quantities. Views in it live as long as this batch.
  virtual Record Interpret(size_t i) const = 0;
  // The SMILES of record `i` when that and an id are all that it can say, so that Interpret() would tell
  // nothing more; else empty.
  virtual std::string_view SmilesAlone(size_t i) const = 0;
  uint64_t sequence = 0;  // 0, 1, 2, ... within one source
};

class RecordSource {
 public:
  virtual ~RecordSource() = default;

  // "-" reads standard input.
  static absl::StatusOr<std::unique_ptr<RecordSource>> Open(const std::string& path,
                                                            const ReadOptions& options);

  // The next batch, or nullptr at the end of the file.
  virtual absl::StatusOr<std::unique_ptr<RecordBatch>> Next() = 0;

  // Bytes of the file read so far, and its size (0 when not known), for the progress bar.
  virtual uint64_t bytes_read() const = 0;
  virtual uint64_t bytes_total() const = 0;

  // Which column was taken for which field, for --explain and for messages ("description <- GOODS_DESC").
  virtual std::vector<std::pair<std::string, Field>> mapped_columns() const = 0;
  virtual std::vector<std::string> unmapped_columns() const = 0;
};

}  // namespace tidewaiter
