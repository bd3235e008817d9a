// tidewaiter law: what is asked about the law as a whole.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "gmock/gmock.h"

#include "tests/support/program.h"

namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using tidewaiter::testing::Outcome;

Outcome Law(const std::string& arguments, const std::string& redirect = tidewaiter::testing::kDropErrors) {
  return tidewaiter::testing::RunProgram("law " + arguments, redirect);
}

TEST(LawCommandTest, DiffShowsWhatBeginsAndEnds) {
  const Outcome outcome = Law("diff --from 2023-11-01 --to 2023-12-01 -f jsonl");
  EXPECT_EQ(outcome.code, 0);
  std::vector<std::string> rows;
  for (const json& line : outcome.Lines()) {
    rows.push_back(line["day"].get<std::string>() + " " + line["change"].get<std::string>() + " " +
                   line["subject"].get<std::string>());
  }
  EXPECT_THAT(rows, AllOf(Contains("2023-11-29 ends us-4-anilinopiperidine"),
                          Contains("2023-11-30 begins us-4-anilinopiperidine")));
  EXPECT_EQ(Law("diff --from 2023-11-01 --to tomorrow").code, 2);
  EXPECT_EQ(Law("diff --from /nowhere --to /either").code, 3);
}

TEST(LawCommandTest, HistoryIsInOrderAndReachesClassesAndEsters) {
  const Outcome outcome = Law("history 4-anilinopiperidine -f jsonl");
  EXPECT_EQ(outcome.code, 0);
  std::string last;
  std::vector<std::string> how;
  for (const json& line : outcome.Lines()) {
    const std::string day = line["in_force_from"].is_null() ? "" : line["in_force_from"].get<std::string>();
    EXPECT_LE(last, day);
    last = day;
    EXPECT_FALSE(line["from_evidence"].is_null());
    EXPECT_FALSE(line["source"].is_null());
    how.push_back(line["jurisdiction"].get<std::string>() + " " + line["how"].get<std::string>());
  }
  EXPECT_THAT(how, AllOf(Contains("UN by name"), Contains("US class us-4-anilinopiperidine")));
  EXPECT_THAT(Law("history 'methyl phenylacetate'").out, HasSubstr("ester of phenylacetic-acid"));
  EXPECT_THAT(Law("history uk-nitazene-class").out, HasSubstr("2025-01-15"));
  EXPECT_EQ(Law("history unobtainium").code, 1);
}

TEST(LawCommandTest, CalendarHasBothEndsOfATemporaryListing) {
  const Outcome outcome = Law("calendar --from 2026-04-11 --days 1 -f jsonl");
  EXPECT_EQ(outcome.code, 0);
  bool last = false, first = false;
  for (const json& line : outcome.Lines()) {
    if (line["subject"] != "phenethyl-bromide") continue;
    last = last || (line["day"] == "2026-04-11" && line["change"] == "last day");
    first = first || (line["day"] == "2026-04-12" && line["change"] == "first day");
  }
  EXPECT_TRUE(last);
  EXPECT_TRUE(first);
  EXPECT_EQ(Law("calendar --from 2026-02-30").code, 2);
}

TEST(LawCommandTest, ShowHasTheListingsOfOneInstrument) {
  const Outcome all = Law("show");
  EXPECT_THAT(all.out, AllOf(HasSubstr("eu-111-2005"), HasSubstr("un-1988")));
  for (const json& line : Law("show un-1988 -f jsonl").Lines()) EXPECT_EQ(line["instrument"], "un-1988");
  EXPECT_THAT(Law("show un-1988").out, AllOf(HasSubstr("Table I"), HasSubstr("read as of")));
  EXPECT_THAT(
      Law("show ca-cdsa").out,
      AllOf(HasSubstr("citation      S.C. 1996, c. 19\n"), HasSubstr("address       https://laws-lois"),
            HasSubstr("licence       Reproduction of Federal Law Order"),
            HasSubstr("read as of    2026-06-05\n"), HasSubstr("; seen 2026-11-24\n")));
  // The Regulations only set quantities and duties for what the Act lists.
  EXPECT_THAT(Law("show ca-pcr").out, AllOf(HasSubstr("  listings      0 of its own; "),
                                            HasSubstr(" of other instruments draw on its text\n"),
                                            HasSubstr("CDSA, Sch. VI, Part 1, item 1\n")));
  EXPECT_EQ(Law("show no-such-act").code, 1);
}

TEST(LawCommandTest, CoverageWarnsOfOldTexts) {
  const std::string warnings = Law("coverage --as-of 2030-01-01 --stale-days 100", "2>&1 >/dev/null").out;
  EXPECT_THAT(warnings, HasSubstr("un-1988 is stale"));
  EXPECT_EQ(Law("coverage --as-of 2026-11-24 --stale-days 100000", "2>&1 >/dev/null").out, "");
}

TEST(LawCommandTest, TheDocumentIsWhatTheCommandSays) {
  const std::string path = TIDEWAITER_SOURCE_DIR "/docs/law-coverage.md";
  std::stringstream document;
  document << std::ifstream(path).rdbuf();
  const std::string arguments = "coverage --as-of 2026-11-24 --format markdown";
  EXPECT_EQ(document.str(), Law(arguments).out)
      << "the tables changed; make the document again:\n  build/release/bin/tidewaiter law " << arguments
      << " > docs/law-coverage.md";
}

}  // namespace
