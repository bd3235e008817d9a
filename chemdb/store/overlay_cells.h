// Cells of a user's own list (docs/overlay.md) that both a new control and a changed one have, and the rows
// that change one. Private to chemdb/store.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "chemdb/law/listing.h"
#include "chemdb/store/database.h"
#include "chemdb/store/row_reader.h"

namespace tidewaiter::overlay {

// Each complains of what it cannot read, and returns what the caller may go on with.
Severity SeverityCell(RowReader& row);
uint32_t ScopeCell(RowReader& row);
std::string GoodsCodeCell(RowReader& row);
// Replaces the listing's thresholds when the row has one.
void ReadThreshold(RowReader& row, Listing& listing);

// `wanted`, or the first of `wanted`-2, -3, ... that is not taken.
template <typename Ids>
std::string FreeId(const std::string& wanted, const Ids& taken) {
  if (taken.count(wanted) == 0) return wanted;
  for (int n = 2;; ++n) {
    std::string id = wanted + "-" + std::to_string(n);
    if (taken.count(id) == 0) return id;
  }
}

// A row whose `amends` names a listing of `content`: changes it throughout, or, with a first day, ends it on
// the day before and begins one with the new words. `place`: "file, line" for the citation.
void ReadAmendment(RowReader& row, const std::string& place, DatabaseContent& content,
                   std::set<std::string>& listing_ids);

}  // namespace tidewaiter::overlay
