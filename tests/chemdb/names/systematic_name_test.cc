// Systematic names read without a resolver. The structures they are compared with are drawn in
// chemdb/data/substances.csv and compared by the reference toolkit.
#include "chemdb/names/systematic_name.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "chemdb/base/csv_table.h"
#include "chemdb/structure/molecule.h"
#include "chemdb/structure/standardise.h"

namespace tidewaiter {
namespace {

// Canonical, without stereo.
std::string Flat(std::string_view smiles) {
  const auto molecule = ParseMolecule(smiles, StructureNotation::kSmiles);
  return molecule.ok() ? FlatKey(*molecule) : "unreadable";
}

std::string Read(std::string_view name) {
  const std::optional<Sketch> sketch = ReadSystematicName(name);
  return sketch.has_value() ? Flat(SketchSmiles(*sketch)) : "unread";
}

TEST(SystematicName, OneStructureHasManyNames) {
  const std::vector<std::vector<const char*>> families = {
      {"CC(=O)Cc1ccccc1", "1-phenylpropan-2-one", "1-phenyl-2-propanone", "phenyl-2-propanone",
       "benzyl methyl ketone", "phenylacetone", "2-propanone, 1-phenyl-", "1-phenyl 2-propanone",
       "1-Phenyl\u20112\u2011propanone", "1-phenylpropanone-2", "methyl phenylmethyl ketone"},
      {"N#CCc1ccccc1", "2-phenylethanenitrile", "phenylacetonitrile", "benzyl cyanide", "benzeneacetonitrile",
       "alpha-cyanotoluene"},
      {"CC(=Cc1ccccc1)[N+](=O)[O-]", "[(E)-2-nitroprop-1-enyl]benzene", "(2-nitroprop-1-en-1-yl)benzene",
       "1-phenyl-2-nitropropene", "(E)-2-nitro-1-phenylprop-1-ene", "trans-1-phenyl-2-nitropropene"},
      {"OCCCCO", "butane-1,4-diol", "1,4-butanediol", "butanediol-1,4", "1,4-dihydroxybutane",
       "Butan-1,4-diol"},
      {"O=C1CCNCC1", "piperidin-4-one", "4-piperidone", "piperidone-4", "4-oxopiperidine", "4 piperidone"},
      {"CC(C)(C)OC(=O)N1CCC(=O)CC1", "1,1-dimethylethyl 4-oxopiperidine-1-carboxylate", "N-Boc-4-piperidone",
       "1-(tert-butoxycarbonyl)-4-piperidone", "4-oxo-1-piperidinecarboxylic acid tert-butyl ester",
       "1-piperidinecarboxylic acid, 4-oxo-, 1,1-dimethylethyl ester",
       "tert-Butyl-4-oxopiperidin-1-carboxylat"},
      {"CC1(C(=O)OC(C)(C)C)OC1c1ccccc1", "tert-butyl 2-methyl-3-phenyl-2-oxiranecarboxylate",
       "2-oxiranecarboxylic acid, 2-methyl-3-phenyl-, 1,1-dimethylethyl ester",
       "(2R,3S)-2-methyl-3-phenyloxirane-2-carboxylic acid t-butyl ester"},
      {"CC(=O)Cc1ccc2OCOc2c1", "1-(1,3-benzodioxol-5-yl)propan-2-one", "3,4-methylenedioxyphenyl-2-propanone",
       "1-(2H-1,3-benzodioxol-5-yl)propan-2-one", "1-(benzo[d][1,3]dioxol-5-yl)-2-propanone",
       "1-[3,4-(methylenedioxy)phenyl]-2-propanone", "1-(3,4-metilendioxifenil)-2-propanona",
       "1-(3,4-метилендиоксифенил)-2-пропанон", "1-(3,4-亚甲二氧基苯基)-2-丙酮"},
      {"CCOC(=O)C(C(=O)Cc1ccccc1)C(=O)OCC", "diethyl 2-(2-phenylacetyl)propanedioate",
       "diethyl (phenylacetyl)malonate"},
      {"CCC(=O)OC(=O)CC", "propanoic anhydride", "propionic acid anhydride"},
  };
  for (const std::vector<const char*>& family : families) {
    const std::string want = Flat(family[0]);
    for (size_t k = 1; k < family.size(); ++k) EXPECT_EQ(Read(family[k]), want) << family[k];
  }
}

// As the trade names relatives of fentanyl; compounds that drug agencies have reported.
TEST(SystematicName, RelativesOfFentanyl) {
  const std::vector<std::vector<const char*>> families = {
      {"O=C(C1CCC1)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "cyclobutyl fentanyl", "cyclobutylfentanyl",
       "N-(1-phenethylpiperidin-4-yl)-N-phenylcyclobutanecarboxamide", "环丁基芬太尼",
       "ciclobutil fentanilo"},
      {"CC(C)CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "isovaleryl fentanyl", "Isovalerylfentanyl",
       "3-methylbutanoyl fentanyl"},
      {"O=C(c1ccccc1)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "phenyl fentanyl", "benzoyl fentanyl",
       "benzoyl-fentanyl"},
      {"O=C(c1ccoc1)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "3-furanyl fentanyl", "furan-3-yl fentanyl"},
      {"CCC(=O)N(c1ccc(Cl)cc1)C1CCN(CCc2ccccc2)CC1", "para-chlorofentanyl", "p-chloro fentanyl",
       "4-chlorofentanyl", "4'-chlorofentanyl", "para-chloro-fentanyl", "4-Chlorfentanyl", "对氯芬太尼"},
      {"CCC(=O)N(c1ccccc1F)C1CCN(CCc2ccccc2)CC1", "ortho-fluorofentanyl", "2'-fluorofentanyl",
       "o-fluorofentanyl"},
      {"O=C(C(C)C)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1", "4-fluoroisobutyryl fentanyl",
       "para-fluoro isobutyryl fentanyl", "p-fluoroisobutyrylfentanyl"},
      {"COCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "methoxyacetyl fentanyl", "2-methoxyacetyl fentanyl"},
      {"CCC(=O)N(c1ccc(F)cc1)C1CCNCC1", "para-fluoro norfentanyl", "4-fluoronorfentanyl"},
      {"CC(=O)N(c1ccccc1)C1CCNCC1", "acetyl norfentanyl", "乙酰去甲芬太尼", "acetil norfentanilo"},
      {"C1CN(CCc2ccccc2)CCC1Nc1ccc(F)cc1", "para-fluoro 4-ANPP", "4-fluoro ANPP"},
  };
  for (const std::vector<const char*>& family : families) {
    const std::string want = Flat(family[0]);
    for (size_t k = 1; k < family.size(); ++k) EXPECT_EQ(Read(family[k]), want) << family[k];
  }
  // Of several places, or of none that is known.
  for (const char* name :
       {"fentanyl", "methylfentanyl", "3-fluorofentanyl", "3-methylfentanyl", "sufentanyl", "benzyl fentanyl",
        "furanyl fentanyl", "thiofentanyl", "chloro fentanyl", "4-ANPP", "acetyl ANPP", "new fentanyl"}) {
    EXPECT_EQ(Read(name), "unread") << name;
  }
}

TEST(SystematicName, AnotherPositionIsAnotherStructure) {
  const std::vector<std::pair<const char*, const char*>> pairs = {
      {"1-phenylpropan-2-one", "1-phenylpropan-1-one"},
      {"1-(4-chlorophenyl)propan-1-one", "1-(3-chlorophenyl)propan-1-one"},
      {"butane-1,4-diol", "butane-1,3-diol"},
      {"4-piperidone", "3-piperidone"},
      {"2-aminobenzoic acid", "3-aminobenzoic acid"},
      {"4-anilino-1-Boc-piperidine", "4-amino-1-Boc-piperidine"},
      {"3-methyl-4-piperidone", "2-methyl-4-piperidone"},
      {"1-(1,3-benzodioxol-5-yl)propan-2-one", "1-(1,3-benzodioxol-4-yl)propan-2-one"},
      {"methyl 3-oxo-2-phenylbutanoate", "methyl 2-oxo-3-phenylbutanoate"}};
  for (const auto& [one, other] : pairs) {
    EXPECT_NE(Read(one), "unread") << one;
    EXPECT_NE(Read(other), "unread") << other;
    EXPECT_NE(Read(one), Read(other)) << one << " and " << other;
    EXPECT_NE(SketchKey(*ReadSystematicName(one)), SketchKey(*ReadSystematicName(other))) << one;
  }
}

TEST(SystematicName, WhatDoesNotSayItsStructureIsNotRead) {
  for (const char* name : {"",
                           "-",
                           "phenylpropanone",
                           "1-phenylpropanone",
                           "N-phenyl-4-aminopiperidine",
                           "chlorophenylacetone",
                           "piperidone",
                           "methylpiperidine",
                           "organic",
                           "3-chloropropiophenone",
                           "ethyl",
                           "tert-butyl",
                           "1-phenylpropan-9-one",
                           "(((",
                           "2-carboxyacetanilide",
                           "4-oxopiperidine-1-carboxylate",
                           "phenylacetone oxime",
                           "1,1,1,1,1-pentachloroethane",
                           "di di di di",
                           "2-(2-(2-(2-(2-(2-(2-(2-(2-(2-methyl",
                           "benzo"}) {
    EXPECT_EQ(Read(name), "unread") << name;
  }
  EXPECT_EQ(Read(std::string(kSystematicNameBytes + 1, 'a')), "unread");
}

// Names of the dictionary that draw another structure than their substance's: a ketone's hydrate, a text of
// law with a methyl too many, and a position that may be the ring's or the chain's.
const std::set<std::string> kOtherStructures = {
    "piperidine-4,4-diol", "4,4-piperidinediol", "4,4-dihydroxypiperidine",
    "4,4-二羟基哌啶",      "4,4-哌啶二醇",       "méthyl-2-méthyl-3-phényloxirane-2-carboxylate de méthyle",
    "2-乙酰基苯乙腈"};

// Every name of the dictionary that is read, and what becomes of it when a position is changed.
TEST(SystematicName, NamesOfTheDictionaryStandForTheirStructures) {
  const std::string folder = TIDEWAITER_SOURCE_DIR "/chemdb/data/";
  const auto substances = CsvTable::Read(folder + "substances.csv");
  const auto names = CsvTable::Read(folder + "names.csv");
  ASSERT_TRUE(substances.ok() && names.ok());
  std::map<std::string, std::string> drawn;
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& row : substances->rows()) {
    const std::string& id = substances->Get(row, "id");
    if (!substances->Get(row, "smiles").empty()) drawn[id] = Flat(substances->Get(row, "smiles"));
    rows.emplace_back(id, substances->Get(row, "systematic_name"));
  }
  for (const auto& row : names->rows()) {
    // A name that may mean something else may be another compound's.
    if (names->Get(row, "certainty") == "1.0")
      rows.emplace_back(names->Get(row, "substance"), names->Get(row, "name"));
  }
  std::map<std::string, std::string> structure_of_key;
  const auto keep_apart = [&](const Sketch& sketch, const std::string& name) {
    const std::string flat = Flat(SketchSmiles(sketch));
    const auto [it, fresh] = structure_of_key.emplace(SketchKey(sketch), flat);
    EXPECT_EQ(it->second, flat) << name;
  };
  size_t read = 0, moved = 0;
  for (const auto& [id, name] : rows) {
    const std::optional<Sketch> sketch = ReadSystematicName(name);
    if (!sketch.has_value()) continue;
    ++read;
    keep_apart(*sketch, name);
    if (kOtherStructures.count(name) == 0) {
      EXPECT_EQ(Flat(SketchSmiles(*sketch)), drawn[id]) << name;
    }
    for (size_t i = 0; i < name.size(); ++i) {
      if (name[i] < '1' || name[i] > '9') continue;
      std::string changed = name;
      for (char digit = '1'; digit <= '6'; ++digit) {
        changed[i] = digit;
        const std::optional<Sketch> other = ReadSystematicName(changed);
        if (!other.has_value()) continue;
        ++moved;
        keep_apart(*other, changed);
      }
    }
  }
  EXPECT_GT(read, 1100u);
  EXPECT_GT(moved, 2000u);
  std::set<std::string> structures;
  for (const auto& [key, flat] : structure_of_key) EXPECT_TRUE(structures.insert(flat).second) << flat;
}

}  // namespace
}  // namespace tidewaiter
