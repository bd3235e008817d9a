// A listed substance's drawing, prepared when the database is built: its keys, and those of its other
// drawings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/structure/standardise.h"

namespace tidewaiter {

// Changes whenever DescribeListedStructure() says something else of a drawing: descriptions are kept in
// databases.
inline constexpr std::string_view kListedStructureVersion = "1";

struct ListedForm {
  std::string flat_key;
  std::string kind;  // "drawn" or "tautomer"
};

struct ListedStructure {
  std::string formula;  // Hill, of the whole drawing
  std::string
      key;  // distinct for distinct substances: stereo keys of all components, sorted; and whether racemic
  std::string flat_key;    // of the main component
  std::string stereo_key;  // of the main component
  std::string mirror_key;  // stereo key of its mirror image (equal to stereo_key when achiral or undrawn)
  std::vector<std::string>
      companions;  // flat keys of the other components, which belong to the substance (K in KMnO4)
  std::vector<ListedForm> forms;  // flat keys that mean the substance; the first is the drawing's own
  bool is_carboxylic_acid = false;
};

// Parses, standardises, and enumerates tautomers on the listed side (RDKit's canonicaliser is not stable
// under atom order, so a query is never canonicalised; see docs/standardisation.md). InvalidArgument when it
// is not a structure.
absl::StatusOr<ListedStructure> DescribeListedStructure(std::string_view smiles, bool racemic);

}  // namespace tidewaiter
