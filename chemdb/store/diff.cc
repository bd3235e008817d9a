#include "chemdb/store/diff.h"

#include <algorithm>
#include <map>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

ListingChange Change(ListingChange::Kind kind, const Listing& listing) {
  ListingChange out;
  out.kind = kind;
  out.listing = listing.id;
  out.subject = listing.subject;
  out.jurisdiction = listing.jurisdiction;
  out.schedule = listing.schedule;
  return out;
}

std::string DayText(const std::optional<Date>& day) { return day ? FormatIsoDate(*day) : std::string("open"); }

std::string Differences(const Listing& a, const Listing& b) {
  std::string out;
  const auto compare = [&](std::string_view field, const std::string& x, const std::string& y) {
    if (x != y) AppendTo(out, out.empty() ? "" : "; ", field, ": ", x.empty() ? "-" : x, " -> ", y.empty() ? "-" : y);
  };
  compare("subject", a.subject, b.subject);
  compare("instrument", a.instrument, b.instrument);
  compare("schedule", a.schedule, b.schedule);
  compare("scope", FormatScopes(a.scope), FormatScopes(b.scope));
  compare("in_force_from", DayText(a.in_force_from), DayText(b.in_force_from));
  compare("from_evidence", std::string(DateEvidenceName(a.from_evidence)),
          std::string(DateEvidenceName(b.from_evidence)));
  compare("in_force_to", DayText(a.in_force_to), DayText(b.in_force_to));
  compare("goods_code", a.goods_code, b.goods_code);
  compare("citation", a.citation, b.citation);
  return out;
}

}  // namespace

std::string_view ChangeName(ListingChange::Kind kind) {
  switch (kind) {
    case ListingChange::Kind::kBegins: return "begins";
    case ListingChange::Kind::kEnds: return "ends";
    case ListingChange::Kind::kAdded: return "added";
    case ListingChange::Kind::kRemoved: return "removed";
    case ListingChange::Kind::kChanged: return "changed";
  }
  return "";
}

std::vector<ListingChange> ChangesBetween(const Database& database, Date from, Date to) {
  std::vector<ListingChange> out;
  for (const Listing& listing : database.listings()) {
    if (listing.in_force_from && *listing.in_force_from > from && *listing.in_force_from <= to) {
      out.push_back(Change(ListingChange::Kind::kBegins, listing));
      out.back().day = listing.in_force_from;
    }
    if (listing.in_force_to && *listing.in_force_to >= from && *listing.in_force_to < to) {
      out.push_back(Change(ListingChange::Kind::kEnds, listing));
      out.back().day = listing.in_force_to;
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const ListingChange& a, const ListingChange& b) { return *a.day < *b.day; });
  return out;
}

std::vector<ListingChange> ChangesBetween(const Database& before, const Database& after) {
  std::vector<ListingChange> out;
  std::map<std::string, const Listing*> old;
  for (const Listing& listing : before.listings()) old[listing.id] = &listing;
  for (const Listing& listing : after.listings()) {
    const auto it = old.find(listing.id);
    if (it == old.end()) {
      out.push_back(Change(ListingChange::Kind::kAdded, listing));
      continue;
    }
    std::string what = Differences(*it->second, listing);
    if (!what.empty()) {
      out.push_back(Change(ListingChange::Kind::kChanged, listing));
      out.back().what = std::move(what);
    }
    old.erase(it);
  }
  for (const Listing& listing : before.listings()) {
    if (old.count(listing.id) > 0) out.push_back(Change(ListingChange::Kind::kRemoved, listing));
  }
  return out;
}

}  // namespace tidewaiter
