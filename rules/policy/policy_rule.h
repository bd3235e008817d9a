// Policy rules: what is suspicious, or in order, about a shipment. One YAML file each, in
// rules/library/policy (format: docs/policy-rules.md).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/base/date.h"
#include "chemdb/law/listing.h"
#include "rules/policy/code_tables.h"
#include "rules/yaml/yaml_file.h"

namespace tidewaiter::policy {

using ParameterValue = std::variant<int64_t, double, std::string>;

struct Parameter {
  ParameterValue value;
  std::string about;  // what it is, and its unit
};

// What a rule's rows are rows of.
enum class RuleSubject : uint8_t { kLine, kHit, kListing, kConsignment, kParty, kWatch, kLicence };

// Sources a run may lack.
enum class RuleNeed : uint8_t { kLedger, kLicences, kWatchlist };

struct PolicyRule {
  std::string id;
  std::string title;
  Severity severity = Severity::kMedium;
  int weight = 0;  // 0..100: how much it adds to the others of its line (docs/disposition.md)
  std::string
      advice;  // "", or the disposition that it asks for alone: "document-check", "hold", "seize-refer"
  bool covers = false;             // it speaks for the goods: its subject is covered by a licence
  bool lifted_by_licence = false;  // its condition asks for goods that no licence covers (`h.covered = 0`)
  std::string rationale;
  std::string citation;
  std::optional<Date> valid_from, valid_to;  // of the line's declared date
  std::vector<RuleNeed> needs;
  std::map<std::string, Parameter> parameters;
  RuleSubject over = RuleSubject::kLine;
  std::string when;                                       // SQL
  std::vector<std::pair<std::string, std::string>> show;  // name, SQL
  std::string message;                                    // with {name} of `show`
  std::string next_step;
  std::vector<YamlNode> examples;  // policy_examples.h reads them
  std::string where;               // "file:line:column"
};

// InvalidArgument with the place of whatever does not fit the format. The SQL is compiled by PolicyRunner.
absl::StatusOr<PolicyRule> ParsePolicyRule(std::string_view text, std::string_view file);

struct PolicyRuleSet {
  std::vector<PolicyRule> rules;  // by id
  CodeTables codes;
  std::string digest;  // SHA-256 over every file of the folder, hex

  // Reads the *.yaml rules, parameters.yaml (which may change parameters and switch rules off) and the code
  // tables of a folder. disposition.yaml is not a rule and is left to screening/pipeline.
  static absl::StatusOr<PolicyRuleSet> Load(const std::string& directory);
};

std::string_view RuleSubjectName(RuleSubject subject);  // "line", "hit", ...
std::string_view RuleNeedName(RuleNeed need);           // "ledger", "licences", "watchlist"

}  // namespace tidewaiter::policy
