#include "chemdb/structure/relaxed_query.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

// Atoms that the search places. Of a larger query the rest is counted only.
constexpr int kMaxQueryAtoms = 64;
constexpr int kMostAtoms = 250;
constexpr int kMaxSteps = 4000;

bool IsOnly(const AtomNeed& need, int z) {
  return (need.Union() & atom_mask::kElements & ~atom_mask::Element(z)) == 0;
}

}  // namespace

AtomNeed RelaxedQuery::OneOf(Elements elements) {
  AtomMask mask = atom_mask::kEverything & ~atom_mask::kElements;
  for (size_t z = 1; z < elements.size(); ++z) {
    if (elements.test(z)) mask |= atom_mask::Element(static_cast<int>(z));
  }
  return AtomNeed(mask);
}

int RelaxedQuery::AddAtom(Elements elements, int most_neighbours) {
  AtomNeed need = OneOf(elements);
  if (most_neighbours < atom_mask::kMostDegree) {
    need.Restrict(~atom_mask::DegreeAtLeast(std::max(most_neighbours, 0) + 1));
  }
  return AddAtom(std::move(need));
}

int RelaxedQuery::AddAtom(AtomNeed need) {
  atoms_.push_back(std::move(need));
  return static_cast<int>(atoms_.size()) - 1;
}

void RelaxedQuery::AddBond(int a, int b, BondKinds kinds) { bonds_.push_back({a, b, kinds}); }

// What its bonds say about an atom: neighbours, cycles, double bonds.
void RelaxedQuery::ApplyBonds() {
  using namespace atom_mask;
  const int n = static_cast<int>(atoms_.size());
  // A bond lies on a cycle of the query when its ends stay connected without it.
  const auto on_cycle = [&](size_t without) -> bool {
    std::vector<bool> seen(static_cast<size_t>(n), false);
    std::vector<int> stack = {bonds_[without].a};
    seen[static_cast<size_t>(bonds_[without].a)] = true;
    while (!stack.empty()) {
      const int at = stack.back();
      stack.pop_back();
      for (size_t k = 0; k < bonds_.size(); ++k) {
        if (k == without || (bonds_[k].a != at && bonds_[k].b != at)) continue;
        const int next = bonds_[k].a == at ? bonds_[k].b : bonds_[k].a;
        if (!seen[static_cast<size_t>(next)]) {
          seen[static_cast<size_t>(next)] = true;
          stack.push_back(next);
        }
      }
    }
    return seen[static_cast<size_t>(bonds_[without].b)];
  };
  const std::vector<AtomNeed> own = atoms_;
  std::vector<bool> has_double_oxygen(static_cast<size_t>(n), false);
  for (const Bond& bond : bonds_) {
    if ((bond.kinds & ~kMayBeDouble) != 0) continue;
    if (IsOnly(own[static_cast<size_t>(bond.b)], 8)) has_double_oxygen[static_cast<size_t>(bond.a)] = true;
    if (IsOnly(own[static_cast<size_t>(bond.a)], 8)) has_double_oxygen[static_cast<size_t>(bond.b)] = true;
  }
  std::vector<int> ring_bonds(static_cast<size_t>(n), 0);
  for (size_t k = 0; k < bonds_.size(); ++k) {
    Bond& bond = bonds_[k];
    if (!on_cycle(k)) continue;
    bond.kinds = static_cast<BondKinds>(bond.kinds & kMayBeInRing);
    ++ring_bonds[static_cast<size_t>(bond.a)];
    ++ring_bonds[static_cast<size_t>(bond.b)];
  }
  for (int a = 0; a < n; ++a) {
    const auto at = static_cast<size_t>(a);
    int degree = 0, carbons = 0, nitrogens = 0, oxygens = 0;
    AtomMask mask = kEverything;
    for (const Bond& bond : bonds_) {
      if (bond.a != a && bond.b != a) continue;
      const auto other = static_cast<size_t>(bond.a == a ? bond.b : bond.a);
      ++degree;
      carbons += IsOnly(own[other], 6) ? 1 : 0;
      nitrogens += IsOnly(own[other], 7) ? 1 : 0;
      oxygens += IsOnly(own[other], 8) ? 1 : 0;
      if (IsOnly(own[other], 16)) mask &= ~kLacksSulphur;
      const AtomMask halogens = Element(9) | Element(17) | Element(35) | Element(53);
      if ((own[other].Union() & kElements & ~halogens) == 0) mask &= ~kLacksHalogen;
      if (IsOnly(own[other], 6) && has_double_oxygen[other]) mask &= ~kLacksCarbonyl;
      // A bond that is not single has no place at a saturated carbon.
      if ((bond.kinds & ~(kMayBeDouble | kMayBeTriple | kMayBeAromatic)) == 0) mask &= ~kSaturated;
    }
    if (carbons >= 1) mask &= ~kLacksCarbon;
    if (carbons >= 2) mask &= ~kLacksTwoCarbons;
    if (carbons >= 3) mask &= ~kLacksThreeCarbons;
    if (nitrogens >= 1) mask &= ~kLacksNitrogen;
    if (nitrogens >= 2) mask &= ~kLacksTwoNitrogens;
    if (oxygens >= 1) mask &= ~kLacksOxygen;
    if (oxygens >= 2) mask &= ~kLacksTwoOxygens;
    if (has_double_oxygen[at]) mask &= ~kLacksDoubleOxygen;
    mask &= ~kDegrees | DegreeAtLeast(degree);
    mask &= ~kRingBonds | RingBondsAtLeast(ring_bonds[at]);
    atoms_[at].Restrict(mask);
  }
}

