// The labelled declarations: what was reached does not get lost, and docs/text-identification.md shows it as
// it is.
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"

#include "tests/support/program.h"

namespace {

std::string Invoke(const std::string& arguments) { return tidewaiter::testing::RunProgram(arguments).out; }
std::string InvokeWithErrors(const std::string& arguments) {
  return tidewaiter::testing::RunProgram(arguments, tidewaiter::testing::kWithErrors).out;
}

const std::string kEvaluate = "identify --evaluate " TIDEWAITER_SOURCE_DIR "/tests/corpus/declarations.csv";

// "part,kind" -> the other cells.
std::map<std::string, std::vector<double>> Table(const std::string& arguments = kEvaluate) {
  std::istringstream in(Invoke(arguments + " --csv"));
  std::map<std::string, std::vector<double>> out;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    for (size_t k = 2; k < cells.size(); ++k) out[cells[0] + "," + cells[1]].push_back(std::stod(cells[k]));
  }
  return out;
}

enum Column { kLines, kExpected, kFound, kWrong, kWrongLines, kPrecision, kRecall, kF1 };

TEST(TextEvaluation, TheSetIsLargeAndMostlyInnocent) {
  const auto table = Table();
  double lines = 0, innocent = 0;
  for (const char* part : {"tuning", "held-back"}) {
    lines += table.at(std::string(part) + ",all")[kLines];
    innocent += table.at(std::string(part) + ",innocent")[kLines];
    for (const char* kind : {"cas", "name", "translated", "noisy", "systematic", "ambiguous"}) {
      EXPECT_GE(table.at(std::string(part) + "," + kind)[kLines], 25) << part << ' ' << kind;
    }
  }
  EXPECT_GE(lines, 1000);
  EXPECT_GE(innocent, 600);
}

TEST(TextEvaluation, WhatWasReachedIsKept) {
  const auto table = Table();
  EXPECT_GE(table.at("tuning,all")[kPrecision], 0.99);
  EXPECT_GE(table.at("tuning,all")[kRecall], 0.98);
  EXPECT_GE(table.at("held-back,all")[kPrecision], 0.97);
  EXPECT_GE(table.at("held-back,all")[kRecall], 0.96);
}

TEST(TextEvaluation, TheDocumentShowsThisTable) {
  std::stringstream document;
  document << std::ifstream(TIDEWAITER_SOURCE_DIR "/docs/text-identification.md").rdbuf();
  EXPECT_THAT(document.str(), ::testing::HasSubstr(Invoke(kEvaluate)));
}

TEST(TextEvaluation, WhatWasReachedOnTheSecondSetIsKept) {
  const auto table =
      Table("identify --evaluate " TIDEWAITER_SOURCE_DIR "/tests/corpus/declarations_second.csv");
  for (const char* part : {"second-seen", "second-blind"}) {
    EXPECT_GE(table.at(std::string(part) + ",all")[kLines], 800) << part;
    EXPECT_GE(table.at(std::string(part) + ",all")[kPrecision], 0.98) << part;
    EXPECT_GE(table.at(std::string(part) + ",all")[kRecall], 0.98) << part;
  }
}

TEST(TextEvaluation, WhatWasReachedOnTheThirdSetIsKept) {
  const auto table =
      Table("identify --evaluate " TIDEWAITER_SOURCE_DIR "/tests/corpus/declarations_third.csv");
  for (const char* part : {"third-seen", "third-blind"}) {
    EXPECT_GE(table.at(std::string(part) + ",all")[kLines], 760) << part;
    EXPECT_GE(table.at(std::string(part) + ",all")[kPrecision], 0.98) << part;
    EXPECT_GE(table.at(std::string(part) + ",all")[kRecall], 0.98) << part;
  }
}

// docs/name-resolver.md has the figures; a slow machine may leave a name unread, but nothing is lost by it.
TEST(TextEvaluation, AResolverAddsAndLosesNothing) {
  const std::string set = "identify --evaluate " TIDEWAITER_SOURCE_DIR "/tests/corpus/systematic.csv";
  const auto without = Table(set);
  const auto with = Table(set + " --resolver opsin");
  if (with.empty()) GTEST_SKIP() << "OPSIN is not installed";
  EXPECT_GE(with.at("blind,systematic")[kFound], without.at("blind,systematic")[kFound]);
  EXPECT_EQ(with.at("blind,systematic")[kWrong], without.at("blind,systematic")[kWrong]);
  EXPECT_THAT(InvokeWithErrors("identify acetone --resolver opsin"),
              ::testing::HasSubstr("with --evaluate only"));
}

TEST(TextEvaluation, AlarmsAreCounted) {
  const std::string path = testing::TempDir() + "/alarms.txt";
  std::ofstream(path) << "cotton shirts\nacetone, 25 kg\nwhite powder\nN-methyl-4-chloroaniline\n";
  EXPECT_THAT(
      Invoke("identify --alarms " + path),
      ::testing::AllOf(::testing::HasSubstr("acetone"),
                       ::testing::HasSubstr("4 lines, 1 with an alarm, 0 with a doubt only; 1 with a span"),
                       ::testing::HasSubstr("1 vague")));
}

TEST(TextEvaluation, AWrongSetIsRefused) {
  const std::string path = testing::TempDir() + "/wrong.csv";
  std::ofstream(path) << "text,hs,expected,kind,part\nacetone,,no-such-substance,name,tuning\n";
  EXPECT_THAT(InvokeWithErrors("identify --evaluate " + path),
              ::testing::HasSubstr("wrong.csv:2: no substance has the id no-such-substance"));
}

TEST(TextEvaluation, ExplainShowsSensesAndUnderlines) {
  const std::string out = Invoke("identify '4-AP 99% reagent' --explain");
  EXPECT_THAT(out, ::testing::HasSubstr("text:       4-AP 99% reagent\n            ^^^^"));
  EXPECT_THAT(out, ::testing::HasSubstr("prior 0.30; "));
  EXPECT_THAT(out, ::testing::HasSubstr("raised: a purity is stated, sold as a reagent"));
  EXPECT_THAT(out, ::testing::HasSubstr("also used for: 4-aminopyridine; 4-aminophenol; 4-aminoantipyrine"));
  EXPECT_THAT(out, ::testing::HasSubstr("vagueness"));
}

}  // namespace
