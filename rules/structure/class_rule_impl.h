// What a class rule is made of; for class_rule.cc and the reader of its file.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/structure/substructure.h"
#include "rules/structure/class_rule.h"
#include "rules/yaml/yaml_file.h"

namespace tidewaiter {

struct CompiledPattern {
  SubstructureQuery query;
  std::vector<SubstructureQuery> unless;
};

struct ClassRuleParts {
  std::string id;
  std::string title;
  std::string wording;
  std::string notes;
  std::vector<std::string> sources;
  std::optional<RegionRule> regions;
  std::vector<ClassPattern> patterns;
  std::shared_ptr<const std::vector<CompiledPattern>> compiled;  // of `patterns`, in their order
  std::vector<ClassException> exceptions;
  std::vector<std::string> excepted_keys;  // flat keys
  std::vector<std::string> not_when_listed_in;
  std::vector<ClassExample> members;
  std::vector<ClassExample> others;
};

// InvalidArgument with file, line and column.
absl::StatusOr<ClassRuleParts> ReadClassRule(const YamlNode& root, const GroupTable& groups);

}  // namespace tidewaiter
