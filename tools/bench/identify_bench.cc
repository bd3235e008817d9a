// Identification of goods descriptions: the whole of it, the normalisation alone, and how it grows with the
// dictionary.
//
// The dictionary is chemdb/data as it stands; a dictionary ten times as large is made of its halves, put
// together anew, so that the new names share beginnings and ends with the real ones. Run from the
// repository's root.
#include <string>
#include <vector>

#include "absl/strings/numbers.h"

#include "benchmark/benchmark.h"
#include "chemdb/base/csv_table.h"
#include "screening/identify/normalise.h"
#include "screening/identify/text_identifier.h"

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

Dictionary SourceDictionary(int times) {
  Dictionary out;
  const auto table = CsvTable::Read("chemdb/data/names.csv");
  if (!table.ok()) return out;
  uint32_t substance = 0;
  std::string last;
  for (const CsvTable::Row& row : table->rows()) {
    if (table->Get(row, "substance") != last) ++substance;
    last = table->Get(row, "substance");
    double certainty = 1;
    if (!absl::SimpleAtod(table->Get(row, "certainty"), &certainty)) certainty = 1;
    out.names.push_back({substance, -1, table->Get(row, "name"), table->Get(row, "kind"), certainty});
  }
  const size_t real = out.names.size();
  uint32_t state = 1;
  for (size_t k = 0; k < real * static_cast<size_t>(times - 1); ++k) {
    const auto next = [&] { return (state = state * 1664525u + 1013904223u) >> 8; };
    const std::string& a = out.names[next() % real].text;
    const std::string& b = out.names[next() % real].text;
    if (a.size() < 8 || b.size() < 8) continue;
    out.names.push_back({0, -1, a.substr(0, a.size() / 2) + b.substr(b.size() / 2), "name", 1});
  }
  return out;
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
