#include "rules/structure/groups.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

constexpr uint8_t kCarbon = 6;
constexpr uint8_t kNitrogen = 7;
constexpr uint8_t kOxygen = 8;
constexpr uint8_t kSulphur = 16;

bool IsHalogen(uint8_t z) { return z == 9 || z == 17 || z == 35 || z == 53; }

// A fragment tied to the core by one single bond, with what the definitions below ask of it.
class Substituent {
 public:
  Substituent(const MolGraph& graph, const Fragment& fragment) : graph_(graph), fragment_(fragment) {}

  bool Simple() const {
    return fragment_.attachments.size() == 1 && fragment_.attachments[0].order == BondOrder::kSingle;
  }
  int root() const { return fragment_.attachments[0].atom; }
  const MolGraph::Atom& atom(int a) const { return graph_.atoms[static_cast<size_t>(a)]; }
  const std::vector<MolGraph::Neighbour>& of(int a) const {
    return graph_.neighbours[static_cast<size_t>(a)];
  }
  bool Inside(int a) const { return fragment_.Contains(a); }

  int Count(uint8_t element) const {
    return static_cast<int>(std::count_if(fragment_.atoms.begin(), fragment_.atoms.end(),
                                          [&](int a) { return atom(a).element == element; }));
  }
  int Halogens() const {
    return static_cast<int>(std::count_if(fragment_.atoms.begin(), fragment_.atoms.end(),
                                          [&](int a) { return IsHalogen(atom(a).element); }));
  }
  bool OnlyElements(std::initializer_list<uint8_t> elements, bool halogens) const {
    return std::all_of(fragment_.atoms.begin(), fragment_.atoms.end(), [&](int a) {
      const uint8_t z = atom(a).element;
      return std::find(elements.begin(), elements.end(), z) != elements.end() || (halogens && IsHalogen(z));
    });
  }
  bool Acyclic() const {
    return std::none_of(fragment_.atoms.begin(), fragment_.atoms.end(),
                        [&](int a) { return atom(a).in_ring; });
  }
  bool Neutral() const {
    return std::all_of(fragment_.atoms.begin(), fragment_.atoms.end(),
                       [&](int a) { return atom(a).charge == 0; });
  }
  // Bonds inside the fragment of this order.
  int Bonds(BondOrder order) const {
    int count = 0;
    for (const int a : fragment_.atoms) {
      for (const auto& n : of(a)) count += n.atom > a && Inside(n.atom) && n.order == order ? 1 : 0;
    }
    return count;
  }
  int Hydroxyls() const {
    return static_cast<int>(std::count_if(fragment_.atoms.begin(), fragment_.atoms.end(), [&](int a) {
      return atom(a).element == kOxygen && atom(a).hydrogens > 0;
    }));
  }
  bool Saturated() const {
    return Bonds(BondOrder::kDouble) == 0 && Bonds(BondOrder::kTriple) == 0 &&
           Bonds(BondOrder::kAromatic) == 0;
  }
  size_t size() const { return fragment_.atoms.size(); }

