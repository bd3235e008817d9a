// Finding one plain graph inside another, atom by atom and bond by bond.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "chemdb/structure/mol_graph.h"

namespace tidewaiter {

// Elements, charges and aromaticity agree.
bool AtomsAgree(const MolGraph::Atom& pattern, const MolGraph::Atom& atom);

// `atoms` in an order in which each (but the first) is bonded to an earlier one, starting at `first`. Shorter
// than `atoms` when they are not connected.
std::vector<int> ConnectedOrder(const MolGraph& graph, const std::vector<int>& atoms, int first);

// Extends a map (pattern atom -> molecule atom, -1 = open) over `order`, calling `found` for each complete
// one until it returns false. Only molecule atoms for which `allowed` holds are used; bond orders agree.
// Gives up after a bounded number of steps. Refers to its graphs and order for its lifetime.
class GraphSearch {
 public:
  GraphSearch(const MolGraph& pattern, const MolGraph& graph, const std::vector<int>& order,
              std::function<bool(int)> allowed, std::function<bool(const std::vector<int>&)> found);

  // `fixed`: a (pattern, molecule) pair that must be mapped on each other, or (-1, -1).
  void Run(std::pair<int, int> fixed);

 private:
  bool Fits(int p, int a) const;
  bool Step(size_t depth);

  const MolGraph& pattern_;
  const MolGraph& graph_;
  const std::vector<int>& order_;
  std::function<bool(int)> allowed_;
  std::function<bool(const std::vector<int>&)> found_;
  std::vector<int> map_;
  std::vector<bool> used_;
  std::pair<int, int> fixed_ = {-1, -1};
  int steps_ = 0;
};

}  // namespace tidewaiter
