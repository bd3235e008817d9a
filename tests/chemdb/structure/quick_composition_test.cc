// Heavy atoms by element from the bytes of a SMILES, against the light reader and against standardisation.
#include "chemdb/structure/quick_composition.h"

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"

#include "chemdb/structure/skeleton.h"
#include "chemdb/structure/standardise.h"

namespace tidewaiter {
namespace {

TEST(QuickCompositionTest, CountsHeavyAtoms) {
  const auto ethanol = QuickComposition("CCO");
  ASSERT_TRUE(ethanol);
  for (const char* same : {"OCC", "[CH3][CH2]O", "[13CH3]C[OH]", "C([2H])CO", "C(C)O", "CC[O-]", "C1.C1O"}) {
    if (std::string(same).find('.') != std::string::npos) {
      EXPECT_EQ(QuickComposition(same), std::nullopt);
    } else {
      EXPECT_EQ(QuickComposition(same), ethanol) << same;
    }
  }
  EXPECT_EQ(QuickComposition("ClCCBr"), QuickComposition("BrCCCl"));
  EXPECT_EQ(QuickComposition("c1cc[nH]c1"), QuickComposition("C1CCNC1"));
  EXPECT_EQ(QuickComposition("C[C@@H](N)/C=C\\C"), QuickComposition("CCC(N)CC"));
  EXPECT_EQ(QuickComposition("[Cl-]"), QuickComposition("Cl"));
  EXPECT_NE(QuickComposition("CCl"), QuickComposition("CC"));
  EXPECT_NE(QuickComposition("CF"), QuickComposition("CI"));
}

TEST(QuickCompositionTest, LeavesTheRestToOthers) {
  for (const char* text : {"C.O",  "[Na]OC", "[Na+]", "B(O)O",  "[BH4-]",  "[se]1cccc1", "[Si](C)C", "*C",
                           "[*]C", "[#6]",   "C~C",   "CC>>CC", "C |$R$|", "C$C",        "[C",       "[]",
                           "[13]", "Xe",     "[Cu]",  "[as]",   "C[Zn]C",  "\xff",       "CCO name"}) {
    EXPECT_EQ(QuickComposition(text), std::nullopt) << text;
  }
  EXPECT_NE(QuickComposition(""), std::nullopt);
  EXPECT_NE(QuickComposition("CC("), std::nullopt);  // no SMILES, and nobody will read it as one
}

// As many atoms as the skeleton has, written one after the other.
std::string Written(const Skeleton& skeleton) {
  std::string out;
  for (int a = 0; a < skeleton.atom_count; ++a) {
    switch (skeleton.element[static_cast<size_t>(a)]) {
      case 6:
        out += 'C';
        break;
      case 7:
        out += 'N';
        break;
      case 8:
        out += 'O';
        break;
      case 9:
        out += 'F';
        break;
      case 15:
        out += 'P';
        break;
      case 16:
        out += 'S';
        break;
      case 17:
        out += "Cl";
        break;
      case 35:
        out += "Br";
        break;
      case 53:
        out += 'I';
        break;
      default:
        return "another element";
    }
  }
  return out;
}

TEST(QuickCompositionTest, AgreesWithTheLightReaderAndWithStandardisation) {
  std::ifstream in("/usr/share/RDKit/Data/NCI/first_5K.smi");
  if (!in) GTEST_SKIP() << "no /usr/share/RDKit/Data/NCI (Debian package rdkit-data)";
  const auto skeleton = std::make_unique<Skeleton>();
  size_t understood = 0, all = 0;
  for (std::string line; std::getline(in, line);) {
    const std::string smiles = line.substr(0, line.find_first_of(" \t\r"));
    const auto composition = QuickComposition(smiles);
    ++all;
    if (!composition) continue;
    ++understood;
    if (ReadSmilesSkeleton(smiles, *skeleton) == SkeletonStatus::kOk) {
      EXPECT_LE(skeleton->component_count, 1) << smiles;
      EXPECT_EQ(composition, QuickComposition(Written(*skeleton))) << smiles;
    }
    const auto molecule = ParseMolecule(smiles, StructureNotation::kSmiles);
    if (!molecule.ok()) continue;
    const auto standard = Standardise(*molecule, ComponentTable());
    if (!standard.ok()) continue;
    ASSERT_EQ(standard->components.size(), 1u) << smiles;
    EXPECT_EQ(composition, QuickComposition(standard->components[0].flat_key)) << smiles;
  }
  EXPECT_GT(understood, all * 3 / 4);
}

}  // namespace
}  // namespace tidewaiter
