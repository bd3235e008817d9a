#include "screening/pipeline/settle.h"

#include <algorithm>

#include "screening/pipeline/disposition.h"

namespace tidewaiter {

void Settle(RecordResult& result) {
  std::stable_sort(result.findings.begin(), result.findings.end(), [](const Finding& a, const Finding& b) {
    if (a.kind != b.kind) return a.kind < b.kind;
    if (a.severity != b.severity) return a.severity > b.severity;
    return a.certainty > b.certainty;
  });
  result.disposition = CombineDispositions(result.findings);
}

}  // namespace tidewaiter
