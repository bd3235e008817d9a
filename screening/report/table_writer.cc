// The report for people: what was found where, in whose law, and what to do next.
#include <algorithm>
#include <vector>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/report/escape.h"
#include "screening/report/text_layout.h"
#include "screening/report/writers.h"

namespace tidewaiter {
namespace {

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";

std::string_view ColourOf(Disposition disposition) {
  switch (disposition) {
    case Disposition::kRelease:
      return "\x1b[32m";
    case Disposition::kDocumentCheck:
      return "\x1b[33m";
    case Disposition::kHold:
      return "\x1b[31m";
    case Disposition::kSeizeRefer:
      return "\x1b[1;31m";
  }
  return "";
}

class TableWriter final : public ResultWriter {
 public:
  explicit TableWriter(const WriterOptions& options) : options_(options) {}

  void Begin(std::string&) const override {}

  void Format(const RecordResult& result, bool /*first*/, std::string& out) const override {
    if (result.findings.empty() && !options_.all_records) return;
    std::string place = TerminalText(result.file);
    if (result.line > 0) AppendTo(place, ":", result.line);
    if (!result.id.empty()) AppendTo(place, place.empty() ? "" : "  ", TerminalText(result.id));
    std::string disposition(DispositionName(result.disposition));
    std::transform(disposition.begin(), disposition.end(), disposition.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    AppendTo(out, Colour(ColourOf(result.disposition)), disposition, Colour(kReset), "  ", Colour(kBold),
             place, Colour(kReset), "\n");
    for (const Finding& finding : result.findings) AppendFinding(finding, result.law_day, out);
    AppendReasons(result, out);
    out += '\n';
  }

  void End(const Summary& summary, const RunIdentity& run, std::string& out) const override {
    AppendTo(out, Colour(kBold), "Summary", Colour(kReset), "\n");
    AppendTo(out, "  records screened     ", summary.records,
             run.complete ? "\n" : ", and not all of the input\n");
    if (summary.unscreened > 0) {
      // Each reason with its number: a limit is another matter than a wildcard.
      std::string reasons;
      for (const auto& [rule, count] : summary.findings_by_rule) {
        if (rule.rfind("not-screened-", 0) != 0) continue;
        AppendTo(reasons, reasons.empty() ? " (" : ", ", rule.substr(sizeof("not-screened-") - 1), " ",
                 count);
      }
      AppendTo(out, "  not fully screened   ", summary.unscreened, reasons, reasons.empty() ? "" : ")", "\n");
    }
    for (const Disposition d :
         {Disposition::kSeizeRefer, Disposition::kHold, Disposition::kDocumentCheck, Disposition::kRelease}) {
      const auto it = summary.dispositions.find(std::string(DispositionName(d)));
      const uint64_t count = it == summary.dispositions.end() ? 0 : it->second;
      AppendTo(out, "  ", Colour(ColourOf(d)), absl::StrFormat("%-19s", std::string(DispositionName(d))),
               Colour(kReset), "  ", count, "\n");
    }
    if (!summary.hits_by_subject.empty()) {
      std::vector<std::pair<std::string, uint64_t>> hits(summary.hits_by_subject.begin(),
                                                         summary.hits_by_subject.end());
      std::stable_sort(hits.begin(), hits.end(),
                       [](const auto& a, const auto& b) { return a.second > b.second; });
      std::string list;
      for (const auto& [subject, count] : hits) AppendTo(list, list.empty() ? "" : ", ", subject, " ", count);
      Wrapped("  control findings     ", "                       ", list, out);
    }
    if (run.seconds > 0) {
      AppendTo(out, "  time                 ",
               absl::StrFormat("%.2f s, %.0f records a second", run.seconds,
                               static_cast<double>(summary.records) / run.seconds),
               "\n");
    }
    AppendTo(out, "  ", Colour(kDim), "engine ", run.engine_version, ", database ",
             run.database_digest.substr(0, 12), ", rules ", run.rules_digest.substr(0, 12),
             run.policy_digest.empty() ? "" : ", policy ", run.policy_digest.substr(0, 12),
             ", standardisation ", run.standardisation, ", resolver of systematic names ",
             TerminalText(run.resolver));
    for (const auto& [file, sha256] : run.lists) {
      AppendTo(out, ", list ", TerminalText(file), " ", sha256.substr(0, 12));
    }
    AppendTo(out, Colour(kReset), "\n");
    Wrapped("  ", "  ",
            "A finding is a reason to look, not a verdict; whether goods are controlled is for the authority "
            "to decide.",
            out);
  }

 private:
  std::string_view Colour(std::string_view code) const { return options_.colour ? code : std::string_view(); }

  // `text` (escaped already) in lines of the terminal's width, the first behind `lead`, the others behind
  // `indent`.
  void Wrapped(std::string_view lead, std::string_view indent, std::string_view text,
               std::string& out) const {
    const int width = std::max(20, options_.width - DisplayWidth(indent));
    bool first = true;
    for (const std::string& line : WrapText(text, width)) {
      AppendTo(out, first ? lead : indent, line, "\n");
      first = false;
    }
  }

  // One reason alone says what the finding says already.
  void AppendReasons(const RecordResult& result, std::string& out) const {
    std::string because;
    for (const Reason& reason : result.reasons) {
      AppendTo(because, because.empty() ? "" : "; ", reason.text, " (", DispositionName(reason.disposition),
               ", ", reason.weight, ")");
    }
    if (result.reasons.size() > 1) Wrapped("  = ", "    ", TerminalText(Concat("Because: ", because)), out);
    for (const WhatIf& what_if : result.what_if) {
      Wrapped("  ? ", "    ", TerminalText(Concat(what_if.fact, ": ", DispositionName(what_if.disposition))),
              out);
    }
  }

  void AppendFinding(const Finding& finding, const std::optional<Date>& law_day, std::string& out) const {
    std::string head(SeverityName(finding.severity));
    if (finding.kind == FindingKind::kControl) {
      AppendTo(head, ", ", finding.rule, ", ", RelationName(finding.relation),
               absl::StrFormat(", certainty %.2f", finding.certainty));
    } else {
      AppendTo(head, ", ", FindingKindName(finding.kind), ", ", finding.rule);
    }
    Wrapped("  * ", "    ", TerminalText(finding.message), out);
    AppendTo(out, "    ", Colour(kDim), TerminalText(head), Colour(kReset), "\n");
    for (const Listing* listing : finding.listings) {
      std::string line =
          Concat(listing->jurisdiction, " ", listing->schedule, ": ", listing->instrument_title);
      if (listing->in_force_from) {
        AppendTo(line, ", in force from ", FormatIsoDate(*listing->in_force_from), " (",
                 DateEvidenceName(listing->from_evidence), ")");
      } else {
        line += ", in force, first day not known";
      }
      if (listing->in_force_to) AppendTo(line, " to ", FormatIsoDate(*listing->in_force_to));
      AppendTo(line, ". ", listing->citation);
      if (listing->from_overlay) line += " (own list)";
      for (const Threshold& threshold : listing->thresholds) {
        if (threshold.traffic == Traffic::kDomestic) continue;
        if (threshold.quantity == 0) {
          line += "; every quantity";
        } else {
          AppendTo(line, absl::StrFormat("; threshold %g ", threshold.quantity), threshold.unit,
                   threshold.window.empty() ? "" : " in a ", threshold.window, " (",
                   TrafficName(threshold.traffic), ")");
        }
      }
      if (listing->mixture_limit) {
        line += *listing->mixture_limit == 0
                    ? "; mixtures at any concentration"
                    : absl::StrFormat("; mixtures over %g percent", *listing->mixture_limit);
      }
      Wrapped("    - ", "      ", TerminalText(line), out);
      if (options_.explain) {
        if (!listing->scope_text.empty())
          Wrapped("      scope: ", "      ", TerminalText(listing->scope_text), out);
        Wrapped("      source: ", "      ", TerminalText(listing->source), out);
        if (listing->consolidated_to) {
          std::string age = Concat("text read as it stood on ", FormatIsoDate(*listing->consolidated_to));
          if (const auto days = TextAge(*listing, law_day)) {
            AppendTo(age, ", ", *days, *days == 1 ? " day" : " days", " before the day asked");
          }
          Wrapped("      age: ", "      ", age, out);
        } else if (!listing->from_overlay) {
          Wrapped("      age: ", "      ", "not known as of which day the text was read", out);
        }
      }
    }
    if (options_.explain) AppendExplanation(finding, out);
    std::string_view steps = finding.next_step;
    while (!steps.empty()) {
      const size_t end = steps.find('\n');
      Wrapped("    > ", "      ", TerminalText(steps.substr(0, end)), out);
      if (end == std::string_view::npos) break;
      steps.remove_prefix(end + 1);
    }
  }

  void AppendExplanation(const Finding& finding, std::string& out) const {
    for (const Evidence& evidence : finding.evidence) {
      if (const auto* text = std::get_if<TextEvidence>(&evidence)) {
        AppendTo(out, "    in ", TerminalText(text->field), ", bytes ", text->start, "-", text->end, ":\n");
        const bool alone = text->context.empty();
        const size_t from = alone ? 0 : text->start - text->context_start;
        const Underlined lines =
            Underline(alone ? text->text : text->context, {{from, from + text->text.size()}},
                      std::max(20, options_.width - 6));
        AppendTo(out, "      ", lines.text, "\n      ", lines.carets, "\n");
        continue;
      }
      const auto& structure = std::get<StructureEvidence>(evidence);
      if (!structure.part.empty()) AppendTo(out, "    ", TerminalText(structure.part), ":\n");
      const std::vector<Span> atoms = SmilesAtomSpans(structure.structure);
      std::vector<Span> spans;
      for (const int atom : structure.atoms) {
        if (atom >= 0 && atom < static_cast<int>(atoms.size()))
          spans.push_back(atoms[static_cast<size_t>(atom)]);
      }
      std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.start < b.start; });
      spans.erase(std::unique(spans.begin(), spans.end(),
                              [](const Span& a, const Span& b) { return a.start == b.start; }),
                  spans.end());
      if (spans.empty()) {
        AppendTo(out, "    atoms");
        for (const int atom : structure.atoms) AppendTo(out, " ", atom);
        out += '\n';
        continue;
      }
      const Underlined lines = Underline(structure.structure, spans, std::max(20, options_.width - 4));
      AppendTo(out, "    ", lines.text, "\n    ", lines.carets, "\n");
    }
    if (!finding.explanation.empty()) Wrapped("    why: ", "      ", TerminalText(finding.explanation), out);
  }

  const WriterOptions options_;
};

}  // namespace

std::unique_ptr<ResultWriter> MakeTableWriter(const WriterOptions& options) {
  return std::make_unique<TableWriter>(options);
}

}  // namespace tidewaiter
