#include "screening/identify/normalise.h"

#include <random>

#include "gtest/gtest.h"

namespace tidewaiter {
namespace {

std::string Normal(std::string_view text) {
  NormalisedText out;
  NormaliseText(text, out);
  return Readable(out);
}

std::string Squeezed(std::string_view text) {
  NormalisedText out;
  NormaliseText(text, out);
  return std::string(out.text());
}

TEST(Normalise, FoldsCaseAndSeparators) {
  EXPECT_EQ(Normal("4-Anilino-Piperidine"), "4 anilino piperidine");
  EXPECT_EQ(Squeezed("4-anilino-piperidine"), Squeezed("4 anilinopiperidine"));
  EXPECT_EQ(Squeezed("[1-(2-Phenylethyl)]"), "1 2phenylethyl");
}

TEST(Normalise, KeepsLocantsApart) {
  EXPECT_EQ(Squeezed("1,3-x"), "1 3x");
  EXPECT_NE(Squeezed("1,3-x"), Squeezed("13-x"));
}

TEST(Normalise, FoldsUnicode) {
  EXPECT_EQ(Normal("２１４０９－２６－７"), "21409 26 7");
  EXPECT_EQ(Normal("21409–26—7"), "21409 26 7");
  EXPECT_EQ(Normal("éphédrine ÉTHER"), "ephedrine ether");
  EXPECT_EQ(Normal("e\xCC\x81ther"), "ether");  // a combining accent
  EXPECT_EQ(Normal("Säure Straße"), "saure strasse");
  EXPECT_EQ(Normal("ａｃｅｔｏｎｅ"), "acetone");
  EXPECT_EQ(Normal("ace\xE2\x80\x8Btone"), "acetone");  // zero width space
  EXPECT_EQ(Normal("ace\xC2\xADtone"), "acetone");      // soft hyphen
  EXPECT_EQ(Normal("3′-x 2″"), "3 x 2");
  EXPECT_EQ(Normal("Acetone™"), "acetone");
  EXPECT_EQ(Normal("١٢٣"), "123");
}

TEST(Normalise, NamesGreekLetters) {
  EXPECT_EQ(Normal("γ-butyrolactone"), "gamma butyrolactone");
  EXPECT_EQ(Squeezed("γ-butyrolactone"), Squeezed("gamma-butyrolactone"));
  EXPECT_EQ(Squeezed("Γ-butyrolactone"), Squeezed("γbutyrolactone"));
  EXPECT_EQ(Normal("&alpha;-x &#945;-x &#x3B1;-x"), "alpha x alpha x alpha x");
}

TEST(Normalise, FoldsLookalikesOnlyInMixedWords) {
  EXPECT_EQ(Normal("аcetone"), "acetone");  // Cyrillic a
  EXPECT_EQ(Normal("acetοne"), "acetone");  // Greek omicron
  EXPECT_EQ(Normal("ацетон"), "ацетон");
  EXPECT_EQ(Normal("aцетон"), "ацетон");  // Latin a in a Russian word
  EXPECT_EQ(Normal("РMK"), "pmk");        // Cyrillic capital Er
}

TEST(Normalise, ReadsEntitiesAndMojibake) {
  EXPECT_EQ(Normal("acetone &amp; toluene"), "acetone toluene");
  EXPECT_EQ(Normal("AT&T &unknown; &#xZZ; &#99999999;"), "at t unknown xzz 99999999");
  EXPECT_EQ(Normal("\xC3\x83\xC2\xA9ther"), "ether");  // é read as Windows-1252
  EXPECT_EQ(Normal("21409\xC3\xA2\xE2\x82\xAC\xE2\x80\x9C"
                   "26"),
            "21409 26");  // en dash likewise
}

TEST(Normalise, InvalidUtf8Separates) {
  EXPECT_EQ(Normal("ace\xFFtone"), "ace tone");
  EXPECT_EQ(Normal("\xC3"), "");
  EXPECT_EQ(Normal("a\xED\xA0\x80z"), "a z");  // a surrogate
}

TEST(Normalise, HanCharactersAreWordsOfTheirOwn) {
  NormalisedText out;
  NormaliseText("丙酮PMK粉", out);
  EXPECT_EQ(out.text(), "丙酮pmk粉");
  for (size_t i = 0; i < out.size(); ++i) {
    const bool first = i == 0 || i == 3 || i == 6 || i == 9;
    EXPECT_EQ(out.Boundary(i), first) << i;
  }
}

// Offsets are in order, within the text, and the same for the bytes of one character.
void CheckOffsets(std::string_view text) {
  NormalisedText out;
  NormaliseText(text, out);
  for (size_t i = 0; i < out.size(); ++i) {
    ASSERT_LT(out.Start(i), out.End(i));
    ASSERT_LE(out.End(i), text.size());
    if (i > 0) {
      ASSERT_LE(out.Start(i - 1), out.Start(i));
      ASSERT_LE(out.End(i - 1), out.End(i));
    }
  }
  ASSERT_TRUE(out.Boundary(out.size()));
  ASSERT_TRUE(out.Boundary(0));
}

TEST(Normalise, OffsetsAreValidForAnyBytes) {
  std::mt19937 random(20240105);
  const std::vector<std::string> pieces = {"acetone",
                                           " ",
                                           "-",
                                           "丙酮",
                                           "é",
                                           "e\xCC\x81",
                                           "γ",
                                           "&alpha;",
                                           "&#945;",
                                           "&",
                                           "1",
                                           "2,3",
                                           "\xFF",
                                           "\xC3",
                                           "\xE2\x80\x8B",
                                           "а",
                                           "Ω",
                                           "ﬁ",
                                           "½",
                                           "ア",
                                           "ガ",
                                           "\xC3\x83\xC2\xA9",
                                           "한국",
                                           "\xF0\x9F\x98\x80",
                                           "㎏",
                                           "\n",
                                           "'"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const size_t count = random() % 12;
    for (size_t k = 0; k < count; ++k) {
      if (random() % 3 == 0) {
        text += static_cast<char>(random() & 0xFF);
      } else {
        text += pieces[random() % pieces.size()];
      }
    }
    SCOPED_TRACE(::testing::PrintToString(text));
    CheckOffsets(text);
    if (HasFatalFailure()) return;
  }
}

TEST(Normalise, FastAndSlowPathAgree) {
  std::mt19937 random(7);
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (size_t k = random() % 40; k > 0; --k) {
      const char c = static_cast<char>(random() & 0x7F);
      text += c == '&' ? '-' : c;
    }
    NormalisedText fast, slow;
    NormaliseText(text, fast);
    NormaliseText(text + "é", slow);  // one letter more, by the other path
    ASSERT_GE(slow.size(), fast.size());
    ASSERT_EQ(slow.text().substr(0, fast.size()), fast.text());
    for (size_t i = 0; i < fast.size(); ++i) {
      ASSERT_EQ(fast.Start(i), slow.Start(i));
      ASSERT_EQ(fast.End(i), slow.End(i));
      ASSERT_EQ(fast.Gap(i), slow.Gap(i));
    }
    ASSERT_EQ(fast.digits(), slow.digits());
    ASSERT_GE(slow.words(), fast.words());
    for (size_t k = 0; k < fast.words(); ++k) ASSERT_EQ(fast.WordStart(k), slow.WordStart(k));
  }
}

}  // namespace
}  // namespace tidewaiter
