#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"
#include "screening/law/law_question.h"
#include "screening/pipeline/disposition.h"
#include "screening/pipeline/engine.h"
#include "screening/pipeline/engine_impl.h"
#include "screening/pipeline/finding_builder.h"

namespace tidewaiter {
namespace {

// Data issues of records, as findings.
Finding DataFinding(const DataIssue& issue, std::string_view text) {
  Finding finding;
  finding.rule = issue.rule;
  finding.kind = FindingKind::kData;
  finding.severity = issue.unscreened ? Severity::kMedium : Severity::kLow;
  finding.message = issue.message;
  finding.unscreened = issue.unscreened;
  if (!issue.field.empty()) {
    finding.evidence.push_back(TextEvidence{issue.field, 0, text.size(), std::string(text)});
  }
  return finding;
}

DataIssue UnscreenedStructure(const absl::Status& status) {
  DataIssue issue;
  issue.field = FieldName(Field::kStructure);
  issue.unscreened = true;
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:
      issue.rule = "not-screened-limit";
      break;
    case absl::StatusCode::kUnimplemented:
      issue.rule = "not-screened-query";
      break;
    case absl::StatusCode::kInvalidArgument:
      issue.rule = "not-screened-unreadable";
      break;
    default:
      issue.rule = "not-screened-failure";
      break;
  }
  issue.message = Concat("Structure not screened: ", AsStd(status.message()), ".");
  return issue;
}

// The issue's text, cut so that a hostile field does not blow up the report.
std::string_view Shortened(std::string_view text) { return text.substr(0, 200); }

}  // namespace

struct Screener::Impl {
  std::shared_ptr<const Engine> engine;
  ScreenOptions options;
  TextIdentifier::Scratch scratch;
  Sieve::Scratch sieve_scratch;
  std::vector<Candidate> candidates;

  const EngineParts* shared = nullptr;
  const EngineParts& parts() const { return *shared; }

  void ScreenStructure(std::string_view text, StructureNotation notation, FindingBuilder& builder,
                       std::vector<Finding>& data) {
    const auto verdict = options.sieve ? parts().judge->Screen(text, notation, sieve_scratch)
                                       : parts().judge->Judge(text, notation);
    if (!verdict.ok()) {
      data.push_back(DataFinding(UnscreenedStructure(verdict.status()), Shortened(text)));
      return;
    }
    builder.AddStructure(text, *verdict);
  }

  void ScreenText(Field field, std::string_view text, std::string_view hs_code, FindingBuilder& builder,
                  std::vector<Finding>& data) {
    if (text.size() > limits::kDescriptionBytes) {
      DataIssue issue;
      issue.rule = "not-screened-limit";
      issue.field = FieldName(field);
      issue.unscreened = true;
      issue.message = Concat("Only the first ", limits::kDescriptionBytes, " of ", text.size(),
                             " bytes of this field were searched.");
      data.push_back(DataFinding(issue, ""));
      text = text.substr(0, limits::kDescriptionBytes);
    }
    candidates.clear();
    TextContext context;
    context.hs_code = hs_code;
    parts().identifier->Identify(text, context, scratch, candidates);
    for (const Candidate& candidate : candidates) builder.AddCandidate(field, text, candidate);
  }

  RecordResult Finish(RecordResult result, FindingBuilder& builder, std::vector<Finding> data) {
    result.findings = builder.Build();
    for (Finding& finding : data) result.findings.push_back(std::move(finding));
    std::stable_sort(result.findings.begin(), result.findings.end(), [](const Finding& a, const Finding& b) {
      if (a.kind != b.kind) return a.kind < b.kind;
      if (a.severity != b.severity) return a.severity > b.severity;
      return a.certainty > b.certainty;
    });
    result.disposition = CombineDispositions(result.findings);
    return result;
  }
};

Screener::Screener(std::shared_ptr<const Engine> engine, ScreenOptions options)
    : impl_(std::make_unique<Impl>()) {
  impl_->shared = engine->impl_.get();
  impl_->engine = std::move(engine);
  impl_->options = std::move(options);
}
Screener::~Screener() = default;

RecordResult Screener::Screen(const Record& record) {
  RecordResult result;
  result.file = std::string(record.place.file);
  result.line = record.place.line;
  result.id = record.id;

  const Date day = impl_->options.as_of ? *impl_->options.as_of : record.date ? *record.date : Today();
  const LawQuestion question(impl_->engine->database(), day, record.origin, record.destination,
                             record.transit, impl_->options.jurisdictions);
  result.law_day = day;
  FindingBuilder builder(impl_->parts(), question, impl_->options.explain);
  builder.SetQuantity(record.net_kilograms, record.quantity);
  std::vector<Finding> data;
  for (const DataIssue& issue : record.issues) {
    std::string_view text;
    if (const auto field = ParseField(issue.field)) text = Shortened(record.Text(*field));
    data.push_back(DataFinding(issue, text));
  }
  if (const std::string_view text = record.Text(Field::kStructure); !text.empty()) {
    impl_->ScreenStructure(text,
                           record.structure_format == StructureFormat::kMolBlock
                               ? StructureNotation::kMolBlock
                               : StructureNotation::kSmiles,
                           builder, data);
  }
  for (const Field field : {Field::kDescription, Field::kCasRn}) {
    if (const std::string_view text = record.Text(field); !text.empty()) {
      impl_->ScreenText(field, text, record.hs_code, builder, data);
    }
  }
  if (!record.hs_code.empty()) builder.AddGoodsCode(record.Text(Field::kHsCode), record.hs_code);
  return impl_->Finish(std::move(result), builder, std::move(data));
}

RecordResult Screener::Check(std::string_view query) {
  while (!query.empty() && query.front() == ' ') query.remove_prefix(1);
  while (!query.empty() && query.back() == ' ') query.remove_suffix(1);
  RecordResult result;
  result.law_day = impl_->options.as_of.value_or(Today());
  const LawQuestion question(impl_->engine->database(), *result.law_day, "", "", {},
                             impl_->options.jurisdictions);
  FindingBuilder builder(impl_->parts(), question, impl_->options.explain);
  std::vector<Finding> data;
  impl_->ScreenText(Field::kDescription, query, "", builder, data);
  if (!builder.empty()) {
    result.id = "name or number";
    return impl_->Finish(std::move(result), builder, std::move(data));
  }
  const auto verdict = impl_->parts().judge->Judge(query, StructureNotation::kSmiles);
  if (verdict.ok()) {
    result.id = "structure";
    builder.AddStructure(query, *verdict);
  } else {
    result.id = "nothing known";
    DataIssue issue;
    issue.rule = "not-understood";
    issue.unscreened = true;
    issue.message =
        Concat("Neither a name or CAS RN of a listed substance nor a structure (",
               AsStd(verdict.status().message()), "). This says nothing about whether it is controlled.");
    data.push_back(DataFinding(issue, ""));
  }
  return impl_->Finish(std::move(result), builder, std::move(data));
}

}  // namespace tidewaiter
