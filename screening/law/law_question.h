// Law by route and day: which listings of a subject hold for goods going this way, on this day, in this form.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "chemdb/base/date.h"
#include "chemdb/law/listing.h"
#include "chemdb/store/database.h"

namespace tidewaiter {

// Whose law is asked, and which way the goods move as each jurisdiction sees it.
class LawQuestion {
 public:
  // `origin`, `destination`, `transit`: ISO 3166 alpha-2 countries, or empty. `jurisdictions`: ask these
  // only; empty = those of the route, the UN's tables and private lists ("OWN") always. Without any country
  // of the route known, every jurisdiction is asked, in every direction.
  LawQuestion(const Database& database, Date day, std::string_view origin, std::string_view destination,
              const std::vector<std::string>& transit, const std::vector<std::string>& jurisdictions);

  Date day() const { return day_; }
  bool route_known() const { return route_known_; }

  // True when `listing` holds in one of the asked jurisdictions for this direction and these counterparts,
  // whatever the day.
  bool RouteFits(const Listing& listing) const;
  bool Holds(const Listing& listing) const { return RouteFits(listing) && listing.InForceOn(day_); }

  // True when a threshold of `jurisdiction` for `traffic` is asked for goods that cross its border on this
  // route: one for exports is none for imports, one for domestic sales is none for either.
  bool ThresholdFits(std::string_view jurisdiction, Traffic traffic) const;

 private:
  struct Asked {
    std::string jurisdiction;
    bool exports = false, imports = false, transits = false;
  };
  const Asked* Find(std::string_view jurisdiction) const;

  Date day_;
  bool route_known_ = false;
  std::vector<Asked> asked_;
  std::string origin_, destination_;
  std::vector<std::string> transit_;
};

// The form in which a subject was found, as scope looks at it.
struct FoundForm {
  bool is_salt = false;
  bool is_ester = false;
  bool is_other_stereoisomer = false;  // drawn as an enantiomer or diastereomer of the listed one
  uint32_t needed_scope = 0;           // what else the listing's words must reach, bits of Scope
};

// Whether the words of the listing cover that form. The substance itself, its hydrates, tautomers and
// isotopologues are always covered: law names substances, not drawings.
bool InScope(const Listing& listing, const FoundForm& form);

}  // namespace tidewaiter
