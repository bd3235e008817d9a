#include "chemdb/structure/structure_index.h"

#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/chemdb/structure/tables.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::RealTables;
using testing::StatusIs;

struct Case {
  const char* smiles;
  const char* hits;  // as RealTables::Summary words them
};

void Check(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(RealTables::Get().Summary(c.smiles), c.hits) << c.smiles;
}

TEST(StructureIndexTest, EachListedDrawingIsItself) {
  const RealTables& tables = RealTables::Get();
  EXPECT_GT(tables.substances().size(), 100u);
  for (const auto& listed : tables.substances()) {
    const auto hits = tables.Identify(listed.smiles);
    ASSERT_THAT(hits, IsOk()) << listed.id;
    std::vector<std::string> others;
    bool itself = false;
    for (const IdentityHit& hit : *hits) {
      if (tables.IdOf(hit) == listed.id) {
        itself = true;
        EXPECT_EQ(hit.stereo, StereoAgreement::kSame) << listed.id;
        EXPECT_FALSE(hit.is_tautomer || hit.is_salt || hit.is_mixture || hit.is_ester ||
                     hit.is_hydrate_drawing)
            << listed.id;
      } else if (!hit.is_ester) {
        others.push_back(tables.IdOf(hit));
      }
    }
    EXPECT_TRUE(itself) << listed.id;
    EXPECT_THAT(others, ::testing::IsEmpty()) << listed.id;
  }
}

TEST(StructureIndexTest, SaltsAndSolvates) {
  Check({
      {"O=C1CCNCC1", "4-piperidone"},
      {"O=C1CCNCC1.Cl", "4-piperidone salt"},
      {"O=C1CC[NH2+]CC1.[Cl-]", "4-piperidone salt"},
      {"O=C1CC[NH2+]CC1", "4-piperidone salt"},
      {"O=C1CCNCC1.[H+].[Cl-]", "4-piperidone salt"},
      {"O=C1CCNCC1.O.Cl", "4-piperidone salt solvate"},
      {"O=C1CCNCC1.O", "4-piperidone solvate"},
      {"O=C1CCNCC1.OC(=O)C(F)(F)F", "4-piperidone salt"},
      {"C1CNCCC1Nc1ccccc1.Cl.Cl", "4-ap salt"},
      {"[Na]OC(=O)Cc1ccccc1", "phenylacetic-acid salt"},
      {"[K+].[O-]C(=O)Cc1ccccc1", "phenylacetic-acid salt"},
      {"N.OC(=O)Cc1ccccc1", "phenylacetic-acid salt"},
      {"CN[C@@H](C)[C@H](O)c1ccccc1.CN[C@@H](C)[C@H](O)c1ccccc1.OS(=O)(=O)O", "ephedrine salt"},
      {"CN[C@@H](C)[C@H](O)c1ccccc1.CN[C@@H](C)[C@H](O)c1ccccc1.O", "ephedrine solvate"},
      {"[Na+].[O-][PH2]=O.O", "hypophosphorous-acid salt solvate"},
      {"[Na+].CC1(C)OC(=O)[C-](C(=O)Cc2ccc3OCOc3c2)C(=O)O1", "imdpam salt"},
      // An ion pair of two listed substances is a salt of both.
      {"[O-]C(=O)Cc1ccccc1.C[NH2+][C@@H](C)[C@H](O)c1ccccc1", "ephedrine salt; phenylacetic-acid salt"},
  });
}

TEST(StructureIndexTest, Hydrates) {
  Check({
      {"OC1(O)CCNCC1", "4-piperidone hydrate"},
      {"OC1(O)CCNCC1.Cl", "4-piperidone hydrate salt"},
      {"OC1(O)CC[NH2+]CC1.[Cl-]", "4-piperidone hydrate salt"},
  });
}

