#include "screening/identify/cas_scan.h"

#include "gmock/gmock.h"

#include "tests/screening/identify/small_dictionary.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using testing::Find;
using testing::Found;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(CasRn, AnyDash) {
  for (const char* text : {"21409-26-7", "21409–26–7", "21409 - 26 - 7", "２１４０９－２６－７", "21409‑26‑7",
                           "CAS 21409-26-7", "(21409-26-7)", "CAS-21409-26-7", "cas21409-26-7",
                           "CAS:21409-26-7.", "CAS号21409-26-7", "acetone/21409-26-7"}) {
    const auto found = Find(text);
    bool seen = false;
    for (const Candidate& c : found)
      seen = seen || (c.kind == CandidateKind::kCasRn && c.substance == testing::kAnpp);
    EXPECT_TRUE(seen) << text;
  }
}

TEST(CasRn, WithoutDashesOnlyWhenLabelled) {
  EXPECT_THAT(Found("CAS 21409267"), ElementsAre(Pair(testing::kAnpp, "21409267")));
  EXPECT_THAT(Found("CAS NO.: 2140926-7"), ElementsAre(Pair(testing::kAnpp, "2140926-7")));
  EXPECT_THAT(Found("CAS RN 21409 26 7"), ElementsAre(Pair(testing::kAnpp, "21409 26 7")));
  EXPECT_THAT(Found("CAS registry number 21409-267"), ElementsAre(Pair(testing::kAnpp, "21409-267")));
  EXPECT_THAT(Found("21409267"), IsEmpty());
  EXPECT_THAT(Found("21409 26 7"), IsEmpty());
  EXPECT_THAT(Found("casting 21409267"), IsEmpty());
}

TEST(CasRn, OtherNumbersAreNone) {
  for (const char* text :
       {"2024-01-05", "2024-01-5", "+1 555-12-34", "tel 67-64-15", "part AB67-64-1", "PN-67-64-1",
        "67-64-1-2", "3-67-64-1", "67.64.1", "67/64/1", "67-64-1A", "1067-64-1", "0067-64-1", "67-064-1"}) {
    EXPECT_THAT(Found(text), IsEmpty()) << text;
  }
}

TEST(CasRn, FormHasItsOwn) {
  const auto found = Find("CAS 50-98-6");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].form, 1);
  EXPECT_EQ(found[0].substance, testing::kEphedrine);
}

TEST(CasRn, NearMissNeedsCompany) {
  for (const char* text : {"CAS 21409-26-6", "CAS 21490-26-7", "4-ANPP 21409-28-7", "21409-26-6 reagent"}) {
    bool near = false;
    for (const Candidate& c : Find(text)) {
      if (c.kind != CandidateKind::kCasRnNearMiss) continue;
      near = true;
      EXPECT_EQ(c.substance, testing::kAnpp);
      EXPECT_LE(c.certainty, 0.5);
      EXPECT_EQ(c.matched_name, "21409-26-7");
    }
    EXPECT_TRUE(near) << text;
  }
  EXPECT_THAT(Found("invoice 21409-26-6"), IsEmpty());
  EXPECT_THAT(Found("CAS 11409-26-6"), IsEmpty());  // two digits away
}

TEST(CasRn, ItsNameBesideIsSurer) {
  const auto found = Find("acetone 67-64-1");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].kind, CandidateKind::kName);
  EXPECT_EQ(found[1].kind, CandidateKind::kCasRn);
}

}  // namespace
}  // namespace tidewaiter
