// Findings that are advice only: structures that no listing covers, close to one that some listing does. They
// are of kind risk and cite no listing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "chemdb/store/database.h"
#include "chemdb/structure/analogue_index.h"
#include "rules/analogues/open_words.h"
#include "screening/law/law_question.h"
#include "screening/model/finding.h"

namespace tidewaiter {

inline constexpr std::string_view kMaskedAdvice = "masked-precursor";
inline constexpr std::string_view kAnalogueAdvice = "analogue";

// What advice is made with.
struct AdviceContext {
  const Database& database;
  const LawQuestion& question;
  const OpenWords& open_words;
};

// A masked form. `finding` has subject, relation, certainty and evidence; `what` begins the message; `form`
// is that of the substance without its mask. Empty when the substance is not listed for this route and day.
std::optional<Finding> AdviseMasked(const AdviceContext& context, const FoundForm& form,
                                    std::string_view what, Finding finding);

// The likest of `neighbours` (of one component of the structure `text`) that is listed for this route and
// day; empty when none is.
std::optional<Finding> AdviseAnalogue(const AdviceContext& context, std::string_view text,
                                      std::string_view what, const std::vector<AnalogueHit>& neighbours);

// True when both are about atoms of one structure, some of them the same.
bool Overlap(const Finding& a, const Finding& b);

}  // namespace tidewaiter
