#include "rules/structure/fragment.h"

#include <algorithm>

namespace tidewaiter {

bool Fragment::Contains(int atom) const { return std::find(atoms.begin(), atoms.end(), atom) != atoms.end(); }

bool IsHalogen(uint8_t element) { return element == 9 || element == 17 || element == 35 || element == 53; }

int Substituent::Count(uint8_t element) const {
  return static_cast<int>(std::count_if(fragment_.atoms.begin(), fragment_.atoms.end(),
                                        [&](int a) { return atom(a).element == element; }));
}

int Substituent::Halogens() const {
  return static_cast<int>(std::count_if(fragment_.atoms.begin(), fragment_.atoms.end(),
                                        [&](int a) { return IsHalogen(atom(a).element); }));
}

bool Substituent::OnlyElements(std::initializer_list<uint8_t> elements, bool halogens) const {
  return std::all_of(fragment_.atoms.begin(), fragment_.atoms.end(), [&](int a) {
    const uint8_t z = atom(a).element;
    return std::find(elements.begin(), elements.end(), z) != elements.end() || (halogens && IsHalogen(z));
  });
}

bool Substituent::Acyclic() const {
  return std::none_of(fragment_.atoms.begin(), fragment_.atoms.end(), [&](int a) { return atom(a).in_ring; });
}

bool Substituent::Neutral() const {
  return std::all_of(fragment_.atoms.begin(), fragment_.atoms.end(),
                     [&](int a) { return atom(a).charge == 0; });
}

int Substituent::Bonds(BondOrder order) const {
  int count = 0;
  for (const int a : fragment_.atoms) {
    for (const auto& n : of(a)) count += n.atom > a && Inside(n.atom) && n.order == order ? 1 : 0;
  }
  return count;
}

bool Substituent::Saturated() const {
  return Bonds(BondOrder::kDouble) == 0 && Bonds(BondOrder::kTriple) == 0 && Bonds(BondOrder::kAromatic) == 0;
}

int Substituent::Hydroxyls() const {
  return static_cast<int>(std::count_if(fragment_.atoms.begin(), fragment_.atoms.end(), [&](int a) {
    return atom(a).element == 8 && atom(a).hydrogens > 0;
  }));
}

bool Substituent::HasDoubleBondedOxygen(int a) const {
  return std::any_of(of(a).begin(), of(a).end(), [&](const MolGraph::Neighbour& n) {
    return n.order == BondOrder::kDouble && atom(n.atom).element == 8 && Inside(n.atom);
  });
}

Fragment Substituent::Branch(int from, int a) const {
  Fragment out;
  out.attachments.push_back({from, a, graph_.Bond(from, a)->order});
  std::vector<int> stack = {a};
  out.atoms.push_back(a);
  while (!stack.empty()) {
    const int at = stack.back();
    stack.pop_back();
    for (const auto& n : of(at)) {
      if (n.atom == from || !Inside(n.atom) || out.Contains(n.atom)) continue;
      out.atoms.push_back(n.atom);
      stack.push_back(n.atom);
    }
  }
  return out;
}

}  // namespace tidewaiter
