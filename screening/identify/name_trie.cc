#include "screening/identify/name_trie.h"

#include <algorithm>

namespace tidewaiter {

class NameTrie::Builder {
 public:
  Builder(NameTrie& trie, const std::vector<std::pair<std::string, uint32_t>>& keys)
      : trie_(trie), keys_(keys) {}

  void Run() {
    width_ = trie_.bytes_.size() + 1;
    Grow(width_ + 1);
    trie_.units_[kRoot].check = kRoot - 1;  // never the parent of anything, and not free
    taken_[kRoot] = true;
    trie_.used_ = 1;
    if (keys_.empty()) return;
    struct Range {
      size_t begin, end, depth;
      State state;
    };
    std::vector<Range> queue = {{0, keys_.size(), 0, kRoot}};
    // Breadth first: the top of the trie, which every walk visits, lies together.
    for (size_t at = 0; at < queue.size(); ++at) {
      const Range range = queue[at];
      size_t begin = range.begin;
      const bool accepts = keys_[begin].first.size() == range.depth;
      uint32_t value = 0;
      if (accepts) value = keys_[begin++].second;
      std::vector<uint32_t> codes;
      if (accepts) codes.push_back(0);
      std::vector<Range> children;
      while (begin < range.end) {
        const char byte = keys_[begin].first[range.depth];
        size_t end = begin;
        while (end < range.end && keys_[end].first[range.depth] == byte) ++end;
        codes.push_back(trie_.code_[static_cast<unsigned char>(byte)]);
        children.push_back({begin, end, range.depth + 1, 0});
        begin = end;
      }
      const uint32_t base = Place(codes);
      trie_.units_[range.state].base = base << 1 | (accepts ? 1u : 0u);
      for (size_t k = 0; k < codes.size(); ++k) {
        const State next = base + codes[k];
        taken_[next] = true;
        trie_.units_[next].check = range.state;
        ++trie_.used_;
        if (codes[k] == 0) {
          trie_.units_[next].base = value;
        } else {
          const auto code = static_cast<uint8_t>(codes[k]);
          if (trie_.first_child_[range.state] == 0) {
            trie_.first_child_[range.state] = code;
          } else {
            trie_.sibling_[base + codes[k - 1]] = code;
          }
          Range& child = children[k - (accepts ? 1 : 0)];
          child.state = next;
          queue.push_back(child);
        }
      }
    }
  }

 private:
  void Grow(size_t size) {
    if (size <= trie_.units_.size()) return;
    trie_.units_.resize(size);
    trie_.first_child_.resize(size);
    trie_.sibling_.resize(size);
    taken_.resize(size);
  }

  // First base from which all codes fall on free places.
  uint32_t Place(const std::vector<uint32_t>& codes) {
    size_t tried = 0;
    for (uint32_t base = first_free_;; ++base) {
      Grow(base + width_ + 1);
      // The part before a long search is nearly full: don't search it again.
      if (++tried == 256) first_free_ = base - 128;
      bool fits = true;
      for (const uint32_t code : codes) {
        if (taken_[base + code]) {
          fits = false;
          break;
        }
      }
      if (!fits) continue;
      if (tried < 256) {
        while (first_free_ < base && taken_[first_free_ + 1]) ++first_free_;
      }
      return base;
    }
  }

  NameTrie& trie_;
  const std::vector<std::pair<std::string, uint32_t>>& keys_;
  std::vector<bool> taken_;
  size_t width_ = 1;
  uint32_t first_free_ = 1;
};

NameTrie NameTrie::Build(std::vector<std::pair<std::string, uint32_t>> keys) {
  NameTrie trie;
  std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::pair<std::string, uint32_t>> unique;
  for (auto& key : keys) {
    if (key.first.empty()) continue;
    if (!unique.empty() && unique.back().first == key.first) {
      unique.back().second = key.second;
    } else {
      unique.push_back(std::move(key));
    }
  }
  std::array<bool, 256> present{};
  for (const auto& [key, value] : unique) {
    for (const char c : key) present[static_cast<unsigned char>(c)] = true;
  }
  for (size_t byte = 0; byte < 256; ++byte) {
    if (!present[byte]) continue;
    trie.bytes_.push_back(static_cast<char>(byte));
    // 255 distinct bytes at most: valid UTF-8 never holds 0xFF.
    trie.code_[byte] = static_cast<uint8_t>(trie.bytes_.size());
  }
  Builder(trie, unique).Run();
  return trie;
}

}  // namespace tidewaiter
