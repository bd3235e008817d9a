// Analogues as findings, on the real database: asked for only, advice only, and never instead of what is
// known.
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/csv_table.h"
#include "rules/analogues/open_words.h"
#include "screening/pipeline/engine.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kThiofentanyl = "CCC(=O)N(c1ccccc1)C1CCN(CCc2cccs2)CC1";
// A nitrile in place of the ethyl group's end; no class of the library in force in the EU alone reaches it
// there.
constexpr const char* kNeighbour = "N#CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";

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

RecordResult Screen(std::string_view smiles, ScreenOptions options) {
  options.as_of = ParseIsoDate("2026-10-01");
  Screener screener(SharedEngine(), options);
  Record record;
  record.fields[static_cast<size_t>(Field::kStructure)] = smiles;
  record.structure_format = StructureFormat::kSmiles;
  return screener.Screen(record);
}

RecordResult ScreenIn(std::string_view smiles, std::vector<std::string> jurisdictions,
                      bool analogues = true) {
  ScreenOptions options;
  options.jurisdictions = std::move(jurisdictions);
  options.analogues = analogues;
  return Screen(smiles, options);
}

TEST(AnalogueTest, AdviceOnlyAndOnlyWhenAskedFor) {
  EXPECT_THAT(ScreenIn(kThiofentanyl, {"CA"}, /*analogues=*/false).findings, IsEmpty());
  const RecordResult result = ScreenIn(kThiofentanyl, {"CA"});
  ASSERT_EQ(result.findings.size(), 1u);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.kind, FindingKind::kRisk);
  EXPECT_EQ(finding.rule, "analogue");
  EXPECT_EQ(finding.relation, Relation::kAnalogue);
  EXPECT_EQ(finding.severity, Severity::kLow);
  EXPECT_THAT(finding.subject.id, HasSubstr("fentanyl"));
  EXPECT_THAT(finding.listings, IsEmpty());
  ASSERT_TRUE(finding.likeness.has_value());
  EXPECT_GT(finding.likeness->similarity, 0.5);
  EXPECT_GT(finding.likeness->common_part, 0.7);
  EXPECT_LE(finding.certainty, finding.likeness->common_part);
  EXPECT_THAT(finding.message,
              HasSubstr("Advice only: similarity alone never makes a substance controlled."));
  // Which law has words that no structure decides.
  EXPECT_THAT(finding.message, HasSubstr("its derivatives and analogues"));
  // Likeness stops no goods.
  EXPECT_EQ(result.disposition, Disposition::kRelease);
}

TEST(AnalogueTest, TellsOfTheAnalogueAct) {
  const RecordResult result = ScreenIn("C=C(C)C(=O)c1ccc2OCOc2c1", {"CA"});
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].subject.id, "pmk");
  // Levallorphan, an antidote, beside levomethorphan of US Schedule II.
  const RecordResult us = ScreenIn("Oc1ccc2C[C@@H]3[C@@H]4CCCC[C@]4(CCN3CC=C)c2c1", {"US"});
  ASSERT_EQ(us.findings.size(), 1u);
  EXPECT_THAT(us.findings[0].message, HasSubstr("21 U.S.C. 802(32)"));
  EXPECT_THAT(us.findings[0].message, HasSubstr("whether they reach it is for the authority"));
}

TEST(AnalogueTest, SilentWhereTheNeighbourIsNotListed) {
  EXPECT_THAT(ScreenIn("C=C(C)C(=O)c1ccc2OCOc2c1", {"MX"}).findings.size(),
              ScreenIn("CC(=O)Cc1ccc2OCOc2c1", {"MX"}).findings.empty() ? 0u : 1u);
  EXPECT_THAT(ScreenIn(kThiofentanyl, {"UN"}).findings, IsEmpty()) << "no fentanyl in the tables of 1988";
}

