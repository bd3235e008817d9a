// The layers of an InChI as atoms and connections, bond orders left open.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace tidewaiter::internal {

struct InchiAtom {
  uint8_t element = 0;
  int hydrogens = 0;  // fixed
  int charge = 0;     // given by bond_orders
  int parity = 0;     // -1, +1: tetrahedral, absolute; 0: none
  std::vector<int> neighbours;
};

// Hydrogens that move among some atoms.
struct MobileHydrogens {
  int count = 0;
  std::vector<int> atoms;
};

struct InchiComponent {
  std::vector<InchiAtom> atoms;  // in canonical order
  std::vector<std::pair<int, int>> bonds;
  std::vector<MobileHydrogens> mobile;
  int charge = 0;
};

absl::StatusOr<std::vector<InchiComponent>> ReadInchiGraph(std::string_view inchi);

}  // namespace tidewaiter::internal
