#include "rules/structure/class_rule.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/law/listing.h"
#include "chemdb/structure/standardise.h"
#include "chemdb/structure/substructure.h"
#include "rules/yaml/yaml_file.h"

namespace tidewaiter {
namespace {

constexpr size_t kRuleFileBytes = 1 << 20;

// The keys of a single component's structure, for "except" lists.
absl::StatusOr<StandardComponent> ParseSingle(std::string_view smiles) {
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(smiles, StructureNotation::kSmiles));
  TW_ASSIGN_OR_RETURN(StandardStructure standard, Standardise(molecule, ComponentTable()));
  size_t largest = 0;
  for (size_t i = 1; i < standard.components.size(); ++i) {
    if (standard.components[i].heavy_atoms > standard.components[largest].heavy_atoms) largest = i;
  }
  return std::move(standard.components[largest]);
}

struct Pattern {
  std::string meaning;
  std::string citation;
  uint32_t needs = 0;
  SubstructureQuery query;
  std::vector<SubstructureQuery> unless;
};

absl::StatusOr<SubstructureQuery> CompileSmarts(const YamlNode& node) {
  TW_ASSIGN_OR_RETURN(const std::string text, node.Text());
  auto query = SubstructureQuery::FromSmarts(text);
  if (!query.ok()) return node.Error(AsStd(query.status().message()));
  return query;
}

absl::StatusOr<std::vector<Pattern>> ReadPatterns(const YamlNode& root) {
  std::vector<Pattern> out;
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> patterns, root.GetList("patterns"));
  if (patterns.empty()) return root.Error("a class rule needs at least one pattern");
  for (const YamlNode& node : patterns) {
    TW_RETURN_IF_ERROR(node.AllowOnly({"meaning", "citation", "needs", "smarts", "unless"}));
    TW_ASSIGN_OR_RETURN(std::string meaning, node.GetText("meaning"));
    TW_ASSIGN_OR_RETURN(std::string citation, node.GetText("citation"));
    uint32_t needs = 0;
    TW_ASSIGN_OR_RETURN(const std::vector<std::string> scopes, node.GetTexts("needs"));
    for (const std::string& code : scopes) {
      const auto scope = ParseScope(code);
      if (!scope) return node.Error(Concat("unknown scope \"", code, "\""));
      needs |= *scope;
    }
    TW_ASSIGN_OR_RETURN(const YamlNode smarts, node.Get("smarts"));
    TW_ASSIGN_OR_RETURN(SubstructureQuery query, CompileSmarts(smarts));
    std::vector<SubstructureQuery> unless;
    TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> unless_nodes, node.GetList("unless"));
    for (const YamlNode& unless_node : unless_nodes) {
      TW_ASSIGN_OR_RETURN(SubstructureQuery compiled, CompileSmarts(unless_node));
      unless.push_back(std::move(compiled));
    }
    out.push_back({std::move(meaning), std::move(citation), needs, std::move(query), std::move(unless)});
  }
  return out;
}

absl::StatusOr<int> ReadNumber(const YamlNode& root, std::string_view key, int fallback) {
  if (!root.Has(key)) return fallback;
  TW_ASSIGN_OR_RETURN(const YamlNode node, root.Get(key));
  TW_ASSIGN_OR_RETURN(const std::string text, node.Text());
  int value = 0;
  if (!absl::SimpleAtoi(text, &value) || value < 0) return node.Error("must be a whole number");
  return value;
}

