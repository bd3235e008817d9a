// Reads SMILES into a Draft: a table of characters, one switch, no recursion, no allocation.
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

// What one character of a SMILES begins.
enum class Token : uint8_t {
  kOther,
  kAtom,
  kBracket,
  kBond,
  kDot,
  kOpen,
  kClose,
  kRing,
  kPercent,
  kQuery,
  kNever
};

struct CharClass {
  Token token = Token::kOther;
  uint8_t element = 0;  // of an organic-subset atom
  bool aromatic = false;
  uint8_t order = 0;  // of a bond; 0 = not plain
};

constexpr std::array<CharClass, 256> MakeCharTable() {
  std::array<CharClass, 256> table{};
  for (int c = 0; c < 0x21; ++c) table[c].token = Token::kNever;
  for (int c = 0x7f; c < 256; ++c) table[c].token = Token::kNever;
  const auto atom = [&](char c, int element, bool aromatic) {
    table[static_cast<unsigned char>(c)] = {Token::kAtom, static_cast<uint8_t>(element), aromatic, 0};
  };
  atom('B', 5, false);
  atom('C', 6, false);
  atom('N', 7, false);
  atom('O', 8, false);
  atom('F', 9, false);
  atom('P', 15, false);
  atom('S', 16, false);
  atom('I', 53, false);
  atom('b', 5, true);
  atom('c', 6, true);
  atom('n', 7, true);
  atom('o', 8, true);
  atom('p', 15, true);
  atom('s', 16, true);
  table['['].token = Token::kBracket;
  for (const char c : {'-', '/', '\\'}) table[static_cast<unsigned char>(c)] = {Token::kBond, 0, false, 1};
  table['='] = {Token::kBond, 0, false, 2};
  table['#'] = {Token::kBond, 0, false, 3};
  for (const char c : {':', '$'}) table[static_cast<unsigned char>(c)] = {Token::kBond, 0, false, 0};
  table['.'].token = Token::kDot;
  table['('].token = Token::kOpen;
  table[')'].token = Token::kClose;
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)].token = Token::kRing;
  table['%'].token = Token::kPercent;
  for (const char c : {'*', '~', '>', '{', '}', '?', '!', '&', ',', ';', '|'}) {
    table[static_cast<unsigned char>(c)].token = Token::kQuery;
  }
  return table;
}
constexpr std::array<CharClass, 256> kCharTable = MakeCharTable();

// A bracket atom, from behind '[' to behind ']'.
struct BracketAtom {
  uint8_t element = 0;
  uint8_t hydrogens = 0;
  int8_t charge = 0;
  bool aromatic = false;
  size_t next = 0;
};

// isotope? symbol (@ | @@)? (H digit?)? charge? (:map)? ']' and nothing else is kOk.
SkeletonStatus ReadBracket(std::string_view text, size_t at, BracketAtom& out, const char*& reason) {
  size_t p = at;
  const size_t size = text.size();
  while (p < size && IsDigit(text[p])) ++p;
  if (p - at > 3 || (p - at > 1 && text[at] == '0')) {
    reason = "an isotope number that is not plain";
    return SkeletonStatus::kUnusual;
  }
  size_t length = 0;
  if (p >= size) {
    reason = "an open bracket";
    return SkeletonStatus::kInvalid;
  }
  out.element = ElementFromSymbol(text.substr(p), length);
  if (out.element == 0) {
    const bool query = text[p] == '*' || text[p] == 'R' || text[p] == '#' || text[p] == '$' ||
                       text[p] == '!' || text[p] == 'A' || text[p] == 'Q' || text[p] == 'X' || text[p] == 'a';
    reason = query ? "a wildcard or query atom" : "an unknown element";
    return query ? SkeletonStatus::kUnusual : SkeletonStatus::kInvalid;
  }
  out.aromatic = text[p] >= 'a';
  p += length;
  if (p < size && text[p] == '@' && out.element != 1) {  // RDKit's grammar has none on hydrogen
    ++p;
    if (p < size && text[p] == '@') ++p;
  }
  if (p < size && text[p] == 'H') {
    ++p;
    out.hydrogens = 1;
    if (p < size && IsDigit(text[p])) out.hydrogens = static_cast<uint8_t>(text[p++] - '0');
  }
  if (p < size && (text[p] == '+' || text[p] == '-')) {
    const char sign = text[p++];
    int charge = 1;
    if (p < size && IsDigit(text[p])) {
      charge = text[p++] - '0';
    } else {
      if (p < size && text[p] == sign) {  // RDKit's grammar ends with two
        ++charge;
        ++p;
      }
    }
    out.charge = static_cast<int8_t>(sign == '+' ? charge : -charge);
  }
  if (p < size && text[p] == ':') {
    ++p;
    const size_t digits = p;
    while (p < size && IsDigit(text[p])) ++p;
    if (p == digits || p - digits > 4 || (p - digits > 1 && text[digits] == '0')) {
      reason = "an atom map that is not plain";
      return SkeletonStatus::kUnusual;
    }
  }
  if (p >= size || text[p] != ']') {
    if (text.find(']', p) == std::string_view::npos) {
      reason = "an open bracket";
      return SkeletonStatus::kInvalid;
    }
    reason = "an atom in a notation that is not plain SMILES";
    return SkeletonStatus::kUnusual;
  }
  out.next = p + 1;
  return SkeletonStatus::kOk;
}

}  // namespace

