#include "rules/structure/group_file.h"

#include <algorithm>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {
namespace {

constexpr size_t kMaxWays = 64;

bool IsGroupName(std::string_view name) {
  return !name.empty() && name.size() <= 60 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// An example of what is, or is not, the group: a drawing with `*`, as a molecule of its own.
absl::Status CheckExample(const YamlNode& node, const Group& group, bool expected) {
  TW_ASSIGN_OR_RETURN(const std::string text, node.Text());
  const auto drawing = DrawGroup(text);
  if (!drawing.ok()) return node.Error(AsStd(drawing.status().message()));
  // The group's drawing on a carbon, as it would hang on a scaffold.
  std::string smiles;
  for (const char c : text) {
    if (c == '*') {
      smiles += "[CH3:1]";
    } else {
      smiles += c;
    }
  }
  const auto molecule = ParseMolecule(smiles, StructureNotation::kSmiles);
  if (!molecule.ok()) return node.Error(AsStd(molecule.status().message()));
  const MolGraph graph = MakeGraph(*molecule);
  Fragment fragment;
  for (int a = 0; a < static_cast<int>(graph.size()); ++a) {
    if (graph.atoms[static_cast<size_t>(a)].map != 0) continue;
    fragment.atoms.push_back(a);
    for (const auto& n : graph.neighbours[static_cast<size_t>(a)]) {
      if (graph.atoms[static_cast<size_t>(n.atom)].map != 0)
        fragment.attachments.push_back({n.atom, a, n.order});
    }
  }
  if (IsGroup(group, graph, fragment) == expected) return absl::OkStatus();
  return node.Error(Concat("\"", text, "\" ", expected ? "should be " : "should not be ", group.name,
                           expected ? " and is not" : " and is"));
}

absl::Status ReadGroup(const YamlNode& node, GroupTable& table) {
  TW_RETURN_IF_ERROR(node.AllowOnly({"name", "means", "source", "drawn", "links", "any_of", "examples"}));
  GroupDefinition definition;
  TW_ASSIGN_OR_RETURN(definition.name, node.GetText("name"));
  TW_ASSIGN_OR_RETURN(definition.means, node.GetText("means"));
  TW_ASSIGN_OR_RETURN(definition.source, node.GetText("source"));
  const std::string name = definition.name;
  if (!IsGroupName(name)) return node.Error("a group's name is of a-z, 0-9 and -");
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> drawn, node.GetList("drawn"));
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> links, node.GetList("links"));
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> any_of, node.GetList("any_of"));
  if (drawn.size() + links.size() + any_of.size() > kMaxWays) return node.Error("more than 64 drawings");
  if (links.empty() == (drawn.empty() && any_of.empty())) {
    return node.Error("a group is either \"links\", or \"drawn\" and \"any_of\"");
  }
  for (const YamlNode& item : drawn) {
    TW_ASSIGN_OR_RETURN(const std::string text, item.Text());
    auto drawing = DrawGroup(text);
    if (!drawing.ok()) return item.Error(AsStd(drawing.status().message()));
    definition.drawn.push_back(*std::move(drawing));
  }
  for (const YamlNode& item : links) {
    TW_ASSIGN_OR_RETURN(const std::string text, item.Text());
    auto chain = DrawLink(text);
    if (!chain.ok()) return item.Error(AsStd(chain.status().message()));
    definition.links.push_back(*std::move(chain));
  }
  TW_ASSIGN_OR_RETURN(definition.any_of, ParseGroups(any_of, table));
  if (!links.empty()) definition.shape = GroupShape::kLink;
  for (size_t i = 0; i < definition.any_of.size(); ++i) {
    const GroupShape shape = definition.any_of[i].definition->shape;
    if (shape == GroupShape::kLink || shape == GroupShape::kNothing) {
      return any_of[i].Error(Concat(definition.any_of[i].name, " cannot be one of a list"));
    }
    if (shape == GroupShape::kBridge) definition.shape = GroupShape::kBridge;
  }
  if (absl::Status status = table.Add(std::move(definition)); !status.ok()) {
    return node.Error(AsStd(status.message()));
  }
  if (!links.empty()) {
    if (node.Has("examples")) return node.Error("a link is its drawing; it has no examples");
    return absl::OkStatus();
  }
  const Group group = *table.Parse(name);
  TW_ASSIGN_OR_RETURN(const YamlNode examples, node.Get("examples"));
  TW_RETURN_IF_ERROR(examples.AllowOnly({"are", "others"}));
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> are, examples.GetList("are"));
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> others, examples.GetList("others"));
  if (are.empty() || others.empty()) return examples.Error("a group needs examples that are it, and others");
  for (const YamlNode& item : are) TW_RETURN_IF_ERROR(CheckExample(item, group, true));
  for (const YamlNode& item : others) TW_RETURN_IF_ERROR(CheckExample(item, group, false));
  return absl::OkStatus();
}

}  // namespace

bool IsGroupFile(const YamlNode& root) { return root.Has("groups"); }

absl::Status ReadGroups(const YamlNode& root, GroupTable& table) {
  TW_RETURN_IF_ERROR(root.AllowOnly({"groups"}));
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> groups, root.GetList("groups"));
  for (const YamlNode& node : groups) TW_RETURN_IF_ERROR(ReadGroup(node, table));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Group>> ParseGroups(const std::vector<YamlNode>& names, const GroupTable& table) {
  std::vector<Group> out;
  for (const YamlNode& item : names) {
    TW_ASSIGN_OR_RETURN(const std::string text, item.Text());
    auto group = table.Parse(text);
    if (!group) {
      std::string known;
      for (const std::string& name : table.Names()) AppendTo(known, known.empty() ? "" : ", ", name);
      return item.Error(Concat("unknown group \"", text, "\" (bounds are \"alkyl(1-6)\"); known: ", known));
    }
    out.push_back(*std::move(group));
  }
  return out;
}

}  // namespace tidewaiter
