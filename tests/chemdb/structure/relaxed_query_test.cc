#include "chemdb/structure/relaxed_query.h"

#include <string>

#include "gtest/gtest.h"

namespace tidewaiter {
namespace {

RelaxedQuery CarbonChain(int atoms) {
  RelaxedQuery::Elements carbon;
  carbon.set(6);
  RelaxedQuery query;
  for (int a = 0; a < atoms; ++a) {
    query.AddAtom(carbon);
    if (a > 0) query.AddBond(a - 1, a);
  }
  EXPECT_TRUE(query.Finish());
  return query;
}

bool MayMatch(const RelaxedQuery& query, const std::string& smiles) {
  static Skeleton skeleton;
  EXPECT_EQ(ReadSmilesSkeleton(smiles, skeleton), SkeletonStatus::kOk) << smiles;
  skeleton.PrepareSearch();
  return query.MayMatch(skeleton);
}

TEST(RelaxedQueryTest, AQueryLargerThanTheSearchIsStillATest) {
  const RelaxedQuery query = CarbonChain(100);
  EXPECT_TRUE(MayMatch(query, std::string(100, 'C')));
  EXPECT_FALSE(MayMatch(query, std::string(30, 'C')));
  EXPECT_EQ(query.needs().counts[0], 100);
}

TEST(RelaxedQueryTest, AtomsOfACycleLieOnOne) {
  RelaxedQuery::Elements carbon;
  carbon.set(6);
  RelaxedQuery ring;
  for (int a = 0; a < 3; ++a) ring.AddAtom(carbon);
  ring.AddAtom(carbon);
  for (int a = 0; a < 3; ++a) ring.AddBond(a, (a + 1) % 3);
  ring.AddBond(2, 3);
  ASSERT_TRUE(ring.Finish());
  EXPECT_TRUE(MayMatch(ring, "CC1CC1"));
  EXPECT_FALSE(MayMatch(ring, "CC1CCC1"));
  for (int a = 0; a < 3; ++a) EXPECT_EQ(ring.NeedOfAtom(a).Union() & atom_mask::kNotInRing, 0u) << a;
  EXPECT_NE(ring.NeedOfAtom(3).Union() & atom_mask::kNotInRing, 0u);
}

}  // namespace
}  // namespace tidewaiter
