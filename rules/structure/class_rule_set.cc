#include <algorithm>
#include <filesystem>
#include <numeric>

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "rules/structure/class_rule.h"
#include "rules/structure/group_file.h"

namespace tidewaiter {
namespace {

constexpr size_t kRuleFileBytes = 1 << 20;

struct RuleFile {
  std::string path;
  std::string text;
  bool added = false;
};

absl::Status ReadFolder(const std::string& directory, bool added, std::vector<RuleFile>& out) {
  std::error_code error;
  std::vector<std::string> paths;
  if (added && std::filesystem::is_regular_file(directory, error)) {
    paths.push_back(directory);
  } else {
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
      if (entry.path().extension() == ".yaml") paths.push_back(entry.path().string());
    }
  }
  if (error)
    return absl::NotFoundError(Concat("class rules: cannot read ", directory, ": ", error.message()));
  if (paths.empty()) return absl::NotFoundError(Concat("class rules: no *.yaml in ", directory));
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) {
    TW_ASSIGN_OR_RETURN(std::string text, ReadFile(path, kRuleFileBytes));
    out.push_back({path, std::move(text), added});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<RuleFile>> ReadFolders(const std::string& directory,
                                                  const std::vector<std::string>& added) {
  std::vector<RuleFile> files;
  TW_RETURN_IF_ERROR(ReadFolder(directory, false, files));
  for (const std::string& folder : added) TW_RETURN_IF_ERROR(ReadFolder(folder, true, files));
  return files;
}

std::string Digest(const std::vector<RuleFile>& files) {
  Sha256 digest;
  for (const RuleFile& file : files) digest.AddField(file.text);
  return digest.Hex();
}

// Whether a file may define one of these rules, or groups: a quick look before YAML is read.
bool MayBeWanted(const RuleFile& file, const std::set<std::string>& ids) {
  return file.text.find("groups") != std::string::npos ||
         std::any_of(ids.begin(), ids.end(),
                     [&](const std::string& id) { return file.text.find(id) != std::string::npos; });
}

}  // namespace

absl::StatusOr<std::set<std::string>> ClassRuleSet::IdsIn(const std::string& path) {
  std::vector<RuleFile> files;
  TW_RETURN_IF_ERROR(ReadFolder(path, true, files));
  std::set<std::string> out;
  for (const RuleFile& file : files) {
    TW_ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(file.text, file.path));
    if (IsGroupFile(root)) continue;
    TW_ASSIGN_OR_RETURN(std::string id, root.GetText("id"));
    out.insert(std::move(id));
  }
  return out;
}

absl::StatusOr<std::string> ClassRuleSet::DigestOf(const std::string& directory,
                                                   const std::vector<std::string>& added) {
  TW_ASSIGN_OR_RETURN(const std::vector<RuleFile> files, ReadFolders(directory, added));
  return Digest(files);
}

absl::StatusOr<ClassRuleSet> ClassRuleSet::Load(const std::string& directory,
                                                const std::vector<std::string>& added,
                                                const std::set<std::string>* only) {
  TW_ASSIGN_OR_RETURN(const std::vector<RuleFile> files, ReadFolders(directory, added));
  ClassRuleSet out;
  out.groups_ = GroupTable::BuiltIn();
  std::vector<const RuleFile*> rules;
  for (const RuleFile& file : files) {
    if (only != nullptr && !MayBeWanted(file, *only)) continue;
    TW_ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(file.text, file.path));
    if (!IsGroupFile(root)) {
      if (only != nullptr) {
        TW_ASSIGN_OR_RETURN(const std::string id, root.GetText("id"));
        if (only->count(id) == 0) continue;
      }
      rules.push_back(&file);
      continue;
    }
    TW_RETURN_IF_ERROR(ReadGroups(root, out.groups_));
  }
  for (const RuleFile* file : rules) {
    TW_ASSIGN_OR_RETURN(ClassRule rule, ClassRule::Parse(file->text, file->path, out.groups_));
    if (out.Find(rule.id()) != nullptr)
      return absl::InvalidArgumentError(Concat(file->path, ": id ", rule.id(), " twice"));
    if (file->added) {
      if (const auto complaints = TestExamples(rule); !complaints.empty())
        return absl::InvalidArgumentError(complaints[0]);
    }
    out.rules_.push_back(std::move(rule));
  }
  out.digest_ = Digest(files);
  return out;
}

const ClassRule* ClassRuleSet::Find(std::string_view id) const {
  for (const ClassRule& rule : rules_) {
    if (rule.id() == id) return &rule;
  }
  return nullptr;
}

std::vector<ClassMatch> ClassRuleSet::Match(const Molecule& parent) const {
  std::vector<size_t> all(rules_.size());
  std::iota(all.begin(), all.end(), size_t{0});
  return *Match(parent, all, TimeBudget());
}

absl::StatusOr<std::vector<ClassMatch>> ClassRuleSet::Match(const Molecule& parent,
                                                            const std::vector<size_t>& rules,
                                                            const TimeBudget& budget) const {
  std::vector<ClassMatch> out;
  if (rules.empty()) return out;
  const MolGraph graph = MakeGraph(parent);
  for (const size_t i : rules) {
    TW_RETURN_IF_ERROR(budget.Check());
    ClassMatch match;
    if (!rules_[i].Match(parent, graph, match)) continue;
    match.rule = i;
    out.push_back(std::move(match));
  }
  return out;
}

}  // namespace tidewaiter
