#include "rules/policy/policy_rule.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/numbers.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter::policy {
namespace {

constexpr size_t kRuleFileBytes = 1 << 20;
constexpr RuleSubject kSubjects[] = {RuleSubject::kLine,        RuleSubject::kHit,   RuleSubject::kListing,
                                     RuleSubject::kConsignment, RuleSubject::kParty, RuleSubject::kWatch,
                                     RuleSubject::kLicence};
constexpr RuleNeed kNeeds[] = {RuleNeed::kLedger, RuleNeed::kLicences, RuleNeed::kWatchlist};

bool IsName(std::string_view text, bool dashes) {
  if (text.empty() || text.size() > 60 || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == (dashes ? '-' : '_');
  });
}

ParameterValue ParseValue(const std::string& text) {
  int64_t whole = 0;
  double real = 0;
  if (absl::SimpleAtoi(text, &whole)) return whole;
  if (absl::SimpleAtod(text, &real) && real == real) return real;
  return text;
}

absl::StatusOr<int> ReadWeight(const YamlNode& root) {
  TW_ASSIGN_OR_RETURN(const YamlNode node, root.Get("weight"));
  TW_ASSIGN_OR_RETURN(const std::string text, node.Text());
  int weight = 0;
  if (!absl::SimpleAtoi(text, &weight) || weight < 0 || weight > 100) {
    return node.Error("a weight is a whole number from 0 to 100");
  }
  return weight;
}

absl::StatusOr<std::optional<Date>> ReadDay(const YamlNode& root, std::string_view key) {
  if (!root.Has(key)) return std::optional<Date>();
  TW_ASSIGN_OR_RETURN(const YamlNode node, root.Get(key));
  TW_ASSIGN_OR_RETURN(const std::string text, node.Text());
  const auto day = ParseIsoDate(text);
  if (!day) return node.Error("a date is YYYY-MM-DD");
  return day;
}

absl::Status ReadParameters(const YamlNode& root, PolicyRule& rule) {
  if (!root.Has("parameters")) return absl::OkStatus();
  TW_ASSIGN_OR_RETURN(const YamlNode parameters, root.Get("parameters"));
  if (!parameters.IsMap()) return parameters.Error("parameters are a map of names");
  for (const std::string& name : parameters.Keys()) {
    TW_ASSIGN_OR_RETURN(const YamlNode node, parameters.Get(name));
    if (!IsName(name, false)) return node.Error("a parameter's name has lower-case letters, digits and _");
    TW_RETURN_IF_ERROR(node.AllowOnly({"value", "about"}));
    Parameter parameter;
    TW_ASSIGN_OR_RETURN(const std::string value, node.GetText("value"));
    TW_ASSIGN_OR_RETURN(parameter.about, node.GetText("about"));
    parameter.value = ParseValue(value);
    rule.parameters.emplace(name, std::move(parameter));
  }
  return absl::OkStatus();
}

absl::Status ReadShow(const YamlNode& root, PolicyRule& rule) {
  if (!root.Has("show")) return absl::OkStatus();
  TW_ASSIGN_OR_RETURN(const YamlNode show, root.Get("show"));
  if (!show.IsMap()) return show.Error("show is a map of names and SQL expressions");
  for (const std::string& name : show.Keys()) {
    if (!IsName(name, false)) return show.Error("a name in show has lower-case letters, digits and _");
    TW_ASSIGN_OR_RETURN(std::string expression, show.GetText(name));
    rule.show.emplace_back(name, std::move(expression));
  }
  return absl::OkStatus();
}

// Every {word} must stand in `show`; a lone brace is an error.
absl::Status CheckMessage(const YamlNode& node, const PolicyRule& rule) {
  for (size_t at = 0; at < rule.message.size(); ++at) {
    if (rule.message[at] == '}') return node.Error("a } without {");
    if (rule.message[at] != '{') continue;
    const size_t end = rule.message.find_first_of("{}", at + 1);
    if (end == std::string::npos || rule.message[end] == '{') return node.Error("a { without }");
    const std::string name = rule.message.substr(at + 1, end - at - 1);
    const bool known = std::any_of(rule.show.begin(), rule.show.end(),
                                   [&](const auto& shown) { return shown.first == name; });
    if (!known) return node.Error(Concat("{", name, "} does not stand in show"));
    at = end;
  }
  return absl::OkStatus();
}

