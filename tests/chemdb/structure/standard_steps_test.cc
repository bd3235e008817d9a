// Each step of standardisation by itself: applied twice it gives what it gives once, over every listed
// substance, NCI and drawings that were made messy.
#include "chemdb/structure/internal/standard_steps.h"

#include <functional>
#include <iostream>

#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

#include "gtest/gtest.h"

#include "chemdb/structure/internal/rdkit.h"
#include "tests/chemdb/structure/rewriting.h"
#include "tests/chemdb/structure/tables.h"

namespace tidewaiter {
namespace {

using RDKit::RWMol;
using testing::NciSmiles;
using testing::RealTables;
using testing::Rewriter;

struct Step {
  const char* name;
  std::function<bool(RWMol&)> apply;
  size_t changed = 0;  // drawings that it changed
};

std::vector<Step> Steps() {
  return {{"metals are cut", internal::DisconnectMetals},
          {"charged oxides are joined", internal::JoinChargedOxides},
          {"phosphinyl is filled", internal::FillPhosphinyl},
          {"radicals are filled", internal::FillRadicals},
          {"charges are removed", internal::Neutralise},
          {"isotopes are dropped", internal::DropIsotopes},
          {"hydrogen atoms are dropped", internal::DropHydrogenAtoms}};
}

// Null when RDKit refuses it.
std::unique_ptr<RWMol> Parse(const std::string& smiles) {
  try {
    auto mol = internal::ParseSmilesUnsanitised(smiles);
    if (mol != nullptr) RDKit::MolOps::sanitizeMol(*mol);
    return mol;
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::string Written(const RWMol& mol) {
  RWMol copy(mol);
  RDKit::MolOps::sanitizeMol(copy);
  return RDKit::MolToSmiles(copy);
}

// Walks through all steps as the standardiser does; each is applied a second time to a copy, once as it left
// the molecule and once sanitised. Whether RDKit reads the drawing.
bool EachStepHolds(const std::string& smiles, std::vector<Step>& steps) {
  const std::unique_ptr<RWMol> mol = Parse(smiles);
  if (mol == nullptr) return false;
  for (Step& step : steps) {
    step.changed += step.apply(*mol) ? 1 : 0;
    const std::string once = Written(*mol);
    RWMol again(*mol);
    EXPECT_FALSE(step.apply(again)) << smiles << ": " << step.name << " a second time";
    EXPECT_EQ(Written(again), once) << smiles << ": " << step.name;
    RWMol sanitised(*mol);
    RDKit::MolOps::sanitizeMol(sanitised);
    EXPECT_FALSE(step.apply(sanitised)) << smiles << ": " << step.name << " after sanitising";
    EXPECT_EQ(Written(sanitised), once) << smiles << ": " << step.name << " after sanitising";
    // As the standardiser: it sanitises behind the cut, then only at the end.
    if (step.name == steps.front().name) RDKit::MolOps::sanitizeMol(*mol);
  }
  return true;
}

// Another drawing of each: salts drawn covalent, ions, radicals, isotopes, hydrogens as atoms.
std::string Messy(std::string smiles, Rewriter& rewriter) {
  const struct {
    const char* from;
    const char* to;
  } changes[] = {{"C(=O)O", "C(=O)O[Na]"},
                 {"C(=O)O", "C(=O)[O-]"},
                 {"S(=O)", "[S+]([O-])"},
                 {"S(=O)(=O)", "[S+2]([O-])([O-])"},
                 {"CN", "C[NH+]"},
                 {"CC", "[13CH2]C"},
                 {"CC", "[CH]C"},
                 {"C", "C([2H])"},
                 {"N", "N([H])"},
                 {"C", "[CH-]"},
                 {"P(=O)", "[P+]([O-])"},
                 {"O", "O([Zn]Cl)"},
                 {"S", "S[Ag]"},
                 {"n", "[n+]([Cu])"},
                 {"CO", "C[O]"}};
  for (int k = 0; k < 2; ++k) {
    const auto& change = changes[rewriter.Lot(std::size(changes))];
    size_t at = smiles.find(change.from);
    for (size_t skip = rewriter.Lot(3); skip > 0 && at != std::string::npos; --skip) {
      const size_t next = smiles.find(change.from, at + 1);
      if (next == std::string::npos) break;
      at = next;
    }
    if (at != std::string::npos) smiles.replace(at, std::string(change.from).size(), change.to);
  }
  return smiles;
}

TEST(StandardStepsTest, EachIsIdempotent) {
  constexpr uint64_t kSeed = 20261125;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  Rewriter rewriter(kSeed);
  std::vector<Step> steps = Steps();
  std::vector<std::string> drawings;
  for (const auto& row : RealTables::Get().substances()) drawings.push_back(row.smiles);
  const size_t listed = drawings.size();
  const std::vector<std::string> nci = NciSmiles();
  for (size_t i = 0; i < nci.size(); i += 3) drawings.push_back(nci[i]);
  size_t read = 0;
  for (size_t i = 0; i < drawings.size(); ++i) {
    const bool whole = EachStepHolds(drawings[i], steps);
    EXPECT_TRUE(whole || i >= listed) << drawings[i];
    read += whole ? 1 : 0;
    for (size_t k = 0; k < (i < listed ? 20u : 2u); ++k) {
      read += EachStepHolds(Messy(drawings[i], rewriter), steps) ? 1 : 0;
    }
    if (HasFailure()) return;
  }
  std::cout << read << " drawings\n";
  EXPECT_GT(read, drawings.size() + listed);
  // OP=O and its like are too rare to be met: EachStepMakesTwoDrawingsOne has them.
  for (const char* phosphinic : {"OP=O", "CP=O", "[Na]OP=O"}) EXPECT_TRUE(EachStepHolds(phosphinic, steps));
  for (const Step& step : steps) EXPECT_GT(step.changed, 1u) << step.name << ": never met";
}

}  // namespace
}  // namespace tidewaiter
