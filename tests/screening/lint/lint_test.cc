#include "screening/lint/lint.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <nlohmann/json.hpp>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/store/builder.h"
#include "screening/lint/lint_report.h"
#include "screening/lint/lint_rules.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;

const std::string kData = TIDEWAITER_SOURCE_DIR "/chemdb/data";

const Nomenclature& Hs2022() {
  static const auto* const table = new auto(Nomenclature::Read(kData + "/hs/hs-2022.csv"));
  return **table;
}
const Linter& RealLinter() {
  static const auto* const linter = [] {
    auto tables = ReadSourceTables(kData, {});
    return new Linter(Database::FromContent(tables->content), &Hs2022());
  }();
  return *linter;
}

std::vector<LintComplaint> Check(const std::string& text, const std::map<ListField, std::string>& map = {}) {
  const auto list = ParseList(text, "list");
  EXPECT_THAT(list, IsOk());
  const auto columns = MapColumns(*list, map);
  EXPECT_THAT(columns, IsOk());
  return RealLinter().Check(*list, *columns);
}
std::vector<std::string> Places(const std::vector<LintComplaint>& complaints) {
  std::vector<std::string> out;
  for (const LintComplaint& c : complaints)
    out.push_back(Concat(c.place.line, ":", c.place.column, " ", c.rule));
  return out;
}

TEST(LintTest, GoodListIsQuiet) {
  EXPECT_THAT(Places(Check("Name,CAS No.,SMILES,HS Code,Effective date,Formula\n"
                           "4-ANPP,21409-26-7,c1ccccc1CCN1CCC(CC1)Nc1ccccc1,2933.36,2017-10-18,C19H24N2\n"
                           "Ephedrine hydrochloride,50-98-6,,2939.41.00,1990-11-11,\n"
                           "Something new,108-88-3,Cc1ccccc1,2902 30,,C7H8\n"
                           "Ephedrine hydrochloride,50-98-6,,2939.41.00,2001-01-01,\n")),
              IsEmpty());
}

TEST(LintTest, CellsOfDifferentSubstances) {
  // NPP's number under ANPP's name; ANPP's drawing under NPP's number; a name with a number nobody knows for
  // it.
  const auto complaints = Check(
      "name,cas,smiles\n"
      "4-ANPP,39742-60-4,\n"
      "x,39742-60-4,c1ccccc1CCN1CCC(CC1)Nc1ccccc1\n"
      "4-ANPP,,O=C1CCN(CCc2ccccc2)CC1\n"
      "safrole,67-64-1,\n"
      "safrole,7732-18-5,\n");
  EXPECT_THAT(Places(complaints), ElementsAre("2:8 cas-name", "3:3 duplicate-cas", "3:14 cas-structure",
                                              "4:9 name-structure", "5:9 cas-name", "6:9 cas-name-unknown"));
  EXPECT_THAT(complaints[2].message, ::testing::AllOf(HasSubstr("NPP"), HasSubstr("but of 4-ANPP")));
}

TEST(LintTest, SaltsAndTautomersAgree) {
  EXPECT_THAT(Places(Check("name,cas,smiles\n"
                           "NPP,39742-60-4,O=C1CCN(CCc2ccccc2)CC1.Cl\n"
                           "P-2-P,103-79-7,CC(O)=Cc1ccccc1\n"
                           "4-piperidone,40064-34-4,OC1(O)CCNCC1.Cl\n")),
              IsEmpty());
}

TEST(LintTest, Codes) {
  EXPECT_THAT(Places(Check("name,hs\nNPP,2933.39\nNPP,293337\nx,2933.38\nx,9999.99\nx,102.21\nx,29A3\nx,ex "
                           "2933 39\nx,2918.99 (indicative)\n"
                           "x,29\n")),
              ElementsAre("2:5 hs-substance", "4:3 hs-unknown", "6:3 hs-format", "7:3 hs-format"));
}

TEST(LintTest, Days) {
  EXPECT_THAT(
      Places(Check("name,from,to\na,2024-01-02,2024-01-01\nb,2024-01-02,2024-01-02\nc,2024-02-30,\n")),
      ElementsAre("2:14 date-order", "4:3 date-impossible"));
}

TEST(LintTest, Duplicates) {
  EXPECT_THAT(Places(Check("name,cas,smiles\na,67-64-1,\na,67-64-1,\nb,67-64-1,\nc,,CC(C)=O\nd,,CC(=O)C\n")),
              ElementsAre("3:1 duplicate-row", "4:3 duplicate-cas", "6:4 duplicate-structure"));
}

TEST(LintTest, FormulaAndStructure) {
  EXPECT_THAT(Places(Check("smiles,formula\nCC(C)=O,C3H6O\nCC(C)=O,C3H8O\nCC(C)=,C3H6O\nCC(C)=O,see note\n")),
              ElementsAre("3:9 formula-structure", "4:1 structure-format"));
}

// Mistakes of public lists (docs/lint.md).
TEST(LintTest, MistakesOfPublicLists) {
  EXPECT_THAT(Places(Check("name,cas,hs\n"
                           "PMK ethyl glycidate,28578-16-,2932.99.90\n"
                           "NPP,39742-60-4,2933.39.90\n"
                           "Norfentanyl,1609-66-5,2933.39\n")),
              ElementsAre("2:21 cut-identifier", "3:16 hs-substance", "4:13 cas-check-digit"));
  EXPECT_THAT(Places(Check("name,cas,smiles,formula\n"
                           "PMK,4676-39-5,CC(=O)c1ccc2c(c1)OCO2,\n"
                           "ANPP,21409-26-7,C1CCN(CCC1Nc2ccccc2)CCc3ccccc3,C19H24N2\n")),
              ElementsAre("2:15 cas-structure", "3:17 cas-structure", "3:48 formula-structure"));
}

