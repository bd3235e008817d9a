#include "screening/read/internal/text_source.h"

#include <algorithm>
#include <cstring>

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"

namespace tidewaiter::read {
namespace {

// For so many rows space is made beforehand.
constexpr size_t kMostReservedRows = 4096;
// How many times the wanted size a batch may have, to end where a consignment does.
constexpr size_t kMostTogether = 8;

}  // namespace

TextSource::TextSource(OpenedText opened)
    : info_(std::move(opened.info)),
      progress_(std::move(opened.progress)),
      buffer_(std::move(opened.text), std::clamp<size_t>(info_->options.batch_bytes, 64, 16 << 20)) {}

absl::StatusOr<std::unique_ptr<RecordBatch>> TextSource::Next() {
  auto batch = next_ != nullptr ? std::move(next_) : NewBatch();
  batch_bytes_ = 0;
  wanted_rows_ = 0;
  carry_ = false;
  if (!ended_) Fill(*batch);
  if (carry_) {
    next_ = NewBatch();
    next_->TakeLastRow(*batch);
  }
  if (batch->size() > 0) {
    batch->sequence = sequence_++;
    return batch;
  }
  const absl::Status& status = stopped_.ok() ? buffer_.status() : stopped_;
  if (!status.ok()) {
    return absl::Status(status.code(), AsAbsl(Concat(info_->file, ": ", AsStd(status.message()),
                                                     " (read up to line ", line_, ")")));
  }
  return nullptr;
}

std::unique_ptr<FieldBatch> TextSource::NewBatch() const {
  return std::make_unique<FieldBatch>(info_, layout_,
                                      std::min<size_t>(info_->options.batch_records, kMostReservedRows));
}

bool TextSource::Full(const FieldBatch& batch) {
  const ReadOptions& options = info_->options;
  if (batch.size() == 0 || (batch.size() < options.batch_records && batch_bytes_ < options.batch_bytes)) {
    return false;
  }
  const size_t last = batch.size() - 1;
  const std::string_view consignment = batch.Consignment(last);
  if (wanted_rows_ == 0) {
    wanted_rows_ = batch.size();
    return consignment.empty();
  }
  if (batch.size() == wanted_rows_) return consignment.empty();
  if (consignment != batch.Consignment(last - 1)) {
    carry_ = true;
    return true;
  }
  return batch.size() >= options.batch_records * kMostTogether ||
         batch_bytes_ >= options.batch_bytes * kMostTogether;
}

bool TextSource::Refill() {
  if (buffer_.at_end()) return false;
  buffer_.Refill();
  return true;
}

size_t TextSource::AfterLineEnd(size_t from) const {
  const std::string_view text(buffer_.data(), buffer_.size());
  size_t at = from;
  while (at < text.size() && text[at] != '\n' && text[at] != '\r') ++at;
  if (at >= text.size()) return std::string_view::npos;
  if (text[at] == '\r') {
    if (at + 1 == text.size()) return buffer_.at_end() ? at + 1 : std::string_view::npos;
    if (text[at + 1] == '\n') ++at;
  }
  return at + 1;
}

bool TextSource::SkipLine() {
  while (true) {
    const size_t after = AfterLineEnd(buffer_.pos());
    if (after != std::string_view::npos) {
      buffer_.set_pos(after);
      ++line_;
      skipped_ = 0;
      return true;
    }
    // A CR at the block's end may be half of CRLF: it stays.
    const std::string_view rest = buffer_.rest();
    const size_t keep = !rest.empty() && rest.back() == '\r' ? 1 : 0;
    if (!CountSkipped(rest.size() - keep)) return false;
    buffer_.set_pos(buffer_.size() - keep);
    if (!Refill()) {
      ended_ = true;
      return false;
    }
  }
}

bool TextSource::CountSkipped(size_t bytes) {
  skipped_ += bytes;
  if (skipped_ <= limits::kNoRecordEndBytes) return true;
  stopped_ =
      absl::InvalidArgumentError(Concat("no record ends within ", limits::kNoRecordEndBytes / (1024 * 1024),
                                        " MiB: this is no list of records"));
  ended_ = true;
  return false;
}

void TextSource::AddTooLong(FieldBatch& batch, uint64_t line, std::string_view what) {
  batch.AddRow(line);
  batch.AddIssue({"not-screened-limit", "",
                  Concat("line ", line, ": this ", what, " is longer than ", limits::kRecordBytes,
                         " bytes (limit kRecordBytes) and was not read"),
                  true});
}

void TextSource::SetCell(Cell& cell, std::string_view text) {
  cell.data = text.data();
  cell.size = static_cast<uint32_t>(text.size());
}

}  // namespace tidewaiter::read
