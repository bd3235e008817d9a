// disposition.yaml: docs/disposition.md has the format.
#include <optional>

#include "absl/strings/numbers.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/status_macros.h"
#include "rules/yaml/yaml_file.h"
#include "screening/pipeline/disposition.h"

namespace tidewaiter {
namespace {

constexpr size_t kFileBytes = 64 * 1024;

absl::StatusOr<Disposition> ReadDisposition(const YamlNode& node, std::string_view key) {
  TW_ASSIGN_OR_RETURN(const YamlNode value, node.Get(key));
  TW_ASSIGN_OR_RETURN(const std::string text, value.Text());
  for (const Disposition each :
       {Disposition::kRelease, Disposition::kDocumentCheck, Disposition::kHold, Disposition::kSeizeRefer}) {
    if (DispositionName(each) == text) return each;
  }
  return value.Error("a disposition is release, document-check, hold or seize-refer");
}

// `key: {high: hold, ...}`, into the places of those severities.
absl::Status ReadBySeverity(const YamlNode& root, std::string_view key, Disposition (&out)[kSeverities]) {
  if (!root.Has(key)) return absl::OkStatus();
  TW_ASSIGN_OR_RETURN(const YamlNode node, root.Get(key));
  TW_RETURN_IF_ERROR(node.AllowOnly({"info", "low", "medium", "high", "critical"}));
  for (const std::string& name : node.Keys()) {
    TW_ASSIGN_OR_RETURN(out[static_cast<size_t>(*ParseSeverity(name))], ReadDisposition(node, name));
  }
  return absl::OkStatus();
}

absl::Status ReadSum(const YamlNode& node, std::string_view key, int& out) {
  if (!node.Has(key)) return absl::OkStatus();
  TW_ASSIGN_OR_RETURN(const YamlNode value, node.Get(key));
  TW_ASSIGN_OR_RETURN(const std::string text, value.Text());
  if (!absl::SimpleAtoi(text, &out) || out <= 0) return value.Error("a sum is a whole number above 0");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DispositionPolicy> LoadDispositionPolicy(const std::string& path) {
  TW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kFileBytes));
  TW_ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(text, path));
  TW_RETURN_IF_ERROR(root.AllowOnly({"act_certainty", "control", "unsure", "covered", "advice", "sums"}));
  DispositionPolicy policy;
  if (root.Has("act_certainty")) {
    TW_ASSIGN_OR_RETURN(const YamlNode node, root.Get("act_certainty"));
    TW_ASSIGN_OR_RETURN(const std::string number, node.Text());
    if (!absl::SimpleAtod(number, &policy.act_certainty) ||
        !(policy.act_certainty >= kReportCertainty && policy.act_certainty <= 1)) {
      return node.Error("act_certainty lies between 0.25, under which nothing is reported, and 1");
    }
  }
  TW_RETURN_IF_ERROR(ReadBySeverity(root, "control", policy.control));
  TW_RETURN_IF_ERROR(ReadBySeverity(root, "covered", policy.covered));
  TW_RETURN_IF_ERROR(ReadBySeverity(root, "advice", policy.advice));
  if (root.Has("unsure")) {
    TW_ASSIGN_OR_RETURN(policy.unsure, ReadDisposition(root, "unsure"));
  }
  if (root.Has("sums")) {
    TW_ASSIGN_OR_RETURN(const YamlNode sums, root.Get("sums"));
    TW_RETURN_IF_ERROR(sums.AllowOnly({"document-check", "hold"}));
    TW_RETURN_IF_ERROR(ReadSum(sums, "document-check", policy.document_check_sum));
    TW_RETURN_IF_ERROR(ReadSum(sums, "hold", policy.hold_sum));
    if (policy.hold_sum < policy.document_check_sum) {
      return sums.Error("the sum for hold is at least that for document-check");
    }
  }
  return policy;
}

}  // namespace tidewaiter
