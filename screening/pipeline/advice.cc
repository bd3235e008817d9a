#include "screening/pipeline/advice.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/pipeline/words.h"

namespace tidewaiter {
namespace {

struct Listed {
  std::string listings;  // "UN Table I since 2024-12-03; ..."; empty when nothing holds
  std::string open;      // "CA Schedule VI, Part 1 (Class A) (its derivatives and analogues); ..."
};

Listed WhereListed(const AdviceContext& context, const Substance& substance, const FoundForm& form) {
  Listed out;
  for (const size_t index : context.database.ListingsOf(SubjectKind::kSubstance, substance.id)) {
    const Listing& listing = context.database.listings()[index];
    if (!InScope(listing, form) || !context.question.Holds(listing)) continue;
    AppendTo(out.listings, out.listings.empty() ? "" : "; ", ListingWords(listing));
    const std::string words = context.open_words.Of(listing);
    if (words.empty()) continue;
    AppendTo(out.open, out.open.empty() ? "" : "; ", listing.jurisdiction, " ", listing.schedule, " (", words,
             ")");
  }
  return out;
}

void AppendOpenWords(const Listed& listed, Finding& finding) {
  if (listed.open.empty()) return;
  AppendTo(finding.message, " Words that no structure decides: ", listed.open,
           "; whether they reach it is for the authority.");
}

double Rounded(double score) { return std::round(score * 100) / 100; }

std::string Scores(const AnalogueHit& hit) {
  std::string out = absl::StrFormat("similarity %.2f", hit.similarity);
  if (hit.common_part > 0) out += absl::StrFormat(", common part %.2f", hit.common_part);
  return out;
}

}  // namespace

std::optional<Finding> AdviseMasked(const AdviceContext& context, const FoundForm& form,
                                    std::string_view what, Finding finding) {
  const auto substance = context.database.FindSubstance(finding.subject.id);
  if (!substance) return std::nullopt;
  const Listed listed = WhereListed(context, context.database.substances()[*substance], form);
  if (listed.listings.empty()) return std::nullopt;
  finding.kind = FindingKind::kRisk;
  finding.rule = std::string(kMaskedAdvice);
  finding.severity = Severity::kMedium;
  finding.message = Capitalised(
      Concat(what, ". No listing in force here covers this form; unmasked it is listed: ", listed.listings,
             ". Advice only."));
  AppendOpenWords(listed, finding);
  finding.next_step =
      "Ask what the goods are for and who uses them; whether a law reaches this form is for the authority.";
  return finding;
}

std::optional<Finding> AdviseAnalogue(const AdviceContext& context, std::string_view text,
                                      std::string_view what, const std::vector<AnalogueHit>& neighbours) {
  std::optional<Finding> out;
  Listed listed;
  std::string also;
  for (const AnalogueHit& hit : neighbours) {
    const Substance& substance = context.database.substances()[hit.substance];
    Listed where = WhereListed(context, substance, FoundForm{});
    if (where.listings.empty()) continue;
    if (out) {
      AppendTo(also, also.empty() ? "" : "; ", substance.name, " (", Scores(hit), ")");
      continue;
    }
    listed = std::move(where);
    Finding finding;
    finding.rule = std::string(kAnalogueAdvice);
    finding.kind = FindingKind::kRisk;
    finding.subject = {SubjectKind::kSubstance, substance.id, substance.name};
    finding.relation = Relation::kAnalogue;
    finding.severity = Severity::kLow;
    finding.likeness = Likeness{Rounded(hit.similarity), Rounded(hit.common_part)};
    // No probability: the lower of two measures of likeness.
    finding.certainty =
        hit.common_part > 0 ? Rounded(std::min(hit.similarity, hit.common_part)) : Rounded(hit.similarity);
    finding.evidence.push_back(StructureEvidence{std::string(text), hit.common});
    if (!hit.differs.empty()) {
      finding.evidence.push_back(StructureEvidence{std::string(text), hit.differs, "differs"});
    }
    if (!hit.listed_differs.empty()) {
      finding.evidence.push_back(
          StructureEvidence{substance.smiles, hit.listed_differs, "differs in the listed structure"});
    }
    finding.message = Capitalised(Concat(what, " resembles ", substance.name, " (", Scores(hit), ")"));
    finding.explanation = Concat(
        "nearest of the listed structures compared: ", substance.smiles,
        "; similarity = shared atom environments (ECFP4, counted, Tanimoto), common part = shared atoms and "
        "bonds of the maximum common substructure (Tanimoto)");
    out = std::move(finding);
  }
  if (!out) return std::nullopt;
  if (!also.empty()) AppendTo(out->message, ", also ", also);
  AppendTo(out->message, ", which is listed: ", listed.listings,
           ". Advice only: similarity alone never makes a substance controlled.");
  AppendOpenWords(listed, *out);
  return out;
}

bool Overlap(const Finding& a, const Finding& b) {
  for (const Evidence& mine : a.evidence) {
    const auto* one = std::get_if<StructureEvidence>(&mine);
    if (one == nullptr) continue;
    for (const Evidence& theirs : b.evidence) {
      const auto* other = std::get_if<StructureEvidence>(&theirs);
      if (other == nullptr || one->structure != other->structure) continue;
      for (const int atom : one->atoms) {
        if (std::find(other->atoms.begin(), other->atoms.end(), atom) != other->atoms.end()) return true;
      }
    }
  }
  return false;
}

}  // namespace tidewaiter
