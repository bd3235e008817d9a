#include "tests/rules/structure/group_cases.h"

#include "gmock/gmock.h"

#include "tests/support/status_matchers.h"

namespace tidewaiter::testing {

Drawing Draw(std::string_view smiles) {
  const auto molecule = ParseMolecule(smiles, StructureNotation::kSmiles);
  EXPECT_THAT(molecule, IsOk()) << smiles;
  Drawing out;
  out.graph = MakeGraph(*molecule);
  for (int a = 0; a < static_cast<int>(out.graph.size()); ++a) {
    if (out.graph.atoms[static_cast<size_t>(a)].map != 0) continue;
    out.fragment.atoms.push_back(a);
    for (const auto& n : out.graph.neighbours[static_cast<size_t>(a)]) {
      if (out.graph.atoms[static_cast<size_t>(n.atom)].map != 0) {
        out.fragment.attachments.push_back({n.atom, a, n.order});
      }
    }
  }
  return out;
}

const std::vector<GroupCase>& GroupCases() {
  static const auto* const table = new std::vector<GroupCase>{
      {"alkyl",
       {"[CH3:1]C", "[CH3:1]C(C)(C)C", "[CH3:1]CCCCCCC", "[cH:1]1[cH:1][cH:1][cH:1][cH:1][c:1]1CCC"},
       {"[CH3:1]C1CC1", "[CH3:1]C=C", "[CH3:1]CO", "[CH3:1]Cc1ccccc1", "[CH2:1]=C", "[CH3:1]F"}},
      {"alkenyl",
       {"[CH3:1]C=C", "[CH3:1]CC=C", "[CH3:1]CCC=C", "[CH3:1]C=CC=C"},
       {"[CH3:1]CC", "[CH3:1]C#C", "[CH3:1]C1=CC1", "[CH3:1]C=O", "[CH3:1]C=CC#C"}},
      {"haloalkyl",
       {"[CH3:1]CF", "[CH3:1]C(F)(F)F", "[CH3:1]CCCCCCCF", "[CH3:1]CCBr"},
       {"[CH3:1]C", "[CH3:1]F", "[CH3:1]C(F)=C", "[CH3:1]OC(F)F"}},
      {"halo", {"[CH3:1]F", "[CH3:1]Cl", "[CH3:1]Br", "[CH3:1]I"}, {"[CH3:1]C", "[CH3:1]CF", "[CH3:1]O"}},
      {"hydroxy", {"[CH3:1]O"}, {"[CH3:1]OC", "[CH2:1]=O", "[CH3:1]OO", "[CH3:1]N", "[CH3:1]CO"}},
      {"alkoxy",
       {"[CH3:1]OC", "[CH3:1]OC(C)C", "[CH3:1]OCCCCCC"},
       {"[CH3:1]O", "[CH3:1]OC=C", "[CH3:1]COC", "[CH3:1]SC", "[CH3:1]OC(C)=O", "[CH3:1]Oc1ccccc1",
        "[CH3:1]OCF"}},
      {"haloalkoxy",
       {"[CH3:1]OC(F)F", "[CH3:1]OCCCl", "[CH3:1]OC(F)(F)F", "[CH3:1]OCCCCCCF"},
       {"[CH3:1]OC", "[CH3:1]OF"}},
      {"alkylthio",
       {"[CH3:1]SC", "[CH3:1]SCC", "[CH3:1]SCCCCCC"},
       {"[CH3:1]OC", "[CH3:1]S", "[CH3:1]S(C)=O", "[CH3:1]SC=C"}},
      {"alkylsulphonyl",
       {"[CH3:1]S(=O)(=O)C", "[CH3:1]S(=O)(=O)CCCCCC"},
       {"[CH3:1]S(=O)C", "[CH3:1]S(=O)(=O)N", "[CH3:1]S(=O)(=O)O", "[CH3:1]S(=O)(=O)c1ccccc1"}},
      {"amino", {"[CH3:1]N"}, {"[CH3:1]NC", "[CH3:1]N(C)C", "[CH3:1]NN", "[CH2:1]=N", "[CH3:1]C#N"}},
      {"nitro",
       {"[CH3:1][N+](=O)[O-]", "[CH3:1]N(=O)=O"},
       {"[CH3:1]N=O", "[CH3:1]ON=O", "[CH3:1]N", "[CH3:1]N(O)O"}},
      {"cyano", {"[CH3:1]C#N"}, {"[CH3:1][N+]#[C-]", "[CH3:1]CC#N", "[CH3:1]C#C", "[CH3:1]C=N"}},
      {"acyl",
       {"[CH3:1]C=O", "[CH3:1]C(=O)CC", "[CH3:1]C(=O)c1ccco1", "[CH3:1]C(=O)OCC", "[CH3:1]C(=O)N(C)C"},
       {"[CH3:1]CC=O", "[CH3:1]S(=O)(=O)C", "[CH3:1]C(=S)C", "[CH3:1]C1CC1=O", "[CH3:1]C#N",
        "[CH3:1]C1CCCC1=O"}},
      {"carboxylic-acyl",
       {"[CH3:1]C=O", "[CH3:1]C(=O)CC", "[CH3:1]C(=O)c1ccco1", "[CH3:1]C(=O)C(F)(F)F"},
       {"[CH3:1]C(=O)OCC", "[CH3:1]C(=O)N", "[CH3:1]C(=O)O", "[CH3:1]C(=O)Cl", "[CH3:1]CC=O"}},
      {"carbamoyl",
       {"[CH3:1]C(=O)N", "[CH3:1]C(=O)N(C)C", "[CH3:1]C(=O)N1CCCC1"},
       {"[CH3:1]NC(C)=O", "[CH3:1]C(=O)OC", "[CH3:1]C(=O)C", "[CH3:1]CC(=O)N"}},
      {"substituted-amino",
       {"[CH3:1]N", "[CH3:1]NC", "[CH3:1]N(C)CC", "[CH3:1]N1CCCC1", "[CH3:1]N1CCOCC1"},
       {"[CH3:1]n1cccc1", "[CH3:1][N+](=O)[O-]", "[CH3:1]N(C)O", "[CH3:1]N=C", "[CH3:1][N+](C)(C)C",
        "[CH3:1]CN"}},
      {"aromatic",
       {"[CH3:1]c1ccccc1", "[CH3:1]c1ccc2OCOc2c1", "[CH3:1]c1cccc2ccccc12", "[CH3:1]n1cccc1"},
       {"[CH3:1]Cc1ccccc1", "[CH3:1]C1CCCCC1", "[CH3:1]Oc1ccccc1"}},
      {"alkyleneoxy",
       {"[cH:1]1[cH:1][cH:1][c:1]2OCC[c:1]2[cH:1]1", "[cH:1]1[cH:1][cH:1][c:1]2CCO[c:1]2[cH:1]1",
        "[cH:1]1[cH:1][cH:1][c:1]2OCCC[c:1]2[cH:1]1"},
       {"[cH:1]1[cH:1][cH:1][c:1]2OCO[c:1]2[cH:1]1", "[cH:1]1[cH:1][cH:1][c:1]2COC[c:1]2[cH:1]1",
        "[cH:1]1[cH:1][cH:1][c:1]2OC(C)C[c:1]2[cH:1]1", "[cH:1]1[cH:1][cH:1][c:1]2OC=C[c:1]2[cH:1]1",
        "[cH:1]1[cH:1][cH:1][cH:1][cH:1][c:1]1OCC"}},
      {"ester",
       {"[CH3:1]C(=O)OC", "[CH3:1]OC(=O)C"},
       {"[CH3:1]C(=O)C", "[CH3:1]C(=O)O", "[CH3:1]C(=O)N", "[CH3:1]C(=O)Oc1ccccc1", "[CH3:1]CC(=O)OC"}},
      {"alkoxycarbonyl",
       {"[CH3:1]C(=O)OC", "[CH3:1]C(=O)OCCC"},
       {"[CH3:1]OC(=O)C", "[CH3:1]C(=O)O", "[CH3:1]C(=O)CC"}},
      {"acyloxy", {"[CH3:1]OC(C)=O", "[CH3:1]OC=O"}, {"[CH3:1]C(=O)OC", "[CH3:1]OC", "[CH3:1]OCC=O"}},
      {"ether",
       {"[CH3:1]OC", "[CH3:1]COC", "[CH3:1]CCOC"},
       {"[CH3:1]O", "[CH3:1]CO", "[CH3:1]OCOC", "[CH3:1]Oc1ccccc1", "[CH3:1]C1CO1"}},
      {"alkoxyalkyl", {"[CH3:1]COC", "[CH3:1]CCOCC"}, {"[CH3:1]OC", "[CH3:1]CCO", "[CH3:1]C(=O)OC"}},
      {"monocycle",
       {"[CH3:1]c1ccccc1", "[CH3:1]C1CCCCC1", "[CH3:1]c1cccs1", "[CH3:1]C1CC1", "[CH3:1]c1ccc(F)cc1",
        "[CH3:1]c1ccc(cc1)c1ccccc1"},
       {"[CH3:1]Cc1ccccc1", "[CH3:1]c1cccc2ccccc12", "[CH3:1]c1ccc2OCOc2c1", "[CH3:1]C", "[CH3:1]C12CC1CC2"}},
      {"aromatic-monocycle",
       {"[CH3:1]c1ccccc1", "[CH3:1]c1cccs1", "[CH3:1]c1ccncc1", "[CH3:1]c1ccc(Cl)cc1"},
       {"[CH3:1]C1CCCCC1", "[CH3:1]c1cccc2ccccc12", "[CH3:1]C1=CCCCC1", "[CH3:1]Cc1ccccc1"}},
      {"heteromonocycle",
       {"[CH3:1]c1cccs1", "[CH3:1]C1CCCO1", "[CH3:1]n1cccc1"},
       {"[CH3:1]c1ccccc1", "[CH3:1]C1CC1", "[CH3:1]c1cc2ccccc2s1"}},
      {"alkylenedioxy",
       {"[cH:1]1[cH:1][cH:1][c:1]2OCO[c:1]2[cH:1]1", "[cH:1]1[cH:1][cH:1][c:1]2OCCO[c:1]2[cH:1]1"},
       {"[cH:1]1[cH:1][cH:1][c:1]2OCC[c:1]2[cH:1]1", "[cH:1]1[cH:1][cH:1][c:1]2CCC[c:1]2[cH:1]1",
        "[cH:1]1[cH:1][cH:1][cH:1][cH:1][c:1]1OCOC"}},
      {"ring-with-atom",
       {"[CH3:1][N:1]1CCCC1", "[CH3:1][N:1]1CCOCC1"},
       {"[CH3:1][NH:1]CC", "[CH3:1][CH2:1]c1ccccc1", "[CH2:1]1[CH2:1]CC1"}},
      {"any", {"[CH3:1]C", "[CH3:1]C#N", "[CH3:1]c1cccc2ccccc12", "[CH2:1]=O"}, {}},
  };
  return *table;
}

}  // namespace tidewaiter::testing
