// Names of what hangs on a scaffold, as a chemist would say them: "2-fluorophenyl", "methoxycarbonyl",
// "4-ethyl-5-oxotetrazol-1-yl". For explanations only: nothing is decided by a name.
#pragma once

#include <string>

#include "chemdb/structure/mol_graph.h"
#include "rules/structure/fragment.h"

namespace tidewaiter {

// Systematic where that is short, retained where chemists do so; "a group C7H5O2" for what the tables here
// cannot name (fused rings above all). Does not depend on the order of the molecule's atoms.
std::string NameFragment(const MolGraph& graph, const Fragment& fragment);

}  // namespace tidewaiter