  // The fragment that hangs on `a` away from `from`, as a substituent of `from`.
  Fragment Branch(int from, int a) const {
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

 private:
  const MolGraph& graph_;
  const Fragment& fragment_;
};

// 1. alkyl: saturated, acyclic, carbon and hydrogen only.
bool IsAlkyl(const Substituent& s) {
  return s.Simple() && s.Neutral() && s.OnlyElements({kCarbon}, false) && s.Acyclic() && s.Saturated();
}

// 2. alkenyl: as alkyl, with at least one carbon-carbon double bond and no triple one.
bool IsAlkenyl(const Substituent& s) {
  return s.Simple() && s.Neutral() && s.OnlyElements({kCarbon}, false) && s.Acyclic() &&
         s.Bonds(BondOrder::kDouble) > 0 && s.Bonds(BondOrder::kTriple) == 0;
}

// 3. haloalkyl: alkyl with one or more hydrogens replaced by halogen.
bool IsHaloalkyl(const Substituent& s) {
  return s.Simple() && s.Neutral() && s.OnlyElements({kCarbon}, true) && s.Halogens() > 0 &&
         s.atom(s.root()).element == kCarbon && s.Acyclic() && s.Saturated();
}

// 4. halo: one halogen atom.
bool IsHalo(const Substituent& s) {
  return s.Simple() && s.size() == 1 && IsHalogen(s.atom(s.root()).element);
}

// 5. hydroxy: -OH.
bool IsHydroxy(const Substituent& s) {
  return s.Simple() && s.size() == 1 && s.atom(s.root()).element == kOxygen &&
         s.atom(s.root()).hydrogens == 1;
}

// Oxygen or sulphur at the root, `inner` on its other side.
template <typename Inner>
bool IsChalcogenBridge(const Substituent& s, const MolGraph& graph, uint8_t element, Inner inner) {
  if (!s.Simple() || s.atom(s.root()).element != element || s.atom(s.root()).charge != 0) return false;
  if (s.of(s.root()).size() != 2) return false;
  for (const auto& n : s.of(s.root())) {
    if (!s.Inside(n.atom)) continue;
    if (n.order != BondOrder::kSingle) return false;
    const Fragment branch = s.Branch(s.root(), n.atom);
    return inner(Substituent(graph, branch));
  }
  return false;
}

// 10. amino: -NH2. Substituted amino groups have names of their own in the laws that mean them.
bool IsAmino(const Substituent& s) {
  return s.Simple() && s.size() == 1 && s.atom(s.root()).element == kNitrogen &&
         s.atom(s.root()).hydrogens == 2;
}

// 11. nitro: -NO2 in either drawing.
bool IsNitro(const Substituent& s) {
  return s.Simple() && s.size() == 3 && s.atom(s.root()).element == kNitrogen && s.Count(kOxygen) == 2 &&
         s.of(s.root()).size() == 3 && s.Hydroxyls() == 0;
}

bool IsCyano(const Substituent& s) {
  return s.Simple() && s.size() == 2 && s.atom(s.root()).element == kCarbon && s.Count(kNitrogen) == 1 &&
         s.Bonds(BondOrder::kTriple) == 1;
}

bool HasDoubleBondedOxygen(const Substituent& s, int a) {
  return std::any_of(s.of(a).begin(), s.of(a).end(), [&](const MolGraph::Neighbour& n) {
    return n.order == BondOrder::kDouble && s.atom(n.atom).element == kOxygen && s.Inside(n.atom);
  });
}

// 12. acyl: a carbonyl group bonded to the core, whatever stands on its other side (formyl, alkoxycarbonyl
// and carbamoyl included: DEA counts a carbamate in place of the propionamide as another acyl group).
bool IsAcyl(const Substituent& s) {
  return s.Simple() && s.atom(s.root()).element == kCarbon && !s.atom(s.root()).in_ring &&
         HasDoubleBondedOxygen(s, s.root()) && s.of(s.root()).size() <= 3;
}

// 13. ester: -C(=O)O-alkyl or -O-C(=O)-alkyl, nothing else.
bool IsAlkoxycarbonyl(const Substituent& s) {
  return s.Simple() && s.Neutral() && s.Acyclic() && s.OnlyElements({kCarbon, kOxygen}, false) &&
         s.Count(kOxygen) == 2 && s.Bonds(BondOrder::kDouble) == 1 && s.Bonds(BondOrder::kTriple) == 0 &&
         s.atom(s.root()).element == kCarbon && HasDoubleBondedOxygen(s, s.root()) &&
         std::any_of(s.of(s.root()).begin(), s.of(s.root()).end(), [&](const MolGraph::Neighbour& n) {
           return s.Inside(n.atom) && n.order == BondOrder::kSingle && s.atom(n.atom).element == kOxygen &&
                  s.atom(n.atom).hydrogens == 0;
         });
}
bool IsAcyloxy(const Substituent& s) {
  if (!(s.Simple() && s.Neutral() && s.Acyclic() && s.OnlyElements({kCarbon, kOxygen}, false) &&
        s.Count(kOxygen) == 2 && s.Bonds(BondOrder::kDouble) == 1 && s.Bonds(BondOrder::kTriple) == 0 &&
        s.atom(s.root()).element == kOxygen)) {
    return false;
  }
  return std::any_of(s.of(s.root()).begin(), s.of(s.root()).end(), [&](const MolGraph::Neighbour& n) {
    return s.Inside(n.atom) && s.atom(n.atom).element == kCarbon && HasDoubleBondedOxygen(s, n.atom);
  });
}

// 14. ether: saturated, acyclic, one oxygen between two carbons: alkoxyalkyl (alkoxy is asked for by its own
// name).
bool IsAlkoxyalkyl(const Substituent& s) {
  return s.Simple() && s.Neutral() && s.Acyclic() && s.Saturated() &&
         s.OnlyElements({kCarbon, kOxygen}, false) && s.Count(kOxygen) == 1 &&
         s.atom(s.root()).element == kCarbon && s.Hydroxyls() == 0;
}

// The ring that `root` belongs to when it is a ring of its own: in one smallest ring only, all of it inside
// the fragment, and sharing no atom with another ring. nullptr otherwise.
const std::vector<int>* MonocycleAt(const MolGraph& graph, const Fragment& fragment, int root) {
  const std::vector<int>* found = nullptr;
  for (const auto& ring : graph.rings) {
    if (std::find(ring.begin(), ring.end(), root) == ring.end()) continue;
    if (found != nullptr) return nullptr;
    found = &ring;
  }
  if (found == nullptr) return nullptr;
  for (const int a : *found) {
    if (!fragment.Contains(a)) return nullptr;
    int rings = 0;
    for (const auto& ring : graph.rings)
      rings += std::find(ring.begin(), ring.end(), a) != ring.end() ? 1 : 0;
    if (rings != 1) return nullptr;
  }
  return found;
}

// 15. monocycle: a single ring bonded to the core, whatever it carries. 16. aromatic-monocycle, 17.
// heteromonocycle.
bool IsMonocycle(const MolGraph& graph, const Fragment& fragment, bool aromatic, bool hetero) {
  if (fragment.attachments.size() != 1 || fragment.attachments[0].order != BondOrder::kSingle) return false;
  const std::vector<int>* ring = MonocycleAt(graph, fragment, fragment.attachments[0].atom);
  if (ring == nullptr) return false;
  const auto atom = [&](int a) -> const MolGraph::Atom& { return graph.atoms[static_cast<size_t>(a)]; };
  if (aromatic && !std::all_of(ring->begin(), ring->end(), [&](int a) { return atom(a).aromatic; }))
    return false;
  if (hetero && std::all_of(ring->begin(), ring->end(), [&](int a) { return atom(a).element == kCarbon; })) {
    return false;
  }
  return true;
}

// 18. alkylenedioxy: -O-(CH2)n-O- across two core atoms that are bonded to each other.
bool IsAlkylenedioxy(const MolGraph& graph, const Fragment& f) {
  if (f.attachments.size() != 2 || f.attachments[0].core_atom == f.attachments[1].core_atom) return false;
  if (graph.Bond(f.attachments[0].core_atom, f.attachments[1].core_atom) == nullptr) return false;
  int oxygens = 0;
  for (const int a : f.atoms) {
    const auto& atom = graph.atoms[static_cast<size_t>(a)];
    if (atom.element == kOxygen) ++oxygens;
    if (atom.element != kOxygen && atom.element != kCarbon) return false;
    for (const auto& n : graph.neighbours[static_cast<size_t>(a)]) {
      if (n.order != BondOrder::kSingle) return false;
    }
  }
  return oxygens == 2 && graph.atoms[static_cast<size_t>(f.attachments[0].atom)].element == kOxygen &&
         graph.atoms[static_cast<size_t>(f.attachments[1].atom)].element == kOxygen;
}

// 19. ring-with-atom: a chain that leaves one core atom and returns to it, so that the atom stands in a ring
// (pyrrolidine, piperidine, morpholine for a nitrogen).
bool ClosesRingOnOneAtom(const Fragment& f) {
  return f.attachments.size() == 2 && f.attachments[0].core_atom == f.attachments[1].core_atom &&
         f.attachments[0].order == BondOrder::kSingle && f.attachments[1].order == BondOrder::kSingle;
}

// 20. alkylsulphonyl, 21. alkylthio, 22. acetyloxy.
bool IsAlkylsulphonyl(const Substituent& s, const MolGraph& graph) {
  if (!s.Simple() || s.atom(s.root()).element != kSulphur || s.Count(kOxygen) != 2 ||
      s.of(s.root()).size() != 4) {
    return false;
  }
  for (const auto& n : s.of(s.root())) {
    if (!s.Inside(n.atom) || s.atom(n.atom).element == kOxygen) continue;
    const Fragment branch = s.Branch(s.root(), n.atom);
    return IsAlkyl(Substituent(graph, branch));
  }
  return false;
}

constexpr std::string_view kGroups[] = {"alkyl",
                                        "alkenyl",
                                        "haloalkyl",
                                        "halo",
                                        "hydroxy",
                                        "alkoxy",
                                        "haloalkoxy",
                                        "alkylthio",
                                        "alkylsulphonyl",
                                        "amino",
                                        "nitro",
                                        "cyano",
                                        "acyl",
                                        "ester",
                                        "alkoxycarbonyl",
                                        "acyloxy",
                                        "acetyloxy",
                                        "ether",
                                        "alkoxyalkyl",
                                        "monocycle",
                                        "aromatic-monocycle",
                                        "heteromonocycle",
                                        "alkylenedioxy",
                                        "ring-with-atom",
                                        "any"};

}  // namespace

