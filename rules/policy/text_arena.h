// Texts that live as long as their batch, in a few large blocks.
#pragma once

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace tidewaiter::policy {

class TextArena {
 public:
  // A copy that stays where it is until Clear().
  std::string_view Keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > left_) NewBlock(text.size());
    char* const at = next_;
    std::memcpy(at, text.data(), text.size());
    next_ += text.size();
    left_ -= text.size();
    return {at, text.size()};
  }

  // Forgets every text; the first block is kept.
  void Clear() {
    if (blocks_.empty()) return;
    blocks_.resize(1);
    next_ = blocks_.front().bytes.get();
    left_ = blocks_.front().size;
  }

 private:
  static constexpr size_t kBlockBytes = 64 * 1024;
  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size = 0;
  };
  void NewBlock(size_t needed) {
    const size_t size = needed > kBlockBytes ? needed : kBlockBytes;
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
    next_ = blocks_.back().bytes.get();
    left_ = size;
  }

  std::vector<Block> blocks_;
  char* next_ = nullptr;
  size_t left_ = 0;
};

}  // namespace tidewaiter::policy
