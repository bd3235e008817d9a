// What hangs on a scaffold: the atoms of a molecule that stay connected after the scaffold's atoms are taken
// out, with the bonds that tied them to it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "chemdb/structure/mol_graph.h"

namespace tidewaiter {

struct Fragment {
  // A bond from the scaffold to the fragment.
  struct Attachment {
    int core_atom = 0;  // both are atoms of the molecule
    int atom = 0;
    BondOrder order = BondOrder::kSingle;
  };
  std::vector<int> atoms;
  std::vector<Attachment> attachments;
  bool Contains(int atom) const;
};

bool IsHalogen(uint8_t element);

// A fragment with the questions that definitions and names ask of it. Refers to both for its lifetime.
class Substituent {
 public:
  Substituent(const MolGraph& graph, const Fragment& fragment) : graph_(graph), fragment_(fragment) {}

  const MolGraph& graph() const { return graph_; }
  const Fragment& fragment() const { return fragment_; }
  size_t size() const { return fragment_.atoms.size(); }

  // Tied by one single bond.
  bool Simple() const {
    return fragment_.attachments.size() == 1 && fragment_.attachments[0].order == BondOrder::kSingle;
  }
  // The atom that carries the first bond.
  int root() const { return fragment_.attachments[0].atom; }
  const MolGraph::Atom& atom(int a) const { return graph_.atoms[static_cast<size_t>(a)]; }
  const std::vector<MolGraph::Neighbour>& of(int a) const {
    return graph_.neighbours[static_cast<size_t>(a)];
  }
  bool Inside(int a) const { return fragment_.Contains(a); }

  int Count(uint8_t element) const;
  int Halogens() const;
  bool OnlyElements(std::initializer_list<uint8_t> elements, bool halogens) const;
  bool Acyclic() const;
  bool Neutral() const;
  // Bonds inside the fragment of this order.
  int Bonds(BondOrder order) const;
  bool Saturated() const;
  int Hydroxyls() const;
  // Whether `a` carries =O inside the fragment.
  bool HasDoubleBondedOxygen(int a) const;

  // The part of the fragment that hangs on `a` away from `from`, as a substituent of `from`.
  Fragment Branch(int from, int a) const;

 private:
  const MolGraph& graph_;
  const Fragment& fragment_;
};

}  // namespace tidewaiter
