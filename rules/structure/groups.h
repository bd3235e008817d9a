// Named groups of class-wide law, defined once: what "alkyl", "haloalkyl", "acyl" or "monocycle" means when a
// rule says that a region is substituted with, or replaced by, one of them. docs/class-rules.md lists them
// with the law or usage that each follows; files add further ones (group_file.h).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/structure/mol_graph.h"
#include "chemdb/structure/relaxed_query.h"
#include "rules/structure/fragment.h"

namespace tidewaiter {

struct GroupDefinition;

// One named group, perhaps with bounds: "alkyl", "alkyl(1-6)" (carbon atoms of the whole group).
struct Group {
  std::string name;
  int min_carbons = 0;
  int max_carbons = 0;  // 0 = no bound
  std::shared_ptr<const GroupDefinition> definition;
  std::string Text() const;
  // Whether whatever is `other` is this group too, as far as names and bounds tell.
  bool Covers(const Group& other) const;
};

// What a skeleton shows of any fragment that is the group: the elements its first atom may have, and elements
// that must be bonded to that atom besides (acyl: a carbon that carries an oxygen). For the sieve.
struct GroupSkeleton {
  RelaxedQuery::Elements root;
  std::vector<uint8_t> beside;                  // sorted
  AtomMask root_mask = atom_mask::kEverything;  // what else is certain of the first atom
};

// A chain that can stand between two parts of a scaffold in the place of another one.
struct LinkChain {
  std::vector<uint8_t> elements;
  std::vector<BondOrder> orders;  // between them; one fewer
  bool operator==(const LinkChain&) const = default;
};

// A group that is drawn: the fragment must be this, hydrogen for hydrogen.
struct GroupDrawing {
  MolGraph graph;  // without the place of attachment
  int root = 0;
  std::vector<int> order;  // of its atoms, from the root outwards
};

enum class GroupShape : uint8_t {
  kEnd,      // hangs on one atom by one single bond
  kBridge,   // may hang by several bonds: a substituent, never a replacement
  kLink,     // stands between two parts: replaces a region that has two bonds
  kNothing,  // "hydrogen": the region is not there
};

// What a name stands for. One of `test`, `drawn`, `any_of`, `links` says it, by shape.
struct GroupDefinition {
  std::string name;
  std::string means;   // in words
  std::string source;  // where the definition comes from
  GroupShape shape = GroupShape::kEnd;
  bool (*test)(const Substituent&) = nullptr;
  std::vector<GroupDrawing> drawn;
  std::vector<Group> any_of;
  std::vector<LinkChain> links;
  bool hydrocarbon_links = false;  // every chain of carbons within the bounds
  GroupSkeleton skeleton;
};

class GroupTable {
 public:
  // The groups of the program itself.
  static const GroupTable& BuiltIn();

  // nullopt for an unknown name or bad bounds.
  std::optional<Group> Parse(std::string_view text) const;
  std::vector<std::string> Names() const;
  // AlreadyExists when the name is taken.
  absl::Status Add(GroupDefinition definition);

 private:
  std::map<std::string, std::shared_ptr<const GroupDefinition>, std::less<>> groups_;
};

// A drawing with `*` for the place of attachment, as SMILES: "*C(C)=O". InvalidArgument when it cannot be
// read, has not one `*` on a single bond, or falls apart.
absl::StatusOr<GroupDrawing> DrawGroup(std::string_view smiles);
// A chain with `*` at both ends: "*SC*". InvalidArgument when it is none.
absl::StatusOr<LinkChain> DrawLink(std::string_view smiles);

// Whether `fragment` of `graph` is the group, the whole group and nothing but the group. False for links and
// "hydrogen", which are no fragments.
bool IsGroup(const Group& group, const MolGraph& graph, const Fragment& fragment);

const GroupSkeleton& SkeletonOf(const Group& group);

// The chains of a group that is a link, within its bounds.
std::vector<LinkChain> LinksOf(const Group& group);

}  // namespace tidewaiter
