// Bond orders, charges and places of mobile hydrogens for a graph that states none of them.
#pragma once

#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/structure/internal/inchi_graph.h"

namespace tidewaiter::internal {

// The order of each bond of `component`, such that every atom has a valence of its element. Fixes the mobile
// hydrogens and sets the charges of its atoms. Unimplemented when no such orders are found within a bound on
// the search.
absl::StatusOr<std::vector<int>> FindBondOrders(InchiComponent& component);

}  // namespace tidewaiter::internal
