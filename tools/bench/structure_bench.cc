// Structures a second, side by side in one process: RDKit's parse alone, the judge without the sieve, the
// sieve and judge together. TIDEWAITER_BENCH_FILE is a SMILES file given at configure time or as the last
// argument.
//
//   build/release/bin/structure_bench [--benchmark_...] FILE.smi
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <RDGeneral/RDLog.h>
#include <benchmark/benchmark.h>

#include "chemdb/store/database.h"
#include "rules/structure/class_rule.h"
#include "screening/judge/structure_judge.h"

namespace {

using namespace tidewaiter;

std::vector<std::string> molecules;
std::unique_ptr<ClassRuleSet> rules;
std::unique_ptr<const StructureJudge> judge;

void RdkitParse(benchmark::State& state) {
  size_t i = 0;
  for (auto _ : state) {
    std::unique_ptr<RDKit::RWMol> mol;
    try {
      mol.reset(RDKit::SmilesToMol(molecules[i]));
    } catch (const std::exception&) {
    }
    benchmark::DoNotOptimize(mol);
    i = (i + 1) % molecules.size();
  }
  state.SetItemsProcessed(state.iterations());
}

void JudgeOnly(benchmark::State& state) {
  size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(judge->Judge(molecules[i], StructureNotation::kSmiles));
    i = (i + 1) % molecules.size();
  }
  state.SetItemsProcessed(state.iterations());
}

void SieveAndJudge(benchmark::State& state) {
  Sieve::Scratch scratch;
  size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(judge->Screen(molecules[i], StructureNotation::kSmiles, scratch));
    i = (i + 1) % molecules.size();
  }
  state.SetItemsProcessed(state.iterations());
}

void SieveAlone(benchmark::State& state) {
  Sieve::Scratch scratch;
  size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(judge->sieve().Ask(molecules[i], StructureNotation::kSmiles, scratch));
    i = (i + 1) % molecules.size();
  }
  state.SetItemsProcessed(state.iterations());
}

// Why structures were kept, most frequent first: a weak rule shows here.
void PrintSurvivors() {
  Sieve::Scratch scratch;
  std::map<std::string, size_t> reasons;
  size_t kept = 0;
  for (const std::string& smiles : molecules) {
    if (judge->sieve().Ask(smiles, StructureNotation::kSmiles, scratch) == SieveAnswer::kDrop) continue;
    ++kept;
    ++reasons[judge->sieve().Why(scratch)];
  }
  std::cout << "survivors of the sieve: " << kept << " of " << molecules.size() << "\n";
  for (const auto& [reason, count] : reasons) std::cout << "  " << count << "  " << reason << "\n";
}

BENCHMARK(RdkitParse);
BENCHMARK(JudgeOnly);
BENCHMARK(SieveAndJudge);
BENCHMARK(SieveAlone);

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    std::cerr << "usage: structure_bench [--benchmark_...] FILE.smi\n";
    return 2;
  }
  std::ifstream in(argv[1]);
  for (std::string line; std::getline(in, line);) {
    line = line.substr(0, line.find_first_of(" \t\r"));
    if (!line.empty()) molecules.push_back(line);
  }
  if (molecules.empty()) return 3;
  boost::logging::disable_logs("rdApp.*");
  const auto database = Database::Open(TIDEWAITER_SHARE_DIR "/tidewaiter.sqlite");
  auto loaded = ClassRuleSet::Load(TIDEWAITER_SHARE_DIR "/rules");
  if (!database.ok() || !loaded.ok()) {
    std::cerr << database.status() << " " << loaded.status() << "\n";
    return 3;
  }
  rules = std::make_unique<ClassRuleSet>(*std::move(loaded));
  auto created = StructureJudge::Create(**database, *rules);
  if (!created.ok()) return 3;
  judge = *std::move(created);
  PrintSurvivors();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