SkeletonStatus ReadSmilesSkeleton(std::string_view smiles, Skeleton& out, SkeletonDetail detail) {
  static thread_local Draft shared_draft;
  Draft& d = shared_draft;  // one look-up of the thread's own copy
  d.Clear();
  internal::ResetSkeleton(out);
  if (smiles.empty()) return Fail(out, SkeletonStatus::kInvalid, "an empty structure", 0);
  if (smiles.size() > limits::kSmilesBytes) {
    return Fail(out, SkeletonStatus::kLimit, "a SMILES longer than the limit", limits::kSmilesBytes);
  }

  struct OpenRing {
    int16_t atom = -1;
    uint8_t order = 0;  // as written at the opening; 0 = not written
  };
  std::array<OpenRing, 100> ring;  // ring numbers in waiting
  int open_rings = 0;
  std::array<int16_t, limits::kBranchDepth> branch;
  int depth = 0;
  int last = -1;        // the atom that the next one is bonded to
  uint8_t pending = 0;  // a written bond waits for its second atom: its order
  bool bond_waits = false;
  bool after_atom =
      false;  // an atom or ring number, perhaps with a bond behind it, came last: a ring number may follow
  uint16_t component = 0;
  // First thing that was read but not plain; reading goes on, for the limits.
  const char* unusual = nullptr;
  size_t unusual_where = 0;
  const auto note = [&](const char* what, size_t where) {
    if (unusual == nullptr) {
      unusual = what;
      unusual_where = where;
    }
  };

  const char* const text = smiles.data();
  const size_t size = smiles.size();
  size_t i = 0;
  while (i < size) {
    const CharClass& c = kCharTable[static_cast<unsigned char>(text[i])];
    BracketAtom atom;
    size_t next = i + 1;
    bool bracket = false;
    switch (c.token) {
      case Token::kAtom:
        atom.element = c.element;
        atom.aromatic = c.aromatic;
        if (next < size) {
          if (text[next] == 'l' && text[i] == 'C') {
            atom.element = 17;
            ++next;
          } else if (text[next] == 'r' && text[i] == 'B') {
            atom.element = 35;
            ++next;
          }
        }
        break;
      case Token::kBracket: {
        const char* reason = "";
        const SkeletonStatus status = ReadBracket(smiles, i + 1, atom, reason);
        if (status == SkeletonStatus::kInvalid) return Fail(out, status, reason, i);
        if (status == SkeletonStatus::kUnusual) {
          if (atom.element == 0) return Fail(out, status, reason, i);
          note(reason, i);
          atom.next = smiles.find(']', i);
          if (atom.next == std::string_view::npos)
            return Fail(out, SkeletonStatus::kInvalid, "an open bracket", i);
          ++atom.next;
        }
        next = atom.next;
        bracket = true;
        break;
      }
      case Token::kBond:
        if (bond_waits || last < 0 || c.order == 0) note("a bond that is not plain", i);
        pending = c.order;
        bond_waits = true;
        i = next;
        continue;
      case Token::kDot:
        if (bond_waits || last < 0 || depth > 0) note("a dot that is not plain", i);
        last = -1;
        bond_waits = false;
        after_atom = false;
        ++component;
        i = next;
        continue;
      case Token::kOpen:
        if (depth == limits::kBranchDepth) {
          return Fail(out, SkeletonStatus::kLimit, "branches nested deeper than the limit", i);
        }
        if (last < 0 || bond_waits || text[i - 1] == '(') note("a branch that is not plain", i);
        branch[depth++] = static_cast<int16_t>(last);
        out.branch_depth = std::max(out.branch_depth, depth);
        after_atom = false;
        i = next;
        // "()" holds no atom.
        if (i < size && text[i] == ')') note("an empty branch", i);
        continue;
      case Token::kClose:
        if (depth == 0) return Fail(out, SkeletonStatus::kInvalid, "a closing bracket too many", i);
        if (bond_waits) note("a bond that leads nowhere", i);
        bond_waits = false;
        last = branch[--depth];
        after_atom = false;
        i = next;
        continue;
      case Token::kRing:
      case Token::kPercent: {
        int number = text[i] - '0';
        if (c.token == Token::kPercent) {
          if (i + 2 < size && IsDigit(text[i + 1]) && IsDigit(text[i + 2])) {
            number = (text[i + 1] - '0') * 10 + (text[i + 2] - '0');
            next = i + 3;
          } else if (i + 1 < size && text[i + 1] == '(') {
            return Fail(out, SkeletonStatus::kUnusual, "a ring number above 99", i);
          } else {
            return Fail(out, SkeletonStatus::kInvalid, "a ring number without digits", i);
          }
        }
        if (last < 0) return Fail(out, SkeletonStatus::kInvalid, "a ring number without an atom", i);
        if (!after_atom) note("a ring number behind a branch", i);
        OpenRing& open = ring[static_cast<size_t>(number)];
        if (open.atom < 0) {
          open.atom = static_cast<int16_t>(last);
          open.order = bond_waits ? pending : 0;
          ++open_rings;
        } else {
          const int other = open.atom;
          if (other == last) return Fail(out, SkeletonStatus::kInvalid, "an atom in a ring with itself", i);
          if (d.bonds == Draft::kMaxBonds)
            return Fail(out, SkeletonStatus::kLimit, "more bonds than the limit", i);
          const uint8_t here = bond_waits ? pending : 0;
          if (here != 0 && open.order != 0 && here != open.order) note("a ring bond written in two ways", i);
          if (d.parent[last] == other || d.parent[other] == last || d.component[other] != component) {
            note("a ring bond that is not plain", i);
          }
          for (int b = d.bonds - 1; b >= 0 && d.closes_ring[b]; --b) {
            if (d.begin[b] == other && d.end[b] == last) note("a ring bond written twice", i);
          }
          uint8_t order = here != 0 ? here : open.order;
          if (order == 0) order = d.aromatic[other] && d.aromatic[last] ? Draft::kAromaticOrder : 1;
          d.begin[d.bonds] = static_cast<uint16_t>(other);
          d.end[d.bonds] = static_cast<uint16_t>(last);
          d.order[d.bonds] = order;
          d.closes_ring[d.bonds++] = true;
          const uint8_t sum = order == Draft::kAromaticOrder ? 1 : order;
          d.AddBondTo(other, sum);
          d.AddBondTo(last, sum);
          open.atom = -1;
          --open_rings;
        }
        bond_waits = false;
        after_atom = true;
        i = next;
        continue;
      }
      case Token::kQuery:
        return Fail(out, SkeletonStatus::kUnusual, "a wildcard, query or reaction, not one structure", i);
      case Token::kNever:
        // RDKit drops everything after such a byte without an error: never let one through.
        return Fail(out, SkeletonStatus::kInvalid, "a byte that no SMILES can hold", i);
      case Token::kOther:
        return Fail(out, SkeletonStatus::kInvalid, "a character that is not SMILES", i);
    }
    if (d.atoms == Draft::kMaxAtoms) return Fail(out, SkeletonStatus::kLimit, "more atoms than the limit", i);
    if (atom.element == kHydrogen) {
      ++d.hydrogens;
    } else if (++d.heavy > Skeleton::kMaxAtoms) {
      return Fail(out, SkeletonStatus::kLimit, "more heavy atoms than the limit", i);
    }
    const int a = d.atoms++;
    d.element[a] = atom.element;
    d.hydrogen[a] = atom.hydrogens;
    d.charge[a] = atom.charge;
    d.bracket[a] = bracket;
    d.aromatic[a] = atom.aromatic;
    d.aromatics += atom.aromatic ? 1 : 0;
    d.charged += atom.charge != 0 ? 1 : 0;
    d.component[a] = component;
    if (last >= 0) {
      uint8_t order = bond_waits ? pending : 0;
      if (order == 0) order = atom.aromatic && d.aromatic[last] ? Draft::kAromaticOrder : 1;
      d.begin[d.bonds] = static_cast<uint16_t>(last);
      d.end[d.bonds] = static_cast<uint16_t>(a);
      d.order[d.bonds] = order;
      d.closes_ring[d.bonds++] = false;
      const uint8_t sum = order == Draft::kAromaticOrder ? 1 : order;
      d.AddBondTo(last, sum);
      d.valence[a] = sum;
      d.degree[a] = 1;
      d.parent[a] = static_cast<uint16_t>(last);
      d.parent_bond[a] = static_cast<uint16_t>(d.bonds - 1);
      if (d.bonds >= Draft::kMaxBonds - 1)
        return Fail(out, SkeletonStatus::kLimit, "more bonds than the limit", i);
    } else {
      d.valence[a] = 0;
      d.degree[a] = 0;
      d.parent[a] = static_cast<uint16_t>(a);
    }
    last = a;
    bond_waits = false;
    after_atom = true;
    i = next;
  }
  if (depth != 0) return Fail(out, SkeletonStatus::kInvalid, "an open branch", size);
  if (open_rings != 0) return Fail(out, SkeletonStatus::kInvalid, "an open ring", size);
  if (d.atoms == 0) return Fail(out, SkeletonStatus::kInvalid, "no atoms", 0);
  if (bond_waits) return Fail(out, SkeletonStatus::kInvalid, "a bond that leads nowhere", size);
  if (last < 0) note("a dot at the end", size);
  // A ring bond across dots joins components: number them by the graph then.
  const SkeletonStatus status = internal::FinishSkeleton(d, out, /*from_smiles=*/unusual == nullptr, detail);
  if (status == SkeletonStatus::kOk && unusual != nullptr) {
    return Fail(out, SkeletonStatus::kUnusual, unusual, unusual_where);
  }
  return status;
}

}  // namespace tidewaiter