TEST(StructureIndexTest, AcidsAsGoodsAndAsCounterIons) {
  Check({
      {"Cl", "hydrochloric-acid"},
      {"Cl.O", "hydrochloric-acid solvate"},
      {"[H+].[Cl-]", "hydrochloric-acid"},
      {"[OH3+].[Cl-]", "hydrochloric-acid solvate"},
      {"OS(=O)(=O)O", "sulphuric-acid"},
      {"[H+].[H+].[O-]S(=O)(=O)[O-]", "sulphuric-acid"},
      {"I", "hydriodic-acid"},
      // Of the acid as a counter-ion nothing is said.
      {"C1CCNCC1.Cl", "piperidine salt"},
      {"CNC.Cl", "hydrochloric-acid salt"},
  });
  // Their own salts are named as salts; the law (Table II leaves them out) decides on scope.
  for (const char* salt : {"[Na+].[Cl-]", "[Na]Cl", "[K+].[Cl-]", "[NH4+].[Cl-]", "[Ca+2].[Cl-].[Cl-]",
                           "[Na+].[Na+].[O-]S(=O)(=O)[O-]", "[K+].[I-]"}) {
    const auto hits = RealTables::Get().Identify(salt);
    ASSERT_THAT(hits, IsOk());
    for (const IdentityHit& hit : *hits)
      EXPECT_TRUE(hit.is_salt) << salt << ": " << RealTables::Get().IdOf(hit);
  }
}

TEST(StructureIndexTest, WhatCannotBeASaltIsAMixture) {
  Check({
      {"Cc1ccccc1.Cl", "toluene mixture"},
      {"CC(C)=O.[Na+].[Cl-]", "acetone mixture"},
      {"CC(=O)OC(C)=O.CC(=O)O", "acetic-anhydride mixture"},
      {"CC(C)=O.O", "acetone solvate"},
      {"CC(C)=O.Cc1ccccc1", "acetone mixture; toluene mixture"},
      {"CC(=O)Cc1ccccc1.CC(=O)Nc1ccc(O)cc1", "p-2-p mixture"},
      {"II.[K+].[I-]", "iodine mixture"},
      {"C1CCNCC1.C1CCNCC1", "piperidine"},
  });
}

TEST(StructureIndexTest, Permanganates) {
  Check({
      {"[K+].[O-][Mn](=O)(=O)=O", "potassium-permanganate"},
      {"[K]O[Mn](=O)(=O)=O", "potassium-permanganate"},
      {"[Na+].[O-][Mn](=O)(=O)=O", "sodium-permanganate"},
      {"[O-][Mn](=O)(=O)=O.[K+].O", "potassium-permanganate solvate"},
      {"[NH4+].[O-][Mn](=O)(=O)=O", "none"},
      {"[K+].[Cl-]", "hydrochloric-acid salt"},
  });
}

TEST(StructureIndexTest, Isotopologues) {
  Check({
      {"[2H]C([2H])([2H])C(=O)Cc1ccccc1", "p-2-p isotopes"},
      {"[13CH3]C(C)=O", "acetone isotopes"},
      {"[2H]Cl", "hydrochloric-acid isotopes"},
      {"CN[C@@H]([13CH3])[C@H](O)c1ccccc1.Cl", "ephedrine salt isotopes"},
  });
}

