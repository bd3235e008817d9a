#include "chemdb/store/law_view.h"

#include <filesystem>
#include <map>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/store/builder.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Listing Row(const char* id, const char* jurisdiction, const char* from, const char* to) {
  Listing listing;
  listing.id = id;
  listing.subject = "x";
  listing.jurisdiction = jurisdiction;
  listing.instrument = Concat(jurisdiction, "-act");
  listing.in_force_from = ParseIsoDate(from);
  listing.in_force_to = ParseIsoDate(to);
  if (listing.in_force_from) listing.from_evidence = DateEvidence::kOfficialText;
  if (listing.in_force_to) listing.to_evidence = DateEvidence::kCounted;
  return listing;
}

std::shared_ptr<const Database> Small() {
  DatabaseContent content;
  content.jurisdictions = {{"US", "United States"}, {"EU", "European Union"}};
  content.sources = {{"s1", "", "", "", "", "2026-01-10"}, {"s2", "", "", "", "", "2026-03-01"}};
  content.instruments = {{"US-act", "US", "An Act", "", "", "", ParseIsoDate("2025-06-01"), ""},
                         {"EU-act", "EU", "A Regulation", "", "", "", std::nullopt, ""},
                         {"EU-other", "EU", "Without listings", "", "", "", std::nullopt, ""}};
  content.listings = {Row("a", "US", "2026-02-01", "2026-02-10"), Row("b", "EU", "2026-02-01", ""),
                      Row("c", "US", "", "2026-01-31")};
  content.listings[1].source_ids = "s1;s2";
  return Database::FromContent(std::move(content));
}

std::vector<std::string> DaysOf(const char* from, const char* to) {
  const auto database = Small();
  std::vector<std::string> out;
  for (const LawDay& day : LawDaysIn(*database, *ParseIsoDate(from), *ParseIsoDate(to))) {
    out.push_back(Concat(FormatIsoDate(day.day), day.ends ? " last " : " first ",
                         database->listings()[day.listing].id));
  }
  return out;
}

TEST(LawViewTest, DaysInARangeWithBothItsEnds) {
  EXPECT_THAT(DaysOf("2026-01-31", "2026-02-10"), ElementsAre("2026-01-31 last c", "2026-02-01 first a",
                                                              "2026-02-01 first b", "2026-02-10 last a"));
  EXPECT_THAT(DaysOf("2026-02-02", "2026-02-09"), IsEmpty());
}

TEST(LawViewTest, OpenBeginningsComeFirst) {
  EXPECT_THAT(InOrderOfBeginning(*Small(), {0, 1, 2}), ElementsAre(2, 1, 0));
}

TEST(LawViewTest, CoverageCountsByEvidence) {
  const LawCoverage coverage = CoverageOf(*Small(), *ParseIsoDate("2026-02-01"), 365);
  ASSERT_EQ(coverage.jurisdictions.size(), 2u);
  const JurisdictionCoverage& us = coverage.jurisdictions[1];
  EXPECT_EQ(us.jurisdiction, "US");
  EXPECT_EQ(us.listings, 2u);
  EXPECT_EQ(us.in_force, 1u);
  EXPECT_EQ(us.first_day[static_cast<int>(DateEvidence::kOfficialText)], 1u);
  EXPECT_EQ(us.first_day[static_cast<int>(DateEvidence::kOpen)], 1u);
  EXPECT_EQ(us.last_day[static_cast<int>(DateEvidence::kCounted)], 2u);
}

TEST(LawViewTest, AgeIsCountedFromTheConsolidationElseFromTheSource) {
  const LawCoverage coverage = CoverageOf(*Small(), *ParseIsoDate("2026-06-02"), 365);
  ASSERT_EQ(coverage.instruments.size(), 2u);  // one has no listing
  EXPECT_EQ(coverage.instruments[0].age_days, 366);
  EXPECT_TRUE(coverage.instruments[0].stale);
  EXPECT_EQ(coverage.instruments[1].seen_on, ParseIsoDate("2026-03-01"));
  EXPECT_EQ(coverage.instruments[1].age_days, 93);
  EXPECT_FALSE(coverage.instruments[1].stale);
}

TEST(LawViewTest, UnknownAgeIsStale) {
  DatabaseContent content = Small()->content();
  content.sources.clear();
  const auto database = Database::FromContent(std::move(content));
  const LawCoverage coverage = CoverageOf(*database, *ParseIsoDate("2026-03-02"), 365);
  EXPECT_EQ(coverage.instruments[1].age_days, std::nullopt);
  EXPECT_TRUE(coverage.instruments[1].stale);
}

// The rule of chemdb/data: no day is shown that nobody has seen in a source. Over every table.
TEST(LawTablesTest, NoDayWithoutASeenSource) {
  const auto tables = ReadSourceTables(TIDEWAITER_SOURCE_DIR "/chemdb/data", {});
  ASSERT_THAT(tables, testing::IsOk());
  std::map<std::string, Date> seen;
  for (const Source& source : tables->content.sources) {
    const auto day = ParseIsoDate(source.seen_on);
    ASSERT_TRUE(day) << source.id << ": not said on which day it was seen";
    seen[source.id] = *day;
  }
  int days = 0;
  for (const Listing& listing : tables->content.listings) {
    EXPECT_EQ(listing.in_force_from.has_value(), listing.from_evidence != DateEvidence::kOpen) << listing.id;
    EXPECT_FALSE(listing.in_force_to && listing.to_evidence == DateEvidence::kOpen) << listing.id;
    if (!listing.in_force_from && !listing.in_force_to) continue;
    ++days;
    ASSERT_FALSE(listing.source_ids.empty()) << listing.id;
    for (std::string_view ids = listing.source_ids; !ids.empty();) {
      const std::string id(ids.substr(0, ids.find(';')));
      ids.remove_prefix(std::min(ids.size(), id.size() + 1));
      ASSERT_TRUE(seen.count(id)) << listing.id << ": " << id;
    }
  }
  EXPECT_GT(days, 200);
}

TEST(LawTablesTest, NoConsolidationWithoutASource) {
  int days = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(TIDEWAITER_SOURCE_DIR "/chemdb/data/instruments")) {
    const auto table = CsvTable::Read(file.path().string());
    ASSERT_THAT(table, testing::IsOk());
    for (const CsvTable::Row& row : table->rows()) {
      if (table->Get(row, "consolidated_to").empty()) continue;
      ++days;
      EXPECT_NE(table->Get(row, "source"), "") << table->Get(row, "id");
    }
  }
  EXPECT_GE(days, 9);
}

}  // namespace
}  // namespace tidewaiter
