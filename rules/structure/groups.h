// Named groups of class-wide law, defined once: what "alkyl", "haloalkyl", "acyl" or "monocycle" means when a
// rule says that a region is substituted with, or replaced by, one of them.
//
// A group is asked about a fragment: the atoms of a molecule that remain connected after a scaffold's core is
// taken out, with the bonds that tied it to the core. Each definition below is numbered in
// docs/class-rules.md with the law or usage it follows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chemdb/structure/mol_graph.h"
#include "chemdb/structure/relaxed_query.h"

namespace tidewaiter {

struct Fragment {
  // A bond from the core to the fragment.
  struct Attachment {
    int core_atom = 0;  // both are atoms of the molecule
    int atom = 0;
    BondOrder order = BondOrder::kSingle;
  };
  std::vector<int> atoms;
  std::vector<Attachment> attachments;
  bool Contains(int atom) const;
};

// One named group, perhaps with bounds: "alkyl", "alkyl(1-6)" (carbon atoms).
struct Group {
  std::string name;
  int min_carbons = 0;
  int max_carbons = 0;  // 0 = no bound
};

// nullopt for an unknown name or bad bounds.
std::optional<Group> ParseGroup(std::string_view text);
std::vector<std::string_view> KnownGroups();

// Whether `fragment` of `graph` is the group, the whole group and nothing but the group.
bool IsGroup(const Group& group, const MolGraph& graph, const Fragment& fragment);

// What a skeleton shows of any fragment that is the group: the elements its first atom may have, and elements
// that must be bonded to that atom besides (acyl: a carbon that carries an oxygen). For the sieve.
struct GroupSkeleton {
  RelaxedQuery::Elements root;
  std::vector<uint8_t> beside;
};
GroupSkeleton SkeletonOf(const Group& group);

// The fragment in words for a person: "chlorine", "methyl", "a cyano group", or its composition.
std::string DescribeFragment(const MolGraph& graph, const Fragment& fragment);

}  // namespace tidewaiter
