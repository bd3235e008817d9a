// Exact names: languages, boundaries, longest match, salts, and the names of other compounds.
#include "gmock/gmock.h"

#include "tests/screening/identify/small_dictionary.h"

namespace tidewaiter {
namespace {

using namespace testing;  // NOLINT: the small dictionary's names
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(Names, SeparatorsDoNotMatter) {
  for (const char* text :
       {"4-anilinopiperidine", "4-Anilinopiperidine", "4 anilinopiperidine", "4-anilino-piperidine",
        "4‑ANILINO‑PIPERIDINE", "4-anilino piperidine", "4 - anilino - piperidine",
        "N -phenyl-piperidin-4-amine", "N-Phenyl piperidin-4-amine"}) {
    EXPECT_THAT(Found(text), ElementsAre(Pair(k4Ap, text))) << text;
  }
  EXPECT_THAT(Found("1 - boc - 4 - AP"), ElementsAre(Pair(kBoc4Ap, "1 - boc - 4 - AP")));
  EXPECT_THAT(Found("1.4-butanediol"), ElementsAre(Pair(kButanediol, "1.4-butanediol")));
  EXPECT_THAT(Found("14-butanediol"), IsEmpty());
  EXPECT_THAT(Found("aceticanhydride"), ElementsAre(Pair(kAceticAnhydride, "aceticanhydride")));
}

TEST(Names, NoNameGoesAcrossAMark) {
  EXPECT_THAT(Found("acetic; anhydride"), IsEmpty());
  EXPECT_THAT(Found("anthranilic: acid"), IsEmpty());
  EXPECT_THAT(Found("acetic. Anhydride"), IsEmpty());
  EXPECT_THAT(Found("ace tone"), IsEmpty());  // too short to be put together
  EXPECT_THAT(Found("a c e t o n e"), ElementsAre(Pair(kAcetone, "a c e t o n e")));
}

TEST(Names, Languages) {
  EXPECT_THAT(Found("efedrina base"), ElementsAre(Pair(kEphedrine, "efedrina")));
  EXPECT_THAT(Found("de l'éphédrine"), ElementsAre(Pair(kEphedrine, "éphédrine")));
  EXPECT_THAT(Found("ацетон 200 л"), ElementsAre(Pair(kAcetone, "ацетон")));
  EXPECT_THAT(Found("бочка ацетона"), ElementsAre(Pair(kAcetone, "ацетона")));
  EXPECT_THAT(Found("工业丙酮200公斤"), ElementsAre(Pair(kAcetone, "丙酮")));
  EXPECT_THAT(Found("ÉTER ETÍLICO"), ElementsAre(Pair(kEthylEther, "ÉTER ETÍLICO")));
  EXPECT_THAT(Found("4-苯胺基-N-苯乙基哌啶"), ElementsAre(Pair(kAnpp, "4-苯胺基-N-苯乙基哌啶")));
}

TEST(Names, LongestWins) {
  EXPECT_THAT(Found("pseudo-ephedrine"), ElementsAre(Pair(kPseudoephedrine, "pseudo-ephedrine")));
  EXPECT_THAT(Found("isosafrole"), ElementsAre(Pair(kIsosafrole, "isosafrole")));
  EXPECT_THAT(Found("伪麻黄碱"), ElementsAre(Pair(kPseudoephedrine, "伪麻黄碱")));
  EXPECT_THAT(Found("1-(1,3-benzodioxol-5-yl)propan-2-one"),
              ElementsAre(Pair(kMdp2p, "1-(1,3-benzodioxol-5-yl)propan-2-one")));
  EXPECT_THAT(Found("diethyl ether"), ElementsAre(Pair(kEthylEther, "diethyl ether")));
}

TEST(Names, AllOfAList) {
  EXPECT_THAT(Found("acetone, toluene; piperidine/GBL"),
              ElementsAre(Pair(kAcetone, "acetone"), Pair(kToluene, "toluene"),
                          Pair(kPiperidine, "piperidine"), Pair(kGbl, "GBL")));
  EXPECT_THAT(Found("Acetone (propan-2-one)"),
              ElementsAre(Pair(kAcetone, "Acetone"), Pair(kAcetone, "propan-2-one")));
}

TEST(Names, FiguresAndUnitsAround) {
  EXPECT_THAT(Found("acetone99%"), ElementsAre(Pair(kAcetone, "acetone")));
  EXPECT_THAT(Found("toluene 5-litre can"), ElementsAre(Pair(kToluene, "toluene")));
  EXPECT_THAT(Found("toluene-5-kg"), ElementsAre(Pair(kToluene, "toluene")));
  EXPECT_THAT(Found("Item 4 - acetone"), ElementsAre(Pair(kAcetone, "acetone")));
  EXPECT_THAT(Found("99-acetone"), ElementsAre(Pair(kAcetone, "acetone")));
  EXPECT_THAT(Found("GBL3000"), IsEmpty());  // a part number
}

class OtherCompound : public ::testing::TestWithParam<const char*> {};

TEST_P(OtherCompound, IsNoCandidate) { EXPECT_THAT(Found(GetParam()), IsEmpty()); }

INSTANTIATE_TEST_SUITE_P(Latin, OtherCompound,
                         ::testing::Values("p-toluenesulfonic acid", "para-toluenesulfonic acid",
                                           "acetone cyanohydrin", "2-methylpiperidine", "2-methyl piperidine",
                                           "piperidine-4-carboxylic acid", "Piperidine - 4 - carboxylic acid",
                                           "ethylene glycol monoethyl ether", "diethylene glycol ethyl ether",
                                           "4-hydroxybenzaldehyde", "4-hydroxy-benzaldehyde",
                                           "4-hydroxyphenylacetic acid", "4-hydroxy phenylacetic acid",
                                           "toluene diisocyanate", "toluene 2,4-diisocyanate",
                                           "toluene-2,4-diisocyanate", "chloroacetone", "chloro acetone",
                                           "2-piperidine", "acetone oxime", "benzaldehyde dimethyl acetal",
                                           "phenylacetic acid chloride", "piperonyl butoxide",
                                           "benzaldehydes", "acetonitrile", "toluidine", "fenilacetona"));
INSTANTIATE_TEST_SUITE_P(Han, OtherCompound,
                         ::testing::Values("环丙酮", "苯丙酮", "丁酮", "丙酮酸", "二甲苯", "甲苯磺酸",
                                           "对甲苯磺酸", "哌啶酮", "2-甲基哌啶", "硫酸铜", "过硫酸", "硫酸盐",
                                           "加碘盐", "碘盐", "哌啶-4-羧酸", "盐酸二甲双胍"));
INSTANTIATE_TEST_SUITE_P(Inside, OtherCompound,
                         ::testing::Values("peaceful", "seaplane", "xacetone", "acetonexyz", "npphq",
                                           "иацетон"));

TEST(Names, AcidsMayStandForThemselves) {
  EXPECT_THAT(Found("硫酸"), ElementsAre(Pair(kSulphuricAcid, "硫酸")));
  EXPECT_THAT(Found("浓硫酸溶液"), ElementsAre(Pair(kSulphuricAcid, "硫酸")));
  EXPECT_THAT(Found("碘 25kg"), ElementsAre(Pair(kIodine, "碘")));
}

TEST(Names, Salts) {
  for (const auto& [text, substance] :
       std::vector<std::pair<const char*, uint32_t>>{{"pseudoephedrine HCl", kPseudoephedrine},
                                                     {"pseudoephedrine hydrochloride", kPseudoephedrine},
                                                     {"norephedrine.HCl", kNorephedrine},
                                                     {"Ephedrinhydrochlorid", kEphedrine},
                                                     {"clorhidrato de efedrina", kEphedrine},
                                                     {"chlorhydrate d'éphédrine", kEphedrine},
                                                     {"эфедрина гидрохлорид", kEphedrine},
                                                     {"盐酸麻黄碱", kEphedrine},
                                                     {"麻黄碱盐酸盐", kEphedrine},
                                                     {"盐酸伪麻黄碱", kPseudoephedrine},
                                                     {"phenylacetic acid sodium salt", kPhenylaceticAcid}}) {
    const auto found = Find(text);
    ASSERT_EQ(found.size(), 1u) << text;
    EXPECT_EQ(found[0].substance, substance) << text;
    EXPECT_TRUE(found[0].salt_word) << text;
    EXPECT_EQ(found[0].start, 0u) << text;
    EXPECT_EQ(found[0].end, std::string_view(text).size()) << text;
  }
  EXPECT_FALSE(Find("ephedrine")[0].salt_word);
}

TEST(Names, FormsOfTheirOwn) {
  EXPECT_EQ(Find("ephedrine hydrochloride")[0].form, 1);
  EXPECT_TRUE(Find("ephedrine hydrochloride")[0].salt_word);
  EXPECT_EQ(Find("(+)-ephedrine")[0].form, 0);
  EXPECT_EQ(Find("ephedrine")[0].form, -1);
  EXPECT_EQ(Find("(-)-ephedrine")[0].form, -1);
}

TEST(Names, StereoDescriptorsBefore) {
  EXPECT_THAT(Found("L-ephedrine"), ElementsAre(Pair(kEphedrine, "ephedrine")));
  EXPECT_THAT(Found("(1R,2S)-(-)-ephedrine"), ElementsAre(Pair(kEphedrine, "ephedrine")));
}

TEST(Names, DisguisedWriting) {
  EXPECT_THAT(Found("аcetone"), ElementsAre(Pair(kAcetone, "аcetone")));
  EXPECT_THAT(Found("ace\xE2\x80\x8Btone"), ElementsAre(Pair(kAcetone, "ace\xE2\x80\x8Btone")));
  EXPECT_THAT(Found("&gamma;-butyrolactone"), ElementsAre(Pair(kGbl, "&gamma;-butyrolactone")));
  EXPECT_THAT(Found("γ-Butyrolactone"), ElementsAre(Pair(kGbl, "γ-Butyrolactone")));
}

TEST(Names, SharedByTwoSubstances) {
  Dictionary d;
  d.names.push_back({3, -1, "twinol", "name", 1});
  d.names.push_back({5, -1, "twinol", "name", 0.5});
  const auto identifier = TextIdentifier::Build(d);
  ASSERT_TRUE(identifier.ok());
  TextIdentifier::Scratch scratch;
  std::vector<Candidate> out;
  (*identifier)->Identify("twinol", {}, scratch, out);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].substance, 3u);
  EXPECT_EQ(out[1].substance, 5u);
}

TEST(Names, EmptyDictionaryIsRefused) { EXPECT_FALSE(TextIdentifier::Build(Dictionary()).ok()); }

}  // namespace
}  // namespace tidewaiter
