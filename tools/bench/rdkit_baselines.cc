#include "tools/bench/rdkit_baselines.h"

#include <set>
#include <unordered_set>

#include <GraphMol/ChemTransforms/ChemTransforms.h>
#include <GraphMol/FilterCatalog/FilterCatalog.h>
#include <GraphMol/FilterCatalog/FilterMatchers.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/MolStandardize/Charge.h>
#include <GraphMol/MolStandardize/MolStandardize.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmartsWrite.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <GraphMol/Substruct/SubstructMatch.h>

namespace tidewaiter::bench {
namespace {

using Mol = std::unique_ptr<RDKit::RWMol>;

Mol Parse(const std::string& smiles) {
  try {
    return Mol(RDKit::SmilesToMol(smiles));
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

bool ParseDefault(const std::string& smiles) { return Parse(smiles) != nullptr; }

bool ParseFast(const std::string& smiles) {
  try {
    RDKit::SmilesParserParams params;
    params.sanitize = false;
    params.removeHs = false;
    params.allowCXSMILES = false;
    params.parseName = false;
    const Mol mol(RDKit::SmilesToMol(smiles, params));
    if (mol == nullptr) return false;
    RDKit::MolOps::removeHs(*mol, false, false, false);
    RDKit::MolOps::sanitizeMol(*mol);
    RDKit::MolOps::assignStereochemistry(*mol, true, true, false);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

struct PlainScreen::Impl {
  std::vector<std::unique_ptr<RDKit::ROMol>> patterns;
  RDKit::FilterCatalog catalog;
  std::unordered_set<std::string> listed;
  RDKit::MolStandardize::Uncharger uncharger;
};

PlainScreen::PlainScreen(const std::vector<std::string>& smarts,
                         const std::vector<std::string>& listed_smiles)
    : impl_(std::make_unique<Impl>()) {
  for (const std::string& text : smarts) {
    std::unique_ptr<RDKit::ROMol> pattern(RDKit::SmartsToMol(text));
    if (pattern == nullptr) continue;
    impl_->catalog.addEntry(new RDKit::FilterCatalogEntry(
        text, boost::shared_ptr<RDKit::FilterMatcherBase>(new RDKit::SmartsMatcher(text, text, 1))));
    impl_->patterns.push_back(std::move(pattern));
  }
  for (const std::string& smiles : listed_smiles) {
    if (const Mol mol = Parse(smiles)) impl_->listed.insert(RDKit::MolToSmiles(*mol));
  }
}
PlainScreen::~PlainScreen() = default;

size_t PlainScreen::patterns() const { return impl_->patterns.size(); }

bool PlainScreen::FilterCatalog(const std::string& smiles) const {
  const Mol mol = Parse(smiles);
  return mol != nullptr && impl_->catalog.hasMatch(*mol);
}

int PlainScreen::Straightforward(const std::string& smiles) const {
  const Mol mol = Parse(smiles);
  if (mol == nullptr) return 0;
  try {
    const Mol clean(RDKit::MolStandardize::cleanup(*mol));
    const std::unique_ptr<RDKit::ROMol> neutral(impl_->uncharger.uncharge(*clean));
    int matches = 0;
    for (const auto& fragment : RDKit::MolOps::getMolFrags(*neutral)) {
      matches += impl_->listed.count(RDKit::MolToSmiles(*fragment)) > 0 ? 1 : 0;
    }
    RDKit::MatchVectType match;
    for (const auto& pattern : impl_->patterns) {
      matches += RDKit::SubstructMatch(*neutral, *pattern, match) ? 1 : 0;
    }
    return matches;
  } catch (const std::exception&) {
    return 0;
  }
}

std::vector<Scaffold> Scaffolds(const std::vector<std::string>& molecules, int least_atoms, size_t most) {
  std::vector<Scaffold> out;
  std::set<std::string> seen;
  for (const std::string& smiles : molecules) {
    if (out.size() == most) break;
    const Mol mol = Parse(smiles);
    if (mol == nullptr) continue;
    const std::unique_ptr<RDKit::ROMol> scaffold(RDKit::MurckoDecompose(*mol));
    if (scaffold == nullptr || static_cast<int>(scaffold->getNumHeavyAtoms()) < least_atoms) continue;
    const std::string key = RDKit::MolToSmiles(*scaffold, /*doIsomericSmiles=*/false);
    if (key.find('.') != std::string::npos || !seen.insert(key).second) continue;
    const Mol plain = Parse(key);
    if (plain == nullptr) continue;
    out.push_back({RDKit::MolToSmarts(*plain), key});
  }
  return out;
}

}  // namespace tidewaiter::bench
