// How little a description says.
#include "screening/identify/vagueness.h"

#include "gmock/gmock.h"

#include "tests/screening/identify/small_dictionary.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Terms(std::string_view text) {
  std::vector<std::string> out;
  for (const VagueTerm& term : MeasureVagueness(text).terms) {
    out.push_back(std::string(text.substr(term.start, term.end - term.start)));
  }
  return out;
}

TEST(Vagueness, EmptyDescriptionsScoreHigh) {
  for (const char* text : {"organic intermediate",
                           "Chemical reagent",
                           "white powder sample",
                           "daily necessities",
                           "GOODS",
                           "Pharmaceutical intermediate, purity 99%, 25 kg/drum",
                           "有机中间体",
                           "化学试剂 25公斤",
                           "白色粉末样品",
                           "日用品",
                           "productos químicos",
                           "Polvo blanco, 5 kg",
                           "produits chimiques",
                           "Chemikalien",
                           "weißes Pulver",
                           "химические реактивы",
                           "белый порошок",
                           "reagente químico",
                           "wit poeder",
                           "odczynnik chemiczny",
                           "as per invoice",
                           "有機中間體"}) {
    EXPECT_GE(MeasureVagueness(text).score, 0.7) << text;
  }
}

TEST(Vagueness, DescriptionsThatSaySomethingScoreLow) {
  for (const char* text : {"Polyester knitted men's trousers, 100% cotton lining", "acetone, 25 kg",
                           "Bluetooth speaker BT-300", "棉质T恤", "Frozen shrimp, head on, 10 kg",
                           "Spare parts for diesel engines: gaskets, piston rings, bearings",
                           "milk powder for infants, 800 g tins", ""}) {
    EXPECT_LT(MeasureVagueness(text).score, 0.5) << text;
  }
}

TEST(Vagueness, ASubstanceBesideAVagueWordLowersTheScore) {
  EXPECT_GT(MeasureVagueness("organic intermediate").score,
            MeasureVagueness("organic intermediate: 4-anilinopiperidine hydrochloride").score);
}

TEST(Vagueness, TermsStandWhereTheyStand) {
  EXPECT_THAT(Terms("25 kg  White  Powder, sample"), ElementsAre("White  Powder", "sample"));
  EXPECT_THAT(Terms("wallpaper"), IsEmpty());
  const Vagueness found = MeasureVagueness("organic intermediate");
  ASSERT_EQ(found.terms.size(), 1u);
  EXPECT_EQ(found.terms[0].kind, VagueKind::kChemical);
  EXPECT_EQ(found.terms[0].phrase, "organic intermediate");
}

TEST(Vagueness, IsTheSameForTheTextJustIdentified) {
  TextIdentifier::Scratch scratch;
  std::vector<Candidate> out;
  const std::string_view text = "chemical reagent, white powder";
  testing::SmallIdentifier().Identify(text, {}, scratch, out);
  EXPECT_THAT(out, IsEmpty());
  EXPECT_EQ(TextIdentifier::VaguenessOfLast(scratch).score, MeasureVagueness(text).score);
}

}  // namespace
}  // namespace tidewaiter
