#include "chemdb/structure/internal/bond_orders.h"

#include <algorithm>
#include <array>

#include "absl/status/status.h"

namespace tidewaiter::internal {
namespace {

enum Element : uint8_t { kB = 5, kC = 6, kN = 7, kO = 8, kF = 9, kSi = 14, kP = 15, kS = 16, kCl = 17 };
constexpr uint8_t kAs = 33, kSe = 34, kBr = 35, kTe = 52, kI = 53;

// Steps of the search over one component; each is linear in its size. Drug-like molecules take one or two for
// each double bond.
constexpr int kMostSteps = 20000;

// The valences of an element, the plain one first. Empty: whatever its connections are (metals, noble gases).
std::vector<int> Valences(uint8_t element) {
  switch (element) {
    case kB:
      return {3};
    case kC:
    case kSi:
      return {4};
    case kN:
      return {3};
    case kO:
      return {2};
    case kF:
      return {1};
    case kP:
    case kAs:
      return {3, 5};
    case kS:
    case kSe:
    case kTe:
      return {2, 4, 6};
    case kCl:
    case kBr:
    case kI:
      return {1, 3, 5, 7};
    default:
      return {};
  }
}

class Search {
 public:
  explicit Search(InchiComponent& component)
      : c_(component), need_(c_.atoms.size(), 0), extra_(c_.bonds.size(), 0), bonds_of_(c_.atoms.size()) {
    for (size_t b = 0; b < c_.bonds.size(); ++b) {
      bonds_of_[static_cast<size_t>(c_.bonds[b].first)].push_back(b);
      bonds_of_[static_cast<size_t>(c_.bonds[b].second)].push_back(b);
    }
  }

  bool Run() {
    for (MobileHydrogens& group : c_.mobile) SortByPreference(group.atoms);
    return PlaceHydrogens(0, 0, c_.mobile.empty() ? 0 : c_.mobile[0].count);
  }

  std::vector<int> Orders() const {
    std::vector<int> out(extra_.size());
    for (size_t b = 0; b < extra_.size(); ++b) out[b] = 1 + extra_[b];
    return out;
  }

 private:
  InchiAtom& At(int i) { return c_.atoms[static_cast<size_t>(i)]; }
  static int Degree(const InchiAtom& atom) { return static_cast<int>(atom.neighbours.size()); }
  // A terminal atom without hydrogens: an oxo, a nitrile's or an azide's end.
  static bool IsBareEnd(const InchiAtom& atom) { return Degree(atom) == 1 && atom.hydrogens == 0; }

  // Amides, lactams and amidines as they are drawn: on nitrogen first, at the ends of chains before rings.
  void SortByPreference(std::vector<int>& atoms) {
    const auto rank = [this](int i) {
      const InchiAtom& atom = At(i);
      const int element = atom.element == kN ? 0 : atom.element == kO ? 1 : 2;
      return element * 8 + std::min(Degree(atom), 7);
    };
    std::stable_sort(atoms.begin(), atoms.end(), [&](int a, int b) { return rank(a) < rank(b); });
  }

  // Places `left` more hydrogens of group `g` on its atoms from the `from`th on, as many as the first can
  // take, then fewer.
  bool PlaceHydrogens(size_t g, size_t from, int left) {
    if (g == c_.mobile.size()) return ChooseCharges();
    if (left == 0) {
      return PlaceHydrogens(g + 1, 0, g + 1 < c_.mobile.size() ? c_.mobile[g + 1].count : 0);
    }
    const std::vector<int>& atoms = c_.mobile[g].atoms;
    if (from == atoms.size()) return false;
    InchiAtom& atom = At(atoms[from]);
    const std::vector<int> valences = Valences(atom.element);
    const int room = valences.empty() ? 0 : valences[0] - Degree(atom) - atom.hydrogens;
    for (int n = std::min(room, left); n >= 0; --n) {
      if (++steps_ > kMostSteps) return false;
      atom.hydrogens += n;
      if (PlaceHydrogens(g, from + 1, left - n)) return true;
      atom.hydrogens -= n;
    }
    return false;
  }

