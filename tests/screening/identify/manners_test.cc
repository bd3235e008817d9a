// Words that look like a precursor and mostly are none, and the same words when they are one.
#include "gmock/gmock.h"

#include "screening/identify/text_identifier.h"
#include "tests/screening/identify/source_dictionary.h"

namespace tidewaiter {
namespace {

using ::testing::HasSubstr;

class Manners : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    source_ =
        new testing::SourceDictionary(testing::ReadSourceDictionary(TIDEWAITER_SOURCE_DIR "/chemdb/data"));
    identifier_ = TextIdentifier::Build(source_->dictionary)->release();
  }
  // The certainty that `text` names `id`; 0 when it does not at all.
  static double Certainty(std::string_view text, std::string_view id, std::string_view hs = "") {
    TextIdentifier::Scratch scratch;
    std::vector<Candidate> out;
    identifier_->Identify(text, {hs}, scratch, out);
    double best = 0;
    for (const Candidate& c : out) {
      if (source_->ids[c.substance] != id) continue;
      if (c.certainty > best) reason_ = c.reason;
      best = std::max(best, c.certainty);
    }
    return best;
  }
  static double Highest(std::string_view text, std::string_view hs = "") {
    double best = 0;
    for (const std::string& id : source_->ids) best = std::max(best, Certainty(text, id, hs));
    return best;
  }
  static testing::SourceDictionary* source_;
  static const TextIdentifier* identifier_;
  static std::string reason_;
};
testing::SourceDictionary* Manners::source_ = nullptr;
const TextIdentifier* Manners::identifier_ = nullptr;
std::string Manners::reason_;

struct Case {
  const char* text;
  const char* id;
  const char* hs = "";
};

TEST_F(Manners, AlonePossibleNotSure) {
  for (const Case& c : {Case{"4-AP", "4-ap"}, Case{"NPP", "npp"}, Case{"PMK", "pmk"}, Case{"BMK", "p-2-p"}}) {
    EXPECT_GT(Certainty(c.text, c.id), 0.2) << c.text;
    EXPECT_LE(Certainty(c.text, c.id), 0.5) << c.text;
  }
}

TEST_F(Manners, InChemicalCompanyLikely) {
  for (const Case& c :
       {Case{"4-AP hydrochloride, 99%, CAS 23056-29-3", "4-ap"},
        Case{"NPP intermediate 99%, 25 kg", "npp", "293399"}, Case{"PMK oil, intermediate, 20 kg", "pmk"},
        Case{"BMK oil 99%", "p-2-p"}, Case{"GBL 99.9% solvent", "gbl"}, Case{"piperidine", "piperidine"},
        Case{"pharmaceutical intermediate 4-anilinopiperidine", "4-ap"}}) {
    EXPECT_GT(Certainty(c.text, c.id, c.hs), 0.75) << c.text;
  }
}

TEST_F(Manners, AnotherSenseSpelledOut) {
  for (const Case& c :
       {Case{"4-AP (4-aminopyridine) 98%", "4-ap"}, Case{"4-AP 4-aminophenol reagent", "4-ap"},
        Case{"4-AP, 4-aminoantipyrine reagent", "4-ap"}, Case{"4-AP CAS 504-24-5 99%", "4-ap"},
        Case{"nandrolone phenylpropionate NPP 10 ml", "npp"}, Case{"NPP fertilizer 20-20-0", "npp"},
        Case{"PMK keyboard switches", "pmk"}, Case{"BMK-200 gasket", "p-2-p"},
        Case{"GBL wheel hub", "gbl", "8714"}, Case{"P2P network camera", "p-2-p"}}) {
    EXPECT_LT(Certainty(c.text, c.id, c.hs), 0.25) << c.text;
  }
  Certainty("4-AP (4-aminopyridine) 98%", "4-ap");
  EXPECT_THAT(reason_, HasSubstr("another sense: 4-aminopyridine"));
}

TEST_F(Manners, OtherCompoundsOfTheName) {
  for (const char* text : {"piperidine-4-carboxylic acid", "4-hydroxypiperidine", "2,6-dimethylpiperidine",
                           "1-piperidineethanol", "piperonyl butoxide", "phenylacetic acid, 4-hydroxy-",
                           "diacetone alcohol", "acetone cyanohydrin", "p-toluenesulfonic acid",
                           "black phosphorus", "MEK peroxide", "phenyl acetate", "ethyl acetate"}) {
    EXPECT_LT(Highest(text), 0.25) << text;
  }
}