absl::StatusOr<Modification> ReadModification(const YamlNode& node) {
  TW_RETURN_IF_ERROR(node.AllowOnly({"id", "citation", "says", "replace", "by", "substitute", "with"}));
  Modification out;
  TW_ASSIGN_OR_RETURN(out.id, node.GetText("id"));
  TW_ASSIGN_OR_RETURN(out.citation, node.GetText("citation"));
  TW_ASSIGN_OR_RETURN(out.says, node.GetText("says"));
  const bool replace = node.Has("replace");
  if (replace == node.Has("substitute") || node.Has("by") != replace || node.Has("with") == replace) {
    return node.Error(
        "a modification is either \"replace: region\" with \"by: [groups]\", or \"substitute: "
        "[regions]\" with \"with: [groups]\"");
  }
  out.kind = replace ? Modification::Kind::kReplace : Modification::Kind::kSubstitute;
  if (replace) {
    TW_ASSIGN_OR_RETURN(std::string region, node.GetText("replace"));
    out.regions.push_back(std::move(region));
  } else {
    TW_ASSIGN_OR_RETURN(out.regions, node.GetTexts("substitute"));
  }
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> groups, node.GetList(replace ? "by" : "with"));
  for (const YamlNode& item : groups) {
    TW_ASSIGN_OR_RETURN(const std::string text, item.Text());
    const auto group = ParseGroup(text);
    if (!group) {
      std::string known;
      for (const std::string_view name : KnownGroups()) AppendTo(known, known.empty() ? "" : ", ", name);
      return item.Error(Concat("unknown group \"", text, "\"; known: ", known));
    }
    out.groups.push_back(*group);
  }
  return out;
}

absl::StatusOr<RegionRule> ReadRegions(const YamlNode& root) {
  RegionRule::Spec spec;
  TW_ASSIGN_OR_RETURN(const YamlNode scaffold, root.Get("scaffold"));
  TW_ASSIGN_OR_RETURN(spec.scaffold, scaffold.Text());
  TW_ASSIGN_OR_RETURN(const YamlNode regions, root.Get("regions"));
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
    TW_ASSIGN_OR_RETURN(Modification modification, ReadModification(node));
    spec.modifications.push_back(std::move(modification));
  }
  TW_ASSIGN_OR_RETURN(spec.at_least, ReadNumber(root, "at_least", 1));
  TW_ASSIGN_OR_RETURN(spec.required, root.GetTexts("required"));
  TW_ASSIGN_OR_RETURN(const int max_mass, ReadNumber(root, "max_mass", 0));
  if (max_mass > 0) spec.max_mass = max_mass;
  auto rule = RegionRule::Compile(std::move(spec));
  if (!rule.ok()) return scaffold.Error(AsStd(rule.status().message()));
  return rule;
}

absl::StatusOr<std::vector<ClassExample>> ReadExamples(const YamlNode& root, std::string_view key,
                                                       std::string_view note_key) {
  std::vector<ClassExample> out;
  TW_ASSIGN_OR_RETURN(const YamlNode examples, root.Get("examples"));
  TW_RETURN_IF_ERROR(examples.AllowOnly({"members", "others"}));
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> items, examples.GetList(key));
  for (const YamlNode& item : items) {
    TW_RETURN_IF_ERROR(item.AllowOnly({"name", "smiles", note_key}));
    ClassExample example;
    TW_ASSIGN_OR_RETURN(example.name, item.GetText("name"));
    TW_ASSIGN_OR_RETURN(example.smiles, item.GetText("smiles"));
    TW_ASSIGN_OR_RETURN(example.note, item.GetText(note_key));
    example.where = item.Where();
    out.push_back(std::move(example));
  }
  return out;
}

}  // namespace

struct ClassRule::Impl {
  std::optional<RegionRule> regions;
  std::vector<std::string> not_when_listed_in;
  std::string id;
  std::string title;
  std::string wording;
  std::vector<std::string> sources;
  std::vector<Pattern> patterns;
  std::vector<std::string> except;  // flat keys
  std::vector<ClassExample> members;
  std::vector<ClassExample> others;

  bool IsExcepted(const Molecule& parent) const {
    return !except.empty() && std::find(except.begin(), except.end(), FlatKey(parent)) != except.end();
  }
};