  // Charges that the connections force, then those that the component's charge leaves over.
  bool ChooseCharges() {
    for (InchiAtom& atom : c_.atoms) atom.charge = 0;
    int left = c_.charge;
    const auto put = [&](InchiAtom& atom, int charge) {
      atom.charge += charge;
      left -= charge;
    };
    if (c_.atoms.size() == 1) {
      put(c_.atoms[0], left);
      return ChooseValences();
    }
    for (InchiAtom& atom : c_.atoms) {
      const int bonds = Degree(atom) + atom.hydrogens;
      if (((atom.element == kN || atom.element == kP) && bonds == 4 && !HasOxo(atom)) ||
          (atom.element == kO && bonds == 3)) {
        put(atom, 1);
      } else if (atom.element == kB && bonds == 4) {
        put(atom, -1);
      } else if (atom.element == kN && atom.charge == 0 && bonds == 3 && atom.hydrogens == 0) {
        SeparateOxide(atom, put);
      } else if (atom.element == kN && bonds == 4) {
        SeparateOxide(atom, put);
      } else if (atom.element == kN && Degree(atom) == 2 && atom.hydrogens == 0) {
        SeparateAzide(atom, put);
      }
    }
    return PlaceCharge(left, 0);
  }

  bool HasOxo(const InchiAtom& atom) {
    return std::any_of(atom.neighbours.begin(), atom.neighbours.end(), [this](int i) {
      return (At(i).element == kO || At(i).element == kS) && IsBareEnd(At(i));
    });
  }

  // Nitro groups and N-oxides: N+ and one O-.
  template <typename Put>
  void SeparateOxide(InchiAtom& nitrogen, const Put& put) {
    for (const int i : nitrogen.neighbours) {
      InchiAtom& oxygen = At(i);
      if (oxygen.element != kO || !IsBareEnd(oxygen) || oxygen.charge != 0) continue;
      put(nitrogen, 1);
      put(oxygen, -1);
      return;
    }
  }

  // Azides and diazo compounds: N+ and a bare N- at the end.
  template <typename Put>
  void SeparateAzide(InchiAtom& nitrogen, const Put& put) {
    for (const int i : nitrogen.neighbours) {
      InchiAtom& end = At(i);
      if (end.element != kN || !IsBareEnd(end) || end.charge != 0) continue;
      put(nitrogen, 1);
      put(end, -1);
      return;
    }
  }

  // What is left of the component's charge goes, unit by unit, where it can: + on nitrogen, - on oxygen or
  // sulphur first.
  bool PlaceCharge(int left, size_t from) {
    if (left == 0) return ChooseValences();
    const int unit = left > 0 ? 1 : -1;
    const std::array<uint8_t, 4> order =
        unit > 0 ? std::array<uint8_t, 4>{kN, kS, kP, kC} : std::array<uint8_t, 4>{kO, kS, kN, kC};
    for (size_t k = from; k < order.size() * c_.atoms.size(); ++k) {
      InchiAtom& atom = c_.atoms[k % c_.atoms.size()];
      if (atom.element != order[k / c_.atoms.size()] || atom.charge != 0) continue;
      if (unit < 0 && atom.element == kO && !IsBareEnd(atom)) continue;
      if (++steps_ > kMostSteps) return false;
      atom.charge = unit;
      if (PlaceCharge(left - unit, k + 1)) return true;
      atom.charge = 0;
    }
    return false;
  }

  // The valence an atom has with its charge: N+ has one bond more, O- one less, C+ one less.
  static int Charged(const InchiAtom& atom, int valence) {
    if (atom.charge == 0) return valence;
    const bool more = atom.element != kC && atom.element != kSi && atom.element != kB;
    return more ? valence + atom.charge : valence - std::abs(atom.charge) * (atom.element == kB ? -1 : 1);
  }

