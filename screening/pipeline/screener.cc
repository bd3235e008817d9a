#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"
#include "chemdb/structure/inchi_reader.h"
#include "screening/identify/inchi_layers.h"
#include "screening/identify/smiles_spans.h"
#include "screening/identify/systematic_spans.h"
#include "screening/law/law_question.h"
#include "screening/pipeline/engine.h"
#include "screening/pipeline/engine_impl.h"
#include "screening/pipeline/finding_builder.h"
#include "screening/pipeline/settle.h"
#include "screening/pipeline/systematic_names.h"

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

DataIssue UnscreenedStructure(const absl::Status& status, Field field = Field::kStructure) {
  DataIssue issue;
  issue.field = FieldName(field);
  issue.unscreened = true;
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
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
  PointedAt pointed_at;

  const EngineParts* shared = nullptr;
  const EngineParts& parts() const { return *shared; }

  // What the structure is. The sieve first or the judge at once: the verdict is the same.
  absl::StatusOr<StructureVerdict> Judge(std::string_view text, StructureNotation notation, bool analogues) {
    JudgeOptions judge_options;
    judge_options.analogues = analogues;
    judge_options.time_limit = options.structure_time_limit;
    return options.sieve ? parts().judge->Screen(text, notation, sieve_scratch, judge_options)
                         : parts().judge->Judge(text, notation, judge_options);
  }

  void ScreenStructure(std::string_view text, StructureNotation notation, FindingBuilder& builder,
                       std::vector<Finding>& data) {
    std::string from_inchi;
    if (notation == StructureNotation::kSmiles && text.substr(0, kInchiPrefix.size()) == kInchiPrefix) {
      absl::StatusOr<std::string> smiles = SmilesOfInchi(text);
      if (!smiles.ok()) {
        data.push_back(DataFinding(UnscreenedStructure(smiles.status()), Shortened(text)));
        return;
      }
      from_inchi = *std::move(smiles);
      text = from_inchi;
    }
    const auto verdict = Judge(text, notation, options.analogues);
    if (!verdict.ok()) {
      data.push_back(DataFinding(UnscreenedStructure(verdict.status()), Shortened(text)));
      return;
    }
    StructureOrigin origin;
    origin.structure = text;
    builder.AddStructure(origin, *verdict);
  }

  // A structure that stands, or is named, at bytes [start, end) of a field; `prior` is how sure those words
  // alone are of what the goods are.
  void AddWritten(Field field, std::string_view text, size_t start, size_t end, double prior,
                  const TextContext& context, StructureOrigin origin, const StructureVerdict& verdict,
                  FindingBuilder& builder) {
    std::string reason;
    origin.certainty = parts().identifier->JudgeSpan(text, context, start, end, prior, scratch, reason);
    if (!reason.empty()) AppendTo(origin.explanation, origin.explanation.empty() ? "" : "; ", reason);
    origin.written = builder.EvidenceAt(field, text, start, end);
    builder.AddStructure(origin, verdict);
  }

  // What systematic names stand for is judged like any drawing. The places of those that were read.
  std::vector<std::pair<size_t, size_t>> ScreenSystematicNames(Field field, std::string_view text,
                                                               const std::vector<SystematicSpan>& spans,
                                                               const TextContext& context,
                                                               FindingBuilder& builder,
                                                               std::vector<Finding>& data) {
    std::vector<std::pair<size_t, size_t>> places;
    for (const ReadName& read : ReadSystematicNames(text, spans, candidates, *options.resolver)) {
      const std::string_view name = text.substr(read.start, read.end - read.start);
      if (!read.smiles.ok()) {
        Finding finding;
        finding.rule = "name-not-resolved";
        finding.kind = FindingKind::kData;
        finding.severity = Severity::kLow;
        finding.unscreened = true;
        finding.message = Concat("The systematic name \"", name,
                                 "\" was not read: ", AsStd(read.smiles.status().message()), ".");
        finding.evidence.push_back(builder.EvidenceAt(field, text, read.start, read.end));
        data.push_back(std::move(finding));
        continue;
      }
      places.emplace_back(read.start, read.end);
      const auto verdict = Judge(*read.smiles, StructureNotation::kSmiles, options.analogues);
      if (!verdict.ok()) {
        data.push_back(DataFinding(UnscreenedStructure(verdict.status()), Shortened(*read.smiles)));
        continue;
      }
      StructureOrigin origin;
      origin.structure = *read.smiles;
      origin.what = Concat("\"", name, "\"");
      origin.explanation =
          Concat("the systematic name, read by ", options.resolver->identity(), ", is ", *read.smiles);
      AddWritten(field, text, read.start, read.end, kSystematicName, context, std::move(origin), *verdict,
                 builder);
    }
    return places;
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
    if (const GoodsCodeMention& code = TextIdentifier::GoodsCodeOfLast(scratch);
        hs_code.empty() && !code.digits.empty()) {
      builder.AddGoodsCode(field, text, code.start, code.end, code.digits);
    }
    if (field == Field::kDescription) ScreenInchisIn(field, text, context, builder, data);
    if (field != Field::kDescription) return;
    std::vector<std::pair<size_t, size_t>> resolved;
    if (options.resolver != nullptr) {
      resolved = ScreenSystematicNames(field, text, SystematicNameSpans(text), context, builder, data);
    }
    ScreenUnlistedNames(field, text, resolved, context, builder, data);
  }

  // What is named systematically and stands in no dictionary may be a member of a class, or masked.
  // `resolved`: places whose names a resolver has read, who knows more of them.
  void ScreenUnlistedNames(Field field, std::string_view text,
                           const std::vector<std::pair<size_t, size_t>>& resolved, const TextContext& context,
                           FindingBuilder& builder, std::vector<Finding>& data) {
    // A copy: to weigh the words around a name, the scratch is used again.
    const std::vector<NamedStructure> unlisted = TextIdentifier::UnlistedStructuresOfLast(scratch);
    for (const NamedStructure& named : unlisted) {
      const bool known = std::any_of(resolved.begin(), resolved.end(),
                                     [&](const auto& place) {
                                       return place.first < named.end && place.second > named.start;
                                     }) ||
                         std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
                           return candidate.kind == CandidateKind::kName && candidate.start <= named.start &&
                                  candidate.end >= named.end;
                         });
      if (known) continue;
      const auto verdict = Judge(named.smiles, StructureNotation::kSmiles, options.analogues);
      // What is no molecule was no name either; what took too long or too much is told.
      if (absl::IsInvalidArgument(verdict.status())) continue;
      pointed_at.structures.push_back(named.smiles);
      if (!verdict.ok()) {
        data.push_back(DataFinding(UnscreenedStructure(verdict.status(), field), Shortened(named.smiles)));
        continue;
      }
      StructureOrigin origin;
      origin.structure = named.smiles;
      origin.what = Concat("\"", text.substr(named.start, named.end - named.start), "\"");
      origin.explanation = Concat("the name, read as ", named.smiles, ", stereo left out");
      AddWritten(field, text, named.start, named.end, kSystematicName, context, std::move(origin), *verdict,
                 builder);
    }
  }

  // Of the text that was identified last.
  DescriptionFacts FactsOfLast() const {
    DescriptionFacts facts;
    const Vagueness vagueness = TextIdentifier::VaguenessOfLast(scratch);
    facts.vague = vagueness.score;
    const auto vaguest =
        std::max_element(vagueness.terms.begin(), vagueness.terms.end(),
                         [](const VagueTerm& a, const VagueTerm& b) { return a.weight < b.weight; });
    if (vaguest != vagueness.terms.end()) facts.vague_phrase = vaguest->phrase;
    facts.names_chemical = TextIdentifier::NamesChemicalInLast(scratch);
    return facts;
  }

  // InChIs in a description: structures, whatever the dictionary knows of their layers.
  void ScreenInchisIn(Field field, std::string_view text, const TextContext& context, FindingBuilder& builder,
                      std::vector<Finding>& data) {
    for (const InchiSpan& span : FindInchis(text)) {
      const std::string_view inchi = text.substr(span.start, span.end - span.start);
      const absl::StatusOr<std::string> smiles = SmilesOfInchi(inchi);
      if (!smiles.ok()) {
        data.push_back(DataFinding(UnscreenedStructure(smiles.status(), field), Shortened(inchi)));
        continue;
      }
      const auto verdict = Judge(*smiles, StructureNotation::kSmiles, options.analogues);
      if (!verdict.ok()) {
        data.push_back(DataFinding(UnscreenedStructure(verdict.status(), field), Shortened(inchi)));
        continue;
      }
      StructureOrigin origin;
      origin.structure = *smiles;
      origin.what = "an InChI in the text";
      origin.explanation = Concat("the InChI, read as ", *smiles);
      AddWritten(field, text, span.start, span.end, 1, context, std::move(origin), *verdict, builder);
    }
  }

  // SMILES in a description. What the judge cannot read was a word, not a structure.
  void ScreenSmilesIn(Field field, std::string_view text, const TextContext& context, FindingBuilder& builder,
                      std::vector<Finding>& data) {
    for (const SmilesSpan& span : FindSmiles(text)) {
      StructureOrigin origin;
      origin.structure = text.substr(span.start, span.end - span.start);
      const auto verdict = Judge(origin.structure, StructureNotation::kSmiles, /*analogues=*/false);
      if (absl::IsDeadlineExceeded(verdict.status())) {
        data.push_back(DataFinding(UnscreenedStructure(verdict.status()), Shortened(origin.structure)));
      }
      if (!verdict.ok()) continue;
      origin.what = "a structure in the text";
      AddWritten(field, text, span.start, span.end, 1, context, std::move(origin), *verdict, builder);
    }
  }

  RecordResult Finish(RecordResult result, FindingBuilder& builder, std::vector<Finding> data) {
    result.findings = builder.Build();
    for (Finding& finding : data) result.findings.push_back(std::move(finding));
    Settle(result);
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

RecordResult Screener::Screen(const Record& record, DescriptionFacts* description) {
  RecordResult result;
  result.file = std::string(record.place.file);
  result.line = record.place.line;
  result.id = record.id;

  const Date day = impl_->options.as_of ? *impl_->options.as_of : record.date ? *record.date : Today();
  const LawQuestion question(impl_->engine->database(), day, record.origin, record.destination,
                             record.transit, impl_->options.jurisdictions);
  result.law_day = day;
  impl_->pointed_at = {};
  FindingBuilder builder(impl_->parts(), question, impl_->options.explain, impl_->pointed_at);
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
      if (field == Field::kDescription && description != nullptr) *description = impl_->FactsOfLast();
    }
  }
  if (const std::string_view text = record.Text(Field::kDescription); !text.empty()) {
    TextContext context;
    context.hs_code = record.hs_code;
    impl_->ScreenSmilesIn(Field::kDescription, text.substr(0, limits::kDescriptionBytes), context, builder,
                          data);
  }
  if (!record.hs_code.empty()) {
    const std::string_view written = record.Text(Field::kHsCode);
    builder.AddGoodsCode(Field::kHsCode, written, 0, written.size(), record.hs_code);
  }
  return impl_->Finish(std::move(result), builder, std::move(data));
}