template <typename Enum, size_t N>
std::optional<Enum> Parse(std::string_view text, const Enum (&values)[N], std::string_view (*name)(Enum)) {
  for (const Enum value : values) {
    if (name(value) == text) return value;
  }
  return std::nullopt;
}

absl::StatusOr<PolicyRule> ReadRule(const YamlNode& root) {
  TW_RETURN_IF_ERROR(root.AllowOnly({"id", "title", "severity", "weight", "advice", "effect", "rationale",
                                     "citation", "valid", "needs", "parameters", "over", "when", "show",
                                     "message", "next_step", "examples"}));
  PolicyRule rule;
  rule.where = root.Where();
  TW_ASSIGN_OR_RETURN(rule.id, root.GetText("id"));
  if (!IsName(rule.id, true)) return root.Error("an id has lower-case letters, digits and dashes");
  TW_ASSIGN_OR_RETURN(rule.title, root.GetText("title"));
  TW_ASSIGN_OR_RETURN(const std::string severity, root.GetText("severity"));
  const auto known_severity = ParseSeverity(severity);
  if (!known_severity) return root.Error(Concat("unknown severity \"", severity, "\""));
  rule.severity = *known_severity;
  TW_ASSIGN_OR_RETURN(rule.weight, ReadWeight(root));
  TW_ASSIGN_OR_RETURN(rule.advice, root.GetTextOr("advice", ""));
  if (!rule.advice.empty() && rule.advice != "document-check" && rule.advice != "hold" &&
      rule.advice != "seize-refer") {
    return root.Error("advice is document-check, hold or seize-refer");
  }
  TW_ASSIGN_OR_RETURN(const std::string effect, root.GetTextOr("effect", ""));
  if (!effect.empty() && effect != "covers") return root.Error("the one known effect is \"covers\"");
  rule.covers = !effect.empty();
  TW_ASSIGN_OR_RETURN(rule.rationale, root.GetText("rationale"));
  TW_ASSIGN_OR_RETURN(rule.citation, root.GetText("citation"));
  if (root.Has("valid")) {
    TW_ASSIGN_OR_RETURN(const YamlNode valid, root.Get("valid"));
    TW_RETURN_IF_ERROR(valid.AllowOnly({"from", "to"}));
    TW_ASSIGN_OR_RETURN(rule.valid_from, ReadDay(valid, "from"));
    TW_ASSIGN_OR_RETURN(rule.valid_to, ReadDay(valid, "to"));
  }
  TW_ASSIGN_OR_RETURN(const std::vector<std::string> needs, root.GetTexts("needs"));
  for (const std::string& text : needs) {
    const auto need = Parse(text, kNeeds, &RuleNeedName);
    if (!need) return root.Error(Concat("unknown need \"", text, "\"; known: ledger, licences, watchlist"));
    rule.needs.push_back(*need);
  }
  TW_RETURN_IF_ERROR(ReadParameters(root, rule));
  TW_ASSIGN_OR_RETURN(const std::string over, root.GetText("over"));
  const auto subject = Parse(over, kSubjects, &RuleSubjectName);
  if (!subject) {
    return root.Error(Concat(
        "a rule is over line, hit, listing, consignment, party, watch or licence, not \"", over, "\""));
  }
  rule.over = *subject;
  if (rule.covers && rule.over != RuleSubject::kHit) return root.Error("only a rule over hit can cover one");
  TW_ASSIGN_OR_RETURN(rule.when, root.GetText("when"));
  rule.lifted_by_licence = rule.when.find("h.covered = 0") != std::string::npos;
  TW_RETURN_IF_ERROR(ReadShow(root, rule));
  TW_ASSIGN_OR_RETURN(const YamlNode message, root.Get("message"));
  TW_ASSIGN_OR_RETURN(rule.message, message.Text());
  TW_RETURN_IF_ERROR(CheckMessage(message, rule));
  TW_ASSIGN_OR_RETURN(rule.next_step, root.GetTextOr("next_step", ""));
  TW_ASSIGN_OR_RETURN(rule.examples, root.GetList("examples"));
  return rule;
}

