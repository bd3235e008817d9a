#include <algorithm>

#include "absl/strings/numbers.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/law/listing.h"
#include "chemdb/structure/standardise.h"
#include "rules/structure/class_rule_impl.h"
#include "rules/structure/group_file.h"

namespace tidewaiter {
namespace {

absl::StatusOr<SubstructureQuery> CompileSmarts(const YamlNode& node) {
  TW_ASSIGN_OR_RETURN(const std::string text, node.Text());
  auto query = SubstructureQuery::FromSmarts(text);
  if (!query.ok()) return node.Error(AsStd(query.status().message()));
  return query;
}

absl::Status ReadPatterns(const YamlNode& root, ClassRuleParts& out) {
  // What only a scaffold can mean would be read and do nothing.
  for (const std::string_view key : {"regions", "modifications", "at_least", "required", "max_mass"}) {
    if (!root.Has(key)) continue;
    TW_ASSIGN_OR_RETURN(const YamlNode node, root.Get(key));
    return node.Error(Concat("\"", key, "\" goes with a scaffold, not with patterns"));
  }
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> patterns, root.GetList("patterns"));
  if (patterns.empty()) return root.Error("a class rule needs at least one pattern");
  std::vector<CompiledPattern> compiled;
  for (const YamlNode& node : patterns) {
    TW_RETURN_IF_ERROR(node.AllowOnly({"meaning", "citation", "needs", "smarts", "unless"}));
    ClassPattern pattern;
    TW_ASSIGN_OR_RETURN(pattern.meaning, node.GetText("meaning"));
    TW_ASSIGN_OR_RETURN(pattern.citation, node.GetText("citation"));
    TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> scopes, node.GetList("needs"));
    for (const YamlNode& item : scopes) {
      TW_ASSIGN_OR_RETURN(const std::string code, item.Text());
      const auto scope = ParseScope(code);
      if (!scope) return item.Error(Concat("unknown scope \"", code, "\""));
      pattern.needs |= *scope;
    }
    TW_ASSIGN_OR_RETURN(const YamlNode smarts, node.Get("smarts"));
    TW_ASSIGN_OR_RETURN(pattern.smarts, smarts.Text());
    TW_ASSIGN_OR_RETURN(SubstructureQuery query, CompileSmarts(smarts));
    std::vector<SubstructureQuery> unless;
    TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> unless_nodes, node.GetList("unless"));
    for (const YamlNode& unless_node : unless_nodes) {
      TW_ASSIGN_OR_RETURN(SubstructureQuery bar, CompileSmarts(unless_node));
      unless.push_back(std::move(bar));
    }
    compiled.push_back({std::move(query), std::move(unless)});
    out.patterns.push_back(std::move(pattern));
  }
  out.compiled = std::make_shared<const std::vector<CompiledPattern>>(std::move(compiled));
  return absl::OkStatus();
}

absl::StatusOr<int> ReadNumber(const YamlNode& root, std::string_view key, int fallback, int least) {
  if (!root.Has(key)) return fallback;
  TW_ASSIGN_OR_RETURN(const YamlNode node, root.Get(key));
  TW_ASSIGN_OR_RETURN(const std::string text, node.Text());
  int value = 0;
  if (!absl::SimpleAtoi(text, &value) || value < least) {
    return node.Error(Concat("\"", key, "\" must be a whole number from ", least, " on"));
  }
  return value;
}

absl::StatusOr<Change> ReadChange(const YamlNode& node, bool replace, const GroupTable& table) {
  Change out;
  out.kind = replace ? Change::Kind::kReplace : Change::Kind::kSubstitute;
  if (replace) {
    TW_ASSIGN_OR_RETURN(std::string region, node.GetText("replace"));
    out.regions.push_back(std::move(region));
  } else {
    TW_ASSIGN_OR_RETURN(out.regions, node.GetTexts("substitute"));
  }
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> groups, node.GetList(replace ? "by" : "with"));
  TW_ASSIGN_OR_RETURN(out.groups, ParseGroups(groups, table));
  return out;
}

