// Identification of goods descriptions: the whole of it, the normalisation alone, and how it grows with the
// dictionary.
//
// Run from the repository's root. identify_vs_grep.sh compares with grep on real lines.
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "screening/identify/normalise.h"
#include "screening/identify/text_identifier.h"
#include "tools/bench/large_dictionary.h"

namespace tidewaiter {
namespace {

const std::vector<std::string>& Lines() {
  static const auto* const lines =
      new std::vector<std::string>{"Polyester knitted men's trousers, 100% cotton lining, size L",
                                   "Bluetooth speaker model BT-300, 5V 2A, with USB-C charging cable",
                                   "Stainless steel hex bolts M8x40, DIN 933, 25 kg per carton",
                                   "Frozen shrimp, head on, Litopenaeus vannamei, 40/50 count, 10 kg",
                                   "Industrial adhesive, polyurethane based, in drums of 200 l",
                                   "Pharmaceutical intermediate, purity 99%, white crystalline powder",
                                   "Wooden kitchen furniture, flat packed, oak veneer, 12 pieces",
                                   "Spare parts for diesel engines: gaskets, piston rings, bearings",
                                   "Ladies leather handbag with metal chain, lot 2024-01-05, ref 88-12",
                                   "Solvent mixture: acetone, toluene and ethyl acetate, 4 x 25 l cans"};
  return *lines;
}

void Identify(benchmark::State& state) {
  const auto identifier = TextIdentifier::Build(SourceDictionary(static_cast<int>(state.range(0))));
  if (!identifier.ok()) {
    state.SkipWithError("chemdb/data/names.csv was not found: run from the repository's root");
    return;
  }
  TextIdentifier::Scratch scratch;
  std::vector<Candidate> out;
  size_t bytes = 0;
  for (auto _ : state) {
    for (const std::string& line : Lines()) {
      out.clear();
      (*identifier)->Identify(line, {}, scratch, out);
      benchmark::DoNotOptimize(out.data());
      bytes += line.size();
    }
  }
  state.SetBytesProcessed(static_cast<int64_t>(bytes));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * Lines().size()));
}
BENCHMARK(Identify)->Arg(1)->Arg(10);

void Normalise(benchmark::State& state) {
  NormalisedText text;
  size_t bytes = 0;
  for (auto _ : state) {
    for (const std::string& line : Lines()) {
      NormaliseText(line, text);
      benchmark::DoNotOptimize(text.size());
      bytes += line.size();
    }
  }
  state.SetBytesProcessed(static_cast<int64_t>(bytes));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * Lines().size()));
}
BENCHMARK(Normalise);

}  // namespace
}  // namespace tidewaiter

BENCHMARK_MAIN();