// parameters.yaml: `off: [rule, ...]` and `rule: {parameter: value}`.
absl::Status ApplySettings(const YamlNode& root, std::vector<PolicyRule>& rules) {
  const auto find = [&](std::string_view id) {
    return std::find_if(rules.begin(), rules.end(), [&](const PolicyRule& rule) { return rule.id == id; });
  };
  for (const std::string& key : root.Keys()) {
    if (key == "off") continue;
    TW_ASSIGN_OR_RETURN(const YamlNode settings, root.Get(key));
    const auto rule = find(key);
    if (rule == rules.end()) return settings.Error(Concat("no rule \"", key, "\""));
    for (const std::string& name : settings.Keys()) {
      const auto parameter = rule->parameters.find(name);
      if (parameter == rule->parameters.end()) {
        return settings.Error(Concat("rule ", key, " has no parameter \"", name, "\""));
      }
      TW_ASSIGN_OR_RETURN(const std::string text, settings.GetText(name));
      ParameterValue value = ParseValue(text);
      const bool was_text = std::holds_alternative<std::string>(parameter->second.value);
      if (was_text != std::holds_alternative<std::string>(value)) {
        if (!was_text) return settings.Error(Concat(name, " is a number"));
        value = text;
      }
      parameter->second.value = std::move(value);
    }
  }
  TW_ASSIGN_OR_RETURN(const std::vector<std::string> off, root.GetTexts("off"));
  for (const std::string& id : off) {
    const auto rule = find(id);
    if (rule == rules.end()) return root.Error(Concat("no rule \"", id, "\" to switch off"));
    rules.erase(rule);
  }
  return absl::OkStatus();
}

}  // namespace

std::string_view RuleSubjectName(RuleSubject subject) {
  switch (subject) {
    case RuleSubject::kLine:
      return "line";
    case RuleSubject::kHit:
      return "hit";
    case RuleSubject::kListing:
      return "listing";
    case RuleSubject::kConsignment:
      return "consignment";
    case RuleSubject::kParty:
      return "party";
    case RuleSubject::kWatch:
      return "watch";
    case RuleSubject::kLicence:
      return "licence";
  }
  return "";
}

std::string_view RuleNeedName(RuleNeed need) {
  switch (need) {
    case RuleNeed::kLedger:
      return "ledger";
    case RuleNeed::kLicences:
      return "licences";
    case RuleNeed::kWatchlist:
      return "watchlist";
  }
  return "";
}

absl::StatusOr<PolicyRule> ParsePolicyRule(std::string_view text, std::string_view file) {
  TW_ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(text, file));
  return ReadRule(root);
}

absl::StatusOr<PolicyRuleSet> PolicyRuleSet::Load(const std::string& directory) {
  PolicyRuleSet out;
  Sha256 digest;
  const auto read = [&](const std::string& path) -> absl::StatusOr<std::string> {
    TW_ASSIGN_OR_RETURN(std::string text, ReadFile(path, kRuleFileBytes));
    digest.AddField(std::filesystem::path(path).filename().string());
    digest.AddField(text);
    return text;
  };
  TW_ASSIGN_OR_RETURN(const std::vector<std::string> files, ListFiles(directory, ".yaml"));
  std::optional<YamlNode> settings;
  for (const std::string& path : files) {
    TW_ASSIGN_OR_RETURN(const std::string text, read(path));
    const std::string name = std::filesystem::path(path).filename();
    if (name == "disposition.yaml") continue;
    if (name == "parameters.yaml") {
      TW_ASSIGN_OR_RETURN(settings, ParseYaml(text, path));
      continue;
    }
    TW_ASSIGN_OR_RETURN(PolicyRule rule, ParsePolicyRule(text, path));
    for (const PolicyRule& other : out.rules) {
      if (other.id == rule.id)
        return absl::InvalidArgumentError(
            Concat(path, ": rule ", rule.id, " stands in ", other.where, " already"));
    }
    out.rules.push_back(std::move(rule));
  }
  TW_ASSIGN_OR_RETURN(const std::vector<std::string> tables, ListFiles(directory, ".csv"));
  for (const std::string& path : tables) TW_RETURN_IF_ERROR(read(path).status());
  TW_ASSIGN_OR_RETURN(out.codes, CodeTables::Load(directory));
  std::sort(out.rules.begin(), out.rules.end(),
            [](const PolicyRule& a, const PolicyRule& b) { return a.id < b.id; });
  if (settings) TW_RETURN_IF_ERROR(ApplySettings(*settings, out.rules));
  out.digest = digest.Hex();
  return out;
}

}  // namespace tidewaiter::policy
