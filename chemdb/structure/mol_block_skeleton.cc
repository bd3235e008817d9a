// Reads V2000 mol blocks into a Draft.
#include <algorithm>

#include "chemdb/structure/internal/draft.h"
#include "chemdb/structure/internal/elements.h"
#include "chemdb/structure/skeleton.h"

namespace tidewaiter {
namespace {

using internal::Draft;
using internal::ElementFromSymbol;
using internal::Fail;

constexpr uint8_t kHydrogen = 1;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The line that starts at `pos`, without its end; moves pos behind it. False at the end of the text.
bool NextLine(std::string_view text, size_t& pos, std::string_view& line) {
  if (pos >= text.size()) return false;
  const size_t end = text.find('\n', pos);
  line = text.substr(pos, end == std::string_view::npos ? std::string_view::npos : end - pos);
  pos = end == std::string_view::npos ? text.size() : end + 1;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return true;
}

// The number in columns [begin, begin + width), blanks allowed around it; -1 when there is none.
int FixedInt(std::string_view line, size_t begin, size_t width) {
  if (begin >= line.size()) return -1;
  int value = 0;
  bool any = false;
  bool ended = false;
  for (const char c : line.substr(begin, width)) {
    if (IsDigit(c) && !ended) {
      value = value * 10 + (c - '0');
      any = true;
    } else if (c == ' ') {
      ended = any;
    } else {
      return -1;
    }
  }
  return any ? value : -1;
}

bool IsBlank(std::string_view field) { return field.find_first_not_of(' ') == std::string_view::npos; }

// The numbers of three columns each from `begin` on. False when one is no number, or is not 0 without its bit
// in `free`.
bool ArePlainFields(std::string_view line, size_t begin, unsigned free) {
  for (; begin < line.size(); begin += 3, free >>= 1) {
    const std::string_view field = line.substr(begin, 3);
    if (IsBlank(field)) continue;
    const int value = FixedInt(field, 0, 3);
    if (value < 0 || (value > 0 && (free & 1) == 0)) return false;
  }
  return true;
}

// The pairs of an "M  CHG" or "M  ISO" line: atom and signed number, four columns each. False when the line
// is anything else, or `take` says so.
template <typename Take>
bool ReadPairs(std::string_view line, Take take) {
  const int count = FixedInt(line, 6, 3);
  if (count < 1 || line.size() < 9 + 8 * static_cast<size_t>(count)) return false;
  if (!IsBlank(line.substr(9 + 8 * static_cast<size_t>(count)))) return false;
  for (size_t column = 9; column < 9 + 8 * static_cast<size_t>(count); column += 8) {
    std::string_view value = line.substr(column + 4, 4);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    const bool negative = !value.empty() && value.front() == '-';
    if (negative) value.remove_prefix(1);
    const int number = FixedInt(value, 0, 4);
    if (number < 0 || !take(FixedInt(line, column, 4), negative ? -number : number)) return false;
  }
  return true;
}

bool IsBlankOrZero(std::string_view field) { return field.find_first_not_of(" 0") == std::string_view::npos; }

// A coordinate in ten columns, as programs write them: "   -1.2345".
bool IsCoordinate(std::string_view field) {
  const size_t begin = field.find_first_not_of(' ');
  if (begin == std::string_view::npos) return false;
  field.remove_prefix(begin);
  if (field.front() == '-') field.remove_prefix(1);
  size_t digits = 0;
  size_t points = 0;
  for (const char c : field) {
    digits += IsDigit(c) ? 1 : 0;
    points += c == '.' ? 1 : 0;
  }
  return digits > 0 && points <= 1 && digits + points == field.size();
}

// RDKit allocates what the counts line of a V3000 block asks for, so its numbers are looked at first. `pos`
// is behind the fourth line.
SkeletonStatus CheckV3000Counts(std::string_view block, size_t pos, Skeleton& out) {
  constexpr std::string_view kBegin = "M  V30 BEGIN CTAB";
  constexpr std::string_view kCounts = "M  V30 COUNTS ";
  std::string_view line;
  if (!NextLine(block, pos, line) || line.substr(0, kBegin.size()) != kBegin || !NextLine(block, pos, line) ||
      line.substr(0, kCounts.size()) != kCounts) {
    return Fail(out, SkeletonStatus::kInvalid, "a V3000 block without its counts", pos);
  }
  line.remove_prefix(kCounts.size());
  for (const int most : {Draft::kMaxAtoms, Draft::kMaxBonds}) {
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    const size_t digits = std::min(line.find(' '), line.size());
    const int count = digits > 6 ? most + 1 : FixedInt(line, 0, digits);
    if (count < 0) return Fail(out, SkeletonStatus::kInvalid, "a V3000 block without its counts", pos);
    if (count > most) return Fail(out, SkeletonStatus::kLimit, "more atoms or bonds than the limit", pos);
    line.remove_prefix(digits);
  }
  return Fail(out, SkeletonStatus::kUnusual, "a V3000 mol block", 0);
}

}  // namespace

SkeletonStatus ReadMolBlockSkeleton(std::string_view block, Skeleton& out, SkeletonDetail detail) {
  static thread_local Draft shared_draft;
  Draft& d = shared_draft;
  d.Clear();
  internal::ResetSkeleton(out);
  if (block.size() > limits::kMolBlockBytes) {
    return Fail(out, SkeletonStatus::kLimit, "a mol block longer than the limit", limits::kMolBlockBytes);
  }
  size_t pos = 0;
  std::string_view line;
  for (int header = 0; header < 4; ++header) {
    if (!NextLine(block, pos, line)) return Fail(out, SkeletonStatus::kInvalid, "a mol block cut short", pos);
  }
  if (line.find("V3000") != std::string_view::npos) return CheckV3000Counts(block, pos, out);
  const char* unusual = nullptr;
  const int atoms = FixedInt(line, 0, 3);
  const int bonds = FixedInt(line, 3, 3);
  if (atoms < 0 || bonds < 0) return Fail(out, SkeletonStatus::kInvalid, "a counts line without counts", pos);
  if (atoms == 0) return Fail(out, SkeletonStatus::kInvalid, "no atoms", pos);
  if (atoms > Draft::kMaxAtoms) return Fail(out, SkeletonStatus::kLimit, "too many atoms", pos);
  if (bonds > Draft::kMaxBonds) return Fail(out, SkeletonStatus::kLimit, "too many bonds", pos);
  // No atom lists; the chiral flag and what follows it are only numbers.
  if (line.size() < 39 || line.substr(33, 6) != " V2000" || !ArePlainFields(line.substr(0, 33), 6, ~1u)) {
    unusual = "a counts line that is not plain";
  }
  while (d.atoms < atoms) {
    if (!NextLine(block, pos, line) || line.size() < 32) {
      return Fail(out, SkeletonStatus::kInvalid, "an atom line cut short", pos);
    }
    std::string_view symbol = line.substr(31, 3);
    while (!symbol.empty() && symbol.front() == ' ') symbol.remove_prefix(1);
    while (!symbol.empty() && symbol.back() == ' ') symbol.remove_suffix(1);
    size_t length = 0;
    uint8_t element = ElementFromSymbol(symbol, length);
    if (symbol == "D" || symbol == "T") {
      element = kHydrogen;
      length = 1;
    }
    if (element == 0 || length != symbol.size() || symbol[0] >= 'a') {
      return Fail(out, SkeletonStatus::kUnusual, "a query or pseudo atom", pos);
    }
    if (element == kHydrogen) {
      ++d.hydrogens;
    } else {
      ++d.heavy;
    }
    // Charge codes of the atom block (1 = +3 ... 7 = -3, 4 = doublet radical), unless M  CHG lines replace
    // them.
    constexpr int8_t kCharges[] = {0, 3, 2, 1, 0, -1, -2, -3};
    const int code = FixedInt(line, 36, 3);
    const int a = d.atoms++;
    d.element[a] = element;
    d.charge[a] = code > 0 && code < 8 ? kCharges[code] : int8_t{0};
    if (code == 4 || code > 7) unusual = "a radical or unknown charge";
    // Behind the symbol only the charge and the parity may stand: the rest may change isotope, hydrogens or
    // valence.
    if (!IsCoordinate(line.substr(0, 10)) || !IsCoordinate(line.substr(10, 10)) ||
        !IsCoordinate(line.substr(20, 10)) || line[30] != ' ' ||
        (line.size() > 34 && !IsBlankOrZero(line.substr(34, 2))) || !ArePlainFields(line, 36, 0b11u)) {
      unusual = "an atom line that is not plain";
    }
    d.hydrogen[a] = 0;
    d.valence[a] = d.degree[a] = 0;
    d.aromatic[a] = false;
    // Hydrogens fill up as in the organic subset, so only too many bonds can be wrong; charges are looked at.
    d.bracket[a] = true;
    d.component[a] = 0;
    d.parent[a] = static_cast<uint16_t>(a);
  }
  for (int b = 0; b < bonds; ++b) {
    if (!NextLine(block, pos, line)) return Fail(out, SkeletonStatus::kInvalid, "a bond line cut short", pos);
    const int x = FixedInt(line, 0, 3);
    const int y = FixedInt(line, 3, 3);
    const int order = FixedInt(line, 6, 3);
    if (x < 1 || y < 1 || x > atoms || y > atoms || x == y) {
      return Fail(out, SkeletonStatus::kInvalid, "a bond to an atom that is not there", pos);
    }
    if (order < 1 || order > 4) return Fail(out, SkeletonStatus::kUnusual, "a query or dative bond", pos);
    if (order == 4) unusual = "an aromatic bond";
    if (!ArePlainFields(line, 9, 1u)) unusual = "a bond line that is not plain";
    d.begin[d.bonds] = static_cast<uint16_t>(x - 1);
    d.end[d.bonds] = static_cast<uint16_t>(y - 1);
    d.order[d.bonds] = static_cast<uint8_t>(order);
    d.closes_ring[d.bonds++] = false;
    for (const int end : {x - 1, y - 1}) d.AddBondTo(end, order);
  }
  // Of the property lines only charges and isotopes are plain; the rest may change atoms or mean no molecule.
  bool first_charge = true;
  bool ended = false;
  while (!ended && NextLine(block, pos, line)) {
    const std::string_view tag = line.substr(0, 6);
    if (tag == "M  END") {
      ended = true;
    } else if (tag == "M  ISO" || tag == "M  CHG") {
      const bool charges = tag == "M  CHG";
      if (charges && first_charge) std::fill_n(d.charge.begin(), d.atoms, int8_t{0});
      first_charge = first_charge && !charges;
      const bool plain = ReadPairs(line, [&](int atom, int value) {
        if (atom < 1 || atom > atoms || value < -15 || value > (charges ? 15 : 300)) return false;
        if (charges) d.charge[static_cast<size_t>(atom - 1)] = static_cast<int8_t>(value);
        return true;
      });
      if (!plain) return Fail(out, SkeletonStatus::kUnusual, "a property line that is not plain", pos);
    } else if (unusual == nullptr) {
      unusual = "a property that may change atoms";
    }
  }
  if (!ended) unusual = "a mol block without its end";
  d.charged = static_cast<int>(
      std::count_if(d.charge.begin(), d.charge.begin() + d.atoms, [](int8_t q) { return q != 0; }));
  const SkeletonStatus status = internal::FinishSkeleton(d, out, /*from_smiles=*/false, detail);
  if (status == SkeletonStatus::kOk && unusual != nullptr)
    return Fail(out, SkeletonStatus::kUnusual, unusual, 0);
  return status;
}

}  // namespace tidewaiter
