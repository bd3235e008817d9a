#include "chemdb/structure/standardise.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/chemdb/structure/rewriting.h"
#include "tests/chemdb/structure/tables.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::NciSmiles;
using testing::RealTables;
using testing::StatusIs;

// The stereo keys of all components, sorted, joined with a blank; an error as its text.
std::string Keys(std::string_view smiles) {
  const auto standard = RealTables::Get().Standard(smiles);
  if (!standard.ok()) return standard.status().ToString();
  std::vector<std::string> keys;
  for (const StandardComponent& component : standard->components) keys.push_back(component.stereo_key);
  std::sort(keys.begin(), keys.end());
  std::string out;
  for (const std::string& key : keys) out += (out.empty() ? "" : " ") + key;
  return out;
}

const StandardComponent Only(std::string_view smiles) {
  const auto standard = RealTables::Get().Standard(smiles);
  EXPECT_THAT(standard, IsOk());
  EXPECT_EQ(standard->components.size(), 1u) << smiles;
  return standard->components[0];
}

struct Case {
  const char* input;
  const char* same_as;
  const char* reason;
};

TEST(StandardiseTest, EachStepMakesTwoDrawingsOne) {
  const Case cases[] = {
      // Step 1: salts drawn covalently.
      {"[Na]OC(=O)Cc1ccccc1", "[Na+].[O-]C(=O)Cc1ccccc1", "sodium on oxygen"},
      {"[K]O[Mn](=O)(=O)=O", "[K+].[O-][Mn](=O)(=O)=O", "potassium permanganate in one piece"},
      {"[Na]Cl", "[Na+].[Cl-]", "sodium chloride in one piece"},
      {"CC(=O)O[Zn]OC(C)=O", "CC(=O)[O-].CC(=O)[O-].[Zn+2]", "a zinc carboxylate"},
      {"N[Na]", "[NH2-].[Na+]", "hydrogens that are only implied stay"},
      {"[NH3]->[Ag+]", "N.[Ag+]", "a dative bond moves no charge"},
      {"C1CC[NH](CC1)->[Zn](Cl)Cl", "C1CCNCC1.[Zn+2].[Cl-].[Cl-]", "a zinc complex of piperidine"},
      // Step 2: charge-separated oxides.
      {"C[S+](C)[O-]", "CS(C)=O", "a sulfoxide in its two forms"},
      {"O[Cl+3]([O-])([O-])[O-]", "OCl(=O)(=O)=O", "perchloric acid"},
      {"C[P+](C)(C)[O-]", "CP(C)(C)=O", "a phosphine oxide"},
      {"CN(=O)=O", "C[N+](=O)[O-]", "nitro with five bonds"},
      // Step 3: radicals.
      {"CC(=O)[CH]c1ccccc1", "CC(=O)Cc1ccccc1", "a hydrogen left out"},
      {"C[O]", "CO", "a hydrogen left out on oxygen"},
      // Step 4: charges that a proton can remove.
      {"O=C1CC[NH2+]CC1", "O=C1CCNCC1", "an ammonium"},
      {"[O-]C(=O)Cc1ccccc1", "OC(=O)Cc1ccccc1", "a carboxylate"},
      {"[NH3+]CC(=O)[O-]", "NCC(=O)O", "a zwitterion"},
      {"[cH-]1cccc1", "C1=CC=CC1", "an aromatic carbanion"},
      {"C1CCNCC1.[H+].[Cl-]", "C1CCNCC1.Cl", "a proton drawn apart"},
      {"[H+].[Cl-]", "Cl", "an acid drawn as its ions"},
      {"[OH3+].[Cl-]", "O.Cl", "hydronium"},
      {"OP=O", "O[PH2]=O", "phosphinic acid with its hydrogens left to the reader"},
      {"[Na+].[O-]P=O", "[Na+].[O-][PH2]=O", "its sodium salt"},
      {"C[NH+](C)[O-]", "CN(C)O", "a protonated amine oxide"},
      {"[O-][NH+](C)C", "CN(C)O", "the same from its other end"},
      {"C1=CC=C[CH+]C=C1", "c1ccc[cH+]cc1", "a carbocation keeps its hydrogens"},
      // Step 5: isotopes.
      {"[13CH3]C(C)=O", "CC(C)=O", "carbon-13"},
      {"[2H]C([2H])([2H])C(C)=O", "CC(C)=O", "deuterium"},
      {"[2H]O[2H]", "O", "heavy water"},
      // Step 6: hydrogens that are atoms of the drawing.
      {"[H]N1CCC(=O)CC1", "O=C1CCNCC1", "explicit hydrogens"},
      {"[H]/N=C(/C)Cc1ccccc1", "CC(=N)Cc1ccccc1", "the hydrogen of an imine"},
      // Marks of the drawing.
      {"[CH3:1][C:2](C)=O", "CC(C)=O", "atom maps"},
      {"CC(=O)CC1=CC=CC=C1", "CC(=O)Cc1ccccc1", "Kekulé form"},
      {"C[CH](O)C", "CC(O)C", "brackets"},
      {"F/C(F)=C/C", "FC(F)=CC", "marks on a bond that has no geometry"},
      {"C[C@H](C)O", "CC(C)O", "marks on an atom that is no centre"},
  };
  for (const Case& c : cases) EXPECT_EQ(Keys(c.input), Keys(c.same_as)) << c.reason << ": " << c.input;
}

