// tidewaiter identify 'text'
#include <algorithm>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/identify/smiles_spans.h"
#include "screening/identify/systematic_spans.h"
#include "screening/identify/text_identifier.h"
#include "screening/judge/structure_judge.h"
#include "screening/report/escape.h"
#include "screening/report/text_layout.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"
#include "tools/cli/resolver_options.h"
#include "tools/cli/text_evaluation.h"

namespace tidewaiter::cli {
namespace {

struct IdentifyFlags {
  EngineFlags engine;
  ResolverFlags resolver;
  std::string text;
  std::string hs_code;
  std::string evaluate;
  std::string alarms;
  bool mistakes = false;
  bool csv = false;
  bool explain = false;
};

std::string_view KindName(CandidateKind kind) {
  switch (kind) {
    case CandidateKind::kCasRn:
      return "CAS RN";
    case CandidateKind::kCasRnNearMiss:
      return "CAS RN with a digit wrong";
    case CandidateKind::kName:
      return "name";
    case CandidateKind::kFuzzyName:
      return "name, misspelt";
    case CandidateKind::kEcNumber:
      return "EC number";
    case CandidateKind::kUnNumber:
      return "UN number";
    case CandidateKind::kDeaCode:
      return "DEA code";
    case CandidateKind::kInchiKey:
      return "InChIKey";
    case CandidateKind::kInchi:
      return "InChI";
  }
  return "";
}

// The text with carets under every candidate.
std::string UnderlinedText(std::string_view text, const std::vector<Candidate>& candidates) {
  constexpr int kWidth = 100;
  std::vector<Span> spans;
  for (const Candidate& c : candidates) {
    if (spans.empty() || c.start >= spans.back().end) {
      spans.push_back({c.start, c.end});
    } else {
      spans.back().end = std::max(spans.back().end, c.end);
    }
  }
  const Underlined lines = Underline(text, spans, kWidth);
  return Concat("text:       ", lines.text, "\n",
                lines.carets.empty() ? "" : Concat("            ", lines.carets, "\n"));
}

// What the text says beside listed substances.
std::string Facts(std::string_view text, const TextIdentifier::Scratch& scratch) {
  std::string out;
  const auto quoted = [&](size_t start, size_t end) {
    return Concat("\"", TerminalText(text.substr(start, end - start)), "\"");
  };
  const Vagueness vagueness = TextIdentifier::VaguenessOfLast(scratch);
  if (!vagueness.terms.empty()) {
    AppendTo(out, "vagueness ", absl::StrFormat("%.2f", vagueness.score), ":");
    for (const VagueTerm& term : vagueness.terms) {
      AppendTo(out, " ", quoted(term.start, term.end), " (", VagueKindName(term.kind), ")");
    }
    out += '\n';
  }
  const GoodsCodeMention& code = TextIdentifier::GoodsCodeOfLast(scratch);
  if (!code.digits.empty()) AppendTo(out, "HS code stated: ", code.digits, "\n");
  for (const SmilesSpan& span : FindSmiles(text)) {
    AppendTo(out, "perhaps a SMILES: ", quoted(span.start, span.end), "\n");
  }
  const std::vector<NamedStructure>& read = TextIdentifier::UnlistedStructuresOfLast(scratch);
  for (const SystematicSpan& span : SystematicNameSpans(text)) {
    const bool is_read = std::any_of(read.begin(), read.end(), [&](const NamedStructure& named) {
      return named.start <= span.start && named.end >= span.end;
    });
    if (!is_read) AppendTo(out, "perhaps a systematic name: ", quoted(span.start, span.end), "\n");
  }
  return out;
}

// Names of structures that no dictionary has: whether a class or a mask catches them is not said here.
std::string ReadStructures(std::string_view text, const TextIdentifier::Scratch& scratch) {
  std::string out;
  for (const NamedStructure& named : TextIdentifier::UnlistedStructuresOfLast(scratch)) {
    AppendTo(out, "read as a structure: \"", TerminalText(text.substr(named.start, named.end - named.start)),
             "\" is ", named.smiles, " (judge it with \"tidewaiter check\")\n");
  }
  return out;
}

int Evaluate(const IdentifyFlags& flags, const Database& database, const TextIdentifier& identifier) {
  const auto resolver = flags.resolver.Create();
  if (!resolver.ok()) return PrintError(AsStd(resolver.status().message())), kUnreadable;
  SystematicNames systematic;
  systematic.resolver = resolver->get();
  ClassRuleSet rules;
  std::unique_ptr<const StructureJudge> judge;
  if (systematic.resolver != nullptr) {
    const EngineOptions options = flags.engine.ToOptions();
    auto loaded = ClassRuleSet::Load(options.rules_dir, options.added_rules);
    if (!loaded.ok()) return PrintError(AsStd(loaded.status().message())), kUnreadable;
    rules = *std::move(loaded);
    auto created = StructureJudge::Create(database, rules);
    if (!created.ok()) return PrintError(AsStd(created.status().message())), kInternal;
    judge = *std::move(created);
    systematic.judge = judge.get();
  }
  const auto evaluation = EvaluateText(flags.evaluate, database, identifier,
                                       systematic.resolver == nullptr ? nullptr : &systematic);
  if (!evaluation.ok()) return PrintError(AsStd(evaluation.status().message())), kUnreadable;
  std::string out = EvaluationTable(*evaluation, flags.csv);
  if (evaluation->unresolved > 0) {
    PrintError(Concat(evaluation->unresolved, " systematic names were not read: the resolver failed"));
  }
  if (flags.mistakes) {
    for (const std::string& mistake : evaluation->mistakes) AppendTo(out, TerminalText(mistake), "\n");
  }
  std::fputs(out.c_str(), stdout);
  return kOk;
}

int ShowAlarms(const IdentifyFlags& flags, const Database& database, const TextIdentifier& identifier) {
  const auto count = CountAlarms(flags.alarms, database, identifier);
  if (!count.ok()) return PrintError(AsStd(count.status().message())), kUnreadable;
  std::string out;
  for (const std::string& alarm : count->shown) AppendTo(out, TerminalText(alarm), "\n");
  AppendTo(out, count->lines, " lines, ", count->alarms, " with an alarm, ", count->doubts,
           " with a doubt only; ", count->systematic_lines, " with a span for a resolver (",
           count->systematic_spans, " spans), ", count->vague, " vague\n");
  std::fputs(out.c_str(), stdout);
  return kOk;
}

int Run(const IdentifyFlags& flags) {
  const auto database = OpenDatabase(flags.engine);
  if (!database.ok()) return PrintError(AsStd(database.status().message())), kUnreadable;
  const auto identifier = TextIdentifier::Build(*database);
  if (!identifier.ok()) return PrintError(AsStd(identifier.status().message())), kInternal;
  if (!flags.evaluate.empty()) return Evaluate(flags, **database, **identifier);
  if (flags.resolver.resolver != "off") {
    return PrintError("identify asks the resolver with --evaluate only; check reads one name"), kUsage;
  }
  if (!flags.alarms.empty()) return ShowAlarms(flags, **database, **identifier);
  if (flags.text.empty()) return PrintError("identify needs a TEXT, --evaluate or --alarms"), kUsage;
  TextIdentifier::Scratch scratch;
  std::vector<Candidate> candidates;
  TextContext context;
  context.hs_code = flags.hs_code;
  (*identifier)->Identify(flags.text, context, scratch, candidates);
  std::string out;
  if (flags.explain) out += UnderlinedText(flags.text, candidates);
  AppendTo(out, "normalised: ", TerminalText((*identifier)->Normalise(flags.text)), "\n");
  if (candidates.empty()) out += "no listed substance named\n";
  for (const Candidate& c : candidates) {
    const Substance& substance = (*database)->substances()[c.substance];
    AppendTo(out, absl::StrFormat("%.2f", c.certainty), "  ", substance.id, " (", substance.name, "), ",
             KindName(c.kind), c.ester ? ", an ester" : "", c.salt_word ? ", a salt" : "", ": \"",
             TerminalText(std::string_view(flags.text).substr(c.start, c.end - c.start)), "\" at bytes ",
             c.start, "-", c.end);
    if (!c.matched_name.empty()) AppendTo(out, ", as \"", c.matched_name, "\"");
    if (flags.explain) {
      AppendTo(out, "\n      prior ", absl::StrFormat("%.2f", c.prior), c.reason.empty() ? "" : "; ",
               c.reason);
      std::string others;
      for (const std::string& other : (*identifier)->OtherMeaningsOf(c.matched_name)) {
        AppendTo(others, others.empty() ? "" : "; ", other);
      }
      if (!others.empty()) AppendTo(out, "\n      also used for: ", others);
    } else if (!c.reason.empty()) {
      AppendTo(out, "; ", c.reason);
    }
    out += '\n';
  }
  out += ReadStructures(flags.text, scratch);
  if (flags.explain) out += Facts(flags.text, scratch);
  std::fputs(out.c_str(), stdout);
  return kOk;
}

}  // namespace

void AddIdentifyCommand(CLI::App& app, Action& action) {
  auto flags = std::make_shared<IdentifyFlags>();
  CLI::App* command =
      app.add_subcommand("identify", "Show which listed substances a goods description may name, and why");
  command->add_option("TEXT", flags->text, "A goods description");
  command->add_flag(
      "--explain", flags->explain,
      "Also underline the text, and show priors, other senses, vagueness and candidate structures");
  command->add_option("--hs-code", flags->hs_code, "The declared HS code, digits only");
  command->add_option(
      "--evaluate", flags->evaluate,
      "A labelled set (CSV: text, hs, expected, kind, part): precision, recall and F1 by kind");
  command->add_flag("--mistakes", flags->mistakes, "With --evaluate: also list every mistake");
  command->add_flag("--csv", flags->csv, "With --evaluate: the table as CSV");
  command->add_option("--alarms", flags->alarms,
                      "A file of innocent descriptions, one a line: what is found in them all the same");
  flags->engine.AddTo(*command);
  flags->resolver.AddTo(*command);
  command->callback([flags, &action] { action = [flags] { return Run(*flags); }; });
}

}  // namespace tidewaiter::cli
