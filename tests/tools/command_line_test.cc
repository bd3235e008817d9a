// What a user runs, and what scripts rely on: exit codes, the JSON contract, honest failures.
#include <cstdio>
#include <cstdlib>
#include <fstream>
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
using testing::IsEmpty;
using tidewaiter::testing::Outcome;

// Standard output and error together, unless told otherwise.
Outcome Invoke(const std::string& arguments, const std::string& redirect = tidewaiter::testing::kWithErrors) {
  return tidewaiter::testing::RunProgram(arguments, redirect);
}

std::string Write(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::vector<json> Lines(const std::string& text) {
  std::vector<json> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(json::parse(line));
  return out;
}

const std::string kSource = TIDEWAITER_SOURCE_DIR;

// The keywords that docs/finding.schema.json uses, and no others: an unknown one fails the test.
void Validate(const json& schema, const json& value, const std::string& where,
              std::vector<std::string>& errors) {
  const auto type_of = [](const json& v) -> std::set<std::string> {
    if (v.is_object()) return {"object"};
    if (v.is_array()) return {"array"};
    if (v.is_string()) return {"string"};
    if (v.is_null()) return {"null"};
    if (v.is_boolean()) return {"boolean"};
    if (v.is_number_integer()) return {"integer", "number"};
    return {"number"};
  };
  for (const auto& [key, rule] : schema.items()) {
    if (key == "$schema" || key == "title") continue;
    if (key == "type") {
      bool fits = false;
      for (const json& name : rule.is_array() ? rule : json::array({rule})) {
        fits = fits || type_of(value).count(name.get<std::string>()) > 0;
      }
      if (!fits) errors.push_back(where + ": type");
    } else if (key == "enum") {
      bool fits = false;
      for (const json& option : rule) fits = fits || option == value;
      if (!fits) errors.push_back(where + ": not one of the values: " + value.dump());
    } else if (key == "minimum") {
      if (value.is_number() && value < rule) errors.push_back(where + ": below minimum");
    } else if (key == "maximum") {
      if (value.is_number() && value > rule) errors.push_back(where + ": above maximum");
    } else if (key == "required") {
      for (const json& name : rule) {
        if (value.is_object() && !value.contains(name.get<std::string>())) {
          errors.push_back(where + ": misses " + name.get<std::string>());
        }
      }
    } else if (key == "additionalProperties") {
      if (!value.is_object()) continue;
      for (const auto& [name, inner] : value.items()) Validate(rule, inner, where + "/" + name, errors);
    } else if (key == "anyOf") {
      std::vector<std::string> best;
      for (size_t i = 0; i < rule.size(); ++i) {
        std::vector<std::string> complaints;
        Validate(rule[i], value, where, complaints);
        if (i == 0 || complaints.size() < best.size()) best = complaints;
      }
      errors.insert(errors.end(), best.begin(), best.end());
    } else if (key == "properties") {
      if (!value.is_object()) continue;
      for (const auto& [name, inner] : rule.items()) {
        if (value.contains(name)) Validate(inner, value[name], where + "/" + name, errors);
      }
      // The schema lets keys be added; what this program writes must all be described.
      for (const auto& [name, unused] : value.items()) {
        if (!rule.contains(name)) errors.push_back(where + ": not described: " + name);
      }
    } else if (key == "items") {
      for (size_t i = 0; value.is_array() && i < value.size(); ++i) {
        Validate(rule, value[i], where + "/" + std::to_string(i), errors);
      }
    } else {
      errors.push_back("schema keyword not handled: " + key);
    }
  }
}

TEST(CommandLineTest, HelpAndVersion) {
  const Outcome help = Invoke("--help");
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, AllOf(HasSubstr("screen"), HasSubstr("check"), HasSubstr("Examples:"),
                              HasSubstr("Exit codes")));
  const Outcome version = Invoke("--version");
  EXPECT_EQ(version.code, 0);
  EXPECT_THAT(version.out, AllOf(HasSubstr("tidewaiter 0.1.0"), HasSubstr("database ")));
}

