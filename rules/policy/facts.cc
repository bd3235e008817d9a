#include "rules/policy/facts.h"

namespace tidewaiter::policy {

std::string_view AmountStateName(AmountState state) {
  switch (state) {
    case AmountState::kKnown:
      return "known";
    case AmountState::kMissing:
      return "missing";
    case AmountState::kUnknownUnit:
      return "unknown-unit";
    case AmountState::kNotUnderstood:
      return "not-understood";
    case AmountState::kAbsurd:
      return "absurd";
  }
  return "";
}

std::string_view LicenceStateName(LicenceState state) {
  switch (state) {
    case LicenceState::kCovered:
      return "covered";
    case LicenceState::kExpired:
      return "expired";
    case LicenceState::kNotYet:
      return "not-yet";
    case LicenceState::kOtherSubstance:
      return "other-substance";
    case LicenceState::kOtherHolder:
      return "other-holder";
    case LicenceState::kExhausted:
      return "exhausted";
    case LicenceState::kUnknownAmount:
      return "unknown-amount";
    case LicenceState::kOtherRoute:
      return "other-route";
  }
  return "";
}

void BatchFacts::Clear() {
  lines.clear();
  hits.clear();
  listings.clear();
  watches.clear();
  licences.clear();
  arena.Clear();
}

}  // namespace tidewaiter::policy
