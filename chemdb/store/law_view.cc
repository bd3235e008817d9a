#include "chemdb/store/law_view.h"

#include <algorithm>
#include <map>

namespace tidewaiter {
namespace {

// Ids joined by ";".
template <typename Visit>
void ForEachId(std::string_view ids, Visit visit) {
  while (!ids.empty()) {
    const size_t end = ids.find(';');
    visit(ids.substr(0, end));
    if (end == std::string_view::npos) return;
    ids.remove_prefix(end + 1);
  }
}

}  // namespace

std::vector<LawDay> LawDaysIn(const Database& database, Date from, Date to) {
  std::vector<LawDay> out;
  const auto add = [&](const std::optional<Date>& day, bool ends, size_t listing) {
    if (day && *day >= from && *day <= to) out.push_back({*day, ends, listing});
  };
  for (size_t i = 0; i < database.listings().size(); ++i) {
    add(database.listings()[i].in_force_from, false, i);
    add(database.listings()[i].in_force_to, true, i);
  }
  std::stable_sort(out.begin(), out.end(), [](const LawDay& a, const LawDay& b) {
    return std::make_pair(a.day, a.ends) < std::make_pair(b.day, b.ends);
  });
  return out;
}

std::vector<size_t> InOrderOfBeginning(const Database& database, std::vector<size_t> listings) {
  std::stable_sort(listings.begin(), listings.end(), [&](size_t a, size_t b) {
    const Listing& x = database.listings()[a];
    const Listing& y = database.listings()[b];
    return std::tie(x.in_force_from, x.jurisdiction) < std::tie(y.in_force_from, y.jurisdiction);
  });
  return listings;
}

LawCoverage CoverageOf(const Database& database, Date day, int64_t stale_days) {
  std::map<std::string_view, Date> seen;
  for (const Source& source : database.content().sources) {
    if (const auto date = ParseIsoDate(source.seen_on)) seen[source.id] = *date;
  }
  std::map<std::string, JurisdictionCoverage> jurisdictions;
  for (const auto& [id, name] : database.jurisdictions()) jurisdictions[id].jurisdiction = id;
  std::map<std::string_view, InstrumentCoverage> instruments;
  for (const Listing& listing : database.listings()) {
    JurisdictionCoverage& row = jurisdictions[listing.jurisdiction];
    ++row.listings;
    row.in_force += listing.InForceOn(day) ? 1 : 0;
    ++row.first_day[static_cast<size_t>(listing.from_evidence)];
    if (listing.in_force_to) ++row.last_day[static_cast<size_t>(listing.to_evidence)];
    row.thresholds += listing.thresholds.empty() ? 0 : 1;
    InstrumentCoverage& text = instruments[listing.instrument];
    ++text.listings;
    ForEachId(listing.source_ids, [&](std::string_view id) {
      const auto it = seen.find(id);
      if (it != seen.end() && (!text.seen_on || *text.seen_on < it->second)) text.seen_on = it->second;
    });
  }
  LawCoverage out;
  for (auto& [id, row] : jurisdictions) out.jurisdictions.push_back(std::move(row));
  for (const Instrument& instrument : database.instruments()) {
    const auto it = instruments.find(instrument.id);
    if (it == instruments.end()) continue;
    InstrumentCoverage& text = it->second;
    text.instrument = instrument.id;
    text.jurisdiction = instrument.jurisdiction;
    text.title = instrument.title;
    text.consolidated_to = instrument.consolidated_to;
    if (const auto since = text.consolidated_to ? text.consolidated_to : text.seen_on) {
      text.age_days = (day - *since).count();
    }
    text.stale = !text.age_days || *text.age_days > stale_days;
    out.instruments.push_back(std::move(text));
  }
  return out;
}

}  // namespace tidewaiter