TEST(CommandLineTest, WrongUseIsCodeTwo) {
  EXPECT_EQ(Invoke("").code, 2);
  EXPECT_EQ(Invoke("scream x.csv").code, 2);
  EXPECT_EQ(Invoke("screen").code, 2);
  EXPECT_EQ(Invoke("screen x.csv --format yaml").code, 2);
  EXPECT_EQ(Invoke("screen " + kSource + "/tools/examples/structures.smi --as-of yesterday").code, 2);
  EXPECT_EQ(Invoke("screen " + kSource + "/tools/examples/manifest.csv --map goods=X").code, 2);
}

TEST(CommandLineTest, AMissingFileIsCodeThreeAndSaysSo) {
  const Outcome outcome = Invoke("screen /nowhere/at/all.csv --format jsonl");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("/nowhere/at/all.csv"));
  EXPECT_THAT(outcome.out, HasSubstr("unreadable-file"));
}

TEST(CommandLineTest, AFullDiskIsCodeFour) {
  const Outcome outcome =
      Invoke("screen " + kSource + "/tools/examples/manifest.csv --format jsonl --output /dev/full");
  EXPECT_EQ(outcome.code, 4);
  EXPECT_THAT(outcome.out, HasSubstr("cannot write"));
}

TEST(CommandLineTest, EveryCommandNoticesThatItCannotWrite) {
  for (const char* arguments :
       {"--help", "--version", "db info", "db show acetone", "docs man", "check acetone", "law coverage"}) {
    const Outcome outcome = Invoke(arguments, "2>&1 >/dev/full");
    EXPECT_EQ(outcome.code, 4) << arguments;
    EXPECT_THAT(outcome.out, HasSubstr("cannot write")) << arguments;
    EXPECT_EQ(Invoke(arguments, ">&- 2>/dev/null").code, 4) << arguments;
  }
  // Closed standard error: nothing meant for it may land in the output file, which would get its number.
  const std::string path = testing::TempDir() + "/closed_stderr.jsonl";
  EXPECT_EQ(Invoke("screen /nowhere/at/all.csv --format jsonl -o " + path, "2>&-").code, 3);
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) EXPECT_TRUE(json::accept(line)) << line;
}

TEST(CommandLineTest, AJurisdictionWithoutLawIsAMistakeAndNotSilence) {
  const Outcome outcome = Invoke("check 23056-29-3 --jurisdiction XX");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("XX"), HasSubstr("UN")));
  EXPECT_EQ(Invoke("check --jurisdiction us,un 23056-29-3").code, 1);
}

TEST(CommandLineTest, OptionsWithOneValueLeaveTheFilesAlone) {
  const std::string path = Write("acetone_route.smi", "CC(C)=O acetone\n");
  EXPECT_EQ(Invoke("screen --jurisdiction US --map description=X " + path).code, 1);
}

TEST(CommandLineTest, AnInputIsNeverOverwritten) {
  const std::string path = Write("precious.smi", "CC(C)=O acetone\n");
  const Outcome outcome = Invoke("screen " + path + " -o " + path);
  EXPECT_EQ(outcome.code, 2);
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), "CC(C)=O acetone\n");
}

TEST(CommandLineTest, TheManualNamesEveryOption) {
  std::stringstream manual;
  manual << std::ifstream(kSource + "/docs/cli.md").rdbuf();
  std::istringstream words(Invoke("docs bash").out);
  for (std::string word; words >> word;) {
    while (!word.empty() && (word.front() == '\'' || word.back() == '\'')) {
      word = word.front() == '\'' ? word.substr(1) : word.substr(0, word.size() - 1);
    }
    if (word.size() > 3 && word.rfind("--", 0) == 0) {
      EXPECT_THAT(manual.str(), HasSubstr("`" + word));
    }
  }
}

TEST(CommandLineTest, ForeignDatabaseIsRefused) {
  const std::string path = Write("foreign.sqlite", "this is no database at all, whatever its name says");
  const Outcome outcome = Invoke("check acetone --db " + path);
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("foreign.sqlite"));
}

