#include "rules/structure/group_tests.h"

#include <algorithm>

namespace tidewaiter {
namespace {

constexpr uint8_t kCarbon = 6;
constexpr uint8_t kNitrogen = 7;
constexpr uint8_t kOxygen = 8;
constexpr uint8_t kSulphur = 16;

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
bool IsChalcogenBridge(const Substituent& s, uint8_t element, GroupTest inner) {
  if (!s.Simple() || s.atom(s.root()).element != element || s.atom(s.root()).charge != 0) return false;
  if (s.of(s.root()).size() != 2) return false;
  for (const auto& n : s.of(s.root())) {
    if (!s.Inside(n.atom)) continue;
    if (n.order != BondOrder::kSingle) return false;
    const Fragment branch = s.Branch(s.root(), n.atom);
    return inner(Substituent(s.graph(), branch));
  }
  return false;
}

// 6. alkoxy, 7. haloalkoxy, 8. alkylthio.
bool IsAlkoxy(const Substituent& s) { return IsChalcogenBridge(s, kOxygen, IsAlkylGroup); }
bool IsHaloalkoxy(const Substituent& s) { return IsChalcogenBridge(s, kOxygen, IsHaloalkyl); }
bool IsAlkylthio(const Substituent& s) { return IsChalcogenBridge(s, kSulphur, IsAlkylGroup); }

// 9. alkylsulphonyl: -SO2-alkyl.
bool IsAlkylsulphonyl(const Substituent& s) {
  if (!s.Simple() || s.atom(s.root()).element != kSulphur || s.Count(kOxygen) != 2 ||
      s.of(s.root()).size() != 4) {
    return false;
  }
  for (const auto& n : s.of(s.root())) {
    if (!s.Inside(n.atom) || s.atom(n.atom).element == kOxygen) continue;
    const Fragment branch = s.Branch(s.root(), n.atom);
    return IsAlkylGroup(Substituent(s.graph(), branch));
  }
  return false;
}

// 10. amino: -NH2. Substituted amino groups have names of their own in the laws that mean them.
bool IsAmino(const Substituent& s) {
  return s.Simple() && s.size() == 1 && s.atom(s.root()).element == kNitrogen &&
         s.atom(s.root()).hydrogens == 2;
}

// 11. substituted-amino: a neutral nitrogen outside aromatic rings, all of whose bonds are single and none of
// them to oxygen: amino, alkylamino, dialkylamino, pyrrolidin-1-yl.
bool IsSubstitutedAmino(const Substituent& s) {
  if (!s.Simple()) return false;
  const auto& root = s.atom(s.root());
  return root.element == kNitrogen && root.charge == 0 && !root.aromatic &&
         std::all_of(s.of(s.root()).begin(), s.of(s.root()).end(), [&](const MolGraph::Neighbour& n) {
           return n.order == BondOrder::kSingle && s.atom(n.atom).element != kOxygen;
         });
}

// 14. acyl: a carbonyl group bonded to the core, whatever stands on its other side (formyl, alkoxycarbonyl
// and carbamoyl included: DEA counts a carbamate in place of the propionamide as another acyl group).
bool IsAcyl(const Substituent& s) {
  return s.Simple() && s.atom(s.root()).element == kCarbon && !s.atom(s.root()).in_ring &&
         s.HasDoubleBondedOxygen(s.root()) && s.of(s.root()).size() <= 3;
}

// The atom on the other side of an acyl group's carbonyl; -1 for formyl.
int BesideCarbonyl(const Substituent& s) {
  for (const auto& n : s.of(s.root())) {
    if (s.Inside(n.atom) && n.order == BondOrder::kSingle) return n.atom;
  }
  return -1;
}

// 15. carboxylic-acyl: the acyl of a carboxylic acid: hydrogen or carbon on the other side.
bool IsCarboxylicAcyl(const Substituent& s) {
  if (!IsAcyl(s)) return false;
  const int beside = BesideCarbonyl(s);
  return beside < 0 || s.atom(beside).element == kCarbon;
}

// 16. carbamoyl: -C(=O)N, whatever the nitrogen carries.
bool IsCarbamoyl(const Substituent& s) {
  if (!IsAcyl(s)) return false;
  const int beside = BesideCarbonyl(s);
  return beside >= 0 && s.atom(beside).element == kNitrogen;
}

// 17. alkoxycarbonyl: -C(=O)O-alkyl, nothing else in it. 18. acyloxy: -O-C(=O)-alkyl. 19. ester: either.
bool IsPlainEster(const Substituent& s) {
  return s.Simple() && s.Neutral() && s.Acyclic() && s.OnlyElements({kCarbon, kOxygen}, false) &&
         s.Count(kOxygen) == 2 && s.Bonds(BondOrder::kDouble) == 1 && s.Bonds(BondOrder::kTriple) == 0;
}
bool IsAlkoxycarbonyl(const Substituent& s) {
  if (!IsPlainEster(s) || s.atom(s.root()).element != kCarbon || !s.HasDoubleBondedOxygen(s.root()))
    return false;
  const int beside = BesideCarbonyl(s);
  return beside >= 0 && s.atom(beside).element == kOxygen && s.atom(beside).hydrogens == 0;
}
bool IsAcyloxy(const Substituent& s) {
  return IsPlainEster(s) && s.atom(s.root()).element == kOxygen &&
         std::any_of(s.of(s.root()).begin(), s.of(s.root()).end(), [&](const MolGraph::Neighbour& n) {
           return s.Inside(n.atom) && s.atom(n.atom).element == kCarbon && s.HasDoubleBondedOxygen(n.atom);
         });
}
bool IsEster(const Substituent& s) { return IsAlkoxycarbonyl(s) || IsAcyloxy(s); }

// 20. alkoxyalkyl: saturated, acyclic, one oxygen between two carbons. 21. ether: that, or alkoxy.
bool IsAlkoxyalkyl(const Substituent& s) {
  return s.Simple() && s.Neutral() && s.Acyclic() && s.Saturated() &&
         s.OnlyElements({kCarbon, kOxygen}, false) && s.Count(kOxygen) == 1 &&
         s.atom(s.root()).element == kCarbon && s.Hydroxyls() == 0;
}
bool IsEther(const Substituent& s) { return IsAlkoxy(s) || IsAlkoxyalkyl(s); }

// 22. monocycle: a single ring bonded to the core, whatever it carries. 23. aromatic-monocycle, 24.
// heteromonocycle.
bool IsMonocycle(const Substituent& s) { return s.Simple() && MonocycleAtRoot(s) != nullptr; }
bool IsAromaticMonocycle(const Substituent& s) {
  if (!s.Simple()) return false;
  const std::vector<int>* ring = MonocycleAtRoot(s);
  return ring != nullptr &&
         std::all_of(ring->begin(), ring->end(), [&](int a) { return s.atom(a).aromatic; });
}
bool IsHeteromonocycle(const Substituent& s) {
  if (!s.Simple()) return false;
  const std::vector<int>* ring = MonocycleAtRoot(s);
  return ring != nullptr &&
         std::any_of(ring->begin(), ring->end(), [&](int a) { return s.atom(a).element != kCarbon; });
}

// 25. aromatic: bonded through an atom of an aromatic ring, fused or not, whatever it carries.
bool IsAromatic(const Substituent& s) { return s.Simple() && s.atom(s.root()).aromatic; }

// The atoms of an unbranched, saturated chain of carbon and oxygen across two core atoms that are bonded to
// each other, from its first attachment to its second; empty when the fragment is none.
std::vector<int> BridgeAcrossABond(const Substituent& s) {
  const auto& attachments = s.fragment().attachments;
  if (attachments.size() != 2 || attachments[0].core_atom == attachments[1].core_atom) return {};
  if (s.graph().Bond(attachments[0].core_atom, attachments[1].core_atom) == nullptr) return {};
  if (!s.OnlyElements({kCarbon, kOxygen}, false)) return {};
  for (const int a : s.fragment().atoms) {
    if (s.of(a).size() != 2 || s.atom(a).charge != 0) return {};
    for (const auto& n : s.of(a)) {
      if (n.order != BondOrder::kSingle) return {};
    }
  }
  std::vector<int> chain = {attachments[0].atom};
  while (chain.back() != attachments[1].atom) {
    const auto& next = s.of(chain.back());
    const auto it = std::find_if(next.begin(), next.end(), [&](const MolGraph::Neighbour& n) {
      return s.Inside(n.atom) && std::find(chain.begin(), chain.end(), n.atom) == chain.end();
    });
    if (it == next.end()) return {};
    chain.push_back(it->atom);
  }
  return chain.size() == s.size() ? chain : std::vector<int>{};
}

// 26. alkylenedioxy: -O-(CH2)n-O- across two core atoms that are bonded to each other.
bool IsAlkylenedioxy(const Substituent& s) {
  const std::vector<int> chain = BridgeAcrossABond(s);
  return chain.size() >= 3 && s.Count(kOxygen) == 2 && s.atom(chain.front()).element == kOxygen &&
         s.atom(chain.back()).element == kOxygen;
}

// 27. alkyleneoxy: -O-(CH2)n- across two such atoms, either way round (2,3-dihydrobenzofuran).
bool IsAlkyleneoxy(const Substituent& s) {
  const std::vector<int> chain = BridgeAcrossABond(s);
  return chain.size() >= 2 && s.Count(kOxygen) == 1 &&
         (s.atom(chain.front()).element == kOxygen || s.atom(chain.back()).element == kOxygen);
}

// 28. ring-with-atom: a chain that leaves one core atom and returns to it, so that the atom stands in a ring
// (pyrrolidine, piperidine, morpholine for a nitrogen).
bool ClosesRingOnOneAtom(const Substituent& s) {
  const auto& attachments = s.fragment().attachments;
  return attachments.size() == 2 && attachments[0].core_atom == attachments[1].core_atom &&
         attachments[0].order == BondOrder::kSingle && attachments[1].order == BondOrder::kSingle;
}

// 29. any: anything but hydrogen.
bool IsAnything(const Substituent& s) { return !s.fragment().attachments.empty(); }

}  // namespace

// 1. alkyl: saturated, acyclic, carbon and hydrogen only.
bool IsAlkylGroup(const Substituent& s) {
  return s.Simple() && s.Neutral() && s.OnlyElements({kCarbon}, false) && s.Acyclic() && s.Saturated();
}

// 12. nitro: -NO2 in either drawing.
bool IsNitroGroup(const Substituent& s) {
  return s.Simple() && s.size() == 3 && s.atom(s.root()).element == kNitrogen && s.Count(kOxygen) == 2 &&
         s.of(s.root()).size() == 3 && s.Hydroxyls() == 0;
}

// 13. cyano: -CN, by its carbon.
bool IsCyanoGroup(const Substituent& s) {
  return s.Simple() && s.size() == 2 && s.atom(s.root()).element == kCarbon && s.Count(kNitrogen) == 1 &&
         s.Bonds(BondOrder::kTriple) == 1;
}

const std::vector<int>* MonocycleAtRoot(const Substituent& s) {
  const std::vector<int>* found = nullptr;
  for (const auto& ring : s.graph().rings) {
    if (std::find(ring.begin(), ring.end(), s.root()) == ring.end()) continue;
    if (found != nullptr) return nullptr;
    found = &ring;
  }
  if (found == nullptr) return nullptr;
  for (const int a : *found) {
    if (!s.Inside(a)) return nullptr;
    int rings = 0;
    for (const auto& ring : s.graph().rings)
      rings += std::find(ring.begin(), ring.end(), a) != ring.end() ? 1 : 0;
    if (rings != 1) return nullptr;
  }
  return found;
}

namespace {
constexpr AtomMask kCarbonyl =
    ~(atom_mask::kSaturated | atom_mask::kLacksDoubleOxygen | atom_mask::RingBondsAtLeast(2));
constexpr AtomMask kAromatic = ~(atom_mask::kNotInRing | atom_mask::kSaturated);
}  // namespace

const std::vector<NamedGroupTest>& NamedGroupTests() {
  static const auto* const table = new std::vector<NamedGroupTest>{
      {"alkyl", IsAlkylGroup, false, kCarbon, {}},
      {"alkenyl", IsAlkenyl, false, kCarbon, {}},
      {"haloalkyl", IsHaloalkyl, false, kCarbon, {}},
      {"halo", IsHalo, false, 0, {}},
      {"hydroxy", IsHydroxy, false, kOxygen, {}},
      {"alkoxy", IsAlkoxy, false, kOxygen, {kCarbon}},
      {"haloalkoxy", IsHaloalkoxy, false, kOxygen, {kCarbon}},
      {"alkylthio", IsAlkylthio, false, kSulphur, {kCarbon}},
      {"alkylsulphonyl", IsAlkylsulphonyl, false, kSulphur, {kOxygen, kOxygen}},
      {"amino", IsAmino, false, kNitrogen, {}},
      {"substituted-amino", IsSubstitutedAmino, false, kNitrogen, {}},
      {"nitro", IsNitroGroup, false, kNitrogen, {kOxygen, kOxygen}},
      {"cyano", IsCyanoGroup, false, kCarbon, {kNitrogen}},
      {"acyl", IsAcyl, false, kCarbon, {kOxygen}, kCarbonyl},
      {"carboxylic-acyl", IsCarboxylicAcyl, false, kCarbon, {kOxygen}, kCarbonyl},
      {"carbamoyl", IsCarbamoyl, false, kCarbon, {kNitrogen, kOxygen}, kCarbonyl},
      {"alkoxycarbonyl", IsAlkoxycarbonyl, false, kCarbon, {kOxygen, kOxygen}, kCarbonyl},
      {"acyloxy", IsAcyloxy, false, kOxygen, {kCarbon}},
      {"ester", IsEster, false, 0, {}},
      {"alkoxyalkyl", IsAlkoxyalkyl, false, kCarbon, {}},
      {"ether", IsEther, false, 0, {}},
      {"monocycle", IsMonocycle, false, 0, {}, ~atom_mask::kNotInRing},
      {"aromatic-monocycle", IsAromaticMonocycle, false, 0, {}, kAromatic},
      {"heteromonocycle", IsHeteromonocycle, false, 0, {}, ~atom_mask::kNotInRing},
      {"aromatic", IsAromatic, false, 0, {}, kAromatic},
      {"alkylenedioxy", IsAlkylenedioxy, true, kOxygen, {}},
      {"alkyleneoxy", IsAlkyleneoxy, true, 0, {}},
      {"ring-with-atom", ClosesRingOnOneAtom, true, 0, {}},
      {"any", IsAnything, true, 0, {}},
  };
  return *table;
}

}  // namespace tidewaiter