  bool ChooseValences() {
    options_.clear();
    for (size_t i = 0; i < c_.atoms.size(); ++i) {
      const InchiAtom& atom = c_.atoms[i];
      const int bonds = Degree(atom) + atom.hydrogens;
      const std::vector<int> valences = Valences(atom.element);
      need_[i] = 0;
      if (valences.empty() || (c_.atoms.size() == 1 && atom.charge != 0)) continue;
      Option option;
      option.atom = i;
      for (const int valence : valences) {
        const int need = Charged(atom, valence) - bonds;
        if (need >= 0) option.needs.push_back(need);
      }
      if (option.needs.empty()) return false;
      if (option.needs.size() > 1) {
        // Each bare end beside it wants a double bond.
        int ends = 0;
        for (const int k : atom.neighbours) {
          ends +=
              IsBareEnd(At(k)) && At(k).charge == 0 && (At(k).element == kO || At(k).element == kS) ? 1 : 0;
        }
        std::stable_sort(option.needs.begin(), option.needs.end(), [&](int a, int b) {
          const auto rank = [&](int need) { return need < ends ? 100 - need : need - ends; };
          return rank(a) < rank(b);
        });
        options_.push_back(option);
      }
      need_[i] = option.needs[0];
    }
    return TryValences(0);
  }

  bool TryValences(size_t k) {
    if (k == options_.size()) {
      std::fill(extra_.begin(), extra_.end(), 0);
      std::vector<int> need = need_;
      return Match(need);
    }
    const Option& option = options_[k];
    for (const int need : option.needs) {
      if (++steps_ > kMostSteps) return false;
      need_[option.atom] = need;
      if (TryValences(k + 1)) return true;
    }
    return false;
  }

  size_t OtherEnd(size_t bond, size_t atom) const {
    const auto [a, b] = c_.bonds[bond];
    return static_cast<size_t>(static_cast<size_t>(a) == atom ? b : a);
  }

  // Spends every atom's need on its bonds, always at the atom with the fewest ways to do it.
  bool Match(std::vector<int>& need) {
    if (++steps_ > kMostSteps) return false;
    size_t tightest = need.size();
    size_t fewest = ~size_t{0};
    for (size_t i = 0; i < need.size(); ++i) {
      if (need[i] == 0) continue;
      size_t ways = 0;
      for (const size_t bond : bonds_of_[i]) ways += extra_[bond] < 2 && need[OtherEnd(bond, i)] > 0 ? 1 : 0;
      if (ways == 0) return false;
      if (ways < fewest) {
        fewest = ways;
        tightest = i;
      }
    }
    if (tightest == need.size()) return true;
    std::vector<size_t> ways;
    for (const size_t bond : bonds_of_[tightest]) {
      if (extra_[bond] < 2 && need[OtherEnd(bond, tightest)] > 0) ways.push_back(bond);
    }
    // A nitrile's carbon spends both on its nitrogen.
    std::stable_sort(ways.begin(), ways.end(), [&](size_t a, size_t b) {
      return need[OtherEnd(a, tightest)] > need[OtherEnd(b, tightest)];
    });
    for (const size_t bond : ways) {
      const size_t other = OtherEnd(bond, tightest);
      --need[tightest];
      --need[other];
      ++extra_[bond];
      if (Match(need)) return true;
      --extra_[bond];
      ++need[other];
      ++need[tightest];
    }
    return false;
  }

  struct Option {
    size_t atom = 0;
    std::vector<int> needs;
  };

  InchiComponent& c_;
  std::vector<int> need_;   // bond orders beyond single that an atom still has to spend
  std::vector<int> extra_;  // of each bond: its order - 1
  std::vector<std::vector<size_t>> bonds_of_;
  std::vector<Option> options_;  // atoms with more than one valence
  int steps_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<int>> FindBondOrders(InchiComponent& component) {
  Search search(component);
  if (!search.Run()) {
    return absl::UnimplementedError("no bond orders were found that fit this InChI: it is not screened");
  }
  return search.Orders();
}

}  // namespace tidewaiter::internal
