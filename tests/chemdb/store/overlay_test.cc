#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/store/builder.h"
#include "chemdb/store/database.h"
#include "tests/chemdb/store/tiny_tables.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::SizeIs;
using testing::StatusIs;
using testing::TempFolder;
using testing::TinyTables;

class OverlayTest : public ::testing::Test {
 protected:
  using Result = absl::StatusOr<std::shared_ptr<const Database>>;

  Result With(std::string_view text) {
    return Database::WithOverlays(base_, {folder_.Write("my.csv", text)});
  }
  // The complaints about a list, without the folder it lies in.
  std::vector<std::string> Complaints(std::string_view text) {
    const Result result = With(text);
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kInvalidArgument));
    std::vector<std::string> out;
    std::string_view message = AsStd(result.status().message());
    const std::string prefix = folder_.path() + "/";
    while (!message.empty()) {
      std::string_view line = message.substr(0, message.find('\n'));
      message.remove_prefix(std::min(message.size(), line.size() + 1));
      if (line.substr(0, prefix.size()) == prefix) line.remove_prefix(prefix.size());
      out.emplace_back(line);
    }
    return out;
  }
  const Listing& Last(const Result& result) { return (*result)->listings().back(); }

  TempFolder folder_;
  std::shared_ptr<const Database> base_ = Database::FromContent(TinyTables().Content());
};

TEST_F(OverlayTest, AddsASubstanceOfItsOwn) {
  const auto result = With(
      "name,cas_rn,smiles,names,severity,scope,in_force_from,in_force_to,threshold,unit,goods_code,citation,"
      "source,"
      "next_step\n"
      "PMK,4676-39-5,CC(=O)Cc1ccc2OCOc2c1,MDP2P | piperonyl methyl ketone,critical,salts;esters,2026-01-01,"
      "2026-12-31,0.5,kg,2932.92 00,Circular 12,mail,Call the desk.\n");
  ASSERT_THAT(result, IsOk());
  const auto index = (*result)->FindSubstance("own-pmk");
  ASSERT_TRUE(index.has_value());
  const Substance& substance = (*result)->substances()[*index];
  EXPECT_TRUE(substance.from_overlay);
  EXPECT_EQ(substance.formula, "C10H10O3");
  ASSERT_THAT(substance.names, SizeIs(2));
  EXPECT_EQ(substance.names[0].text, "MDP2P");
  EXPECT_EQ(substance.names[1].text, "piperonyl methyl ketone");

  const Listing& listing = Last(result);
  EXPECT_THAT((*result)->ListingsOf(SubjectKind::kSubstance, "own-pmk"), SizeIs(1));
  EXPECT_EQ(listing.id, "own-pmk");
  EXPECT_EQ(listing.jurisdiction, "OWN");
  EXPECT_EQ(listing.severity, Severity::kCritical);
  EXPECT_EQ(listing.scope, kScopeSalts | kScopeEsters);
  EXPECT_EQ(listing.in_force_from, ParseIsoDate("2026-01-01"));
  EXPECT_EQ(listing.in_force_to, ParseIsoDate("2026-12-31"));
  EXPECT_EQ(listing.from_evidence, DateEvidence::kSecondarySource);
  ASSERT_THAT(listing.thresholds, SizeIs(1));
  EXPECT_EQ(listing.thresholds[0].quantity, 0.5);
  EXPECT_EQ(listing.goods_code, "29329200");
  EXPECT_EQ(listing.citation, "Circular 12");
  EXPECT_EQ(listing.next_step, "Call the desk.");
  EXPECT_EQ((*result)->jurisdictions().count("OWN"), 1u);
}

TEST_F(OverlayTest, WhatIsLeftOutHasADefault) {
  const auto result = With("name,names\nblue drum,BD-80\n");
  ASSERT_THAT(result, IsOk());
  const Listing& listing = Last(result);
  EXPECT_EQ(listing.instrument_title, "private list");
  EXPECT_EQ(listing.schedule, "list");
  EXPECT_EQ(listing.severity, Severity::kHigh);
  EXPECT_EQ(listing.scope, kScopeSalts | kScopeStereoisomers);
  EXPECT_FALSE(listing.in_force_from.has_value());
  EXPECT_TRUE(listing.thresholds.empty());
  EXPECT_EQ(listing.citation, "my.csv, line 2");
}

