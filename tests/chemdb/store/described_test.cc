// Descriptions of structures that a database keeps: the same as new ones, and trusted only as far as they are
// whole and of this policy.
#include "chemdb/store/described.h"

#include <fstream>

#include "gmock/gmock.h"

#include "chemdb/base/sqlite.h"
#include "chemdb/store/builder.h"
#include "chemdb/store/database.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::StatusIs;
using testing::TempFolder;

DatabaseContent SomeSubstances() {
  DatabaseContent content;
  content.jurisdictions["UN"] = "United Nations";
  const auto add = [&](std::string id, std::string smiles, bool racemic) {
    Substance substance;
    substance.id = substance.name = std::move(id);
    substance.smiles = std::move(smiles);
    substance.racemic = racemic;
    content.substances.push_back(std::move(substance));
  };
  add("p2p", "CC(=O)Cc1ccccc1", false);
  add("ephedrine", "C[C@H](NC)[C@H](O)c1ccccc1", false);
  add("racemate", "C[C@H](NC)[C@H](O)c1ccc(Cl)cc1", true);
  add("permanganate", "[K+].[O-][Mn](=O)(=O)=O", false);
  add("acid", "OC(=O)Cc1ccccc1", false);
  add("words", "", false);
  add("4-piperidone", "O=C1CCNCC1", false);
  content.substances.back().forms.push_back({"hydrate", "gem-diol", "", "OC1(O)CCNCC1", ""});
  return content;
}

std::string Words(const ListedStructure& listed) {
  std::string out = listed.formula + " " + listed.key + " " + listed.flat_key + " " + listed.stereo_key +
                    " " + listed.mirror_key + (listed.is_carboxylic_acid ? " acid" : "");
  for (const std::string& key : listed.companions) out += " beside " + key;
  for (const ListedForm& form : listed.forms) out += " " + form.kind + " " + form.flat_key;
  return out;
}

class DescribedTest : public ::testing::Test {
 protected:
  DescribedTest() { EXPECT_THAT(WriteDatabase(content_, path_), IsOk()); }

  void Execute(const std::string& sql) {
    auto db = SqliteConnection::OpenOrCreate(path_, 1000);
    ASSERT_THAT(db, IsOk());
    ASSERT_THAT(db->Execute(sql), IsOk());
  }

  const DatabaseContent content_ = SomeSubstances();
  TempFolder folder_;
  const std::string path_ = folder_.File("a.sqlite");
};

TEST_F(DescribedTest, AreTheSameAsNewOnes) {
  const auto database = Database::Open(path_);
  ASSERT_THAT(database, IsOk());
  EXPECT_EQ((*database)->described().size(), 7u);
  for (const Substance& substance : content_.substances) {
    if (substance.smiles.empty()) continue;
    const auto kept = (*database)->described().Describe(substance.smiles, substance.racemic);
    const auto fresh = DescribeListedStructure(substance.smiles, substance.racemic);
    ASSERT_THAT(kept, IsOk());
    ASSERT_THAT(fresh, IsOk());
    EXPECT_EQ(Words(*kept), Words(*fresh)) << substance.id;
  }
}

TEST_F(DescribedTest, WhatIsNotKeptIsDescribedAnew) {
  const auto database = Database::Open(path_);
  ASSERT_THAT(database, IsOk());
  const auto other = (*database)->described().Describe("CCO", false);
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(other->flat_key, "CCO");
  EXPECT_THAT((*database)->described().Describe("C1CC", false), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(DescribedTest, ThoseOfAnotherPolicyAreLeftAlone) {
  Execute(
      "UPDATE meta SET value = 'another' WHERE key = 'described_by'; UPDATE described SET flat_key = 'C'");
  const auto database = Database::Open(path_);
  ASSERT_THAT(database, IsOk());
  EXPECT_EQ((*database)->described().size(), 0u);
  const auto p2p = (*database)->described().Describe("CC(=O)Cc1ccccc1", false);
  ASSERT_THAT(p2p, IsOk());
  EXPECT_EQ(p2p->flat_key, "CC(=O)Cc1ccccc1");
}

TEST_F(DescribedTest, AlteredOnesAreRefused) {
  Execute("UPDATE described SET tautomers = '' WHERE smiles = 'CC(=O)Cc1ccccc1'");
  EXPECT_THAT(Database::Open(path_), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DescribedTest, MissingOnesAreRefused) {
  Execute("DELETE FROM described WHERE smiles = 'O=C1CCNCC1'");
  EXPECT_THAT(Database::Open(path_), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace tidewaiter
