// Systematic names found without a resolver, and their innocent twins. With the dictionary of chemdb/data.
#include "screening/identify/systematic_match.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "screening/identify/text_identifier.h"
#include "tests/screening/identify/source_dictionary.h"

namespace tidewaiter {
namespace {

class SystematicMatch : public ::testing::Test {
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
  static const testing::SourceDictionary* source_;
  static const TextIdentifier* identifier_;
};
const testing::SourceDictionary* SystematicMatch::source_ = nullptr;
const TextIdentifier* SystematicMatch::identifier_ = nullptr;

struct Case {
  const char* text;
  const char* id;
};

TEST_F(SystematicMatch, NamesTheDictionaryDoesNotHave) {
  for (const Case& c : std::vector<Case>{
           {"2-phenylethanenitrile 25 kg", "benzyl-cyanide"},
           {"[(E)-2-nitroprop-1-enyl]benzene, 1 kg", "p2np"},
           {"pure butanediol-1,4 99.5%", "1-4-butanediol"},
           {"Butandiol-1,4, Tankcontainer", "1-4-butanediol"},
           {"tert-butyl 2-methyl-3-phenyl-2-oxiranecarboxylate", "p-2-p-tert-butyl-glycidate"},
           {"1,1-dimethylethyl 4-oxopiperidine-1-carboxylate", "1-boc-4-piperidone"},
           {"methyl 3-(1,3-benzodioxol-5-yl)-2-methyl-2-oxiranecarboxylate 5 kg", "pmk-methyl-glycidate"},
           {"3-(2H-1,3-benzodioxol-5-yl)-2-methyl-2-oxiranecarboxylic acid", "pmk-glycidic-acid"},
           {"N-(2-phenylethyl)-4-(N-phenylamino)piperidine hydrochloride", "anpp"},
           {"4-(N-phenylamino)piperidine dihydrochloride 99%", "4-ap"},
           {"1-(3,4-methylenedioxyphenyl)propanone-2 oil", "pmk"},
           {"(1R,2S)-2-methylamino-1-phenyl-1-propanol", "ephedrine"}}) {
    EXPECT_GT(Certainty(c.text, c.id), 0.5) << c.text;
  }
}

TEST_F(SystematicMatch, AnotherPositionOrGroupIsNotListed) {
  for (const char* text :
       {"3-phenylpropanenitrile 25 kg", "[(E)-2-nitroethenyl]benzene", "butanediol-1,3 cosmetic grade",
        "tert-butyl 3-methyl-3-phenyl-2-oxiranecarboxylate",
        "1,1-dimethylethyl 3-oxopiperidine-1-carboxylate", "4-amino-1-Boc-piperidine", "1-phenylbutan-2-one",
        "2-(1,3-benzodioxol-5-yl)ethanol", "1-(2-phenylethyl)piperidin-3-one oxime", "4-methoxyphenylacetone",
        "3-piperidone hydrochloride", "1-benzyl-4-aminopiperidine dihydrochloride",
        "2-bromo-1-phenylethanone"}) {
    EXPECT_LE(Highest(text), 0.5) << text;
  }
}

TEST_F(SystematicMatch, WithoutStereoItMayBeSeveral) {
  const auto found = Find("1-phenyl-2-(methylamino)propan-1-ol");
  ASSERT_GE(found.size(), 2u);
  for (const Candidate& c : found) EXPECT_LE(c.certainty, 0.5);
  EXPECT_NE(found[0].reason.find("differ by stereo"), std::string::npos) << found[0].reason;
}

TEST_F(SystematicMatch, TheReasonNamesTheStructure) {
  const auto found = Find("2-phenylethanenitrile");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].reason.find("read as a systematic name"), std::string::npos);
  EXPECT_EQ(found[0].start, 0u);
  EXPECT_EQ(found[0].end, 21u);
}

TEST(StereoLetters, AreThoseOfTheBrackets) {
  EXPECT_EQ(StereoLetters("(1R,2S)-2-(methylamino)-1-phenylpropan-1-ol"), "rs");
  EXPECT_EQ(StereoLetters("[(E)-2-nitroprop-1-enyl]benzene"), "e");
  EXPECT_EQ(StereoLetters("2-(methylamino)-1-phenylpropan-1-ol ("), "");
}

}  // namespace
}  // namespace tidewaiter
