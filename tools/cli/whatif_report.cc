#include "tools/cli/whatif_report.h"

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/report/escape.h"
#include "screening/report/finding_json.h"
#include "tools/cli/row_table.h"

namespace tidewaiter::cli {
namespace {

// --- JSON Lines ---

void AppendFindings(std::string_view key, const std::vector<Finding>& findings, const RecordDifference& d,
                    std::string& out) {
  AppendTo(out, ",\"", key, "\":[");
  for (size_t i = 0; i < findings.size(); ++i) {
    if (i > 0) out += ',';
    AppendFindingJson(findings[i], d.law_day, out);
  }
  out += ']';
}

}  // namespace

void AppendJson(const RecordDifference& d, bool lawful, std::string& out) {
  out += "{\"record\":{\"file\":";
  AppendJsonString(out, d.file);
  AppendTo(out, ",\"line\":", d.line, ",\"id\":");
  AppendJsonString(out, d.id);
  out += "},\"goods\":";
  AppendJsonString(out, d.goods);
  out += ",\"route\":";
  AppendJsonString(out, RouteOf(d));
  out += ",\"law_day\":";
  AppendJsonString(out, d.law_day ? FormatIsoDate(*d.law_day) : std::string());
  AppendTo(out, ",\"lawful\":", lawful ? "true" : "false", ",\"disposition\":{\"before\":\"",
           DispositionName(d.before), "\",\"after\":\"", DispositionName(d.after), "\"}");
  AppendFindings("gained", d.gained, d, out);
  AppendFindings("lost", d.lost, d, out);
  out += ",\"changed\":[";
  for (size_t i = 0; i < d.changed.size(); ++i) {
    out += i == 0 ? "{\"before\":" : ",{\"before\":";
    AppendFindingJson(d.changed[i].before, d.law_day, out);
    out += ",\"after\":";
    AppendFindingJson(d.changed[i].after, d.law_day, out);
    out += '}';
  }
  out += "]}\n";
}

namespace {

void AppendCounts(const WhatIfCounts& c, std::string& out) {
  AppendTo(out, "\"records\":", c.records, ",\"gained\":", c.gained, ",\"lost\":", c.lost,
           ",\"changed\":", c.changed, ",\"dispositions\":", c.dispositions,
           ",\"newly_caught\":", c.newly_caught, ",\"newly_released\":", c.newly_released,
           ",\"lawful_newly_caught\":", c.lawful_newly_caught);
}

void AppendBySubject(std::string_view key, const std::map<std::string, uint64_t>& counts, std::string& out) {
  AppendTo(out, ",\"", key, "\":{");
  bool first = true;
  for (const auto& [id, count] : counts) {
    if (!first) out += ',';
    first = false;
    AppendJsonString(out, id);
    AppendTo(out, ":", count);
  }
  out += '}';
}

void AppendRun(std::string_view key, const RunIdentity& run, std::string& out) {
  AppendTo(out, ",\"", key, "\":");
  AppendRunJson(run, out);
}

}  // namespace

void AppendSummaryJson(const WhatIfSummary& s, const RunIdentity& before, const RunIdentity& after,
                       std::string& out) {
  AppendTo(out, "{\"summary\":{\"read\":", s.records, ",\"screened_by_both\":", s.screened_by_both, ",");
  AppendCounts(s.all, out);
  out += ",\"by_route_and_month\":[";
  bool first = true;
  for (const auto& [key, counts] : s.by_route_and_month) {
    out += first ? "{\"route\":" : ",{\"route\":";
    first = false;
    AppendJsonString(out, key.first);
    out += ",\"month\":";
    AppendJsonString(out, key.second);
    out += ',';
    AppendCounts(counts, out);
    out += '}';
  }
  out += ']';
  AppendBySubject("gained_by_subject", s.gained_by_subject, out);
  AppendBySubject("lost_by_subject", s.lost_by_subject, out);
  AppendRun("law_as_it_is", before, out);
  AppendRun("law_as_it_would_be", after, out);
  out += "}}\n";
}

// --- for people ---

namespace {

// What the finding is of; a control is told by the relation and the listings, all others by their rule.
std::string WordsOf(const Finding& finding) {
  const bool control = finding.kind == FindingKind::kControl;
  std::string out = finding.subject.name.empty() ? finding.rule : finding.subject.name;
  if (!finding.subject.name.empty()) {
    AppendTo(out, ", ", control ? RelationName(finding.relation) : std::string_view(finding.rule));
  }
  AppendTo(out, ", ", SeverityName(finding.severity), absl::StrFormat(", certainty %.2f", finding.certainty));
  if (!control) return out;
  std::string listings;
  for (const Listing* listing : finding.listings) {
    AppendTo(listings, listings.empty() ? "" : ", ", listing->jurisdiction, " ", listing->schedule);
  }
  AppendTo(out, ": ", listings);
  return out;
}

void AppendLine(std::string_view sign, const Finding& finding, std::string& out) {
  AppendTo(out, "  ", sign, " ", TerminalText(WordsOf(finding)), "\n");
}

}  // namespace

void AppendText(const RecordDifference& d, bool lawful, std::string& out) {
  AppendTo(out, DispositionName(d.before), " -> ", DispositionName(d.after), "  ", TerminalText(d.file), ":",
           d.line, "  ", TerminalText(d.id), "  ", RouteOf(d), "  ",
           d.law_day ? FormatIsoDate(*d.law_day) : std::string("-"), lawful ? "  lawful goods" : "", "\n");
  if (!d.goods.empty()) AppendTo(out, "  ", TerminalText(d.goods), "\n");
  for (const Finding& finding : d.gained) AppendLine("+", finding, out);
  for (const Finding& finding : d.lost) AppendLine("-", finding, out);
  for (const FindingChange& change : d.changed) {
    AppendLine("<", change.before, out);
    AppendLine(">", change.after, out);
  }
}

namespace {

std::string Names(const std::set<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) AppendTo(out, out.empty() ? "" : ", ", id);
  return out.empty() ? "none" : out;
}

}  // namespace

