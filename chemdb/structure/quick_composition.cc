#include "chemdb/structure/quick_composition.h"

#include <array>

namespace tidewaiter {
namespace {

// One for an atom of each element, seven bits apart: a count that overflows does so for all alike.
constexpr uint64_t Weight(int place) { return uint64_t{1} << (7 * place); }
constexpr uint64_t kCarbon = Weight(0), kNitrogen = Weight(1), kOxygen = Weight(2), kFluorine = Weight(3),
                   kPhosphorus = Weight(4), kSulfur = Weight(5), kChlorine = Weight(6), kBromine = Weight(7),
                   kIodine = Weight(8);

constexpr uint64_t kNothing = 0;           // bonds, branches, ring closures
constexpr uint64_t kOther = ~uint64_t{0};  // not understood by itself

constexpr std::array<uint64_t, 256> MakeWeights() {
  std::array<uint64_t, 256> out{};
  out.fill(kOther);
  for (const char c :
       {'(', ')', '-', '=', '#', ':', '/', '\\', '%', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'}) {
    out[static_cast<unsigned char>(c)] = kNothing;
  }
  out['C'] = out['c'] = kCarbon;
  out['N'] = out['n'] = kNitrogen;
  out['O'] = out['o'] = kOxygen;
  out['P'] = out['p'] = kPhosphorus;
  out['S'] = out['s'] = kSulfur;
  out['F'] = kFluorine;
  out['I'] = kIodine;
  return out;
}
constexpr std::array<uint64_t, 256> kWeights = MakeWeights();

constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The bracket atom that begins behind `at`, which is moved to its end; kOther when it is not understood.
uint64_t BracketAtom(std::string_view smiles, size_t& at) {
  size_t i = at + 1;
  while (i < smiles.size() && IsDigit(smiles[i])) ++i;  // isotope
  const size_t end = smiles.find(']', i);
  if (end == std::string_view::npos || i == end) return kOther;
  at = end;
  const char symbol = smiles[i];
  const char next = smiles[i + 1];
  if (symbol == 'C' && next == 'l') return kChlorine;
  if (symbol == 'B' && next == 'r') return kBromine;
  if (IsLower(next)) return kOther;  // another element of two letters
  if (symbol == 'H') return kNothing;
  return kWeights[static_cast<unsigned char>(symbol)] == kNothing
             ? kOther
             : kWeights[static_cast<unsigned char>(symbol)];
}

}  // namespace

std::optional<uint64_t> QuickComposition(std::string_view smiles) {
  uint64_t sum = 0;
  for (size_t i = 0; i < smiles.size(); ++i) {
    uint64_t weight = kWeights[static_cast<unsigned char>(smiles[i])];
    const char next = i + 1 < smiles.size() ? smiles[i + 1] : '\0';
    if (smiles[i] == 'C' && next == 'l') {
      weight = kChlorine;
      ++i;
    } else if (weight == kOther) {
      if (smiles[i] == 'B' && next == 'r') {
        weight = kBromine;
        ++i;
      } else if (smiles[i] == '[') {
        weight = BracketAtom(smiles, i);
      }
      if (weight == kOther) return std::nullopt;
    }
    sum += weight;
  }
  return sum;
}

}  // namespace tidewaiter