absl::StatusOr<Modification> ReadModification(const YamlNode& node, const GroupTable& table) {
  TW_RETURN_IF_ERROR(node.AllowOnly(
      {"id", "citation", "says", "replace", "by", "substitute", "with", "at_most", "no_example"}));
  Modification out;
  out.where = node.Where();
  TW_ASSIGN_OR_RETURN(out.id, node.GetText("id"));
  TW_ASSIGN_OR_RETURN(out.citation, node.GetText("citation"));
  TW_ASSIGN_OR_RETURN(out.says, node.GetText("says"));
  const bool replace = node.Has("replace");
  const bool substitute = node.Has("substitute");
  if ((!replace && !substitute) || node.Has("by") != replace || node.Has("with") != substitute) {
    return node.Error(
        "a modification is \"replace: region\" with \"by: [groups]\", or \"substitute: [regions]\" with "
        "\"with: [groups]\", or both pairs");
  }
  if (replace) {
    TW_ASSIGN_OR_RETURN(Change change, ReadChange(node, true, table));
    out.changes.push_back(std::move(change));
  }
  if (substitute) {
    TW_ASSIGN_OR_RETURN(Change change, ReadChange(node, false, table));
    out.changes.push_back(std::move(change));
  }
  TW_ASSIGN_OR_RETURN(out.no_example, node.GetTextOr("no_example", ""));
  TW_ASSIGN_OR_RETURN(out.at_most, ReadNumber(node, "at_most", 0, 1));
  return out;
}

absl::StatusOr<RegionRule> ReadRegions(const YamlNode& root, const GroupTable& table) {
  RegionRule::Spec spec;
  TW_ASSIGN_OR_RETURN(const YamlNode scaffold, root.Get("scaffold"));
  TW_ASSIGN_OR_RETURN(spec.scaffold, scaffold.Text());
  spec.scaffold_where = scaffold.Where();
  TW_ASSIGN_OR_RETURN(const YamlNode regions, root.Get("regions"));
  spec.regions_where = regions.Where();
  for (const std::string& key : regions.Keys()) {
    int number = 0;
    if (!absl::SimpleAtoi(key, &number) || number < 1) {
      return regions.Error(
          "regions are \"number: name\", the numbers being atom map numbers of the scaffold");
    }
    TW_ASSIGN_OR_RETURN(spec.regions[number], regions.GetText(key));
  }
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> modifications, root.GetList("modifications"));
  if (modifications.empty()) return root.Error("a scaffold needs modifications");
  for (const YamlNode& node : modifications) {
    TW_ASSIGN_OR_RETURN(Modification modification, ReadModification(node, table));
    spec.modifications.push_back(std::move(modification));
  }
  TW_ASSIGN_OR_RETURN(spec.at_least, ReadNumber(root, "at_least", 1, 0));
  TW_ASSIGN_OR_RETURN(spec.required, root.GetTexts("required"));
  TW_ASSIGN_OR_RETURN(const int max_mass, ReadNumber(root, "max_mass", 0, 1));
  if (max_mass > 0) spec.max_mass = max_mass;
  return RegionRule::Compile(std::move(spec));
}

