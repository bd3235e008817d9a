#include "rules/structure/fragment_name.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "chemdb/base/concat.h"
#include "rules/structure/group_tests.h"
#include "rules/structure/name_parts.h"

namespace tidewaiter {
namespace {

constexpr int kMaxDepth = 5;
constexpr size_t kMaxNamedAtoms = 40;

using Name = std::optional<std::string>;

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string WithoutEnd(const std::string& text, size_t count) { return text.substr(0, text.size() - count); }

// Retained names of chains.
std::string Retained(const std::string& name) {
  static const auto* const names =
      new std::map<std::string, std::string>{{"1-methylethyl", "isopropyl"},
                                             {"1,1-dimethylethyl", "tert-butyl"},
                                             {"2-methylpropyl", "isobutyl"},
                                             {"1-methylpropyl", "sec-butyl"},
                                             {"2-phenylethyl", "phenethyl"},
                                             {"ethenyl", "vinyl"},
                                             {"prop-2-enyl", "allyl"},
                                             {"prop-2-enoyl", "acryloyl"},
                                             {"2-methylprop-2-enoyl", "methacryloyl"},
                                             {"2-oxopropyl", "acetonyl"}};
  const auto it = names->find(name);
  return it == names->end() ? name : it->second;
}

class Namer {
 public:
  explicit Namer(const Substituent& whole) : s_(whole) {}

  Name Of(int from, int root, BondOrder order, int depth) const {
    if (depth > kMaxDepth) return std::nullopt;
    const MolGraph::Atom& atom = s_.atom(root);
    if (order == BondOrder::kDouble) return DoubleBonded(from, root);
    if (order != BondOrder::kSingle) return std::nullopt;
    const Fragment branch = s_.Branch(from, root);
    const Substituent part(s_.graph(), branch);
    if (IsNitroGroup(part)) return "nitro";
    if (IsCyanoGroup(part)) return "cyano";
    if (atom.charge != 0) return std::nullopt;
    if (atom.in_ring) return Ring(from, root, depth);
    switch (atom.element) {
      case 9:
        return "fluoro";
      case 17:
        return "chloro";
      case 35:
        return "bromo";
      case 53:
        return "iodo";
      case 8:
        return Oxygen(from, root, depth);
      case 16:
        return Sulphur(from, root, depth);
      case 7:
        return Nitrogen(from, root, depth);
      case 6:
        return part.HasDoubleBondedOxygen(root) ? Carbonyl(from, root, depth)
                                                : Chain(from, root, false, depth);
      default:
        return std::nullopt;
    }
  }

 private:
  struct Child {
    int atom = 0;
    BondOrder order = BondOrder::kSingle;
  };
  std::vector<Child> Children(int from, int at) const {
    std::vector<Child> out;
    for (const auto& n : s_.of(at)) {
      if (n.atom != from && s_.Inside(n.atom)) out.push_back({n.atom, n.order});
    }
    return out;
  }

  Name DoubleBonded(int from, int root) const {
    const MolGraph::Atom& atom = s_.atom(root);
    if (!Children(from, root).empty()) return std::nullopt;
    if (atom.element == 8) return "oxo";
    if (atom.element == 16) return "thioxo";
    if (atom.element == 7) return "imino";
    return atom.element == 6 ? Name("methylidene") : std::nullopt;
  }

  Name Oxygen(int from, int root, int depth) const {
    const std::vector<Child> children = Children(from, root);
    if (children.empty()) return s_.atom(root).hydrogens == 1 ? Name("hydroxy") : std::nullopt;
    if (children.size() != 1) return std::nullopt;
    const Name inner = Of(root, children[0].atom, children[0].order, depth + 1);
    if (!inner) return std::nullopt;
    for (const std::string_view end : {"methyl", "ethyl", "propyl", "butyl", "phenyl", "acetyl"}) {
      if (EndsWith(*inner, end)) return Concat(WithoutEnd(*inner, 2), "oxy");
    }
    return Concat(*inner, "oxy");
  }

  Name Sulphur(int from, int root, int depth) const {
    int oxygens = 0;
    Name other;
    for (const Child& child : Children(from, root)) {
      if (child.order == BondOrder::kDouble && s_.atom(child.atom).element == 8) {
        ++oxygens;
      } else if (other) {
        return std::nullopt;
      } else {
        other = Of(root, child.atom, child.order, depth + 1);
        if (!other) return std::nullopt;
      }
    }
    if (!other) return oxygens == 0 ? Name("sulphanyl") : std::nullopt;
    constexpr std::string_view kEnds[] = {"thio", "sulphinyl", "sulphonyl"};
    return oxygens <= 2 ? Name(Concat(*other, kEnds[oxygens])) : std::nullopt;
  }

