#include "rules/structure/groups.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <iterator>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "rules/structure/graph_search.h"
#include "rules/structure/group_tests.h"

namespace tidewaiter {
namespace {

constexpr uint8_t kCarbon = 6;
constexpr int kMaxLinkCarbons = 6;
// Stands for `*` while RDKit reads a drawing: no pseudo atom, and no element of any law's wording.
constexpr std::string_view kPlace = "[At]";
constexpr uint8_t kPlaceElement = 85;

// What two ways of being a group have in common on a skeleton.
GroupSkeleton Common(const GroupSkeleton& a, const GroupSkeleton& b) {
  GroupSkeleton out;
  out.root = a.root | b.root;
  std::set_intersection(a.beside.begin(), a.beside.end(), b.beside.begin(), b.beside.end(),
                        std::back_inserter(out.beside));
  out.root_mask = a.root_mask | b.root_mask;
  return out;
}

GroupSkeleton SkeletonOfDrawing(const GroupDrawing& drawing) {
  GroupSkeleton out;
  out.root.set(drawing.graph.atoms[static_cast<size_t>(drawing.root)].element);
  for (const auto& n : drawing.graph.neighbours[static_cast<size_t>(drawing.root)]) {
    out.beside.push_back(drawing.graph.atoms[static_cast<size_t>(n.atom)].element);
  }
  std::sort(out.beside.begin(), out.beside.end());
  return out;
}

void SetSkeleton(GroupDefinition& definition) {
  std::vector<GroupSkeleton> ways;
  for (const GroupDrawing& drawing : definition.drawn) ways.push_back(SkeletonOfDrawing(drawing));
  for (const Group& group : definition.any_of) ways.push_back(group.definition->skeleton);
  if (ways.empty()) return;
  definition.skeleton = ways[0];
  for (size_t i = 1; i < ways.size(); ++i) definition.skeleton = Common(definition.skeleton, ways[i]);
}

bool IsDrawing(const GroupDrawing& drawing, const MolGraph& graph, const Fragment& fragment) {
  if (fragment.atoms.size() != drawing.graph.size() || fragment.attachments.size() != 1 ||
      fragment.attachments[0].order != BondOrder::kSingle) {
    return false;
  }
  bool same = false;
  GraphSearch search(
      drawing.graph, graph, drawing.order, [&](int a) { return fragment.Contains(a); },
      [&](const std::vector<int>& map) {
        bool agree = true;
        size_t bonds = 0;
        size_t drawn_bonds = 0;
        for (size_t p = 0; p < drawing.graph.size(); ++p) {
          const auto a = static_cast<size_t>(map[p]);
          agree = agree && drawing.graph.atoms[p].hydrogens == graph.atoms[a].hydrogens;
          drawn_bonds += drawing.graph.neighbours[p].size();
          for (const auto& n : graph.neighbours[a]) bonds += fragment.Contains(n.atom) ? 1 : 0;
        }
        same = agree && bonds == drawn_bonds;
        return !same;
      });
  search.Run({drawing.root, fragment.attachments[0].atom});
  return same;
}

// `smiles` with every `*` made readable, as a graph; the places are in it.
absl::StatusOr<MolGraph> ReadWithPlaces(std::string_view smiles, std::vector<int>& places) {
  std::string text;
  for (const char c : smiles) {
    if (c == '*') {
      text += kPlace;
    } else {
      text += c;
    }
  }
  if (smiles.find("At") != std::string_view::npos || smiles.find("[*") != std::string_view::npos) {
    return absl::InvalidArgumentError("write the place of attachment as a plain *");
  }
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(text, StructureNotation::kSmiles));
  MolGraph graph = MakeGraph(molecule);
  for (size_t a = 0; a < graph.size(); ++a) {
    if (graph.atoms[a].element == kPlaceElement) places.push_back(static_cast<int>(a));
  }
  for (const int place : places) {
    if (graph.neighbours[static_cast<size_t>(place)].size() != 1 ||
        graph.neighbours[static_cast<size_t>(place)][0].order != BondOrder::kSingle) {
      return absl::InvalidArgumentError("a * hangs on one atom by a single bond");
    }
  }
  return graph;
}

// `graph` without the atoms of `places`.
MolGraph Without(const MolGraph& graph, const std::vector<int>& places, std::vector<int>& index) {
  MolGraph out;
  index.assign(graph.size(), -1);
  for (size_t a = 0; a < graph.size(); ++a) {
    if (std::find(places.begin(), places.end(), static_cast<int>(a)) != places.end()) continue;
    index[a] = static_cast<int>(out.atoms.size());
    out.atoms.push_back(graph.atoms[a]);
  }
  out.neighbours.resize(out.atoms.size());
  for (size_t a = 0; a < graph.size(); ++a) {
    if (index[a] < 0) continue;
    for (const auto& n : graph.neighbours[a]) {
      if (index[static_cast<size_t>(n.atom)] < 0) continue;
      out.neighbours[static_cast<size_t>(index[a])].push_back(
          {index[static_cast<size_t>(n.atom)], n.order, n.in_ring});
    }
  }
  return out;
}

GroupDefinition LinkOfOne(std::string_view name, uint8_t element, std::string_view means) {
  GroupDefinition out;
  out.name = std::string(name);
  out.means = std::string(means);
  out.shape = GroupShape::kLink;
  out.links = {{{element}, {}}};
  return out;
}

}  // namespace

