#include "screening/law/law_question.h"

#include <algorithm>

namespace tidewaiter {
namespace {

// Asked on every route: the treaty tables that all parties carry out, and the user's own lists.
constexpr std::string_view kAlways[] = {"UN", "OWN"};

bool Contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

LawQuestion::LawQuestion(const Database& database, Date day, std::string_view origin,
                         std::string_view destination, const std::vector<std::string>& transit,
                         const std::vector<std::string>& jurisdictions)
    : day_(day), origin_(origin), destination_(destination), transit_(transit) {
  asked_.reserve(8);  // more is rare, and each growth copies texts
  route_known_ = !origin.empty() || !destination.empty() || !transit.empty();
  const auto ask = [&](const std::string& jurisdiction) -> Asked& {
    for (Asked& asked : asked_) {
      if (asked.jurisdiction == jurisdiction) return asked;
    }
    asked_.push_back({jurisdiction, false, false, false});
    return asked_.back();
  };
  const auto mark = [&](std::string_view country, bool Asked::*direction) {
    const auto [begin, end] = database.territories().equal_range(country);
    for (auto it = begin; it != end; ++it) ask(it->second).*direction = true;
  };
  if (route_known_) {
    mark(origin, &Asked::exports);
    mark(destination, &Asked::imports);
    for (const std::string& country : transit) mark(country, &Asked::transits);
  } else {
    for (const auto& [id, name] : database.jurisdictions()) {
      Asked& asked = ask(id);
      asked.exports = asked.imports = asked.transits = true;
    }
  }
  for (const std::string_view id : kAlways) {
    Asked& asked = ask(std::string(id));
    asked.exports = asked.imports = asked.transits = true;
  }
  if (!jurisdictions.empty()) {
    asked_.erase(
        std::remove_if(asked_.begin(), asked_.end(),
                       [&](const Asked& asked) { return !Contains(jurisdictions, asked.jurisdiction); }),
        asked_.end());
    // Asked for by name: also when the route does not touch it, then in every direction.
    for (const std::string& id : jurisdictions) {
      if (Find(id) != nullptr) continue;
      Asked& asked = ask(id);
      asked.exports = asked.imports = asked.transits = true;
    }
  }
}

const LawQuestion::Asked* LawQuestion::Find(std::string_view jurisdiction) const {
  for (const Asked& asked : asked_) {
    if (asked.jurisdiction == jurisdiction) return &asked;
  }
  return nullptr;
}

bool LawQuestion::RouteFits(const Listing& listing) const {
  const Asked* asked = Find(listing.jurisdiction);
  if (asked == nullptr) return false;
  switch (listing.direction) {
    case Direction::kAny:
      break;
    case Direction::kExport:
      if (!asked->exports) return false;
      break;
    case Direction::kImport:
      if (!asked->imports) return false;
      break;
    case Direction::kTransit:
      if (!asked->transits) return false;
      break;
  }
  if (listing.counterparts.empty()) return true;
  // The other end of the journey, seen from the jurisdiction. Not known = may be one of them.
  const auto other_end_fits = [&](std::string_view country) {
    return country.empty() || Contains(listing.counterparts, country);
  };
  bool transit_fits = false;
  for (const std::string& country : transit_)
    transit_fits = transit_fits || Contains(listing.counterparts, country);
  switch (listing.direction) {
    case Direction::kExport:
      return other_end_fits(destination_) || transit_fits;
    case Direction::kImport:
      return other_end_fits(origin_) || transit_fits;
    case Direction::kAny:
    case Direction::kTransit:
      return other_end_fits(origin_) || other_end_fits(destination_) || transit_fits;
  }
  return true;
}

bool LawQuestion::ThresholdFits(std::string_view jurisdiction, Traffic traffic) const {
  const Asked* asked = Find(jurisdiction);
  if (asked == nullptr) return false;
  switch (traffic) {
    case Traffic::kAny:
    case Traffic::kImportExport:
      return true;
    case Traffic::kDomestic:
      return false;
    case Traffic::kImport:
      return asked->imports;
    case Traffic::kExport:
      return asked->exports || asked->transits;
  }
  return false;
}

bool InScope(const Listing& listing, const FoundForm& form) {
  if (form.is_salt && (listing.scope & kScopeSalts) == 0) return false;
  if (form.is_ester && (listing.scope & kScopeEsters) == 0) return false;
  if (form.is_other_stereoisomer && (listing.scope & (kScopeStereoisomers | kScopeIsomers)) == 0)
    return false;
  return (listing.scope & form.needed_scope) == form.needed_scope;
}

}  // namespace tidewaiter
