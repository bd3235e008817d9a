// What structures cost when RDKit is used as its documentation shows: the anchors that our figures stand
// beside.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter::bench {

// SmilesToMol as it comes: parse, sanitise, stereo with possible centres. Whether it was a molecule.
bool ParseDefault(const std::string& smiles);
// The faster way: parse unsanitised, sanitise, stereo without possible centres.
bool ParseFast(const std::string& smiles);

// A screen of SMARTS patterns and canonical SMILES.
class PlainScreen {
 public:
  // Patterns that RDKit cannot read are left out.
  PlainScreen(const std::vector<std::string>& smarts, const std::vector<std::string>& listed_smiles);
  ~PlainScreen();

  // Parse, then RDKit's FilterCatalog of the patterns.
  bool FilterCatalog(const std::string& smiles) const;
  // The loop a chemist would write: parse, MolStandardize (cleanup, uncharge), canonical SMILES of each
  // fragment looked up in a set, SubstructMatch with each pattern. How many matched.
  int Straightforward(const std::string& smiles) const;

  size_t patterns() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Murcko scaffolds of at least `least_atoms` heavy atoms, as SMARTS, distinct, at most `most`, of molecules
// in the order given; each with the SMILES of its scaffold.
struct Scaffold {
  std::string smarts;
  std::string smiles;
};
std::vector<Scaffold> Scaffolds(const std::vector<std::string>& molecules, int least_atoms, size_t most);

}  // namespace tidewaiter::bench
