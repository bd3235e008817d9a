// The recommended disposition of a record: a documented, configurable combination of its findings
// (docs/disposition.md).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "screening/model/finding.h"

namespace tidewaiter {

// Below this certainty a candidate is not reported at all.
inline constexpr double kReportCertainty = 0.25;
// From this certainty on a control finding is acted on; below it, papers are checked first. The default of
// DispositionPolicy::act_certainty.
inline constexpr double kActCertainty = 0.75;

inline constexpr size_t kSeverities = static_cast<size_t>(Severity::kCritical) + 1;

// What findings ask for, by severity from info to critical.
struct DispositionPolicy {
  double act_certainty = kActCertainty;
  // A control finding at or over act_certainty.
  Disposition control[kSeverities] = {Disposition::kRelease, Disposition::kDocumentCheck,
                                      Disposition::kDocumentCheck, Disposition::kHold,
                                      Disposition::kSeizeRefer};
  // One under it, unless its severity is info.
  Disposition unsure = Disposition::kDocumentCheck;
  // A control finding whose subject a licence covers.
  Disposition covered[kSeverities] = {Disposition::kRelease, Disposition::kRelease, Disposition::kRelease,
                                      Disposition::kRelease, Disposition::kHold};
  // Advice and unread data are for a person with the papers in hand.
  Disposition advice[kSeverities] = {Disposition::kRelease, Disposition::kRelease,
                                     Disposition::kDocumentCheck, Disposition::kDocumentCheck,
                                     Disposition::kDocumentCheck};
  // Weights of risk findings add up: from these sums on, whatever each says alone.
  int document_check_sum = 30;
  int hold_sum = 100;
};

// Reads disposition.yaml; what it does not mention keeps its default. InvalidArgument with the place of what
// does not fit.
absl::StatusOr<DispositionPolicy> LoadDispositionPolicy(const std::string& path);

// The gravest over all findings and the sum of weights; kRelease for none.
Disposition CombineDispositions(const std::vector<Finding>& findings, const DispositionPolicy& policy = {});

// Fills `disposition`, and `reasons` in order of weight.
void Decide(const DispositionPolicy& policy, RecordResult& result);

// Fills `what_if`: each single fact that, were it otherwise, would give another disposition.
void AskWhatIf(const DispositionPolicy& policy, RecordResult& result);

}  // namespace tidewaiter
