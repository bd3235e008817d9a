#include "screening/identify/phrases.h"

namespace tidewaiter {

PhraseSet::PhraseSet(const std::vector<std::string>& phrases) {
  std::vector<std::pair<std::string, uint32_t>> keys;
  NormalisedText text;
  for (const std::string& phrase : phrases) {
    NormaliseText(phrase, text);
    keys_.emplace_back(text.text());
    keys.emplace_back(keys_.back(), static_cast<uint32_t>(keys_.size() - 1));
  }
  trie_ = NameTrie::Build(std::move(keys));
}

bool PhraseSet::LongestAt(const NormalisedText& text, size_t begin, Hit& hit) const {
  const std::string_view bytes = text.text();
  NameTrie::State state = NameTrie::kRoot;
  bool found = false;
  for (size_t i = begin; i < bytes.size(); ++i) {
    // A phrase does not go across a mark such as ';' or ':'.
    if (i > begin && (text.Gap(i) & gap::kStrong) != 0) break;
    state = trie_.Step(state, bytes[i]);
    if (state == NameTrie::kDead) break;
    if (trie_.Accepts(state) && text.Boundary(i + 1)) {
      hit.phrase = trie_.Value(state);
      hit.end = i + 1;
      found = true;
    }
  }
  return found;
}

size_t WordEnd(const NormalisedText& text, size_t i) {
  ++i;
  while (i < text.size() && !text.Boundary(i)) ++i;
  return i;
}

size_t WordBegin(const NormalisedText& text, size_t i) {
  --i;
  while (i > 0 && !text.Boundary(i)) --i;
  return i;
}

}  // namespace tidewaiter
