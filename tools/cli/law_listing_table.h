// A listing as a row: its columns and cells, behind what the subcommand puts first.
#pragma once

#include <vector>

#include "chemdb/law/listing.h"
#include "tools/cli/row_table.h"

namespace tidewaiter::cli {

// A listing in full; only what fits beside a terminal's left edge has a title.
std::vector<RowColumn> ListingColumns(std::vector<RowColumn> first);
std::vector<RowCell> ListingCells(std::vector<RowCell> first, const Listing& listing);

}  // namespace tidewaiter::cli