TEST_F(Manners, Negations) {
  for (const char* text : {"acetone-free nail polish remover",
                           "free of acetone",
                           "free from toluene",
                           "without acetone",
                           "not containing ephedrine",
                           "does not contain ephedrine",
                           "test kit for ephedrine",
                           "ephedrine test strips",
                           "replacement for acetone",
                           "substitute for acetone",
                           "toluene substitute",
                           "no contiene acetona",
                           "sin acetona",
                           "ne contient pas d'acétone",
                           "sans acétone",
                           "ohne Aceton",
                           "acetonfrei",
                           "sem acetona",
                           "senza acetone",
                           "zonder aceton",
                           "bez acetonu",
                           "не содержит ацетона",
                           "без ацетона",
                           "不含丙酮",
                           "无丙酮",
                           "iodine deficiency test",
                           "sulphuric acid resistant gloves"}) {
    EXPECT_LE(Highest(text), 0.25) << text;
  }
}

// What measures, smells of, holds a trace of or is made for a substance is not the substance ...
TEST_F(Manners, ArticlesNamedAfterASubstance) {
  for (const char* text : {"gas detector tube for acetone, 10 pcs",
                           "Gas detector tubes No. 102SA - toluene",
                           "acetone gas sensor module",
                           "gas detector tube for acetone (CAS 67-64-1)",
                           "ephedrine test kit for saliva",
                           "test strips for pseudoephedrine in urine",
                           "heliotropin scented candle",
                           "iodised salt, with iodine 20 mg/kg, 1 kg bags",
                           "iodine 20 mg/kg in salt",
                           "acetone max. 50 ppm",
                           "detector de gas para tolueno",
                           "tubes réactifs pour acétone",
                           "Prüfröhrchen Aceton 100/b",
                           "fiale rivelatrici per acetone",
                           "индикаторные трубки на ацетон",
                           "丙酮检测管",
                           "甲苯气体检测仪",
                           "rubber gloves for sulphuric acid",
                           "耐硫酸手套",
                           "empty drums, last contained acetone",
                           "bromine recovery plant",
                           "raw material for ephedrine",
                           "ephedrine precursor",
                           "pseudoephedrine impurity B",
                           "bevat geen aceton",
                           "privo di acetone"}) {
    EXPECT_LE(Highest(text), 0.3) << text;
  }
  Certainty("toluene gas detector tubes", "toluene");
  EXPECT_THAT(reason_, HasSubstr("an instrument or test that measures it"));
}

// ... and the substance beside such an article, or for it, is.
TEST_F(Manners, SubstancesBesideArticles) {
  for (const Case& c :
       {Case{"acetone 25 kg, gas detectors 2 pcs", "acetone"}, Case{"acetone for gas detectors", "acetone"},
        Case{"gloves, acetone 5 l", "acetone"}, Case{"toluene, technical, with test certificate", "toluene"},
        Case{"bromine for lamps", "bromine"}, Case{"safrole for soap", "safrole"},
        Case{"sulphuric acid, battery grade", "sulphuric-acid"}, Case{"acetone, water 200 ppm", "acetone"},
        Case{"fentanyl 50 mcg/ml ampoules", "fentanyl"}, Case{"丙酮, 检测管", "acetone"},
        Case{"acetona para lámparas", "acetone"}}) {
    EXPECT_GT(Certainty(c.text, c.id), 0.9) << c.text;
  }
}

TEST_F(Manners, AChineseNameThatGoesOn) {
  for (const char* text : {"甲苯咪唑片", "甲苯达唑", "甲苯噻嗪注射液", "乙胺嘧啶片", "甲胺磷农药"}) {
    EXPECT_LT(Highest(text), 0.25) << text;
  }
  EXPECT_GT(Certainty("甲苯 25公斤", "toluene"), 0.9);
  EXPECT_GT(Certainty("工业甲苯溶剂", "toluene"), 0.9);
}

// Words of the line that begin with the abbreviation's letters are what it stands for, unless they name the
// substance.
TEST_F(Manners, TheLineSaysWhatItAbbreviates) {
  EXPECT_LT(Certainty("common bile duct (CBD) stent, sterile", "cannabidiol"), 0.25);
  EXPECT_THAT(reason_, HasSubstr("another sense: common bile duct"));
  EXPECT_LT(Certainty("MEK (modular engine kit) solvent", "mek"), 0.25);
  EXPECT_GT(Certainty("methyl ethyl ketone (MEK) solvent", "mek"), 0.9);
  EXPECT_GT(Certainty("GBL (gamma butyro lactone) 99%", "gbl"), 0.75);
}

