#include "screening/pipeline/settle.h"

#include <algorithm>

namespace tidewaiter {

void Settle(RecordResult& result) {
  std::stable_sort(result.findings.begin(), result.findings.end(), [](const Finding& a, const Finding& b) {
    if (a.kind != b.kind) return a.kind < b.kind;
    if (a.severity != b.severity) return a.severity > b.severity;
    return a.certainty > b.certainty;
  });
  result.disposition = CombineDispositions(result.findings);
}

void SettleWithPolicy(const DispositionPolicy& policy, bool explain, RecordResult& result) {
  if (!explain) {
    std::erase_if(result.findings, [](const Finding& finding) { return finding.rule == "not-in-force"; });
  }
  Settle(result);
  Decide(policy, result);
}

}  // namespace tidewaiter
