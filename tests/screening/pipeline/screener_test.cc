// The engine on the real database: what must be found, what must not, and that the sieve changes nothing.
#include <fstream>
#include <set>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/store/database.h"
#include "screening/pipeline/engine.h"

namespace tidewaiter {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

std::shared_ptr<const Engine> SharedEngine() {
  static const std::shared_ptr<const Engine> engine = [] {
    EngineOptions options;
    options.database_path = TIDEWAITER_SHARE_DIR "/tidewaiter.sqlite";
    options.rules_dir = TIDEWAITER_SHARE_DIR "/rules";
    auto created = Engine::Create(options);
    EXPECT_TRUE(created.ok()) << created.status();
    return created.ok() ? *created : nullptr;
  }();
  return engine;
}

RecordResult CheckOn(std::string_view query, const char* day = "2026-10-01") {
  ScreenOptions options;
  options.as_of = ParseIsoDate(day);
  Screener screener(SharedEngine(), options);
  return screener.Check(query);
}

// "US 2007-04-23" for every listing cited by a control finding.
std::set<std::string> Citations(const RecordResult& result) {
  std::set<std::string> out;
  for (const Finding& finding : result.findings) {
    for (const Listing* listing : finding.listings) {
      out.insert(listing->jurisdiction + " " +
                 (listing->in_force_from ? FormatIsoDate(*listing->in_force_from) : std::string("open")));
    }
  }
  return out;
}

struct Listed {
  const char* name;
  const char* cas_rn;
  const char* smiles;
  std::vector<std::string> citations;  // among those that must be there
};

void PrintTo(const Listed& listed, std::ostream* out) { *out << listed.name; }

class ListedTest : public ::testing::TestWithParam<Listed> {};

TEST_P(ListedTest, BySmilesCasRnAndName) {
  const Listed& listed = GetParam();
  for (const char* query : {listed.name, listed.cas_rn, listed.smiles}) {
    const RecordResult result = CheckOn(query);
    EXPECT_THAT(Citations(result), IsSupersetOf(listed.citations)) << query;
    EXPECT_GE(result.disposition, Disposition::kHold) << query;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, ListedTest,
    ::testing::Values(
        Listed{"4-anilinopiperidine",
               "23056-29-3",
               "C1CNCCC1Nc1ccccc1",
               {"UN 2022-11-23", "US 2020-05-15", "CN 2024-09-01", "EU 2023-02-20"}},
        Listed{"1-boc-4-AP",
               "125541-22-2",
               "CC(C)(C)OC(=O)N1CCC(CC1)Nc1ccccc1",
               {"UN 2022-11-23", "US 2022-11-09", "CN 2024-09-01"}},
        Listed{"norfentanyl",
               "1609-66-1",
               "CCC(=O)N(c1ccccc1)C1CCNCC1",
               {"UN 2022-11-23", "US 2020-05-18", "CN 2024-09-01"}},
        Listed{"4-ANPP", "21409-26-7", "c1ccccc1CCN1CCC(CC1)Nc1ccccc1", {"US 2010-08-30", "CN 2018-02-01"}},
        Listed{"N-phenethyl-4-piperidone",
               "39742-60-4",
               "O=C1CCN(CCc2ccccc2)CC1",
               {"US 2007-04-23", "CN 2018-02-01"}},
        Listed{
            "4-piperidone", "41661-47-6", "O=C1CCNCC1", {"UN 2024-12-03", "US 2023-05-12", "CN 2025-07-20"}},
        Listed{"1-boc-4-piperidone",
               "79099-07-3",
               "CC(C)(C)OC(=O)N1CCC(=O)CC1",
               {"UN 2024-12-03", "US 2025-10-02", "CN 2025-07-20"}},
        Listed{"ephedrine", "299-42-3", "CN[C@@H](C)[C@H](O)c1ccccc1", {"UN 1990-11-11", "CN 2005-11-01"}},
        Listed{"phenylacetone", "103-79-7", "CC(=O)Cc1ccccc1", {"UN 1990-11-11", "CN 2005-11-01"}},
        Listed{"piperonyl methyl ketone", "4676-39-5", "CC(=O)Cc1ccc2OCOc2c1", {"CN 2005-11-01"}}));

TEST(ScreenerTest, NothingBeforeItsFirstDay) {
  EXPECT_THAT(Citations(CheckOn("C1CNCCC1Nc1ccccc1", "2019-01-01")),
              ::testing::Not(Contains("US 2020-05-15")));
  EXPECT_THAT(Citations(CheckOn("C1CNCCC1Nc1ccccc1", "2020-05-14")),
              ::testing::Not(Contains("US 2020-05-15")));
  EXPECT_THAT(Citations(CheckOn("C1CNCCC1Nc1ccccc1", "2020-05-15")), Contains("US 2020-05-15"));
}

TEST(ScreenerTest, HalidesOnlySinceTheyAreInTheWording) {
  // para-fluoro-4-AP: a halide, in the US wording since 30 November 2023; Canada names it.
  const auto us = [](const char* day) {
    ScreenOptions options;
    options.as_of = ParseIsoDate(day);
    options.jurisdictions = {"US"};
    Screener screener(SharedEngine(), options);
    return screener.Check("Fc1ccc(cc1)NC1CCNCC1").findings.size();
  };
  EXPECT_EQ(us("2023-11-29"), 0u);
  EXPECT_EQ(us("2023-11-30"), 1u);
}

TEST(ScreenerTest, RelationsOfDrawings) {
  const auto relation = [](std::string_view smiles) {
    const RecordResult result = CheckOn(smiles);
    return result.findings.empty() ? std::string() : std::string(RelationName(result.findings[0].relation));
  };
  EXPECT_EQ(relation("C1CNCCC1Nc1ccccc1"), "exact");
  EXPECT_EQ(relation("C1CNCCC1Nc1ccccc1.Cl.Cl"), "salt-or-solvate");
  EXPECT_EQ(relation("OC1(O)CCNCC1.Cl"), "salt-or-solvate");
  EXPECT_EQ(relation("[2H]C([2H])([2H])C(=O)Cc1ccccc1"), "isotopologue");
  EXPECT_EQ(relation("CC(O)=Cc1ccccc1"), "tautomer");
  EXPECT_EQ(relation("O=C(C1CC1)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1").empty(), false);
}

TEST(ScreenerTest, RelationsOfNumbers) {
  const auto relation = [](std::string_view number) {
    const RecordResult result = CheckOn(number);
    return result.findings.empty() ? std::string() : std::string(RelationName(result.findings[0].relation));
  };
  EXPECT_EQ(relation("CAS 67-64-1"), "exact");
  EXPECT_EQ(relation("CAS 666-52-4"), "isotopologue");
  EXPECT_EQ(relation("CAS 552-37-4"), "salt-or-solvate");
  EXPECT_EQ(relation("CAS 134-20-3"), "class-member");
}

TEST(ScreenerTest, AnEstersNumberCountsWhereTheScopeHasEsters) {
  const auto findings = [](std::string_view number, const char* jurisdiction) {
    ScreenOptions options;
    options.as_of = ParseIsoDate("2026-10-01");
    options.jurisdictions = {jurisdiction};
    Screener screener(SharedEngine(), options);
    return screener.Check(number).findings.size();
  };
  for (const char* methyl_anthranilate : {"CAS 134-20-3", "methyl anthranilate"}) {
    EXPECT_EQ(findings(methyl_anthranilate, "US"), 1u);
    EXPECT_EQ(findings(methyl_anthranilate, "EU"), 0u);
    EXPECT_EQ(findings(methyl_anthranilate, "UN"), 0u);
  }
  EXPECT_EQ(findings("CAS 118-92-3", "EU"), 1u);
}

TEST(ScreenerTest, EveryExampleOfTheLawIsInForceSomewhereOrListedAsGone) {
  // No substance of the database is unreachable by its own structure.
  const Database& database = SharedEngine()->database();
  int checked = 0;
  for (const Substance& substance : database.substances()) {
    const auto& listings = database.ListingsOf(SubjectKind::kSubstance, substance.id);
    const bool any_now = std::any_of(listings.begin(), listings.end(), [&](size_t index) {
      return database.listings()[index].InForceOn(*ParseIsoDate("2026-10-01"));
    });
    if (substance.smiles.empty() || !any_now) continue;
    ++checked;
    const RecordResult result = CheckOn(substance.smiles);
    const bool found = std::any_of(result.findings.begin(), result.findings.end(),
                                   [&](const Finding& f) { return f.subject.id == substance.id; });
    EXPECT_TRUE(found) << substance.id << " " << substance.smiles;
  }
  EXPECT_GT(checked, 100);
}

TEST(ScreenerTest, LawfulLookAlikesGiveNothing) {
  const auto table = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/tests/corpus/lookalikes.csv");
  ASSERT_TRUE(table.ok()) << table.status();
  int checked = 0;
  for (const CsvTable::Row& row : table->rows()) {
    ++checked;
    EXPECT_THAT(CheckOn(table->Get(row, "smiles")).findings, IsEmpty()) << table->Get(row, "name");
  }
  EXPECT_GE(checked, 50);
}

TEST(ScreenerTest, NciWithAndWithoutTheSieve) {
  std::ifstream in("/usr/share/RDKit/Data/NCI/first_5K.smi");
  if (!in) GTEST_SKIP() << "Debian's rdkit-data is not installed";
  ScreenOptions with;
  with.as_of = ParseIsoDate("2026-10-01");
  ScreenOptions without = with;
  without.sieve = false;
  Screener sieved(SharedEngine(), with);
  Screener judged(SharedEngine(), without);
  std::string line;
  int lines = 0;
  int hits = 0;
  while (std::getline(in, line)) {
    const std::string smiles = line.substr(0, line.find_first_of(" \t"));
    Record record;
    record.fields[static_cast<size_t>(Field::kStructure)] = smiles;
    record.structure_format = StructureFormat::kSmiles;
    const RecordResult a = sieved.Screen(record);
    const RecordResult b = judged.Screen(record);
    ASSERT_EQ(a.findings.size(), b.findings.size()) << smiles;
    for (size_t i = 0; i < a.findings.size(); ++i)
      EXPECT_EQ(a.findings[i].message, b.findings[i].message) << smiles;
    ++lines;
    hits += a.findings.empty() ? 0 : 1;
  }
  EXPECT_GE(lines, 4999);
  EXPECT_GT(hits, 5);
}

RecordResult ScreenField(Field field, std::string_view text) {
  Record record;
  record.fields[static_cast<size_t>(field)] = text;
  record.structure_format = StructureFormat::kSmiles;
  ScreenOptions options;
  options.as_of = ParseIsoDate("2026-10-01");
  Screener screener(SharedEngine(), options);
  return screener.Screen(record);
}

// A class member that no list names, which its layers alone would not show.
TEST(Inchi, AClassMemberIsFoundAsItsSmilesIs) {
  const std::string inchi =
      "InChI=1S/C22H27ClN2O/c1-2-22(26)25(20-10-8-19(23)9-11-20)21-13-16-24(17-14-21)15-12-18-6-4-3-5-7-18/"
      "h3-11,21H,2,12-17H2,1H3";
  const std::set<std::string> drawn =
      Citations(ScreenField(Field::kStructure, "CCC(=O)N(c1ccc(Cl)cc1)C1CCN(CCc2ccccc2)CC1"));
  EXPECT_FALSE(drawn.empty());
  EXPECT_EQ(Citations(ScreenField(Field::kDescription, "powder (" + inchi + "), 5 g")), drawn);
  EXPECT_EQ(Citations(ScreenField(Field::kStructure, inchi)), drawn);
  EXPECT_EQ(Citations(CheckOn(inchi)), drawn);
}

TEST(Inchi, AnInnocentOneIsReadAndSaysNothing) {
  const char* const ethanol = "InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3";
  EXPECT_THAT(ScreenField(Field::kDescription, std::string("solvent ") + ethanol).findings, IsEmpty());
  EXPECT_EQ(CheckOn(ethanol).id, "structure");
}

// Members of classes that no list names, by systematic names alone: as their drawings are found.
TEST(SystematicName, AClassMemberIsFoundAsItsSmilesIs) {
  const std::set<std::string> drawn =
      Citations(ScreenField(Field::kStructure, "O=C(c1ccccc1)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"));
  EXPECT_FALSE(drawn.empty());
  for (const char* name : {"N-phenyl-N-[1-(2-phenylethyl)piperidin-4-yl]benzamide",
                           "N-(1-phenethyl-4-piperidyl)-N-phenylbenzamide", "phenyl fentanyl"}) {
    const RecordResult result = ScreenField(Field::kDescription, Concat("powder, ", name, ", 5 g"));
    EXPECT_EQ(Citations(result), drawn) << name;
    ASSERT_FALSE(result.findings.empty());
    const auto* text = std::get_if<TextEvidence>(&result.findings[0].evidence[0]);
    ASSERT_NE(text, nullptr);
    EXPECT_EQ(text->start, 8u);
    EXPECT_EQ(text->end, 8 + std::string_view(name).size());
    EXPECT_EQ(Citations(CheckOn(name)), drawn) << name;
  }
}

// As the trade names them: the text search has to see that such a name stands there at all.
TEST(SystematicName, RelativesOfFentanylAreFoundInText) {
  for (const char* name :
       {"cyclobutyl fentanyl", "isovaleryl fentanyl", "para-chlorofentanyl", "para-fluoro acryl fentanyl",
        "4-Chlorfentanyl", "acetyl norfentanyl", "环丁基芬太尼", "ciclobutil fentanilo"}) {
    EXPECT_FALSE(Citations(ScreenField(Field::kDescription, Concat("powder, ", name, ", 5 g"))).empty())
        << name;
  }
  const RecordResult listed = ScreenField(Field::kDescription, "2-methoxyacetyl fentanyl, 5 g");
  ASSERT_FALSE(listed.findings.empty());
  EXPECT_EQ(listed.findings[0].subject.name, "methoxyacetyl fentanyl");
}

TEST(SystematicName, WhatTheLineDeniesIsNotFound) {
  EXPECT_THAT(ScreenField(Field::kDescription,
                          "solvent, free of N-phenyl-N-[1-(2-phenylethyl)piperidin-4-yl]benzamide")
                  .findings,
              IsEmpty());
}

TEST(SystematicName, AnInnocentOneIsReadAndSaysNothing) {
  for (const char* name : {"methyl 4-hydroxybenzoate", "N-benzylacetamide", "4-methylpiperidine",
                           "1-(4-methoxyphenyl)propan-1-one"}) {
    EXPECT_THAT(ScreenField(Field::kDescription, Concat(name, ", 25 kg")).findings, IsEmpty()) << name;
    const RecordResult result = CheckOn(name);
    EXPECT_THAT(result.findings, IsEmpty()) << name;
    EXPECT_THAT(result.id, ::testing::StartsWith("systematic name, read as ")) << name;
  }
}

TEST(Inchi, ACutOneIsSaidToBeUnscreened) {
  const RecordResult result =
      ScreenField(Field::kDescription, "InChI=1S/C22H27ClN2O/c1-2-22(26)25(20-10-8- powder");
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].rule, "not-screened-unreadable");
  EXPECT_TRUE(result.findings[0].unscreened);
}

}  // namespace
}  // namespace tidewaiter
