// The tables of protecting groups: each group is found on a harmless carrier, each place of each substance is
// one of its drawing, and what a listing's words reach.
#include "rules/masking/mask_tables.h"

#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/csv_table.h"
#include "chemdb/law/listing.h"
#include "tests/chemdb/structure/rewriting.h"
#include "tests/chemdb/structure/tables.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::RealTables;

std::optional<uint32_t> Find(std::string_view id) {
  const auto& substances = RealTables::Get().substances();
  for (uint32_t i = 0; i < substances.size(); ++i) {
    if (substances[i].id == id) return i;
  }
  return std::nullopt;
}

const MaskTables& Tables() {
  static const auto* const tables = [] {
    auto loaded = MaskTables::Load(Find);
    EXPECT_THAT(loaded, IsOk());
    return new MaskTables(*std::move(loaded));
  }();
  return *tables;
}

absl::StatusOr<std::vector<MaskHit>> Recognise(std::string_view text,
                                               StructureNotation notation = StructureNotation::kSmiles) {
  const auto standard = RealTables::Get().Standard(text, notation);
  if (!standard.ok()) return standard.status();
  return Tables().index().Recognise(*standard, RealTables::Get().index());
}

// Each group on cyclohexylamine, cyclohexanol or cyclohexanone, which nobody lists.
TEST(MaskTablesTest, EachGroupIsFoundOnAHarmlessCarrier) {
  StructureIndex substances;
  ASSERT_THAT(substances.Add(0, "NC1CCCCC1", false, false), IsOk());
  ASSERT_THAT(substances.Add(1, "OC1CCCCC1", false, false), IsOk());
  ASSERT_THAT(substances.Add(2, "O=C1CCCCC1", false, false), IsOk());
  EXPECT_GE(Tables().index().groups().size(), 45u);
  for (const MaskGroup& group : Tables().index().groups()) {
    MaskIndex index;
    ASSERT_THAT(index.AddGroup(group), IsOk()) << group.id;
    ASSERT_THAT(index.AddSite({{0}, "[NH2:1]C1CCCCC1", "N", {group.family}}), IsOk());
    ASSERT_THAT(index.AddSite({{1}, "[OH:1]C1CCCCC1", "O", {group.family}}), IsOk());
    ASSERT_THAT(index.AddSite({{2}, "O=[C:1]1CCCCC1", "C=O", {group.family}}), IsOk());
    ASSERT_THAT(index.Finish(), IsOk());
    ASSERT_EQ(group.smiles.front(), '*') << group.id;
    const std::string rest = group.smiles.substr(1);
    const std::pair<bool, std::string> carriers[] = {{group.on_nitrogen, "C8CCCCC8N" + rest},
                                                     {group.on_oxygen, "C8CCCCC8O" + rest},
                                                     {group.on_carbonyl, "C8CCCCC8" + rest}};
    bool anywhere = false;
    for (uint32_t i = 0; i < 3; ++i) {
      if (!carriers[i].first) continue;
      anywhere = true;
      const auto standard = RealTables::Get().Standard(carriers[i].second);
      ASSERT_THAT(standard, IsOk()) << carriers[i].second;
      const auto hits = index.Recognise(*standard, substances);
      ASSERT_THAT(hits, IsOk()) << carriers[i].second;
      ASSERT_EQ(hits->size(), 1u) << group.id << ": " << carriers[i].second;
      EXPECT_EQ((*hits)[0].identity.substance, i) << group.id;
    }
    EXPECT_TRUE(anywhere) << group.id;
  }
}

TEST(MaskTablesTest, GroupsAreDistinct) {
  std::map<std::string, std::string> by_drawing;
  std::map<std::string, int> ids;
  for (const MaskGroup& group : Tables().index().groups()) {
    EXPECT_EQ(++ids[group.id], 1) << group.id;
    const auto [it, fresh] = by_drawing.emplace(group.smiles, group.id);
    EXPECT_TRUE(fresh) << group.id << " and " << it->second;
  }
}

