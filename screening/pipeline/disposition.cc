#include "screening/pipeline/disposition.h"

#include <algorithm>

namespace tidewaiter {

Disposition DispositionOf(const Finding& finding) {
  switch (finding.kind) {
    case FindingKind::kControl:
      if (finding.severity == Severity::kInfo) return Disposition::kRelease;
      if (finding.certainty < kActCertainty) return Disposition::kDocumentCheck;
      if (finding.severity == Severity::kCritical) return Disposition::kSeizeRefer;
      if (finding.severity == Severity::kHigh) return Disposition::kHold;
      return Disposition::kDocumentCheck;
    case FindingKind::kRisk:
    case FindingKind::kData:
      // Advice and unread data are for a person with the papers in hand; they stop nothing by themselves.
      return finding.severity >= Severity::kMedium ? Disposition::kDocumentCheck : Disposition::kRelease;
  }
  return Disposition::kRelease;
}

Disposition CombineDispositions(const std::vector<Finding>& findings) {
  Disposition gravest = Disposition::kRelease;
  for (const Finding& finding : findings) gravest = std::max(gravest, DispositionOf(finding));
  return gravest;
}

}  // namespace tidewaiter
