#include <algorithm>
#include <iterator>

#include "rules/structure/graph_search.h"
#include "rules/structure/region_rule.h"

namespace tidewaiter {
namespace {

// What the comparison of atoms and bonds (graph_search.h) asks of a molecule, as the sieve can test it.
AtomMask MaskOf(const MolGraph::Atom& pattern) {
  AtomMask mask = atom_mask::kEverything;
  if (pattern.aromatic) mask &= ~(atom_mask::kNotInRing | atom_mask::kSaturated);
  if (pattern.charge == 0) mask &= ~atom_mask::kPositive;
  if (pattern.charge > 0) mask &= ~atom_mask::kNeutral;
  return mask;
}
BondKinds KindsOf(BondOrder order) {
  switch (order) {
    case BondOrder::kSingle:
      return kMayBeSingle;
    case BondOrder::kDouble:
      return kMayBeDouble;
    case BondOrder::kTriple:
      return kMayBeTriple;
    case BondOrder::kAromatic:
      return kMayBeAromatic;
    case BondOrder::kOther:
      break;
  }
  return kAnyBond;
}

AtomNeed NeedOf(const RelaxedQuery::Elements& elements, AtomMask mask) {
  AtomNeed need = RelaxedQuery::OneOf(elements);
  need.Restrict(mask);
  return need;
}

}  // namespace

std::vector<RelaxedQuery> RegionRule::Relaxed() const {
  std::vector<RelaxedQuery> all;
  const auto only = [](uint8_t z) {
    RelaxedQuery::Elements elements;
    elements.set(z);
    return elements;
  };
  for (const Variant& variant : variants_) {
    RelaxedQuery out;
    std::vector<int> index(variant.graph.size(), -1);
    for (const int p : variant.order) {
      const MolGraph::Atom& atom = variant.graph.atoms[static_cast<size_t>(p)];
      index[static_cast<size_t>(p)] = out.AddAtom(NeedOf(only(atom.element), MaskOf(atom)));
    }
    for (const int p : variant.order) {
      for (const auto& n : variant.graph.neighbours[static_cast<size_t>(p)]) {
        if (n.atom > p && index[static_cast<size_t>(n.atom)] >= 0) {
          out.AddBond(index[static_cast<size_t>(p)], index[static_cast<size_t>(n.atom)], KindsOf(n.order));
        }
      }
    }
    // In the place of a replaceable region stands either the region itself, substituted or not, or one of the
    // groups.
    for (const Region& region : variant.regions) {
      if (region.may_be_missing) continue;
      const MolGraph::Atom& root = variant.graph.atoms[static_cast<size_t>(region.root)];
      GroupSkeleton choice;
      choice.root = only(root.element);
      for (const auto& n : variant.graph.neighbours[static_cast<size_t>(region.root)]) {
        if (n.atom != region.attach_core)
          choice.beside.push_back(variant.graph.atoms[static_cast<size_t>(n.atom)].element);
      }
      std::sort(choice.beside.begin(), choice.beside.end());
      AtomNeed first = NeedOf(choice.root, MaskOf(root));
      for (const Modification& modification : spec_.modifications) {
        for (const Change& change : modification.changes) {
          if (change.kind != Change::Kind::kReplace || change.regions[0] != region.name) continue;
          for (const Group& group : change.groups) {
            const GroupSkeleton& other = SkeletonOf(group);
            first.Or(NeedOf(other.root, other.root_mask));
            std::vector<uint8_t> both;
            std::set_intersection(choice.beside.begin(), choice.beside.end(), other.beside.begin(),
                                  other.beside.end(), std::back_inserter(both));
            choice.beside = std::move(both);
          }
        }
      }
      const int at = out.AddAtom(std::move(first));
      out.AddBond(index[static_cast<size_t>(region.attach_core)], at);
      for (const uint8_t z : choice.beside) out.AddBond(at, out.AddAtom(only(z)));
    }
    out.Finish();
    all.push_back(std::move(out));
  }
  return all;
}

}  // namespace tidewaiter
