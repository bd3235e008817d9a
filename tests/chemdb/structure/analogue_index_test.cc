// Likeness to listed structures: both measures, and that the sieve's bound never loses what they find.
#include "chemdb/structure/analogue_index.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/structure/environment_counts.h"
#include "tests/chemdb/structure/rewriting.h"
#include "tests/chemdb/structure/tables.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::RealTables;

// The listed fentanyl family with 4-ANPP, norfentanyl and PMK.
const std::vector<testing::ListedRow>& Family() {
  static const auto* const family = [] {
    auto* out = new std::vector<testing::ListedRow>;
    for (const testing::ListedRow& row : RealTables::Get().substances()) {
      if (row.id.find("fentan") != std::string::npos || row.id == "anpp" || row.id == "pmk" ||
          row.id == "p-2-p") {
        out->push_back(row);
      }
    }
    return out;
  }();
  return *family;
}

// Without the one at `left_out`; numbers are places in Family().
AnalogueIndex IndexWithout(size_t left_out) {
  AnalogueIndex index;
  for (size_t i = 0; i < Family().size(); ++i) {
    if (i != left_out) {
      EXPECT_THAT(index.Add(static_cast<uint32_t>(i), Family()[i].smiles), IsOk());
    }
  }
  index.Finish();
  return index;
}

const AnalogueIndex& Shared() {
  static const auto* const index = new AnalogueIndex(IndexWithout(Family().size()));
  return *index;
}

std::vector<AnalogueHit> NearestOf(const AnalogueIndex& index, std::string_view text,
                                   StructureNotation notation = StructureNotation::kSmiles) {
  const auto standard = RealTables::Get().Standard(text, notation);
  EXPECT_THAT(standard, IsOk()) << text;
  if (!standard.ok()) return {};
  auto nearest = index.Nearest(*standard);
  EXPECT_THAT(nearest, IsOk()) << text;
  return nearest.ok() && !nearest->empty() ? (*nearest)[0] : std::vector<AnalogueHit>();
}

bool MayHave(const AnalogueIndex& index, std::string_view text, StructureNotation notation) {
  static thread_local Skeleton skeleton;
  const SkeletonStatus status = notation == StructureNotation::kMolBlock
                                    ? ReadMolBlockSkeleton(text, skeleton)
                                    : ReadSmilesSkeleton(text, skeleton);
  return status != SkeletonStatus::kOk || index.MayHave(skeleton);
}

TEST(AnalogueIndexTest, LeavesSmallMoleculesOut) {
  AnalogueIndex index;
  EXPECT_THAT(index.Add(0, "CC(=O)Cc1ccccc1"), IsOk());
  EXPECT_EQ(index.size(), 0u);
  EXPECT_THAT(index.Add(1, "CC(=O)Cc1ccc2OCOc2c1"), IsOk());
  EXPECT_EQ(index.size(), 1u);
  EXPECT_FALSE(index.Add(2, "C(").ok());
}

// Each listed fentanyl, were it not listed, is named near another one; but for two medicines whose chain on
// the ring nitrogen is no arylethyl (docs/analogues.md).
TEST(AnalogueIndexTest, LeaveOneOut) {
  int found = 0;
  std::vector<std::string> missed;
  for (size_t i = 0; i < Family().size(); ++i) {
    if (Family()[i].id == "p-2-p" || Family()[i].id == "pmk") continue;
    const AnalogueIndex index = IndexWithout(i);
    const auto hits = NearestOf(index, Family()[i].smiles);
    if (hits.empty()) {
      missed.push_back(Family()[i].id);
      continue;
    }
    ++found;
    for (const AnalogueHit& hit : hits) {
      EXPECT_GE(hit.similarity, kLeastSimilarity);
      EXPECT_TRUE(hit.common_part >= kLeastCommonPart || hit.similarity >= kSimilarityAlone);
    }
    EXPECT_TRUE(MayHave(index, Family()[i].smiles, StructureNotation::kSmiles)) << Family()[i].id;
  }
  EXPECT_THAT(missed, ::testing::ElementsAre("alfentanil", "remifentanil"));
  EXPECT_GE(found, 35);
}

TEST(AnalogueIndexTest, NamesNeighboursTheLikestFirst) {
  // Thiofentanyl, of which a notice speaks (21 CFR 1308.11(b)) and that this table does not hold.
  const auto hits = NearestOf(Shared(), "CCC(=O)N(c1ccccc1)C1CCN(CCc2cccs2)CC1");
  ASSERT_FALSE(hits.empty());
  for (size_t i = 1; i < hits.size(); ++i) EXPECT_GE(hits[i - 1].common_part, hits[i].common_part);
  EXPECT_THAT(Family()[hits[0].substance].id, ::testing::HasSubstr("fentanyl"));
}

TEST(AnalogueIndexTest, NotItself) {
  for (const testing::ListedRow& row : Family()) {
    for (const AnalogueHit& hit : NearestOf(Shared(), row.smiles)) {
      EXPECT_NE(Family()[hit.substance].id, row.id);
    }
  }
}

TEST(AnalogueIndexTest, MarksWhatDiffers) {
  AnalogueIndex index;
  ASSERT_THAT(index.Add(0, "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"), IsOk());  // fentanyl
  index.Finish();
  // Acetyl fentanyl: the propionyl group's last carbon is what it lacks.
  auto hits = NearestOf(index, "CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1");
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_THAT(hits[0].differs, ::testing::IsEmpty());
  EXPECT_THAT(hits[0].listed_differs, ::testing::ElementsAre(0));
  EXPECT_EQ(hits[0].common.size(), 24u);
  // ortho-Fluorofentanyl: one atom more. Salt and water beside it are not compared.
  hits = NearestOf(index, "Cl.CCC(=O)N(c1ccccc1F)C1CCN(CCc2ccccc2)CC1.O");
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_THAT(hits[0].differs, ::testing::ElementsAre(12));
  EXPECT_THAT(hits[0].listed_differs, ::testing::IsEmpty());
}

