// What came into force or went out of it: between two days of one database, or between two databases.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "chemdb/base/date.h"
#include "chemdb/store/database.h"

namespace tidewaiter {

struct ListingChange {
  enum class Kind { kBegins, kEnds, kAdded, kRemoved, kChanged };
  Kind kind = Kind::kAdded;
  std::string listing;  // id
  std::string subject;
  std::string jurisdiction;
  std::string schedule;
  std::optional<Date> day;  // first day in force (kBegins), last day (kEnds)
  std::string what;         // kChanged: the fields and their values, "in_force_from: open -> 2026-04-09"
};
std::string_view ChangeName(ListingChange::Kind kind);

// Listings whose first day lies in (from, to] and those whose last day lies in [from, to), by day.
std::vector<ListingChange> ChangesBetween(const Database& database, Date from, Date to);

// Listings (by id) that only one of them has, or whose facts differ: first those of `after` in its order,
// then those that are gone.
std::vector<ListingChange> ChangesBetween(const Database& before, const Database& after);

struct SubstanceChange {
  ListingChange::Kind kind = ListingChange::Kind::kAdded;  // kAdded, kRemoved or kChanged
  std::string substance;                                   // id
  std::string name;
  std::string what;  // kChanged, as in ListingChange; names and forms as "name: + P2P"
};

// The same for the substances, their names and their forms.
std::vector<SubstanceChange> SubstanceChangesBetween(const Database& before, const Database& after);

// What an answer may depend on and two databases do not share: by any fact of a row, not only by those that
// the changes above tell.
struct ContentDifference {
  std::set<std::string> substances;  // ids: their row or one of their listings differs, or one has them not
  std::set<std::string> classes;     // ids: one of their listings differs
  // What the substances are differs, beyond their listings: some row of a substance.
  bool rows_of_substances = false;
  // Anything else that is asked: places, counter-ions and solvents, goods codes, rows of known instruments;
  // or `after` lacks a substance of `before`, or has it in another place.
  bool other = false;
};
ContentDifference DifferenceBetween(const DatabaseContent& before, const DatabaseContent& after);

}  // namespace tidewaiter
