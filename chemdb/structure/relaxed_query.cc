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
    step.masks_begin = static_cast<uint16_t>(other_masks_.size());
    if (!masks.empty()) {
      step.mask = masks[0];
      other_masks_.insert(other_masks_.end(), masks.begin() + 1, masks.end());
    }
    step.masks_end = static_cast<uint16_t>(other_masks_.size());
    step.closures_begin = static_cast<uint16_t>(closures_.size());
    for (const Link& link : links[static_cast<size_t>(a)]) {
      const int at = position[static_cast<size_t>(link.step)];
      if (at < 0 || at >= position[static_cast<size_t>(a)]) continue;
      const Link back{static_cast<int16_t>(at), link.kinds};
      if (step.anchor.step < 0) {
        step.anchor = back;
      } else {
        closures_.push_back(back);
      }
    }
    step.closures_end = static_cast<uint16_t>(closures_.size());
    steps_.push_back(step);
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

QuickCounts RelaxedQuery::QuickNeeds() const {
  QuickCounts out;
  if (!finished_) return out;
  for (const AtomNeed& atom : atoms_) {
    const AtomMask elements = atom.Union() & atom_mask::kElements;
    const auto add = [&out](size_t place) { out.of[place] = static_cast<uint8_t>(out.of[place] + 1); };
    add(QuickCounts::kAtoms);
    constexpr AtomMask kHalogens =
        atom_mask::Element(9) | atom_mask::Element(17) | atom_mask::Element(35) | atom_mask::Element(53);
    if ((elements & ~kHalogens) == 0) add(QuickCounts::kHalogens);
    if (std::has_single_bit(elements) && elements != atom_mask::Element(1)) {
      add(static_cast<size_t>(std::countr_zero(elements)));
    }
  }
  out.of[QuickCounts::kRings] =
      static_cast<uint8_t>(std::min<int>(needs_.counts[SkeletonProfile::kRings], 255));
  return out;
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

bool RelaxedQuery::MayMatch(const Skeleton& s) const {
  if (!finished_) return true;
  // The first atom has the whole molecule to choose from, the others the neighbours of one that is placed.
  int tried = 0;
  for (int a = 0; a < s.atom_count; ++a) {
    if (!Allows(steps_[0], s.mask[static_cast<size_t>(a)])) continue;
    if (MayMatchFrom(s, static_cast<uint16_t>(a), tried)) return true;
  }
  return false;
}

bool RelaxedQuery::MayMatchFrom(const Skeleton& s, uint16_t first, int& tried) const {
  std::array<uint16_t, kMaxQueryAtoms> atom;    // of the molecule, for each step
  std::array<uint16_t, kMaxQueryAtoms> cursor;  // next neighbour of the anchor to try
  std::bitset<Skeleton::kMaxAtoms> used;
  const auto allows = [](BondKinds kinds, BondKind kind) {
    return (kinds >> static_cast<unsigned>(kind) & 1) != 0;
  };
  const auto closes = [&](const Link& link, size_t a) {
    const uint16_t other = atom[static_cast<size_t>(link.step)];
    for (size_t l = s.offset[a]; l < s.offset[a + 1]; ++l) {
      if (s.neighbour[l] == other) return allows(link.kinds, s.bond_kind[s.neighbour_bond[l]]);
    }
    return false;
  };
  const size_t end_of_query = steps_.size();
  if (end_of_query == 1) return true;
  atom[0] = first;
  used.set(first);
  size_t depth = 1;
  cursor[1] = s.offset[atom[static_cast<size_t>(steps_[1].anchor.step)]];
  while (depth > 0) {
    const Step& step = steps_[depth];
    const size_t anchor = atom[static_cast<size_t>(step.anchor.step)];
    const size_t end = s.offset[anchor + 1];
    size_t k = cursor[depth];
    for (; k < end; ++k) {
      if (++tried > kMaxSteps) return true;
      const size_t a = s.neighbour[k];
      if (!allows(step.anchor.kinds, s.bond_kind[s.neighbour_bond[k]]) || !Allows(step, s.mask[a]) ||
          used.test(a)) {
        continue;
      }
      size_t c = step.closures_begin;
      while (c < step.closures_end && closes(closures_[c], a)) ++c;
      if (c == step.closures_end) break;
    }
    if (k == end) {
      used.reset(atom[--depth]);
      continue;
    }
    atom[depth] = s.neighbour[k];
    used.set(atom[depth]);
    cursor[depth] = static_cast<uint16_t>(k + 1);
    if (++depth == end_of_query) return true;
    cursor[depth] = s.offset[atom[static_cast<size_t>(steps_[depth].anchor.step)]];
  }
  return false;
}

}  // namespace tidewaiter
