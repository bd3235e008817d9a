#include "screening/report/text_layout.h"

#include "gmock/gmock.h"

namespace tidewaiter {
namespace {

using testing::ElementsAre;

std::string Atoms(std::string_view smiles) {
  std::string out;
  for (const Span& span : SmilesAtomSpans(smiles)) {
    out += (out.empty() ? "" : " ") + std::string(smiles.substr(span.start, span.end - span.start));
  }
  return out;
}

TEST(TextLayoutTest, WidthCountsColumns) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("苯乙酸"), 6);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1);  // combining acute
  EXPECT_EQ(DisplayWidth(""), 0);
}

TEST(TextLayoutTest, WrapsAtSpacesAndCutsLongWords) {
  EXPECT_THAT(WrapText("one two three four", 10), ElementsAre("one two", "three four"));
  EXPECT_THAT(WrapText("abcdefghijklmno x", 10), ElementsAre("abcdefghij", "klmno x"));
  EXPECT_THAT(WrapText("", 10), ElementsAre(""));
  EXPECT_THAT(WrapText("   ", 10), ElementsAre(""));
  EXPECT_THAT(WrapText("苯乙酸苯乙酸", 10), ElementsAre("苯乙酸苯乙", "酸"));
}

TEST(TextLayoutTest, CaretsStandUnderWhatIsMarked) {
  const Underlined lines = Underline("500 g 苯乙酸 powder", {{6, 15}}, 60);
  EXPECT_EQ(lines.text, "500 g 苯乙酸 powder");
  EXPECT_EQ(lines.carets, "      ^^^^^^");
}

TEST(TextLayoutTest, CaretsFollowEscapes) {
  const Underlined lines = Underline("a\tNPP", {{2, 5}}, 60);
  EXPECT_EQ(lines.text, "a\\tNPP");
  EXPECT_EQ(lines.carets, "   ^^^");
}

TEST(TextLayoutTest, ALongTextIsShownAroundTheMark) {
  const std::string text = std::string(300, 'x') + "NPP" + std::string(300, 'y');
  const Underlined lines = Underline(text, {{300, 303}}, 40);
  EXPECT_LE(DisplayWidth(lines.text), 40);
  const size_t at = lines.text.find("NPP");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(lines.carets, std::string(at, ' ') + "^^^");
}

TEST(TextLayoutTest, SpansOutsideTheTextAreLeftOut) {
  EXPECT_EQ(Underline("abc", {{10, 20}}, 40).carets, "");
  EXPECT_EQ(Underline("", {{0, 3}}, 40).text, "");
}

TEST(TextLayoutTest, HeavyAtomsOfSmiles) {
  EXPECT_EQ(Atoms("CC(=O)Cl"), "C C O Cl");
  EXPECT_EQ(Atoms("C1CNCCC1Nc1ccccc1"), "C C N C C C N c c c c c c");
  EXPECT_EQ(Atoms("[Na+].[O-]S(=O)(=O)O"), "[Na+] [O-] S O O O");
  EXPECT_EQ(Atoms("[2H]C([H])Br"), "C Br");
  EXPECT_EQ(Atoms("[13CH3]O[Hg]"), "[13CH3] O [Hg]");
  EXPECT_EQ(Atoms("C%12CC%12 a name"), "C C C");
  EXPECT_EQ(Atoms("[13"), "");
  EXPECT_EQ(Atoms("not SMILES!"), "");
}

}  // namespace
}  // namespace tidewaiter
