// Time of identifying every line of a file, with the dictionary as it stands and ten times as large; writes
// what a baseline needs to search the same: the normalised lines and the dictionary's normalised names.
// tools/bench/identify_vs_grep.sh compares the two.
//
//   identify_throughput LINES FOLDER     (from the repository's root)
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "screening/identify/normalise.h"
#include "tools/bench/large_dictionary.h"

namespace tidewaiter {
namespace {

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::string Normal(const std::string& text) {
  NormalisedText normalised;
  NormaliseText(text, normalised);
  return std::string(normalised.text());
}

int Run(const std::string& path, const std::string& folder) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::ofstream normal(folder + "/normalised.txt");
  for (const std::string& line : lines) normal << Normal(line) << '\n';
  for (const int times : {1, 10}) {
    const Dictionary dictionary = SourceDictionary(times);
    std::ofstream names(folder + "/names" + std::to_string(times) + ".txt");
    for (const DictionaryName& name : dictionary.names) {
      const std::string key = Normal(name.text);
      if (!key.empty()) names << key << '\n';  // an empty pattern would match every line
    }
    const auto identifier = TextIdentifier::Build(dictionary);
    if (!identifier.ok()) {
      std::cerr << "chemdb/data/names.csv was not found: run from the repository's root\n";
      return 1;
    }
    TextIdentifier::Scratch scratch;
    std::vector<Candidate> out;
    size_t found = 0;
    const double begin = CpuSeconds();
    for (const std::string& line : lines) {
      out.clear();
      (*identifier)->Identify(line, {}, scratch, out);
      found += out.empty() ? 0 : 1;
    }
    std::cout << "identify " << times << ' ' << dictionary.names.size() << ' ' << lines.size() << ' ' << found
              << ' ' << CpuSeconds() - begin << '\n';
  }
  return 0;
}

}  // namespace
}  // namespace tidewaiter

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: identify_throughput LINES FOLDER\n";
    return 2;
  }
  return tidewaiter::Run(argv[1], argv[2]);
}