TEST_F(Manners, AnotherSubstancesCasRnBesideAnAmbiguousName) {
  EXPECT_GT(Certainty("BMK powder CAS 5413-05-8", "eapa"), 0.9);
  EXPECT_LE(Certainty("BMK powder CAS 5413-05-8", "p-2-p-glycidic-acid"), 0.5);
  EXPECT_THAT(reason_, HasSubstr("of another listed substance"));
}

TEST_F(Manners, MoreArticles) {
  for (const char* text :
       {"drug test cassette: fentanyl, AMP, MET", "label stickers \"HYDROCHLORIC ACID\"",
        "sulphuric acid dew point meter", "acetone analyser for breath",
        "dosing pump suitable for sulphuric acid", "absorbent for toluene spills, pads",
        "naloxone nasal spray, reverses fentanyl overdose", "アセトン検知管", "아세톤 가스 센서"}) {
    EXPECT_LE(Highest(text), 0.3) << text;
  }
  EXPECT_GT(Certainty("potassium permanganate, free flowing, 50 kg", "potassium-permanganate"), 0.9);
  EXPECT_GT(Certainty("acetone with pump dispenser", "acetone"), 0.9);
}

// Japanese, Korean, Turkish and Italian, with their salts and compounds of the same begin.
TEST_F(Manners, LanguagesOfTheDictionary) {
  for (const Case& c :
       {Case{"アセトン 一斗缶", "acetone"}, Case{"過マンガン酸カリウム 500g", "potassium-permanganate"},
        Case{"塩酸プソイドエフェドリン錠", "pseudoephedrine"},
        Case{"フェンタニルクエン酸塩注射液", "fentanyl"}, Case{"과망간산칼륨 25kg", "potassium-permanganate"},
        Case{"염산에페드린 분말", "ephedrine"}, Case{"에페드린염산염", "ephedrine"},
        Case{"hidroklorik asit %32", "hydrochloric-acid"}, Case{"metil etil keton", "mek"},
        Case{"acido solforico 96%", "sulphuric-acid"}, Case{"czerwony fosfor", "red-phosphorus"},
        Case{"Diäthyläther 1 L", "ethyl-ether"}}) {
    EXPECT_GT(Certainty(c.text, c.id), 0.75) << c.text;
  }
  for (const char* text :
       {"硫酸アンモニウム肥料", "塩酸メトホルミン錠", "トルエンスルホン酸", "ジメチルアミン",
        "アセトンフリー除光液", "톨루엔술폰산", "4-ヒドロキシフェニル酢酸"}) {
    EXPECT_LT(Highest(text), 0.25) << text;
  }
}

// An index's name may have lost its comma; a position may also belong to what follows.
TEST_F(Manners, IndexNamesWithoutTheirComma) {
  EXPECT_LT(Highest("phenylacetic acid 4-hydroxy"), 0.25);
  EXPECT_GT(Certainty("acetone 4-chloro-aniline", "acetone"), 0.9);
}

// A span that another search found is judged by the same line, HS code behind a label and all.
TEST_F(Manners, ASpanOfTheLineJudgedBefore) {
  const std::string_view text = "N-benzyl-x, HS code 6109.10, free of N-benzyl-y";
  TextIdentifier::Scratch used, fresh;
  std::vector<Candidate> out;
  identifier_->Identify(text, {}, used, out);
  std::string reason, same;
  const size_t at = text.rfind("N-benzyl");
  const double certainty = identifier_->JudgeSpan(text, {}, at, text.size(), 0.9, used, reason);
  EXPECT_EQ(certainty, identifier_->JudgeSpan(text, {}, at, text.size(), 0.9, fresh, same));
  EXPECT_EQ(reason, same);
  EXPECT_LT(certainty, 0.1);
  EXPECT_THAT(reason, HasSubstr("HS chapter 61"));
  // Another text is read afresh.
  std::string other;
  EXPECT_EQ(identifier_->JudgeSpan("N-benzyl-y", {}, 0, 10, 0.9, used, other), 0.9);
  EXPECT_EQ(other, "");
}

TEST_F(Manners, ANumberSignDeniesNothing) {
  EXPECT_GT(Certainty("CAS No 1474-02-8, 100 g", "benzylfentanyl"), 0.9);
  EXPECT_GT(Certainty("CAS registry no. 108-24-7", "acetic-anhydride"), 0.9);
}

TEST_F(Manners, VagueWordsNameNothing) {
  for (const char* text : {"pharmaceutical intermediate", "organic intermediate, white powder", "医药中间体",
                           "chemical reagent", "intermediario farmacéutico"}) {
    EXPECT_EQ(Highest(text), 0) << text;
  }
}

}  // namespace
}  // namespace tidewaiter
