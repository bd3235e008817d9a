// What a SMILES holds of each element, from its bytes, against the light reader and against standardisation.
#include "chemdb/structure/quick_counts.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"

#include "chemdb/structure/skeleton.h"
#include "chemdb/structure/standardise.h"
#include "tests/chemdb/structure/rewriting.h"

namespace tidewaiter {
namespace {

QuickLook Look(std::string_view smiles) {
  const auto look = LookQuickly(smiles);
  EXPECT_TRUE(look.has_value()) << smiles;
  return look.value_or(QuickLook());
}

int Of(std::string_view smiles, int atomic_number) {
  return Look(smiles).counts.of[static_cast<size_t>(atom_mask::ElementClass(atomic_number))];
}

TEST(QuickLookTest, CountsHeavyAtoms) {
  const auto ethanol = Look("CCO").counts.of;
  for (const char* same :
       {"OCC", "[CH3][CH2]O", "[13CH3]C[OH]", "C([2H])CO", "C(C)O", "CC[O-]", "C.CO", "[H+].CC[O-]"}) {
    EXPECT_EQ(Look(same).counts.of, ethanol) << same;
    EXPECT_EQ(Look(same).one_piece, std::string(same).find('.') == std::string::npos) << same;
  }
  EXPECT_EQ(Look("ClCCBr").counts.of, Look("BrCCCl").counts.of);
  EXPECT_EQ(Look("c1cc[nH]c1").counts.of, Look("C1CCNC1").counts.of);
  EXPECT_EQ(Look("C[C@@H](N)/C=C\\C").counts.of, Look("CCC(N)CC").counts.of);
  EXPECT_EQ(Look("[Cl-]").counts.of, Look("Cl").counts.of);
  EXPECT_NE(Look("CCl").counts.of, Look("CC").counts.of);
  EXPECT_EQ(Of("ClC(Cl)CBr", 17), 2);
  EXPECT_EQ(Of("ClC(Cl)CBr", 35), 1);
  EXPECT_EQ(Of("ClC(Cl)CBr", 6), 2);
  EXPECT_EQ(Of("ClC(Cl)CBr", 5), 0);
  EXPECT_EQ(Of("BrB(O)O", 5), 1);
  EXPECT_EQ(Of("C[SiH2]c1c[se]cc1", 34), 1);
  EXPECT_EQ(Of("C[SiH2]c1c[se]cc1", 14), 1);
  EXPECT_EQ(Of("C[SiH2]c1c[se]cc1", 16), 0);
  EXPECT_EQ(Of("[Sc][Cn][Cu+2][Co]O[as]", 26), 5);
  EXPECT_EQ(Of("[Sc][Cn][Cu+2][Co]O[as]", 6), 0);
  EXPECT_EQ(Look("FC(Cl)(Br)I").counts.of[QuickCounts::kHalogens], 4);
  EXPECT_EQ(Look("FC(Cl)(Br)I").counts.of[QuickCounts::kAtoms], 5);
  EXPECT_TRUE(Look("C[Si](C)C").one_piece);
  EXPECT_FALSE(Look("CO[Na]").one_piece);
}

TEST(QuickLookTest, CountsRings) {
  const auto rings = [](std::string_view smiles) { return Look(smiles).counts.of[QuickCounts::kRings]; };
  EXPECT_EQ(rings("CCO"), 0);
  EXPECT_EQ(rings("c1ccccc1-c1ccccc1"), 2);
  EXPECT_EQ(rings("C1CC2CC1C2"), 2);
  EXPECT_EQ(rings("C%12CCC%12"), 1);
  EXPECT_EQ(rings("[13CH3]C[15NH2:3]"), 0);
  EXPECT_EQ(rings("C1.C1"), 1);  // one more than there is: at least as many
}

TEST(QuickLookTest, LeavesTheRestToOthers) {
  for (const char* text : {"*C", "[*]C", "[#6]", "C~C", "CC>>CC", "C |$R$|", "C$C", "[C", "[]", "[13]", "Xe",
                           "[Cx]", "[D]", "[cl]", "\xff", "CCO name", "C%1CC%1", "C%(123)CC%(123)", "C%"}) {
    EXPECT_EQ(LookQuickly(text), std::nullopt) << text;
  }
  EXPECT_NE(LookQuickly(""), std::nullopt);
  EXPECT_NE(LookQuickly("CC("), std::nullopt);  // no SMILES, and nobody will read it as one
  EXPECT_NE(LookQuickly(std::string(255, 'C')), std::nullopt);
  EXPECT_EQ(Of(std::string(255, 'C'), 6), 255);
  EXPECT_EQ(LookQuickly(std::string(256, 'C')), std::nullopt);
}

QuickCounts CountsOfSmiles(std::string_view smiles) {
  const auto skeleton = std::make_unique<Skeleton>();
  EXPECT_EQ(ReadSmilesSkeleton(smiles, *skeleton, SkeletonDetail::kOutline), SkeletonStatus::kOk) << smiles;
  return CountsOf(*skeleton, 0);
}

// Every component of the standardised structure is covered; where there is one piece, exactly.
TEST(QuickLookTest, AgreesWithStandardisation) {
  const std::vector<std::string> nci = testing::NciSmiles();
  if (nci.empty()) GTEST_SKIP() << "no /usr/share/RDKit/Data/NCI (Debian package rdkit-data)";
  std::vector<std::string> all = nci;
  for (const char* more : {"CC(=O)O[Na]", "[Mg](OC(=O)C)OC(=O)c1ccccc1", "C1CO[Al]O1", "[Zn+2].CC(=O)[O-]",
                           "C[Mg]Br", "[K]N1C(=O)c2ccccc2C1=O", "C1CC1.C1CC1O", "[Na]Cl"}) {
    all.push_back(more);
  }
  size_t understood = 0, pieces = 0;
  for (const std::string& smiles : all) {
    const auto look = LookQuickly(smiles);
    if (!look) continue;
    ++understood;
    const auto molecule = ParseMolecule(smiles, StructureNotation::kSmiles);
    if (!molecule.ok()) continue;
    const auto standard = Standardise(*molecule, ComponentTable());
    if (!standard.ok()) continue;
    if (look->one_piece) {
      ASSERT_EQ(standard->components.size(), 1u) << smiles;
    }
    for (const StandardComponent& component : standard->components) {
      if (component.heavy_atoms == 0) continue;
      const QuickCounts counts = CountsOfSmiles(component.flat_key);
      EXPECT_TRUE(look->counts.Covers(counts)) << smiles << ": " << component.flat_key;
      if (look->one_piece) {
        EXPECT_EQ(look->counts.of, counts.of) << smiles;
        ++pieces;
      }
    }
  }
  EXPECT_GT(understood, all.size() * 9 / 10);
  EXPECT_GT(pieces, all.size() * 3 / 4);
}

TEST(QuickTableTest, KnowsWhatMayBeThere) {
  QuickTable table;
  EXPECT_FALSE(table.MayHold(Look("CCO")));
  table.AddComponent(CountsOfSmiles("CCO"));
  EXPECT_TRUE(table.MayHold(Look("COC")));
  EXPECT_TRUE(table.MayHold(Look("Cl.COC")));
  EXPECT_TRUE(table.MayHold(Look("[Na]OCC")));
  EXPECT_FALSE(table.MayHold(Look("CCCO")));
  EXPECT_FALSE(table.MayHold(Look("CC.CC")));
  QuickCounts phenol;
  phenol.AddAtom(6, 6);
  phenol.AddAtom(8);
  phenol.AddRings(1);
  table.AddPart(phenol);
  EXPECT_TRUE(table.MayHold(Look("CCc1ccccc1O")));
  EXPECT_FALSE(table.MayHold(Look("CCCCCCCO")));
  EXPECT_FALSE(table.MayHold(Look("CCc1ccccc1")));
}

// A table that has become long may only keep more.
TEST(QuickTableTest, ForgetsNothingWhenItIsLong) {
  QuickTable components, parts;
  for (int carbons = 1; carbons <= 200; ++carbons) {
    QuickCounts counts;
    counts.AddAtom(6, carbons);
    counts.AddAtom(7, 201 - carbons);
    components.AddComponent(counts);
    parts.AddPart(counts);
  }
  for (int carbons = 1; carbons <= 200; ++carbons) {
    QuickLook look;
    look.counts.AddAtom(6, carbons);
    look.counts.AddAtom(7, 201 - carbons);
    look.one_piece = true;
    EXPECT_TRUE(components.MayHold(look)) << carbons;
    EXPECT_TRUE(parts.MayHold(look)) << carbons;
    look.one_piece = false;
    EXPECT_TRUE(components.MayHold(look)) << carbons;
    look.counts.AddAtom(8);
    look.one_piece = true;
    EXPECT_FALSE(components.MayHold(look)) << carbons;
  }
}

}  // namespace
}  // namespace tidewaiter