TEST(StructureIndexTest, Stereo) {
  Check({
      {"CN[C@@H](C)[C@H](O)c1ccccc1", "ephedrine"},
      {"CN[C@@H](C)[C@@H](O)c1ccccc1", "pseudoephedrine"},
      {"CN[C@H](C)[C@@H](O)c1ccccc1", "ephedrine enantiomer; pseudoephedrine diastereomer"},
      {"CN[C@H](C)[C@H](O)c1ccccc1", "ephedrine diastereomer; pseudoephedrine enantiomer"},
      {"CNC(C)C(O)c1ccccc1", "ephedrine open; pseudoephedrine open"},
      {"CN[C@@H](C)C(O)c1ccccc1", "ephedrine open; pseudoephedrine open"},
      // The listed norephedrine is the racemate: either enantiomer is it.
      {"C[C@H](N)[C@H](O)c1ccccc1", "norephedrine"},
      {"C[C@@H](N)[C@@H](O)c1ccccc1", "norephedrine"},
      {"C[C@H](N)[C@H](O)c1ccccc1.C[C@@H](N)[C@@H](O)c1ccccc1", "norephedrine"},
      {"C[C@H](N)[C@@H](O)c1ccccc1", "norpseudoephedrine"},
      {"C[C@@H](N)[C@H](O)c1ccccc1", "norephedrine diastereomer; norpseudoephedrine enantiomer"},
      {"CC(N)C(O)c1ccccc1", "norephedrine open; norpseudoephedrine open"},
      // One enantiomer with an entry of its own is not the racemate, and not the other one.
      {"COc1ccc2c(c1)[C@]13CCCC[C@@H]1[C@H](C2)N(C)CC3", "dextromethorphan"},
      {"COc1ccc2c(c1)[C@@]13CCCC[C@H]1[C@@H](C2)N(C)CC3", "levomethorphan"},
      {"COc1ccc2CC3C4CCCCC4(c2c1)CCN3C", "racemethorphan"},
      {"COc1ccc2c(c1)[C@]13CCCC[C@@H]1[C@H](C2)N(C)CC3.Br", "dextromethorphan salt"},
      // What the listed name leaves open.
      {"C/C=C/c1ccc2OCOc2c1", "isosafrole covered"},
      {"C/C=C\\c1ccc2OCOc2c1", "isosafrole covered"},
      {"C[C@@]1(O[C@@H]1c1ccccc1)C(=O)O", "p-2-p-glycidic-acid covered"},
  });
}

TEST(StructureIndexTest, Tautomers) {
  Check({
      {"CC(O)=Cc1ccccc1", "p-2-p tautomer"},
      {"C=C(O)Cc1ccccc1", "p-2-p tautomer"},
      {"CC([O-])=Cc1ccccc1.[Na+]", "p-2-p tautomer salt"},
      {"CC(O)=Cc1ccc2OCOc2c1", "pmk tautomer"},
      {"c1ccccc1CCN1CCC(=Nc2ccccc2)CC1", "4-phenylimino-npp"},
      {"c1ccccc1CCN1CCC(=CC1)Nc1ccccc1", "4-phenylimino-npp tautomer"},
      {"CCOC(=O)C(=C(C)O)c1ccccc1", "3-oxo-2-phenylbutanoic-acid ester; eapa tautomer"},
      {"CC(O)=C(C#N)c1ccccc1", "apaan tautomer"},
      {"C=C(C)O", "acetone tautomer"},
      {"Clc1ccc2n(C3CCNCC3)c(O)nc2c1", "r-29676 tautomer"},
  });
}

TEST(StructureIndexTest, IsomersThatAreNoTautomersStayApart) {
  Check({
      {"C=CCc1ccc2OCOc2c1", "safrole"},
      {"CC=Cc1ccc2OCOc2c1", "isosafrole"},
      {"CC(=O)Cc1ccccc1", "p-2-p"},
      {"CCC(=O)c1ccccc1", "propiophenone"},
      {"O=CCCc1ccccc1", "none"},            // hydrocinnamaldehyde
      {"CC(C=O)c1ccccc1", "none"},          // 2-phenylpropanal
      {"C=CCOc1ccccc1", "none"},            // allyl phenyl ether
      {"O=C1CCCNC1", "none"},               // 3-piperidone
      {"O=C1CCCCN1", "none"},               // 2-piperidone
      {"CCCC=O", "none"},                   // butanal, beside butanone
      {"CCC=O", "none"},                    // propanal, beside acetone
      {"Nc1cccc(c1)C(=O)O", "none"},        // 3-aminobenzoic acid
      {"Nc1ccc(cc1)C(=O)O", "none"},        // 4-aminobenzoic acid
      {"CC(=O)Nc1ccc(cc1)C(=O)O", "none"},  // acedoben
  });
}

