#include "screening/read/internal/text_buffer.h"

#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include <simdjson.h>

#include "screening/read/internal/encoding.h"

namespace tidewaiter::read {
namespace {

// Length of `text` without a last character that the block's end may have cut.
size_t WholeCharacters(std::string_view text) {
  for (size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte < 0x80) break;
    if (byte >= 0xC0) {
      return Utf8SequenceLength(text.substr(text.size() - back)) == back ? text.size() : text.size() - back;
    }
  }
  return text.size();
}

}  // namespace

TextBlock::TextBlock(size_t bytes)
    : data(std::make_unique_for_overwrite<char[]>(bytes + kPadding)), capacity(bytes) {
  std::memset(data.get() + bytes, 0, kPadding);
}

// Blocks of the usual size come back here when their last batch is gone, from whichever thread.
struct TextBuffer::Pool {
  static constexpr size_t kKept = 16;
  std::mutex mutex;
  std::vector<std::unique_ptr<TextBlock>> free;
};

TextBuffer::TextBuffer(std::unique_ptr<ByteStream> stream, size_t block_bytes)
    : stream_(std::move(stream)),
      block_bytes_(block_bytes),
      pool_(std::make_shared<Pool>()),
      block_(NewBlock(block_bytes)) {}

TextBuffer::~TextBuffer() = default;

std::shared_ptr<TextBlock> TextBuffer::NewBlock(size_t bytes) {
  if (bytes != block_bytes_) return std::make_shared<TextBlock>(bytes);
  std::unique_ptr<TextBlock> block;
  {
    const std::lock_guard<std::mutex> lock(pool_->mutex);
    if (!pool_->free.empty()) {
      block = std::move(pool_->free.back());
      pool_->free.pop_back();
    }
  }
  if (block == nullptr) block = std::make_unique<TextBlock>(bytes);
  block->size = 0;
  block->suspicious = false;
  return {block.release(), [pool = pool_](TextBlock* used) {
            std::unique_ptr<TextBlock> owned(used);
            const std::lock_guard<std::mutex> lock(pool->mutex);
            if (pool->free.size() < Pool::kKept) pool->free.push_back(std::move(owned));
          }};
}

void TextBuffer::Refill() {
  if (at_end_) return;
  const std::string_view kept = rest();
  // A quarter at least must be new text, or a long record would be scanned over and over.
  size_t bytes = block_bytes_;
  while (kept.size() > bytes - bytes / 4) bytes *= 2;
  std::shared_ptr<TextBlock> block = NewBlock(bytes);
  std::memcpy(block->data.get(), kept.data(), kept.size());
  block->size = kept.size();
  while (block->size < block->capacity) {
    const auto got = stream_->Read(block->data.get() + block->size, block->capacity - block->size);
    if (!got.ok()) {
      status_ = got.status();
      broken_ = true;
      at_end_ = true;
      break;
    }
    if (*got == 0) {
      status_ = stream_->EndStatus();
      at_end_ = true;
      break;
    }
    block->size += *got;
  }
  const std::string_view text(block->data.get(), block->size);
  const size_t whole = at_end_ ? text.size() : WholeCharacters(text);
  block->suspicious =
      std::memchr(text.data(), 0, text.size()) != nullptr || !simdjson::validate_utf8(text.data(), whole);
  block_ = std::move(block);
  pos_ = 0;
}

}  // namespace tidewaiter::read
