// What the compiler of region rules and its checks share.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "chemdb/base/concat.h"
#include "rules/structure/region_rule.h"

namespace tidewaiter {

inline absl::Status ErrorAt(const std::string& where, std::string_view message) {
  return absl::InvalidArgumentError(Concat(where, where.empty() ? "" : ": ", message));
}

inline bool Has(const std::vector<int>& atoms, int a) {
  return std::find(atoms.begin(), atoms.end(), a) != atoms.end();
}
inline bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

inline std::vector<int> AtomsOf(const std::vector<std::string>& region_of, const std::string& name) {
  std::vector<int> out;
  for (size_t a = 0; a < region_of.size(); ++a) {
    if (region_of[a] == name) out.push_back(static_cast<int>(a));
  }
  return out;
}

// (inside, outside) of every bond between `atoms` and the rest.
inline std::vector<std::pair<int, int>> BondsOut(const MolGraph& graph, const std::vector<int>& atoms) {
  std::vector<std::pair<int, int>> out;
  for (const int a : atoms) {
    for (const auto& n : graph.neighbours[static_cast<size_t>(a)]) {
      if (!Has(atoms, n.atom)) out.emplace_back(a, n.atom);
    }
  }
  return out;
}

// A scaffold that was read: its graph, the region of each atom (empty = core), and its mass in g/mol.
struct ReadScaffold {
  MolGraph graph;
  std::vector<std::string> region_of;
  double mass = 0;
};

// InvalidArgument, with its place, for a modification that does not fit the scaffold, can never be asked, or
// contradicts the rest.
absl::Status CheckModifications(const RegionRule::Spec& spec, const ReadScaffold& scaffold);

}  // namespace tidewaiter
