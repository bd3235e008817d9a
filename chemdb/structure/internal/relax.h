// Derives a RelaxedQuery from a compiled RDKit query. Include in .cc files only.
#pragma once

#include <GraphMol/ROMol.h>

#include "chemdb/structure/relaxed_query.h"

namespace tidewaiter::internal {

// A necessary condition for `query` to match a standardised parent. What RDKit's query nodes say is taken by
// their names; a node with another name than the ones understood may match anything.
RelaxedQuery Relax(const RDKit::ROMol& query);

}  // namespace tidewaiter::internal
