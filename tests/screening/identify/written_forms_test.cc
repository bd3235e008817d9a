// Names as clerks write them: turned round, spelled out, glued to quantities; each with innocent twins.
#include <algorithm>

#include "gmock/gmock.h"

#include "screening/identify/text_identifier.h"
#include "tests/screening/identify/source_dictionary.h"

namespace tidewaiter {
namespace {

using ::testing::HasSubstr;

class WrittenForms : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    source_ =
        new testing::SourceDictionary(testing::ReadSourceDictionary(TIDEWAITER_SOURCE_DIR "/chemdb/data"));
    identifier_ = TextIdentifier::Build(source_->dictionary)->release();
  }
  static std::vector<Candidate> Find(std::string_view text) {
    TextIdentifier::Scratch scratch;
    std::vector<Candidate> out;
    identifier_->Identify(text, {}, scratch, out);
    return out;
  }
  static double Certainty(std::string_view text, std::string_view id) {
    double best = 0;
    for (const Candidate& c : Find(text)) {
      if (source_->ids[c.substance] == id) best = std::max(best, c.certainty);
    }
    return best;
  }
  static double Highest(std::string_view text) {
    double best = 0;
    for (const Candidate& c : Find(text)) best = std::max(best, c.certainty);
    return best;
  }
  struct Case {
    const char* text;
    const char* id;
  };
  static void ExpectFound(std::initializer_list<Case> cases) {
    for (const Case& c : cases) EXPECT_GT(Certainty(c.text, c.id), 0.5) << c.text;
  }
  static void ExpectQuiet(std::initializer_list<const char*> texts) {
    for (const char* text : texts) EXPECT_LE(Highest(text), 0.5) << text;
  }
  static testing::SourceDictionary* source_;
  static const TextIdentifier* identifier_;
};
testing::SourceDictionary* WrittenForms::source_ = nullptr;
const TextIdentifier* WrittenForms::identifier_ = nullptr;

TEST_F(WrittenForms, TurnedRound) {
  ExpectFound({{"Permanganate, potassium", "potassium-permanganate"},
               {"acid, phenylacetic", "phenylacetic-acid"},
               {"25 kg anhydride, acetic, technical", "acetic-anhydride"},
               {"ketone, methyl ethyl", "mek"},
               {"1. ether, diethyl; 2. oil", "ethyl-ether"},
               {"chloride, benzyl", "benzyl-chloride"},
               {"phosphorus, red", "red-phosphorus"},
               {"piperidine, 4-anilino-", "4-ap"},
               {"4-piperidone, 1-(2-phenylethyl)-", "npp"},
               {"benzoic acid, 2-amino-", "anthranilic-acid"},
               {"acid phenylacetic tech grade", "phenylacetic-acid"},
               {"Acid hydrochloric 33%", "hydrochloric-acid"}});
  const std::vector<Candidate> found = Find("drum: Permanganate, potassium 50 kg");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].start, 6u);
  EXPECT_EQ(found[0].end, 29u);
  EXPECT_THAT(found[0].reason, HasSubstr("turned round"));
}

TEST_F(WrittenForms, TurnedRoundOfAnother) {
  ExpectQuiet({"sodium chloride, benzyl alcohol", "maleic anhydride, acetic acid", "acid, stearic",
               "citric acid phenylacetic ester", "permanganate, calcium", "ketone, methyl amyl",
               "ether, petroleum", "chloride, benzyl triethylammonium", "tone, ace",
               "acid, 4-hydroxyphenylacetic", "phenylacetic acid 4-hydroxy"});
}

TEST_F(WrittenForms, SpelledOut) {
  ExpectFound({{"P.M.K. oil", "pmk"},
               {"P M K oil 20 kg", "pmk"},
               {"B. M. K. oil", "p-2-p"},
               {"M.E.K. solvent", "mek"},
               {"4 - A N P P", "anpp"},
               {"4-A.N.P.P.", "anpp"},
               {"M.I.B.K. 180 kg", "mibk"},
               {"P.M.K. ethyl glycidate", "pmk-ethyl-glycidate"}});
}

TEST_F(WrittenForms, InitialsOfPeopleAndFirms) {
  ExpectQuiet({"P. M. K. Singh & Sons, textiles", "Dr. P.M.K. Nair, personal effects", "B.M.K. Traders",
               "M.E.K. Exports cotton shirts", "Mr G. B. L. Santos", "p m k", "room 4 a n p p"});
}

TEST_F(WrittenForms, GluedToQuantities) {
  ExpectFound({{"25kgacetone", "acetone"},
               {"20Lacetone", "acetone"},
               {"500g4-ANPP", "anpp"},
               {"ANPP500g", "anpp"},
               {"4ANPP", "anpp"},
               {"180kgtoluene drum", "toluene"},
               {"acetone200L", "acetone"},
               {"pseudoephedrineHCl", "pseudoephedrine"}});
  const std::vector<Candidate> found = Find("25kgacetone");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].start, 4u);
  EXPECT_EQ(found[0].end, 11u);
}

TEST_F(WrittenForms, GluedButAnother) {
  ExpectQuiet({"25kgacetonitrile", "20Lacetal resin", "500gacetate film", "ANPP500", "PMK500-2 switch",
               "5gmek", "GBL3000"});
}