TEST(StandardiseTest, WhatIsNotTheSameSubstanceStaysApart) {
  const Case cases[] = {
      {"C[N+](C)(C)CC(=O)[O-]", "CN(C)CC(=O)O", "a quaternary nitrogen keeps its charge"},
      {"C[N+](C)(C)[O-]", "CN(C)C", "an N-oxide"},
      {"C[Hg]Cl", "[Hg+2].[CH3-].[Cl-]", "mercury on carbon is a bond"},
      {"C[Mg]Br", "C.[Mg+2].Br", "a Grignard reagent keeps its carbon-metal bond"},
      {"[Li]CCCC", "CCCC.[Li+]", "butyl lithium"},
      {"CC[Zn]CC", "CC.CC.[Zn+2]", "diethyl zinc"},
      {"CC(O)=Cc1ccccc1", "CC(=O)Cc1ccccc1", "a query is never tautomer-canonicalised"},
      {"C=CCc1ccc2OCOc2c1", "CC=Cc1ccc2OCOc2c1", "safrole and isosafrole"},
      {"CN[C@@H](C)[C@H](O)c1ccccc1", "CN[C@@H](C)[C@@H](O)c1ccccc1", "diastereomers at the stereo level"},
      {"OC1(O)CCNCC1", "O=C1CCNCC1", "a hydrate drawn as a diol has a key of its own"},
      {"[I]", "II", "a lone atom is not filled with hydrogen"},
  };
  for (const Case& c : cases) EXPECT_NE(Keys(c.input), Keys(c.same_as)) << c.reason << ": " << c.input;
}

TEST(StandardiseTest, GrignardLosesItsHalideOnly) {
  EXPECT_EQ(Keys("C[Mg]Br"), "Br C[Mg+]");
  EXPECT_EQ(Keys("C[Hg]Cl"), "C[Hg]Cl");
  EXPECT_EQ(Keys("CC[Hg]CC"), "CC[Hg]CC");
  EXPECT_EQ(Keys("CC[Sn](CC)(CC)CC"), "CC[Sn](CC)(CC)CC");
}

TEST(StandardiseTest, EventsAreReported) {
  EXPECT_TRUE(Only("O=C1CC[NH2+]CC1").charged_as_drawn);
  EXPECT_FALSE(Only("O=C1CCNCC1").charged_as_drawn);
  EXPECT_FALSE(Only("[NH3+]CC(=O)[O-]").charged_as_drawn) << "a zwitterion is no ion";
  EXPECT_FALSE(Only("C[N+](=O)[O-]").charged_as_drawn);
  EXPECT_FALSE(Only("[H+].[Cl-]").charged_as_drawn) << "the acid itself";
  EXPECT_TRUE(Only("[Cl-]").charged_as_drawn);
  EXPECT_TRUE(Only("CC(=O)[CH]c1ccccc1").was_radical);
  EXPECT_FALSE(Only("CC(=O)Cc1ccccc1").was_radical);
  EXPECT_TRUE(Only("[13CH3]C(C)=O").has_isotopes);
  EXPECT_TRUE(Only("[2H]OC").has_isotopes);
  EXPECT_FALSE(Only("CO").has_isotopes);
  EXPECT_TRUE(Only("CN[C@@H](C)[C@H](O)c1ccccc1").has_stereo);
  EXPECT_TRUE(Only("C/C=C/c1ccc2OCOc2c1").has_stereo);
  EXPECT_FALSE(Only("CNC(C)C(O)c1ccccc1").has_stereo);
}

TEST(StandardiseTest, ComponentsGetTheirRoles) {
  const struct {
    const char* smiles;
    ComponentRole role;
    const char* name;
  } cases[] = {
      {"Cl", ComponentRole::kAcid, "hydrogen chloride"},
      {"[Cl-]", ComponentRole::kAcid, "hydrogen chloride"},
      {"OC(=O)C(O)C(O)C(=O)O", ComponentRole::kAcid, "tartaric acid"},
      {"OC(=O)[C@H](O)[C@@H](O)C(=O)O", ComponentRole::kAcid, "tartaric acid"},
      {"[O-]C(=O)/C=C/C(=O)[O-]", ComponentRole::kAcid, ""},
      {"[NH4+]", ComponentRole::kBase, "ammonia"},
      {"[Na+]", ComponentRole::kMetal, "sodium"},
      {"O", ComponentRole::kSolvent, "water"},
      {"[2H]O[2H]", ComponentRole::kSolvent, "water"},
      {"CCO", ComponentRole::kSolvent, "ethanol"},
      {"CC(C)=O", ComponentRole::kMain, ""},
      {"Cc1ccccc1", ComponentRole::kMain, ""},
      {"O=C1CCNCC1", ComponentRole::kMain, ""},
      {"[Na]", ComponentRole::kMain, ""},
  };
  for (const auto& c : cases) {
    const StandardComponent component = Only(c.smiles);
    EXPECT_EQ(component.role, c.role) << c.smiles;
    if (c.name[0] != '\0') {
      EXPECT_EQ(component.role_name, c.name) << c.smiles;
    }
  }
}

