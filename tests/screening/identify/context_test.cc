// Certainty: what abbreviations and negations do.
#include <optional>

#include "gmock/gmock.h"

#include "tests/screening/identify/small_dictionary.h"

namespace tidewaiter {
namespace {

using namespace testing;  // NOLINT: the small dictionary's names
using ::testing::HasSubstr;

double CertaintyOf(std::string_view text, uint32_t substance, std::string_view hs_code = "") {
  for (const Candidate& c : Find(text, hs_code)) {
    if (c.substance == substance) return c.certainty;
  }
  return -1;
}

TEST(Context, AmbiguousNamesKeepTheirPrior) {
  EXPECT_DOUBLE_EQ(CertaintyOf("4-AP", k4Ap), 0.3);
  EXPECT_THAT(Find("4-AP")[0].reason, HasSubstr("30%"));
}

TEST(Context, ChemicalCompanyRaises) {
  EXPECT_GT(CertaintyOf("4-AP 99% reagent", k4Ap), 0.6);
  EXPECT_GT(CertaintyOf("4-AP", k4Ap, "293339"), CertaintyOf("4-AP", k4Ap));
  EXPECT_GT(CertaintyOf("PMK intermediate 25 kg", kPmk), 0.7);
  EXPECT_THAT(Find("4-AP 99%")[0].reason, HasSubstr("a purity is stated"));
  EXPECT_GT(CertaintyOf("4-AP (CAS 23056-29-3)", k4Ap), 0.9);
}

TEST(Context, InnocentCompanyLowers) {
  EXPECT_LT(CertaintyOf("NPP shoes", kNpp), 0.2);
  EXPECT_LT(CertaintyOf("NPP", kNpp, "6403"), CertaintyOf("NPP", kNpp));
  EXPECT_LT(CertaintyOf("EA SPORTS video game", kEthylamine), 0.03);
}

TEST(Context, APlainNameIsNotTalkedAway) {
  EXPECT_DOUBLE_EQ(CertaintyOf("4-anilinopiperidine", k4Ap, "610910"), 1);
  EXPECT_DOUBLE_EQ(CertaintyOf("4-anilinopiperidine shoes", k4Ap), 1);
}

TEST(Context, SmallLettersNeedCompany) {
  EXPECT_EQ(CertaintyOf("the pmk of it", kPmk), -1);
  EXPECT_EQ(CertaintyOf("10 ea", kEthylamine), -1);
  const double raised = CertaintyOf("pmk reagent", kPmk);
  EXPECT_GT(raised, 0);
  EXPECT_LT(raised, CertaintyOf("PMK reagent", kPmk));
}

TEST(Context, OtherWritingOfAnAbbreviationNeedsCompany) {
  EXPECT_EQ(CertaintyOf("P2P router", kP2p), -1);
  EXPECT_GT(CertaintyOf("P2P 99%", kP2p), 0.2);
}

TEST(Context, Negations) {
  for (const char* text : {"acetone-free", "acetone free", "free of acetone", "free from acetone",
                           "without acetone", "does not contain, no acetone", "sans acetone", "ohne acetone",
                           "test kit for acetone", "acetone detector", "acetone test kit",
                           "replacement for acetone", "不含丙酮", "ketones other than acetone"}) {
    const double certainty = CertaintyOf(text, kAcetone);
    EXPECT_GT(certainty, 0) << text;
    EXPECT_LE(certainty, 0.25) << text;
  }
  EXPECT_LE(CertaintyOf("free of toluene, acetone", kAcetone), 0.25);
  EXPECT_LE(CertaintyOf("free of toluene and acetone", kAcetone), 0.25);
  EXPECT_DOUBLE_EQ(CertaintyOf("free shipping; acetone", kAcetone), 1);
  EXPECT_DOUBLE_EQ(CertaintyOf("without other oxygen function, acetone", kAcetone), 1);
}

TEST(Context, MixturesLowerALittle) {
  const double certainty = CertaintyOf("nail polish remover, acetone", kAcetone);
  EXPECT_GT(certainty, 0.2);
  EXPECT_LT(certainty, 0.8);
}

}  // namespace
}  // namespace tidewaiter
