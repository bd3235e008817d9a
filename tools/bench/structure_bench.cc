// Screening structures: ours beside RDKit's parse, its FilterCatalog and the loop a chemist would write, in
// one process and in turns. docs/performance.md holds the figures; tools/bench/structures.sh makes them.
//
//   build/release/bin/structure_bench [--benchmark_...] FILE.smi [RULE_MOLECULES.smi]
//
// With a second file, rule sets of 10, 100 and 1,000 are made of the scaffolds of its molecules.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <RDGeneral/RDLog.h>
#include <benchmark/benchmark.h>

#include "chemdb/base/concat.h"
#include "chemdb/store/database.h"
#include "rules/structure/class_rule.h"
#include "screening/judge/structure_judge.h"
#include "tools/bench/rdkit_baselines.h"

namespace {

using namespace tidewaiter;
using bench::PlainScreen;

struct Engine {
  std::unique_ptr<ClassRuleSet> rules;
  std::unique_ptr<const StructureJudge> judge;
};

std::vector<std::string> molecules;
std::shared_ptr<const Database> database;
Engine ours;
std::unique_ptr<PlainScreen> plain;
std::map<int, Engine> scaled;  // by number of rules

// Runs `screen` over the molecules again and again, each thread from its own place.
template <typename Screen>
void OverMolecules(benchmark::State& state, Screen screen) {
  size_t i =
      molecules.size() * static_cast<size_t>(state.thread_index()) / static_cast<size_t>(state.threads());
  for (auto _ : state) {
    benchmark::DoNotOptimize(screen(molecules[i]));
    if (++i == molecules.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
}

void RdkitParse(benchmark::State& state) { OverMolecules(state, bench::ParseDefault); }
void RdkitParseFast(benchmark::State& state) { OverMolecules(state, bench::ParseFast); }
void RdkitFilterCatalog(benchmark::State& state) {
  OverMolecules(state, [](const std::string& smiles) { return plain->FilterCatalog(smiles); });
}
void StraightforwardLoop(benchmark::State& state) {
  OverMolecules(state, [](const std::string& smiles) { return plain->Straightforward(smiles); });
}
void SieveOff(benchmark::State& state) {
  OverMolecules(state, [](const std::string& smiles) {
    return ours.judge->Judge(smiles, StructureNotation::kSmiles, {});
  });
}
void ScreenWith(benchmark::State& state, const Engine& engine) {
  Sieve::Scratch scratch;
  OverMolecules(state, [&](const std::string& smiles) {
    return engine.judge->Screen(smiles, StructureNotation::kSmiles, scratch, {});
  });
}
void SieveOn(benchmark::State& state) { ScreenWith(state, ours); }
void AskWith(benchmark::State& state, const Engine& engine) {
  Sieve::Scratch scratch;
  OverMolecules(state, [&](const std::string& smiles) {
    return engine.judge->sieve().Ask(smiles, StructureNotation::kSmiles, scratch);
  });
}
void SieveAlone(benchmark::State& state) { AskWith(state, ours); }
void LightReader(benchmark::State& state) {
  auto skeleton = std::make_unique<Skeleton>();
  OverMolecules(state, [&](const std::string& smiles) { return ReadSmilesSkeleton(smiles, *skeleton); });
}
void SieveOnRules(benchmark::State& state) { ScreenWith(state, scaled.at(static_cast<int>(state.range(0)))); }
void SieveAloneRules(benchmark::State& state) { AskWith(state, scaled.at(static_cast<int>(state.range(0)))); }

BENCHMARK(RdkitParse);
BENCHMARK(RdkitParseFast);
BENCHMARK(RdkitFilterCatalog);
BENCHMARK(StraightforwardLoop);
BENCHMARK(SieveOff);
BENCHMARK(SieveOn)->Threads(1)->Threads(2)->UseRealTime();
BENCHMARK(SieveAlone);
BENCHMARK(LightReader);

std::vector<std::string> ReadSmilesFile(const char* path) {
  std::vector<std::string> out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    line = line.substr(0, line.find_first_of(" \t\r"));
    if (!line.empty()) out.push_back(line);
  }
  return out;
}

// The SMARTS of all rules that are written as patterns.
std::vector<std::string> SmartsOfLibrary() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(TIDEWAITER_SHARE_DIR "/rules")) {
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      const size_t at = line.find("smarts: \"");
      if (at != std::string::npos) out.push_back(line.substr(at + 9, line.rfind('"') - at - 9));
    }
  }
  return out;
}

