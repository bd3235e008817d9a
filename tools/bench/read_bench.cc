// Reading manifests: rows and lines to records, with and without interpretation. The file is in the page
// cache, so what is measured is ours. bytes_per_second is of the file's text.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "benchmark/benchmark.h"
#include "chemdb/base/concat.h"
#include "screening/read/record_source.h"

namespace tidewaiter {
namespace {

constexpr int kRows = 300000;

// Fifteen columns, about 180 bytes a row, every twentieth description quoted.
std::string CsvText(int rows) {
  std::mt19937 random(1);
  std::string text =
      "hawb,mawb,date,mode,origin,destination,hs_code,description,quantity,unit,net_mass,value,currency,"
      "consignor,"
      "consignee\n";
  for (int i = 0; i < rows; ++i) {
    const unsigned n = random();
    AppendTo(text, "HAWB", 10000000 + i, ",180-", 10000000 + n % 80000000, ",2026-03-", 10 + n % 20,
             ",air,CN,MX,", 29000000 + n % 990000,
             n % 20 == 0 ? ",\"Machine parts, \"\"steel\"\", lot " : ",Polyester knitted trousers lot ",
             n % 1000000, n % 20 == 0 ? "\"," : ",", n % 900, ",kg,", n % 500, ".5,", n % 9000,
             ",USD,Ningbo Trading Co Ltd No ", n % 5000, ",Comercializadora del Norte ", n % 5000, "\n");
  }
  return text;
}

std::string JsonText(int rows) {
  std::mt19937 random(1);
  std::string text;
  for (int i = 0; i < rows; ++i) {
    const unsigned n = random();
    AppendTo(text, R"({"hawb":"HAWB)", 10000000 + i, R"(","date":"2026-03-)", 10 + n % 20,
             R"(","mode":"air","origin":"CN",)", R"("destination":"MX","hs_code":")", 29000000 + n % 990000,
             R"(","description":"Polyester knitted trousers lot )", n % 1000000, R"(","quantity":)", n % 900,
             R"(,"unit":"kg","net_mass":)", n % 500, R"(.5,"value":)", n % 9000,
             R"(,"currency":"USD","consignor":{"name":"Ningbo Trading Co Ltd No )", n % 5000,
             R"("},"consignee":{"name":"Comercializadora del Norte )", n % 5000, "\"}}\n");
  }
  return text;
}

std::string FileWith(const std::string& name, const std::string& text) {
  const std::string path =
      (std::filesystem::temp_directory_path() / Concat("tidewaiter-bench-", name)).string();
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

const std::string& CsvFile() {
  static const auto* const path = new std::string(FileWith("read.csv", CsvText(kRows)));
  return *path;
}
const std::string& JsonFile() {
  static const auto* const path = new std::string(FileWith("read.jsonl", JsonText(kRows)));
  return *path;
}

void ReadWhole(benchmark::State& state, const std::string& path, bool interpret) {
  int64_t records = 0;
  for (auto _ : state) {
    auto source = RecordSource::Open(path, {});
    if (!source.ok()) return state.SkipWithError("cannot open");
    while (true) {
      auto batch = (*source)->Next();
      if (!batch.ok() || *batch == nullptr) break;
      records += static_cast<int64_t>((*batch)->size());
      if (!interpret) continue;
      for (size_t i = 0; i < (*batch)->size(); ++i) benchmark::DoNotOptimize((*batch)->Interpret(i));
    }
  }
  state.SetItemsProcessed(records);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(std::filesystem::file_size(path)));
}

void BM_CsvRows(benchmark::State& state) { ReadWhole(state, CsvFile(), false); }
void BM_CsvRecords(benchmark::State& state) { ReadWhole(state, CsvFile(), true); }
void BM_JsonLines(benchmark::State& state) { ReadWhole(state, JsonFile(), false); }
void BM_JsonRecords(benchmark::State& state) { ReadWhole(state, JsonFile(), true); }

BENCHMARK(BM_CsvRows)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CsvRecords)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_JsonLines)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_JsonRecords)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tidewaiter

BENCHMARK_MAIN();
