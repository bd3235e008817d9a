#include "chemdb/store/overlay_cells.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"

namespace tidewaiter::overlay {
namespace {

// Columns that say what a row is about, and whose law it is.
constexpr std::string_view kAboutColumns[] = {"id",    "name",         "cas_rn",     "smiles",  "names",
                                              "class", "jurisdiction", "instrument", "schedule"};
constexpr std::string_view kWindows[] = {"package", "calendar month", "calendar year"};

// Replaces what the row says in other words; empty cells keep what stands.
void ReadNewWords(RowReader& row, const std::string& place, Listing& listing) {
  const std::string& citation = row.Text("citation");
  listing.citation = citation.empty() ? Concat(listing.citation, ", as amended by ", place) : citation;
  const std::string& source = row.Text("source");
  listing.source = source.empty() ? Concat(listing.source, "; ", place) : source;
  listing.from_overlay = true;
  if (!row.Text("next_step").empty()) listing.next_step = row.Text("next_step");
  if (!row.Text("severity").empty()) listing.severity = SeverityCell(row);
  if (!row.Text("scope").empty()) {
    listing.scope = ScopeCell(row);
    listing.scope_text.clear();  // the law's own words no longer say it
  }
  if (!row.Text("goods_code").empty()) listing.goods_code = GoodsCodeCell(row);
  ReadThreshold(row, listing);
  if (const auto to = row.IsoDate("in_force_to")) {
    listing.in_force_to = to;
    listing.to_evidence = DateEvidence::kSecondarySource;
  }
}

}  // namespace

Severity SeverityCell(RowReader& row) {
  const auto severity = ParseSeverity(absl::AsciiStrToLower(row.Text("severity")));
  if (!severity) row.Complain("severity", "must be info, low, medium, high or critical");
  return severity.value_or(Severity::kHigh);
}

uint32_t ScopeCell(RowReader& row) {
  uint32_t out = 0;
  for (const std::string& code : row.Parts("scope")) {
    const auto scope = ParseScope(code);
    if (!scope) row.Complain("scope", Concat("unknown code \"", code, "\""));
    if (scope) out |= *scope;
  }
  return out;
}

std::string GoodsCodeCell(RowReader& row) {
  std::string digits;
  for (const char c : row.Text("goods_code")) {
    if (c == '.' || c == ' ') continue;
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      row.Complain("goods_code", "must be digits, with points or blanks at most");
      break;
    }
    digits += c;
  }
  return digits;
}

void ReadThreshold(RowReader& row, Listing& listing) {
  const auto quantity = row.Number("threshold");
  const std::string& unit = row.Text("unit");
  const std::string& window = row.Text("window");
  if (!quantity && unit.empty() && window.empty()) return;
  if (!quantity) row.Complain("threshold", "must be a number when there is a unit or a window");
  if (unit != "kg" && unit != "g" && unit != "L") row.Complain("unit", "must be kg, g or L");
  if (!window.empty() && std::find(std::begin(kWindows), std::end(kWindows), window) == std::end(kWindows)) {
    row.Complain("window", "must be package, calendar month or calendar year");
  }
  listing.thresholds = {{quantity.value_or(0), unit, window, Traffic::kAny, listing.citation}};
}

void ReadAmendment(RowReader& row, const std::string& place, DatabaseContent& content,
                   std::set<std::string>& listing_ids) {
  for (const std::string_view column : kAboutColumns) {
    if (!row.Text(column).empty()) row.Complain(column, "must be empty: the amended listing says it");
  }
  const std::string& id = row.Text("amends");
  const auto found = std::find_if(content.listings.begin(), content.listings.end(),
                                  [&](const Listing& listing) { return listing.id == id; });
  if (found == content.listings.end()) {
    row.Complain("amends", Concat("no listing has the id \"", id, "\""));
    return;
  }
  Listing changed = *found;
  ReadNewWords(row, place, changed);
  const auto from = row.IsoDate("in_force_from");
  if (from) {
    if (!found->InForceOn(*from)) row.Complain("in_force_from", Concat(id, " is not in force on that day"));
    if (found->in_force_from && *from <= *found->in_force_from) {
      row.Complain("in_force_from", Concat("is no later than the first day of ", id,
                                           "; leave it empty to change the listing throughout"));
    }
    changed.in_force_from = from;
    changed.from_evidence = DateEvidence::kSecondarySource;
  }
  if (!row.complained() && changed.in_force_to && changed.in_force_from &&
      *changed.in_force_to < *changed.in_force_from) {
    row.Complain("in_force_to", "ends before it begins");
  }
  if (row.complained()) return;
  if (!from) {
    *found = std::move(changed);
    return;
  }
  found->in_force_to = *from - std::chrono::days(1);
  found->to_evidence = DateEvidence::kSecondarySource;
  found->from_overlay = true;
  changed.id = FreeId(Concat("own-", id), listing_ids);
  listing_ids.insert(changed.id);
  content.listings.push_back(std::move(changed));
}

}  // namespace tidewaiter::overlay