void AppendSummaryText(const WhatIfSummary& s, const TouchFilter& touched, const RunIdentity& before,
                       const RunIdentity& after, double seconds, std::string& out) {
  AppendTo(out, "\nThe bill touches\n  substances  ", Names(touched.substances()), "\n  classes     ",
           Names(touched.classes()), "\n\nSummary\n  records read            ", s.records,
           "\n  of these, looked at     ", s.screened_by_both,
           "  (screened by the law as it is and as it would be)\n  records with a change   ", s.all.records,
           "\n  findings gained         ", s.all.gained, "\n  findings lost           ", s.all.lost,
           "\n  findings changed        ", s.all.changed, "\n  dispositions changed    ", s.all.dispositions,
           "\n  newly caught            ", s.all.newly_caught,
           "  (release today)\n  newly released          ", s.all.newly_released, "\n");
  if (s.all.lawful_newly_caught > 0) {
    AppendTo(out, "  lawful, newly caught    ", s.all.lawful_newly_caught, "\n");
  }
  AppendTo(out, absl::StrFormat("  time                    %.2f s\n", seconds), "  database ",
           before.database_digest.substr(0, 12), " -> ", after.database_digest.substr(0, 12), ", rules ",
           before.rules_digest.substr(0, 12), " -> ", after.rules_digest.substr(0, 12), "\n");
  if (s.by_route_and_month.empty()) return;
  RowTable table({{"route", "ROUTE"},
                  {"month", "MONTH"},
                  {"records", "RECORDS"},
                  {"gained", "GAINED"},
                  {"lost", "LOST"},
                  {"changed", "CHANGED"},
                  {"caught", "NEWLY CAUGHT"},
                  {"released", "NEWLY RELEASED"},
                  {"lawful", "LAWFUL CAUGHT"}});
  const auto number = [](uint64_t n) { return RowCell(static_cast<int64_t>(n)); };
  for (const auto& [key, c] : s.by_route_and_month) {
    table.Add({key.first, key.second, number(c.records), number(c.gained), number(c.lost), number(c.changed),
               number(c.newly_caught), number(c.newly_released), number(c.lawful_newly_caught)});
  }
  AppendTo(out, "\n", table.Format(RowFormat::kTable));
}

}  // namespace tidewaiter::cli
