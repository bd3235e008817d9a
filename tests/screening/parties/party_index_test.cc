#include "screening/parties/party_index.h"

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "screening/parties/edit_distance.h"

namespace tidewaiter {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

WatchEntry Entry(std::string name, std::vector<std::string> aliases = {},
                 std::vector<std::string> addresses = {}) {
  WatchEntry entry;
  entry.name = std::move(name);
  entry.aliases = std::move(aliases);
  entry.addresses = std::move(addresses);
  return entry;
}

// The textbook definition, without the shortcuts.
int FullEditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::string RandomWord(std::mt19937& random, int letters, size_t longest) {
  std::string word;
  const size_t length = 1 + random() % longest;
  for (size_t i = 0; i < length; ++i)
    word += static_cast<char>('a' + random() % static_cast<unsigned>(letters));
  return word;
}

TEST(EditDistanceTest, AgreesWithTheDefinition) {
  std::mt19937 random(1);
  for (int round = 0; round < 200000; ++round) {
    const std::string a = RandomWord(random, 3, 12);
    const std::string b = RandomWord(random, 3, 12);
    const int limit = static_cast<int>(random() % 3);
    const int full = FullEditDistance(a, b);
    ASSERT_EQ(BoundedEditDistance(a, b, limit), std::min(full, limit + 1)) << a << " " << b << " " << limit;
  }
}

TEST(WordIndexTest, FindsWhatComparingWithEveryWordFinds) {
  std::mt19937 random(2);
  WordIndex index;
  for (int i = 0; i < 3000; ++i) {
    std::string word = RandomWord(random, 4, 14);
    if (i % 20 == 0) word += '7';
    index.Add(word);
  }
  index.Finish();
  std::vector<WordIndex::Near> found;
  size_t matches = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::string word = RandomWord(random, 4, 14);
    index.Find(word, found);
    std::vector<std::pair<uint32_t, int>> expected;
    for (uint32_t w = 0; w < index.size(); ++w) {
      const int edits = FullEditDistance(word, index.word(w));
      if (edits <= AllowedEdits(word, index.word(w))) expected.emplace_back(w, edits);
    }
    std::vector<std::pair<uint32_t, int>> given;
    for (const WordIndex::Near& near : found) given.emplace_back(near.word, near.edits);
    ASSERT_EQ(given, expected) << word;
    matches += given.size();
  }
  EXPECT_GT(matches, 3000u);  // the comparison was of something
}

TEST(PartyIndexTest, FindsOtherWritingsOfAName) {
  const PartyIndex index({Entry("AEROCARIBBEAN AIRLINES", {"AERO-CARIBBEAN"}),
                          Entry("Rangreen Chemical Co., Ltd."), Entry("Blue River Trading Ltd"),
                          Entry("Red River Trading Ltd"), Entry("DOE, John")});
  PartyIndex::Scratch scratch;
  const auto best = [&](std::string_view name) -> std::string {
    const auto found = index.Find(name, kPartyScore, scratch);
    return found.empty() ? "" : found.front().name;
  };
  EXPECT_EQ(best("Rangreen Chemical Company Limited"), "Rangreen Chemical Co., Ltd.");
  EXPECT_EQ(best("RANGREN CHEMICAL"), "Rangreen Chemical Co., Ltd.");
  EXPECT_EQ(best("Ran Green Chemical"), "Rangreen Chemical Co., Ltd.");
  EXPECT_EQ(best("Aero Caribbean"), "AERO-CARIBBEAN");
  EXPECT_EQ(best("Aerocaribean Airlines"), "AEROCARIBBEAN AIRLINES");
  EXPECT_EQ(best("John Doe"), "DOE, John");
  EXPECT_EQ(best("Blue River Trading"), "Blue River Trading Ltd");
  EXPECT_EQ(best("Green River Trading"), "");
  EXPECT_EQ(best("Chemical Trading"), "");
  EXPECT_EQ(best(""), "");
}

TEST(PartyIndexTest, SaysHowTheWordsWerePaired) {
  const PartyIndex index({Entry("Rangreen Chemical Co., Ltd."), Entry("Other Name")});
  PartyIndex::Scratch scratch;
  const auto found = index.Find("Chemical Rangren Wuhan", 0.6, scratch);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].reason, HasSubstr("same words: chemical"));
  EXPECT_THAT(found[0].reason, HasSubstr("'rangren' for 'rangreen'"));
  EXPECT_THAT(found[0].reason, HasSubstr("only here: wuhan"));
  EXPECT_LT(found[0].score, 1);
}

TEST(PartyIndexTest, EqualNamesScoreOneAndOrderOfWordsDoesNotMatter) {
  const PartyIndex index({Entry("Alpha Beta Gamma")});
  PartyIndex::Scratch scratch;
  for (const std::string_view name : {"Alpha Beta Gamma", "gamma ALPHA beta", "Alpha-Beta, Gamma Inc."}) {
    const auto found = index.Find(name, kPartyScore, scratch);
    ASSERT_THAT(found, SizeIs(1)) << name;
    EXPECT_DOUBLE_EQ(found[0].score, 1);
  }
}

TEST(PartyIndexTest, FindsAnAddress) {
  const PartyIndex index({Entry("A", {}, {"5 East Road, Wuhan, China"}), Entry("B", {}, {"Havana, Cuba"})});
  const auto found = index.FindAddress("No.5 East Rd, WUHAN (China)");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].entry, 0u);
  EXPECT_THAT(index.FindAddress("Havana, Cuba"), IsEmpty());
}

// The index is a sieve: it may look at too many names, never lose one. Names are made of few words, misspelt,
// joined and swapped, so that many are close to the threshold.
TEST(PartyIndexTest, FindsWhatComparingWithEveryNameFinds) {
  std::mt19937 random(3);
  std::vector<std::string> words;
  for (int i = 0; i < 120; ++i) words.push_back(RandomWord(random, 5, 10));
  const auto random_name = [&] {
    std::string name;
    const size_t count = 1 + random() % 5;
    for (size_t i = 0; i < count; ++i) {
      if (i > 0 && random() % 6 != 0) name += ' ';
      // Common words are chosen more often.
      std::string word = words[std::min(random() % words.size(), random() % words.size())];
      if (random() % 4 == 0) word[random() % word.size()] = static_cast<char>('a' + random() % 5);
      name += word;
    }
    return name;
  };
  std::vector<WatchEntry> entries;
  for (int i = 0; i < 400; ++i) entries.push_back(Entry(random_name(), {random_name()}));
  const PartyIndex index(entries);
  PartyIndex::Scratch scratch;
  size_t matches = 0;
  for (const double least : {0.6, kPartyScore, 0.95}) {
    for (int round = 0; round < 1500; ++round) {
      const std::string name = random_name();
      const auto found = index.Find(name, least, scratch);
      const auto expected = index.FindByComparingAll(name, least, scratch);
      ASSERT_EQ(found.size(), expected.size()) << name << " " << least;
      for (size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(std::tie(found[i].entry, found[i].name, found[i].score, found[i].reason),
                  std::tie(expected[i].entry, expected[i].name, expected[i].score, expected[i].reason));
      }
      matches += found.size();
    }
  }
  EXPECT_GT(matches, 2000u);
}

}  // namespace
}  // namespace tidewaiter
