// tidewaiter identify 'text'
#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/identify/text_identifier.h"
#include "screening/report/escape.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"

namespace tidewaiter::cli {
namespace {

struct IdentifyFlags {
  EngineFlags engine;
  std::string text;
  std::string hs_code;
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
  }
  return "";
}

int Run(const IdentifyFlags& flags) {
  const EngineOptions options = flags.engine.ToOptions();
  auto database = Database::Open(options.database_path);
  if (database.ok() && !options.overlays.empty())
    database = Database::WithOverlays(*database, options.overlays);
  if (!database.ok()) return PrintError(AsStd(database.status().message())), kUnreadable;
  const auto identifier = TextIdentifier::Build(*database);
  if (!identifier.ok()) return PrintError(AsStd(identifier.status().message())), kInternal;
  TextIdentifier::Scratch scratch;
  std::vector<Candidate> candidates;
  TextContext context;
  context.hs_code = flags.hs_code;
  (*identifier)->Identify(flags.text, context, scratch, candidates);
  std::string out = Concat("normalised: ", TerminalText((*identifier)->Normalise(flags.text)), "\n");
  if (candidates.empty()) out += "no listed substance named\n";
  for (const Candidate& c : candidates) {
    const Substance& substance = (*database)->substances()[c.substance];
    AppendTo(out, absl::StrFormat("%.2f", c.certainty), "  ", substance.id, " (", substance.name, "), ",
             KindName(c.kind), c.salt_word ? ", a salt" : "", ": \"",
             TerminalText(std::string_view(flags.text).substr(c.start, c.end - c.start)), "\" at bytes ",
             c.start, "-", c.end);
    if (!c.matched_name.empty()) AppendTo(out, ", as \"", c.matched_name, "\"");
    if (!c.reason.empty()) AppendTo(out, "; ", c.reason);
    out += '\n';
  }
  std::fputs(out.c_str(), stdout);
  return kOk;
}

}  // namespace

void AddIdentifyCommand(CLI::App& app, Action& action) {
  auto flags = std::make_shared<IdentifyFlags>();
  CLI::App* command =
      app.add_subcommand("identify", "Show which listed substances a goods description may name, and why");
  command->add_option("TEXT", flags->text, "A goods description")->required();
  command->add_option("--hs-code", flags->hs_code, "The declared HS code, digits only");
  flags->engine.AddTo(*command);
  command->callback([flags, &action] { action = [flags] { return Run(*flags); }; });
}

}  // namespace tidewaiter::cli