TEST(StructureIndexTest, EstersOfListedAcids) {
  Check({
      {"CCCCCCCCCCOC(=O)Cc1ccccc1", "phenylacetic-acid ester"},
      {"O=C(Cc1ccccc1)Oc1ccccc1", "phenylacetic-acid ester"},
      {"CCCOC(=O)C(C(C)=O)c1ccccc1", "3-oxo-2-phenylbutanoic-acid ester"},
      {"CCCOC(=O)C(=C(C)O)c1ccccc1", "3-oxo-2-phenylbutanoic-acid ester"},
      {"COC(=O)c1ccccc1N", "anthranilic-acid ester"},
      {"COC(=O)c1ccccc1NC(C)=O", "n-acetylanthranilic-acid ester"},
      // Not esters of them: more is on the acid than its oxygen.
      {"COC(=O)C(c1ccccc1)C1CCCCN1", "none"},  // methylphenidate
      {"COC(=O)C(O)c1ccccc1", "none"},         // methyl mandelate
      {"COC(=O)Cc1ccccc1O", "none"},           // methyl 2-hydroxyphenylacetate
      {"COC(=O)CCc1ccccc1", "none"},           // methyl hydrocinnamate
      {"COC(=O)c1ccccc1NC", "none"},           // methyl N-methylanthranilate
      {"CC(=O)OCc1ccccc1", "none"},            // benzyl acetate
      {"NC(=O)CCc1ccccc1", "none"},            // hydrocinnamamide
  });
}

TEST(StructureIndexTest, HitsSayWhichAtoms) {
  const RealTables& tables = RealTables::Get();
  const auto hits = tables.Identify("Cl.O=C1CCNCC1.O");
  ASSERT_THAT(hits, IsOk());
  ASSERT_EQ(hits->size(), 1u);
  EXPECT_THAT((*hits)[0].atoms, ::testing::ElementsAre(1, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT((*hits)[0].beside, ::testing::UnorderedElementsAre("hydrogen chloride", "water"));
}

TEST(StructureIndexTest, RelationsInWords) {
  const auto words = [](std::string_view smiles) {
    const auto hits = RealTables::Get().Identify(smiles);
    return hits.ok() && !hits->empty() ? DescribeRelation((*hits)[0], RealTables::Get().IdOf((*hits)[0]))
                                       : "none";
  };
  EXPECT_EQ(words("O=C1CCNCC1"), "4-piperidone");
  EXPECT_EQ(words("O=C1CCNCC1.Cl"), "a salt of 4-piperidone with hydrogen chloride");
  EXPECT_EQ(words("OC1(O)CCNCC1"), "4-piperidone, drawn as its hydrate (a gem-diol)");
  EXPECT_EQ(words("CC(O)=Cc1ccccc1"), "a tautomer of p-2-p");
  EXPECT_EQ(words("[13CH3]C(C)=O"), "isotope-labelled acetone");
  EXPECT_EQ(words("CCCCCCCCCCOC(=O)Cc1ccccc1"), "an ester of phenylacetic-acid");
  EXPECT_THAT(words("CN[C@H](C)[C@@H](O)c1ccccc1"), HasSubstr("mirror image"));
  EXPECT_THAT(words("CNC(C)C(O)c1ccccc1"), HasSubstr("without its stereochemistry"));
  EXPECT_THAT(words("CC(C)=O.Cc1ccccc1"), HasSubstr("beside other substances"));
}

// No listed substance is another one's tautomer, and no two have one key.
TEST(StructureIndexTest, KeysAreDistinct) {
  std::map<std::string, std::string> by_key;
  for (const auto& listed : RealTables::Get().substances()) {
    const auto described = DescribeListedStructure(listed.smiles, listed.racemic);
    ASSERT_THAT(described, IsOk()) << listed.id;
    const auto [it, fresh] = by_key.emplace(described->key, listed.id);
    EXPECT_TRUE(fresh) << listed.id << " and " << it->second;
  }
  for (const auto& listed : RealTables::Get().substances()) {
    const auto described = DescribeListedStructure(listed.smiles, listed.racemic);
    for (const ListedForm& form : described->forms) {
      if (form.kind != "tautomer") continue;
      const auto it = by_key.find(form.flat_key);
      if (it != by_key.end()) {
        EXPECT_EQ(it->second, listed.id) << form.kind << " " << form.flat_key;
      }
    }
  }
}

TEST(StructureIndexTest, RefusesWhatItCannotRead) {
  StructureIndex index;
  EXPECT_THAT(index.Add(0, "C(", false, false), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(index.Add(0, "CC(=O)Cc1ccccc1", /*racemic=*/true, false),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(index.size(), 0u);
}

}  // namespace
}  // namespace tidewaiter
