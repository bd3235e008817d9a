#include "chemdb/structure/molecule.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/limits.h"
#include "tests/chemdb/structure/rewriting.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::NciSmiles;
using testing::Rewriter;
using testing::StatusIs;
using testing::Writing;

absl::StatusOr<Molecule> FromSmiles(std::string_view text) {
  return ParseMolecule(text, StructureNotation::kSmiles);
}
absl::StatusOr<Molecule> FromBlock(std::string_view text) {
  return ParseMolecule(text, StructureNotation::kMolBlock);
}

std::string Canonical(std::string_view text, StructureNotation notation = StructureNotation::kSmiles) {
  const auto molecule = ParseMolecule(text, notation);
  return molecule.ok() ? molecule->CanonicalSmiles() : molecule.status().ToString();
}

std::string Repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// A row of six-rings, each fused to the next.
std::string FusedRow(int rings) {
  const auto digit = [](int i) { return std::to_string(i % 2 + 1); };
  std::string out = "C1C";
  for (int i = 1; i <= rings; ++i)
    out += "CC" + (i < rings ? digit(i) : std::string()) + "C(C" + digit(i + 1) + ")";
  return out;
}

// A row of fused aromatic six-rings that ends in one conjugated eight-ring: RDKit's aromaticity search tries
// combinations of fused rings, 5 s for 50 of them and no end for 150.
std::string ConjugatedRow(int rings) {
  const auto digit = [](int i) { return std::to_string(i % 2 + 1); };
  std::string out = "C1=C";
  for (int i = 1; i <= rings; ++i)
    out += "C=C" + (i < rings ? digit(i) : std::string()) + "C(=C" + digit(i + 1) + ")";
  return out + "C=CC=C";
}

// Acetone, with room for what a test adds.
std::string AcetoneBlock(std::string_view first_symbol, std::string_view bond_order,
                         std::string_view properties) {
  std::string out = "\n  test\n\n  4  3  0  0  0  0  0  0  0  0999 V2000\n";
  out += "    0.0000    0.0000    0.0000 " + std::string(first_symbol) +
         "  0  0  0  0  0  0  0  0  0  0  0  0\n";
  out += "    1.0000    0.0000    0.0000 C   0  0  0  0  0  0  0  0  0  0  0  0\n";
  out += "    2.0000    0.0000    0.0000 C   0  0  0  0  0  0  0  0  0  0  0  0\n";
  out += "    1.0000    1.0000    0.0000 O   0  0  0  0  0  0  0  0  0  0  0  0\n";
  out += "  1  2  " + std::string(bond_order) + "  0\n  2  3  1  0\n  2  4  2  0\n";
  out += std::string(properties) + "M  END\n";
  return out;
}

