#include "tests/chemdb/structure/rewriting.h"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <set>

#include <GraphMol/Depictor/RDDepictor.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <RDGeneral/RDLog.h>

namespace tidewaiter::testing {
namespace {

std::unique_ptr<RDKit::RWMol> Read(std::string_view text, StructureNotation notation, bool sanitise) {
  boost::logging::disable_logs("rdApp.*");
  try {
    if (notation == StructureNotation::kMolBlock) {
      return std::unique_ptr<RDKit::RWMol>(
          RDKit::MolBlockToMol(std::string(text), sanitise, sanitise, false));
    }
    RDKit::SmilesParserParams params;
    params.sanitize = sanitise;
    params.removeHs = sanitise;
    params.allowCXSMILES = false;
    params.parseName = false;
    return std::unique_ptr<RDKit::RWMol>(RDKit::SmilesToMol(std::string(text), params));
  } catch (...) {
    return nullptr;
  }
}

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == separator) {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

// docs/standardisation.md, step 1, written a second time.
bool IsCutByStandardisation(const RDKit::Bond& bond) {
  static const std::set<std::string> metals = {"Li", "Na", "K",  "Rb", "Cs", "Be", "Mg",
                                               "Ca", "Sr", "Ba", "Al", "Zn", "Ag", "Bi"};
  static const std::set<std::string> others = {"N", "O", "P", "S", "Se", "F", "Cl", "Br", "I"};
  const std::string a = bond.getBeginAtom()->getSymbol();
  const std::string b = bond.getEndAtom()->getSymbol();
  return (metals.count(a) > 0 && others.count(b) > 0) || (metals.count(b) > 0 && others.count(a) > 0);
}

}  // namespace

std::optional<RdkitGraph> ReadRdkitGraph(std::string_view text, StructureNotation notation) {
  const auto mol = Read(text, notation, false);
  if (mol == nullptr) return std::nullopt;
  RdkitGraph out;
  std::vector<unsigned> root(mol->getNumAtoms());
  std::iota(root.begin(), root.end(), 0u);
  const auto find = [&](unsigned a) {
    while (root[a] != a) a = root[a] = root[root[a]];
    return a;
  };
  for (const auto* atom : mol->atoms()) out.heavy_atoms += atom->getAtomicNum() > 1 ? 1 : 0;
  out.components = out.heavy_atoms;
  for (const auto* bond : mol->bonds()) {
    if (bond->getBeginAtom()->getAtomicNum() <= 1 || bond->getEndAtom()->getAtomicNum() <= 1) continue;
    if (IsCutByStandardisation(*bond)) continue;
    ++out.bonds;
    const unsigned a = find(bond->getBeginAtomIdx());
    const unsigned b = find(bond->getEndAtomIdx());
    if (a == b) continue;
    root[a] = b;
    --out.components;
  }
  out.rings = out.bonds - out.heavy_atoms + out.components;
  return out;
}

bool RdkitAccepts(std::string_view text, StructureNotation notation) {
  const auto mol = Read(text, notation, false);
  if (mol == nullptr) return false;
  try {
    RDKit::MolOps::sanitizeMol(*mol);
    return true;
  } catch (...) {
    return false;
  }
}

Writing Rewriter::Write(std::string_view smiles, bool explicit_hydrogens, bool kekule, bool mol_block) {
  Writing out;
  out.how = "random atoms";
  out.notation = mol_block ? StructureNotation::kMolBlock : StructureNotation::kSmiles;
  if (explicit_hydrogens) out.how += ", explicit hydrogens";
  if (kekule) out.how += ", Kekulé form";
  if (mol_block) out.how += ", mol block";
  try {
    auto mol = Read(smiles, StructureNotation::kSmiles, true);
    if (mol == nullptr) return out;
    if (explicit_hydrogens) RDKit::MolOps::addHs(*mol);
    if (mol_block) {
      std::vector<unsigned> order(mol->getNumAtoms());
      std::iota(order.begin(), order.end(), 0u);
      std::shuffle(order.begin(), order.end(), random_);
      std::unique_ptr<RDKit::ROMol> shuffled(RDKit::MolOps::renumberAtoms(*mol, order));
      RDDepict::compute2DCoords(*shuffled);
      out.text = RDKit::MolToMolBlock(*shuffled, true, -1, /*kekulize=*/true);
      return out;
    }
    if (kekule) RDKit::MolOps::Kekulize(*mol, true);
    const auto seed = static_cast<unsigned>(random_() | 1);
    out.text = RDKit::MolToRandomSmilesVect(*mol, 1, seed, /*doIsomericSmiles=*/true, /*doKekule=*/false)[0];
  } catch (...) {
    out.text.clear();
  }
  return out;
}

Writing Rewriter::Any(std::string_view smiles) {
  std::string shuffled(smiles);
  if (Lot(2) == 0) shuffled = ShuffledComponents(smiles).text;
  const bool mol_block = Lot(5) == 0;
  const bool hydrogens = Lot(3) == 0;
  const bool kekule = Lot(3) == 0;
  return Write(shuffled, hydrogens, kekule && !mol_block, mol_block);
}
Writing Rewriter::RandomOrder(std::string_view smiles) { return Write(smiles, false, false, false); }
Writing Rewriter::ExplicitHydrogens(std::string_view smiles) { return Write(smiles, true, false, false); }
Writing Rewriter::Kekule(std::string_view smiles) { return Write(smiles, false, true, false); }
Writing Rewriter::MolBlock(std::string_view smiles) { return Write(smiles, false, false, true); }

Writing Rewriter::ShuffledComponents(std::string_view smiles) {
  std::vector<std::string> parts = Split(smiles, '.');
  std::shuffle(parts.begin(), parts.end(), random_);
  Writing out;
  out.how = "components in another order";
  for (const std::string& part : parts) out.text += (out.text.empty() ? "" : ".") + part;
  return out;
}

std::vector<std::string> ReadLines(const std::string& path) {
  std::vector<std::string> out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::vector<std::string> NciSmiles() {
  std::vector<std::string> out;
  for (const std::string& line : ReadLines("/usr/share/RDKit/Data/NCI/first_5K.smi")) {
    const std::string word = line.substr(0, line.find_first_of(" \t\r"));
    if (!word.empty()) out.push_back(word);
  }
  return out;
}

std::vector<std::string> NciMolBlocks() {
  std::vector<std::string> out;
  std::string block;
  bool inside = true;
  for (const std::string& line : ReadLines("/usr/share/RDKit/Data/NCI/first_200.props.sdf")) {
    if (inside) block += line + "\n";
    if (line.rfind("M  END", 0) == 0) {
      out.push_back(block);
      inside = false;
    }
    if (line.rfind("$$$$", 0) == 0) {
      block.clear();
      inside = true;
    }
  }
  return out;
}

}  // namespace tidewaiter::testing
