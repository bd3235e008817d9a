#include "screening/law/law_question.h"

#include <random>

#include "gmock/gmock.h"

namespace tidewaiter {
namespace {

std::shared_ptr<const Database> SmallDatabase() {
  DatabaseContent content;
  content.jurisdictions = {
      {"UN", "United Nations"}, {"US", "United States"}, {"CN", "China"}, {"EU", "European Union"}};
  content.territories = {{"US", "US"}, {"PR", "US"}, {"CN", "CN"}, {"DE", "EU"}, {"FR", "EU"}};
  return Database::FromContent(std::move(content));
}

Listing Of(std::string jurisdiction, std::optional<Date> from = std::nullopt,
           std::optional<Date> to = std::nullopt) {
  Listing listing;
  listing.jurisdiction = std::move(jurisdiction);
  listing.in_force_from = from;
  listing.in_force_to = to;
  return listing;
}

const Date kDay = *ParseIsoDate("2024-06-01");

TEST(LawQuestionTest, AsksTheLawOfTheRouteAndTheTreaty) {
  const auto db = SmallDatabase();
  const LawQuestion question(*db, kDay, "CN", "DE", {}, {});
  EXPECT_TRUE(question.Holds(Of("CN")));
  EXPECT_TRUE(question.Holds(Of("EU")));
  EXPECT_TRUE(question.Holds(Of("UN")));
  EXPECT_TRUE(question.Holds(Of("OWN")));
  EXPECT_FALSE(question.Holds(Of("US")));
  EXPECT_TRUE(LawQuestion(*db, kDay, "CN", "DE", {"PR"}, {}).Holds(Of("US")));
}

TEST(LawQuestionTest, WithoutARouteAllAreAsked) {
  const auto db = SmallDatabase();
  EXPECT_TRUE(LawQuestion(*db, kDay, "", "", {}, {}).Holds(Of("US")));
  const LawQuestion only(*db, kDay, "", "", {}, {"EU"});
  EXPECT_TRUE(only.Holds(Of("EU")));
  EXPECT_FALSE(only.Holds(Of("UN")));
}

TEST(LawQuestionTest, FirstAndLastDayAreInForce) {
  const auto db = SmallDatabase();
  const Listing listing = Of("UN", ParseIsoDate("2024-06-01"), ParseIsoDate("2024-06-30"));
  const auto holds = [&](const char* day) {
    return LawQuestion(*db, *ParseIsoDate(day), "CN", "US", {}, {}).Holds(listing);
  };
  EXPECT_FALSE(holds("2024-05-31"));
  EXPECT_TRUE(holds("2024-06-01"));
  EXPECT_TRUE(holds("2024-06-30"));
  EXPECT_FALSE(holds("2024-07-01"));
}

TEST(LawQuestionTest, AThresholdIsForItsTraffic) {
  const auto db = SmallDatabase();
  const LawQuestion out(*db, kDay, "US", "CN", {}, {});
  const LawQuestion in(*db, kDay, "CN", "US", {}, {});
  const LawQuestion through(*db, kDay, "CN", "DE", {"US"}, {});
  for (const LawQuestion* question : {&out, &in, &through}) {
    EXPECT_TRUE(question->ThresholdFits("US", Traffic::kAny));
    EXPECT_TRUE(question->ThresholdFits("US", Traffic::kImportExport));
    EXPECT_FALSE(question->ThresholdFits("US", Traffic::kDomestic));
  }
  EXPECT_TRUE(out.ThresholdFits("US", Traffic::kExport));
  EXPECT_FALSE(out.ThresholdFits("US", Traffic::kImport));
  EXPECT_FALSE(in.ThresholdFits("US", Traffic::kExport));
  EXPECT_TRUE(in.ThresholdFits("US", Traffic::kImport));
  EXPECT_TRUE(through.ThresholdFits("US", Traffic::kExport));
  EXPECT_FALSE(through.ThresholdFits("US", Traffic::kImport));
  EXPECT_FALSE(out.ThresholdFits("EU", Traffic::kAny)) << "not asked on this route";
  EXPECT_TRUE(LawQuestion(*db, kDay, "", "", {}, {}).ThresholdFits("US", Traffic::kExport));
}

TEST(LawQuestionTest, DirectionAndCounterparts) {
  const auto db = SmallDatabase();
  Listing listing = Of("CN");
  listing.direction = Direction::kExport;
  listing.counterparts = {"US", "MX"};
  EXPECT_TRUE(LawQuestion(*db, kDay, "CN", "US", {}, {}).Holds(listing));
  EXPECT_FALSE(LawQuestion(*db, kDay, "CN", "DE", {}, {}).Holds(listing));
  EXPECT_FALSE(LawQuestion(*db, kDay, "US", "CN", {}, {}).Holds(listing));
  EXPECT_TRUE(LawQuestion(*db, kDay, "CN", "DE", {"MX"}, {}).Holds(listing));
  EXPECT_TRUE(LawQuestion(*db, kDay, "CN", "", {}, {}).Holds(listing))
      << "an unknown destination may be one of them";
}

TEST(LawQuestionTest, ScopeDecides) {
  Listing listing = Of("UN");
  FoundForm salt;
  salt.is_salt = true;
  FoundForm mirror;
  mirror.is_other_stereoisomer = true;
  EXPECT_TRUE(InScope(listing, FoundForm{}));
  EXPECT_FALSE(InScope(listing, salt));
  EXPECT_FALSE(InScope(listing, mirror));
  listing.scope = kScopeSalts | kScopeStereoisomers;
  EXPECT_TRUE(InScope(listing, salt));
  EXPECT_TRUE(InScope(listing, mirror));
  FoundForm halide;
  halide.needed_scope = kScopeHalides;
  EXPECT_FALSE(InScope(listing, halide));
}

// Random listings, routes and days against the same question asked the long way round.
TEST(LawQuestionTest, AgreesWithABruteForceFilter) {
  const auto db = SmallDatabase();
  std::mt19937 random(20261124);
  const char* const countries[] = {"US", "PR", "CN", "DE", "FR", "BR", ""};
  const char* const jurisdictions[] = {"UN", "US", "CN", "EU"};
  const auto pick = [&](const auto& list) { return list[random() % std::size(list)]; };
  for (int i = 0; i < 20000; ++i) {
    Listing listing = Of(pick(jurisdictions));
    if (random() % 2) listing.in_force_from = kDay + std::chrono::days(static_cast<int>(random() % 40) - 20);
    if (random() % 2) listing.in_force_to = kDay + std::chrono::days(static_cast<int>(random() % 40) - 10);
    const std::string origin = pick(countries);
    const std::string destination = pick(countries);
    bool expected = listing.jurisdiction == "UN" || (origin.empty() && destination.empty());
    for (const std::string& country : {origin, destination}) {
      for (const auto& [c, j] : db->territories())
        expected = expected || (c == country && j == listing.jurisdiction);
    }
    if (listing.in_force_from && kDay < *listing.in_force_from) expected = false;
    if (listing.in_force_to && kDay > *listing.in_force_to) expected = false;
    ASSERT_EQ(LawQuestion(*db, kDay, origin, destination, {}, {}).Holds(listing), expected)
        << origin << ">" << destination << " " << listing.jurisdiction;
  }
}

}  // namespace
}  // namespace tidewaiter
