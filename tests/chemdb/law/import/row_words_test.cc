#include "chemdb/law/import/row_words.h"

#include "gmock/gmock.h"

#include "chemdb/law/listing.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;

TEST(RowWordsTest, Names) {
  EXPECT_THAT(NamesOfRow("Acetone"), ElementsAre("Acetone"));
  EXPECT_THAT(NamesOfRow("Piperidine and its salts"), ElementsAre("Piperidine"));
  EXPECT_THAT(NamesOfRow("Hypophosphorous acid, its salts and derivatives"),
              ElementsAre("Hypophosphorous acid"));
  EXPECT_THAT(NamesOfRow("Ephedrine (erythro-2-(methylamino)-1-phenylpropan-1-ol), its salts and any plant"),
              ElementsAre("Ephedrine", "erythro-2-(methylamino)-1-phenylpropan-1-ol"));
  EXPECT_THAT(NamesOfRow("Phenethyl bromide ((2-bromoethyl)benzene)"),
              ElementsAre("Phenethyl bromide", "(2-bromoethyl)benzene"));
  EXPECT_THAT(NamesOfRow("Gamma-butyrolactone (dihydro-2(3H)-furanone)"),
              ElementsAre("Gamma-butyrolactone", "dihydro-2(3H)-furanone"));
  EXPECT_THAT(NamesOfRow("1-Phenyl-2-propanone, its derivatives and analogues, including:"),
              ElementsAre("1-Phenyl-2-propanone"));
  EXPECT_THAT(
      NamesOfRow(
          "Any preparation or mixture that contains R 29676 (5-chloro-1-(piperidin-4-yl)) or its salts"),
      ElementsAre("R 29676", "5-chloro-1-(piperidin-4-yl)"));
  EXPECT_THAT(NamesOfRow("Noréphédrine (phénylpropanolamine) et ses sels"),
              ElementsAre("Noréphédrine", "phénylpropanolamine"));
  EXPECT_THAT(NamesOfRow("Ephedrine (never closed"), ElementsAre("Ephedrine (never closed"));
  EXPECT_THAT(NamesOfRow(""), ElementsAre(""));
}

TEST(RowWordsTest, Scope) {
  EXPECT_EQ(ScopeOfRow("Acetone"), 0u);
  EXPECT_EQ(ScopeOfRow("Piperidine and its salts"), kScopeSalts);
  EXPECT_EQ(ScopeOfRow("X and its salts, isomers and salts of isomers"), kScopeSalts | kScopeIsomers);
  EXPECT_EQ(ScopeOfRow("X, its derivatives and analogues and salts of derivatives and analogues"),
            kScopeDerivatives | kScopeAnalogues);
}

TEST(RowWordsTest, Quantities) {
  const auto text = [](std::string_view words) {
    const auto quantity = QuantityOfRow(words);
    return quantity ? quantity->number + "|" + quantity->unit + "|" + quantity->window : "none";
  };
  EXPECT_EQ(text("1000 kg"), "1000|kg|");
  EXPECT_EQ(text("0,4 g par emballage"), "0.4|g|package");
  EXPECT_EQ(text("20 g per package"), "20|g|package");
  EXPECT_EQ(text("0"), "0|kg|");
  EXPECT_EQ(text("5"), "none");
  EXPECT_EQ(text("1.000.000 kg"), "none");
  EXPECT_EQ(text("some"), "none");
}

TEST(RowWordsTest, NameKeys) {
  EXPECT_EQ(NameKey("4-Anilino-N-phenethyl piperidine"), NameKey("4-anilino-N-phenethylpiperidine"));
  EXPECT_EQ(NameKey("Éther éthylique"), NameKey("éther Éthylique"));
  EXPECT_EQ(NameKey("12′-hydroxy"), NameKey("12'-hydroxy"));
  EXPECT_NE(NameKey("1-phenyl"), NameKey("2-phenyl"));
}

}  // namespace
}  // namespace tidewaiter