ClassRule::ClassRule(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ClassRule::ClassRule(ClassRule&&) noexcept = default;
ClassRule& ClassRule::operator=(ClassRule&&) noexcept = default;
ClassRule::~ClassRule() = default;

const std::string& ClassRule::id() const { return impl_->id; }
const std::string& ClassRule::title() const { return impl_->title; }
const std::string& ClassRule::wording() const { return impl_->wording; }
const std::vector<std::string>& ClassRule::sources() const { return impl_->sources; }
const std::vector<ClassExample>& ClassRule::members() const { return impl_->members; }
const std::vector<ClassExample>& ClassRule::others() const { return impl_->others; }
const std::vector<std::string>& ClassRule::not_when_listed_in() const { return impl_->not_when_listed_in; }

absl::StatusOr<ClassRule> ClassRule::Parse(std::string_view text, std::string_view file) {
  TW_ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(text, file));
  TW_RETURN_IF_ERROR(root.AllowOnly({"id", "title", "wording", "sources", "notes", "scaffold", "regions",
                                     "modifications", "at_least", "required", "max_mass", "patterns",
                                     "except", "not_when_listed_in", "examples"}));
  auto impl = std::make_unique<Impl>();
  TW_ASSIGN_OR_RETURN(impl->id, root.GetText("id"));
  TW_ASSIGN_OR_RETURN(impl->title, root.GetText("title"));
  TW_ASSIGN_OR_RETURN(impl->wording, root.GetText("wording"));
  TW_ASSIGN_OR_RETURN(impl->sources, root.GetTexts("sources"));
  if (impl->sources.empty()) return root.Error("a class rule needs its sources");

  TW_ASSIGN_OR_RETURN(impl->not_when_listed_in, root.GetTexts("not_when_listed_in"));
  if (root.Has("scaffold") == root.Has("patterns")) {
    return root.Error("a class rule has either a scaffold with regions or patterns");
  }
  if (root.Has("scaffold")) {
    TW_ASSIGN_OR_RETURN(RegionRule regions, ReadRegions(root));
    impl->regions = std::move(regions);
  } else {
    TW_ASSIGN_OR_RETURN(impl->patterns, ReadPatterns(root));
  }

  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> except, root.GetList("except"));
  for (const YamlNode& node : except) {
    TW_RETURN_IF_ERROR(node.AllowOnly({"name", "smiles", "why"}));
    TW_ASSIGN_OR_RETURN(const std::string smiles, node.GetText("smiles"));
    TW_RETURN_IF_ERROR(node.GetText("why").status());
    auto component = ParseSingle(smiles);
    if (!component.ok()) return node.Error(AsStd(component.status().message()));
    impl->except.push_back(component->flat_key);
  }
  TW_ASSIGN_OR_RETURN(impl->members, ReadExamples(root, "members", "source"));
  TW_ASSIGN_OR_RETURN(impl->others, ReadExamples(root, "others", "why"));
  if (impl->members.empty() || impl->others.empty()) {
    return root.Error("a class rule needs examples of members and of others");
  }
  return ClassRule(std::move(impl));
}