TEST(AnalogueIndexTest, LawfulMoleculesOfSimilarParts) {
  for (const char* smiles : {
           "CCN(CC)CC(=O)Nc1c(C)cccc1C",                                  // lidocaine
           "CN(C)C(=O)C(CCN1CCC(O)(CC1)c1ccc(Cl)cc1)(c1ccccc1)c1ccccc1",  // loperamide
           "COc1cc2CC(CC3CCN(Cc4ccccc4)CC3)C(=O)c2cc1OC",                 // donepezil
           "CN1CCC(CC1)N(Cc1ccccc1)c1ccccc1",                             // bamipine
           "O=C(CCCN1CCC(O)(CC1)c1ccc(Cl)cc1)c1ccc(F)cc1",                // haloperidol
           "CC(=O)N(c1ccccc1)c1ccccc1",                                   // N,N-diphenylacetamide
           "CN(C(=O)Cc1ccccc1)C(CN1CCCC1)c1ccccc1",
       }) {
    EXPECT_THAT(NearestOf(Shared(), smiles), ::testing::IsEmpty()) << smiles;
  }
}

TEST(AnalogueIndexTest, SameInEveryWriting) {
  testing::Rewriter rewriter(7);
  for (const char* smiles : {"CCC(=O)N(c1ccccc1)C1CCN(CCc2cccs2)CC1", "CC(=O)CCc1ccc2OCOc2c1",
                             "CCC(=O)N(c1ccccc1F)C1(c2nc(C)cs2)CCN(CCc2ccccc2)CC1",
                             "CCC(=O)N(c1ccccc1)C1CCN(C(C)Cc2ccccc2)CC1.Cl"}) {
    const auto expected = NearestOf(Shared(), smiles);
    ASSERT_FALSE(expected.empty()) << smiles;
    for (int i = 0; i < 20; ++i) {
      const testing::Writing writing = rewriter.Any(smiles);
      const auto hits = NearestOf(Shared(), writing.text, writing.notation);
      ASSERT_EQ(hits.size(), expected.size()) << writing.how << "\n" << writing.text;
      for (size_t h = 0; h < hits.size(); ++h) {
        EXPECT_EQ(hits[h].substance, expected[h].substance) << writing.how;
        EXPECT_EQ(hits[h].similarity, expected[h].similarity) << writing.how;
        EXPECT_EQ(hits[h].common_part, expected[h].common_part) << writing.how;
        EXPECT_EQ(hits[h].differs.size(), expected[h].differs.size()) << writing.how;
      }
      EXPECT_TRUE(MayHave(Shared(), writing.text, writing.notation)) << writing.how << "\n" << writing.text;
    }
  }
}

// The bound is one: whatever the fingerprint finds over the cut-off, the bare graph does not lose.
TEST(AnalogueIndexTest, TheSieveLosesNothingOfNci) {
  const std::vector<std::string> molecules = testing::NciSmiles();
  if (molecules.empty()) GTEST_SKIP() << "Debian's rdkit-data is not installed";
  int dropped = 0;
  for (const std::string& smiles : molecules) {
    if (MayHave(Shared(), smiles, StructureNotation::kSmiles)) continue;
    ++dropped;
    const auto standard = RealTables::Get().Standard(smiles);
    if (!standard.ok()) continue;
    const auto nearest = Shared().Nearest(*standard);
    ASSERT_THAT(nearest, IsOk()) << smiles;
    EXPECT_TRUE(nearest->empty()) << smiles;
  }
  EXPECT_GT(dropped, 4000);
}

TEST(EnvironmentCountsTest, CountsWhatIsShared) {
  EXPECT_DOUBLE_EQ(SharedPart(75, 25, 25), 1.0);
  EXPECT_DOUBLE_EQ(SharedPart(0, 25, 25), 0.0);
  EXPECT_DOUBLE_EQ(SharedPart(50, 25, 25), 0.5);
  const auto read = [](std::string_view smiles) {
    auto skeleton = std::make_unique<Skeleton>();
    EXPECT_EQ(ReadSmilesSkeleton(smiles, *skeleton), SkeletonStatus::kOk) << smiles;
    return skeleton;
  };
  EnvironmentCounts counts;
  counts.Add(*read("CCCCCCCCCC"));
  counts.Add(*read("C1CCCCC1CCO"));
  counts.Finish();
  EXPECT_EQ(counts.references(), 2u);
  EXPECT_TRUE(counts.MayReach(1.0, *read("CCCCCCCCCC")));
  EXPECT_TRUE(counts.MayReach(1.0, *read("C1=CC=CC=C1CCO"))) << "bond orders do not show in a bare graph";
  EXPECT_TRUE(counts.MayReach(1.0, *read("CCO.CCCCCCCCCC"))) << "in any component";
  EXPECT_FALSE(counts.MayReach(0.95, *read("CCCCCCCCCCC")));
  EXPECT_FALSE(counts.MayReach(0.5, *read("C1CCCCC1C1CCCCC1")));
  EXPECT_FALSE(counts.MayReach(0.5, *read("CC(C)(C)C"))) << "no ring, and other branches";
  EXPECT_FALSE(EnvironmentCounts().MayReach(0.0, *read("C")));
}

}  // namespace
}  // namespace tidewaiter
