#include "rules/structure/graph_search.h"

#include <algorithm>

namespace tidewaiter {
namespace {

// Steps of one search; each is a comparison of two atoms.
constexpr int kMaxSteps = 20000;

}  // namespace

bool AtomsAgree(const MolGraph::Atom& pattern, const MolGraph::Atom& atom) {
  return pattern.element == atom.element && pattern.charge == atom.charge &&
         pattern.aromatic == atom.aromatic;
}

std::vector<int> ConnectedOrder(const MolGraph& graph, const std::vector<int>& atoms, int first) {
  std::vector<int> order = {first};
  for (size_t i = 0; i < order.size(); ++i) {
    for (const auto& n : graph.neighbours[static_cast<size_t>(order[i])]) {
      const bool wanted = std::find(atoms.begin(), atoms.end(), n.atom) != atoms.end();
      if (wanted && std::find(order.begin(), order.end(), n.atom) == order.end()) order.push_back(n.atom);
    }
  }
  return order;
}

GraphSearch::GraphSearch(const MolGraph& pattern, const MolGraph& graph, const std::vector<int>& order,
                         std::function<bool(int)> allowed, std::function<bool(const std::vector<int>&)> found)
    : pattern_(pattern),
      graph_(graph),
      order_(order),
      allowed_(std::move(allowed)),
      found_(std::move(found)),
      map_(pattern.size(), -1),
      used_(graph.size(), false) {}

void GraphSearch::Run(std::pair<int, int> fixed) {
  fixed_ = fixed;
  Step(0);
}

bool GraphSearch::Fits(int p, int a) const {
  if (used_[static_cast<size_t>(a)] || !allowed_(a)) return false;
  if (!AtomsAgree(pattern_.atoms[static_cast<size_t>(p)], graph_.atoms[static_cast<size_t>(a)])) return false;
  if (fixed_.first == p && fixed_.second != a) return false;
  for (const auto& n : pattern_.neighbours[static_cast<size_t>(p)]) {
    const int mapped = map_[static_cast<size_t>(n.atom)];
    if (mapped < 0) continue;
    const auto* bond = graph_.Bond(a, mapped);
    if (bond == nullptr || bond->order != n.order) return false;
  }
  return true;
}

// Depth is the length of `order`, which compilers bound.
bool GraphSearch::Step(size_t depth) {
  if (++steps_ > kMaxSteps) return false;
  if (depth == order_.size()) return found_(map_);
  const int p = order_[depth];
  const auto try_atom = [&](int a) {
    if (!Fits(p, a)) return true;
    map_[static_cast<size_t>(p)] = a;
    used_[static_cast<size_t>(a)] = true;
    const bool go_on = Step(depth + 1);
    map_[static_cast<size_t>(p)] = -1;
    used_[static_cast<size_t>(a)] = false;
    return go_on;
  };
  // The neighbours of what is mapped, or every atom for the first.
  for (const auto& n : pattern_.neighbours[static_cast<size_t>(p)]) {
    const int mapped = map_[static_cast<size_t>(n.atom)];
    if (mapped < 0) continue;
    for (const auto& candidate : graph_.neighbours[static_cast<size_t>(mapped)]) {
      if (!try_atom(candidate.atom)) return false;
    }
    return true;
  }
  for (int a = 0; a < static_cast<int>(graph_.size()); ++a) {
    if (!try_atom(a)) return false;
  }
  return true;
}

}  // namespace tidewaiter