TEST(AnalogueTest, NeverBesideWhatIsControlled) {
  // A class member in the US and in China, acetyl fentanyl by name, dextromethorphan by the law's own word.
  for (const char* smiles : {kThiofentanyl, "CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"}) {
    const RecordResult result = ScreenIn(smiles, {"US"});
    ASSERT_FALSE(result.findings.empty()) << smiles;
    for (const Finding& finding : result.findings) EXPECT_EQ(finding.kind, FindingKind::kControl) << smiles;
  }
  EXPECT_THAT(ScreenIn("COc1ccc2c(c1)[C@]13CCCC[C@@H]1[C@H](C2)N(C)CC3", {}).findings, IsEmpty());
  // A masked form says more than a likeness.
  const RecordResult masked = ScreenIn("CCC(=O)N(c1ccccc1)C1CCN(CC1)S(=O)(=O)c1ccc(C)cc1", {});
  for (const Finding& finding : masked.findings) EXPECT_NE(finding.relation, Relation::kAnalogue);
}

TEST(AnalogueTest, MarksWhatIsCommonAndWhatDiffers) {
  const RecordResult result = ScreenIn(kThiofentanyl, {"CA"});
  ASSERT_EQ(result.findings.size(), 1u);
  std::vector<std::string> parts;
  for (const Evidence& evidence : result.findings[0].evidence) {
    parts.push_back(std::get<StructureEvidence>(evidence).part);
  }
  EXPECT_THAT(parts, ::testing::Contains(""));
  EXPECT_THAT(parts, ::testing::Contains(::testing::AnyOf("differs", "differs in the listed structure")));
}

TEST(AnalogueTest, LawfulLookAlikes) {
  const auto table = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/tests/corpus/lookalikes.csv");
  ASSERT_THAT(table, testing::IsOk());
  std::vector<std::string> told;
  for (const CsvTable::Row& row : table->rows()) {
    for (const Finding& finding : ScreenIn(table->Get(row, "smiles"), {}).findings) {
      told.push_back(table->Get(row, "name") + " like " + finding.subject.id);
    }
  }
  // Each of them is a relative of a controlled drug; docs/analogues.md names them.
  EXPECT_THAT(told, ::testing::SizeIs(::testing::Le(3))) << ::testing::PrintToString(told);
}

TEST(AnalogueTest, WithAndWithoutTheSieve) {
  std::ifstream in("/usr/share/RDKit/Data/NCI/first_5K.smi");
  if (!in) GTEST_SKIP() << "Debian's rdkit-data is not installed";
  ScreenOptions with;
  with.analogues = true;
  ScreenOptions without = with;
  without.sieve = false;
  std::vector<std::string> molecules = {kThiofentanyl, kNeighbour, "C=C(C)C(=O)c1ccc2OCOc2c1",
                                        "CN1CC[C@]23CCCC[C@H]2[C@H]1Cc4ccc(O)cc34"};
  std::string line;
  while (std::getline(in, line) && molecules.size() < 1500) {
    molecules.push_back(line.substr(0, line.find_first_of(" \t")));
  }
  int told = 0;
  for (const std::string& smiles : molecules) {
    const RecordResult a = Screen(smiles, with);
    const RecordResult b = Screen(smiles, without);
    ASSERT_EQ(a.findings.size(), b.findings.size()) << smiles;
    for (size_t i = 0; i < a.findings.size(); ++i) {
      EXPECT_EQ(a.findings[i].message, b.findings[i].message) << smiles;
      told += a.findings[i].relation == Relation::kAnalogue ? 1 : 0;
    }
  }
  EXPECT_GE(told, 2);
}

TEST(OpenWordsTest, OfListingsAndActs) {
  const auto words = OpenWords::Load();
  ASSERT_THAT(words, testing::IsOk());
  Listing listing;
  EXPECT_EQ(words->Of(listing), "");
  EXPECT_FALSE(words->SpeakOfAnalogues(listing));
  listing.scope = kScopeDerivatives;
  EXPECT_EQ(words->Of(listing), "its derivatives");
  EXPECT_FALSE(words->SpeakOfAnalogues(listing));
  listing.scope = kScopeDerivatives | kScopeAnalogues;
  EXPECT_EQ(words->Of(listing), "its derivatives and analogues");
  EXPECT_TRUE(words->SpeakOfAnalogues(listing));
  listing.scope = 0;
  listing.instrument = "us-1308-11";
  listing.schedule = "Schedule I";
  EXPECT_THAT(words->Of(listing), HasSubstr("21 U.S.C. 802(32)"));
  EXPECT_TRUE(words->SpeakOfAnalogues(listing));
}

}  // namespace
}  // namespace tidewaiter
