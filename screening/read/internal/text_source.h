// What the readers of all formats have in common: text in, batches out, and how a file ends.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "screening/read/internal/byte_stream.h"
#include "screening/read/internal/field_batch.h"
#include "screening/read/internal/text_buffer.h"
#include "screening/read/record_source.h"

namespace tidewaiter::read {

// An opened file: its text as UTF-8, and the first of it to look at.
struct OpenedText {
  std::unique_ptr<ByteStream> text;
  std::string head;
  bool head_is_all = false;
  std::shared_ptr<FileInfo> info;
  std::shared_ptr<ReadProgress> progress;
};

absl::StatusOr<std::unique_ptr<RecordSource>> OpenCsv(OpenedText opened);
absl::StatusOr<std::unique_ptr<RecordSource>> OpenJsonLines(OpenedText opened);
absl::StatusOr<std::unique_ptr<RecordSource>> OpenSmiles(OpenedText opened);
absl::StatusOr<std::unique_ptr<RecordSource>> OpenSdf(OpenedText opened);

class TextSource : public RecordSource {
 public:
  explicit TextSource(OpenedText opened);

  absl::StatusOr<std::unique_ptr<RecordBatch>> Next() final;
  uint64_t bytes_read() const final { return progress_->bytes_read.load(std::memory_order_relaxed); }
  uint64_t bytes_total() const final { return progress_->bytes_total.load(std::memory_order_relaxed); }
  std::vector<std::pair<std::string, Field>> mapped_columns() const override { return {}; }
  std::vector<std::string> unmapped_columns() const override { return {}; }

 protected:
  // Adds records to `batch` until it is Full() or the text ends (then sets ended_).
  virtual void Fill(FieldBatch& batch) = 0;

  // Asked before each row. A batch ends where a consignment ends, so that rules see its lines together: past
  // the wanted size rows are taken on while they belong to the last one's consignment. The row that does not
  // goes into the next batch.
  bool Full(const FieldBatch& batch);
  // Moves on in the text; false at its end.
  bool Refill();
  // The position after the next line end (LF, CRLF, CR) from `from` on, within the current block. npos when
  // there is none; a CR at the very end of the block is none, unless the text ends there.
  size_t AfterLineEnd(size_t from) const;
  // Drops text up to and with the next line end. False when there is none (the text, or the patience, ends).
  bool SkipLine();
  // Counts bytes that were skipped in one record; false (and ended_) beyond limits::kNoRecordEndBytes.
  bool CountSkipped(size_t bytes);
  // A record that is answered by its place and an issue only.
  static void AddTooLong(FieldBatch& batch, uint64_t line, std::string_view what);
  // A view into the current block as a cell.
  static void SetCell(Cell& cell, std::string_view text);

  const std::shared_ptr<const FileInfo> info_;
  const std::shared_ptr<ReadProgress> progress_;
  TextBuffer buffer_;
  std::shared_ptr<const Layout> layout_;
  size_t batch_bytes_ = 0;  // of the batch in making
  uint64_t line_ = 1;       // of buffer_.pos()
  bool ended_ = false;
  absl::Status stopped_;  // why reading was given up

 private:
  std::unique_ptr<FieldBatch> NewBatch() const;

  size_t skipped_ = 0;
  size_t wanted_rows_ = 0;  // at which the batch in making had its wanted size; 0: not yet
  bool carry_ = false;      // its last row is the next batch's first
  std::unique_ptr<FieldBatch> next_;
  uint64_t sequence_ = 0;
};

}  // namespace tidewaiter::read
