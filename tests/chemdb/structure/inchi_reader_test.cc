// InChIs as structures: bond orders found again, stereo kept, and nothing that a hostile one can do.
#include "chemdb/structure/inchi_reader.h"

#include <map>
#include <random>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/structure/molecule.h"

namespace tidewaiter {
namespace {

std::string Canonical(std::string_view smiles) {
  const auto molecule = ParseMolecule(smiles, StructureNotation::kSmiles);
  return molecule.ok() ? molecule->CanonicalSmiles() : std::string(AsStd(molecule.status().message()));
}

std::string Read(std::string_view inchi) {
  const auto smiles = SmilesOfInchi(inchi);
  return smiles.ok() ? Canonical(*smiles) : std::string(AsStd(smiles.status().message()));
}

struct Pair {
  const char* inchi;
  const char* smiles;
};

// InChIs made by the reference program (InChI 1.03) from the SMILES beside them.
TEST(InchiReader, BondOrdersAreFound) {
  for (const Pair& pair : std::vector<Pair>{
           {"InChI=1S/C7H8/c1-7-5-3-2-4-6-7/h2-6H,1H3", "Cc1ccccc1"},
           {"InChI=1S/C5H9NO.ClH/c7-5-1-3-6-4-2-5;/h6H,1-4H2;1H", "O=C1CCNCC1.Cl"},
           {"InChI=1S/C7H7NO/c8-7(9)6-4-2-1-3-5-6/h1-5H,(H2,8,9)", "NC(=O)c1ccccc1"},
           {"InChI=1S/C2H4O2.Na/c1-2(3)4;/h1H3,(H,3,4);/q;+1/p-1", "CC(=O)O.[Na+]"},
           {"InChI=1S/C8H7N/c9-7-6-8-4-2-1-3-5-8/h1-5H,6H2", "N#CCc1ccccc1"},
           {"InChI=1S/C2H5NO2/c1-2-3(4)5/h2H2,1H3", "CC[N+](=O)[O-]"},
           {"InChI=1S/H2O4S/c1-5(2,3)4/h(H2,1,2,3,4)", "OS(=O)(=O)O"},
           {"InChI=1S/HI/h1H", "I"},
           {"InChI=1S/2CH4O.H2O/c2*1-2;/h2*2H,1H3;1H2", "CO.CO.O"},
           {"InChI=1S/C13H18N2O/c1-11(16)15(12-5-3-2-4-6-12)13-7-9-14-10-8-13/h2-6,13-14H,7-10H2,1H3",
            "CC(=O)N(c1ccccc1)C1CCNCC1"}}) {
    EXPECT_EQ(Read(pair.inchi), Canonical(pair.smiles)) << pair.inchi;
  }
}

TEST(InchiReader, AbsoluteStereoIsKept) {
  EXPECT_EQ(Read("InChI=1S/C3H7NO2/c1-2(4)3(5)6/h2H,4H2,1H3,(H,5,6)/t2-/m0/s1"),
            Canonical("C[C@H](N)C(O)=O"));
  EXPECT_EQ(Read("InChI=1S/C3H7NO2/c1-2(4)3(5)6/h2H,4H2,1H3,(H,5,6)/t2-/m1/s1"),
            Canonical("C[C@@H](N)C(O)=O"));
  // Ephedrine and pseudoephedrine.
  EXPECT_EQ(Read("InChI=1S/C10H15NO/c1-8(11-2)10(12)9-6-4-3-5-7-9/h3-8,10-12H,1-2H3/t8-,10-/m0/s1"),
            Canonical("CN[C@@H](C)[C@H](O)c1ccccc1"));
  EXPECT_EQ(Read("InChI=1S/C10H15NO/c1-8(11-2)10(12)9-6-4-3-5-7-9/h3-8,10-12H,1-2H3/t8-,10+/m0/s1"),
            Canonical("CN[C@@H](C)[C@@H](O)c1ccccc1"));
  // Racemic and relative stereo is none.
  EXPECT_EQ(Read("InChI=1/C3H7NO2/c1-2(4)3(5)6/h2H,4H2,1H3,(H,5,6)/t2-/m0/s3"), Canonical("CC(N)C(O)=O"));
}

// Every listed InChI of the tables has the formula of the listed structure.
TEST(InchiReader, EveryListedInchiIsRead) {
  const auto substances = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/chemdb/data/substances.csv");
  const auto identifiers = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/chemdb/data/identifiers.csv");
  ASSERT_TRUE(substances.ok() && identifiers.ok());
  std::map<std::string, std::string> smiles;
  for (const auto& row : substances->rows())
    smiles[substances->Get(row, "id")] = substances->Get(row, "smiles");
  size_t read = 0;
  for (const auto& row : identifiers->rows()) {
    if (identifiers->Get(row, "kind") != "inchi") continue;
    const std::string inchi = Concat("InChI=1S/", identifiers->Get(row, "value"));
    const auto found = SmilesOfInchi(inchi);
    ASSERT_TRUE(found.ok()) << inchi << ' ' << found.status();
    const auto molecule = ParseMolecule(*found, StructureNotation::kSmiles);
    ASSERT_TRUE(molecule.ok()) << *found << ' ' << molecule.status();
    const auto listed = ParseMolecule(smiles[identifiers->Get(row, "substance")], StructureNotation::kSmiles);
    if (!listed.ok() || !identifiers->Get(row, "form").empty()) continue;
    EXPECT_EQ(molecule->Formula(), listed->Formula()) << inchi;
    ++read;
  }
  EXPECT_GT(read, 100u);
}

TEST(InchiReader, CutOrWrongOnesAreRefused) {
  const std::string whole = "InChI=1S/C8H7N/c9-7-6-8-4-2-1-3-5-8/h1-5H,6H2";
  for (const char* text : {"",
                           "InChI=1S",
                           "InChI=1S/",
                           "InChI=2/C",
                           "InChI=1S/c8",
                           "InChI=1S/C8H7N/c9-7-6-8-4-2-1-3-5-8/h1-5",
                           "InChI=1S/C2H6/c1-3/h1-2H3",
                           "InChI=1S/C2H6/c1-1/h1-2H3",
                           "InChI=1S/C2H6/c1-2-1/h1-2H3",
                           "InChI=1S/C3H8/c1-2/h1-2H3",
                           "InChI=1S/C3H8/c1-3(2/h3H2,1-2H3",
                           "InChI=1S/C2H6/c1-2)/h1-2H3",
                           "InChI=1S/C4H10/c1-2,3-4/h1-4H3",
                           "InChI=1S/C2H6/c1-2/h2-1H3",
                           "InChI=1S/C2H6/c1-2/hH3",
                           "InChI=1S/C2H6/c1-2/h1-2H9",
                           "InChI=1S/C2H6/c1-2/h(H,1,9)",
                           "InChI=1S/C2H6/c1-2/h()",
                           "InChI=1S/CH4//h1H4",
                           "InChI=1S/C0H4",
                           "InChI=1S/Xx",
                           "InChI=1S/CH4/q+",
                           "InChI=1S/CH4/c1-2;3"}) {
    EXPECT_FALSE(SmilesOfInchi(text).ok()) << text;
  }
  // What is cut may still be another molecule; it never breaks anything.
  for (size_t length = 0; length < whole.size(); ++length) {
    if (const auto smiles = SmilesOfInchi(whole.substr(0, length)); smiles.ok()) Canonical(*smiles);
  }
}

TEST(InchiReader, LimitsAndOtherThings) {
  EXPECT_EQ(SmilesOfInchi("InChI=1S/C9999H20").status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(SmilesOfInchi("InChI=1S/21CH4").status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(SmilesOfInchi("InChI=1S/" + std::string(5000, 'C')).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(SmilesOfInchi("InChI=1S/H2/h1H").status().code(), absl::StatusCode::kUnimplemented);
  // No bond orders fit: a carbon with one hydrogen and nothing to share with.
  EXPECT_EQ(SmilesOfInchi("InChI=1S/CH/h1H").status().code(), absl::StatusCode::kUnimplemented);
  // Many ways to place hydrogens, none of which fits: the search ends.
  std::string mobile = "InChI=1S/C1N40/c1";
  for (int i = 2; i <= 41; ++i) AppendTo(mobile, "-", i);
  mobile += "/h(H37";
  for (int i = 2; i <= 41; ++i) AppendTo(mobile, ",", i);
  EXPECT_FALSE(SmilesOfInchi(mobile + ")").ok());
  // A chain of 500 atoms is no recursion's end.
  std::string chain = "InChI=1S/C500H1002/c1";
  for (int i = 3; i <= 500; ++i) AppendTo(chain, "-", i);
  chain += "-2/h3-500H2,1-2H3";
  EXPECT_TRUE(SmilesOfInchi(chain).ok());
}

TEST(InchiReader, ChangedBytesDoNoHarm) {
  const std::vector<std::string> seeds = {
      "InChI=1S/C10H15NO/c1-8(11-2)10(12)9-6-4-3-5-7-9/h3-8,10-12H,1-2H3/t8-,10-/m0/s1",
      "InChI=1S/C5H9NO.ClH/c7-5-1-3-6-4-2-5;/h6H,1-4H2;1H",
      "InChI=1S/C5H5N5O/c6-5-9-3-2(4(11)10-5)7-1-8-3/h1H,(H4,6,7,8,9,10,11)",
      "InChI=1S/C2H4O2.Na/c1-2(3)4;/h1H3,(H,3,4);/q;+1/p-1"};
  const std::string_view alphabet = "0123456789-(),;*./HhcqtmspCNO+?\x01\xff";
  std::mt19937 random(6);
  size_t read = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text = seeds[random() % seeds.size()];
    for (size_t k = 1 + random() % 3; k > 0; --k) {
      const size_t at = 9 + random() % (text.size() - 9);
      if (random() % 3 == 0) {
        text.insert(at, 1, alphabet[random() % alphabet.size()]);
      } else {
        text[at] = alphabet[random() % alphabet.size()];
      }
    }
    read += SmilesOfInchi(text).ok() ? 1 : 0;
  }
  EXPECT_GT(read, 100u);
}

}  // namespace
}  // namespace tidewaiter