std::string Group::Text() const {
  return max_carbons == 0 ? name : Concat(name, "(", min_carbons, "-", max_carbons, ")");
}

bool Group::Covers(const Group& other) const {
  if (name == "any") {
    return max_carbons == 0 && (other.definition == nullptr || other.definition->shape == GroupShape::kEnd ||
                                other.definition->shape == GroupShape::kBridge);
  }
  if (name != other.name) return false;
  if (max_carbons == 0) return true;
  return other.max_carbons > 0 && min_carbons <= other.min_carbons && other.max_carbons <= max_carbons;
}

const GroupTable& GroupTable::BuiltIn() {
  static const auto* const table = [] {
    auto* made = new GroupTable;
    const auto add = [&](GroupDefinition definition) {
      const std::string name = definition.name;
      made->groups_.emplace(name, std::make_shared<const GroupDefinition>(std::move(definition)));
    };
    for (const NamedGroupTest& known : NamedGroupTests()) {
      GroupDefinition definition;
      definition.name = std::string(known.name);
      definition.shape = known.bridges ? GroupShape::kBridge : GroupShape::kEnd;
      definition.test = known.test;
      if (known.root == 0) {
        definition.skeleton.root.set();
      } else {
        definition.skeleton.root.set(known.root);
      }
      definition.skeleton.beside = known.beside;
      definition.skeleton.root_mask = known.root_mask;
      std::sort(definition.skeleton.beside.begin(), definition.skeleton.beside.end());
      add(std::move(definition));
    }
    add(LinkOfOne("nitrogen-link", 7, "a nitrogen atom between two parts"));
    add(LinkOfOne("oxygen-link", 8, "an oxygen atom between two parts"));
    add(LinkOfOne("sulphur-link", 16, "a sulphur atom between two parts"));
    GroupDefinition hydrocarbon;
    hydrocarbon.name = "hydrocarbon-link";
    hydrocarbon.means = "a chain of carbon atoms between two parts";
    hydrocarbon.shape = GroupShape::kLink;
    hydrocarbon.hydrocarbon_links = true;
    add(std::move(hydrocarbon));
    GroupDefinition hydrogen;
    hydrogen.name = "hydrogen";
    hydrogen.shape = GroupShape::kNothing;
    add(std::move(hydrogen));
    return made;
  }();
  return *table;
}

std::vector<std::string> GroupTable::Names() const {
  std::vector<std::string> out;
  for (const auto& [name, definition] : groups_) out.push_back(name);
  return out;
}

absl::Status GroupTable::Add(GroupDefinition definition) {
  if (groups_.count(definition.name) > 0) {
    return absl::AlreadyExistsError(Concat("there is a group named ", definition.name, " already"));
  }
  SetSkeleton(definition);
  const std::string name = definition.name;
  groups_.emplace(name, std::make_shared<const GroupDefinition>(std::move(definition)));
  return absl::OkStatus();
}

std::optional<Group> GroupTable::Parse(std::string_view text) const {
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
  const auto it = groups_.find(text);
  if (it == groups_.end()) return std::nullopt;
  group.name = std::string(text);
  group.definition = it->second;
  // Every chain of carbons needs an end; a link of one atom, or nothing, has no carbons to count.
  if (it->second->hydrocarbon_links && (group.max_carbons == 0 || group.max_carbons > kMaxLinkCarbons)) {
    return std::nullopt;
  }
  const bool countless = it->second->shape == GroupShape::kNothing || !it->second->links.empty();
  if (countless && group.max_carbons > 0) return std::nullopt;
  return group;
}

