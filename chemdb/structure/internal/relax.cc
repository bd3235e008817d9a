#include "chemdb/structure/internal/relax.h"

#include <GraphMol/QueryAtom.h>
#include <GraphMol/QueryBond.h>
#include <GraphMol/QueryOps.h>

#include "chemdb/structure/atom_mask.h"

namespace tidewaiter::internal {
namespace {

using namespace atom_mask;

// Nested deeper than any rule is: what lies below says nothing.
constexpr int kMostDepth = 40;

using AtomQuery = RDKit::Atom::QUERYATOM_QUERY;
using BondQuery = RDKit::Bond::QUERYBOND_QUERY;

constexpr AtomMask Only(AtomMask field, AtomMask allowed) { return kEverything & ~(field & ~allowed); }

// A query for one value of a field. `exact`: the bit stands for this value alone, so that "not" can be said.
AtomMask OneValue(AtomMask field, AtomMask bit, bool negated, bool exact) {
  if (!negated) return Only(field, bit);
  return exact ? Only(field, field & ~bit) : kEverything;
}

bool HasOwnBit(int z) { return ElementClass(z) != kOtherClass; }

// An aromatic atom lies in a ring and is no saturated carbon.
constexpr AtomMask kAromatic = kEverything & ~(kNotInRing | kSaturated);

// The masks of a plain (not composed) atom query; kEverything for what is not understood.
AtomMask SimpleMask(const AtomQuery& query) {
  const bool negated = query.getNegation();
  const std::string& name = query.getDescription();
  if (name == "AtomIsAromatic" || name == "AtomAromatic") return negated ? kEverything : kAromatic;
  if (name == "AtomInRing") return OneValue(kRingBonds, kRingBonds & ~kNotInRing, negated, true);
  const auto* equality = dynamic_cast<const RDKit::ATOM_EQUALS_QUERY*>(&query);
  // Ranges are other classes with names of their own.
  if (equality == nullptr) return kEverything;
  const int value = equality->getVal();
  if (name == "AtomAtomicNum") return OneValue(kElements, Element(value), negated, HasOwnBit(value));
  if (name == "AtomType") {
    // The atomic number packed with aromaticity (aromatic ones are 1000 higher).
    if (negated) return kEverything;
    const AtomMask element = Only(kElements, Element(value % 1000));
    return value >= 1000 ? element & kAromatic : element;
  }
  if (value < 0) {
    return name == "AtomFormalCharge" && !negated ? kEverything & ~(kNeutral | kPositive) : kEverything;
  }
  if (name == "AtomExplicitDegree") return OneValue(kDegrees, Degree(value), negated, value < kMostDegree);
  if (name == "AtomHCount") return OneValue(kHydrogens, Hydrogens(value), negated, value < kMostHydrogens);
  if (name == "AtomTotalDegree") {
    // X counts hydrogens too, so there are no more neighbours than that.
    if (negated)
      return value >= 2 && value <= 4 ? Only(kConnections, kConnections & ~Connections(value)) : kEverything;
    AtomMask mask = value >= 1 ? Only(kConnections, Connections(value)) : kEverything;
    if (value < kMostDegree) mask &= ~DegreeAtLeast(value + 1);
    // A neutral carbon with four neighbours has single bonds only; with fewer it has others.
    if (value >= 4) mask &= ~kUnsaturated;
    if (value < 4) mask &= ~kSaturated;
    return mask;
  }
  if (name == "AtomRingBondCount") {
    if (value == 0) return OneValue(kRingBonds, kNotInRing, negated, true);
    if (value == 1) return kEverything;
    return OneValue(kRingBonds, RingBonds(value), negated, value < 4);
  }
  if (name == "AtomFormalCharge") {
    if (negated) return kEverything;
    return value == 0 ? kEverything & ~kPositive : kEverything & ~kNeutral;
  }
  return kEverything;
}

// kSaturated is said of carbon only; a mask that bars it must not bar what X says of other elements. It does
// not: atoms of other elements never set the bit.

BondKinds KindsOf(const BondQuery& query, int depth) {
  if (depth > kMostDepth || query.getNegation()) return kAnyBond;
  const std::string& name = query.getDescription();
  if (name == "SingleOrAromaticBond") return kMayBeSingle | kMayBeAromatic;
  if (name == "BondInRing") return kMayBeInRing;
  if (name == "BondOrder") {
    const auto* equality = dynamic_cast<const RDKit::BOND_EQUALS_QUERY*>(&query);
    if (equality == nullptr) return kAnyBond;
    switch (equality->getVal()) {
      case RDKit::Bond::SINGLE:
        return kMayBeSingle;
      case RDKit::Bond::DOUBLE:
        return kMayBeDouble;
      case RDKit::Bond::TRIPLE:
        return kMayBeTriple;
      case RDKit::Bond::AROMATIC:
        return kMayBeAromatic;
      default:
        return kAnyBond;
    }
  }
  if (name == "BondAnd") {
    BondKinds out = kAnyBond;
    for (auto it = query.beginChildren(); it != query.endChildren(); ++it) {
      out = static_cast<BondKinds>(out & KindsOf(**it, depth + 1));
    }
    return out;
  }
  if (name == "BondOr") {
    BondKinds out = 0;
    for (auto it = query.beginChildren(); it != query.endChildren(); ++it) {
      out = static_cast<BondKinds>(out | KindsOf(**it, depth + 1));
    }
    return out;
  }
  return kAnyBond;
}

BondKinds KindsOf(const RDKit::Bond& bond) {
  if (bond.hasQuery()) return KindsOf(*bond.getQuery(), 0);
  switch (bond.getBondType()) {
    case RDKit::Bond::SINGLE:
      return kMayBeSingle;
    case RDKit::Bond::DOUBLE:
      return kMayBeDouble;
    case RDKit::Bond::TRIPLE:
      return kMayBeTriple;
    case RDKit::Bond::AROMATIC:
      return kMayBeAromatic;
    default:
      return kAnyBond;
  }
}

AtomNeed NeedOf(const RDKit::Atom& atom, int depth);

// What a recursive pattern says about its first atom: that atom's own need, and its neighbours. The rest is
// left out.
AtomNeed NeedOfRecursive(const RDKit::ROMol& inner, int depth) {
  const RDKit::Atom* first = inner.getAtomWithIdx(0);
  AtomNeed need = NeedOf(*first, depth + 1);
  RelaxedQuery star;
  std::vector<int> index(inner.getNumAtoms(), -1);
  const auto add = [&](const RDKit::Atom* atom) {
    int& at = index[atom->getIdx()];
    if (at < 0) at = star.AddAtom(NeedOf(*atom, depth + 1));
    return at;
  };
  add(first);
  for (const auto* neighbour : inner.atomNeighbors(first)) {
    if ((NeedOf(*neighbour, depth + 1).Union() & kElements) == Element(1)) return need;
    add(neighbour);
    star.AddBond(0, index[neighbour->getIdx()],
                 KindsOf(*inner.getBondBetweenAtoms(first->getIdx(), neighbour->getIdx())));
  }
  for (const auto* bond : inner.bonds()) {
    // Second neighbours, for the carbonyl beside an amide's nitrogen.
    if (bond->getBeginAtomIdx() == first->getIdx() || bond->getEndAtomIdx() == first->getIdx()) continue;
    const bool begin = index[bond->getBeginAtomIdx()] > 0;
    const bool end = index[bond->getEndAtomIdx()] > 0;
    if (begin == end) continue;
    const RDKit::Atom* outer = begin ? bond->getEndAtom() : bond->getBeginAtom();
    if ((NeedOf(*outer, depth + 1).Union() & kElements) != Element(8)) continue;
    const int oxygen = star.AddAtom(NeedOf(*outer, depth + 1));
    star.AddBond(index[(begin ? bond->getBeginAtom() : bond->getEndAtom())->getIdx()], oxygen,
                 KindsOf(*bond));
  }
  if (star.Finish()) need.And(star.NeedOfAtom(0));
  return need;
}

AtomNeed NeedOf(const AtomQuery& query, int depth) {
  if (depth > kMostDepth) return AtomNeed();
  const std::string& name = query.getDescription();
  if (name == "RecursiveStructure") {
    if (query.getNegation()) return AtomNeed();
    const auto* recursive = dynamic_cast<const RDKit::RecursiveStructureQuery*>(&query);
    const RDKit::ROMol* inner = recursive == nullptr ? nullptr : recursive->getQueryMol();
    if (inner == nullptr || inner->getNumAtoms() == 0) return AtomNeed();
    return NeedOfRecursive(*inner, depth);
  }
  if (name == "AtomAnd" || name == "AtomOr") {
    if (query.getNegation()) return AtomNeed();
    AtomNeed out = name == "AtomAnd" ? AtomNeed() : AtomNeed::Nothing();
    for (auto it = query.beginChildren(); it != query.endChildren(); ++it) {
      const AtomNeed child = NeedOf(**it, depth + 1);
      name == "AtomAnd" ? out.And(child) : out.Or(child);
    }
    return out;
  }
  return AtomNeed(SimpleMask(query));
}

AtomNeed NeedOf(const RDKit::Atom& atom, int depth) {
  if (atom.hasQuery()) return NeedOf(*atom.getQuery(), depth);
  if (atom.getAtomicNum() == 0) return AtomNeed();
  return AtomNeed(Only(kElements, Element(atom.getAtomicNum())));
}

}  // namespace

RelaxedQuery Relax(const RDKit::ROMol& query) {
  RelaxedQuery out;
  std::vector<int> index(query.getNumAtoms(), -1);
  for (const auto* atom : query.atoms()) {
    AtomNeed need = NeedOf(*atom, 0);
    // A hydrogen does not show in a skeleton: what asks for one asks for nothing.
    if ((need.Union() & kElements) == Element(1)) continue;
    index[atom->getIdx()] = out.AddAtom(std::move(need));
  }
  for (const auto* bond : query.bonds()) {
    const int a = index[bond->getBeginAtomIdx()];
    const int b = index[bond->getEndAtomIdx()];
    if (a >= 0 && b >= 0) out.AddBond(a, b, KindsOf(*bond));
  }
  out.Finish();
  return out;
}

}  // namespace tidewaiter::internal