TEST_F(OverlayTest, RefersToWhatIsKnown) {
  for (const std::string_view row :
       {"4-ap,,,", ",23056-29-3,,", ",99918-43-1,,", ",,N(C1CCNCC1)c1ccccc1,",
        "4-ap,23056-29-3,C1CNCCC1Nc1ccccc1,", ",99918-43-1,Cl.C1CNCCC1Nc1ccccc1,"}) {
    const auto result = With(Concat("id,cas_rn,smiles,name\n", row, "phenylpiperidinylamine\n"));
    ASSERT_THAT(result, IsOk()) << row;
    EXPECT_THAT((*result)->substances(), SizeIs(3)) << row;
    EXPECT_EQ(Last(result).subject, "4-ap") << row;
    EXPECT_EQ(Last(result).id, "own-4-ap") << row;
    EXPECT_EQ((*result)->substances()[0].names.back().text, "phenylpiperidinylamine") << row;
    EXPECT_FALSE((*result)->substances()[0].from_overlay) << row;
  }
}

TEST_F(OverlayTest, AddsToAKnownInstrument) {
  const auto result = With("id,instrument,schedule\nred-phosphorus,us-1310,List I\n");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(Last(result).jurisdiction, "US");
  EXPECT_EQ(Last(result).instrument_title, "21 CFR 1310.02(a)");
  EXPECT_EQ(Last(result).next_step, "Ask for DEA Form 486.");
}

TEST_F(OverlayTest, TitlesOfOnesOwnStandInAJurisdiction) {
  const auto result = With("id,jurisdiction,instrument\nred-phosphorus,US,Bill 7\nephedrine,us,Bill 7\n");
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT((*result)->instruments(), SizeIs(2));
  EXPECT_EQ((*result)->instruments()[1].id, "own-bill-7");
  EXPECT_EQ(Last(result).jurisdiction, "US");
  EXPECT_EQ(Last(result).instrument, "own-bill-7");
}

TEST_F(OverlayTest, ALaterRowOrListMayMeanAnEarlierRow) {
  const std::string first = folder_.Write("1.csv", "id,name,names\nx-1,mystery,myst\n");
  const std::string second = folder_.Write("2.csv", "id,instrument\nx-1,Bill 7\nx-1,Bill 8\n");
  const auto result = Database::WithOverlays(base_, {first, second});
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT((*result)->substances(), SizeIs(4));
  EXPECT_THAT((*result)->ListingsOf(SubjectKind::kSubstance, "x-1"), SizeIs(3));
  EXPECT_EQ(Last(result).id, "own-x-1-3");
}

TEST_F(OverlayTest, SemicolonsBlanksAndEmptyRows) {
  const auto comma = With("name,names,scope\nblue drum,BD-80|BD-90,\n");
  const auto semicolon = With(
      "\xef\xbb\xbf"
      "name;names;scope\r\n blue drum ; BD-80 | BD-90 ;\r\n;;\r\n");
  ASSERT_THAT(comma, IsOk());
  ASSERT_THAT(semicolon, IsOk());
  EXPECT_EQ((*comma)->digest(), (*semicolon)->digest());
}

TEST_F(OverlayTest, TheDigestCoversTheListAndNotItsFolder) {
  const auto one = With("id,severity\nephedrine,low\n");
  const auto other = With("id,severity\nephedrine,info\n");
  const auto moved =
      Database::WithOverlays(base_, {folder_.Write("elsewhere/my.csv", "id,severity\nephedrine,low\n")});
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT(other, IsOk());
  ASSERT_THAT(moved, IsOk());
  EXPECT_NE((*one)->digest(), base_->digest());
  EXPECT_NE((*one)->digest(), (*other)->digest());
  EXPECT_EQ((*one)->digest(), (*moved)->digest());
  const auto none = Database::WithOverlays(base_, {});
  ASSERT_THAT(none, IsOk());
  EXPECT_EQ((*none)->digest(), base_->digest());
}

TEST_F(OverlayTest, MayBeWrittenAsADatabase) {
  const auto result = With("name,names,instrument\nblue drum,BD-80,Bill 7\n");
  ASSERT_THAT(result, IsOk());
  ASSERT_THAT(WriteDatabase((*result)->content(), folder_.File("a.tdw")), IsOk());
  const auto read = Database::Open(folder_.File("a.tdw"));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ((*read)->digest(), (*result)->digest());
}