// Each place is drawn on a listed substance, or on a tautomer that identity knows.
TEST(MaskTablesTest, EachPlaceIsOnItsSubstance) {
  EXPECT_GE(Tables().index().sites().size(), 35u);
  for (const MaskSite& site : Tables().index().sites()) {
    const auto standard = RealTables::Get().Standard(site.drawing);
    ASSERT_THAT(standard, IsOk()) << site.drawing;
    ASSERT_EQ(standard->components.size(), 1u) << site.drawing;
    for (const uint32_t substance : site.substances) {
      const auto& row = RealTables::Get().substances()[substance];
      const auto listed = DescribeListedStructure(row.smiles, row.racemic);
      ASSERT_THAT(listed, IsOk()) << row.id;
      const bool drawn = std::any_of(listed->forms.begin(), listed->forms.end(), [&](const ListedForm& form) {
        return form.flat_key == standard->components[0].flat_key;
      });
      EXPECT_TRUE(drawn) << site.drawing << ": " << row.id;
    }
  }
}

TEST(MaskTablesTest, DescribedCompounds) {
  const auto table = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/tests/corpus/masked.csv");
  ASSERT_THAT(table, IsOk());
  testing::Rewriter rewriter(5);
  for (const CsvTable::Row& row : table->rows()) {
    const std::string& name = table->Get(row, "name");
    const std::string& smiles = table->Get(row, "smiles");
    std::vector<testing::Writing> writings = {{smiles, StructureNotation::kSmiles, "as it stands"}};
    for (int i = 0; i < 20; ++i) writings.push_back(rewriter.Any(smiles));
    writings.push_back({smiles + ".Cl", StructureNotation::kSmiles, "beside hydrogen chloride"});
    for (const testing::Writing& writing : writings) {
      const auto hits = Recognise(writing.text, writing.notation);
      ASSERT_THAT(hits, IsOk()) << name;
      const bool found = std::any_of(hits->begin(), hits->end(), [&](const MaskHit& hit) {
        return RealTables::Get().IdOf(hit.identity) == table->Get(row, "subject") &&
               DescribeMasks(hit, Tables().index()) == table->Get(row, "masks");
      });
      EXPECT_TRUE(found) << name << ", " << writing.how << ": " << writing.text;
    }
  }
}

TEST(MaskTablesTest, LookalikesGiveNothing) {
  for (const char* corpus : {"masked_lookalikes.csv", "lookalikes.csv"}) {
    const auto table = CsvTable::Read(std::string(TIDEWAITER_SOURCE_DIR "/tests/corpus/") + corpus);
    ASSERT_THAT(table, IsOk());
    for (const CsvTable::Row& row : table->rows()) {
      const auto hits = Recognise(table->Get(row, "smiles"));
      ASSERT_THAT(hits, IsOk()) << table->Get(row, "name");
      for (const MaskHit& hit : *hits) {
        ADD_FAILURE() << table->Get(row, "name") << ": " << RealTables::Get().IdOf(hit.identity) << " with "
                      << DescribeMasks(hit, Tables().index());
      }
    }
  }
}

TEST(MaskTablesTest, WhatWordsOfScopeReach) {
  const auto scope = [](std::string_view smiles) -> std::optional<uint32_t> {
    const auto hits = Recognise(smiles);
    if (!hits.ok() || hits->size() != 1) return 1u << 31;
    return Tables().NeededScope((*hits)[0]);
  };
  EXPECT_EQ(scope("CC(C)(C)OC(=O)N1CCC(=O)CC1"), kScopeCarbamates);
  EXPECT_EQ(scope("CC(=O)N1CCC(=O)CC1"), kScopeAmides);
  EXPECT_EQ(scope("C1COC2(O1)CCNCC2"), kScopeAcetals);
  EXPECT_EQ(scope("CC(C)(C)OC(=O)N1CCC2(CC1)OCCO2"), kScopeCarbamates | kScopeAcetals);
  EXPECT_EQ(scope("CC(=O)OC(CN1CCC(CC1)N(C(=O)CC)c1ccccc1)c1cccs1"), kScopeEsters);
  EXPECT_EQ(scope("O=C1CCN(Cc2ccccc2)CC1"), std::nullopt);
  EXPECT_EQ(scope("CC1(Cc2ccccc2)SCCS1"), std::nullopt);
  EXPECT_EQ(scope("C1COC2(O1)CCN(Cc1ccccc1)CC2"), std::nullopt) << "one group of two is reached by no word";
}

}  // namespace
}  // namespace tidewaiter
