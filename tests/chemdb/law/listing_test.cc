#include "chemdb/law/listing.h"

#include "gtest/gtest.h"

namespace tidewaiter {
namespace {

TEST(ListingTest, FirstAndLastDayAreInForce) {
  Listing listing;
  listing.in_force_from = ParseIsoDate("2020-05-15");
  listing.in_force_to = ParseIsoDate("2023-05-10");
  EXPECT_FALSE(listing.InForceOn(*ParseIsoDate("2020-05-14")));
  EXPECT_TRUE(listing.InForceOn(*ParseIsoDate("2020-05-15")));
  EXPECT_TRUE(listing.InForceOn(*ParseIsoDate("2023-05-10")));
  EXPECT_FALSE(listing.InForceOn(*ParseIsoDate("2023-05-11")));
}

TEST(ListingTest, AnUnknownStartCountsAsAlwaysAndNoEndAsNever) {
  Listing listing;
  EXPECT_TRUE(listing.InForceOn(*ParseIsoDate("1800-01-01")));
  EXPECT_TRUE(listing.InForceOn(*ParseIsoDate("2999-12-31")));
  listing.in_force_to = ParseIsoDate("2000-01-01");
  EXPECT_TRUE(listing.InForceOn(*ParseIsoDate("1800-01-01")));
  EXPECT_FALSE(listing.InForceOn(*ParseIsoDate("2000-01-02")));
}

TEST(ListingTest, EveryScopeHasACode) {
  uint32_t all = 0;
  for (uint32_t bit = 1; bit <= kScopePreparations; bit <<= 1) {
    const std::string code = FormatScopes(bit);
    ASSERT_FALSE(code.empty()) << bit;
    EXPECT_EQ(ParseScope(code), static_cast<Scope>(bit));
    all |= bit;
  }
  EXPECT_EQ(FormatScopes(kScopeSalts | kScopeEsters), "salts;esters");
  EXPECT_EQ(FormatScopes(0), "");
  EXPECT_EQ(FormatScopes(all).substr(0, 20), "salts;stereoisomers;");
  EXPECT_FALSE(ParseScope("salt").has_value());
  EXPECT_FALSE(ParseScope("").has_value());
}

TEST(ListingTest, NamesReadBack) {
  for (const auto e : {DateEvidence::kOfficialText, DateEvidence::kSecondarySource, DateEvidence::kCounted,
                       DateEvidence::kOpen}) {
    EXPECT_EQ(ParseDateEvidence(DateEvidenceName(e)), e);
  }
  for (const auto s :
       {Severity::kInfo, Severity::kLow, Severity::kMedium, Severity::kHigh, Severity::kCritical}) {
    EXPECT_EQ(ParseSeverity(SeverityName(s)), s);
  }
  for (const auto d : {Direction::kAny, Direction::kImport, Direction::kExport, Direction::kTransit}) {
    EXPECT_EQ(ParseDirection(DirectionName(d)), d);
  }
  for (const auto t :
       {Traffic::kAny, Traffic::kDomestic, Traffic::kImport, Traffic::kExport, Traffic::kImportExport}) {
    EXPECT_EQ(ParseTraffic(TrafficName(t)), t);
  }
  EXPECT_FALSE(ParseSeverity("High").has_value());
  EXPECT_FALSE(ParseDateEvidence("").has_value());
  EXPECT_EQ(SubjectKindName(SubjectKind::kClass), "class");
}

}  // namespace
}  // namespace tidewaiter