bool Fragment::Contains(int atom) const { return std::find(atoms.begin(), atoms.end(), atom) != atoms.end(); }

std::vector<std::string_view> KnownGroups() { return {std::begin(kGroups), std::end(kGroups)}; }

std::optional<Group> ParseGroup(std::string_view text) {
  Group group;
  if (const size_t open = text.find('('); open != std::string_view::npos) {
    if (text.back() != ')') return std::nullopt;
    const std::string_view bounds = text.substr(open + 1, text.size() - open - 2);
    const size_t dash = bounds.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto number = [](std::string_view digits, int& out) {
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
      return error == std::errc() && end == digits.data() + digits.size() && out > 0;
    };
    if (!number(bounds.substr(0, dash), group.min_carbons) ||
        !number(bounds.substr(dash + 1), group.max_carbons) || group.min_carbons > group.max_carbons) {
      return std::nullopt;
    }
    text = text.substr(0, open);
  }
  group.name = std::string(text);
  if (std::find(std::begin(kGroups), std::end(kGroups), text) == std::end(kGroups)) return std::nullopt;
  return group;
}

bool IsGroup(const Group& group, const MolGraph& graph, const Fragment& fragment) {
  const Substituent s(graph, fragment);
  if (group.max_carbons > 0) {
    const int carbons = s.Count(kCarbon);
    if (carbons < group.min_carbons || carbons > group.max_carbons) return false;
  }
  const std::string_view name = group.name;
  if (name == "any") return !fragment.attachments.empty();
  if (name == "alkyl") return IsAlkyl(s);
  if (name == "alkenyl") return IsAlkenyl(s);
  if (name == "haloalkyl") return IsHaloalkyl(s);
  if (name == "halo") return IsHalo(s);
  if (name == "hydroxy") return IsHydroxy(s);
  if (name == "alkoxy") return IsChalcogenBridge(s, graph, kOxygen, IsAlkyl);
  if (name == "haloalkoxy") return IsChalcogenBridge(s, graph, kOxygen, IsHaloalkyl);
  if (name == "alkylthio") return IsChalcogenBridge(s, graph, kSulphur, IsAlkyl);
  if (name == "alkylsulphonyl") return IsAlkylsulphonyl(s, graph);
  if (name == "amino") return IsAmino(s);
  if (name == "nitro") return IsNitro(s);
  if (name == "cyano") return IsCyano(s);
  if (name == "acyl") return IsAcyl(s);
  if (name == "ester") return IsAlkoxycarbonyl(s) || IsAcyloxy(s);
  if (name == "alkoxycarbonyl") return IsAlkoxycarbonyl(s);
  if (name == "acyloxy") return IsAcyloxy(s);
  if (name == "acetyloxy") return IsAcyloxy(s) && s.Count(kCarbon) == 2;
  if (name == "alkoxyalkyl") return IsAlkoxyalkyl(s);
  if (name == "ether") {
    return IsChalcogenBridge(s, graph, kOxygen, IsAlkyl) || IsAlkoxyalkyl(s);
  }
  if (name == "monocycle") return IsMonocycle(graph, fragment, false, false);
  if (name == "aromatic-monocycle") return IsMonocycle(graph, fragment, true, false);
  if (name == "heteromonocycle") return IsMonocycle(graph, fragment, false, true);
  if (name == "alkylenedioxy") return IsAlkylenedioxy(graph, fragment);
  if (name == "ring-with-atom") return ClosesRingOnOneAtom(fragment);
  return false;
}

