#include "chemdb/base/concat.h"
#include "screening/whatif/what_if.h"

namespace tidewaiter {

void WhatIfCounts::Add(const RecordDifference& difference, bool lawful) {
  ++records;
  gained += difference.gained.size();
  lost += difference.lost.size();
  changed += difference.changed.size();
  dispositions += difference.before != difference.after ? 1 : 0;
  newly_caught += difference.newly_caught() ? 1 : 0;
  newly_released += difference.newly_released() ? 1 : 0;
  lawful_newly_caught += lawful && difference.newly_caught() ? 1 : 0;
}

void WhatIfCounts::Merge(const WhatIfCounts& other) {
  records += other.records;
  gained += other.gained;
  lost += other.lost;
  changed += other.changed;
  dispositions += other.dispositions;
  newly_caught += other.newly_caught;
  newly_released += other.newly_released;
  lawful_newly_caught += other.lawful_newly_caught;
}

std::string RouteOf(const RecordDifference& d) {
  if (d.origin.empty() && d.destination.empty() && d.transit.empty()) return "any";
  std::string out = d.origin.empty() ? "-" : d.origin;
  for (const std::string& country : d.transit) AppendTo(out, " > ", country);
  AppendTo(out, " > ", d.destination.empty() ? std::string_view("-") : d.destination);
  return out;
}

std::string MonthOf(const RecordDifference& d) {
  return d.law_day ? FormatIsoDate(*d.law_day).substr(0, 7) : std::string("-");
}

void WhatIfSummary::Add(const RecordDifference& difference, bool lawful) {
  all.Add(difference, lawful);
  by_route_and_month[{RouteOf(difference), MonthOf(difference)}].Add(difference, lawful);
  for (const Finding& finding : difference.gained) ++gained_by_subject[finding.subject.id];
  for (const Finding& finding : difference.lost) ++lost_by_subject[finding.subject.id];
}

void WhatIfSummary::Merge(const WhatIfSummary& other) {
  records += other.records;
  screened_by_both += other.screened_by_both;
  all.Merge(other.all);
  for (const auto& [key, counts] : other.by_route_and_month) by_route_and_month[key].Merge(counts);
  for (const auto& [id, count] : other.gained_by_subject) gained_by_subject[id] += count;
  for (const auto& [id, count] : other.lost_by_subject) lost_by_subject[id] += count;
}

}  // namespace tidewaiter
