// JSON Lines and JSON: the contract of docs/output.md. This is the hot output path, so it appends text
// directly; every string goes through AppendJsonString.
#include <charconv>
#include <cmath>

#include "chemdb/base/concat.h"
#include "screening/report/escape.h"
#include "screening/report/finding_json.h"
#include "screening/report/writers.h"

namespace tidewaiter {
namespace {

class JsonWriter final : public ResultWriter {
 public:
  JsonWriter(const WriterOptions& options, bool lines) : options_(options), lines_(lines) {}

  void Begin(std::string& out) const override {
    if (!lines_) out += "{\"results\":[";
  }

  void Format(const RecordResult& result, bool first, std::string& out) const override {
    if (!lines_) out += first ? "\n" : ",\n";
    out += "{\"record\":{\"file\":";
    AppendJsonString(out, result.file);
    AppendTo(out, ",\"line\":", result.line, ",\"id\":");
    AppendJsonString(out, result.id);
    out += "},\"disposition\":";
    AppendJsonString(out, DispositionName(result.disposition));
    out += ",\"findings\":[";
    for (size_t i = 0; i < result.findings.size(); ++i) {
      if (i > 0) out += ',';
      AppendFinding(result.findings[i], result.law_day, out);
    }
    out += "],\"law_day\":";
    AppendDay(out, result.law_day);
    AppendReasons(result, out);
    out += '}';
    if (lines_) out += '\n';
  }

  void End(const Summary& summary, const RunIdentity& run, std::string& out) const override {
    if (!lines_) out += "\n]";
    if (options_.summary) {
      out += lines_ ? "{\"summary\":" : ",\n\"summary\":";
      AppendSummary(summary, run, out);
      if (lines_) out += "}\n";
    }
    if (!lines_) out += "}\n";
  }

  static void AppendFinding(const Finding& finding, const std::optional<Date>& law_day, std::string& out) {
    out += "{\"rule\":";
    AppendJsonString(out, finding.rule);
    out += ",\"kind\":";
    AppendJsonString(out, FindingKindName(finding.kind));
    out += ",\"subject\":";
    if (finding.subject.id.empty()) {
      out += "null";
    } else {
      out += "{\"kind\":";
      AppendJsonString(out, SubjectKindName(finding.subject.kind));
      out += ",\"id\":";
      AppendJsonString(out, finding.subject.id);
      out += ",\"name\":";
      AppendJsonString(out, finding.subject.name);
      out += '}';
    }
    out += ",\"relation\":";
    if (finding.relation == Relation::kNone) {
      out += "null";
    } else {
      AppendJsonString(out, RelationName(finding.relation));
    }
    out += ",\"certainty\":";
    AppendNumber(out, finding.certainty);
    if (finding.likeness) {
      out += ",\"likeness\":{\"similarity\":";
      AppendNumber(out, finding.likeness->similarity);
      out += ",\"common_part\":";
      AppendNumber(out, finding.likeness->common_part);
      out += '}';
    }
    out += ",\"severity\":";
    AppendJsonString(out, SeverityName(finding.severity));
    out += ",\"evidence\":[";
    for (size_t i = 0; i < finding.evidence.size(); ++i) {
      if (i > 0) out += ',';
      AppendEvidence(finding.evidence[i], out);
    }
    out += "],\"listings\":[";
    for (size_t i = 0; i < finding.listings.size(); ++i) {
      if (i > 0) out += ',';
      AppendListing(*finding.listings[i], law_day, out);
    }
    out += "],\"message\":";
    AppendJsonString(out, finding.message);
    if (!finding.next_step.empty()) {
      out += ",\"next_step\":";
      AppendJsonString(out, finding.next_step);
    }
    if (!finding.explanation.empty()) {
      out += ",\"explanation\":";
      AppendJsonString(out, finding.explanation);
    }
    out += '}';
  }

