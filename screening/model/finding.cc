#include "screening/model/finding.h"

namespace tidewaiter {

std::string_view RelationName(Relation relation) {
  switch (relation) {
    case Relation::kExact:
      return "exact";
    case Relation::kSaltOrSolvate:
      return "salt-or-solvate";
    case Relation::kIsotopologue:
      return "isotopologue";
    case Relation::kStereoisomer:
      return "stereoisomer";
    case Relation::kTautomer:
      return "tautomer";
    case Relation::kMixtureComponent:
      return "mixture-component";
    case Relation::kMasked:
      return "masked";
    case Relation::kClassMember:
      return "class-member";
    case Relation::kAnalogue:
      return "analogue";
    case Relation::kNone:
      return "";
  }
  return "";
}

std::string_view FindingKindName(FindingKind kind) {
  switch (kind) {
    case FindingKind::kControl:
      return "control";
    case FindingKind::kRisk:
      return "risk";
    case FindingKind::kData:
      return "data";
  }
  return "";
}

std::string_view DispositionName(Disposition disposition) {
  switch (disposition) {
    case Disposition::kRelease:
      return "release";
    case Disposition::kDocumentCheck:
      return "document-check";
    case Disposition::kHold:
      return "hold";
    case Disposition::kSeizeRefer:
      return "seize-refer";
  }
  return "";
}

std::optional<int64_t> TextAge(const Listing& listing, const std::optional<Date>& law_day) {
  if (!listing.consolidated_to || !law_day || *law_day < *listing.consolidated_to) return std::nullopt;
  return (*law_day - *listing.consolidated_to).count();
}

}  // namespace tidewaiter
