// A molecule as a plain graph, for code that reasons about structure without RDKit: class rules above all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chemdb/structure/molecule.h"

namespace tidewaiter {

enum class BondOrder : uint8_t { kSingle = 1, kDouble = 2, kTriple = 3, kAromatic = 4, kOther = 5 };

struct MolGraph {
  struct Atom {
    uint8_t element = 0;  // atomic number
    int8_t charge = 0;
    uint8_t hydrogens = 0;  // all of them, drawn or not
    bool aromatic = false;
    bool in_ring = false;
    int map = 0;  // atom map number of the drawing; 0 = none
  };
  struct Neighbour {
    int atom = 0;
    BondOrder order = BondOrder::kSingle;
    bool in_ring = false;  // the bond
  };

  std::vector<Atom> atoms;                         // heavy atoms, in the molecule's order
  std::vector<std::vector<Neighbour>> neighbours;  // of each atom
  std::vector<std::vector<int>> rings;             // smallest set of smallest rings, as atoms

  size_t size() const { return atoms.size(); }
  int degree(int atom) const { return static_cast<int>(neighbours[static_cast<size_t>(atom)].size()); }
  // nullptr when a and b are not bonded.
  const Neighbour* Bond(int a, int b) const;
};

// Explicit hydrogens of the molecule (isotopes) count as hydrogens of their atom.
MolGraph MakeGraph(const Molecule& molecule);

// Average molecular mass in g/mol, hydrogens included, from RDKit's table of standard atomic weights.
double MolecularMass(const Molecule& molecule);

}  // namespace tidewaiter