bool RelaxedQuery::Finish() {
  const int n = static_cast<int>(atoms_.size());
  if (n == 0 || n > kMostAtoms) return false;
  ApplyBonds();
  std::vector<std::vector<Link>> links(static_cast<size_t>(n));
  for (const Bond& bond : bonds_) {
    links[static_cast<size_t>(bond.a)].push_back({static_cast<int16_t>(bond.b), bond.kinds});
    links[static_cast<size_t>(bond.b)].push_back({static_cast<int16_t>(bond.a), bond.kinds});
  }
  // Start where a molecule has the fewest candidates: what allows no carbon first, then what allows the
  // least.
  const auto rank = [&](int a) {
    const AtomMask all = atoms_[static_cast<size_t>(a)].Union();
    return std::make_tuple((all & atom_mask::Element(6)) != 0 ? 1 : 0,
                           std::popcount(all & atom_mask::kElements), std::popcount(all));
  };
  int first = 0;
  for (int a = 1; a < n; ++a) {
    if (rank(a) < rank(first)) first = a;
  }
  std::vector<int> order = {first};
  std::vector<int> position(static_cast<size_t>(n), -1);
  position[static_cast<size_t>(first)] = 0;
  while (static_cast<int>(order.size()) < std::min(n, kMaxQueryAtoms)) {
    // Next: the most constrained atom bonded to what is placed (closing rings first).
    int best = -1;
    std::tuple<int, int, int> best_rank;
    for (int a = 0; a < n; ++a) {
      if (position[static_cast<size_t>(a)] >= 0) continue;
      int placed = 0;
      for (const Link& link : links[static_cast<size_t>(a)])
        placed += position[static_cast<size_t>(link.step)] >= 0 ? 1 : 0;
      if (placed == 0) continue;
      const AtomMask all = atoms_[static_cast<size_t>(a)].Union();
      const std::tuple<int, int, int> r(-placed, (all & atom_mask::Element(6)) != 0 ? 1 : 0,
                                        std::popcount(all));
      if (best < 0 || r < best_rank) {
        best = a;
        best_rank = r;
      }
    }
    if (best < 0) return false;
    position[static_cast<size_t>(best)] = static_cast<int>(order.size());
    order.push_back(best);
  }
  for (const int a : order) {
    Step step;
    const auto& masks = atoms_[static_cast<size_t>(a)].masks();
    if (!masks.empty()) {
      step.first_mask = masks[0];
      step.other_masks.assign(masks.begin() + 1, masks.end());
    }
    for (const Link& link : links[static_cast<size_t>(a)]) {
      const int at = position[static_cast<size_t>(link.step)];
      if (at < 0 || at >= position[static_cast<size_t>(a)]) continue;
      const Link back{static_cast<int16_t>(at), link.kinds};
      if (step.anchor.step < 0) {
        step.anchor = back;
      } else {
        step.closures.push_back(back);
      }
    }
    steps_.push_back(std::move(step));
  }
  for (const AtomNeed& atom : atoms_) needs_.AddNeeded(atom);
  needs_.counts[SkeletonProfile::kRings] =
      static_cast<uint16_t>(std::max(0, static_cast<int>(bonds_.size()) - n + 1));
  for (const Bond& bond : bonds_) {
    if (SkeletonProfile::IsCarbonyl(atoms_[static_cast<size_t>(bond.a)], atoms_[static_cast<size_t>(bond.b)],
                                    bond.kinds)) {
      ++needs_.counts[SkeletonProfile::kCarbonyls];
    }
  }
  finished_ = true;
  return true;
}