absl::StatusOr<std::vector<ClassExample>> ReadExamples(const YamlNode& root, std::string_view key,
                                                       std::string_view note_key, const RegionRule* regions) {
  std::vector<ClassExample> out;
  TW_ASSIGN_OR_RETURN(const YamlNode examples, root.Get("examples"));
  TW_RETURN_IF_ERROR(examples.AllowOnly({"members", "others"}));
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> items, examples.GetList(key));
  const bool members = key == "members";
  for (const YamlNode& item : items) {
    if (members && regions != nullptr) {
      TW_RETURN_IF_ERROR(item.AllowOnly({"name", "smiles", note_key, "by"}));
    } else {
      TW_RETURN_IF_ERROR(item.AllowOnly({"name", "smiles", note_key}));
    }
    ClassExample example;
    TW_ASSIGN_OR_RETURN(example.name, item.GetText("name"));
    TW_ASSIGN_OR_RETURN(example.smiles, item.GetText("smiles"));
    TW_ASSIGN_OR_RETURN(example.note, item.GetText(note_key));
    example.where = item.Where();
    TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> by, item.GetList("by"));
    for (const YamlNode& node : by) {
      TW_ASSIGN_OR_RETURN(std::string id, node.Text());
      const auto& known = regions->spec().modifications;
      if (std::none_of(known.begin(), known.end(), [&](const Modification& m) { return m.id == id; })) {
        return node.Error(Concat("no modification has the id \"", id, "\""));
      }
      example.by.push_back(std::move(id));
    }
    out.push_back(std::move(example));
  }
  return out;
}

absl::Status ReadExceptions(const YamlNode& root, ClassRuleParts& out) {
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> except, root.GetList("except"));
  for (const YamlNode& node : except) {
    TW_RETURN_IF_ERROR(node.AllowOnly({"name", "smiles", "why"}));
    ClassException exception;
    TW_ASSIGN_OR_RETURN(exception.name, node.GetText("name"));
    TW_ASSIGN_OR_RETURN(const YamlNode smiles, node.Get("smiles"));
    TW_ASSIGN_OR_RETURN(exception.smiles, smiles.Text());
    TW_ASSIGN_OR_RETURN(exception.why, node.GetText("why"));
    const auto parent = ExampleParent(exception.smiles);
    if (!parent.ok()) return smiles.Error(AsStd(parent.status().message()));
    out.excepted_keys.push_back(FlatKey(**parent));
    out.exceptions.push_back(std::move(exception));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ClassRuleParts> ReadClassRule(const YamlNode& root, const GroupTable& groups) {
  TW_RETURN_IF_ERROR(root.AllowOnly({"id", "title", "wording", "sources", "notes", "scaffold", "regions",
                                     "modifications", "at_least", "required", "max_mass", "patterns",
                                     "except", "not_when_listed_in", "examples"}));
  ClassRuleParts out;
  TW_ASSIGN_OR_RETURN(out.id, root.GetText("id"));
  TW_ASSIGN_OR_RETURN(out.title, root.GetText("title"));
  TW_ASSIGN_OR_RETURN(out.wording, root.GetText("wording"));
  TW_ASSIGN_OR_RETURN(out.notes, root.GetTextOr("notes", ""));
  TW_ASSIGN_OR_RETURN(out.sources, root.GetTexts("sources"));
  if (out.sources.empty()) return root.Error("a class rule needs its sources");
  TW_ASSIGN_OR_RETURN(out.not_when_listed_in, root.GetTexts("not_when_listed_in"));
  if (root.Has("scaffold") == root.Has("patterns")) {
    return root.Error("a class rule has either a scaffold with regions or patterns");
  }
  if (root.Has("scaffold")) {
    TW_ASSIGN_OR_RETURN(RegionRule regions, ReadRegions(root, groups));
    out.regions = std::move(regions);
  } else {
    TW_RETURN_IF_ERROR(ReadPatterns(root, out));
  }
  TW_RETURN_IF_ERROR(ReadExceptions(root, out));
  const RegionRule* regions = out.regions ? &*out.regions : nullptr;
  TW_ASSIGN_OR_RETURN(out.members, ReadExamples(root, "members", "source", regions));
  TW_ASSIGN_OR_RETURN(out.others, ReadExamples(root, "others", "why", regions));
  if (out.members.empty() || out.others.empty()) {
    return root.Error("a class rule needs examples of members and of others");
  }
  return out;
}

}  // namespace tidewaiter
