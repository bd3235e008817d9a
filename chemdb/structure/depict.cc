#include "chemdb/structure/depict.h"

#include <algorithm>
#include <map>

#include <GraphMol/Depictor/RDDepictor.h>
#include <GraphMol/MolDraw2D/MolDraw2DSVG.h>
#include <GraphMol/MolDraw2D/MolDraw2DUtils.h>

#include "chemdb/structure/internal/rdkit.h"

namespace tidewaiter {
namespace {

constexpr int kLabelHeight = 18;  // pixels a line

void AppendXmlText(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        // Control characters are none of XML's.
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
}

// `drawing` of `height` with a line under it for each highlight that has a label.
std::string WithLabels(const std::string& drawing, int height, const DepictOptions& options) {
  const size_t start = drawing.find("<svg");
  std::string out =
      Concat("<?xml version='1.0' encoding='UTF-8'?>\n<svg xmlns='http://www.w3.org/2000/svg' width='",
             options.width, "' height='", options.height, "'>\n<rect width='", options.width, "' height='",
             options.height, "' fill='#FFFFFF'/>\n",
             std::string_view(drawing).substr(start == std::string::npos ? 0 : start));
  int y = height;
  for (const Highlight& highlight : options.highlights) {
    if (highlight.label.empty()) continue;
    const auto byte = [](float part) { return static_cast<int>(part * 255 + 0.5f); };
    AppendTo(out, "<rect x='8' y='", y + 3, "' width='12' height='12' fill='rgb(", byte(highlight.red), ",",
             byte(highlight.green), ",", byte(highlight.blue), ")'/>\n<text x='26' y='", y + 13,
             "' font-family='sans-serif' font-size='12'>");
    AppendXmlText(highlight.label, out);
    out += "</text>\n";
    y += kLabelHeight;
  }
  out += "</svg>\n";
  return out;
}

}  // namespace

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
    const auto labels = static_cast<int>(std::count_if(options.highlights.begin(), options.highlights.end(),
                                                       [](const Highlight& h) { return !h.label.empty(); }));
    const int height = std::max(options.height - labels * kLabelHeight - (labels > 0 ? 6 : 0), 60);
    RDDepict::compute2DCoords(mol);
    RDKit::MolDraw2DSVG drawer(options.width, height);
    RDKit::MolDraw2DUtils::prepareAndDrawMolecule(drawer, mol, options.legend, &atoms, &bonds, &atom_colours,
                                                  &bond_colours);
    drawer.finishDrawing();
    return labels == 0 ? drawer.getDrawingText() : WithLabels(drawer.getDrawingText(), height, options);
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
