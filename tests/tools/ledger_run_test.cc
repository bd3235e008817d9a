// A run with ledger, licences and policy rules, from outside: the same for any number of threads, the same
// file twice, files that add up, and what is told when it cannot be done.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "screening/ledger/file_lock.h"
#include "tests/support/program.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::IsSupersetOf;
using ::testing::Not;
using testing::Outcome;
using testing::TempFolder;

Outcome Shell(const std::string& commands) { return testing::Shell(Concat("{ ", commands, "; } 2>&1")); }

Outcome Invoke(const std::string& arguments) { return Shell(Concat(TIDEWAITER_PROGRAM, " ", arguments)); }

constexpr std::string_view kTitles =
    "Line,Date,Mode,Origin,Destination,HS Code,Goods Description,Net Weight "
    "kg,Value,Currency,Shipper,Consignee\n";

std::string Manifest(int lines) {
  constexpr const char* kGoods[] = {"toluene",       "wooden chess set", "ephedrine hydrochloride",
                                    "running shoes", "acetone",          "organic intermediate"};
  std::string out(kTitles);
  for (int i = 1; i <= lines; ++i) {
    AppendTo(out, "L", i, ",2026-0", 1 + i % 9, "-1", i % 10, ",Air,CN,DE,,", kGoods[i % 6], ",", 1 + i % 50,
             ",", 100 + i % 900, ",USD,Shipper ", i % 17, ",Consignee ", i % 23, "\n");
  }
  return out;
}

std::vector<std::string> RulesOf(const std::string& line) {
  std::vector<std::string> rules;
  const json record = json::parse(line);
  for (const json& finding : record["findings"]) rules.push_back(finding["rule"]);
  return rules;
}

class LedgerRunTest : public ::testing::Test {
 protected:
  std::string Export(const std::string& ledger) {
    return Invoke(Concat("ledger export ", folder_.File(ledger), " --format jsonl")).out;
  }
  TempFolder folder_;
};

