// Drawings of structures as SVG, with atoms marked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/structure/molecule.h"

namespace tidewaiter {

// Atoms (heavy-atom index) that share a colour: what matched, or one region of a class rule.
struct Highlight {
  std::vector<int> atoms;
  float red = 1, green = 0.75f, blue = 0.4f;
  std::string label = {};  // under the drawing, beside a patch of the colour; empty = none
};

struct DepictOptions {
  int width = 400;  // pixels
  int height = 300;
  std::string legend;  // under the drawing
  std::vector<Highlight> highlights;
};

// One structure. Internal when RDKit cannot draw it.
absl::StatusOr<std::string> DepictSvg(const Molecule& molecule, const DepictOptions& options);

// Several drawings side by side in one SVG document, each with its own options.
std::string JoinSvg(const std::vector<std::string>& drawings, int width, int height);

}  // namespace tidewaiter
