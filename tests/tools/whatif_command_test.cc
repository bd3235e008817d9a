// tidewaiter whatif: the program against two runs of itself, and what scripts rely on.
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "gmock/gmock.h"

#include "tests/support/program.h"

namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using tidewaiter::testing::Outcome;
using tidewaiter::testing::RunProgram;

const std::string kExamples = TIDEWAITER_SOURCE_DIR "/tools/examples/";

std::string Write(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

// line -> disposition and findings of law, as far as what-if compares them.
std::map<int, std::string> Screened(const std::string& arguments) {
  std::map<int, std::string> out;
  for (const json& record : RunProgram("screen " + arguments + " --format jsonl").Lines()) {
    std::string text = record["disposition"].get<std::string>();
    std::multiset<std::string> findings;
    for (const json& finding : record["findings"]) {
      std::string words;
      for (const char* key : {"kind", "rule", "subject", "relation", "certainty", "severity"}) {
        words += finding[key].dump() + " ";
      }
      if (finding.contains("next_step")) words += finding["next_step"].dump();
      for (const json& listing : finding["listings"]) words += " " + listing["id"].get<std::string>();
      findings.insert(words);
    }
    for (const std::string& finding : findings) text += "\n" + finding;
    out[record["record"]["line"].get<int>()] = text;
  }
  return out;
}

struct ExampleBill {
  const char* list;
  const char* rule;  // a class rule that goes with it, or empty
};

void PrintTo(const ExampleBill& bill, std::ostream* out) { *out << bill.list; }

class BillTest : public ::testing::TestWithParam<ExampleBill> {};

TEST_P(BillTest, DiffersWhereTwoRunsDiffer) {
  const std::string list = kExamples + "bills/" + GetParam().list;
  const std::string rule = *GetParam().rule == 0 ? "" : kExamples + "bills/" + GetParam().rule;
  for (const char* file : {"manifest.csv", "structures.smi"}) {
    const auto before = Screened(kExamples + file);
    const auto after =
        Screened("--list " + list + (rule.empty() ? "" : " --add-rules " + rule) + " " + kExamples + file);
    ASSERT_EQ(before.size(), after.size());
    std::set<int> expected;
    for (const auto& [line, text] : after) {
      if (before.at(line) != text) expected.insert(line);
    }
    std::set<int> found;
    const Outcome outcome = RunProgram("whatif " + list + (rule.empty() ? "" : " --with " + rule) + " " +
                                       kExamples + file + " -f jsonl");
    for (const json& record : outcome.Lines()) found.insert(record["record"]["line"].get<int>());
    EXPECT_EQ(found, expected);
    EXPECT_EQ(outcome.code, expected.empty() ? 0 : 1);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Examples, BillTest,
    ::testing::Values(ExampleBill{"eu-2026-draft.csv", ""}, ExampleBill{"eu-us-piperidine-classes.csv", ""},
                      ExampleBill{"gb-bmk-glycidic-esters.csv", "gb-bmk-glycidic-esters.yaml"}));

TEST(WhatIfCommandTest, SummaryByRouteAndMonth) {
  const std::string bill =
      Write("bill.csv", "id,jurisdiction,instrument,schedule,severity\nacetone,EU,A draft,1,high\n");
  const std::string goods =
      Write("goods.csv",
            "id,date,origin,destination,description\n"
            "a,2026-03-01,CN,DE,acetone\nb,2026-03-31,CN,DE,acetone\n"
            "c,2026-04-01,CN,DE,acetone\nd,2026-04-01,CN,US,acetone\ne,2026-04-01,CN,DE,shoes\n");
  const Outcome outcome =
      RunProgram("whatif " + bill + " --lawful " + goods + " -f jsonl --summary --no-records");
  EXPECT_EQ(outcome.code, 1);
  ASSERT_EQ(outcome.Lines().size(), 1u);
  const json summary = outcome.Lines()[0]["summary"];
  EXPECT_EQ(summary["read"], 5);
  EXPECT_EQ(summary["screened_by_both"], 4);
  EXPECT_EQ(summary["records"], 3);
  ASSERT_EQ(summary["by_route_and_month"].size(), 2u);
  EXPECT_EQ(summary["by_route_and_month"][0]["route"], "CN > DE");
  EXPECT_EQ(summary["by_route_and_month"][0]["month"], "2026-03");
  EXPECT_EQ(summary["by_route_and_month"][0]["records"], 2);
  EXPECT_EQ(summary["law_as_it_would_be"]["lists"][0]["file"], "bill.csv");
  EXPECT_NE(summary["law_as_it_would_be"]["database"], summary["law_as_it_is"]["database"]);
  const Outcome table = RunProgram("whatif " + bill + " " + goods);
  EXPECT_THAT(table.out,
              AllOf(HasSubstr("-> hold"), HasSubstr("CN > DE"), HasSubstr("2026-04"), HasSubstr("acetone")));
}

TEST(WhatIfCommandTest, ExitCodes) {
  const std::string nothing = Write("nothing.csv", "name\n");
  EXPECT_EQ(RunProgram("whatif " + nothing + " " + kExamples + "manifest.csv").code, 0);
  EXPECT_EQ(RunProgram("whatif").code, 2);
  EXPECT_EQ(RunProgram("whatif " + nothing).code, 2);
  EXPECT_EQ(RunProgram("whatif bill.txt " + kExamples + "manifest.csv").code, 3);
  EXPECT_EQ(RunProgram("whatif " + nothing + " /nowhere/at/all.csv").code, 3);
  EXPECT_EQ(RunProgram("whatif " + nothing + " " + kExamples + "manifest.csv -o /dev/full").code, 4);
  const std::string goods = Write("kept.csv", "description\nacetone\n");
  EXPECT_EQ(RunProgram("whatif " + nothing + " " + goods + " -o " + goods).code, 2);
}

}  // namespace