  Name Nitrogen(int from, int root, int depth) const {
    std::vector<std::string> names;
    for (const Child& child : Children(from, root)) {
      if (child.order != BondOrder::kSingle) return std::nullopt;
      const Name name = Of(root, child.atom, child.order, depth + 1);
      if (!name) return std::nullopt;
      names.push_back(*name);
    }
    std::sort(names.begin(), names.end());
    if (names.empty()) return "amino";
    if (names.size() == 1) return Concat(names[0], "amino");
    if (names.size() > 2) return std::nullopt;
    if (names[0] == names[1]) return Concat("di", names[0], "amino");
    return Concat(names[0], "(", names[1], ")amino");
  }

  Name Carbonyl(int from, int root, int depth) const {
    std::optional<Child> other;
    for (const Child& child : Children(from, root)) {
      if (child.order == BondOrder::kSingle) {
        if (other) return std::nullopt;
        other = child;
      }
    }
    if (!other) return s_.atom(root).hydrogens == 1 ? Name("formyl") : std::nullopt;
    const MolGraph::Atom& beside = s_.atom(other->atom);
    if (beside.in_ring) {
      const auto ring = RingParts(root, other->atom, depth + 1);
      if (!ring) return std::nullopt;
      return Joined(ring->prefix, Concat(ring->acid, ring->acid == "benz" ? "oyl" : "carbonyl"));
    }
    if (beside.element == 6) return Chain(from, root, /*acyl=*/true, depth);
    const Name name = Of(root, other->atom, BondOrder::kSingle, depth + 1);
    if (!name) return std::nullopt;
    if (beside.element == 8) return *name == "hydroxy" ? Name("carboxy") : Name(Concat(*name, "carbonyl"));
    if (beside.element == 7 && EndsWith(*name, "amino")) return Concat(WithoutEnd(*name, 5), "carbamoyl");
    return std::nullopt;
  }

  // The longest chains of carbons from `root` on, outside rings.
  void Chains(int from, std::vector<int> chain, std::vector<std::vector<int>>& out) const {
    bool longer = false;
    if (chain.size() < 12) {
      for (const auto& n : s_.of(chain.back())) {
        const bool carbon = n.atom != from && s_.Inside(n.atom) && s_.atom(n.atom).element == 6 &&
                            !s_.atom(n.atom).in_ring && s_.atom(n.atom).charge == 0 &&
                            n.order != BondOrder::kAromatic;
        if (!carbon || std::find(chain.begin(), chain.end(), n.atom) != chain.end()) continue;
        // Cyano is named as such.
        if (s_.of(n.atom).size() == 2 &&
            std::any_of(s_.of(n.atom).begin(), s_.of(n.atom).end(), [&](const MolGraph::Neighbour& m) {
              return m.order == BondOrder::kTriple && s_.atom(m.atom).element == 7;
            })) {
          continue;
        }
        std::vector<int> next = chain;
        next.push_back(n.atom);
        longer = true;
        Chains(from, std::move(next), out);
      }
    }
    if (longer) return;
    if (!out.empty() && out[0].size() > chain.size()) return;
    if (!out.empty() && out[0].size() < chain.size()) out.clear();
    out.push_back(std::move(chain));
  }

  Name Chain(int from, int root, bool acyl, int depth) const {
    std::vector<std::vector<int>> chains;
    Chains(from, {root}, chains);
    Name best;
    size_t best_carried = 0;
    for (const std::vector<int>& chain : chains) {
      size_t carried = 0;
      const Name name = NameChain(from, chain, acyl, depth, carried);
      if (!name) continue;
      // More and simpler things carried make the better name.
      if (!best || carried > best_carried || (carried == best_carried && *name < *best)) {
        best = name;
        best_carried = carried;
      }
    }
    return best;
  }

  Name NameChain(int from, const std::vector<int>& chain, bool acyl, int depth, size_t& count) const {
    Carried carried;
    std::string unsaturation;
    for (size_t i = 0; i < chain.size(); ++i) {
      if (i > 0) {
        const BondOrder order = s_.graph().Bond(chain[i - 1], chain[i])->order;
        if (order == BondOrder::kDouble || order == BondOrder::kTriple) {
          if (!unsaturation.empty()) return std::nullopt;  // dienes have names, and no room here
          const std::string_view end = order == BondOrder::kDouble ? "en" : "yn";
          unsaturation = chain.size() == 2 ? std::string(end) : Concat("-", i, "-", end);
        }
      }
      for (const auto& n : s_.of(chain[i])) {
        if (!s_.Inside(n.atom) || (i == 0 && n.atom == from)) continue;
        if (std::find(chain.begin(), chain.end(), n.atom) != chain.end()) continue;
        if (acyl && i == 0 && n.order == BondOrder::kDouble) continue;  // the carbonyl oxygen
        const Name name = Of(chain[i], n.atom, n.order, depth + 1);
        if (!name) return std::nullopt;
        carried.emplace_back(static_cast<int>(i) + 1, *name);
      }
    }
    count = carried.size();
    const std::string stem(AlkaneStem(chain.size()));
    if (acyl) {
      const bool acetyl = chain.size() == 2 && unsaturation.empty();
      const std::string parent =
          acetyl ? "acetyl" : Concat(stem, unsaturation.empty() ? "an" : unsaturation, "oyl");
      return Retained(Joined(CarriedPrefix(std::move(carried), !acetyl), parent));
    }
    // Benzyl, with what its ring carries.
    if (chain.size() == 1 && carried.size() == 1 && EndsWith(carried[0].second, "phenyl")) {
      return Concat(WithoutEnd(carried[0].second, 6), "benzyl");
    }
    std::string out =
        Joined(CarriedPrefix(std::move(carried), chain.size() > 1), Concat(stem, unsaturation, "yl"));
    return Retained(out);
  }

