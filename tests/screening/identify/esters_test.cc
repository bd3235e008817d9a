// Esters of listed acids by their names, in several languages, and salts as grammar.
#include "gmock/gmock.h"

#include "screening/identify/text_identifier.h"
#include "tests/screening/identify/source_dictionary.h"

namespace tidewaiter {
namespace {

class Esters : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    source_ =
        new testing::SourceDictionary(testing::ReadSourceDictionary(TIDEWAITER_SOURCE_DIR "/chemdb/data"));
    identifier_ = TextIdentifier::Build(source_->dictionary)->release();
  }
  // "id", "id ester", "id salt" of the surest candidate over one half; "" when there is none.
  static std::string Named(std::string_view text) {
    TextIdentifier::Scratch scratch;
    std::vector<Candidate> out;
    identifier_->Identify(text, {}, scratch, out);
    std::string named;
    double best = 0.5;
    for (const Candidate& c : out) {
      if (c.certainty <= best) continue;
      best = c.certainty;
      const bool salt = c.salt_word || (c.form >= 0);
      named = source_->ids[c.substance] + (c.ester ? " ester" : salt ? " salt" : "");
    }
    return named;
  }
  static testing::SourceDictionary* source_;
  static const TextIdentifier* identifier_;
};
testing::SourceDictionary* Esters::source_ = nullptr;
const TextIdentifier* Esters::identifier_ = nullptr;

TEST_F(Esters, OpenEndedInSeveralLanguages) {
  for (const char* text : {"methyl anthranilate",
                           "Methyl Anthranilate FCC",
                           "linalyl anthranilate",
                           "2-ethylhexyl anthranilate",
                           "tert-butyl anthranilate",
                           "docosyl anthranilate",
                           "anthranilic acid methyl ester",
                           "methyl 2-aminobenzoate",
                           "Methylanthranilat",
                           "Anthranilsäuremethylester",
                           "antranilato de metilo",
                           "anthranilate d'éthyle",
                           "anthranilate de méthyle",
                           "antranilato de metila",
                           "метилантранилат",
                           "邻氨基苯甲酸甲酯",
                           "鄰氨基苯甲酸甲酯",
                           "アントラニル酸メチル",
                           "안트라닐산메틸",
                           "antranilan metylu",
                           "metil antranilat",
                           "метилантранілат"}) {
    EXPECT_EQ(Named(text), "anthranilic-acid ester") << text;
  }
  EXPECT_EQ(Named("docosyl phenylacetate"), "phenylacetic-acid ester");
  EXPECT_EQ(Named("methyl N-acetylanthranilate"), "n-acetylanthranilic-acid ester");
}

TEST_F(Esters, AListedEsterIsItself) {
  for (const char* text :
       {"ethyl phenylacetate", "fenilacetato de etilo", "phénylacétate d'éthyle",
        "Phenylessigsäureethylester", "этилфенилацетат", "苯乙酸乙酯", "ethyl 2-phenylacetate"}) {
    EXPECT_EQ(Named(text), "ethyl-phenylacetate") << text;
  }
}

TEST_F(Esters, ByCasRn) {
  EXPECT_EQ(Named("CAS 134-20-3"), "anthranilic-acid ester");
  EXPECT_EQ(Named("aroma chemical, CAS No. 87-25-2, 25 kg drum"), "anthranilic-acid ester");
  EXPECT_EQ(Named("CAS 10486-14-3"), "phenylacetic-acid ester");
  EXPECT_EQ(Named("CAS 101-41-7"), "methyl-phenylacetate");
  EXPECT_EQ(Named("CAS 552-37-4"), "anthranilic-acid salt");
}

TEST_F(Esters, SaltsOfTheAcid) {
  EXPECT_EQ(Named("sodium phenylacetate"), "phenylacetic-acid salt");
  EXPECT_EQ(Named("potassium anthranilate"), "anthranilic-acid salt");
}

TEST_F(Esters, OthersAreNone) {
  for (const char* text :
       {"phenyl acetate", "ethyl acetate", "methyl 4-hydroxyphenylacetate", "methyl salicylate",
        "ethyl chlorophenylacetate", "methyl benzoate", "N-methylanthranilamide"}) {
    EXPECT_EQ(Named(text), "") << text;
  }
}

TEST_F(Esters, SaltsAsGrammar) {
  for (const char* text :
       {"ephedrine hydrochloride", "ephedrine HCl", "ephedrine·HCl", "ephedrine sulfate", "盐酸麻黄碱",
        "麻黄碱盐酸盐", "鹽酸麻黃素", "clorhidrato de efedrina", "efedrina clorhidrato",
        "chlorhydrate d'éphédrine", "éphédrine chlorhydrate", "Ephedrinhydrochlorid",
        "cloridrato de efedrina", "cloridrato di efedrina", "гидрохлорид эфедрина", "эфедрина гидрохлорид",
        "efedryna chlorowodorek", "bitartrato de efedrina"}) {
    EXPECT_EQ(Named(text), "ephedrine salt") << text;
  }
}

TEST_F(Esters, JapaneseAndKorean) {
  for (const char* text : {"エフェドリン塩酸塩", "에페드린염산염", "에페드린 염산염"}) {
    EXPECT_EQ(Named(text), "ephedrine salt") << text;
  }
  EXPECT_EQ(Named("フェンタニルクエン酸塩注射液"), "fentanyl salt");
  EXPECT_EQ(Named("アセトン 一斗缶"), "acetone");
  EXPECT_EQ(Named("塩酸 35%"), "hydrochloric-acid");
  // Particles.
  EXPECT_EQ(Named("페닐아세톤을 10kg"), "p-2-p");
  EXPECT_EQ(Named("과망간산칼륨의 시약"), "potassium-permanganate");
  // An acid's name that goes on is a salt's, an ester's or a drug's.
  for (const char* text :
       {"硫酸アンモニウム", "塩酸リドカイン", "トルエンスルホン酸", "ジメチルアミン", "ヨウ素酸カリウム",
        "硫酸水素カリウム", "황산나트륨", "염산리도카인", "요오드화칼륨", "아세톤시아노히드린"}) {
    EXPECT_EQ(Named(text), "") << text;
  }
}

TEST_F(Esters, FiguresReadForLetters) {
  EXPECT_EQ(Named("acet0ne 99%"), "acetone");
  EXPECT_EQ(Named("to1uene 99%"), "toluene");
  EXPECT_EQ(Named("1odine crystals 99%"), "iodine");
}

}  // namespace
}  // namespace tidewaiter