TEST(StandardiseTest, AtomsLeadBackToTheInput) {
  const auto standard = RealTables::Get().Standard("Cl.[H]N1CCC(=O)CC1");
  ASSERT_THAT(standard, IsOk());
  ASSERT_EQ(standard->components.size(), 2u);
  std::vector<int> all;
  for (const StandardComponent& component : standard->components) {
    EXPECT_EQ(component.heavy_atoms, static_cast<int>(component.atoms.size()));
    EXPECT_EQ(component.heavy_atoms, component.parent->heavy_atoms());
    all.insert(all.end(), component.atoms.begin(), component.atoms.end());
  }
  std::sort(all.begin(), all.end());
  EXPECT_THAT(all, ::testing::ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT(standard->components[0].atoms, ::testing::ElementsAre(0));
}

TEST(StandardiseTest, OrderOfComponentsDoesNotMatter) {
  EXPECT_EQ(Keys("[Na+].[O-]C(=O)Cc1ccccc1.O"), Keys("O.[O-]C(=O)Cc1ccccc1.[Na+]"));
  EXPECT_EQ(Keys("[H+].[Cl-].C1CCNCC1"), Keys("C1CCNCC1.[Cl-].[H+]"));
}

// Standardising a parent again changes nothing.
TEST(StandardiseTest, IsIdempotentOnNci) {
  const std::vector<std::string> all = NciSmiles();
  if (all.empty()) GTEST_SKIP() << "no /usr/share/RDKit/Data/NCI (Debian package rdkit-data)";
  size_t compared = 0;
  for (size_t i = 0; i < all.size(); i += 2) {
    const auto first = RealTables::Get().Standard(all[i]);
    if (!first.ok()) {
      EXPECT_NE(first.status().code(), absl::StatusCode::kInternal) << all[i] << ": " << first.status();
      continue;
    }
    for (const StandardComponent& component : first->components) {
      EXPECT_EQ(FlatKey(*component.parent), component.flat_key) << all[i];
      const auto again = RealTables::Get().Standard(component.stereo_key);
      ASSERT_THAT(again, IsOk()) << all[i] << " gives " << component.stereo_key;
      ASSERT_EQ(again->components.size(), 1u) << component.stereo_key;
      EXPECT_EQ(again->components[0].stereo_key, component.stereo_key) << all[i];
      EXPECT_EQ(again->components[0].flat_key, component.flat_key) << all[i];
      EXPECT_EQ(again->components[0].role, component.role) << all[i];
      ++compared;
    }
  }
  EXPECT_GT(compared, 2000u);
}

TEST(ComponentTableTest, NamesTheRowWithTheSameStereo) {
  const auto name = [](std::string_view smiles) {
    const auto standard = RealTables::Get().Standard(smiles);
    EXPECT_THAT(standard, IsOk());
    return standard->components[0].role_name;
  };
  EXPECT_EQ(name("OC(=O)/C=C/C(=O)O"), "fumaric acid");
  EXPECT_EQ(name("OC(=O)/C=C\\C(=O)O"), "maleic acid");
  EXPECT_EQ(name("OC(=O)C=CC(=O)O"), "maleic acid or fumaric acid");
  EXPECT_EQ(name("O[C@H](C(=O)O)[C@@H](O)C(=O)O"), "tartaric acid");
}

TEST(ComponentTableTest, TheDigestFollowsTheTable) {
  ComponentTable one;
  ASSERT_THAT(one.Add("water", "solvent", "O"), IsOk());
  ComponentTable other;
  ASSERT_THAT(other.Add("water", "solvent", "O"), IsOk());
  EXPECT_EQ(StandardisationDigest(one), StandardisationDigest(other));
  EXPECT_EQ(StandardisationDigest(one).size(), 64u);
  ASSERT_THAT(other.Add("ethanol", "solvent", "CCO"), IsOk());
  EXPECT_NE(StandardisationDigest(one), StandardisationDigest(other));
}

TEST(ComponentTableTest, RefusesWhatIsNoComponent) {
  ComponentTable table;
  EXPECT_THAT(table.Add("water", "solvent", "O"), IsOk());
  EXPECT_THAT(table.Add("x", "liquid", "O"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(table.Add("x", "acid", "C("), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(table.Add("x", "acid", "Cl.O"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(table.Add("x", "acid", "O"), StatusIs(absl::StatusCode::kInvalidArgument)) << "of two kinds";
  EXPECT_NE(table.Find("O"), nullptr);
  EXPECT_EQ(table.Find("N"), nullptr);
}

}  // namespace
}  // namespace tidewaiter