TEST_F(WrittenForms, ScriptsChangeWithoutHyphens) {
  ExpectFound({{"N苯乙基4哌啶酮", "npp"}, {"N-苯乙基-4-哌啶酮", "npp"}});
}

TEST_F(WrittenForms, TwoSlips) {
  ExpectFound({{"phenyl acetic acd 25 kg", "phenylacetic-acid"},
               {"phenilacetic acyd", "phenylacetic-acid"},
               {"pottasium permanganate", "potassium-permanganate"},
               {"potasium permanganat", "potassium-permanganate"},
               {"acetc anhydrde", "acetic-anhydride"},
               {"ACETlC ANHYDRlDE", "acetic-anhydride"},
               {"hidrocloric acid", "hydrochloric-acid"},
               {"1-benzy1-4-piperidone", "1-benzyl-4-piperidone"},
               {"4-Pipendone hydrochloride", "4-piperidone"}});
  EXPECT_THAT(Find("potasium permanganat")[0].reason, HasSubstr("two slips from"));
}

TEST_F(WrittenForms, TwoSlipsOfAnother) {
  ExpectQuiet({"phenyllactic acid", "phenyl lactic acid", "phenoxyacetic acid", "maleic anhydride",
               "hydrobromic acid", "sulfanilic acid", "sulfamic acid", "methyl vinyl ketone",
               "potassium persulfate", "benzyl bromide", "4-piperidinol", "diphenyl ether"});
}

TEST_F(WrittenForms, JapaneseKoreanTurkishItalian) {
  ExpectFound({{"アセトン 一斗缶", "acetone"},
               {"塩酸プソイドエフェドリン錠", "pseudoephedrine"},
               {"フェンタニルクエン酸塩注射液", "fentanyl"},
               {"염산에페드린 분말", "ephedrine"},
               {"과망간산칼륨 25kg", "potassium-permanganate"},
               {"asetik anhidrit, varil 220 kg", "acetic-anhydride"},
               {"efedrin hidroklorür", "ephedrine"},
               {"acido solforico 96%", "sulphuric-acid"}});
  ExpectQuiet({"アセトニトリル", "アセトアミノフェン", "아세토니트릴", "구연산", "asetik asit",
               "acido citrico", "Bingtong Trading Co", "Liusuan Road 5"});
}

TEST_F(WrittenForms, WordsCutShort) {
  for (const Case& c : std::vector<Case>{{"potass. permang. cryst. LR", "potassium-permanganate"},
                                         {"Sulph. acid 98 pct", "sulphuric-acid"},
                                         {"Pot. permanganate 50 kg", "potassium-permanganate"},
                                         {"phenylacet. acid 25 kg", "phenylacetic-acid"}}) {
    EXPECT_GT(Certainty(c.text, c.id), 0.5) << c.text;
  }
  EXPECT_LE(Highest("pot. perm. 5 kg"), 0.5);
  EXPECT_LE(Highest("potassium permutite"), 0.5);
  EXPECT_LE(Highest("sulphur acid dye"), 0.5);
}

TEST_F(WrittenForms, CaseForms) {
  for (const Case& c : std::vector<Case>{{"efedryny chlorowodorek 5 kg", "ephedrine"},
                                         {"kwasu siarkowego 96%", "sulphuric-acid"},
                                         {"kyseliny chlorovodíkové 31%", "hydrochloric-acid"},
                                         {"серной кислоты аккумуляторной", "sulphuric-acid"},
                                         {"оцтового ангідриду 200 кг", "acetic-anhydride"},
                                         {"кислота соляная 35%", "hydrochloric-acid"},
                                         {"ангидрид уксусный 200 кг", "acetic-anhydride"}}) {
    EXPECT_GT(Certainty(c.text, c.id), 0.5) << c.text;
  }
  EXPECT_LE(Highest("butanols, excluding n-butyl alcohol"), 0.5);
}

TEST_F(WrittenForms, ShortNamesWithASlipNeedCompany) {
  EXPECT_GT(Certainty("Tolune solvent 15 drums", "toluene"), 0.5);
  EXPECT_GT(Certainty("saffrole oil 1 drum", "safrole"), 0.5);
  EXPECT_LE(Highest("Iodin, a poem"), 0.5);
  EXPECT_LE(Highest("Bromin street 5"), 0.5);
}

TEST_F(WrittenForms, GluedToWordsOfGradeAndPacking) {
  EXPECT_GT(Certainty("TOLUENENITRATIONGRADE200L", "toluene"), 0.5);
  EXPECT_GT(Certainty("acetonetechnical 5 l", "acetone"), 0.5);
  EXPECT_LE(Highest("acetonefree remover"), 0.5);
  EXPECT_LE(Highest("toluenesulfonic acid"), 0.5);
}

TEST_F(WrittenForms, ASaltsAbbreviationIsNoAcid) {
  EXPECT_GT(Certainty("HCl 30% in 1000 l IBC", "hydrochloric-acid"), 0.5);
  EXPECT_LE(Certainty("cetirizine HCl 99% powder, 25 kg drum", "hydrochloric-acid"), 0.5);
  EXPECT_LE(Certainty("metformin HCl tablets", "hydrochloric-acid"), 0.5);
  EXPECT_LE(Highest("palettes in HCL (polar CIELUV) and based on HCL colors"), 0.5);
}

}  // namespace
}  // namespace tidewaiter
