#include "chemdb/structure/skeleton.h"

#include <algorithm>
#include <cstring>

#include "chemdb/structure/internal/elements.h"

namespace tidewaiter {
namespace {

using internal::ElementFromSymbol;
using internal::IsMetal;

constexpr uint8_t kHydrogen = 1;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The graph as read, hydrogens included; Finish() turns it into a Skeleton. One per thread, reused.
struct Draft {
  static constexpr int kMaxAtoms = 2 * Skeleton::kMaxAtoms;  // explicit hydrogens may stand beside heavy atoms
  static constexpr int kMaxBonds = 2 * Skeleton::kMaxBonds;
  int atoms = 0;
  int bonds = 0;
  int heavy = 0;
  int hydrogens = 0;
  bool bonded_metal = false;
  std::array<uint8_t, kMaxAtoms> element;
  std::array<uint16_t, kMaxBonds> begin;
  std::array<uint16_t, kMaxBonds> end;

  void Clear() {
    atoms = bonds = heavy = hydrogens = 0;
    bonded_metal = false;
  }
};

SkeletonStatus Fail(Skeleton& out, SkeletonStatus status, const char* reason, size_t where) {
  out.reason = reason;
  out.where = where;
  return status;
}

// Numbers the biconnected blocks and returns the largest cyclomatic number of one (Hopcroft and Tarjan 1973, with an
// explicit stack: input decides the depth). Only called for molecules with at least two rings.
int MostRingsInOneBlock(const Skeleton& s) {
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

// Drops terminal hydrogens, builds adjacency and components, measures rings.
SkeletonStatus Finish(const Draft& d, Skeleton& s) {
  static thread_local std::array<int, Draft::kMaxAtoms> heavy_index;
  static thread_local std::array<uint8_t, Draft::kMaxAtoms> hydrogen_degree;

  if (d.heavy > Skeleton::kMaxAtoms) return Fail(s, SkeletonStatus::kLimit, "too many heavy atoms", 0);
  s.atom_count = 0;
  s.bond_count = 0;
  s.has_isolated_hydrogen = false;
  if (d.hydrogens == 0) {
    std::copy_n(d.element.begin(), d.atoms, s.element.begin());
    s.atom_count = d.atoms;
    if (d.bonds > Skeleton::kMaxBonds) return Fail(s, SkeletonStatus::kLimit, "too many rings", 0);
    std::copy_n(d.begin.begin(), d.bonds, s.bond_begin.begin());
    std::copy_n(d.end.begin(), d.bonds, s.bond_end.begin());
    s.bond_count = d.bonds;
  } else {
    std::fill_n(hydrogen_degree.begin(), d.atoms, uint8_t{0});
    for (int a = 0; a < d.atoms; ++a) {
      if (d.element[a] == kHydrogen) continue;
      heavy_index[a] = s.atom_count;
      s.element[s.atom_count++] = d.element[a];
    }
    for (int b = 0; b < d.bonds; ++b) {
      const bool begin_h = d.element[d.begin[b]] == kHydrogen;
      const bool end_h = d.element[d.end[b]] == kHydrogen;
      if (begin_h) ++hydrogen_degree[d.begin[b]];
      if (end_h) ++hydrogen_degree[d.end[b]];
      if (begin_h && end_h) s.has_isolated_hydrogen = true;
      if (begin_h || end_h) continue;
      if (s.bond_count == Skeleton::kMaxBonds) return Fail(s, SkeletonStatus::kLimit, "too many rings", 0);
      s.bond_begin[s.bond_count] = static_cast<uint16_t>(heavy_index[d.begin[b]]);
      s.bond_end[s.bond_count++] = static_cast<uint16_t>(heavy_index[d.end[b]]);
    }
    for (int a = 0; a < d.atoms; ++a) {
      if (d.element[a] != kHydrogen) continue;
      if (hydrogen_degree[a] > 1) return Fail(s, SkeletonStatus::kUnusual, "a hydrogen with two bonds", 0);
      if (hydrogen_degree[a] == 0) s.has_isolated_hydrogen = true;
    }
  }

  const int n = s.atom_count;
  std::fill_n(s.offset.begin(), n + 1, uint16_t{0});
  for (int b = 0; b < s.bond_count; ++b) {
    ++s.offset[s.bond_begin[b] + 1];
    ++s.offset[s.bond_end[b] + 1];
  }
  for (int a = 0; a < n; ++a) s.offset[a + 1] = static_cast<uint16_t>(s.offset[a + 1] + s.offset[a]);
  static thread_local std::array<uint16_t, Skeleton::kMaxAtoms> fill;
  std::copy_n(s.offset.begin(), n, fill.begin());
  for (int b = 0; b < s.bond_count; ++b) {
    const uint16_t x = s.bond_begin[b];
    const uint16_t y = s.bond_end[b];
    s.neighbour[fill[x]++] = y;
    s.neighbour[fill[y]++] = x;
  }

  static thread_local std::array<uint16_t, Skeleton::kMaxAtoms> queue;
  constexpr uint16_t kUnset = 0xffff;
  std::fill_n(s.component.begin(), n, kUnset);
  s.component_count = 0;
  for (int root = 0; root < n; ++root) {
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
  if (s.component_count > limits::kComponents) return Fail(s, SkeletonStatus::kLimit, "too many components", 0);
  s.ring_count = s.bond_count - n + s.component_count;
  if (s.ring_count > limits::kRings) return Fail(s, SkeletonStatus::kLimit, "too many rings", 0);
  // Fewer rings than the limit cannot hold a system over it; the exact number is only needed above.
  s.fused_rings = s.ring_count > limits::kFusedRings ? MostRingsInOneBlock(s) : s.ring_count;
  if (s.fused_rings > limits::kFusedRings) {
    return Fail(s, SkeletonStatus::kLimit, "too many rings fused into one system", 0);
  }
  if (d.bonded_metal) return Fail(s, SkeletonStatus::kUnusual, "a metal drawn with bonds", 0);
  return SkeletonStatus::kOk;
}

bool HasBondedMetal(const Draft& d) {
  for (int b = 0; b < d.bonds; ++b) {
    if (IsMetal(d.element[d.begin[b]]) || IsMetal(d.element[d.end[b]])) return true;
  }
  return false;
}

}  // namespace

SkeletonStatus ReadSmilesSkeleton(std::string_view smiles, Skeleton& out) {
  static thread_local Draft d;
  d.Clear();
  out.reason = "";
  out.where = 0;
  out.branch_depth = 0;
  out.atom_count = out.bond_count = out.component_count = out.ring_count = out.fused_rings = 0;
  if (smiles.empty()) return Fail(out, SkeletonStatus::kInvalid, "an empty structure", 0);
  if (smiles.size() > limits::kSmilesBytes) {
    return Fail(out, SkeletonStatus::kLimit, "a SMILES longer than the limit", limits::kSmilesBytes);
  }

  std::array<int, limits::kBranchDepth> branch;
  int depth = 0;
  // Ring bonds in waiting: number -> atom + 1. Numbers above 99 (%(nnn)) are left to the judge.
  std::array<uint16_t, 100> ring{};
  int open_rings = 0;
  int last = -1;          // atom that the next one is bonded to
  bool bond_seen = false; // a bond symbol waits for its second atom
  bool unusual = false;
  const char* unusual_reason = "";
  size_t unusual_where = 0;
  bool any_metal = false;

  const char* const text = smiles.data();
  const size_t size = smiles.size();
  size_t i = 0;
  while (i < size) {
    const char c = text[i];
    uint8_t element = 0;
    size_t next = i + 1;
    switch (c) {
      case 'C':
        element = 6;
        if (next < size && text[next] == 'l') {
          element = 17;
          ++next;
        }
        break;
      case 'B':
        element = 5;
        if (next < size && text[next] == 'r') {
          element = 35;
          ++next;
        }
        break;
      case 'c': element = 6; break;
      case 'N': case 'n': element = 7; break;
      case 'O': case 'o': element = 8; break;
      case 'F': element = 9; break;
      case 'P': case 'p': element = 15; break;
      case 'S': case 's': element = 16; break;
      case 'I': element = 53; break;
      case 'b': element = 5; break;
      case '*':
        return Fail(out, SkeletonStatus::kUnusual, "a wildcard atom", i);
      case '[': {
        size_t p = i + 1;
        while (p < size && IsDigit(text[p])) ++p;  // isotope
        if (p >= size) return Fail(out, SkeletonStatus::kInvalid, "an open bracket", i);
        size_t symbol_length = 0;
        element = ElementFromSymbol(smiles.substr(p), symbol_length);
        if (element == 0) {
          return text[p] == '*' || text[p] == 'R' || text[p] == '#' || text[p] == '$' || text[p] == '!'
                     ? Fail(out, SkeletonStatus::kUnusual, "a wildcard or query atom", i)
                     : Fail(out, SkeletonStatus::kInvalid, "an unknown element", i);
        }
        p += symbol_length;
        // Chirality, hydrogens, charge and atom map don't show in a skeleton; anything else is a query.
        const size_t close = smiles.find(']', p);
        if (close == std::string_view::npos) return Fail(out, SkeletonStatus::kInvalid, "an open bracket", i);
        for (; p < close; ++p) {
          const char q = text[p];
          const bool plain = q == '@' || q == 'H' || q == '+' || q == '-' || q == ':' || IsDigit(q) || q == 'T' ||
                             q == 'S' || q == 'A' || q == 'L' || q == 'P' || q == 'B' || q == 'O';
          if (!plain) {
            unusual = true;
            unusual_reason = "an atom in a notation that is not plain SMILES";
            unusual_where = p;
          }
        }
        next = close + 1;
        any_metal = any_metal || IsMetal(element);
        break;
      }
      case '-': case '=': case '#': case ':': case '/': case '\\': case '$':
        bond_seen = true;
        i = next;
        continue;
      case '.':
        last = -1;
        bond_seen = false;
        i = next;
        continue;
      case '(':
        if (last < 0) {
          unusual = true;
          unusual_reason = "a branch without an atom before it";
          unusual_where = i;
          i = next;
          if (depth == limits::kBranchDepth) return Fail(out, SkeletonStatus::kLimit, "branches too deep", i);
          branch[depth++] = -1;
          continue;
        }
        if (depth == limits::kBranchDepth) return Fail(out, SkeletonStatus::kLimit, "branches too deep", i);
        branch[depth++] = last;
        out.branch_depth = std::max(out.branch_depth, depth);
        i = next;
        continue;
      case ')':
        if (depth == 0) return Fail(out, SkeletonStatus::kInvalid, "a closing bracket too many", i);
        last = branch[--depth];
        i = next;
        continue;
      case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
      case '%': {
        int number = c - '0';
        if (c == '%') {
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
        if (ring[number] == 0) {
          ring[number] = static_cast<uint16_t>(last + 1);
          ++open_rings;
        } else {
          const int other = ring[number] - 1;
          if (other == last) return Fail(out, SkeletonStatus::kInvalid, "an atom in a ring with itself", i);
          if (d.bonds == Draft::kMaxBonds) return Fail(out, SkeletonStatus::kLimit, "too many bonds", i);
          d.begin[d.bonds] = static_cast<uint16_t>(other);
          d.end[d.bonds++] = static_cast<uint16_t>(last);
          ring[number] = 0;
          --open_rings;
        }
        bond_seen = false;
        i = next;
        continue;
      }
      case '~': case '>': case '{': case '}': case '?': case '!': case '&': case ',': case ';': case '|':
        return Fail(out, SkeletonStatus::kUnusual, "a query or reaction, not a structure", i);
      default:
        if (c < 0x21 || c > 0x7e) {
          // RDKit drops everything after such a byte without an error: never let one through.
          return Fail(out, SkeletonStatus::kInvalid, "a byte that no SMILES can hold", i);
        }
        return Fail(out, SkeletonStatus::kInvalid, "a character that is not SMILES", i);
    }
    if (d.atoms == Draft::kMaxAtoms) return Fail(out, SkeletonStatus::kLimit, "too many atoms", i);
    if (element == kHydrogen) {
      ++d.hydrogens;
    } else if (++d.heavy > Skeleton::kMaxAtoms) {
      return Fail(out, SkeletonStatus::kLimit, "too many heavy atoms", i);
    }
    d.element[d.atoms] = element;
    if (last >= 0) {
      if (d.bonds == Draft::kMaxBonds) return Fail(out, SkeletonStatus::kLimit, "too many bonds", i);
      d.begin[d.bonds] = static_cast<uint16_t>(last);
      d.end[d.bonds++] = static_cast<uint16_t>(d.atoms);
    }
    last = d.atoms++;
    bond_seen = false;
    i = next;
  }
  if (depth != 0) return Fail(out, SkeletonStatus::kInvalid, "an open branch", size);
  if (open_rings != 0) return Fail(out, SkeletonStatus::kInvalid, "an open ring", size);
  if (bond_seen) return Fail(out, SkeletonStatus::kInvalid, "a bond that leads nowhere", size);
  if (d.heavy == 0 && d.hydrogens == 0) return Fail(out, SkeletonStatus::kInvalid, "no atoms", 0);
  d.bonded_metal = any_metal && HasBondedMetal(d);
  const SkeletonStatus status = Finish(d, out);
  if (status == SkeletonStatus::kOk && unusual) {
    return Fail(out, SkeletonStatus::kUnusual, unusual_reason, unusual_where);
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
  for (const char c : line.substr(begin, width)) {
    if (IsDigit(c)) {
      value = value * 10 + (c - '0');
      any = true;
    } else if (c != ' ' || any) {
      if (c != ' ') return -1;
    }
  }
  return any ? value : -1;
}

}  // namespace

SkeletonStatus ReadMolBlockSkeleton(std::string_view block, Skeleton& out) {
  static thread_local Draft d;
  d.Clear();
  out.reason = "";
  out.where = 0;
  out.branch_depth = 0;
  out.atom_count = out.bond_count = out.component_count = out.ring_count = out.fused_rings = 0;
  if (block.size() > limits::kMolBlockBytes) {
    return Fail(out, SkeletonStatus::kLimit, "a mol block longer than the limit", limits::kMolBlockBytes);
  }
  size_t pos = 0;
  std::string_view line;
  for (int header = 0; header < 4; ++header) {
    if (!NextLine(block, pos, line)) return Fail(out, SkeletonStatus::kInvalid, "a mol block cut short", pos);
  }
  if (line.find("V3000") != std::string_view::npos) {
    return Fail(out, SkeletonStatus::kUnusual, "a V3000 mol block", 0);
  }
  const int atoms = FixedInt(line, 0, 3);
  const int bonds = FixedInt(line, 3, 3);
  if (atoms < 0 || bonds < 0) return Fail(out, SkeletonStatus::kInvalid, "a counts line without counts", pos);
  if (atoms == 0) return Fail(out, SkeletonStatus::kInvalid, "no atoms", pos);
  if (atoms > Draft::kMaxAtoms) return Fail(out, SkeletonStatus::kLimit, "too many atoms", pos);
  if (bonds > Draft::kMaxBonds) return Fail(out, SkeletonStatus::kLimit, "too many bonds", pos);
  bool any_metal = false;
  for (int a = 0; a < atoms; ++a) {
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
    if (element == 0 || length != symbol.size()) {
      return Fail(out, SkeletonStatus::kUnusual, "a query or pseudo atom", pos);
    }
    if (element == kHydrogen) {
      ++d.hydrogens;
    } else {
      ++d.heavy;
    }
    any_metal = any_metal || IsMetal(element);
    d.element[d.atoms++] = element;
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
    d.begin[d.bonds] = static_cast<uint16_t>(x - 1);
    d.end[d.bonds++] = static_cast<uint16_t>(y - 1);
  }
  // Of the property lines, charges, isotopes and radicals don't show in a skeleton; the rest may change atoms.
  while (NextLine(block, pos, line)) {
    if (line.substr(0, 6) == "M  END") break;
    if (line.substr(0, 3) == "M  ") {
      const std::string_view tag = line.substr(3, 3);
      if (tag != "CHG" && tag != "ISO" && tag != "RAD" && tag != "STY") {
        return Fail(out, SkeletonStatus::kUnusual, "a property that may change atoms", pos);
      }
      if (tag == "STY") return Fail(out, SkeletonStatus::kUnusual, "an S-group", pos);
    } else if (!line.empty() && line[0] != 'A' && line[0] != 'V' && line[0] != 'S' && line[0] != 'G') {
      continue;
    }
  }
  d.bonded_metal = any_metal && HasBondedMetal(d);
  return Finish(d, out);
}

namespace {

// SplitMix64 (Steele, Lea and Flood 2014): a cheap mixer with full avalanche.
uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15ull;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

}  // namespace

uint64_t HashComponent(const Skeleton& s, int c) {
  // Three rounds of neighbourhood refinement (Morgan 1965): each atom's label takes in the sum of its neighbours'.
  static thread_local std::array<uint64_t, Skeleton::kMaxAtoms> label, fresh;
  const int n = s.atom_count;
  for (int a = 0; a < n; ++a) {
    label[a] = Mix(s.element[a] * 64u + static_cast<unsigned>(s.offset[a + 1] - s.offset[a]));
  }
  for (int round = 0; round < 3; ++round) {
    for (int a = 0; a < n; ++a) {
      uint64_t sum = 0;
      for (int k = s.offset[a]; k < s.offset[a + 1]; ++k) sum += label[s.neighbour[k]];
      fresh[a] = Mix(label[a] * 3 + sum);
    }
    std::swap(label, fresh);
  }
  uint64_t hash = 0;
  for (int a = 0; a < n; ++a) {
    if (s.component[a] == c) hash += Mix(label[a]);
  }
  return Mix(hash);
}

}  // namespace tidewaiter
