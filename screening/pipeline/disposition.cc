#include "screening/pipeline/disposition.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

size_t Index(Severity severity) { return static_cast<size_t>(severity); }

// How heavy a finding weighs among the reasons: a rule's own weight, else by severity.
int WeightOf(const Finding& finding) {
  static constexpr int kBySeverity[kSeverities] = {0, 20, 40, 80, 100};
  if (finding.kind == FindingKind::kControl) {
    return static_cast<int>(std::lround(kBySeverity[Index(finding.severity)] * finding.certainty));
  }
  return finding.weight;
}

bool IsCovered(const Finding& finding, const std::vector<Finding>& all) {
  return finding.kind == FindingKind::kControl &&
         std::any_of(all.begin(), all.end(), [&](const Finding& other) {
           return other.covers && other.subject.id == finding.subject.id;
         });
}

Disposition Alone(const Finding& finding, bool covered, const DispositionPolicy& policy) {
  if (finding.kind != FindingKind::kControl) {
    return std::max(finding.advice.value_or(Disposition::kRelease), policy.advice[Index(finding.severity)]);
  }
  const bool sure = finding.certainty >= policy.act_certainty;
  const Disposition asked = finding.severity == Severity::kInfo ? policy.control[0]
                            : sure                              ? policy.control[Index(finding.severity)]
                                                                : policy.unsure;
  return covered ? std::min(asked, policy.covered[Index(finding.severity)]) : asked;
}

Disposition BySum(int sum, const DispositionPolicy& policy) {
  if (sum >= policy.hold_sum) return Disposition::kHold;
  return sum >= policy.document_check_sum ? Disposition::kDocumentCheck : Disposition::kRelease;
}

int SumOf(const std::vector<Finding>& findings) {
  int sum = 0;
  for (const Finding& finding : findings) {
    if (finding.kind != FindingKind::kControl) sum += finding.weight;
  }
  return sum;
}

// The gravest severity that the listings of a control finding have when no threshold spares it.
Severity GravestListing(const Finding& finding) {
  Severity gravest = finding.severity;
  for (const Listing* listing : finding.listings) gravest = std::max(gravest, listing->severity);
  return gravest;
}

std::string NameOf(const Finding& finding) {
  return finding.subject.name.empty() ? finding.rule : finding.subject.name;
}

// How a finding is called when it is taken away.
std::string WithoutIt(const Finding& finding) {
  if (finding.covers) return Concat("without the licence for ", NameOf(finding));
  switch (finding.kind) {
    case FindingKind::kControl:
      return Concat("if the goods were not ", NameOf(finding));
    case FindingKind::kRisk:
      return Concat("without the finding ", finding.rule);
    case FindingKind::kData:
      return Concat("if the record had no issue ", finding.rule);
  }
  return {};
}

}  // namespace

Disposition CombineDispositions(const std::vector<Finding>& findings, const DispositionPolicy& policy) {
  Disposition gravest = BySum(SumOf(findings), policy);
  for (const Finding& finding : findings) {
    gravest = std::max(gravest, Alone(finding, IsCovered(finding, findings), policy));
  }
  return gravest;
}

void Decide(const DispositionPolicy& policy, RecordResult& result) {
  result.reasons.clear();
  result.disposition = Disposition::kRelease;
  for (size_t i = 0; i < result.findings.size(); ++i) {
    const Finding& finding = result.findings[i];
    const bool covered = IsCovered(finding, result.findings);
    Reason reason;
    reason.finding = i;
    reason.disposition = Alone(finding, covered, policy);
    reason.weight = covered ? 0 : WeightOf(finding);
    reason.text = Concat(finding.rule, finding.subject.name.empty() ? "" : ": ", finding.subject.name,
                         covered ? " (covered by a licence)" : "");
    result.disposition = std::max(result.disposition, reason.disposition);
    if (reason.disposition > Disposition::kRelease || reason.weight > 0 || finding.covers || covered) {
      result.reasons.push_back(std::move(reason));
    }
  }
  std::stable_sort(result.reasons.begin(), result.reasons.end(), [](const Reason& a, const Reason& b) {
    if (a.disposition != b.disposition) return a.disposition > b.disposition;
    return a.weight > b.weight;
  });
  const int sum = SumOf(result.findings);
  if (const Disposition together = BySum(sum, policy); together > result.disposition) {
    result.disposition = together;
    Reason reason;
    reason.disposition = together;
    reason.weight = sum;
    reason.text = Concat("the findings together weigh ", sum);
    result.reasons.insert(result.reasons.begin(), std::move(reason));
  }
}

void AskWhatIf(const DispositionPolicy& policy, RecordResult& result) {
  result.what_if.clear();
  const Disposition now = CombineDispositions(result.findings, policy);
  const auto ask = [&](std::string fact, const std::vector<Finding>& instead) {
    const Disposition then = CombineDispositions(instead, policy);
    if (then == now) return;
    const bool said = std::any_of(result.what_if.begin(), result.what_if.end(),
                                  [&](const WhatIf& other) { return other.fact == fact; });
    if (!said) result.what_if.push_back({std::move(fact), then});
  };
  for (size_t i = 0; i < result.findings.size(); ++i) {
    const Finding& finding = result.findings[i];
    std::vector<Finding> without = result.findings;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    ask(WithoutIt(finding), without);
    if (finding.kind != FindingKind::kControl) continue;

    if (!IsCovered(finding, result.findings)) {
      // What a licence for the subject would lift, it lifts here too.
      std::vector<Finding> licensed = result.findings;
      std::erase_if(licensed, [&](const Finding& other) {
        return other.lifted_by_licence && other.subject.id == finding.subject.id;
      });
      Finding licence;
      licence.kind = FindingKind::kRisk;
      licence.subject = finding.subject;
      licence.covers = true;
      licensed.push_back(std::move(licence));
      ask(Concat("if a licence covered ", NameOf(finding)), licensed);
    }
    if (finding.certainty < policy.act_certainty) {
      std::vector<Finding> certain = result.findings;
      certain[i].certainty = 1;
      ask(Concat("if it were certain that the goods are ", NameOf(finding)), certain);
    }
    if (const Severity gravest = GravestListing(finding);
        finding.severity == Severity::kInfo && gravest > finding.severity) {
      std::vector<Finding> over = result.findings;
      over[i].severity = gravest;
      ask(Concat("if the quantity of ", NameOf(finding), " reached the threshold"), over);
    }
  }
}

}  // namespace tidewaiter
