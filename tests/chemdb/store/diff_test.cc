#include "chemdb/store/diff.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "tests/chemdb/store/tiny_tables.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TinyTables;

// "kind listing day what".
std::vector<std::string> Texts(const std::vector<ListingChange>& changes) {
  std::vector<std::string> out;
  for (const ListingChange& change : changes) {
    out.push_back(Concat(ChangeName(change.kind), " ", change.listing, change.day ? " " : "",
                         change.day ? FormatIsoDate(*change.day) : "", change.what.empty() ? "" : " ",
                         change.what));
  }
  return out;
}
std::vector<std::string> Texts(const std::vector<SubstanceChange>& changes) {
  std::vector<std::string> out;
  for (const SubstanceChange& change : changes) {
    out.push_back(
        Concat(ChangeName(change.kind), " ", change.substance, change.what.empty() ? "" : " ", change.what));
  }
  return out;
}

Date Day(std::string_view text) { return *ParseIsoDate(text); }

TEST(DiffTest, FirstAndLastDaysOfASpan) {
  const auto database = Database::FromContent(TinyTables().Content());
  EXPECT_THAT(
      Texts(ChangesBetween(*database, Day("2020-01-01"), Day("2024-01-01"))),
      ElementsAre("begins us-4-ap 2020-05-15", "ends us-4-ap 2023-06-11", "begins us-4-ap-2 2023-06-12"));
  EXPECT_THAT(Texts(ChangesBetween(*database, Day("2024-01-01"), Day("2026-01-01"))), IsEmpty());
}

// Spans that meet tell each change once: what is in force on the later day and not on the earlier has begun.
TEST(DiffTest, SpansThatMeetShareNothing) {
  const auto database = Database::FromContent(TinyTables().Content());
  size_t changes = 0;
  for (Date day = Day("2020-05-01"); day < Day("2023-07-01"); day += std::chrono::days(1)) {
    const Date next = day + std::chrono::days(1);
    const auto found = ChangesBetween(*database, day, next);
    changes += found.size();
    for (const ListingChange& change : found) {
      for (const Listing& listing : database->listings()) {
        if (listing.id != change.listing) continue;
        EXPECT_EQ(listing.InForceOn(next), change.kind == ListingChange::Kind::kBegins);
        EXPECT_EQ(listing.InForceOn(day), change.kind == ListingChange::Kind::kEnds);
      }
    }
  }
  EXPECT_EQ(changes, 3u);
}

TEST(DiffTest, TheSameDatabaseHasNoChanges) {
  const auto database = Database::FromContent(TinyTables().Content());
  EXPECT_THAT(ChangesBetween(*database, *database), IsEmpty());
  EXPECT_THAT(SubstanceChangesBetween(*database, *database), IsEmpty());
}

TEST(DiffTest, ListingsAddedRemovedAndChanged) {
  const DatabaseContent content = TinyTables().Content();
  DatabaseContent edited = content;
  edited.listings[0].in_force_from.reset();
  edited.listings[0].from_evidence = DateEvidence::kOpen;
  edited.listings[1].counterparts = {"CA", "GT"};
  edited.listings[1].mixture_limit.reset();
  edited.listings[1].severity = Severity::kCritical;
  edited.listings[2].id = "us-ephedrine-2";
  edited.listings[2].thresholds[0].quantity = 2;
  const auto before = Database::FromContent(content);
  const auto after = Database::FromContent(edited);
  EXPECT_THAT(
      Texts(ChangesBetween(*before, *after)),
      ElementsAre("changed us-4-ap in_force_from: 2020-05-15 -> open; from_evidence: official text -> open",
                  "changed us-4-ap-2 severity: high -> critical; counterparts: - MX; counterparts: + GT; "
                  "mixture_limit: 20 % -> -",
                  "added us-ephedrine-2", "removed us-ephedrine"));
}

TEST(DiffTest, Thresholds) {
  const DatabaseContent content = TinyTables().Content();
  DatabaseContent edited = content;
  edited.listings[2].thresholds[0].quantity = 2;
  EXPECT_THAT(
      Texts(ChangesBetween(*Database::FromContent(content), *Database::FromContent(edited))),
      ElementsAre("changed us-ephedrine threshold: - 1.5 kg a calendar month, import (21 CFR 1310.04(f)); "
                  "threshold: + 2 kg a calendar month, import (21 CFR 1310.04(f))"));
}

TEST(DiffTest, Substances) {
  const DatabaseContent content = TinyTables().Content();
  DatabaseContent edited = content;
  edited.substances[0].names.pop_back();
  edited.substances[0].forms.push_back({"hydrate", "4-AP hydrate", "", "", ""});
  edited.substances[1].racemic = true;
  edited.substances[2].id = "white-phosphorus";
  EXPECT_THAT(Texts(SubstanceChangesBetween(*Database::FromContent(content), *Database::FromContent(edited))),
              ElementsAre("changed 4-ap name: - 4-AP (en, abbreviation, 0.3); form: + 4-AP hydrate (hydrate)",
                          "changed ephedrine stereo: as-drawn -> racemic", "added white-phosphorus",
                          "removed red-phosphorus"));
}

}  // namespace
}  // namespace tidewaiter
