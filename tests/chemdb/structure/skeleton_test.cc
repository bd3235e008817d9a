#include "chemdb/structure/skeleton.h"

#include <algorithm>
#include <iostream>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/chemdb/structure/rewriting.h"

namespace tidewaiter {
namespace {

using testing::NciMolBlocks;
using testing::NciSmiles;
using testing::RdkitAccepts;
using testing::ReadRdkitGraph;
using testing::Rewriter;
using testing::Writing;

constexpr const char* kNoNci = "no /usr/share/RDKit/Data/NCI (Debian package rdkit-data)";

SkeletonStatus Read(std::string_view text, StructureNotation notation, Skeleton& out,
                    SkeletonDetail detail = SkeletonDetail::kAll) {
  return notation == StructureNotation::kMolBlock ? ReadMolBlockSkeleton(text, out, detail)
                                                  : ReadSmilesSkeleton(text, out, detail);
}

std::vector<uint64_t> Hashes(const Skeleton& skeleton) {
  std::array<uint64_t, Skeleton::kMaxComponents> hashes;
  ComponentHashes(skeleton, hashes);
  std::vector<uint64_t> out(hashes.begin(), hashes.begin() + skeleton.component_count);
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<uint64_t> HashesOf(std::string_view smiles) {
  Skeleton skeleton;
  const SkeletonStatus status = ReadSmilesSkeleton(smiles, skeleton);
  EXPECT_TRUE(status == SkeletonStatus::kOk || status == SkeletonStatus::kUnusual)
      << smiles << ": " << skeleton.reason;
  return Hashes(skeleton);
}

SkeletonStatus StatusOf(std::string_view smiles) {
  Skeleton skeleton;
  return ReadSmilesSkeleton(smiles, skeleton);
}

std::string Repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string Digits(int number) { return number < 10 ? std::to_string(number) : "%" + std::to_string(number); }

// A row of `rings` fused six-rings: each shares a bond with the next.
std::string FusedRow(int rings) {
  std::string out = "c1c";
  for (int i = 1; i <= rings; ++i) {
    out += "cc" + (i < rings ? Digits(i % 2 + 1) : std::string()) + "c(c" + Digits((i + 1) % 2 + 1) + ")";
  }
  return out;
}

void ExpectSameGraph(const Skeleton& skeleton, const testing::RdkitGraph& graph, const std::string& text) {
  EXPECT_EQ(skeleton.atom_count, graph.heavy_atoms) << text;
  EXPECT_EQ(skeleton.bond_count, graph.bonds) << text;
  EXPECT_EQ(skeleton.component_count, graph.components) << text;
  EXPECT_EQ(skeleton.ring_count, graph.rings) << text;
}

// Agreement of one text with RDKit; true when the light reader understood it.
bool AgreesWithRdkit(const std::string& text, StructureNotation notation) {
  Skeleton skeleton;
  const SkeletonStatus outlined = Read(text, notation, skeleton, SkeletonDetail::kOutline);
  const auto graph = ReadRdkitGraph(text, notation);
  // An outline says nothing of what RDKit does not accept.
  if (outlined == SkeletonStatus::kOk && graph && RdkitAccepts(text, notation)) {
    ExpectSameGraph(skeleton, *graph, text);
  }
  const SkeletonStatus status = Read(text, notation, skeleton);
  if (status != SkeletonStatus::kOk) return false;
  EXPECT_EQ(outlined, SkeletonStatus::kOk) << text;
  EXPECT_TRUE(graph.has_value()) << text;
  if (!graph) return true;
  ExpectSameGraph(skeleton, *graph, text);
  EXPECT_TRUE(RdkitAccepts(text, notation)) << text;
  return true;
}

TEST(SkeletonTest, AgreesWithRdkitOnNciSmiles) {
  const std::vector<std::string> all = NciSmiles();
  if (all.empty()) GTEST_SKIP() << kNoNci;
  EXPECT_GE(all.size(), 4900u);
  size_t understood = 0;
  for (const std::string& smiles : all)
    understood += AgreesWithRdkit(smiles, StructureNotation::kSmiles) ? 1 : 0;
  EXPECT_GT(understood, all.size() * 9 / 10) << "of " << all.size();
}

TEST(SkeletonTest, AgreesWithRdkitOnNciMolBlocks) {
  const std::vector<std::string> all = NciMolBlocks();
  if (all.empty()) GTEST_SKIP() << kNoNci;
  EXPECT_GE(all.size(), 200u);
  size_t understood = 0;
  for (const std::string& block : all)
    understood += AgreesWithRdkit(block, StructureNotation::kMolBlock) ? 1 : 0;
  EXPECT_GT(understood, all.size() * 9 / 10) << "of " << all.size();
}

TEST(SkeletonTest, HashIsTheSameForOtherWritingsOfNci) {
  const std::vector<std::string> all = NciSmiles();
  if (all.empty()) GTEST_SKIP() << kNoNci;
  Rewriter rewriter(20260101);
  size_t compared = 0;
  for (size_t i = 0; i < all.size(); i += 5) {
    Skeleton original;
    const SkeletonStatus status = ReadSmilesSkeleton(all[i], original);
    if (status != SkeletonStatus::kOk) continue;
    const std::vector<uint64_t> hashes = Hashes(original);
    for (const Writing& writing : {rewriter.RandomOrder(all[i]), rewriter.ExplicitHydrogens(all[i]),
                                   rewriter.Kekule(all[i]), rewriter.MolBlock(all[i])}) {
      Skeleton skeleton;
      const SkeletonStatus other = Read(writing.text, writing.notation, skeleton);
      if (other == SkeletonStatus::kLimit) continue;  // hydrogens may be more atoms than the limit
      ASSERT_TRUE(other == SkeletonStatus::kOk || other == SkeletonStatus::kUnusual)
          << all[i] << " as " << writing.how << ": " << writing.text << ": " << skeleton.reason;
      EXPECT_EQ(Hashes(skeleton), hashes) << all[i] << " as " << writing.how << ": " << writing.text;
      ++compared;
    }
  }
  EXPECT_GT(compared, 3000u);
}

TEST(SkeletonTest, LeavesOutWhatAStandardiserChanges) {
  const struct {
    const char* a;
    const char* b;
    const char* what;
  } cases[] = {
      {"O=C1CCNCC1", "O=C1CC[NH2+]CC1", "charge"},
      {"CC(=O)Cc1ccccc1", "CC(O)=CC1=CC=CC=C1", "tautomer and Kekulé form"},
      {"CC(=O)Cc1ccccc1", "[13CH3]C(=O)C([2H])([2H])c1ccccc1", "isotopes"},
      {"CNC(C)C(O)c1ccccc1", "CN[C@@H](C)[C@H](O)c1ccccc1", "stereo"},
      {"CC=Cc1ccc2OCOc2c1", "C/C=C\\c1ccc2OCOc2c1", "double-bond stereo"},
      {"CN(=O)=O", "C[N+](=O)[O-]", "nitro drawings"},
      {"CC", "[CH3:1][CH3:2]", "atom maps"},
      {"C1CC1", "C%99CC%99", "ring numbers"},
      {"CCO", "[H]OC([H])([H])C([H])([H])[H]", "explicit hydrogens"},
      {"CCO.Cl", "Cl.CCO", "order of components"},
      {"CC(C)C", "C(C)(C)C", "branches"},
  };
  for (const auto& c : cases) EXPECT_EQ(HashesOf(c.a), HashesOf(c.b)) << c.what;
}

TEST(SkeletonTest, TellsSkeletonsApart) {
  const char* distinct[] = {"CCO",
                            "COC",
                            "CCN",
                            "CCCO",
                            "CC(C)O",
                            "C1CCCCC1",
                            "C1CCCC1C",
                            "c1ccccc1",
                            "c1ccncc1",
                            "CC(=O)Cc1ccccc1",
                            "CCC(=O)c1ccccc1",
                            "Clc1ccccc1",
                            "Brc1ccccc1",
                            "Cc1ccccc1C",
                            "Cc1cccc(C)c1",
                            "Cc1ccc(C)cc1",
                            "C1CC1C1CC1",
                            "C1CCC2CC2C1"};
  std::vector<std::vector<uint64_t>> seen;
  for (const char* smiles : distinct) {
    const auto hashes = HashesOf(smiles);
    if (std::string_view(smiles) == "c1ccccc1") {
      EXPECT_EQ(hashes, HashesOf("C1CCCCC1")) << "bond orders do not show";
      continue;
    }
    EXPECT_THAT(seen, ::testing::Not(::testing::Contains(hashes))) << smiles;
    seen.push_back(hashes);
  }
}

TEST(SkeletonTest, CompositionKeysFollowComponents) {
  Skeleton skeleton;
  ASSERT_EQ(ReadSmilesSkeleton("CCO.OCC.CCN", skeleton), SkeletonStatus::kOk);
  std::array<uint32_t, Skeleton::kMaxComponents> keys;
  CompositionKeys(skeleton, keys);
  EXPECT_EQ(keys[0], keys[1]);
  EXPECT_NE(keys[0], keys[2]);
}

TEST(SkeletonTest, AdjacencyListsEveryBondTwice) {
  Skeleton skeleton;
  ASSERT_EQ(ReadSmilesSkeleton("CC(=O)Cc1ccc2OCOc2c1", skeleton), SkeletonStatus::kOk);
  skeleton.BuildAdjacency();
  EXPECT_EQ(skeleton.offset[static_cast<size_t>(skeleton.atom_count)], 2 * skeleton.bond_count);
  for (int a = 0; a < skeleton.atom_count; ++a) {
    EXPECT_EQ(skeleton.offset[static_cast<size_t>(a) + 1] - skeleton.offset[static_cast<size_t>(a)],
              skeleton.degree[static_cast<size_t>(a)]);
  }
}

TEST(SkeletonTest, LimitsAreMetWithTheirName) {
  const struct {
    std::string smiles;
    SkeletonStatus status;
    const char* reason;
  } cases[] = {
      {std::string(limits::kHeavyAtoms, 'C'), SkeletonStatus::kOk, ""},
      {std::string(limits::kHeavyAtoms + 1, 'C'), SkeletonStatus::kLimit, "heavy atoms"},
      {std::string(4000, 'C'), SkeletonStatus::kLimit, "heavy atoms"},
      {Repeat("[CH2]", 801), SkeletonStatus::kLimit, "longer"},
      {std::string(10 << 20, 'C'), SkeletonStatus::kLimit, "longer"},
      {"C" + Repeat("(C", limits::kBranchDepth) + Repeat(")", limits::kBranchDepth), SkeletonStatus::kOk, ""},
      {"C" + Repeat("(C", limits::kBranchDepth + 1) + Repeat(")", limits::kBranchDepth + 1),
       SkeletonStatus::kLimit, "deeper"},
      {std::string(100000, '('), SkeletonStatus::kLimit, "longer"},
      {std::string(3000, '('), SkeletonStatus::kLimit, "deeper"},
      {"C" + Repeat(".C", limits::kComponents - 1), SkeletonStatus::kOk, ""},
      {"C" + Repeat(".C", limits::kComponents), SkeletonStatus::kLimit, "components"},
      {"C" + Repeat("C1CC1", limits::kRings), SkeletonStatus::kOk, ""},
      {"C" + Repeat("C1CC1", limits::kRings + 1), SkeletonStatus::kLimit, "rings"},
      {FusedRow(limits::kFusedRings), SkeletonStatus::kOk, ""},
      {FusedRow(limits::kFusedRings + 1), SkeletonStatus::kLimit, "fused"},
      {FusedRow(100), SkeletonStatus::kLimit, "rings"},
      {FusedRow(150), SkeletonStatus::kLimit, "heavy atoms"},
      {FusedRow(10) + "." + FusedRow(10), SkeletonStatus::kOk, "two systems"},
      {FusedRow(10) + "CC" + FusedRow(10), SkeletonStatus::kOk, "two systems"},
      {Repeat("[H]", 1), SkeletonStatus::kUnusual, "hydrogen"},
  };
  for (const auto& c : cases) {
    Skeleton skeleton;
    const SkeletonStatus status = ReadSmilesSkeleton(c.smiles, skeleton);
    EXPECT_EQ(status, c.status) << c.smiles.substr(0, 60) << ": " << skeleton.reason;
    if (c.status == SkeletonStatus::kLimit) {
      EXPECT_THAT(skeleton.reason, ::testing::HasSubstr(c.reason));
    }
  }
}

TEST(SkeletonTest, BuckminsterfullereneIsBeyondTheLimit) {
  EXPECT_EQ(
      StatusOf("c12c3c4c5c1c1c6c7c2c2c8c3c3c9c4c4c%10c5c5c1c1c6c6c%11c7c2c2c7c8c3c3c8c9c4c4c9c%10c5c5c1c1c6c6"
               "c%11c2c2c7c3c3c8c4c4c9c5c1c1c6c2c3c41"),
      SkeletonStatus::kLimit);
}

TEST(SkeletonTest, HostileInputIsRefusedAtItsByte) {
  const struct {
    std::string smiles;
    SkeletonStatus status;
    size_t where;
  } cases[] = {
      {std::string("CC\xe2\x80\x8bO"), SkeletonStatus::kInvalid, 2},  // zero-width space
      {std::string("CC\0O", 4), SkeletonStatus::kInvalid, 2},
      {"\xc3\xa9", SkeletonStatus::kInvalid, 0},
      {"C C", SkeletonStatus::kInvalid, 1},
      {"CC\tname", SkeletonStatus::kInvalid, 2},
      {"C\n", SkeletonStatus::kInvalid, 1},
      {"", SkeletonStatus::kInvalid, 0},
      {"C(", SkeletonStatus::kInvalid, 2},
      {"C)", SkeletonStatus::kInvalid, 1},
      {"C((C)", SkeletonStatus::kInvalid, 5},
      {"C1CC", SkeletonStatus::kInvalid, 4},
      {"C11", SkeletonStatus::kInvalid, 2},
      {"1CC1", SkeletonStatus::kInvalid, 0},
      {"C%1", SkeletonStatus::kInvalid, 1},
      {"C%", SkeletonStatus::kInvalid, 1},
      {"C%(100)CC%(100)", SkeletonStatus::kUnusual, 1},
      {"C[", SkeletonStatus::kInvalid, 1},
      {"C[CH3", SkeletonStatus::kInvalid, 1},
      {"C[Zz]", SkeletonStatus::kInvalid, 1},
      {"C=", SkeletonStatus::kInvalid, 2},
      {"C*", SkeletonStatus::kUnusual, 1},
      {"C[R1]", SkeletonStatus::kUnusual, 1},
      {"CC>>CO", SkeletonStatus::kUnusual, 2},
      {"CC |$;R1$|", SkeletonStatus::kInvalid, 2},
      {"C~C", SkeletonStatus::kUnusual, 1},
      {"[CH4:12345]", SkeletonStatus::kUnusual, 0},
      {"[0123C]", SkeletonStatus::kUnusual, 0},
      {"@C", SkeletonStatus::kInvalid, 0},
  };
  for (const auto& c : cases) {
    Skeleton skeleton;
    EXPECT_EQ(ReadSmilesSkeleton(c.smiles, skeleton), c.status) << c.smiles << ": " << skeleton.reason;
    EXPECT_EQ(skeleton.where, c.where) << c.smiles << ": " << skeleton.reason;
    EXPECT_STRNE(skeleton.reason, "") << c.smiles;
  }
}

TEST(SkeletonTest, WhatIsNotPlainIsNeverOk) {
  for (const char* smiles : {"C[Zn]Cl",
                             "N->[Zn+2]",
                             "C12CC12",
                             "C1C1",
                             "C=1CC#1",
                             "CN(C)(C)C",
                             "c1cccc1",
                             "cc",
                             "C..C",
                             "C.",
                             ".C",
                             "C()C",
                             "C1.C1",
                             "C((C)C)C",
                             "C[Si](C)(C)(C)C",
                             "Fl",
                             "C$C",
                             "C:C",
                             "c1ccccc1c",
                             "CN(=O)(=O)=O",
                             "Cl[Na]Cl",
                             "C=N[Zn]=O",
                             "[Zn]O[Zn]",
                             "CN(C)(C)[Zn]",
                             "C[Mg]Cl",
                             "[Na][Na]",
                             "[ZnH]Cl",
                             "CC(=O)[Na]",
                             "c1ccc2c(c1)O[Mg]O2",
                             "CCl(=O)(=O)=O"}) {
    EXPECT_NE(StatusOf(smiles), SkeletonStatus::kOk) << smiles;
  }
  // So many bonds that a byte would count them as few.
  EXPECT_NE(StatusOf("C" + Repeat("(C)", 260)), SkeletonStatus::kOk);
  EXPECT_NE(StatusOf("N" + Repeat("(C)", 259)), SkeletonStatus::kOk);
}

TEST(SkeletonTest, SaltsDrawnCovalentAreCutAsStandardisationCutsThem) {
  const struct {
    const char* drawn;
    const char* ions;
  } cases[] = {
      {"[Na]Cl", "[Na+].[Cl-]"},
      {"[Na]OC(=O)Cc1ccccc1", "[O-]C(=O)Cc1ccccc1.[Na+]"},
      {"CC(=O)O[Zn]OC(C)=O", "CC(=O)[O-].[Zn+2].[O-]C(C)=O"},
      {"c1cc[n+]([Zn+2][n+]2ccccc2)cc1", "c1ccncc1.[Zn+4].c1ccncc1"},
      {"C1C[N+]2=CC3=CC=CC=C3O[Zn]24OC5=CC=CC=C5C=[N+]14", "C1CN=Cc2ccccc2[O-].[Zn].[O-]c3ccccc3C=N1"},
      {"[Mg]12(OC=C[OH+]1)OC=C[OH+]2", "[Mg].[O-]C=CO.[O-]C=CO"},
      {"[H]N([H])[Na]", "[NH2-].[Na+]"},
      {"n1([K])cccc1", "[n-]1cccc1.[K+]"},
      {"CN(=O)=O.[Ag]ON(=O)=O", "CN(=O)=O.[Ag+].[O-]N(=O)=O"},
      {"C[Hg]Cl.[K]Cl", "C[Hg]Cl.[K+].[Cl-]"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(StatusOf(c.drawn), SkeletonStatus::kOk) << c.drawn;
    EXPECT_EQ(HashesOf(c.drawn), HashesOf(c.ions)) << c.drawn;
  }
}

// Drawings with more bonds than the element's valence that RDKit takes, and what dyes and metal complexes
// hold.
TEST(SkeletonTest, KnownExceptionsAreOk) {
  for (const std::string smiles :
       {"CN(=O)=O", "O=N(=O)c1ccccc1", "c1ccn(=O)cc1", "OCl(=O)(=O)=O", "[O-][Cl+3]([O-])([O-])[O-]",
        "C[Hg]Cl", "O=[Mn](=O)(=O)[O-]", "C[Sn](C)(C)C", "N[Pt](N)(Cl)Cl", "c1cc[cH-]c1", "c1cc[n-]c1",
        "Cn1/c(=N/C)sc2ccccc21", "c1cc[o+]cc1", "Cc1cc[n+](=O)n([O-])c1", "c1cc[se]c1", "ClI(Cl)c1ccccc1"}) {
    EXPECT_EQ(StatusOf(smiles), SkeletonStatus::kOk) << smiles;
    EXPECT_TRUE(RdkitAccepts(smiles, StructureNotation::kSmiles)) << smiles;
  }
}

// Whatever the light reader says it understood, RDKit reads to the same graph.
TEST(SkeletonTest, OkHoldsForDamagedSmiles) {
  std::vector<std::string> seeds = NciSmiles();
  if (seeds.empty()) GTEST_SKIP() << kNoNci;
  constexpr unsigned kSeed = 4711;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937 random(kSeed);
  const std::string alphabet = "CNOPSFIBcnops[]()=#-/\\.:123%+@H0lr*&aeN";
  int ok = 0;
  for (int i = 0; i < 40000; ++i) {
    std::string text = seeds[random() % seeds.size()];
    const size_t damages = 1 + random() % 2;
    for (size_t k = 0; k < damages && !text.empty(); ++k) {
      const size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = alphabet[random() % alphabet.size()];
          break;
        case 1:
          text.erase(at, 1);
          break;
        default:
          text.insert(at, 1, alphabet[random() % alphabet.size()]);
          break;
      }
    }
    ok += AgreesWithRdkit(text, StructureNotation::kSmiles) ? 1 : 0;
    if (HasFailure()) break;
  }
  EXPECT_GT(ok, 4000);
}

TEST(SkeletonTest, OkHoldsForDamagedMolBlocks) {
  std::vector<std::string> seeds = NciMolBlocks();
  if (seeds.empty()) GTEST_SKIP() << kNoNci;
  constexpr unsigned kSeed = 4712;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937 random(kSeed);
  const std::string alphabet = " 0123456789CNOHclnR*DTa\n.-";
  int ok = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = seeds[random() % seeds.size()];
    const size_t damages = 1 + random() % 2;
    for (size_t k = 0; k < damages; ++k) {
      const size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = alphabet[random() % alphabet.size()];
          break;
        case 1:
          text.erase(at, 1);
          break;
        default:
          text.insert(at, 1, alphabet[random() % alphabet.size()]);
          break;
      }
    }
    ok += AgreesWithRdkit(text, StructureNotation::kMolBlock) ? 1 : 0;
    if (HasFailure()) break;
  }
  EXPECT_GT(ok, 2000);
}

TEST(SkeletonTest, RandomBytesDoNoHarm) {
  constexpr unsigned kSeed = 4713;
  std::mt19937 random(kSeed);
  Skeleton skeleton;
  for (int i = 0; i < 20000; ++i) {
    std::string text(random() % 300, '\0');
    for (char& c : text) c = static_cast<char>(i % 2 == 0 ? random() % 256 : 0x21 + random() % 94);
    for (const auto notation : {StructureNotation::kSmiles, StructureNotation::kMolBlock}) {
      const SkeletonStatus status = Read(text, notation, skeleton);
      EXPECT_EQ(status == SkeletonStatus::kOk, skeleton.reason[0] == '\0');
    }
  }
}

}  // namespace
}  // namespace tidewaiter
