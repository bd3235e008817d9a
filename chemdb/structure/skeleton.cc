#include "chemdb/structure/skeleton.h"

#include <algorithm>

#include "chemdb/structure/internal/draft.h"
#include "chemdb/structure/internal/elements.h"

namespace tidewaiter {
namespace {

using internal::Draft;
using internal::ElementFromSymbol;
using internal::IsMetal;
using internal::IsPlain;

constexpr uint8_t kHydrogen = 1;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

SkeletonStatus Fail(Skeleton& out, SkeletonStatus status, const char* reason, size_t where) {
  out.reason = reason;
  out.where = where;
  return status;
}

// Numbers the biconnected blocks and returns the largest cyclomatic number of one (Hopcroft and Tarjan 1973,
// with an explicit stack: input decides the depth). Only called for molecules with at least two rings.
int MostRingsInOneBlock(Skeleton& s) {
  s.BuildAdjacency();
  static thread_local std::array<int, Skeleton::kMaxAtoms> depth, low, parent_bond, cursor;
  static thread_local std::array<int, Skeleton::kMaxAtoms> stack;
  static thread_local std::array<int, Skeleton::kMaxBonds> edge_stack;
  static thread_local std::array<uint16_t, 2 * Skeleton::kMaxBonds> bond_of;
  static thread_local std::array<bool, Skeleton::kMaxBonds> bond_seen;
  static thread_local std::array<int, Skeleton::kMaxAtoms> atom_mark;

  const int n = s.atom_count;
  std::array<uint16_t, Skeleton::kMaxAtoms + 1> fill = s.offset;
  for (int b = 0; b < s.bond_count; ++b) {
    bond_of[fill[s.bond_begin[b]]++] = static_cast<uint16_t>(b);
    bond_of[fill[s.bond_end[b]]++] = static_cast<uint16_t>(b);
  }
  std::fill_n(depth.begin(), n, -1);
  std::fill_n(atom_mark.begin(), n, -1);
  std::fill_n(bond_seen.begin(), s.bond_count, false);

  int most = 0;
  int block = 0;
  for (int root = 0; root < n; ++root) {
    if (depth[root] >= 0) continue;
    int top = 0;
    int edges = 0;
    stack[top++] = root;
    depth[root] = low[root] = 0;
    parent_bond[root] = -1;
    cursor[root] = s.offset[root];
    while (top > 0) {
      const int a = stack[top - 1];
      if (cursor[a] < s.offset[a + 1]) {
        const int slot = cursor[a]++;
        const int bond = bond_of[slot];
        if (bond_seen[bond]) continue;
        bond_seen[bond] = true;
        const int other = s.bond_begin[bond] == a ? s.bond_end[bond] : s.bond_begin[bond];
        edge_stack[edges++] = bond;
        if (depth[other] < 0) {
          depth[other] = low[other] = depth[a] + 1;
          parent_bond[other] = bond;
          cursor[other] = s.offset[other];
          stack[top++] = other;
        } else {
          low[a] = std::min(low[a], depth[other]);
        }
        continue;
      }
      --top;
      if (top == 0) break;
      const int parent = stack[top - 1];
      low[parent] = std::min(low[parent], low[a]);
      if (low[a] >= depth[parent]) {  // the bond parent-a closes a block
        int block_bonds = 0;
        int block_atoms = 0;
        int bond;
        do {
          bond = edge_stack[--edges];
          ++block_bonds;
          for (const int atom : {int{s.bond_begin[bond]}, int{s.bond_end[bond]}}) {
            if (atom_mark[atom] != block) {
              atom_mark[atom] = block;
              ++block_atoms;
            }
          }
        } while (bond != parent_bond[a]);
        most = std::max(most, block_bonds - block_atoms + 1);
        ++block;
      }
    }
  }
  return most;
}

// For mol blocks, whose atoms come in any order: components in order of their first atom.
void NumberComponents(Skeleton& s) {
  s.BuildAdjacency();
  static thread_local std::array<uint16_t, Skeleton::kMaxAtoms> queue;
  constexpr uint16_t kUnset = 0xffff;
  std::fill_n(s.component.begin(), s.atom_count, kUnset);
  s.component_count = 0;
  for (int root = 0; root < s.atom_count; ++root) {
    if (s.component[root] != kUnset) continue;
    const auto c = static_cast<uint16_t>(s.component_count++);
    int head = 0;
    int tail = 0;
    queue[tail++] = static_cast<uint16_t>(root);
    s.component[root] = c;
    while (head < tail) {
      const int a = queue[head++];
      for (int k = s.offset[a]; k < s.offset[a + 1]; ++k) {
        const uint16_t b = s.neighbour[k];
        if (s.component[b] == kUnset) {
          s.component[b] = c;
          queue[tail++] = b;
        }
      }
    }
  }
}

void CountDegrees(Skeleton& s) {
  std::fill_n(s.degree.begin(), s.atom_count, uint8_t{0});
  for (int b = 0; b < s.bond_count; ++b) {
    ++s.degree[s.bond_begin[b]];
    ++s.degree[s.bond_end[b]];
  }
}

// Counts rings. kOk or kLimit; needs degrees and components.
SkeletonStatus CheckRings(Skeleton& s) {
  if (s.component_count > limits::kComponents) {
    return Fail(s, SkeletonStatus::kLimit, "more components than the limit", 0);
  }
  s.ring_count = s.bond_count - s.atom_count + s.component_count;
  if (s.ring_count > limits::kRings) return Fail(s, SkeletonStatus::kLimit, "more rings than the limit", 0);
  // Fewer rings than the limit cannot hold a system over it; the exact number is only needed above.
  s.fused_rings = s.ring_count > limits::kFusedRings ? MostRingsInOneBlock(s) : s.ring_count;
  if (s.fused_rings > limits::kFusedRings) {
    return Fail(s, SkeletonStatus::kLimit, "more rings fused into one system than the limit", 0);
  }
  return SkeletonStatus::kOk;
}

// Two bonds between one pair of atoms: RDKit refuses them. Needs adjacency.
bool HasDoubledBond(const Skeleton& s) {
  for (int a = 0; a < s.atom_count; ++a) {
    for (int k = s.offset[a]; k < s.offset[a + 1]; ++k) {
      for (int l = k + 1; l < s.offset[a + 1]; ++l) {
        if (s.neighbour[k] == s.neighbour[l]) return true;
      }
    }
  }
  return false;
}

// Drops terminal hydrogens and numbers components; measures rings; asks whether all is plain.
SkeletonStatus Finish(const Draft& d, Skeleton& s, bool components_known) {
  if (d.heavy > Skeleton::kMaxAtoms)
    return Fail(s, SkeletonStatus::kLimit, "more heavy atoms than the limit", 0);
  s.has_isolated_hydrogen = false;
  if (d.hydrogens == 0) {
    if (d.bonds > Skeleton::kMaxBonds) return Fail(s, SkeletonStatus::kLimit, "more rings than the limit", 0);
    std::copy_n(d.element.begin(), d.atoms, s.element.begin());
    std::copy_n(d.component.begin(), d.atoms, s.component.begin());
    std::copy_n(d.begin.begin(), d.bonds, s.bond_begin.begin());
    std::copy_n(d.end.begin(), d.bonds, s.bond_end.begin());
    s.atom_count = d.atoms;
    s.bond_count = d.bonds;
  } else {
    static thread_local std::array<uint16_t, Draft::kMaxAtoms> heavy_index;
    for (int a = 0; a < d.atoms; ++a) {
      if (d.element[a] == kHydrogen) {
        if (d.degree[a] > 1) return Fail(s, SkeletonStatus::kUnusual, "a hydrogen with two bonds", 0);
        if (d.degree[a] == 0) s.has_isolated_hydrogen = true;
        continue;
      }
      heavy_index[a] = static_cast<uint16_t>(s.atom_count);
      s.component[s.atom_count] = d.component[a];
      s.element[s.atom_count++] = d.element[a];
    }
    for (int b = 0; b < d.bonds; ++b) {
      const bool begin_h = d.element[d.begin[b]] == kHydrogen;
      const bool end_h = d.element[d.end[b]] == kHydrogen;
      if (begin_h && end_h) s.has_isolated_hydrogen = true;
      if (begin_h || end_h) continue;
      if (s.bond_count == Skeleton::kMaxBonds)
        return Fail(s, SkeletonStatus::kLimit, "more rings than the limit", 0);
      s.bond_begin[s.bond_count] = heavy_index[d.begin[b]];
      s.bond_end[s.bond_count++] = heavy_index[d.end[b]];
    }
  }
  const int n = s.atom_count;
  CountDegrees(s);
  if (components_known) {
    // A component of hydrogens alone has left a gap in the numbers.
    if (d.hydrogens > 0) {
      int next = -1;
      int last = -1;
      for (int a = 0; a < n; ++a) {
        if (s.component[a] != last) {
          last = s.component[a];
          ++next;
        }
        s.component[a] = static_cast<uint16_t>(next);
      }
      s.component_count = next + 1;
    } else {
      s.component_count = n == 0 ? 0 : s.component[n - 1] + 1;
    }
  } else {
    NumberComponents(s);
    if (HasDoubledBond(s)) return Fail(s, SkeletonStatus::kUnusual, "two bonds between one pair of atoms", 0);
  }
  if (const SkeletonStatus status = CheckRings(s); status != SkeletonStatus::kOk) return status;
  if (n == 0) return Fail(s, SkeletonStatus::kUnusual, "hydrogen alone", 0);
  if (!IsPlain(d)) return Fail(s, SkeletonStatus::kUnusual, "a valence that is not plain", 0);
  return SkeletonStatus::kOk;
}

void Reset(Skeleton& out) {
  out.reason = "";
  out.where = 0;
  out.atom_count = out.bond_count = out.component_count = out.branch_depth = out.ring_count =
      out.fused_rings = 0;
  out.has_isolated_hydrogen = false;
}

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
  if (p - at > 3) {
    reason = "an isotope number of more than three digits";
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
  if (p < size && text[p] == '@') {
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
      while (p < size && text[p] == sign && charge < 9) {
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
    if (p == digits || p - digits > 4) {
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

SkeletonStatus internal::MeasureSkeleton(Skeleton& s) {
  CountDegrees(s);
  NumberComponents(s);
  return CheckRings(s);
}

void Skeleton::BuildAdjacency() {
  const int n = atom_count;
  offset[0] = 0;
  for (int a = 0; a < n; ++a) offset[a + 1] = static_cast<uint16_t>(offset[a] + degree[a]);
  static thread_local std::array<uint16_t, kMaxAtoms> fill;
  std::copy_n(offset.begin(), n, fill.begin());
  for (int b = 0; b < bond_count; ++b) {
    const uint16_t x = bond_begin[b];
    const uint16_t y = bond_end[b];
    neighbour[fill[x]++] = y;
    neighbour[fill[y]++] = x;
  }
}

SkeletonStatus ReadSmilesSkeleton(std::string_view smiles, Skeleton& out) {
  static thread_local Draft shared_draft;
  Draft& d = shared_draft;  // one look-up of the thread's own copy
  d.Clear();
  Reset(out);
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
          d.valence[other] = static_cast<uint8_t>(d.valence[other] + sum);
          d.valence[last] = static_cast<uint8_t>(d.valence[last] + sum);
          ++d.degree[other];
          ++d.degree[last];
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
    d.component[a] = component;
    if (last >= 0) {
      uint8_t order = bond_waits ? pending : 0;
      if (order == 0) order = atom.aromatic && d.aromatic[last] ? Draft::kAromaticOrder : 1;
      d.begin[d.bonds] = static_cast<uint16_t>(last);
      d.end[d.bonds] = static_cast<uint16_t>(a);
      d.order[d.bonds] = order;
      d.closes_ring[d.bonds++] = false;
      const uint8_t sum = order == Draft::kAromaticOrder ? 1 : order;
      d.valence[last] = static_cast<uint8_t>(d.valence[last] + sum);
      ++d.degree[last];
      d.valence[a] = sum;
      d.degree[a] = 1;
      d.parent[a] = static_cast<uint16_t>(last);
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
  const SkeletonStatus status = Finish(d, out, /*components_known=*/unusual == nullptr);
  if (status == SkeletonStatus::kOk && unusual != nullptr) {
    return Fail(out, SkeletonStatus::kUnusual, unusual, unusual_where);
  }
  return status;
}

namespace {

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

SkeletonStatus ReadMolBlockSkeleton(std::string_view block, Skeleton& out) {
  static thread_local Draft shared_draft;
  Draft& d = shared_draft;
  d.Clear();
  Reset(out);
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
    for (const int end : {x - 1, y - 1}) {
      d.valence[end] = static_cast<uint8_t>(std::min(d.valence[end] + order, 200));
      d.degree[end] = static_cast<uint8_t>(std::min(d.degree[end] + 1, 200));
    }
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
  const SkeletonStatus status = Finish(d, out, /*components_known=*/false);
  if (status == SkeletonStatus::kOk && unusual != nullptr)
    return Fail(out, SkeletonStatus::kUnusual, unusual, 0);
  return status;
}

namespace {

// SplitMix64 (Steele, Lea and Flood 2014): a cheap mixer with full avalanche.
inline uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15ull;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

}  // namespace

void CompositionKeys(const Skeleton& s, std::array<uint32_t, Skeleton::kMaxComponents>& keys) {
  std::fill_n(keys.begin(), s.component_count, 0u);
  for (int a = 0; a < s.atom_count; ++a) {
    // Distinct odd weights for elements; degree is part of a skeleton too.
    keys[s.component[a]] += (s.element[a] * 2654435761u) ^ (s.degree[a] * 40503u);
  }
}

void ComponentHashes(const Skeleton& s, std::array<uint64_t, Skeleton::kMaxComponents>& hashes) {
  // Three rounds of neighbourhood refinement (Morgan 1965): each atom's label takes in the sum of its
  // neighbours'.
  static thread_local std::array<uint64_t, Skeleton::kMaxAtoms> shared_label, shared_sum;
  auto& label = shared_label;
  auto& sum = shared_sum;
  const int n = s.atom_count;
  for (int a = 0; a < n; ++a) label[a] = Mix(s.element[a] * 64u + s.degree[a]);
  for (int round = 0; round < 3; ++round) {
    std::fill_n(sum.begin(), n, uint64_t{0});
    for (int b = 0; b < s.bond_count; ++b) {
      sum[s.bond_begin[b]] += label[s.bond_end[b]];
      sum[s.bond_end[b]] += label[s.bond_begin[b]];
    }
    for (int a = 0; a < n; ++a) label[a] = Mix(label[a] * 3 + sum[a]);
  }
  std::fill_n(hashes.begin(), s.component_count, uint64_t{0});
  for (int a = 0; a < n; ++a) hashes[s.component[a]] += label[a];
}

uint64_t HashComponent(const Skeleton& s, int c) {
  std::array<uint64_t, Skeleton::kMaxComponents> hashes;
  ComponentHashes(s, hashes);
  return hashes[static_cast<size_t>(c)];
}

}  // namespace tidewaiter
