// Party matching against a whole watchlist: parties a second, and how many misspelt names are found, beside
// two brute-force comparisons of the same names in the same process.
//
//   party_bench WATCHLIST [QUERIES] [SEED]
//
// Queries are names of the list, changed: a letter dropped, doubled, swapped or replaced; words swapped; two
// words joined; a legal form added or left out. Each must find its own entry again (recall). As many names of
// one list's words put together anew say how often a stranger is found.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "screening/parties/party_index.h"
#include "screening/parties/party_name.h"
#include "screening/parties/watchlist.h"

namespace tidewaiter {
namespace {

struct Query {
  std::string text;
  uint32_t entry = 0;
};

std::vector<std::string> Words(const std::string& key) {
  std::vector<std::string> words(1);
  for (const char c : key) {
    if (c == ' ') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

std::string Join(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

void Misspell(std::string& word, std::mt19937& random) {
  if (word.size() < 4) return;
  const size_t i = random() % (word.size() - 1);
  const char letter = static_cast<char>('a' + random() % 26);
  switch (random() % 4) {
    case 0:
      word.erase(i, 1);
      break;
    case 1:
      word.insert(i, 1, word[i]);
      break;
    case 2:
      std::swap(word[i], word[i + 1]);
      break;
    default:
      word[i] = letter;
  }
}

Query Perturbed(const PartyIndex& index, std::mt19937& random) {
  for (;;) {
    const uint32_t entry = static_cast<uint32_t>(random() % index.entries().size());
    std::vector<std::string> words = Words(PartyKey(index.entries()[entry].name));
    if (Join(words).size() < 6) continue;
    Misspell(words[random() % words.size()], random);
    if (random() % 3 == 0) std::shuffle(words.begin(), words.end(), random);
    if (words.size() > 1 && random() % 5 == 0) {
      const size_t i = random() % (words.size() - 1);
      words[i] += words[i + 1];
      words.erase(words.begin() + static_cast<ptrdiff_t>(i) + 1);
    }
    std::string text = Join(words);
    if (random() % 3 == 0) text += " Co., Ltd.";
    return {text, entry};
  }
}

Query Stranger(const PartyIndex& index, std::mt19937& random) {
  std::string text;
  const size_t count = 2 + random() % 3;
  for (size_t i = 0; i < count; ++i) {
    const std::vector<std::string> words =
        Words(PartyKey(index.entries()[random() % index.entries().size()].name));
    text += (text.empty() ? "" : " ") + words[random() % words.size()];
  }
  return {text, 0};
}

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Jaro similarity of whole names, against every name: the usual naive comparison.
double Jaro(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a == b;
  const size_t window = std::max(a.size(), b.size()) / 2 > 0 ? std::max(a.size(), b.size()) / 2 - 1 : 0;
  std::vector<char> a_matched(a.size());
  std::vector<char> b_matched(b.size());
  double matches = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t j = i > window ? i - window : 0; j < std::min(b.size(), i + window + 1); ++j) {
      if (b_matched[j] || a[i] != b[j]) continue;
      a_matched[i] = b_matched[j] = 1;
      ++matches;
      break;
    }
  }
  if (matches == 0) return 0;
  double swaps = 0;
  size_t j = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    if (!a_matched[i]) continue;
    while (!b_matched[j]) ++j;
    swaps += a[i] != b[j++];
  }
  return (matches / static_cast<double>(a.size()) + matches / static_cast<double>(b.size()) +
          (matches - swaps / 2) / matches) /
         3;
}

int Run(const std::string& path, size_t queries, unsigned seed) {
  double start = CpuSeconds();
  auto list = ReadWatchlist(path);
  if (!list.ok()) {
    std::fprintf(stderr, "%s\n", list.status().ToString().c_str());
    return 3;
  }
  const double reading = CpuSeconds() - start;
  start = CpuSeconds();
  const PartyIndex index(std::move(list->entries));
  const double building = CpuSeconds() - start;
  std::printf("list: %s, %zu entries, %zu names; read in %.2f s, indexed in %.2f s (CPU)\n",
              list->format.c_str(), index.entries().size(), index.names(), reading, building);

  std::mt19937 random(seed);
  std::vector<Query> perturbed;
  std::vector<Query> strangers;
  for (size_t i = 0; i < queries; ++i) perturbed.push_back(Perturbed(index, random));
  for (size_t i = 0; i < queries; ++i) strangers.push_back(Stranger(index, random));

  std::printf("\n%-7s %10s %10s %12s\n", "least", "recall", "stranger", "queries/s");
  for (const double least : {0.75, 0.80, kPartyScore, 0.90, 0.95}) {
    PartyIndex::Scratch scratch;
    size_t found = 0;
    size_t false_alarms = 0;
    start = CpuSeconds();
    for (const Query& query : perturbed) {
      const auto matches = index.Find(query.text, least, scratch);
      found += std::any_of(matches.begin(), matches.end(),
                           [&](const PartyMatch& m) { return m.entry == query.entry; });
    }
    for (const Query& query : strangers) false_alarms += !index.Find(query.text, least, scratch).empty();
    const double seconds = CpuSeconds() - start;
    std::printf("%-7.2f %9.2f%% %9.2f%% %12.0f\n", least,
                100.0 * static_cast<double>(found) / static_cast<double>(queries),
                100.0 * static_cast<double>(false_alarms) / static_cast<double>(queries),
                static_cast<double>(2 * queries) / seconds);
  }

  // Side by side on a part of the queries.
  const size_t part = std::min<size_t>(queries, 500);
  PartyIndex::Scratch scratch;
  size_t same = 0;
  size_t hits = 0;
  double indexed = 0;
  double compared = 0;
  for (size_t i = 0; i < part; ++i) {
    const std::string& text = (i % 2 == 0 ? perturbed : strangers)[i].text;
    start = CpuSeconds();
    const auto fast = index.Find(text, kPartyScore, scratch);
    indexed += CpuSeconds() - start;
    start = CpuSeconds();
    const auto slow = index.FindByComparingAll(text, kPartyScore, scratch);
    compared += CpuSeconds() - start;
    hits += slow.size();
    same += std::equal(fast.begin(), fast.end(), slow.begin(), slow.end(),
                       [](const PartyMatch& a, const PartyMatch& b) {
                         return a.entry == b.entry && a.name == b.name && a.score == b.score;
                       });
  }
  std::vector<std::string> keys;
  for (const WatchEntry& entry : index.entries()) {
    keys.push_back(PartyKey(entry.name));
    for (const std::string& alias : entry.aliases) keys.push_back(PartyKey(alias));
  }
  start = CpuSeconds();
  double best = 0;
  const size_t naive = std::min<size_t>(part, 50);
  for (size_t i = 0; i < naive; ++i) {
    const std::string key = PartyKey(perturbed[i].text);
    for (const std::string& other : keys) best = std::max(best, Jaro(key, other));
  }
  const double jaro = CpuSeconds() - start;
  std::printf("\n%zu queries at %.2f: same answer as comparing with every name in %zu (%zu hits)\n", part,
              kPartyScore, same, hits);
  std::printf(
      "index %.1f us a query, our score against every name %.0f us (%.0fx), Jaro of every pair %.0f us "
      "(%.0fx; best %.2f)\n",
      1e6 * indexed / static_cast<double>(part), 1e6 * compared / static_cast<double>(part),
      compared / indexed, 1e6 * jaro / static_cast<double>(naive),
      jaro / static_cast<double>(naive) / (indexed / static_cast<double>(part)), best);
  return same == part ? 0 : 1;
}

}  // namespace
}  // namespace tidewaiter

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: party_bench WATCHLIST [QUERIES] [SEED]\n");
    return 2;
  }
  return tidewaiter::Run(argv[1], argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 20000,
                         argc > 3 ? static_cast<unsigned>(std::strtoul(argv[3], nullptr, 10)) : 1);
}
