// The text of a file in blocks. Records are views into a block; batches hold the blocks that they point into.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "absl/status/status.h"

#include "screening/read/internal/byte_stream.h"

namespace tidewaiter::read {

struct TextBlock {
  explicit TextBlock(size_t bytes);
  std::unique_ptr<char[]> data;  // kPadding readable bytes follow after `capacity`
  size_t capacity;
  size_t size = 0;
  // Some byte of it is zero or not UTF-8: records have to be looked at one by one.
  bool suspicious = false;

  static constexpr size_t kPadding = 128;  // simdjson and 64-byte loads read past the end
};

// Feeds a scanner: data()[pos() .. size()) is unread text. A scanner that needs more calls Refill(), which
// moves the unread part to the front of a new block; so a record never spans blocks, and positions restart
// from 0.
class TextBuffer {
 public:
  TextBuffer(std::unique_ptr<ByteStream> stream, size_t block_bytes);
  ~TextBuffer();

  char* data() const { return block_->data.get(); }
  size_t size() const { return block_->size; }
  size_t pos() const { return pos_; }
  void set_pos(size_t pos) { pos_ = pos; }
  std::string_view rest() const { return {data() + pos_, size() - pos_}; }
  const std::shared_ptr<TextBlock>& block() const { return block_; }

  // No more text will come after this block.
  bool at_end() const { return at_end_; }

  // Why reading stopped, once at_end(): OK at the end of the file. When broken(), the text breaks off and its
  // last record is a fragment.
  const absl::Status& status() const { return status_; }
  bool broken() const { return broken_; }

  // Keeps data()[pos() ..) and reads on until the block is full. Blocks grow when a record needs it; whoever
  // calls bounds records. Does nothing once at_end().
  void Refill();

 private:
  struct Pool;
  std::shared_ptr<TextBlock> NewBlock(size_t bytes);

  const std::unique_ptr<ByteStream> stream_;
  const size_t block_bytes_;
  std::shared_ptr<Pool> pool_;
  std::shared_ptr<TextBlock> block_;
  size_t pos_ = 0;
  bool at_end_ = false;
  bool broken_ = false;
  absl::Status status_;
};

}  // namespace tidewaiter::read
