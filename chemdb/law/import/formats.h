// The parse functions of every official format, one file each.
#pragma once

#include "chemdb/law/import/law_document.h"

namespace tidewaiter {

// justice_canada.cc: acts and regulations of Canada, English or French. Rows of the schedules' parts on
// precursors, and of a schedule of maximum quantities.
absl::StatusOr<LawDocument> ParseJusticeCanada(std::string_view text, const std::string& path);

// eu_legalize.cc: consolidated regulations of the Union on drug precursors, as Markdown of the repository
// legalize-dev/legalize-eu.
absl::StatusOr<LawDocument> ParseEuLegalize(std::string_view text, const std::string& path);

}  // namespace tidewaiter
