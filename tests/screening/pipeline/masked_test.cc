// Masked precursors as findings, on the real database: what is said, when it is advice, when it is control,
// and that it never doubles a finding that says more.
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/csv_table.h"
#include "screening/pipeline/engine.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::shared_ptr<const Engine> MakeEngine(std::vector<std::string> overlays = {}) {
  EngineOptions options;
  options.database_path = TIDEWAITER_SHARE_DIR "/tidewaiter.sqlite";
  options.rules_dir = TIDEWAITER_SHARE_DIR "/rules";
  options.overlays = std::move(overlays);
  auto created = Engine::Create(options);
  EXPECT_TRUE(created.ok()) << created.status();
  return created.ok() ? *created : nullptr;
}

std::shared_ptr<const Engine> SharedEngine() {
  static const std::shared_ptr<const Engine> engine = MakeEngine();
  return engine;
}

RecordResult CheckIn(std::string_view smiles, std::vector<std::string> jurisdictions = {},
                     const std::shared_ptr<const Engine>& engine = SharedEngine(), bool sieve = true) {
  ScreenOptions options;
  options.as_of = ParseIsoDate("2026-10-01");
  options.jurisdictions = std::move(jurisdictions);
  options.sieve = sieve;
  Screener screener(engine, options);
  Record record;
  record.fields[static_cast<size_t>(Field::kStructure)] = smiles;
  record.structure_format = StructureFormat::kSmiles;
  return screener.Screen(record);
}

TEST(MaskedTest, DescribedCompoundsEverywhereAndUnderTheTreatyAlone) {
  const auto table = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/tests/corpus/masked.csv");
  ASSERT_THAT(table, testing::IsOk());
  for (const CsvTable::Row& row : table->rows()) {
    const std::string& name = table->Get(row, "name");
    const std::string& smiles = table->Get(row, "smiles");
    const std::pair<std::vector<std::string>, std::string> asked[] = {{{}, table->Get(row, "rule_all")},
                                                                      {{"UN"}, table->Get(row, "rule_un")}};
    for (const auto& [jurisdictions, rule] : asked) {
      const RecordResult result = CheckIn(smiles, jurisdictions);
      ASSERT_FALSE(result.findings.empty()) << name;
      const Finding& first = result.findings[0];
      EXPECT_EQ(first.rule, rule) << name;
      // One answer, not two about the same atoms.
      if (first.kind == FindingKind::kControl) {
        for (const Finding& finding : result.findings) {
          EXPECT_EQ(finding.kind, FindingKind::kControl) << name << ": " << finding.message;
        }
        EXPECT_THAT(first.explanation, HasSubstr("also read as: structure is ")) << name;
      } else {
        EXPECT_EQ(first.relation, Relation::kMasked) << name;
        EXPECT_EQ(first.subject.id, table->Get(row, "subject")) << name;
        EXPECT_THAT(first.listings, IsEmpty()) << name;
        EXPECT_THAT(first.message, HasSubstr("masked by " + table->Get(row, "masks"))) << name;
        EXPECT_THAT(first.message, HasSubstr("Advice only")) << name;
        EXPECT_EQ(result.disposition, Disposition::kDocumentCheck) << name;
      }
    }
  }
}

