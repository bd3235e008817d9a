#include "screening/parties/watchlist.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;
using testing::StatusIs;
using testing::TempFolder;

TEST(WatchlistTest, ReadsOfacCsvWithAliasesAndAddressesBesideIt) {
  TempFolder folder;
  const std::string path =
      folder.Write("sdn.csv",
                   "36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"
                   "7,\"DOE, John\",\"individual\",\"SDNTK\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\x1A");
  folder.Write("alt.csv", "36,12,\"aka\",\"AERO-CARIBBEAN\",-0- \n99,1,\"aka\",\"NOBODY\",-0- \n");
  folder.Write("add.csv", "36,25,-0- ,\"Havana\",\"Cuba\",-0- \n7,26,-0- ,-0- ,\"Panama\",-0- \n");
  const auto list = ReadWatchlist(path);
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->format, "ofac-csv");
  EXPECT_THAT(list->issues, IsEmpty());
  ASSERT_THAT(list->entries, SizeIs(2));
  EXPECT_EQ(list->entries[0].name, "AEROCARIBBEAN AIRLINES");
  EXPECT_EQ(list->entries[0].kind, "");
  EXPECT_EQ(list->entries[0].programme, "CUBA");
  EXPECT_THAT(list->entries[0].aliases, ElementsAre("AERO-CARIBBEAN"));
  EXPECT_THAT(list->entries[0].addresses, ElementsAre("Havana, Cuba"));
  EXPECT_THAT(list->entries[1].addresses, IsEmpty());
  EXPECT_THAT(list->entries[1].countries, ElementsAre("Panama"));
  EXPECT_EQ(list->entries[1].kind, "individual");
}

TEST(WatchlistTest, TheDigestCoversTheFilesBesideIt) {
  TempFolder folder;
  const std::string path =
      folder.Write("sdn.csv", "36,\"A\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n");
  const std::string alone = ReadWatchlist(path)->digest;
  folder.Write("alt.csv", "36,12,\"aka\",\"B\",-0- \n");
  EXPECT_NE(ReadWatchlist(path)->digest, alone);
}

TEST(WatchlistTest, ReadsOfacXml) {
  TempFolder folder;
  const auto list = ReadWatchlist(folder.Write("sdn.xml", R"(<?xml version="1.0"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation><Publish_Date>01/02/2026</Publish_Date></publshInformation>
<sdnEntry><uid>7</uid><firstName>John</firstName><lastName>DOE</lastName><sdnType>Individual</sdnType>
<programList><program>SDNTK</program><program>ILLICIT-DRUGS-EO14059</program></programList>
<akaList><aka><uid>8</uid><type>a.k.a.</type><lastName>ROE</lastName><firstName>Johnny</firstName></aka>
<aka><uid>9</uid><lastName>JD</lastName></aka></akaList>
<addressList><address><uid>10</uid><address1>5 Main St</address1><city>Anytown</city><country>Panama</country></address></addressList>
</sdnEntry><sdnEntry><uid>11</uid><lastName>RANGREEN CHEMICAL</lastName><sdnType>Entity</sdnType></sdnEntry>
<sdnEntry><uid>12</uid></sdnEntry></sdnList>)"));
  ASSERT_THAT(list, IsOk());
  ASSERT_THAT(list->entries, SizeIs(2));
  EXPECT_EQ(list->entries[0].name, "DOE, John");
  EXPECT_EQ(list->entries[0].id, "7");
  EXPECT_EQ(list->entries[0].programme, "SDNTK; ILLICIT-DRUGS-EO14059");
  EXPECT_THAT(list->entries[0].aliases, ElementsAre("ROE, Johnny", "JD"));
  EXPECT_THAT(list->entries[0].addresses, ElementsAre("5 Main St, Anytown, Panama"));
  EXPECT_EQ(list->entries[1].name, "RANGREEN CHEMICAL");
  ASSERT_THAT(list->issues, SizeIs(1));
  EXPECT_EQ(list->issues[0].line, 9u);
}

TEST(WatchlistTest, ReadsOpenSanctionsAndOwnCsv) {
  TempFolder folder;
  const auto open =
      ReadWatchlist(folder.Write("targets.simple.csv",
                                 "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\","
                                 "\"addresses\",\"identifiers\",\"sanctions\",\"phones\","
                                 "\"emails\",\"dataset\",\"first_seen\",\"last_seen\"\n"
                                 "\"NK-1\",\"Company\",\"Rangreen Chemical\",\"Ran "
                                 "Green;RANGREEN\",\"\",\"cn\",\"5 East Rd, Wuhan\",\"\",\"\",\"\",\"\","
                                 "\"US OFAC SDN\",\"2026\",\"2026\"\n"));
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->format, "opensanctions");
  ASSERT_THAT(open->entries, SizeIs(1));
  EXPECT_THAT(open->entries[0].aliases, ElementsAre("Ran Green", "RANGREEN"));
  EXPECT_EQ(open->entries[0].kind, "Company");

  const auto own =
      ReadWatchlist(folder.Write("mine.csv", "name,aliases\nAcme,Akme\n,nobody\n\"broken\nB,C,D\n"));
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ(own->list, "mine.csv");
  ASSERT_THAT(own->entries, SizeIs(1));
  EXPECT_EQ(own->entries[0].id, "line 2");
  EXPECT_FALSE(own->issues.empty());
}

TEST(WatchlistTest, SaysWhatIsWrongWithOtherFiles) {
  TempFolder folder;
  EXPECT_THAT(ReadWatchlist(folder.File("none.csv")), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ReadWatchlist(folder.Write("a.csv", "title,text\n1,2\n")).status().ToString(),
              HasSubstr("no column \"name\""));
  EXPECT_THAT(ReadWatchlist(folder.Write("b.xml", "<other/>")).status().ToString(),
              HasSubstr("b.xml:1:1: root element"));
  EXPECT_THAT(ReadWatchlist(folder.Write("c.xml", "<sdnList><sdnEntry>")).status().ToString(),
              HasSubstr("c.xml:1:"));
}

}  // namespace
}  // namespace tidewaiter
