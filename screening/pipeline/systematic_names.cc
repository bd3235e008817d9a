#include "screening/pipeline/systematic_names.h"

#include <algorithm>

namespace tidewaiter {

std::vector<ReadName> ReadSystematicNames(std::string_view text, const std::vector<SystematicSpan>& spans,
                                          const std::vector<Candidate>& candidates, NameResolver& resolver) {
  std::vector<ReadName> out;
  for (const SystematicSpan& span : spans) {
    const bool known = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
      return candidate.start <= span.start && candidate.end >= span.end;
    });
    if (known) continue;
    absl::StatusOr<std::string> smiles = resolver.Resolve(text.substr(span.start, span.end - span.start));
    if (absl::IsNotFound(smiles.status())) continue;
    out.push_back({span.start, span.end, std::move(smiles)});
  }
  return out;
}

}  // namespace tidewaiter
