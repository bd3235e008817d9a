#include "screening/parties/word_index.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

#include "screening/parties/edit_distance.h"

namespace tidewaiter {
namespace {

// Only the beginning of a word is shortened: k edits leave the beginnings within k deletions of each other as
// well.
constexpr size_t kBeginning = 8;

int EditsOfLength(size_t length) { return length <= 3 ? 0 : length <= 7 ? 1 : 2; }

bool HasDigit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Edits that `word` bears; two words bear what the one that bears less does.
int EditsOf(std::string_view word) { return HasDigit(word) ? 0 : EditsOfLength(word.size()); }

uint32_t Hash(std::string_view text) {
  uint32_t hash = 2166136261u;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  hash ^= hash >> 15;
  return hash * 2654435761u;  // the upper bits choose the bucket
}

// Calls visit(hash) for the beginning of `word` and everything that losing at most `edits` letters makes of
// it.
template <typename Visit>
void ForEachShortened(std::string_view word, int edits, Visit visit) {
  const std::string_view start = word.substr(0, kBeginning);
  visit(Hash(start));
  if (edits == 0) return;
  char once[kBeginning];
  char twice[kBeginning];
  for (size_t i = 0; i < start.size(); ++i) {
    std::copy(start.begin(), start.begin() + static_cast<ptrdiff_t>(i), once);
    std::copy(start.begin() + static_cast<ptrdiff_t>(i) + 1, start.end(), once + i);
    const size_t length = start.size() - 1;
    visit(Hash(std::string_view(once, length)));
    if (edits == 1) continue;
    for (size_t j = i; j < length; ++j) {
      std::copy(once, once + j, twice);
      std::copy(once + j + 1, once + length, twice + j);
      visit(Hash(std::string_view(twice, length - 1)));
    }
  }
}

}  // namespace

int AllowedEdits(std::string_view a, std::string_view b) { return std::min(EditsOf(a), EditsOf(b)); }

uint32_t WordIndex::Add(std::string_view word) {
  const auto [it, is_new] = numbers_.emplace(std::string(word), static_cast<uint32_t>(words_.size()));
  if (is_new) words_.emplace_back(word);
  return it->second;
}

void WordIndex::Finish() {
  for (uint32_t number = 0; number < words_.size(); ++number) {
    const std::string& word = words_[number];
    const int edits = EditsOf(word);
    shapes_.push_back(
        {static_cast<uint16_t>(std::min<size_t>(word.size(), UINT16_MAX)), static_cast<uint16_t>(edits)});
    ForEachShortened(word, edits, [&](uint32_t hash) { by_hash_.emplace_back(hash, number); });
  }
  std::sort(by_hash_.begin(), by_hash_.end());
  by_hash_.erase(std::unique(by_hash_.begin(), by_hash_.end()), by_hash_.end());
  int bits = 1;
  while (bits < 24 && (size_t{1} << bits) < by_hash_.size()) ++bits;
  bucket_shift_ = 32 - bits;
  bucket_.assign((size_t{1} << bits) + 1, 0);
  for (const auto& [hash, word] : by_hash_) ++bucket_[(hash >> bucket_shift_) + 1];
  for (size_t i = 1; i < bucket_.size(); ++i) bucket_[i] += bucket_[i - 1];
}

void WordIndex::Find(std::string_view word, std::vector<Near>& found) const {
  found.clear();
  if (bucket_.empty()) return;
  const int edits = EditsOf(word);
  const int length = static_cast<int>(word.size());
  ForEachShortened(word, edits, [&](uint32_t hash) {
    const uint32_t bucket = hash >> bucket_shift_;
    for (uint32_t i = bucket_[bucket]; i < bucket_[bucket + 1]; ++i) {
      if (by_hash_[i].first != hash) continue;
      // What differs by more letters than may be edited is most of what shares a beginning.
      const Shape& shape = shapes_[by_hash_[i].second];
      if (std::abs(shape.length - length) <= std::min<int>(edits, shape.edits))
        found.push_back({by_hash_[i].second, 0});
    }
  });
  std::sort(found.begin(), found.end(), [](const Near& a, const Near& b) { return a.word < b.word; });
  found.erase(
      std::unique(found.begin(), found.end(), [](const Near& a, const Near& b) { return a.word == b.word; }),
      found.end());
  size_t kept = 0;
  for (const Near& near : found) {
    const int allowed = std::min<int>(edits, shapes_[near.word].edits);
    const int distance = BoundedEditDistance(word, words_[near.word], allowed);
    if (distance <= allowed) found[kept++] = {near.word, distance};
  }
  found.resize(kept);
}

}  // namespace tidewaiter
