// Files that define further named groups: a rules folder may hold any number of them beside its rules
// (format: rules/library/README.md).
#pragma once

#include <string_view>

#include "absl/status/status.h"

#include "rules/structure/groups.h"
#include "rules/yaml/yaml_file.h"

namespace tidewaiter {

// Whether the file defines groups instead of being a rule: its root has the key `groups`.
bool IsGroupFile(const YamlNode& root);

// Adds the groups of the file to `table` and runs their examples. InvalidArgument with file, line and column;
// groups before the faulty one stay added.
absl::Status ReadGroups(const YamlNode& root, GroupTable& table);

// The groups of a list of names. InvalidArgument with the place of an unknown one.
absl::StatusOr<std::vector<Group>> ParseGroups(const std::vector<YamlNode>& names, const GroupTable& table);

}  // namespace tidewaiter