GroupSkeleton SkeletonOf(const Group& group) {
  GroupSkeleton out;
  const std::string_view name = group.name;
  if (name == "acyl") {
    out.root.set(kCarbon);
    out.beside = {kOxygen};
  } else if (name == "alkyl" || name == "alkenyl" || name == "haloalkyl" || name == "alkoxyalkyl") {
    out.root.set(kCarbon);
  } else if (name == "alkoxycarbonyl") {
    out.root.set(kCarbon);
    out.beside = {kOxygen, kOxygen};
  } else {
    out.root.set();
  }
  return out;
}

std::string DescribeFragment(const MolGraph& graph, const Fragment& fragment) {
  const Substituent s(graph, fragment);
  if (IsHalo(s)) {
    switch (s.atom(s.root()).element) {
      case 9:
        return "fluoro";
      case 17:
        return "chloro";
      case 35:
        return "bromo";
      default:
        return "iodo";
    }
  }
  constexpr std::string_view kAlkyls[] = {"methyl", "ethyl", "propyl", "butyl", "pentyl", "hexyl"};
  if (IsAlkyl(s) && s.size() <= std::size(kAlkyls)) return std::string(kAlkyls[s.size() - 1]);
  for (const std::string_view name :
       {"hydroxy", "nitro", "cyano", "amino", "alkoxy", "haloalkyl", "alkenyl", "alkyl", "ester", "acyl"}) {
    if (IsGroup({std::string(name), 0, 0}, graph, fragment)) return std::string(name);
  }
  std::map<uint8_t, int> counts;
  for (const int a : fragment.atoms) ++counts[s.atom(a).element];
  std::string formula;
  for (const auto& [element, count] : counts) {
    const std::string_view symbol = element == 6    ? "C"
                                    : element == 7  ? "N"
                                    : element == 8  ? "O"
                                    : element == 9  ? "F"
                                    : element == 15 ? "P"
                                    : element == 16 ? "S"
                                    : element == 17 ? "Cl"
                                    : element == 35 ? "Br"
                                    : element == 53 ? "I"
                                                    : "X";
    AppendTo(formula, symbol);
    if (count > 1) AppendTo(formula, count);
  }
  return Concat("a group of ", formula, fragment.attachments.size() > 1 ? " that bridges two places" : "");
}

}  // namespace tidewaiter
