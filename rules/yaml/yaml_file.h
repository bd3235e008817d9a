// Rule files: YAML with the place of every value, so that each error says file, line and column.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tidewaiter {

// A node of a loaded file. Cheap to copy; keeps the file alive. Aliases are refused when the file is loaded
// (they let a small file stand for a huge one).
class YamlNode {
 public:
  bool IsMap() const;
  bool IsList() const;
  bool IsScalar() const;

  // The value under `key`; NotFound with the map's place when it is missing.
  absl::StatusOr<YamlNode> Get(std::string_view key) const;
  bool Has(std::string_view key) const;
  // The scalar text under `key`, or `fallback` when the key is missing.
  absl::StatusOr<std::string> GetText(std::string_view key) const;
  absl::StatusOr<std::string> GetTextOr(std::string_view key, std::string_view fallback) const;
  // The items of the list under `key`; an empty list when the key is missing.
  absl::StatusOr<std::vector<YamlNode>> GetList(std::string_view key) const;
  // The list of texts under `key`; empty when missing.
  absl::StatusOr<std::vector<std::string>> GetTexts(std::string_view key) const;
  absl::StatusOr<std::string> Text() const;
  std::vector<YamlNode> Items() const;
  // The keys of a map in the file's order.
  std::vector<std::string> Keys() const;

  // InvalidArgument that names the first key that is not among `allowed`.
  absl::Status AllowOnly(const std::vector<std::string_view>& allowed) const;
  // InvalidArgument "file:line:column: message".
  absl::Status Error(std::string_view message) const;
  // "file:line:column".
  std::string Where() const;

 private:
  friend absl::StatusOr<YamlNode> ParseYaml(std::string_view text, std::string_view file);
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

// InvalidArgument with the place of a syntax error, an alias, or too many nodes; `file` is only named.
absl::StatusOr<YamlNode> ParseYaml(std::string_view text, std::string_view file);

}  // namespace tidewaiter