TEST_F(OverlayTest, MistakesAreToldWithTheirPlace) {
  EXPECT_THAT(
      Complaints("name,severty\nx,low\n"),
      ElementsAre("my.csv:1: severty: unknown column; docs/overlay.md has those that are read",
                  "my.csv:2: name: a new substance needs a CAS RN, a structure or further names beside its "
                  "name"));
  EXPECT_THAT(Complaints("cas_rn\n64-19-7\n"),
              ElementsAre("my.csv:1: a list needs a column \"name\", \"id\", \"class\" or \"amends\""));
  EXPECT_THAT(Complaints("name,cas_rn\nx,64-19-8\n"),
              ElementsAre("my.csv:2: cas_rn: \"64-19-8\" is no CAS RN: form or check digit is wrong"));
  EXPECT_THAT(Complaints("name,smiles\nx,C1CC\n"), ElementsAre(HasSubstr("my.csv:2: smiles: ")));
  EXPECT_THAT(Complaints("id\nephedrin\n"),
              ElementsAre("my.csv:2: name: must not be empty", HasSubstr("not known")));
  EXPECT_THAT(
      Complaints("id,jurisdiction\nephedrine,uk\n"),
      ElementsAre("my.csv:2: jurisdiction: \"uk\" is not known; empty stands for a list of your own"));
  EXPECT_THAT(Complaints("id,jurisdiction,instrument\nephedrine,un,us-1310\n"),
              ElementsAre("my.csv:2: instrument: is law of US"));
  EXPECT_THAT(Complaints("id,severity,scope,goods_code,threshold,unit,in_force_from\n"
                         "ephedrine,grave,salt,HS12,many,lb,1 May\n"),
              SizeIs(7));
  EXPECT_THAT(Complaints("id,in_force_from,in_force_to\nephedrine,2026-02-01,2026-01-31\n"),
              ElementsAre("my.csv:2: in_force_to: ends before it begins"));
}

TEST_F(OverlayTest, ARowMeansOneSubstance) {
  EXPECT_THAT(Complaints("id,cas_rn\n4-ap,299-42-3\n"),
              ElementsAre("my.csv:2: cas_rn: means ephedrine, but the row means 4-ap"));
  EXPECT_THAT(Complaints("cas_rn,smiles,name\n299-42-3,C1CNCCC1Nc1ccccc1,x\n"),
              ElementsAre("my.csv:2: smiles: means 4-ap, but the row means ephedrine"));
  EXPECT_THAT(Complaints("id,cas_rn\n4-ap,64-19-7\n"),
              ElementsAre(HasSubstr("my.csv:2: cas_rn: is not the CAS RN of 4-ap")));
  EXPECT_THAT(Complaints("id,smiles\n4-ap,CCO\n"),
              ElementsAre("my.csv:2: smiles: is not the structure of 4-ap"));
}

TEST_F(OverlayTest, TheSameControlTwice) {
  EXPECT_THAT(Complaints("id,in_force_from,in_force_to\n"
                         "ephedrine,2025-01-01,2025-12-31\nephedrine,2026-01-01,\nephedrine,2026-06-01,\n"),
              ElementsAre("my.csv:4: the same control as own-ephedrine-2 on the same days (my.csv, line 3)"));
}

TEST_F(OverlayTest, AFileThatIsNotThere) {
  EXPECT_THAT(Database::WithOverlays(base_, {folder_.File("none.csv")}),
              StatusIs(absl::StatusCode::kNotFound));
}

// What docs/overlay.md shows is what is read.
TEST_F(OverlayTest, TheExampleOfTheManual) {
  const auto manual = ReadFile(TIDEWAITER_SOURCE_DIR "/docs/overlay.md", 1 << 20);
  ASSERT_THAT(manual, IsOk());
  const size_t start = manual->find("```csv\n") + 7;
  const auto result = With(manual->substr(start, manual->find("```", start) - start));
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT((*result)->listings(), SizeIs(base_->listings().size() + 3));
  EXPECT_THAT((*result)->substances(), SizeIs(base_->substances().size() + 2));
}