TEST(CommandLineTest, OutputKeepsTheContract) {
  const json schema = json::parse(std::ifstream(kSource + "/docs/finding.schema.json"));
  for (const char* file : {"manifest.csv", "structures.smi"}) {
    for (const char* extra : {"", " --explain", " --summary"}) {
      const Outcome outcome =
          Invoke("screen " + kSource + "/tools/examples/" + file + " --format jsonl" + extra, "2>/dev/null");
      EXPECT_EQ(outcome.code, 1);
      std::vector<std::string> errors;
      for (const json& line : Lines(outcome.out)) Validate(schema, line, "", errors);
      EXPECT_THAT(errors, IsEmpty());
    }
  }
}

TEST(CommandLineTest, ListsOfOnesOwnAreMarkedAndNamedInTheRun) {
  const json schema = json::parse(std::ifstream(kSource + "/docs/finding.schema.json"));
  const std::string list =
      Write("watch.csv", "id,jurisdiction,instrument,schedule\nacetone,,Circular 1,watched\n");
  const std::string path = Write("own.smi", "CC(C)=O acetone\n");
  const Outcome outcome = Invoke(
      "screen " + path + " --list " + list + " --format jsonl --summary --as-of 2026-11-24", "2>/dev/null");
  const std::vector<json> lines = Lines(outcome.out);
  ASSERT_EQ(lines.size(), 2u);
  std::vector<std::string> errors;
  for (const json& line : lines) Validate(schema, line, "", errors);
  EXPECT_THAT(errors, IsEmpty());
  EXPECT_EQ(lines[0]["law_day"], "2026-11-24");
  int own = 0, others = 0;
  for (const json& listing : lines[0]["findings"][0]["listings"]) {
    ++(listing.value("own_list", false) ? own : others);
    EXPECT_TRUE(listing["jurisdiction"] != "UN" || listing["text_age_days"] > 700);
  }
  EXPECT_EQ(own, 1);
  EXPECT_GT(others, 1);
  const json& lists = lines[1]["summary"]["run"]["lists"];
  ASSERT_EQ(lists.size(), 1u);
  EXPECT_EQ(lists[0]["file"], "watch.csv");
  EXPECT_EQ(lists[0]["sha256"].get<std::string>().size(), 64u);
}

TEST(CommandLineTest, OneObjectForEachRecordAndASummary) {
  const Outcome outcome =
      Invoke("screen " + kSource + "/tools/examples/structures.smi --format jsonl --summary", "2>/dev/null");
  const std::vector<json> lines = Lines(outcome.out);
  ASSERT_EQ(lines.size(), 28u);
  EXPECT_EQ(lines.back()["summary"]["records"], 27);
  EXPECT_EQ(lines.back()["summary"]["unscreened"], 2);
}

TEST(CommandLineTest, ThreadsAndSieveChangeNothing) {
  for (const char* file : {"manifest.csv", "structures.smi"}) {
    const std::string base = "screen " + kSource + "/tools/examples/" + file + " --format jsonl ";
    const Outcome one = Invoke(base, "2>/dev/null");
    EXPECT_EQ(one.out, Invoke(base + "--threads 3", "2>/dev/null").out);
    EXPECT_EQ(one.out, Invoke(base + "--no-sieve", "2>/dev/null").out);
  }
}

TEST(CommandLineTest, FailOnDecidesTheExitCode) {
  const std::string path = Write("acetone.smi", "CC(C)=O acetone\n");
  EXPECT_EQ(Invoke("screen " + path).code, 1);
  EXPECT_EQ(Invoke("screen " + path + " --fail-on high").code, 0);
  EXPECT_EQ(Invoke("screen " + path + " --fail-on none").code, 0);
  EXPECT_EQ(Invoke("screen " + Write("broken.smi", "c1ccccc1C( broken\n") + " --fail-on info").code, 0);
  EXPECT_EQ(Invoke("screen " + Write("water.smi", "O water\n")).code, 0);
}