bool ClassRule::Match(const Molecule& parent, const MolGraph& graph, ClassMatch& out) const {
  if (impl_->regions) {
    const RegionVerdict verdict = impl_->regions->Match(graph, MolecularMass(parent));
    if (!verdict.member || impl_->IsExcepted(parent)) return false;
    std::vector<std::string> ids;
    for (const Difference& difference : verdict.best.differences) {
      AppendTo(out.meaning, out.meaning.empty() ? Concat(impl_->title, ": ") : "; ", difference.region, " ",
               difference.what, " (", absl::StrJoin(difference.modifications, " or "), ")");
      const std::string& id = difference.modifications[0];
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    if (out.meaning.empty()) out.meaning = Concat(impl_->title, ": the reference structure");
    for (const Modification& modification : impl_->regions->spec().modifications) {
      if (std::find(ids.begin(), ids.end(), modification.id) == ids.end()) continue;
      AppendTo(out.citation, out.citation.empty() ? "" : "; ", modification.citation);
    }
    out.atoms = verdict.best.core_atoms;
    for (const auto& [region, atoms] : verdict.best.region_atoms) {
      for (const int atom : atoms) {
        if (std::find(out.atoms.begin(), out.atoms.end(), atom) == out.atoms.end()) out.atoms.push_back(atom);
      }
    }
    out.differences = verdict.best.differences;
    out.region_atoms = verdict.best.region_atoms;
    return true;
  }
  for (const Pattern& pattern : impl_->patterns) {
    std::vector<int> atoms = pattern.query.Match(parent);
    if (atoms.empty()) continue;
    const bool barred = std::any_of(pattern.unless.begin(), pattern.unless.end(),
                                    [&](const SubstructureQuery& query) { return query.Matches(parent); });
    if (barred) continue;
    if (impl_->IsExcepted(parent)) return false;
    out.meaning = pattern.meaning;
    out.citation = pattern.citation;
    out.needed_scope = pattern.needs;
    out.atoms = std::move(atoms);
    return true;
  }
  return false;
}

std::vector<RelaxedQuery> ClassRule::Relaxed() const {
  if (impl_->regions) return {impl_->regions->Relaxed()};
  std::vector<RelaxedQuery> out;
  for (const Pattern& pattern : impl_->patterns) {
    const auto& relaxed = pattern.query.relaxed();
    out.insert(out.end(), relaxed.begin(), relaxed.end());
  }
  return out;
}

std::string ClassRule::NearestMiss(const Molecule& parent, const MolGraph& graph) const {
  if (impl_->IsExcepted(parent)) return "excepted by the rule";
  if (!impl_->regions) return "";
  const RegionVerdict verdict = impl_->regions->Match(graph, MolecularMass(parent));
  return verdict.core_found && !verdict.member ? verdict.reason : "";
}

absl::StatusOr<ClassRuleSet> ClassRuleSet::Load(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  if (error)
    return absl::NotFoundError(Concat("class rules: cannot read ", directory, ": ", error.message()));
  if (files.empty()) return absl::NotFoundError(Concat("class rules: no *.yaml in ", directory));
  std::sort(files.begin(), files.end());
  ClassRuleSet out;
  std::string all;
  for (const std::string& file : files) {
    TW_ASSIGN_OR_RETURN(const std::string text, ReadFile(file, kRuleFileBytes));
    TW_ASSIGN_OR_RETURN(ClassRule rule, ClassRule::Parse(text, file));
    for (const ClassRule& other : out.rules_) {
      if (other.id() == rule.id())
        return absl::InvalidArgumentError(Concat(file, ": id ", rule.id(), " twice"));
    }
    AppendTo(all, rule.id(), "\n", text, "\n");
    out.rules_.push_back(std::move(rule));
  }
  out.digest_ = Sha256Hex(all);
  return out;
}

std::vector<ClassMatch> ClassRuleSet::Match(const Molecule& parent) const {
  std::vector<ClassMatch> out;
  const MolGraph graph = MakeGraph(parent);
  for (size_t i = 0; i < rules_.size(); ++i) {
    ClassMatch match;
    if (!rules_[i].Match(parent, graph, match)) continue;
    match.rule = i;
    out.push_back(std::move(match));
  }
  return out;
}

std::vector<std::string> TestExamples(const ClassRule& rule) {
  std::vector<std::string> complaints;
  const auto check = [&](const ClassExample& example, bool expected) {
    const auto component = ParseSingle(example.smiles);
    if (!component.ok()) {
      complaints.push_back(
          Concat(example.where, ": ", example.name, ": ", AsStd(component.status().message())));
      return;
    }
    ClassMatch match;
    const MolGraph graph = MakeGraph(*component->parent);
    const bool member = rule.Match(*component->parent, graph, match);
    if (member == expected) return;
    complaints.push_back(
        Concat(example.where, ": ", rule.id(), ": ", example.name,
               expected ? " should be a member and is not: " : " should be no member and is: ",
               expected ? rule.NearestMiss(*component->parent, graph) : match.meaning));
  };
  for (const ClassExample& example : rule.members()) check(example, true);
  for (const ClassExample& example : rule.others()) check(example, false);
  return complaints;
}

}  // namespace tidewaiter