TEST(MoleculeTest, WhatIsNoStructureIsInvalid) {
  for (const char* text : {"", "C(", "C)", "C1CC", "hello", "CC O", "CC\xe2\x80\x8bO", "C[Xx]",
                           "C=", "c1cccc1", "CN(C)(C)C", "C(C)(C)(C)(C)C", "C#C#C", "F=C", "[H]1CC1"}) {
    const auto molecule = FromSmiles(text);
    EXPECT_THAT(molecule, StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
  EXPECT_THAT(FromSmiles(std::string_view("CC\0O", 4)), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(MoleculeTest, WhatIsNoDefiniteMoleculeIsUnimplemented) {
  for (const char* text : {"C*", "[*]CC", "CC[*:1]", "*c1ccccc1", "[R1]CC", "C~C"}) {
    const auto molecule = FromSmiles(text);
    EXPECT_THAT(molecule.status().code(),
                ::testing::AnyOf(absl::StatusCode::kUnimplemented, absl::StatusCode::kInvalidArgument))
        << text << ": " << molecule.status();
  }
  EXPECT_THAT(FromSmiles("C*"), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(FromSmiles("CC(=O)O>>CC(=O)OC").ok(), false);
  EXPECT_THAT(FromBlock(AcetoneBlock("R# ", "1", "M  RGP  1   1   1\n")),
              StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(FromBlock(AcetoneBlock("A  ", "1", "")), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(FromBlock(AcetoneBlock("C  ", "8", "")), StatusIs(absl::StatusCode::kUnimplemented));
}

TEST(MoleculeTest, APolymerIsNoDefiniteMolecule) {
  const auto polymer =
      FromBlock(AcetoneBlock("C  ", "1",
                             "M  STY  1   1 SRU\nM  SAL   1  2   2   4\nM  SBL   1  2   1   2\nM  SMT   1 n\n"
                             "M  SDI   1  4    0.5000   -0.5000    0.5000    0.5000\nM  SDI   1  4    1.5000 "
                             "   0.5000    1.5000   -0.5000\n"));
  EXPECT_THAT(polymer, StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(polymer.status().ToString(), HasSubstr("polymer"));
}

TEST(MoleculeTest, LimitsAreNamed) {
  const struct {
    std::string text;
    const char* reason;
  } cases[] = {
      {std::string(4000, 'C'), "heavy atoms"},
      {std::string(limits::kSmilesBytes + 1, 'C'), "longer"},
      {std::string(10 << 20, 'C'), "longer"},
      {std::string(100000, '('), "longer"},
      {FusedRow(limits::kFusedRings + 1), "fused"},
      {FusedRow(60), "fused"},
      {FusedRow(100), "rings"},
      {ConjugatedRow(40), "fused"},
      {ConjugatedRow(59), "fused"},
      {Repeat("[H].", 900) + "[H]", "components"},
      {Repeat("[H+].", 40) + "CC", "components"},
      {"C" + Repeat(".[H][H]", 40), "components"},
      // What the light reader does not read to its end is measured all the same.
      {FusedRow(50) + "C%(100)CC%(100)", "fused"},
      {FusedRow(50) + "CN->[Zn]", "fused"},
      {FusedRow(100) + "C%(100)CC%(100)", "rings"},
      {std::string(600, 'C') + "C%(100)CC%(100)", "atoms"},
      {"C%(100)CC%(100)" + Repeat(".C", limits::kComponents), "components"},
  };
  for (const auto& c : cases) {
    const auto molecule = FromSmiles(c.text);
    EXPECT_THAT(molecule, StatusIs(absl::StatusCode::kResourceExhausted)) << c.text.substr(0, 40);
    EXPECT_THAT(molecule.status().ToString(), HasSubstr(c.reason));
  }
}

TEST(MoleculeTest, WhatIsWithinTheLimitsFinishes) {
  for (const std::string& text :
       {std::string(limits::kHeavyAtoms, 'C'), FusedRow(limits::kFusedRings), Repeat("C1CC1", limits::kRings),
        "C" + Repeat("(C", limits::kBranchDepth) + Repeat(")", limits::kBranchDepth),
        "C" + Repeat(".C", limits::kComponents - 1),
        FusedRow(15) + "CC" + FusedRow(15) + "CC" + FusedRow(15)}) {
    EXPECT_THAT(FromSmiles(text), IsOk()) << text.substr(0, 40);
  }
}

// Texts that overflow RDKit's stack or never end: all are answered, none with a crash.
TEST(MoleculeTest, WhatKillsRdkitIsAnswered) {
  for (const std::string& text :
       {std::string(30000, 'C'), std::string(20000, 'N'), "C" + Repeat("(C", 3000) + Repeat(")", 3000),
        Repeat("C1CC1", 5000), Repeat("[H]", 30000), ConjugatedRow(150), std::string(100000, '('),
        "[" + std::string(50000, '9') + "C]", "C%" + std::string(10000, '1'), Repeat("C.", 30000) + "C"}) {
    const auto molecule = FromSmiles(text);
    EXPECT_FALSE(molecule.ok()) << text.substr(0, 40);
  }
}

TEST(MoleculeTest, V3000CountsAreLookedAtBeforeTheyAreAllocated) {
  const auto block = [](const std::string& counts) {
    return "\n  test\n\n  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\n" + counts +
           "\nM  V30 BEGIN ATOM\nM  V30 1 C 0 0 0 0\nM  V30 2 O 1 0 0 0\nM  V30 END ATOM\nM  V30 BEGIN BOND\n"
           "M  V30 1 1 1 2\nM  V30 END BOND\nM  V30 END CTAB\nM  END\n";
  };
  const auto good = FromBlock(block("M  V30 COUNTS 2 1 0 0 0"));
  ASSERT_THAT(good, IsOk());
  EXPECT_EQ(good->CanonicalSmiles(), "CO");
  EXPECT_THAT(FromBlock(block("M  V30 COUNTS 2000000000 1 0 0 0")),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(FromBlock(block("M  V30 COUNTS 2 2000000000 0 0 0")),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(FromBlock(block("M  V30 COUNTS 99999999999999999999 1 0 0 0")),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(FromBlock(block("M  V30 COUNTS 20-\nM  V30 00000000 1 0 0 0")),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(FromBlock(block("M  V30 COUNTS -5 1 0 0 0")), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(FromBlock(block("")), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(MoleculeTest, MolBlocksThatAreNoneAreInvalid) {
  for (const char* text :
       {"", "\n\n\n", "\n\n\nnot counts\n", "\n\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n"}) {
    EXPECT_THAT(FromBlock(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
  std::string far_bond = AcetoneBlock("C  ", "1", "");
  far_bond.replace(far_bond.find("  1  2  1  0"), 12, "  1  9  1  0");
  EXPECT_THAT(FromBlock(far_bond), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(FromBlock(AcetoneBlock("C  ", "3", "")), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(MoleculeTest, FormulasAreInHillOrder) {
  const struct {
    const char* smiles;
    const char* formula;
  } cases[] = {
      {"C1CNCCC1Nc1ccccc1", "C11H16N2"},
      {"CC(=O)Cc1ccccc1", "C9H10O"},
      {"ClC(Cl)Cl", "CHCl3"},
      {"[K+].[O-][Mn](=O)(=O)=O", "KMnO4"},
      {"OS(=O)(=O)O", "H2O4S"},
      {"O=C1CCNCC1.Cl", "C5H10ClNO"},
      {"[2H]OC", "CH4O"},
      {"II", "I2"},
      {"O", "H2O"},
      {"BrCCc1ccccc1", "C8H9Br"},
      {"[Na+].[Cl-]", "ClNa"},
  };
  for (const auto& c : cases) {
    const auto molecule = FromSmiles(c.smiles);
    ASSERT_THAT(molecule, IsOk());
    EXPECT_EQ(molecule->Formula(), c.formula) << c.smiles;
  }
}

TEST(MoleculeTest, HeavyAtomsLeaveHydrogensOut) {
  EXPECT_EQ(FromSmiles("[H]C([H])([H])[H]")->heavy_atoms(), 1);
  EXPECT_EQ(FromSmiles("[2H]C([2H])([2H])[2H]")->heavy_atoms(), 1);
  EXPECT_EQ(FromSmiles("CC(=O)Cc1ccccc1.Cl")->heavy_atoms(), 11);
}

TEST(MoleculeTest, EveryWritingHasOneCanonicalForm) {
  Rewriter rewriter(20260102);
  for (const char* smiles :
       {"CN[C@@H](C)[C@H](O)c1ccccc1", "CN[C@@H](C)[C@@H](O)c1ccccc1", "C/C=C/c1ccc2OCOc2c1",
        "C/C=C\\c1ccc2OCOc2c1", "COc1ccc2c(c1)[C@]13CCCC[C@@H]1[C@H](C2)N(C)CC3", "O=C1CCNCC1.Cl",
        "CC(=O)Cc1ccc2OCOc2c1", "CN1C[C@@H](C=C2[C@H]1CC3=CNC4=CC=CC2=C34)C(=O)O",
        "Clc1ccc2n(C3CCNCC3)c(=O)[nH]c2c1"}) {
    const std::string canonical = Canonical(smiles);
    for (int i = 0; i < 20; ++i) {
      const Writing writing = rewriter.Any(smiles);
      EXPECT_EQ(Canonical(writing.text, writing.notation), canonical) << writing.how << ": " << writing.text;
    }
  }
}

TEST(MoleculeTest, MolBlockAndSmilesOfNciAgree) {
  const std::vector<std::string> all = NciSmiles();
  if (all.empty()) GTEST_SKIP() << "no /usr/share/RDKit/Data/NCI (Debian package rdkit-data)";
  Rewriter rewriter(20260103);
  size_t compared = 0;
  for (size_t i = 0; i < all.size(); i += 25) {
    const Writing writing = rewriter.MolBlock(all[i]);
    const auto from_smiles = FromSmiles(all[i]);
    const auto from_block = FromBlock(writing.text);
    if (!from_smiles.ok() || !from_block.ok()) continue;
    EXPECT_EQ(from_block->Formula(), from_smiles->Formula()) << all[i];
    EXPECT_EQ(from_block->CanonicalSmiles(), from_smiles->CanonicalSmiles()) << all[i];
    ++compared;
  }
  EXPECT_GT(compared, 180u);
}

// A wedge is a drawing's only stereo: the same coordinates with a hash are the mirror image.
TEST(MoleculeTest, WedgesAreRead) {
  const auto block = [](const char* stereo) {
    std::string out = "\n  test\n\n  4  3  0  0  1  0  0  0  0  0999 V2000\n";
    out += "    0.0000    0.0000    0.0000 C   0  0\n    1.0000    0.0000    0.0000 F   0  0\n";
    out += "   -0.5000    0.8660    0.0000 Cl  0  0\n   -0.5000   -0.8660    0.0000 Br  0  0\n";
    return out + "  1  2  1  " + stereo + "\n  1  3  1  0\n  1  4  1  0\nM  END\n";
  };
  const std::string wedge = Canonical(block("1"), StructureNotation::kMolBlock);
  const std::string hash = Canonical(block("6"), StructureNotation::kMolBlock);
  EXPECT_THAT(wedge, HasSubstr("@"));
  EXPECT_THAT(hash, HasSubstr("@"));
  EXPECT_NE(wedge, hash);
  EXPECT_EQ(Canonical(block("0"), StructureNotation::kMolBlock), Canonical("FC(Cl)Br"));
  EXPECT_EQ(Canonical(block("4"), StructureNotation::kMolBlock), Canonical("FC(Cl)Br"))
      << "a wavy bond is no claim";
}

TEST(MoleculeTest, RandomTextDoesNoHarm) {
  std::mt19937 random(4714);
  const std::string alphabet = "CNOc1()=[]+-.Hn2#/\\@%0*";
  for (int i = 0; i < 5000; ++i) {
    std::string text(1 + random() % 40, ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    const auto molecule = FromSmiles(text);
    if (molecule.ok()) {
      EXPECT_GE(molecule->heavy_atoms(), 0);
    }
  }
}

}  // namespace
}  // namespace tidewaiter
