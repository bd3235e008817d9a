// Long names with one slip, and real words that are one letter away.
#include "gmock/gmock.h"

#include "tests/screening/identify/small_dictionary.h"

namespace tidewaiter {
namespace {

using namespace testing;  // NOLINT: the small dictionary's names
using ::testing::IsEmpty;

TEST(Fuzzy, OneSlip) {
  for (const auto& [text, substance] : std::vector<std::pair<const char*, uint32_t>>{
           {"potasium permanganate", kPermanganate},    // missing
           {"pottassium permanganate", kPermanganate},  // one too many
           {"potassium permangenate", kPermanganate},   // wrong
           {"potassium permagnanate", kPermanganate},   // changed round
           {"ptoassium permanganate", kPermanganate},   // near the begin
           {"potassium permanganatx", kPermanganate},   // the last
           {"xotassium permanganate", kPermanganate},   // the first
           {"pseudoephedr1ne", kPseudoephedrine},       // read for a letter
           {"pseud0ephedrine", kPseudoephedrine},
           {"anthranilic acld", kAnthranilicAcid},
           {"4-ani1inopiperidine", k4Ap},
           {"benzaldehvde", kBenzaldehyde},
           {"phenylacetoone", kP2p}}) {
    const auto found = Find(text);
    ASSERT_EQ(found.size(), 1u) << text;
    EXPECT_EQ(found[0].substance, substance) << text;
    EXPECT_EQ(found[0].kind, CandidateKind::kFuzzyName) << text;
    EXPECT_LT(found[0].certainty, 0.8) << text;
    EXPECT_EQ(found[0].end, std::string_view(text).size()) << text;
  }
}

TEST(Fuzzy, ScannersTakeRnForM) {
  Dictionary d;
  d.names.push_back({0, -1, "turmericol", "name", 1});
  d.names.push_back({1, -1, "cornicular", "name", 1});
  const auto identifier = TextIdentifier::Build(d);
  ASSERT_TRUE(identifier.ok());
  TextIdentifier::Scratch scratch;
  for (const auto& [text, substance] :
       std::vector<std::pair<const char*, uint32_t>>{{"turrnericol", 0}, {"comicular", 1}}) {
    std::vector<Candidate> out;
    (*identifier)->Identify(text, {}, scratch, out);
    ASSERT_EQ(out.size(), 1u) << text;
    EXPECT_EQ(out[0].substance, substance);
  }
}

TEST(Fuzzy, CyrillicLetters) {
  Dictionary d;
  d.names.push_back({0, -1, "псевдоэфедрин", "name", 1});
  const auto identifier = TextIdentifier::Build(d);
  ASSERT_TRUE(identifier.ok());
  TextIdentifier::Scratch scratch;
  for (const char* text : {"псевдоэфидрин", "севдоэфедрин", "псевдоэфедриин", "песвдоэфедрин"}) {
    std::vector<Candidate> out;
    (*identifier)->Identify(text, {}, scratch, out);
    EXPECT_EQ(out.size(), 1u) << text;
  }
}

class Lookalike : public ::testing::TestWithParam<const char*> {};
TEST_P(Lookalike, IsNoCandidate) { EXPECT_THAT(Found(GetParam()), IsEmpty()); }
INSTANTIATE_TEST_SUITE_P(RealWords, Lookalike,
                         ::testing::Values("acetoine", "toluidine", "tolidine", "piperonyl", "piperonol",
                                           "piperidone", "piperidyne", "benzaldoxime", "ephedrone", "nitrate",
                                           "safranine", "5-piperidone", "3-anilinopiperidine",
                                           "1,5-butanediol", "ethylene", "Piperazine"));

TEST(Fuzzy, ExactHidesGuess) {
  const auto found = Find("norephedrine");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, CandidateKind::kName);
}

TEST(Fuzzy, LongerGuessIsShownBesideItsExactPart) {
  const auto found = Find("N-phenyl-1-(2-phenylethyl)-x; 1-(1,3-benzodioxl-5-yl) propan-2-one");
  ASSERT_EQ(found.size(), 1u);  // "propan-2-one" goes on to the left
  EXPECT_EQ(found[0].substance, kMdp2p);
  const auto both = Find("diethzl ethyl ether");  // no name is one slip away
  for (const Candidate& c : both) EXPECT_EQ(c.substance, kEthylEther);
}

TEST(Fuzzy, OrdinaryWordsAreNotJoined) {
  EXPECT_THAT(Found("a benz aldehide"), IsEmpty());
  EXPECT_THAT(Found("pipe ridine s"), ::testing::SizeIs(1));  // exact in two pieces
}

}  // namespace
}  // namespace tidewaiter