  static void AppendRun(const RunIdentity& run, std::string& out) {
    out += "{\"engine\":";
    AppendJsonString(out, run.engine_version);
    out += ",\"database\":";
    AppendJsonString(out, run.database_digest);
    out += ",\"rules\":";
    AppendJsonString(out, run.rules_digest);
    out += ",\"policy\":";
    AppendJsonString(out, run.policy_digest);
    out += ",\"standardisation\":";
    AppendJsonString(out, run.standardisation);
    out += ",\"resolver\":";
    AppendJsonString(out, run.resolver);
    out += ",\"options\":";
    AppendJsonString(out, run.options);
    if (!run.lists.empty()) {
      out += ",\"lists\":[";
      for (size_t i = 0; i < run.lists.size(); ++i) {
        out += i == 0 ? "{\"file\":" : ",{\"file\":";
        AppendJsonString(out, run.lists[i].first);
        out += ",\"sha256\":";
        AppendJsonString(out, run.lists[i].second);
        out += '}';
      }
      out += ']';
    }
    out += '}';
  }

 private:
  static void AppendReasons(const RecordResult& result, std::string& out) {
    for (size_t i = 0; i < result.reasons.size(); ++i) {
      const Reason& reason = result.reasons[i];
      out += i == 0 ? ",\"reasons\":[{\"finding\":" : ",{\"finding\":";
      out += reason.finding ? Concat(*reason.finding) : "null";
      AppendTo(out, ",\"disposition\":\"", DispositionName(reason.disposition),
               "\",\"weight\":", reason.weight, ",\"text\":");
      AppendJsonString(out, reason.text);
      out += i + 1 == result.reasons.size() ? "}]" : "}";
    }
    for (size_t i = 0; i < result.what_if.size(); ++i) {
      out += i == 0 ? ",\"what_if\":[{\"fact\":" : ",{\"fact\":";
      AppendJsonString(out, result.what_if[i].fact);
      AppendTo(out, ",\"disposition\":\"", DispositionName(result.what_if[i].disposition),
               i + 1 == result.what_if.size() ? "\"}]" : "\"}");
    }
  }

  static void AppendNumber(std::string& out, double value) {
    if (!std::isfinite(value)) value = 0;  // JSON has no word for it
    char buffer[32];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    out.append(buffer, error == std::errc() ? end : buffer);
  }

  static void AppendDay(std::string& out, const std::optional<Date>& day) {
    if (day) {
      AppendTo(out, "\"", FormatIsoDate(*day), "\"");
    } else {
      out += "null";
    }
  }

  static void AppendEvidence(const Evidence& evidence, std::string& out) {
    if (const auto* text = std::get_if<TextEvidence>(&evidence)) {
      out += "{\"field\":";
      AppendJsonString(out, text->field);
      AppendTo(out, ",\"start\":", text->start, ",\"end\":", text->end, ",\"text\":");
      AppendJsonString(out, text->text);
      out += '}';
      return;
    }
    const auto& structure = std::get<StructureEvidence>(evidence);
    out += "{\"structure\":";
    AppendJsonString(out, structure.structure);
    out += ",\"atoms\":[";
    for (size_t i = 0; i < structure.atoms.size(); ++i) AppendTo(out, i == 0 ? "" : ",", structure.atoms[i]);
    out += ']';
    if (!structure.part.empty()) {
      out += ",\"part\":";
      AppendJsonString(out, structure.part);
    }
    out += '}';
  }

