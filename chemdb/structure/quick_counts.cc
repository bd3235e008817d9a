#include "chemdb/structure/quick_counts.h"

#include <algorithm>

#include "chemdb/structure/internal/elements.h"

namespace tidewaiter {
namespace {

using atom_mask::ElementClass;

constexpr uint8_t Add(uint8_t count, int times) { return static_cast<uint8_t>(std::min(255, count + times)); }

constexpr bool IsHalogen(int z) { return z == 9 || z == 17 || z == 35 || z == 53; }

// Counts as two numbers with eight bits for each: what one byte of a SMILES adds.
struct Sum {
  uint64_t low = 0;
  uint64_t high = 0;

  constexpr void Add(const Sum& other) {
    low += other.low;
    high += other.high;
  }
  constexpr bool operator==(const Sum&) const = default;
};
constexpr Sum One(size_t place) {
  return place < 8 ? Sum{uint64_t{1} << (8 * place), 0} : Sum{0, uint64_t{1} << (8 * (place - 8))};
}
constexpr Sum OneAtom(int z) {
  Sum out = One(static_cast<size_t>(ElementClass(z)));
  out.Add(One(QuickCounts::kAtoms));
  if (IsHalogen(z)) out.Add(One(QuickCounts::kHalogens));
  return out;
}
constexpr Sum Difference(const Sum& a, const Sum& b) { return {a.low - b.low, a.high - b.high}; }

// No count goes beyond what a byte holds, since each byte of the text adds one at most.
constexpr size_t kMostBytes = 255;

constexpr Sum kNothing{};
constexpr Sum kStop{~uint64_t{0}, ~uint64_t{0}};  // to be looked at, or not understood

constexpr std::array<Sum, 256> kSums = [] {
  std::array<Sum, 256> out{};
  out.fill(kStop);
  const auto set = [&](char c, const Sum& sum) { out[static_cast<unsigned char>(c)] = sum; };
  for (const char c : {'(', ')', '-', '=', '#', ':', '/', '\\'}) set(c, kNothing);
  // Half a ring: the other half is the same number again.
  for (char c = '0'; c <= '9'; ++c) set(c, One(QuickCounts::kRings));
  for (const char c : {'B', 'b'}) set(c, OneAtom(5));
  for (const char c : {'C', 'c'}) set(c, OneAtom(6));
  for (const char c : {'N', 'n'}) set(c, OneAtom(7));
  for (const char c : {'O', 'o'}) set(c, OneAtom(8));
  for (const char c : {'P', 'p'}) set(c, OneAtom(15));
  for (const char c : {'S', 's'}) set(c, OneAtom(16));
  set('F', OneAtom(9));
  set('I', OneAtom(53));
  // The second letter of Cl and Br makes another element of the first.
  set('l', Difference(OneAtom(17), OneAtom(6)));
  set('r', Difference(OneAtom(35), OneAtom(5)));
  return out;
}();

constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The bracket atom that begins at `at`, which is moved to its end; kStop when it is not understood.
Sum BracketAtom(std::string_view smiles, size_t& at) {
  size_t i = at + 1;
  while (i < smiles.size() && IsDigit(smiles[i])) ++i;  // isotope
  size_t end = i;
  while (end < smiles.size() && smiles[end] != ']') ++end;
  if (end == smiles.size()) return kStop;
  at = end;
  size_t length = 0;
  const uint8_t element = internal::ElementFromSymbol(smiles.substr(i, end - i), length);
  // A letter more, and it is none of the elements known here.
  if (element == 0 || IsLower(smiles[i + length])) return kStop;
  return element == 1 ? kNothing : OneAtom(element);
}

}  // namespace

void QuickCounts::AddAtom(int atomic_number, int times) {
  const auto add = [&](size_t place) { of[place] = Add(of[place], times); };
  add(static_cast<size_t>(ElementClass(atomic_number)));
  add(kAtoms);
  if (IsHalogen(atomic_number)) add(kHalogens);
}

void QuickCounts::AddRings(int times) { of[kRings] = Add(of[kRings], times); }

std::optional<QuickLook> LookQuickly(std::string_view smiles) {
  if (smiles.size() > kMostBytes) return std::nullopt;
  Sum sum;
  bool dots = false;
  for (size_t i = 0; i < smiles.size(); ++i) {
    const Sum& add = kSums[static_cast<unsigned char>(smiles[i])];
    if (add.high != kStop.high) {
      sum.Add(add);
      continue;
    }
    switch (smiles[i]) {
      case '[': {
        const Sum atom = BracketAtom(smiles, i);
        if (atom == kStop) return std::nullopt;
        sum.Add(atom);
        break;
      }
      case '.':
        dots = true;
        break;
      case '%':
        if (i + 2 >= smiles.size() || !IsDigit(smiles[i + 1]) || !IsDigit(smiles[i + 2])) return std::nullopt;
        sum.Add(One(QuickCounts::kRings));
        i += 2;
        break;
      default:
        return std::nullopt;
    }
  }
  QuickLook out;
  for (size_t place = 0; place < 8; ++place) {
    out.counts.of[place] = static_cast<uint8_t>(sum.low >> (8 * place));
    out.counts.of[place + 8] = static_cast<uint8_t>(sum.high >> (8 * place));
  }
  out.counts.of[QuickCounts::kRings] /= 2;
  // Metals are all among the others.
  out.one_piece = !dots && out.counts.of[QuickCounts::kOthers] == 0;
  return out;
}

void QuickTable::AddNeed(const QuickCounts& need, std::vector<QuickCounts>& needs) {
  if (needs.size() < kMost) {
    needs.push_back(need);
    return;
  }
  std::transform(need.of.begin(), need.of.end(), needs.back().of.begin(), needs.back().of.begin(),
                 [](uint8_t a, uint8_t b) { return std::min(a, b); });
}

void QuickTable::AddComponent(const QuickCounts& counts) {
  auto atoms = counts.of;
  atoms[QuickCounts::kRings] = 0;
  if (whole_.insert(atoms).second) AddNeed(counts, components_);
}

void QuickTable::AddPart(const QuickCounts& need) { AddNeed(need, parts_); }

bool QuickTable::MayHold(const QuickLook& look) const {
  const auto covered = [&](const QuickCounts& need) { return look.counts.Covers(need); };
  if (std::any_of(parts_.begin(), parts_.end(), covered)) return true;
  if (!look.one_piece) return std::any_of(components_.begin(), components_.end(), covered);
  auto atoms = look.counts.of;
  atoms[QuickCounts::kRings] = 0;
  return whole_.count(atoms) > 0;
}

}  // namespace tidewaiter