TEST_F(OverlayTest, ARowMayControlAClass) {
  const Result result = With("class,citation,in_force_from\nmy-class,\"My Act, para 1\",2026-01-01\n");
  ASSERT_THAT(result, IsOk());
  const auto& listings = (*result)->ListingsOf(SubjectKind::kClass, "my-class");
  ASSERT_THAT(listings, SizeIs(1));
  const Listing& listing = (*result)->listings()[listings[0]];
  EXPECT_EQ(listing.citation, "My Act, para 1");
  EXPECT_TRUE(listing.from_overlay);
  EXPECT_THAT(Complaints("class,name\nmy-class,toluene\n"),
              ElementsAre("my.csv:2: name: a row is of a substance or of a class, not of both"));
}

TEST_F(OverlayTest, EndsAListing) {
  const auto result = With("amends,in_force_to,citation\nus-4-ap-2,2027-06-30,Bill 7\n");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ((*result)->listings().size(), base_->listings().size());
  const Listing& ended = (*result)->listings()[1];
  EXPECT_EQ(ended.id, "us-4-ap-2");
  EXPECT_EQ(ended.in_force_from, ParseIsoDate("2023-06-12"));
  EXPECT_EQ(ended.in_force_to, ParseIsoDate("2027-06-30"));
  EXPECT_EQ(ended.to_evidence, DateEvidence::kSecondarySource);
  EXPECT_EQ(ended.citation, "Bill 7");
  EXPECT_TRUE(ended.from_overlay);
  EXPECT_NE((*result)->digest(), base_->digest());
}

TEST_F(OverlayTest, RewordsAListingFromADayOn) {
  const auto result = With(
      "amends,in_force_from,threshold,unit,window,scope,severity\n"
      "us-ephedrine,2027-01-01,2,kg,calendar year,salts;esters,critical\n");
  ASSERT_THAT(result, IsOk());
  const Listing& old_one = (*result)->listings()[2];
  EXPECT_EQ(old_one.id, "us-ephedrine");
  EXPECT_EQ(old_one.in_force_to, ParseIsoDate("2026-12-31"));
  EXPECT_EQ(old_one.thresholds[0].quantity, 1.5);
  const Listing& new_one = Last(result);
  EXPECT_EQ(new_one.id, "own-us-ephedrine");
  EXPECT_EQ(new_one.subject, "ephedrine");
  EXPECT_EQ(new_one.instrument, "us-1310");
  EXPECT_EQ(new_one.in_force_from, ParseIsoDate("2027-01-01"));
  EXPECT_EQ(new_one.in_force_to, std::nullopt);
  EXPECT_EQ(new_one.scope, kScopeSalts | kScopeEsters);
  EXPECT_EQ(new_one.severity, Severity::kCritical);
  ASSERT_THAT(new_one.thresholds, SizeIs(1));
  EXPECT_EQ(new_one.thresholds[0].quantity, 2);
  EXPECT_EQ(new_one.thresholds[0].window, "calendar year");
  EXPECT_EQ(new_one.citation, "21 CFR 1310.02(a), as amended by my.csv, line 2");
}

TEST_F(OverlayTest, AmendsOnlyWhatIsThereAndInForce) {
  EXPECT_THAT(Complaints("amends,in_force_to\nus-nothing,2027-01-01\n"),
              ElementsAre("my.csv:2: amends: no listing has the id \"us-nothing\""));
  EXPECT_THAT(Complaints("amends,id\nus-4-ap,4-ap\n"),
              ElementsAre("my.csv:2: id: must be empty: the amended listing says it"));
  EXPECT_THAT(Complaints("amends,in_force_from\nus-4-ap,2024-01-01\n"),
              ElementsAre("my.csv:2: in_force_from: us-4-ap is not in force on that day"));
  EXPECT_THAT(Complaints("amends,in_force_from\nus-4-ap-2,2023-06-12\n"),
              ElementsAre(HasSubstr("is no later than the first day of us-4-ap-2")));
  EXPECT_THAT(Complaints("amends,in_force_to\nus-4-ap-2,2020-01-01\n"),
              ElementsAre("my.csv:2: in_force_to: ends before it begins"));
  EXPECT_THAT(Complaints("amends,threshold,unit,window\nus-4-ap-2,1,kg,fortnight\n"),
              ElementsAre("my.csv:2: window: must be package, calendar month or calendar year"));
}

}  // namespace
}  // namespace tidewaiter