  static void AppendListing(const Listing& listing, const std::optional<Date>& law_day, std::string& out) {
    out += "{\"jurisdiction\":";
    AppendJsonString(out, listing.jurisdiction);
    out += ",\"instrument\":";
    AppendJsonString(out, listing.instrument_title);
    out += ",\"schedule\":";
    AppendJsonString(out, listing.schedule);
    out += ",\"in_force_from\":";
    AppendDay(out, listing.in_force_from);
    out += ",\"in_force_to\":";
    AppendDay(out, listing.in_force_to);
    out += ",\"citation\":";
    AppendJsonString(out, listing.citation);
    out += ",\"threshold\":";
    if (listing.thresholds.empty()) {
      out += "null";
    } else {
      // The contract has room for one; a listing with several carries them all in "thresholds".
      AppendThreshold(listing.thresholds[0], out);
    }
    if (listing.thresholds.size() > 1) {
      out += ",\"thresholds\":[";
      for (size_t i = 0; i < listing.thresholds.size(); ++i) {
        if (i > 0) out += ',';
        AppendThreshold(listing.thresholds[i], out);
      }
      out += ']';
    }
    if (listing.mixture_limit) {
      out += ",\"mixture_limit\":";
      AppendNumber(out, *listing.mixture_limit);
    }
    out += ",\"id\":";
    AppendJsonString(out, listing.id);
    out += ",\"date_evidence\":";
    AppendJsonString(out, DateEvidenceName(listing.from_evidence));
    if (listing.in_force_to) {
      out += ",\"end_evidence\":";
      AppendJsonString(out, DateEvidenceName(listing.to_evidence));
    }
    out += ",\"consolidated_to\":";
    AppendDay(out, listing.consolidated_to);
    out += ",\"text_age_days\":";
    if (const auto age = TextAge(listing, law_day)) {
      AppendTo(out, *age);
    } else {
      out += "null";
    }
    if (listing.from_overlay) out += ",\"own_list\":true";
    if (!listing.scope_text.empty()) {
      out += ",\"scope\":";
      AppendJsonString(out, listing.scope_text);
    }
    if (!listing.goods_code.empty()) {
      out += ",\"goods_code\":";
      AppendJsonString(out, listing.goods_code);
    }
    out += ",\"source\":";
    AppendJsonString(out, listing.source);
    out += '}';
  }

  static void AppendThreshold(const Threshold& threshold, std::string& out) {
    out += "{\"quantity\":";
    AppendNumber(out, threshold.quantity);
    out += ",\"unit\":";
    AppendJsonString(out, threshold.unit);
    out += ",\"window\":";
    AppendJsonString(out, threshold.window);
    out += ",\"traffic\":";
    AppendJsonString(out, TrafficName(threshold.traffic));
    out += '}';
  }

  static void AppendCounts(std::string_view key, const std::map<std::string, uint64_t>& counts,
                           std::string& out) {
    AppendTo(out, ",\"", key, "\":{");
    bool first = true;
    for (const auto& [name, count] : counts) {
      if (!first) out += ',';
      first = false;
      AppendJsonString(out, name);
      AppendTo(out, ":", count);
    }
    out += '}';
  }

  static void AppendSummary(const Summary& summary, const RunIdentity& run, std::string& out) {
    AppendTo(out, "{\"records\":", summary.records, ",\"unscreened\":", summary.unscreened,
             ",\"complete\":", run.complete ? "true" : "false");
    AppendCounts("dispositions", summary.dispositions, out);
    AppendCounts("findings_by_kind", summary.findings_by_kind, out);
    AppendCounts("findings_by_rule", summary.findings_by_rule, out);
    AppendCounts("hits_by_subject", summary.hits_by_subject, out);
    out += ",\"run\":";
    AppendRun(run, out);
    out += '}';
  }

  const WriterOptions options_;
  const bool lines_;
};

}  // namespace

void AppendFindingJson(const Finding& finding, const std::optional<Date>& law_day, std::string& out) {
  JsonWriter::AppendFinding(finding, law_day, out);
}

void AppendRunJson(const RunIdentity& run, std::string& out) { JsonWriter::AppendRun(run, out); }

std::unique_ptr<ResultWriter> MakeJsonWriter(const WriterOptions& options, bool lines) {
  return std::make_unique<JsonWriter>(options, lines);
}

}  // namespace tidewaiter
