// Silence on the lawful: tests/corpus/lookalikes.csv holds medicines, flavours, solvents and reagents that
// resemble something listed, and none of them is found by structure.
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/csv_table.h"
#include "rules/structure/class_rule.h"
#include "tests/chemdb/structure/tables.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::RealTables;

TEST(LookalikesTest, GiveNoHit) {
  const auto table = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/tests/corpus/lookalikes.csv");
  ASSERT_THAT(table, IsOk());
  const auto rules = ClassRuleSet::Load(TIDEWAITER_SOURCE_DIR "/rules/library");
  ASSERT_THAT(rules, IsOk());
  EXPECT_GE(table->rows().size(), 100u);
  for (const CsvTable::Row& row : table->rows()) {
    const std::string& name = table->Get(row, "name");
    const std::string& smiles = table->Get(row, "smiles");
    EXPECT_NE(table->Get(row, "reason"), "") << name;
    const auto molecule = ParseMolecule(smiles, StructureNotation::kSmiles);
    ASSERT_THAT(molecule, IsOk()) << name;
    EXPECT_EQ(molecule->Formula(), table->Get(row, "formula")) << name;
    // Where identity does say something, it is what the law leaves out: an entry that only says "not
    // controlled", or a salt that is out of scope.
    const std::string& identity = table->Get(row, "identity");
    EXPECT_EQ(RealTables::Get().Summary(smiles), identity.empty() ? "none" : identity) << name;
    const auto standard = RealTables::Get().Standard(smiles);
    ASSERT_THAT(standard, IsOk()) << name;
    for (const StandardComponent& component : standard->components) {
      for (const ClassMatch& match : rules->Match(*component.parent)) {
        ADD_FAILURE() << name << ": " << rules->rules()[match.rule].id() << ": " << match.meaning;
      }
    }
  }
}

}  // namespace
}  // namespace tidewaiter