  std::optional<RingName> RingParts(int from, int root, int depth) const {
    const Fragment branch = s_.Branch(from, root);
    const std::vector<int>* ring = MonocycleAtRoot(Substituent(s_.graph(), branch));
    if (ring == nullptr || depth > kMaxDepth) return std::nullopt;
    // In ring order from the root; RDKit gives the atoms in order, but not from there.
    std::vector<int> order = {root};
    while (order.size() < ring->size()) {
      bool found = false;
      for (const auto& n : s_.of(order.back())) {
        const bool in = std::find(ring->begin(), ring->end(), n.atom) != ring->end();
        if (!in || std::find(order.begin(), order.end(), n.atom) != order.end()) continue;
        order.push_back(n.atom);
        found = true;
        break;
      }
      if (!found) return std::nullopt;
    }
    Carried carried;
    for (size_t i = 0; i < order.size(); ++i) {
      for (const auto& n : s_.of(order[i])) {
        if (n.atom == from || !s_.Inside(n.atom)) continue;
        if (std::find(order.begin(), order.end(), n.atom) != order.end()) continue;
        const Name name = Of(order[i], n.atom, n.order, depth + 1);
        if (!name) return std::nullopt;
        carried.emplace_back(static_cast<int>(i), *name);
      }
    }
    return NameRing(s_.graph(), order, carried);
  }

  Name Ring(int from, int root, int depth) const {
    const auto parts = RingParts(from, root, depth);
    return parts ? Name(Joined(parts->prefix, parts->substituent)) : std::nullopt;
  }

  const Substituent& s_;
};

// Hill order: C, H, then the rest by symbol.
std::string Formula(const Substituent& s) {
  std::map<std::string, int> counts;
  int hydrogens = 0;
  for (const int a : s.fragment().atoms) {
    hydrogens += s.atom(a).hydrogens;
    std::string_view symbol = "X";
    switch (s.atom(a).element) {
      case 5:
        symbol = "B";
        break;
      case 6:
        symbol = "C";
        break;
      case 7:
        symbol = "N";
        break;
      case 8:
        symbol = "O";
        break;
      case 9:
        symbol = "F";
        break;
      case 14:
        symbol = "Si";
        break;
      case 15:
        symbol = "P";
        break;
      case 16:
        symbol = "S";
        break;
      case 17:
        symbol = "Cl";
        break;
      case 34:
        symbol = "Se";
        break;
      case 35:
        symbol = "Br";
        break;
      case 53:
        symbol = "I";
        break;
      default:
        break;
    }
    ++counts[std::string(symbol)];
  }
  std::string out;
  const auto append = [&](const std::string& symbol, int count) {
    if (count > 0) AppendTo(out, symbol, count > 1 ? Concat(count) : std::string());
  };
  append("C", counts["C"]);
  append("H", hydrogens);
  counts.erase("C");
  for (const auto& [symbol, count] : counts) append(symbol, count);
  return out;
}

std::string NameBridge(const Substituent& s) {
  constexpr std::string_view kAlkylenes[] = {"", "methylene", "ethylene", "trimethylene", "tetramethylene"};
  const auto carbons = static_cast<size_t>(s.Count(6));
  for (const NamedGroupTest& known : NamedGroupTests()) {
    if (carbons == 0 || carbons >= std::size(kAlkylenes) || !known.test(s)) continue;
    if (known.name == "alkylenedioxy") return Concat(kAlkylenes[carbons], "dioxy");
    if (known.name == "alkyleneoxy") return Concat(kAlkylenes[carbons], "oxy");
  }
  const auto& attachments = s.fragment().attachments;
  const bool one_place =
      std::all_of(attachments.begin(), attachments.end(),
                  [&](const Fragment::Attachment& a) { return a.core_atom == attachments[0].core_atom; });
  return Concat("a bridge ", Formula(s), one_place ? " that closes a ring" : "");
}

}  // namespace

std::string NameFragment(const MolGraph& graph, const Fragment& fragment) {
  const Substituent s(graph, fragment);
  if (fragment.attachments.size() > 1) return NameBridge(s);
  if (fragment.atoms.size() <= kMaxNamedAtoms) {
    const Fragment::Attachment& attachment = fragment.attachments[0];
    if (const Name name = Namer(s).Of(attachment.core_atom, attachment.atom, attachment.order, 0))
      return *name;
  }
  return Concat("a group ", Formula(s));
}

}  // namespace tidewaiter