std::string RelaxedQuery::Weakness() const {
  if (!finished_)
    return "nothing of this pattern can be tested on a skeleton: every molecule goes to the judge";
  const auto hetero = std::count_if(atoms_.begin(), atoms_.end(), [](const AtomNeed& atom) {
    const AtomMask elements = atom.Union() & atom_mask::kElements;
    return (elements & (atom_mask::Element(6) | atom_mask::Element(1))) == 0;
  });
  if (atoms_.size() < 6 || hetero == 0) {
    return Concat("a weak sieve: ", atoms_.size(), " atoms with ", hetero,
                  " heteroatoms are in many molecules");
  }
  return "";
}

bool RelaxedQuery::Step::Allows(AtomMask atom) const {
  if ((atom & ~first_mask) == 0) return true;
  return std::any_of(other_masks.begin(), other_masks.end(),
                     [&](AtomMask mask) { return (atom & ~mask) == 0; });
}

bool RelaxedQuery::MayMatch(const Skeleton& s) const {
  if (!finished_) return true;
  std::array<int16_t, kMaxQueryAtoms> atom;    // of the molecule, for each step
  std::array<int16_t, kMaxQueryAtoms> cursor;  // next candidate to try
  std::bitset<Skeleton::kMaxAtoms> used;
  const auto allows_bond = [&](BondKinds kinds, uint16_t bond) {
    return (kinds >> static_cast<unsigned>(s.bond_kind[bond]) & 1) != 0;
  };
  const int depth_end = static_cast<int>(steps_.size());
  int depth = 0;
  int tried = 0;
  cursor[0] = 0;
  while (depth >= 0) {
    const Step& step = steps_[static_cast<size_t>(depth)];
    int begin = 0;
    int end = s.atom_count;
    if (step.anchor.step >= 0) {
      const auto anchor = static_cast<size_t>(atom[static_cast<size_t>(step.anchor.step)]);
      begin = s.offset[anchor];
      end = s.offset[anchor + 1];
    }
    bool placed = false;
    int k = begin + cursor[static_cast<size_t>(depth)];
    for (; k < end; ++k) {
      if (++tried > kMaxSteps) return true;
      int a = k;
      if (step.anchor.step >= 0) {
        a = s.neighbour[static_cast<size_t>(k)];
        if (!allows_bond(step.anchor.kinds, s.neighbour_bond[static_cast<size_t>(k)])) continue;
      }
      if (!step.Allows(s.mask[static_cast<size_t>(a)]) || used.test(static_cast<size_t>(a))) continue;
      const bool bonded = std::all_of(step.closures.begin(), step.closures.end(), [&](const Link& link) {
        const int other = atom[static_cast<size_t>(link.step)];
        for (int l = s.offset[static_cast<size_t>(a)]; l < s.offset[static_cast<size_t>(a) + 1]; ++l) {
          if (s.neighbour[static_cast<size_t>(l)] == other) {
            return allows_bond(link.kinds, s.neighbour_bond[static_cast<size_t>(l)]);
          }
        }
        return false;
      });
      if (!bonded) continue;
      atom[static_cast<size_t>(depth)] = static_cast<int16_t>(a);
      used.set(static_cast<size_t>(a));
      placed = true;
      break;
    }
    if (placed) {
      cursor[static_cast<size_t>(depth)] = static_cast<int16_t>(k - begin + 1);
      if (++depth == depth_end) return true;
      cursor[static_cast<size_t>(depth)] = 0;
      continue;
    }
    if (--depth >= 0) used.reset(static_cast<size_t>(atom[static_cast<size_t>(depth)]));
  }
  return false;
}

}  // namespace tidewaiter
