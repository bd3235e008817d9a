// Drives a fuzz target without libFuzzer: seeds from files, byte mutations from a fixed seed.
//
//   TARGET [-seconds=60] [-runs=0] [-seed=1] FILE...    each line of each FILE is a seed
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr size_t kLongest = 600;

std::string Mutate(const std::vector<std::string>& seeds, std::mt19937_64& random) {
  const auto below = [&](size_t n) { return n == 0 ? 0 : static_cast<size_t>(random() % n); };
  std::string text = seeds[below(seeds.size())];
  for (size_t edits = 1 + below(6); edits > 0; --edits) {
    const size_t at = below(text.size() + 1);
    switch (below(7)) {
      case 0:
        text.insert(at, 1, static_cast<char>(random() & 0xFF));
        break;
      case 1:
        if (at < text.size()) text[at] = static_cast<char>(random() & 0xFF);
        break;
      case 2:
        text.erase(at, 1 + below(4));
        break;
      case 3:
        if (at + 1 < text.size()) std::swap(text[at], text[at + 1]);
        break;
      case 4: {  // a piece of another seed
        const std::string& other = seeds[below(seeds.size())];
        const size_t from = below(other.size());
        text.insert(at, other.substr(from, 1 + below(24)));
        break;
      }
      case 5:  // a piece of itself, again
        text.insert(at, text.substr(below(text.size()), 1 + below(12)));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
    }
  }
  if (text.size() > kLongest) text.resize(kLongest);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = 60;
  uint64_t runs = 0, seed = 1;
  std::vector<std::string> seeds;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument.rfind("-seconds=", 0) == 0) {
      seconds = std::atof(argument.c_str() + std::strlen("-seconds="));
    } else if (argument.rfind("-runs=", 0) == 0) {
      runs = std::strtoull(argument.c_str() + std::strlen("-runs="), nullptr, 10);
    } else if (argument.rfind("-seed=", 0) == 0) {
      seed = std::strtoull(argument.c_str() + std::strlen("-seed="), nullptr, 10);
    } else {
      std::ifstream in(argument);
      if (!in) {
        std::fprintf(stderr, "%s could not be opened\n", argument.c_str());
        return 2;
      }
      for (std::string line; std::getline(in, line);) seeds.push_back(line);
    }
  }
  if (seeds.empty()) seeds.emplace_back("4-anilinopiperidine hydrochloride, CAS 23056-29-3, 25 kg");
  for (const std::string& text : seeds) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()), text.size());
  }
  std::mt19937_64 random(seed);
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  uint64_t done = 0;
  for (; runs > 0 ? done < runs : std::chrono::steady_clock::now() < end; ++done) {
    const std::string text = Mutate(seeds, random);
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()), text.size());
  }
  std::printf("%zu seeds and %llu mutations, nothing broke\n", seeds.size(),
              static_cast<unsigned long long>(done));
  return 0;
}
