// The real tables of chemdb/data: every row stands, and the database made of them reads back as it was.
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "chemdb/store/builder.h"
#include "chemdb/store/database.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::TempFolder;

const absl::StatusOr<SourceTables>& RealTables() {
  static const auto* const tables =
      new absl::StatusOr<SourceTables>(ReadSourceTables(TIDEWAITER_SOURCE_DIR "/chemdb/data", {}));
  return *tables;
}

TEST(DataTest, NoProblem) {
  ASSERT_THAT(RealTables(), IsOk());
  std::string all;
  for (const TableProblem& problem : RealTables()->problems) AppendTo(all, FormatProblem(problem), "\n");
  EXPECT_EQ(all, "");
}

TEST(DataTest, IsNotEmpty) {
  ASSERT_THAT(RealTables(), IsOk());
  const DatabaseContent& content = RealTables()->content;
  EXPECT_FALSE(content.jurisdictions.empty());
  EXPECT_FALSE(content.territories.empty());
  EXPECT_FALSE(content.sources.empty());
  EXPECT_FALSE(content.instruments.empty());
  EXPECT_FALSE(content.substances.empty());
  EXPECT_FALSE(content.components.empty());
  EXPECT_FALSE(content.goods_codes.empty());
  EXPECT_FALSE(content.listings.empty());
}

// 21 CFR 1310.04(f) has 20 chemicals of List I (hydriodic acid by weight and by volume), 8 of List II for
// imports and exports, 8 and a gas in domestic sales, 2 acids and MIBK for some exports; (g) says that all
// others are regulated at any size. No chemical of the lists is left without an answer.
TEST(DataTest, EachListedChemicalOfTheUnitedStatesHasItsThreshold) {
  ASSERT_THAT(RealTables(), IsOk());
  size_t list_i = 0, border = 0, domestic = 0;
  std::string without;
  for (const Listing& listing : RealTables()->content.listings) {
    if (listing.instrument != "us-1310-02-a" && listing.instrument != "us-1310-02-b") continue;
    if (listing.in_force_to) continue;  // history: the table of today does not speak of it
    if (listing.thresholds.empty()) AppendTo(without, listing.id, " ");
    for (const Threshold& threshold : listing.thresholds) {
      if (threshold.citation.find("1310.04(f)(1)") != std::string::npos) ++list_i;
      if (threshold.citation.find("1310.04(f)(2)(i)") != std::string::npos) ++border;
      if (threshold.citation.find("1310.04(f)(2)(ii)") != std::string::npos) ++domestic;
      if (threshold.citation.find("1310.04(f)") != std::string::npos) {
        EXPECT_GT(threshold.quantity, 0) << listing.id;
        const bool not_cumulative = threshold.citation.find("not cumulative") != std::string::npos;
        EXPECT_EQ(threshold.window, not_cumulative ? "" : "calendar month") << listing.id;
      }
    }
  }
  EXPECT_EQ(list_i, 21u);
  EXPECT_EQ(border, 8u + 5u) << "by weight, and five by volume too";
  EXPECT_EQ(domestic, 8u + 5u);
  EXPECT_EQ(without, "");
}

TEST(DataTest, EachInstrumentCanBeLookedUp) {
  ASSERT_THAT(RealTables(), IsOk());
  for (const Instrument& instrument : RealTables()->content.instruments) {
    EXPECT_FALSE(instrument.citation.empty()) << instrument.id;
    EXPECT_FALSE(instrument.address.empty()) << instrument.id;
    EXPECT_FALSE(instrument.licence.empty()) << instrument.id;
    EXPECT_FALSE(instrument.source_ids.empty()) << instrument.id;
  }
}

TEST(DataTest, ReadsBackAsWritten) {
  ASSERT_THAT(RealTables(), IsOk());
  const TempFolder folder;
  const std::string path = folder.File("real.tdw");
  ASSERT_THAT(WriteDatabase(RealTables()->content, path), IsOk());
  const auto database = Database::Open(path);
  ASSERT_THAT(database, IsOk());
  EXPECT_EQ((*database)->digest(), DigestOf(RealTables()->content));
}

}  // namespace
}  // namespace tidewaiter