absl::StatusOr<GroupDrawing> DrawGroup(std::string_view smiles) {
  std::vector<int> places;
  TW_ASSIGN_OR_RETURN(const MolGraph graph, ReadWithPlaces(smiles, places));
  if (places.size() != 1) return absl::InvalidArgumentError("a drawn group has one *, where it hangs");
  if (graph.size() < 2 || graph.size() > 60) {
    return absl::InvalidArgumentError("a drawn group has 1 to 59 heavy atoms besides its *");
  }
  GroupDrawing out;
  std::vector<int> index;
  out.graph = Without(graph, places, index);
  out.root = index[static_cast<size_t>(graph.neighbours[static_cast<size_t>(places[0])][0].atom)];
  std::vector<int> all;
  for (size_t a = 0; a < out.graph.size(); ++a) all.push_back(static_cast<int>(a));
  out.order = ConnectedOrder(out.graph, all, out.root);
  if (out.order.size() != all.size()) return absl::InvalidArgumentError("the drawing falls apart");
  return out;
}

absl::StatusOr<LinkChain> DrawLink(std::string_view smiles) {
  std::vector<int> places;
  TW_ASSIGN_OR_RETURN(const MolGraph graph, ReadWithPlaces(smiles, places));
  if (places.size() != 2) return absl::InvalidArgumentError("a drawn link has two *, one at each end");
  LinkChain out;
  int before = places[0];
  int at = graph.neighbours[static_cast<size_t>(before)][0].atom;
  while (at != places[1]) {
    const auto& next = graph.neighbours[static_cast<size_t>(at)];
    if (next.size() != 2 || graph.atoms[static_cast<size_t>(at)].charge != 0 ||
        graph.atoms[static_cast<size_t>(at)].aromatic) {
      return absl::InvalidArgumentError("a link is an unbranched, neutral chain outside aromatic rings");
    }
    out.elements.push_back(graph.atoms[static_cast<size_t>(at)].element);
    const auto& onward = next[0].atom == before ? next[1] : next[0];
    if (onward.atom != places[1]) out.orders.push_back(onward.order);
    before = at;
    at = onward.atom;
  }
  if (out.elements.size() + 2 != graph.size()) return absl::InvalidArgumentError("the drawing falls apart");
  return out;
}

bool IsGroup(const Group& group, const MolGraph& graph, const Fragment& fragment) {
  const GroupDefinition& definition = *group.definition;
  const Substituent s(graph, fragment);
  if (group.max_carbons > 0) {
    const int carbons = s.Count(kCarbon);
    if (carbons < group.min_carbons || carbons > group.max_carbons) return false;
  }
  if (definition.test != nullptr) return definition.test(s);
  return std::any_of(definition.drawn.begin(), definition.drawn.end(),
                     [&](const GroupDrawing& drawing) { return IsDrawing(drawing, graph, fragment); }) ||
         std::any_of(definition.any_of.begin(), definition.any_of.end(),
                     [&](const Group& part) { return IsGroup(part, graph, fragment); });
}

const GroupSkeleton& SkeletonOf(const Group& group) { return group.definition->skeleton; }

std::vector<LinkChain> LinksOf(const Group& group) {
  if (!group.definition->hydrocarbon_links) return group.definition->links;
  std::vector<LinkChain> out;
  // Chains of single, double and triple bonds in which no carbon has more than four.
  const std::function<void(LinkChain, int)> grow = [&](LinkChain chain, int used) {
    if (static_cast<int>(chain.elements.size()) >= group.min_carbons) out.push_back(chain);
    if (static_cast<int>(chain.elements.size()) == group.max_carbons) return;
    chain.elements.push_back(kCarbon);
    for (const auto& [order, bonds] :
         {std::pair{BondOrder::kSingle, 1}, {BondOrder::kDouble, 2}, {BondOrder::kTriple, 3}}) {
      if (used + bonds > 4) continue;
      LinkChain longer = chain;
      longer.orders.push_back(order);
      // The last carbon's bond to what follows is counted when that is added; to the other part it is single.
      if (bonds + 1 <= 4) grow(longer, bonds);
    }
  };
  grow({{kCarbon}, {}}, 1);
  return out;
}

}  // namespace tidewaiter
