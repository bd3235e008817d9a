#include "chemdb/structure/depict.h"

#include <map>

#include <GraphMol/Depictor/RDDepictor.h>
#include <GraphMol/MolDraw2D/MolDraw2DSVG.h>
#include <GraphMol/MolDraw2D/MolDraw2DUtils.h>

#include "chemdb/structure/internal/rdkit.h"

namespace tidewaiter {

absl::StatusOr<std::string> DepictSvg(const Molecule& molecule, const DepictOptions& options) {
  return internal::CallRdkit("drawing", [&] {
    RDKit::RWMol mol(*molecule.impl().mol);
    std::vector<int> atom_of_heavy;
    for (const auto* atom : mol.atoms()) {
      if (atom->getAtomicNum() > 1) atom_of_heavy.push_back(static_cast<int>(atom->getIdx()));
    }
    std::vector<int> atoms;
    std::map<int, RDKit::DrawColour> atom_colours;
    std::vector<int> bonds;
    std::map<int, RDKit::DrawColour> bond_colours;
    for (const Highlight& highlight : options.highlights) {
      const RDKit::DrawColour colour(highlight.red, highlight.green, highlight.blue);
      std::vector<int> own;
      for (const int heavy : highlight.atoms) {
        if (heavy < 0 || heavy >= static_cast<int>(atom_of_heavy.size())) continue;
        const int atom = atom_of_heavy[static_cast<size_t>(heavy)];
        own.push_back(atom);
        if (atom_colours.emplace(atom, colour).second) atoms.push_back(atom);
      }
      for (const int a : own) {
        for (const int b : own) {
          const auto* bond =
              a < b ? mol.getBondBetweenAtoms(static_cast<unsigned>(a), static_cast<unsigned>(b)) : nullptr;
          if (bond == nullptr) continue;
          if (bond_colours.emplace(static_cast<int>(bond->getIdx()), colour).second) {
            bonds.push_back(static_cast<int>(bond->getIdx()));
          }
        }
      }
    }
    RDDepict::compute2DCoords(mol);
    RDKit::MolDraw2DSVG drawer(options.width, options.height);
    RDKit::MolDraw2DUtils::prepareAndDrawMolecule(drawer, mol, options.legend, &atoms, &bonds, &atom_colours,
                                                  &bond_colours);
    drawer.finishDrawing();
    return drawer.getDrawingText();
  });
}

std::string JoinSvg(const std::vector<std::string>& drawings, int width, int height) {
  std::string out =
      Concat("<?xml version='1.0' encoding='UTF-8'?>\n<svg xmlns='http://www.w3.org/2000/svg' width='",
             width * static_cast<int>(drawings.size()), "' height='", height, "'>\n");
  int x = 0;
  for (const std::string& drawing : drawings) {
    // An SVG element may hold another one; only the XML declaration has to go.
    const size_t start = drawing.find("<svg");
    if (start == std::string::npos) continue;
    AppendTo(out, "<g transform='translate(", x, ",0)'>\n", std::string_view(drawing).substr(start),
             "</g>\n");
    x += width;
  }
  out += "</svg>\n";
  return out;
}

}  // namespace tidewaiter