TEST(LintTest, ColumnsAreChosen) {
  EXPECT_THAT(Places(Check("a,b\nacetone,67-64-2\n", {{ListField::kCasRn, "b"}})),
              ElementsAre("2:9 cas-check-digit"));
  const auto list = ParseList("a,b\nacetone,67-64-2\n", "list");
  EXPECT_FALSE(MapColumns(*list, {}).ok());
  EXPECT_FALSE(MapColumns(*list, {{ListField::kName, "c"}}).ok());
}

TEST(LintTest, OwnTablesAreClean) {
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kData)) {
    if (entry.path().extension() != ".csv" || entry.path().parent_path().filename() == "hs") continue;
    const auto list = ReadListFile(entry.path());
    ASSERT_THAT(list, IsOk());
    const auto columns = MapColumns(*list, {});
    if (!columns.ok()) continue;  // no column that a list of substances has
    ++files;
    std::string all;
    for (const LintComplaint& c : RealLinter().Check(*list, *columns)) {
      AppendTo(all, c.place.line, ":", c.place.column, " ", c.rule, " ", c.message, "\n");
    }
    EXPECT_EQ(all, "") << entry.path();
  }
  EXPECT_GT(files, 10);
}

TEST(LintReportTest, EveryRuleIsDeclared) {
  const std::vector<LintRule>& rules = LintRules();
  EXPECT_TRUE(
      std::is_sorted(rules.begin(), rules.end(), [](const auto& a, const auto& b) { return a.id < b.id; }));
}

TEST(LintReportTest, ThreeFormatsTellTheSame) {
  const std::string text = "name,cas\n\"a\nb\",21409-26-8\n";
  const std::vector<LintReport> reports = {{"my list.csv", 1, Check(text)}};
  EXPECT_EQ(
      LintTable(reports),
      "my list.csv:3:4: error: cas: \"21409-26-8\" is no CAS Registry Number: the check digit would be 7 "
      "[cas-check-digit]\nmy list.csv: 1 row, 1 error, 0 warnings, 0 notes\n");
  const auto line = nlohmann::json::parse(LintJsonLines(reports));
  EXPECT_EQ(line["line"], 3);
  EXPECT_EQ(line["column"], 4);
  EXPECT_EQ(line["rule"], "cas-check-digit");
  EXPECT_EQ(line["value"], "21409-26-8");
  const auto sarif = nlohmann::json::parse(LintSarif(reports, "1.0"));
  EXPECT_EQ(sarif["version"], "2.1.0");
  const auto& run = sarif["runs"][0];
  const auto& result = run["results"][0];
  EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<size_t>()]["id"], result["ruleId"]);
  const auto& location = result["locations"][0]["physicalLocation"];
  EXPECT_EQ(location["artifactLocation"]["uri"], "my%20list.csv");
  EXPECT_EQ(location["region"]["startLine"], 3);
  EXPECT_EQ(location["region"]["startColumn"], 4);
}

// What the schema of SARIF 2.1.0 requires of the objects used here, and the values it allows.
TEST(LintReportTest, SarifHasTheShapeOfItsSchema) {
  const std::string text =
      "name,cas,from,to\n\"a\nb\",21409-26-8,2024-01-02,2024-01-01\nOxygen,0xx,31/02/2020,\n";
  const std::vector<LintReport> reports = {{"my list.csv", 2, Check(text)}, {"empty.csv", 0, {}}};
  const auto sarif = nlohmann::json::parse(LintSarif(reports, "1.0"));
  EXPECT_EQ(sarif["version"], "2.1.0");
  EXPECT_TRUE(sarif["$schema"].is_string());
  ASSERT_EQ(sarif["runs"].size(), 1u);
  const auto& run = sarif["runs"][0];
  EXPECT_THAT(run["columnKind"], AnyOf("utf16CodeUnits", "unicodeCodePoints"));
  const auto& driver = run["tool"]["driver"];
  EXPECT_FALSE(driver["name"].get<std::string>().empty());
  std::set<std::string> ids;
  for (const auto& rule : driver["rules"]) {
    EXPECT_TRUE(ids.insert(rule["id"]).second) << rule["id"] << " twice";
    EXPECT_TRUE(rule["shortDescription"]["text"].is_string());
    EXPECT_THAT(rule["defaultConfiguration"]["level"], AnyOf("none", "note", "warning", "error"));
  }
  ASSERT_GE(run["results"].size(), 3u);
  for (const auto& result : run["results"]) {
    EXPECT_FALSE(result["message"]["text"].get<std::string>().empty());
    EXPECT_THAT(result["level"], AnyOf("none", "note", "warning", "error"));
    EXPECT_EQ(ids.count(result["ruleId"]), 1u);
    for (const auto& location : result["locations"]) {
      EXPECT_GE(location["physicalLocation"]["region"]["startLine"], 1);
      EXPECT_GE(location["physicalLocation"]["region"]["startColumn"], 1);
    }
  }
}

}  // namespace
}  // namespace tidewaiter
