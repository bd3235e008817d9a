#include "screening/identify/name_trie.h"

#include <map>
#include <random>

#include "gtest/gtest.h"

namespace tidewaiter {
namespace {

TEST(NameTrie, EmptySetAcceptsNothing) {
  const NameTrie trie = NameTrie::Build({});
  EXPECT_EQ(trie.Step(NameTrie::kRoot, 'a'), NameTrie::kDead);
  EXPECT_FALSE(trie.Accepts(NameTrie::kRoot));
}

TEST(NameTrie, LastValueOfAKeyCounts) {
  const NameTrie trie = NameTrie::Build({{"ab", 1}, {"ab", 2}, {"", 3}});
  const auto state = trie.Step(trie.Step(NameTrie::kRoot, 'a'), 'b');
  ASSERT_NE(state, NameTrie::kDead);
  ASSERT_TRUE(trie.Accepts(state));
  EXPECT_EQ(trie.Value(state), 2u);
  EXPECT_FALSE(trie.Accepts(NameTrie::kRoot));
}

TEST(NameTrie, AgreesWithAMap) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    const int alphabet = 1 + static_cast<int>(random() % 5);
    const auto word = [&] {
      std::string out;
      for (size_t k = 1 + random() % 7; k > 0; --k) {
        const auto letter = static_cast<int>(random() % static_cast<unsigned>(alphabet));
        out += letter == 4 ? '\xE4' : static_cast<char>('a' + letter);
      }
      return out;
    };
    std::map<std::string, uint32_t> expected;
    std::vector<std::pair<std::string, uint32_t>> keys;
    for (uint32_t k = 0; k < random() % 300; ++k) {
      keys.emplace_back(word(), k);
      expected[keys.back().first] = k;
    }
    const NameTrie trie = NameTrie::Build(keys);
    for (int ask = 0; ask < 500; ++ask) {
      const std::string text = word();
      NameTrie::State state = NameTrie::kRoot;
      for (const char c : text) {
        if (state != NameTrie::kDead) state = trie.Step(state, c);
      }
      const auto it = expected.find(text);
      const bool accepts = state != NameTrie::kDead && trie.Accepts(state);
      ASSERT_EQ(accepts, it != expected.end()) << text;
      if (accepts) {
        ASSERT_EQ(trie.Value(state), it->second);
      }
    }
    // Everything that goes on is enumerated.
    size_t children = 0, steps = 0;
    trie.ForEachNext(NameTrie::kRoot, [&](char, NameTrie::State) { ++children; });
    for (int c = 0; c < 256; ++c)
      steps += trie.Step(NameTrie::kRoot, static_cast<char>(c)) != NameTrie::kDead;
    ASSERT_EQ(children, steps);
  }
}

}  // namespace
}  // namespace tidewaiter