TEST(MaskedTest, MarksTheSubstanceAndTheGroup) {
  const RecordResult result = CheckIn("O=C1CCN(CC1)S(=O)(=O)c1ccc(C)cc1");
  ASSERT_EQ(result.findings.size(), 1u);
  ASSERT_EQ(result.findings[0].evidence.size(), 2u);
  const auto& substance = std::get<StructureEvidence>(result.findings[0].evidence[0]);
  const auto& group = std::get<StructureEvidence>(result.findings[0].evidence[1]);
  EXPECT_EQ(substance.part, "");
  EXPECT_THAT(substance.atoms, UnorderedElementsAre(0, 1, 2, 3, 4, 5, 6));
  EXPECT_EQ(group.part, "protecting group");
  EXPECT_THAT(group.atoms, UnorderedElementsAre(7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
}

TEST(MaskedTest, NamesTheWordsThatNoStructureDecides) {
  const auto message = [](std::vector<std::string> jurisdictions) {
    const RecordResult result = CheckIn("O=C1CCN(CC1)S(=O)(=O)c1ccc(C)cc1", std::move(jurisdictions));
    return result.findings.empty() ? std::string() : result.findings[0].message;
  };
  EXPECT_THAT(message({"CA"}), HasSubstr("its derivatives and analogues"));
  EXPECT_THAT(message({"EU"}), Not(HasSubstr("derivatives")));
}

TEST(MaskedTest, SilentWhereTheSubstanceIsNotListed) {
  // 3-methyl-4-piperidone is named in Canada only.
  EXPECT_FALSE(CheckIn("CC1CN(Cc2ccccc2)CCC1=O", {"CA"}).findings.empty());
  EXPECT_THAT(CheckIn("CC1CN(Cc2ccccc2)CCC1=O", {"EU"}).findings, IsEmpty());
}

TEST(MaskedTest, ControlWhereAListingsWordsReachTheForm) {
  const testing::TempFolder folder;
  const std::string list =
      folder.Write("own.csv", "id,scope,citation\n4-piperidone,salts;carbamates;acetals,Circular 7\n");
  const auto engine = MakeEngine({list});
  const auto own = [&](std::string_view smiles) {
    std::string kinds;
    for (const Finding& finding : CheckIn(smiles, {"OWN"}, engine).findings) {
      kinds += std::string(FindingKindName(finding.kind)) + " " +
               std::string(RelationName(finding.relation)) + " " +
               (finding.listings.empty() ? "-" : finding.listings[0]->citation) + ";";
    }
    return kinds;
  };
  EXPECT_EQ(own("O=C1CCN(CC1)C(=O)OCc1ccccc1"), "control masked Circular 7;");
  EXPECT_EQ(own("C1COC2(O1)CCN(CC2)C(=O)OCc1ccccc1"), "control masked Circular 7;");
  EXPECT_EQ(own("CC(=O)N1CCC(=O)CC1"), "risk masked -;") << "an amide, of which the list says nothing";
  EXPECT_EQ(own("C1COC2(O1)CCN(CC2)Cc1ccccc1"), "risk masked -;") << "one group of two is not reached";
  // Cited beside a control finding of another law.
  EXPECT_THAT(CheckIn("O=C1CCN(CC1)C(=O)OCc1ccccc1", {"OWN", "US"}, engine).findings, ::testing::SizeIs(2));
}

TEST(MaskedTest, LawfulLookAlikesGiveNothing) {
  const auto table = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/tests/corpus/masked_lookalikes.csv");
  ASSERT_THAT(table, testing::IsOk());
  EXPECT_GE(table->rows().size(), 30u);
  for (const CsvTable::Row& row : table->rows()) {
    EXPECT_NE(table->Get(row, "reason"), "");
    for (const Finding& finding : CheckIn(table->Get(row, "smiles")).findings) {
      EXPECT_NE(finding.relation, Relation::kMasked) << table->Get(row, "name") << ": " << finding.message;
    }
  }
}

TEST(MaskedTest, TheSieveKeepsThem) {
  for (const char* corpus : {"masked.csv", "masked_lookalikes.csv"}) {
    const auto table = CsvTable::Read(std::string(TIDEWAITER_SOURCE_DIR "/tests/corpus/") + corpus);
    ASSERT_THAT(table, testing::IsOk());
    for (const CsvTable::Row& row : table->rows()) {
      const RecordResult with = CheckIn(table->Get(row, "smiles"));
      const RecordResult without = CheckIn(table->Get(row, "smiles"), {}, SharedEngine(), /*sieve=*/false);
      ASSERT_EQ(with.findings.size(), without.findings.size()) << table->Get(row, "name");
      for (size_t i = 0; i < with.findings.size(); ++i) {
        EXPECT_EQ(with.findings[i].message, without.findings[i].message) << table->Get(row, "name");
      }
    }
  }
}

}  // namespace
}  // namespace tidewaiter
