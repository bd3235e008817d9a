// Other writings of one molecule, made with RDKit alone, and what RDKit itself sees in a drawing. For tests:
// what the library reads is compared with this.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "chemdb/structure/molecule.h"

namespace tidewaiter::testing {

// The heavy-atom graph as RDKit reads it, without sanitisation, and without the bonds of salts drawn as
// covalent.
struct RdkitGraph {
  int heavy_atoms = 0;
  int bonds = 0;       // between heavy atoms
  int components = 0;  // with at least one heavy atom
  int rings = 0;       // bonds - atoms + components
};
// nullopt when RDKit cannot read it.
std::optional<RdkitGraph> ReadRdkitGraph(std::string_view text, StructureNotation notation);

// Whether RDKit reads and sanitises it.
bool RdkitAccepts(std::string_view text, StructureNotation notation);

struct Writing {
  std::string text;
  StructureNotation notation = StructureNotation::kSmiles;
  std::string how;  // "random atoms, explicit hydrogens": for a failure's message
};

// Writes a molecule again. Every choice comes from the seed.
class Rewriter {
 public:
  explicit Rewriter(uint64_t seed) : random_(seed) {}

  // A random atom order; the rest is drawn by lot: explicit hydrogens, Kekulé form, order of components,
  // notation. Empty text when RDKit cannot write it.
  Writing Any(std::string_view smiles);
  Writing RandomOrder(std::string_view smiles);
  Writing ExplicitHydrogens(std::string_view smiles);
  Writing Kekule(std::string_view smiles);
  // With 2D coordinates and wedges, atoms in random order.
  Writing MolBlock(std::string_view smiles);
  Writing ShuffledComponents(std::string_view smiles);

  size_t Lot(size_t below) { return std::uniform_int_distribution<size_t>(0, below - 1)(random_); }

 private:
  Writing Write(std::string_view smiles, bool explicit_hydrogens, bool kekule, bool mol_block);
  std::mt19937_64 random_;
};

// The lines of a text file; empty when there is none.
std::vector<std::string> ReadLines(const std::string& path);
// The first word of each line of the NCI file that Debian's rdkit-data ships; empty when it is not installed.
std::vector<std::string> NciSmiles();
// The mol blocks (to "M  END") of the NCI SD file.
std::vector<std::string> NciMolBlocks();

}  // namespace tidewaiter::testing
