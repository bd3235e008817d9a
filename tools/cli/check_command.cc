// tidewaiter check 'SMILES | name | CAS RN'
#include <set>

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/structure/depict.h"
#include "chemdb/structure/standardise.h"
#include "rules/structure/class_rule.h"
#include "screening/report/escape.h"
#include "tools/cli/class_drawing.h"
#include "tools/cli/command.h"
#include "tools/cli/engine_options.h"
#include "tools/cli/resolver_options.h"
#include "tools/cli/sink.h"

namespace tidewaiter::cli {
namespace {

struct CheckFlags {
  EngineFlags engine;
  LawFlags law;
  OutputFlags output;
  ResolverFlags resolver;
  std::string query;
  std::string svg;
};

// Another colour than what matched: protecting groups, and what differs from a listed structure.
Highlight Other(const std::vector<int>& atoms) { return {atoms, 0.55f, 0.75f, 1.0f}; }

// The drawing of `structure` with what `finding` says about its atoms.
DepictOptions Marked(const Finding& finding, std::string_view structure, std::string legend) {
  DepictOptions options;
  options.legend = std::move(legend);
  for (const Evidence& evidence : finding.evidence) {
    const auto* marked = std::get_if<StructureEvidence>(&evidence);
    if (marked == nullptr || marked->structure != structure) continue;
    if (marked->part.empty()) {
      options.highlights.push_back({marked->atoms});
    } else {
      options.highlights.push_back(Other(marked->atoms));
      AppendTo(options.legend, "; blue: ", marked->part);
    }
  }
  return options;
}

// The structures that a finding speaks of: those of its evidence, else that of the substance it names.
std::vector<std::string> StructuresOf(const Finding& finding, const Database& database) {
  std::vector<std::string> out;
  for (const Evidence& evidence : finding.evidence) {
    if (const auto* structure = std::get_if<StructureEvidence>(&evidence))
      out.push_back(structure->structure);
  }
  const auto index = database.FindSubstance(finding.subject.id);
  if (out.empty() && index) out.push_back(database.substances()[*index].smiles);
  return out;
}

// Classes that `query`, or a substance it was found to mean, comes near without being a member, and why not.
std::string NearMisses(const std::string& query, const RecordResult& result, const Engine& engine) {
  std::vector<std::string> structures = {query};
  for (const Finding& finding : result.findings) {
    for (std::string& smiles : StructuresOf(finding, engine.database()))
      structures.push_back(std::move(smiles));
  }
  std::string out;
  std::set<std::string> said;
  for (const std::string& smiles : structures) {
    const auto parent = ExampleParent(smiles);
    if (smiles.empty() || !parent.ok() || !said.insert(FlatKey(**parent)).second) continue;
    const MolGraph graph = MakeGraph(**parent);
    for (const ClassRule& rule : engine.rules().rules()) {
      ClassMatch match;
      if (rule.Match(**parent, graph, match)) continue;
      const std::string why = rule.NearestMiss(**parent, graph);
      if (!why.empty())
        AppendTo(out, TerminalText(Concat("  No ", rule.title(), " (", rule.id(), "): ", why)), "\n");
    }
  }
  return out;
}

// The input with what matched marked, beside the listed structures it was compared with.
absl::StatusOr<std::string> Draw(const RecordResult& result, const Engine& engine) {
  const Database& database = engine.database();
  std::vector<std::string> drawings;
  const auto draw = [&](std::string_view smiles, DepictOptions options) -> absl::Status {
    options.width = kDrawingWidth;
    options.height = kDrawingHeight;
    const auto molecule = ParseMolecule(smiles, StructureNotation::kSmiles);
    if (!molecule.ok()) return molecule.status();
    auto svg = DepictSvg(*molecule, options);
    if (!svg.ok()) return svg.status();
    drawings.push_back(*std::move(svg));
    return absl::OkStatus();
  };
  bool input_drawn = false;
  for (const Finding& finding : result.findings) {
    for (const Evidence& evidence : finding.evidence) {
      const auto* structure = std::get_if<StructureEvidence>(&evidence);
      if (structure == nullptr || input_drawn) continue;
      const DepictOptions options = Marked(finding, structure->structure, "input; orange: what matched");
      if (absl::Status status = draw(structure->structure, options); !status.ok()) return status;
      input_drawn = true;
    }
    // A class with regions: where each lies and which paragraph covers it.
    const ClassRule* rule =
        finding.subject.kind == SubjectKind::kClass ? engine.rules().Find(finding.subject.id) : nullptr;
    if (rule != nullptr && rule->regions() != nullptr) {
      for (const std::string& smiles : StructuresOf(finding, database)) {
        auto svg = DrawReading(*rule, smiles);
        if (svg.ok()) drawings.push_back(*std::move(svg));
      }
      continue;
    }
    const auto index = database.FindSubstance(finding.subject.id);
    if (!index || database.substances()[*index].smiles.empty()) continue;
    const Substance& listed = database.substances()[*index];
    const DepictOptions options = Marked(finding, listed.smiles, Concat("listed: ", listed.name));
    if (absl::Status status = draw(listed.smiles, options); !status.ok()) return status;
  }
  if (drawings.empty()) return absl::NotFoundError("nothing to draw: no finding with a structure");
  return JoinSvg(drawings, kDrawingWidth, kDrawingHeight);
}

int Run(const CheckFlags& flags) {
  auto law = flags.law.ToOptions();
  if (!law.ok()) return PrintError(AsStd(law.status().message())), kUsage;
  auto engine = Engine::Create(flags.engine.ToOptions());
  if (!engine.ok()) return PrintError(AsStd(engine.status().message())), kUnreadable;
  if (absl::Status status = flags.law.CheckAgainst((*engine)->database()); !status.ok()) {
    return PrintError(AsStd(status.message())), kUsage;
  }
  auto sink = Sink::Open(flags.output.output);
  if (!sink.ok()) return PrintError(AsStd(sink.status().message())), kInternal;

  auto resolver = flags.resolver.Create();
  if (!resolver.ok()) return PrintError(AsStd(resolver.status().message())), kUnreadable;
  law->resolver = *std::move(resolver);
  Screener screener(*engine, *law);
  RecordResult result = screener.Check(flags.query);
  result.file = "check";
  result.id = Concat(flags.query, " (", result.id, ")");

  const auto writer = ResultWriter::Create(flags.output.Format(), flags.output.ToOptions(flags.law.explain));
  RunIdentity run = IdentityOf((*engine)->identity(), flags.law);
  if (law->resolver != nullptr) run.resolver = law->resolver->identity();
  std::string text;
  writer->Begin(text);
  writer->Format(result, true, text);
  const bool table = flags.output.Format() == OutputFormat::kTable;
  if (table) {
    if (result.findings.empty())
      text += "  Nothing listed was found in this. That is no statement that it is lawful.\n";
    if (flags.law.explain) text += NearMisses(flags.query, result, **engine);
  } else {
    Summary summary;
    summary.Add(result);
    writer->End(summary, run, text);
  }
  absl::Status written = sink->Write(text);
  if (written.ok()) written = sink->Close();
  if (!written.ok()) return PrintError(AsStd(written.message())), kInternal;
  if (!flags.svg.empty()) {
    const auto svg = Draw(result, **engine);
    if (!svg.ok()) {
      PrintError(AsStd(svg.status().message()));
    } else if (absl::Status status = WriteFileAtomically(flags.svg, *svg); !status.ok()) {
      return PrintError(AsStd(status.message())), kInternal;
    }
  }
  for (const Finding& finding : result.findings) {
    if (finding.kind == FindingKind::kControl && finding.severity > Severity::kInfo) return kFindings;
  }
  return kOk;
}

}  // namespace

void AddCheckCommand(CLI::App& app, Action& action) {
  auto flags = std::make_shared<CheckFlags>();
  CLI::App* command =
      app.add_subcommand("check", "Ask about one thing: a SMILES, a name or a CAS RN, in every jurisdiction");
  command->add_option("QUERY", flags->query, "SMILES, name or CAS RN")->required();
  flags->engine.AddTo(*command);
  flags->law.AddTo(*command);
  flags->output.AddTo(*command);
  flags->resolver.AddTo(*command);
  command->add_option("--svg", flags->svg, "Draw the input and the listed structures here")
      ->type_name("FILE.svg");
  command->callback([flags, &action] { action = [flags] { return Run(*flags); }; });
}

}  // namespace tidewaiter::cli
