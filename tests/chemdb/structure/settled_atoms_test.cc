// What the light reader says for sure about atoms and bonds, compared with the standardised parent itself.
#include <iostream>

#include "gtest/gtest.h"

#include "chemdb/structure/atom_mask.h"
#include "chemdb/structure/mol_graph.h"
#include "chemdb/structure/skeleton.h"
#include "tests/chemdb/structure/rewriting.h"
#include "tests/chemdb/structure/tables.h"

namespace tidewaiter {
namespace {

using namespace atom_mask;
using testing::NciMolBlocks;
using testing::NciSmiles;
using testing::RealTables;
using testing::Rewriter;
using testing::Writing;

constexpr const char* kNoNci = "no /usr/share/RDKit/Data/NCI (Debian package rdkit-data)";

bool SaysNothingWrong(AtomMask said, AtomMask field, AtomMask truth) { return (said & field & ~truth) == 0; }

// Everything a mask can say that is true of the atom.
AtomMask Truth(const MolGraph& graph, int a) {
  const MolGraph::Atom& atom = graph.atoms[static_cast<size_t>(a)];
  AtomMask out = Element(atom.element) | Degree(graph.degree(a)) | Hydrogens(atom.hydrogens) |
                 Connections(graph.degree(a) + atom.hydrogens);
  int ring_bonds = 0, carbons = 0, nitrogens = 0, oxygens = 0;
  bool sulphur = false, halogen = false, multiple = atom.aromatic, double_oxygen = false, carbonyl = false;
  const auto has_double_oxygen = [&](int at) {
    for (const auto& n : graph.neighbours[static_cast<size_t>(at)]) {
      if (n.order == BondOrder::kDouble && graph.atoms[static_cast<size_t>(n.atom)].element == 8) return true;
    }
    return false;
  };
  for (const auto& n : graph.neighbours[static_cast<size_t>(a)]) {
    const int element = graph.atoms[static_cast<size_t>(n.atom)].element;
    ring_bonds += n.in_ring ? 1 : 0;
    carbons += element == 6 ? 1 : 0;
    nitrogens += element == 7 ? 1 : 0;
    oxygens += element == 8 ? 1 : 0;
    sulphur = sulphur || element == 16;
    halogen = halogen || element == 9 || element == 17 || element == 35 || element == 53;
    multiple = multiple || n.order != BondOrder::kSingle;
    carbonyl = carbonyl || (element == 6 && has_double_oxygen(n.atom));
  }
  double_oxygen = has_double_oxygen(a);
  out |= RingBonds(ring_bonds);
  out |= multiple ? kUnsaturated : kSaturated;
  if (atom.charge == 0) out |= kNeutral;
  if (atom.charge > 0) out |= kPositive;
  if (carbons < 1) out |= kLacksCarbon;
  if (carbons < 2) out |= kLacksTwoCarbons;
  if (carbons < 3) out |= kLacksThreeCarbons;
  if (nitrogens < 1) out |= kLacksNitrogen;
  if (nitrogens < 2) out |= kLacksTwoNitrogens;
  if (oxygens < 1) out |= kLacksOxygen;
  if (oxygens < 2) out |= kLacksTwoOxygens;
  if (!sulphur) out |= kLacksSulphur;
  if (!halogen) out |= kLacksHalogen;
  if (!double_oxygen) out |= kLacksDoubleOxygen;
  if (!carbonyl) out |= kLacksCarbonyl;
  return out;
}

BondKinds KindsOf(const MolGraph::Neighbour& bond) {
  if (bond.in_ring) {
    return bond.order == BondOrder::kSingle ? Kinds(BondKind::kRingSingle, BondKind::kRingUnsure)
                                            : Kinds(BondKind::kRingUnsure);
  }
  switch (bond.order) {
    case BondOrder::kSingle:
      return Kinds(BondKind::kChainSingle, BondKind::kChainUnsure);
    case BondOrder::kDouble:
      return Kinds(BondKind::kChainDouble, BondKind::kChainUnsure);
    case BondOrder::kTriple:
      return Kinds(BondKind::kChainTriple, BondKind::kChainUnsure);
    default:
      return Kinds(BondKind::kChainUnsure);
  }
}

struct Counts {
  size_t molecules = 0;
  size_t atoms = 0;
  size_t sure_hydrogens = 0;
};

void Compare(const std::string& text, StructureNotation notation, Counts& counts) {
  static Skeleton skeleton;
  const SkeletonStatus status = notation == StructureNotation::kMolBlock
                                    ? ReadMolBlockSkeleton(text, skeleton)
                                    : ReadSmilesSkeleton(text, skeleton);
  if (status != SkeletonStatus::kOk) return;
  const auto standard = RealTables::Get().Standard(text, notation);
  ASSERT_TRUE(standard.ok()) << text << ": " << standard.status();
  skeleton.PrepareSearch();
  ++counts.molecules;
  if (!skeleton.has_isolated_hydrogen) {
    ASSERT_EQ(static_cast<size_t>(skeleton.component_count), standard->components.size()) << text;
  }
  for (const StandardComponent& component : standard->components) {
    const MolGraph graph = MakeGraph(*component.parent);
    ASSERT_EQ(graph.size(), component.atoms.size()) << text;
    for (int a = 0; a < static_cast<int>(graph.size()); ++a) {
      const auto at = static_cast<size_t>(component.atoms[static_cast<size_t>(a)]);
      const AtomMask said = skeleton.mask[at];
      const AtomMask truth = Truth(graph, a);
      ++counts.atoms;
      counts.sure_hydrogens += (said & kHydrogens) != 0 ? 1 : 0;
      ASSERT_EQ(said & kElements, truth & kElements) << text << " atom " << at;
      ASSERT_EQ(said & kDegrees, truth & kDegrees) << text << " atom " << at;
      ASSERT_EQ(said & kRingBonds, truth & kRingBonds) << text << " atom " << at;
      ASSERT_TRUE(SaysNothingWrong(said, kHydrogens | kConnections, truth)) << text << " atom " << at;
      ASSERT_TRUE(SaysNothingWrong(said, kSaturated | kUnsaturated, truth)) << text << " atom " << at;
      ASSERT_TRUE(SaysNothingWrong(said, kNeutral | kPositive, truth)) << text << " atom " << at;
      ASSERT_TRUE(SaysNothingWrong(said, kEverything, truth)) << text << " neighbours of atom " << at;
      for (const auto& bond : graph.neighbours[static_cast<size_t>(a)]) {
        const auto other = static_cast<size_t>(component.atoms[static_cast<size_t>(bond.atom)]);
        bool found = false;
        for (size_t k = skeleton.offset[at]; k < skeleton.offset[at + 1]; ++k) {
          if (skeleton.neighbour[k] != other) continue;
          found = true;
          const BondKind kind = skeleton.bond_kind[skeleton.neighbour_bond[k]];
          ASSERT_NE(KindsOf(bond) & Kinds(kind), 0) << text << " bond " << at << "-" << other;
        }
        ASSERT_TRUE(found) << text << " bond " << at << "-" << other;
      }
    }
  }
}

TEST(SettledAtomsTest, HoldInTheParentsOfNci) {
  const std::vector<std::string> all = NciSmiles();
  if (all.empty()) GTEST_SKIP() << kNoNci;
  Counts counts;
  for (const std::string& smiles : all) {
    Compare(smiles, StructureNotation::kSmiles, counts);
    if (HasFatalFailure()) return;
  }
  for (const std::string& block : NciMolBlocks()) {
    Compare(block, StructureNotation::kMolBlock, counts);
    if (HasFatalFailure()) return;
  }
  std::cout << counts.sure_hydrogens << " of " << counts.atoms << " atoms have certain hydrogens\n";
  EXPECT_GT(counts.molecules, all.size() * 98 / 100);
  EXPECT_GT(counts.sure_hydrogens, counts.atoms * 9 / 10);
}

TEST(SettledAtomsTest, HoldInOtherWritings) {
  const std::vector<std::string> all = NciSmiles();
  if (all.empty()) GTEST_SKIP() << kNoNci;
  Rewriter rewriter(20260110);
  Counts counts;
  for (size_t i = 0; i < all.size(); i += 4) {
    const Writing writing = rewriter.Any(all[i]);
    Compare(writing.text, writing.notation, counts);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(counts.molecules, 1000u);
}

// Salts and complexes drawn with bonds: one metal on up to four atoms of a molecule, each as it is or
// positive.
TEST(SettledAtomsTest, HoldInMetalComplexes) {
  const std::vector<std::string> all = NciSmiles();
  if (all.empty()) GTEST_SKIP() << kNoNci;
  const std::string metals[] = {"[Li]",   "[Na]",   "[K]",  "[Cs]",  "[Be]",   "[Mg]",
                                "[Mg+2]", "[Ca]",   "[Ba]", "[Al]",  "[Al+3]", "[Al-3]",
                                "[Zn]",   "[Zn+2]", "[Ag]", "[Ag+]", "[Bi]"};
  constexpr uint64_t kSeed = 20261124;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  Rewriter rewriter(kSeed);
  Counts counts;
  size_t drawn = 0;
  while (drawn < 6000) {
    std::string text = all[rewriter.Lot(all.size())];
    const std::string& metal = metals[rewriter.Lot(std::size(metals))];
    std::string bonds;
    size_t limit = 1 + rewriter.Lot(4);
    for (size_t i = text.size(); i-- > 0 && bonds.size() / 3 < limit;) {
      if (text[i] == ']') i = text.rfind('[', i);
      if (i == std::string::npos || std::string_view("ONSn").find(text[i]) == std::string_view::npos)
        continue;
      const std::string number = "%9" + std::to_string(bonds.size() / 3);
      const std::string symbol(1, text[i]);
      text.replace(i, 1, (rewriter.Lot(2) == 0 ? symbol : "[" + symbol + "+]") + number);
      bonds += number;
    }
    if (bonds.empty()) continue;
    ++drawn;
    const Writing writing = rewriter.Any(text + "." + metal + bonds);
    if (writing.text.empty()) continue;
    Compare(writing.text, writing.notation, counts);
    if (HasFatalFailure()) return;
  }
  std::cout << counts.molecules << " complexes were plain\n";
  EXPECT_GT(counts.molecules, 1000u);
}

// One drawing of each thing that standardisation or RDKit's sanitisation changes.
TEST(SettledAtomsTest, HoldInOddDrawings) {
  Counts counts;
  const std::vector<std::string> odd = {"CC(=O)[O-].[Na+]",
                                        "C[NH2+]C",
                                        "C[NH3+].[Cl-]",
                                        "[O-]C(=O)C[NH3+]",
                                        "C[N+](C)(C)C.[Cl-]",
                                        "C[N+]([O-])=O",
                                        "CN(=O)=O",
                                        "c1ccn(=O)cc1",
                                        "c1cc[n+]([O-])cc1",
                                        "C[S+](C)[O-]",
                                        "CS(C)=O",
                                        "C[S+]([O-])(C)=O",
                                        "CS(=O)(=O)O",
                                        "C[P+](C)(C)[O-]",
                                        "CP(C)(C)=O",
                                        "C=P(C)(C)C",
                                        "CP(=O)(O)O",
                                        "OCl(=O)(=O)=O",
                                        "[O-][Cl+3]([O-])([O-])[O-]",
                                        "CC(=O)[CH]C",
                                        "C[CH2]",
                                        "C[C](C)C",
                                        "CN[CH2]",
                                        "C[NH]",
                                        "CO[N]C",
                                        "C[O]",
                                        "CS",
                                        "C[S]",
                                        "C[SH]",
                                        "CC[CH2-]",
                                        "C[CH2+]",
                                        "c1cc[nH]c1",
                                        "C1=CNC=C1",
                                        "c1cc[nH+]cc1",
                                        "c1cc[n-]c1",
                                        "[n-]1cccc1.[Na+]",
                                        "C[n+]1ccccc1",
                                        "Cn1c(=O)c2[nH]cnc2n(C)c1=O",
                                        "Cn1/c(=N/C)sc2ccccc21",
                                        "c1ccc2c(c1)Cc1ccccc1-2",
                                        "c1cc[o+]cc1",
                                        "c1cc[s+]cc1",
                                        "c1cc[cH-]c1",
                                        "[CH-]1C=CC=C1.[Na+]",
                                        "C1=CC=CC=C1",
                                        "C1=CC=C[CH+]C=C1",
                                        "O=c1cccc[nH]1",
                                        "OC1=CC=CC=N1",
                                        "C#N",
                                        "CC#N",
                                        "C[N+]#[C-]",
                                        "CN=[N+]=[N-]",
                                        "C=[N+]=[N-]",
                                        "C[N+](C)=C",
                                        "C[NH+]=C",
                                        "C[NH+](C)[O-]",
                                        "[O-][NH+](C)C",
                                        "[O-][NH2+]C",
                                        "CB(O)O",
                                        "C[B-](F)(F)F.[K+]",
                                        "C[Si](C)(C)C",
                                        "C[Hg]Cl",
                                        "C[Sn](C)(C)C",
                                        "N[Pt](N)(Cl)Cl",
                                        "c1cc[n+]([Cu])cc1",
                                        "CC(=O)O[Hg]c1ccccc1",
                                        "C[As](C)C",
                                        "Ic1ccccc1",
                                        "ClI(Cl)c1ccccc1",
                                        "O=I(=O)c1ccccc1",
                                        "[2H]C([2H])([2H])O",
                                        "[H]c1ccccc1",
                                        "[H]/N=C/C",
                                        "C/C=C/C",
                                        "N[C@@H](C)C(=O)O",
                                        "C[Se]C",
                                        "c1cc[se]c1",
                                        "FS(F)(F)(F)(F)F",
                                        "CS(C)(=O)=NC",
                                        "O=S=O",
                                        "C=S",
                                        "CC(=S)N",
                                        "OO",
                                        "NN",
                                        "[NH4+].[Cl-]",
                                        "[OH3+].[Cl-]",
                                        "O",
                                        "C",
                                        "N",
                                        "[CH3]",
                                        "C1CC1",
                                        "C12C3C4C1C5C2C3C45",
                                        "C1CC2CCC1C2",
                                        "O=C1C=CC(=O)C=C1",
                                        "O=C1C=CNC=C1",
                                        "C1=CC2=CC=CC=C2C=C1",
                                        "c1ccc2[nH]c3ccccc3c2c1",
                                        "[O-][n+]1ccccc1",
                                        "C[N-]C",
                                        "C[N-][N+](C)(C)C",
                                        "[Na]OC(=O)C",
                                        "N[Na]",
                                        "CS[Ag]",
                                        "CN(C)C1=[S+][Zn]2(S1)SC(=[S+]2)N(C)C",
                                        "O1[Zn]OC2=CC=CC=C12",
                                        "O1[Zn]OC(=O)c2ccccc12",
                                        "C1=CC=CC=CC1=[O+][Zn]O",
                                        "O1C=CC=[O+][Zn]1",
                                        "[Mg]12(OC=C[OH+]1)OC=C[OH+]2",
                                        "OCl(=O)(=O)=O.[K]OCl(=O)(=O)=O",
                                        "C[S+]([Ag])C",
                                        "CP(C)[Ag]",
                                        "C[P+](C)(C)[Ag]",
                                        "Cl[Bi](Cl)Cl",
                                        "[Al](OC)(OC)OC"};
  for (const std::string& smiles : odd) {
    Compare(smiles, StructureNotation::kSmiles, counts);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(counts.molecules, odd.size() * 8 / 10);
}

}  // namespace
}  // namespace tidewaiter
