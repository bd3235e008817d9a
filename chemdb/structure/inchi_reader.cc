#include "chemdb/structure/inchi_reader.h"

#include <algorithm>
#include <vector>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/internal/bond_orders.h"
#include "chemdb/structure/internal/elements.h"
#include "chemdb/structure/internal/inchi_graph.h"

namespace tidewaiter {
namespace {

using internal::InchiAtom;
using internal::InchiComponent;

constexpr int kNone = -1;

// Writes one component: a depth-first walk, once for the tree and its ring bonds, once for the text.
class Writer {
 public:
  Writer(const InchiComponent& component, const std::vector<int>& orders)
      : c_(component),
        orders_(orders),
        parent_(c_.atoms.size(), kNone),
        children_(c_.atoms.size()),
        rings_(c_.atoms.size()),
        seen_(c_.atoms.size(), false) {}

  // Empty when the atoms are not all connected.
  std::string Write() {
    Plan();
    if (std::find(seen_.begin(), seen_.end(), false) != seen_.end()) return "";
    std::string out;
    Put(0, out);
    return out;
  }

 private:
  static size_t Place(int i) { return static_cast<size_t>(i); }

  int OrderOf(int a, int b) const {
    for (size_t k = 0; k < c_.bonds.size(); ++k) {
      const auto& [x, y] = c_.bonds[k];
      if ((x == a && y == b) || (x == b && y == a)) return orders_[k];
    }
    return 1;
  }

  // A stack of its own: chains of hundreds of atoms are allowed.
  void Plan() {
    std::vector<std::pair<int, size_t>> stack = {{0, 0}};
    seen_[0] = true;
    int next_ring = 0;
    while (!stack.empty()) {
      auto& [atom, at] = stack.back();
      const std::vector<int>& neighbours = c_.atoms[Place(atom)].neighbours;
      if (at == neighbours.size()) {
        stack.pop_back();
        continue;
      }
      const int here = atom, other = neighbours[at++];
      if (!seen_[Place(other)]) {
        seen_[Place(other)] = true;
        parent_[Place(other)] = here;
        children_[Place(here)].push_back(other);
        stack.emplace_back(other, 0);
      } else if (other != parent_[Place(here)] && !HasRing(here, other)) {
        const int ring = ++next_ring;
        rings_[Place(here)].push_back({other, ring});
        rings_[Place(other)].push_back({here, ring});
      }
    }
  }

  bool HasRing(int a, int b) const {
    return std::any_of(rings_[Place(a)].begin(), rings_[Place(a)].end(),
                       [b](const Ring& ring) { return ring.other == b; });
  }

  // '@' or '@@' of an atom whose neighbours are written in the order of `written`; a hydrogen is kNone.
  static std::string_view Chirality(const InchiAtom& atom, std::vector<int> written) {
    if (atom.parity == 0 || written.size() != 4) return "";
    // InChI: seen from the lowest (a hydrogen is lowest), ascending numbers turn clockwise when the parity is
    // even ("+"): '@@' of neighbours in ascending order.
    bool even = true;
    for (size_t i = 0; i < written.size(); ++i) {
      for (size_t k = i + 1; k < written.size(); ++k) even ^= written[i] > written[k];
    }
    return (atom.parity > 0) == even ? "@@" : "@";
  }

  void PutAtom(int i, std::string& out) const {
    const InchiAtom& atom = c_.atoms[Place(i)];
    std::vector<int> written;
    if (parent_[Place(i)] != kNone) written.push_back(parent_[Place(i)]);
    if (atom.hydrogens == 1) written.push_back(kNone);
    for (const Ring& ring : rings_[Place(i)]) written.push_back(ring.other);
    written.insert(written.end(), children_[Place(i)].begin(), children_[Place(i)].end());
    AppendTo(out, "[", internal::ElementSymbol(atom.element), Chirality(atom, std::move(written)));
    if (atom.hydrogens > 0) AppendTo(out, "H");
    if (atom.hydrogens > 1) AppendTo(out, atom.hydrogens);
    if (atom.charge > 0) AppendTo(out, "+", atom.charge);
    if (atom.charge < 0) AppendTo(out, atom.charge);
    out += ']';
  }

  static std::string_view BondSymbol(int order) { return order == 2 ? "=" : order == 3 ? "#" : ""; }

  // The last child follows in the same line, the others in brackets: no recursion along a chain.
  void Put(int root, std::string& out) const {
    struct Step {
      int atom;  // kNone: closes a bracket
      bool opens = false;
    };
    std::vector<Step> stack = {{root}};
    while (!stack.empty()) {
      const Step step = stack.back();
      stack.pop_back();
      if (step.atom == kNone) {
        out += ')';
        continue;
      }
      if (step.opens) out += '(';
      if (parent_[Place(step.atom)] != kNone)
        out += BondSymbol(OrderOf(parent_[Place(step.atom)], step.atom));
      PutAtom(step.atom, out);
      for (const Ring& ring : rings_[Place(step.atom)]) {
        out += BondSymbol(OrderOf(step.atom, ring.other));
        AppendTo(out, ring.number < 10 ? "" : "%", ring.number);
      }
      const std::vector<int>& children = children_[Place(step.atom)];
      for (size_t k = children.size(); k-- > 0;) {
        const bool last = k + 1 == children.size();
        if (!last) stack.push_back({kNone});
        stack.push_back({children[k], !last});
      }
    }
  }

  struct Ring {
    int other = 0, number = 0;
  };
  const InchiComponent& c_;
  const std::vector<int>& orders_;
  std::vector<int> parent_;
  std::vector<std::vector<int>> children_;
  std::vector<std::vector<Ring>> rings_;
  std::vector<bool> seen_;
};

}  // namespace

absl::StatusOr<std::string> SmilesOfInchi(std::string_view inchi) {
  TW_ASSIGN_OR_RETURN(std::vector<InchiComponent> components, internal::ReadInchiGraph(inchi));
  std::string out;
  for (InchiComponent& component : components) {
    TW_ASSIGN_OR_RETURN(const std::vector<int> orders, internal::FindBondOrders(component));
    const std::string text = Writer(component, orders).Write();
    if (text.empty())
      return absl::InvalidArgumentError("not an InChI: a component's atoms are not connected");
    AppendTo(out, out.empty() ? "" : ".", text);
  }
  return out;
}

}  // namespace tidewaiter