// Why structures were kept: a weak rule shows here.
void PrintSurvivors(const Engine& engine) {
  Sieve::Scratch scratch;
  std::map<std::string, size_t> reasons;
  size_t kept = 0;
  size_t hits = 0;
  for (const std::string& smiles : molecules) {
    if (engine.judge->sieve().Ask(smiles, StructureNotation::kSmiles, scratch) == SieveAnswer::kDrop)
      continue;
    ++kept;
    ++reasons[engine.judge->sieve().Why(scratch)];
    const auto verdict = engine.judge->Screen(smiles, StructureNotation::kSmiles, scratch, {});
    hits += verdict.ok() && (!verdict->identities.empty() || !verdict->classes.empty()) ? 1 : 0;
  }
  std::cout << kept << " of " << molecules.size() << " molecules are kept by the sieve, " << hits
            << " of them are found by identity or class" << std::endl;
  if (reasons.size() > 20) return;
  for (const auto& [reason, count] : reasons) std::cout << "  " << count << "  " << reason << "\n";
}

absl::StatusOr<Engine> MakeEngine(const std::string& rules_dir) {
  Engine engine;
  auto rules = ClassRuleSet::Load(rules_dir);
  if (!rules.ok()) return rules.status();
  engine.rules = std::make_unique<ClassRuleSet>(*std::move(rules));
  auto judge = StructureJudge::Create(*database, *engine.rules);
  if (!judge.ok()) return judge.status();
  engine.judge = *std::move(judge);
  return engine;
}

// A folder of `count` class rules, each a scaffold.
absl::StatusOr<Engine> MakeScaled(const std::vector<bench::Scaffold>& scaffolds, size_t count) {
  const auto folder = std::filesystem::temp_directory_path() / Concat("tidewaiter-bench-rules-", count);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  for (size_t i = 0; i < count; ++i) {
    std::ofstream(folder / Concat("rule", i, ".yaml"))
        << "id: bench-" << i << "\ntitle: scaffold\nwording: scaffold\nsources: [made by structure_bench]\n"
        << "patterns:\n  - {meaning: scaffold, citation: none, smarts: '" << scaffolds[i].smarts << "'}\n"
        << "examples:\n  members:\n    - {name: scaffold, smiles: '" << scaffolds[i].smiles
        << "', source: itself}\n  others:\n    - {name: methane, smiles: C, why: no ring}\n";
  }
  auto engine = MakeEngine(folder.string());
  std::filesystem::remove_all(folder);
  return engine;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2 && argc != 3) {
    std::cerr << "usage: structure_bench [--benchmark_...] FILE.smi [RULE_MOLECULES.smi]\n";
    return 2;
  }
  molecules = ReadSmilesFile(argv[1]);
  if (molecules.empty()) {
    std::cerr << argv[1] << ": no molecules\n";
    return 3;
  }
  boost::logging::disable_logs("rdApp.*");
  const auto opened = Database::Open(TIDEWAITER_SHARE_DIR "/tidewaiter.sqlite");
  if (!opened.ok()) {
    std::cerr << opened.status() << "\n";
    return 3;
  }
  database = *opened;
  auto made = MakeEngine(TIDEWAITER_SHARE_DIR "/rules");
  if (!made.ok()) {
    std::cerr << made.status() << "\n";
    return 3;
  }
  ours = *std::move(made);
  std::vector<std::string> listed;
  for (const Substance& substance : database->substances()) {
    if (!substance.smiles.empty()) listed.push_back(substance.smiles);
  }
  plain = std::make_unique<PlainScreen>(SmartsOfLibrary(), listed);
  std::cout << database->substances().size() << " substances, " << ours.rules->rules().size()
            << " class rules (" << ours.judge->sieve().queries()
            << " queries of the sieve); the plain screens have " << plain->patterns() << " SMARTS\n";
  PrintSurvivors(ours);
  if (argc == 3) {
    constexpr size_t kMost = 1000;
    const auto scaffolds = bench::Scaffolds(ReadSmilesFile(argv[2]), /*least_atoms=*/20, kMost);
    for (const size_t count : {size_t{10}, size_t{100}, kMost}) {
      if (scaffolds.size() < count) break;
      auto engine = MakeScaled(scaffolds, count);
      if (!engine.ok()) {
        std::cerr << engine.status() << "\n";
        return 3;
      }
      std::cout << count << " rules: ";
      PrintSurvivors(*engine);
      scaled.emplace(static_cast<int>(count), *std::move(engine));
      benchmark::RegisterBenchmark("SieveOnRules", SieveOnRules)->Arg(static_cast<int64_t>(count));
      benchmark::RegisterBenchmark("SieveAloneRules", SieveAloneRules)->Arg(static_cast<int64_t>(count));
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