TEST(CommandLineTest, CheckAnswersNamesNumbersAndStructures) {
  for (const char* query : {"4-anilinopiperidine", "23056-29-3", "C1CNCCC1Nc1ccccc1"}) {
    const Outcome outcome = Invoke(std::string("check '") + query + "' --as-of 2026-06-01");
    EXPECT_EQ(outcome.code, 1) << query;
    EXPECT_THAT(outcome.out,
                AllOf(HasSubstr("UN Table I"), HasSubstr("US List I"), HasSubstr("CN Category II")));
  }
  EXPECT_EQ(Invoke("check paracetamol").code, 0);
  EXPECT_EQ(Invoke("check 'CC(=O)Nc1ccc(O)cc1'").code, 0);
}

TEST(CommandLineTest, ADrawingOnRequest) {
  const std::string path = testing::TempDir() + "/check.svg";
  EXPECT_EQ(Invoke("check 'CC(C)(C)OC(=O)N1CCC(CC1)Nc1ccccc1' --svg " + path).code, 1);
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_THAT(text.str(), AllOf(HasSubstr("<svg"), HasSubstr("</svg>")));
}

TEST(CommandLineTest, ControlBytesOfTheInputDoNotReachTheTerminal) {
  const Outcome outcome = Invoke("check '4-anilinopiperidine \x1b[2J'");
  EXPECT_THAT(outcome.out, testing::Not(HasSubstr("\x1b[2J")));
}

TEST(CommandLineTest, ManPageAndCompletion) {
  EXPECT_THAT(Invoke("docs man").out, AllOf(HasSubstr(".TH TIDEWAITER 1"), HasSubstr("jurisdiction")));
  EXPECT_THAT(Invoke("docs bash").out, AllOf(HasSubstr("complete -o filenames"), HasSubstr("screen")));
  EXPECT_THAT(Invoke("docs zsh").out, HasSubstr("#compdef tidewaiter"));
}

TEST(CommandLineTest, RulesHoldTheirExamples) { EXPECT_EQ(Invoke("rules test").code, 0); }

TEST(CommandLineTest, RulesOfBothKindsAreTestedByName) {
  const Outcome both = Invoke("rules test missing-end-use cn-nitazene-class");
  EXPECT_EQ(both.code, 0);
  EXPECT_THAT(both.out, HasSubstr("missing-end-use"));
  EXPECT_THAT(both.out, HasSubstr("cn-nitazene-class"));
  EXPECT_THAT(both.out, Not(HasSubstr("missing-consignee")));
  EXPECT_EQ(Invoke("rules test no-such-rule").code, 2);
}

TEST(LawLintTest, ExitCodesAndFormats) {
  const std::string good = Write("good.csv", "name,cas\nacetone,67-64-1\n");
  const std::string bad = Write("bad.csv", "name,cas\nacetone,67-64-2\n");
  EXPECT_EQ(Invoke("law lint " + good).code, 0);
  EXPECT_THAT(Invoke("law lint " + bad),
              testing::AllOf(testing::Field(&Outcome::code, 1),
                             testing::Field(&Outcome::out, HasSubstr("bad.csv:2:9: error"))));
  EXPECT_EQ(Invoke("law lint " + bad + " --fail-on none").code, 0);
  EXPECT_EQ(Invoke("law lint " + good + " --map cas_rn=CAS").code, 2);
  EXPECT_EQ(Invoke("law lint " + good + " --map weight=cas").code, 2);
  EXPECT_EQ(Invoke("law lint " + good + " /nonexistent.csv").code, 3);
  EXPECT_EQ(Invoke("law lint " + bad + " --output /dev/full").code, 4);
  EXPECT_EQ(Lines(Invoke("law lint " + bad + " -f jsonl", "2>/dev/null").out).size(), 1u);
  EXPECT_EQ(json::parse(Invoke("law lint " + bad + " -f sarif", "2>/dev/null").out)["runs"].size(), 1u);
}

}  // namespace