TEST_F(LedgerRunTest, ThreadsChangeNothing) {
  folder_.Write("m.csv", Manifest(7'000));
  std::string output, ledger;
  for (const int threads : {1, 2, 5}) {
    const std::string name = Concat("l", threads, ".sqlite");
    const Outcome run = Invoke(Concat("screen ", folder_.File("m.csv"), " --format jsonl --summary --ledger ",
                                      folder_.File(name), " --threads ", threads));
    EXPECT_EQ(run.code, 1);
    if (threads == 1) {
      output = run.out;
      ledger = Export(name);
      EXPECT_THAT(output, HasSubstr("\"complete\":true"));
      EXPECT_GT(std::count(ledger.begin(), ledger.end(), '\n'), 2'000);
    }
    EXPECT_EQ(run.out, output) << threads;
    EXPECT_EQ(Export(name), ledger) << threads;
  }
}

TEST_F(LedgerRunTest, TheSameFileAgainChangesNothing) {
  folder_.Write("m.csv", Manifest(3'000));
  const std::string screen = " --format jsonl --ledger " + folder_.File("l.sqlite");
  const Outcome first = Invoke(Concat("screen ", folder_.File("m.csv"), screen));
  const std::string entries = Export("l.sqlite");
  const Outcome second = Invoke(Concat("screen ", folder_.File("m.csv"), screen));
  EXPECT_EQ(second.out, first.out);
  EXPECT_EQ(Export("l.sqlite"), entries);
  // The same content under another name, compressed.
  ASSERT_EQ(Shell(Concat("gzip -c ", folder_.File("m.csv"), " > ", folder_.File("n.csv.gz"))).code, 0);
  EXPECT_EQ(Invoke(Concat("screen ", folder_.File("n.csv.gz"), screen)).code, 1);
  EXPECT_EQ(Export("l.sqlite"), entries);
}

TEST_F(LedgerRunTest, AFileThatBreaksOffIsNotEntered) {
  folder_.Write("m.csv", Manifest(3'000));
  ASSERT_EQ(
      Shell(Concat("gzip -c ", folder_.File("m.csv"), " | head -c 9000 > ", folder_.File("cut.csv.gz"))).code,
      0);
  const Outcome run = Invoke(Concat("screen ", folder_.File("cut.csv.gz"),
                                    " --format jsonl --summary --ledger ", folder_.File("l.sqlite")));
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.out, HasSubstr("\"complete\":false"));
  EXPECT_EQ(Export("l.sqlite"), "");
}

TEST_F(LedgerRunTest, LicencesTurnAHoldIntoAPass) {
  folder_.Write(
      "m.csv",
      Concat(kTitles, "A,2026-03-01,Air,CN,US,2939.41,ephedrine hydrochloride,12.4,9000,USD,Alpha,Beta Inc\n",
             "B,2026-03-02,Air,CN,US,2939.41,ephedrine hydrochloride,40,9000,USD,Alpha,Beta Inc\n",
             "C,2026-03-03,Air,CN,US,2939.41,ephedrine hydrochloride,1,9000,USD,Alpha,Gamma Inc\n"));
  folder_.Write("licences.csv",
                "licence,holder,substance,quantity,unit,first_day,last_day,jurisdiction\n"
                "X7,Beta Incorporated,ephedrine,50,kg,2026-01-01,2026-12-31,US\n");
  const Outcome run = Invoke(Concat("screen ", folder_.File("m.csv"), " --format jsonl --licences ",
                                    folder_.File("licences.csv"), " --ledger ", folder_.File("l.sqlite")));
  std::istringstream lines(run.out);
  std::string a, b, c;
  std::getline(lines, a);
  std::getline(lines, b);
  std::getline(lines, c);
  EXPECT_THAT(RulesOf(a), Contains("licence-covers"));
  EXPECT_THAT(RulesOf(b), IsSupersetOf({std::string("licence-drawn-down")}));
  EXPECT_THAT(RulesOf(c), Contains("no-licence"));  // X7 is another holder's
  EXPECT_THAT(Export("l.sqlite"), HasSubstr("\"licence\":\"X7\""));
  EXPECT_THAT(Invoke("ledger info " + folder_.File("l.sqlite")).out,
              HasSubstr("X7  ephedrine  12400 g by 1 line"));
}

TEST_F(LedgerRunTest, WhatCannotBeDoneIsTold) {
  folder_.Write("m.csv", Manifest(20));
  const std::string ledger = folder_.File("l.sqlite");
  EXPECT_EQ(Invoke("screen - --ledger " + ledger + " < " + folder_.File("m.csv")).code, 2);
  EXPECT_EQ(Invoke(Concat("screen ", folder_.File("m.csv"), " --policy none --ledger ", ledger)).code, 2);
  {
    const auto lock = FileLock::Take(ledger + "-lock");
    ASSERT_THAT(lock, IsOk());
    const Outcome second = Invoke(Concat("screen ", folder_.File("m.csv"), " --ledger ", ledger));
    EXPECT_EQ(second.code, 3);
    EXPECT_THAT(second.out, HasSubstr("another process"));
  }
  folder_.Write("bad.csv", "licence,holder\nX,Y\n");
  const Outcome bad =
      Invoke(Concat("screen ", folder_.File("m.csv"), " --licences ", folder_.File("bad.csv")));
  EXPECT_EQ(bad.code, 3);
  EXPECT_THAT(bad.out, HasSubstr("bad.csv:1"));
  EXPECT_EQ(Invoke("ledger info " + folder_.File("none.sqlite")).code, 3);
  EXPECT_EQ(Invoke(Concat("ledger prune ", folder_.File("none.sqlite"), " --keep-days 5")).code, 3);
}

TEST_F(LedgerRunTest, AFullDiskEndsTheRun) {
  folder_.Write("m.csv", Manifest(30'000));
  const Outcome full =
      Shell(Concat("trap '' XFSZ; ulimit -f 400; ", TIDEWAITER_PROGRAM, " screen ", folder_.File("m.csv"),
                   " --ledger ", folder_.File("l.sqlite"), " --format jsonl > /dev/null"));
  EXPECT_EQ(full.code, 4) << full.out;
  EXPECT_THAT(full.out, HasSubstr("ledger"));
  EXPECT_EQ(Invoke("ledger info --check " + folder_.File("l.sqlite")).code, 0);
}

TEST_F(LedgerRunTest, MoleculesHaveNoShipment) {
  folder_.Write("m.smi", "C1CNCCC1Nc1ccccc1 a\nCCO b\n");
  const Outcome run = Invoke(Concat("screen ", folder_.File("m.smi"), " --format jsonl"));
  EXPECT_THAT(run.out, Not(HasSubstr("\"risk\"")));
}

}  // namespace
}  // namespace tidewaiter
