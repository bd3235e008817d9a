#include "chemdb/structure/relaxed_query.h"

#include <algorithm>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

constexpr int kMaxQueryAtoms = 64;
constexpr int kMaxSteps = 4000;

bool OnlyElement(const RelaxedQuery::Elements& elements, int z) {
  return elements.count() == 1 && elements.test(static_cast<size_t>(z));
}

bool OnlyHalogens(const RelaxedQuery::Elements& elements) {
  RelaxedQuery::Elements halogens;
  for (const int z : {9, 17, 35, 53}) halogens.set(static_cast<size_t>(z));
  return elements.any() && (elements & ~halogens).none();
}

}  // namespace

int RelaxedQuery::AddAtom(Elements elements, int most_neighbours) {
  elements_.push_back(elements);
  most_neighbours_.push_back(std::clamp(most_neighbours, 0, kAnyDegree));
  return static_cast<int>(elements_.size()) - 1;
}

void RelaxedQuery::AddBond(int a, int b) { bonds_.emplace_back(a, b); }

bool RelaxedQuery::Finish() {
  const int n = static_cast<int>(elements_.size());
  if (n == 0 || n > kMaxQueryAtoms) return false;
  std::vector<std::vector<int>> neighbours(static_cast<size_t>(n));
  for (const auto& [a, b] : bonds_) {
    neighbours[static_cast<size_t>(a)].push_back(b);
    neighbours[static_cast<size_t>(b)].push_back(a);
  }
  // Start where a molecule has the fewest candidates: the smallest set of elements that is not carbon, then
  // the highest degree.
  int first = 0;
  const auto rank = [&](int a) {
    const Elements& e = elements_[static_cast<size_t>(a)];
    return std::make_tuple(e.test(6) ? 1 : 0, e.count(),
                           -static_cast<int>(neighbours[static_cast<size_t>(a)].size()));
  };
  for (int a = 1; a < n; ++a) {
    if (rank(a) < rank(first)) first = a;
  }
  std::vector<int> order = {first};
  std::vector<int> position(static_cast<size_t>(n), -1);
  position[static_cast<size_t>(first)] = 0;
  while (static_cast<int>(order.size()) < n) {
    // Next: the most constrained atom bonded to what is placed (closing rings first).
    int best = -1;
    std::pair<int, int> best_rank;
    for (int a = 0; a < n; ++a) {
      if (position[static_cast<size_t>(a)] >= 0) continue;
      int placed = 0;
      for (const int b : neighbours[static_cast<size_t>(a)])
        placed += position[static_cast<size_t>(b)] >= 0 ? 1 : 0;
      if (placed == 0) continue;
      const std::pair<int, int> r(-placed, elements_[static_cast<size_t>(a)].test(6) ? 1 : 0);
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
    step.elements = elements_[static_cast<size_t>(a)];
    step.most = static_cast<uint8_t>(most_neighbours_[static_cast<size_t>(a)]);
    step.degree = static_cast<uint8_t>(neighbours[static_cast<size_t>(a)].size());
    for (const int b : neighbours[static_cast<size_t>(a)]) {
      const int at = position[static_cast<size_t>(b)];
      if (at >= position[static_cast<size_t>(a)]) continue;
      if (step.anchor < 0) {
        step.anchor = at;
      } else {
        step.also_bonded_to.push_back(at);
      }
    }
    steps_.push_back(std::move(step));
  }
  needs_.atoms = n;
  needs_.rings = static_cast<int>(bonds_.size()) - n + 1;
  for (const Elements& e : elements_) {
    needs_.nitrogens += OnlyElement(e, 7) ? 1 : 0;
    needs_.oxygens += OnlyElement(e, 8) ? 1 : 0;
    needs_.sulphurs += OnlyElement(e, 16) ? 1 : 0;
    needs_.halogens += OnlyHalogens(e) ? 1 : 0;
  }
  finished_ = true;
  return true;
}

std::string RelaxedQuery::Weakness() const {
  if (!finished_)
    return "nothing of this pattern can be tested on a skeleton: every molecule goes to the judge";
  const int hetero = needs_.nitrogens + needs_.oxygens + needs_.sulphurs + needs_.halogens;
  if (needs_.atoms < 6 || hetero == 0) {
    return Concat("a weak sieve: ", needs_.atoms, " atoms with ", hetero,
                  " heteroatoms are in many molecules");
  }
  return "";
}

bool RelaxedQuery::MayMatch(const Skeleton& s) const {
  if (!finished_) return true;
  if (s.atom_count < needs_.atoms) return false;
  std::array<int16_t, kMaxQueryAtoms> atom;    // of the molecule, for each step
  std::array<int16_t, kMaxQueryAtoms> cursor;  // next candidate to try
  std::bitset<Skeleton::kMaxAtoms> used;
  const int depth_end = static_cast<int>(steps_.size());
  int depth = 0;
  int steps = 0;
  cursor[0] = 0;
  while (depth >= 0) {
    const Step& step = steps_[static_cast<size_t>(depth)];
    int begin;
    int end;
    if (step.anchor < 0) {
      begin = 0;
      end = s.atom_count;
    } else {
      const int anchor = atom[static_cast<size_t>(step.anchor)];
      begin = s.offset[static_cast<size_t>(anchor)];
      end = s.offset[static_cast<size_t>(anchor) + 1];
    }
    bool placed = false;
    int k = begin + cursor[static_cast<size_t>(depth)];
    for (; k < end; ++k) {
      if (++steps > kMaxSteps) return true;
      const int a = step.anchor < 0 ? k : s.neighbour[static_cast<size_t>(k)];
      if (used.test(static_cast<size_t>(a)) || !step.elements.test(s.element[static_cast<size_t>(a)]) ||
          s.degree[static_cast<size_t>(a)] < step.degree || s.degree[static_cast<size_t>(a)] > step.most) {
        continue;
      }
      const bool bonded = std::all_of(step.also_bonded_to.begin(), step.also_bonded_to.end(), [&](int at) {
        const int other = atom[static_cast<size_t>(at)];
        const auto first = s.neighbour.begin() + s.offset[static_cast<size_t>(a)];
        const auto last = s.neighbour.begin() + s.offset[static_cast<size_t>(a) + 1];
        return std::find(first, last, other) != last;
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
