// A molecule as a systematic name draws it: atoms and bonds, no stereo. Small and cheap; structures that are
// judged are chemdb/structure's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

struct Sketch {
  struct Atom {
    std::string element;  // "C", "Cl"
    bool aromatic = false;
    bool hydrogen = false;  // an aromatic atom that bears one by its drawing: "[nH]"
    int reserved = 0;       // valences kept for what is joined later
  };
  struct Bond {
    int a = 0, b = 0;
    int order = 1;  // 1, 2, 3; 4: aromatic
  };
  std::vector<Atom> atoms;
  std::vector<Bond> bonds;

  // Hydrogens at an atom; below zero when it has too many bonds.
  int FreeValence(int atom) const;
  // Adds the atoms and bonds of `other`; returns the index that its first atom has here.
  int Append(const Sketch& other);
};

// From the SMILES that the tables are written in: C N O S P B, halogens, aromatic c n o s [nH], bonds - = #,
// branches, ring closures of one digit. nullopt for anything else.
std::optional<Sketch> SketchOfSmiles(std::string_view smiles);

// The same text for the same graph however it was drawn, another for another of up to some dozen atoms: what
// surrounds each atom, to the whole graph's depth. Aromatic rings have to be drawn as such in both.
std::string SketchKey(const Sketch& sketch);

// One class for each atom; atoms of one class cannot be told apart.
std::vector<uint64_t> AtomClasses(const Sketch& sketch);

std::string SketchSmiles(const Sketch& sketch);

}  // namespace tidewaiter
