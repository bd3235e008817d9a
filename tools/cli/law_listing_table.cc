#include "tools/cli/law_listing_table.h"

#include <string>
#include <utility>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "tools/cli/law_ask.h"

namespace tidewaiter::cli {
namespace {

// "2.5 kg in a calendar month (import-export); ..."
std::string ThresholdText(const Listing& listing) {
  std::string out;
  for (const Threshold& t : listing.thresholds) {
    AppendTo(out, out.empty() ? "" : "; ", absl::StrFormat("%g ", t.quantity), t.unit,
             t.window.empty() ? "" : " in a ", t.window, " (", TrafficName(t.traffic), ")");
  }
  return out;
}

std::string Joined(const std::vector<std::string>& items, std::string_view separator) {
  std::string out;
  for (const std::string& item : items) AppendTo(out, out.empty() ? "" : separator, item);
  return out;
}

}  // namespace

std::vector<RowColumn> ListingColumns(std::vector<RowColumn> first) {
  for (RowColumn& column : std::vector<RowColumn>{{"jurisdiction", "LAW"},
                                                  {"schedule", "SCHEDULE"},
                                                  {"in_force_from", "FIRST DAY"},
                                                  {"from_evidence", "KNOWN BY"},
                                                  {"in_force_to", "LAST DAY"},
                                                  {"to_evidence", "KNOWN BY"},
                                                  {"direction", ""},
                                                  {"counterparts", ""},
                                                  {"scope", ""},
                                                  {"scope_text", ""},
                                                  {"mixture_limit", ""},
                                                  {"thresholds", ""},
                                                  {"goods_code", ""},
                                                  {"instrument", ""},
                                                  {"instrument_title", ""},
                                                  {"consolidated_to", ""},
                                                  {"source", ""},
                                                  {"note", ""},
                                                  {"id", ""},
                                                  {"citation", "CITATION"}}) {
    first.push_back(std::move(column));
  }
  return first;
}

std::vector<RowCell> ListingCells(std::vector<RowCell> first, const Listing& l) {
  for (RowCell& cell : std::vector<RowCell>{
           TextCell(l.jurisdiction),
           TextCell(l.schedule),
           DayCell(l.in_force_from),
           TextCell(DateEvidenceName(l.from_evidence)),
           DayCell(l.in_force_to),
           l.in_force_to ? TextCell(DateEvidenceName(l.to_evidence)) : RowCell(std::monostate()),
           TextCell(DirectionName(l.direction)),
           TextCell(Joined(l.counterparts, ";")),
           TextCell(FormatScopes(l.scope)),
           TextCell(l.scope_text),
           l.mixture_limit ? TextCell(absl::StrFormat("%g %%", *l.mixture_limit)) : RowCell(std::monostate()),
           TextCell(ThresholdText(l)),
           TextCell(l.goods_code),
           TextCell(l.instrument),
           TextCell(l.instrument_title),
           DayCell(l.consolidated_to),
           TextCell(l.source),
           TextCell(l.note),
           TextCell(l.id),
           TextCell(l.citation)}) {
    first.push_back(std::move(cell));
  }
  return first;
}

}  // namespace tidewaiter::cli