const PointedAt& Screener::pointed_at() const { return impl_->pointed_at; }

RecordResult Screener::Check(std::string_view query) {
  while (!query.empty() && query.front() == ' ') query.remove_prefix(1);
  while (!query.empty() && query.back() == ' ') query.remove_suffix(1);
  RecordResult result;
  result.law_day = impl_->options.as_of.value_or(Today());
  const LawQuestion question(impl_->engine->database(), *result.law_day, "", "", {},
                             impl_->options.jurisdictions);
  impl_->pointed_at = {};
  FindingBuilder builder(impl_->parts(), question, impl_->options.explain, impl_->pointed_at);
  std::vector<Finding> data;
  impl_->ScreenText(Field::kDescription, query, "", builder, data);
  const std::vector<NamedStructure>& unlisted = TextIdentifier::UnlistedStructuresOfLast(impl_->scratch);
  const bool is_read = unlisted.size() == 1 && unlisted[0].start == 0 && unlisted[0].end == query.size() &&
                       !impl_->pointed_at.structures.empty();
  if (!builder.empty() || (is_read && impl_->options.resolver == nullptr)) {
    result.id =
        is_read ? Concat("systematic name, read as ", unlisted[0].smiles) : std::string("name or number");
    return impl_->Finish(std::move(result), builder, std::move(data));
  }
  if (impl_->options.resolver != nullptr) {
    // Whoever asks about one thing means all of it as a name, however short.
    impl_->candidates.clear();
    impl_->ScreenSystematicNames(Field::kDescription, query, {{0, query.size(), 1, false}}, TextContext(),
                                 builder, data);
    if (!builder.empty()) {
      result.id = "systematic name";
      return impl_->Finish(std::move(result), builder, std::move(data));
    }
    data.clear();
  }
  const absl::StatusOr<std::string> from_inchi = SmilesOfInchi(query);
  if (from_inchi.ok()) query = *from_inchi;
  const auto verdict = impl_->Judge(query, StructureNotation::kSmiles, impl_->options.analogues);
  if (verdict.ok()) {
    result.id = "structure";
    StructureOrigin origin;
    origin.structure = query;
    builder.AddStructure(origin, *verdict);
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
