// Questions about the law as a whole: what begins and ends around a day, how well each law-giver is covered,
// how old the texts are that were read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chemdb/base/date.h"
#include "chemdb/store/database.h"

namespace tidewaiter {

// A first or a last day of a listing.
struct LawDay {
  Date day{};
  bool ends = false;   // the last day in force; else the first
  size_t listing = 0;  // index into Database::listings()
};

// Every first and last day in [from, to], by day; firsts before lasts, then as the tables have them.
std::vector<LawDay> LawDaysIn(const Database& database, Date from, Date to);

// Indices into listings() in the order in which they began (first those whose start is not known), then by
// jurisdiction.
std::vector<size_t> InOrderOfBeginning(const Database& database, std::vector<size_t> listings);

// What one jurisdiction has.
struct JurisdictionCoverage {
  std::string jurisdiction;
  uint64_t listings = 0;
  uint64_t in_force = 0;       // on the day asked
  uint64_t first_day[4] = {};  // by DateEvidence
  uint64_t last_day[4] = {};   // the same, of those that have an end
  uint64_t thresholds = 0;     // listings with one at least
};

// How old the text of one instrument is.
struct InstrumentCoverage {
  std::string instrument;  // id
  std::string jurisdiction;
  std::string title;
  uint64_t listings = 0;
  std::optional<Date> consolidated_to;  // the text was read as it stood on that day
  std::optional<Date> seen_on;          // the latest day on which a source of its listings was seen
  // Days from `consolidated_to`, or where that is not known from `seen_on`, to the day asked; nullopt when
  // neither is known. Negative when the day asked lies before.
  std::optional<int64_t> age_days;
  bool stale = false;  // older than the limit, or of unknown age
};

struct LawCoverage {
  std::vector<JurisdictionCoverage> jurisdictions;  // by id
  std::vector<InstrumentCoverage> instruments;      // in the order of the tables; those with a listing
};

// As of `day`; a text is stale when it is more than `stale_days` old.
LawCoverage CoverageOf(const Database& database, Date day, int64_t stale_days);

}  // namespace tidewaiter
