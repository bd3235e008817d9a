#include "chemdb/names/sketch.h"

#include <algorithm>
#include <array>
#include <functional>
#include <queue>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

constexpr int kAromatic = 4;
constexpr size_t kMostAtoms = 200;

uint64_t Mix(uint64_t h) {
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdULL;
  h ^= h >> 33;
  h *= 0xc4ceb9fe1a85ec53ULL;
  return h ^ (h >> 33);
}

int Valence(const std::string& element) {
  if (element == "C") return 4;
  if (element == "N" || element == "P" || element == "B") return 3;
  if (element == "O" || element == "S") return 2;
  return 1;
}

using Neighbours = std::vector<std::vector<std::pair<int, int>>>;  // of each atom: atom, order

Neighbours NeighboursOf(const Sketch& sketch) {
  Neighbours out(sketch.atoms.size());
  for (const Sketch::Bond& bond : sketch.bonds) {
    out[static_cast<size_t>(bond.a)].emplace_back(bond.b, bond.order);
    out[static_cast<size_t>(bond.b)].emplace_back(bond.a, bond.order);
  }
  return out;
}

// The size of the smallest ring through an atom; 0 in none.
int SmallestRing(const Neighbours& neighbours, int atom) {
  int best = 0;
  for (const auto& [start, order] : neighbours[static_cast<size_t>(atom)]) {
    std::vector<int> distance(neighbours.size(), -1);
    std::queue<int> queue;
    distance[static_cast<size_t>(start)] = 1;
    queue.push(start);
    while (!queue.empty()) {
      const int at = queue.front();
      queue.pop();
      for (const auto& [next, unused] : neighbours[static_cast<size_t>(at)]) {
        if (at == start && next == atom) continue;
        if (next == atom) {
          const int size = distance[static_cast<size_t>(at)] + 1;
          if (best == 0 || size < best) best = size;
          continue;
        }
        if (distance[static_cast<size_t>(next)] >= 0) continue;
        distance[static_cast<size_t>(next)] = distance[static_cast<size_t>(at)] + 1;
        queue.push(next);
      }
    }
  }
  return best;
}

}  // namespace

int Sketch::FreeValence(int atom) const {
  const Atom& a = atoms[static_cast<size_t>(atom)];
  int used = a.reserved, aromatic = 0;
  for (const Bond& bond : bonds) {
    if (bond.a != atom && bond.b != atom) continue;
    used += bond.order == kAromatic ? 1 : bond.order;
    aromatic += bond.order == kAromatic ? 1 : 0;
  }
  if (aromatic > 0 && (a.element == "C" || (a.element == "N" && !a.hydrogen && aromatic == used))) ++used;
  return Valence(a.element) - used;
}

int Sketch::Append(const Sketch& other) {
  const int offset = static_cast<int>(atoms.size());
  atoms.insert(atoms.end(), other.atoms.begin(), other.atoms.end());
  for (Bond bond : other.bonds) {
    bond.a += offset;
    bond.b += offset;
    bonds.push_back(bond);
  }
  return offset;
}

std::optional<Sketch> SketchOfSmiles(std::string_view smiles) {
  Sketch out;
  std::vector<int> branches;
  struct Opening {
    int atom = -1, order = 0;
  };
  std::array<Opening, 10> rings;
  int last = -1, order = 0;
  const auto bond = [&](int a, int b, int written) {
    const bool both =
        out.atoms[static_cast<size_t>(a)].aromatic && out.atoms[static_cast<size_t>(b)].aromatic;
    out.bonds.push_back({a, b, written != 0 ? written : both ? kAromatic : 1});
  };
  for (size_t i = 0; i < smiles.size(); ++i) {
    const char c = smiles[i];
    if (c == '(') {
      branches.push_back(last);
    } else if (c == ')') {
      if (branches.empty()) return std::nullopt;
      last = branches.back();
      branches.pop_back();
    } else if (c == '=' || c == '#' || c == '-') {
      order = c == '-' ? 1 : c == '=' ? 2 : 3;
    } else if (c >= '0' && c <= '9') {
      if (last < 0) return std::nullopt;
      Opening& opening = rings[static_cast<size_t>(c - '0')];
      if (opening.atom < 0) {
        opening = {last, order};
      } else {
        bond(opening.atom, last, order != 0 ? order : opening.order);
        opening = {};
      }
      order = 0;
    } else {
      Sketch::Atom atom;
      if (smiles.substr(i, 4) == "[nH]") {
        atom = {"N", true, true, 0};
        i += 3;
      } else if (smiles.substr(i, 2) == "Cl" || smiles.substr(i, 2) == "Br") {
        atom.element = std::string(smiles.substr(i, 2));
        ++i;
      } else if (std::string_view("CNOSPBFI").find(c) != std::string_view::npos) {
        atom.element = std::string(1, c);
      } else if (std::string_view("cnos").find(c) != std::string_view::npos) {
        atom.element = std::string(1, static_cast<char>(c - 'a' + 'A'));
        atom.aromatic = true;
      } else {
        return std::nullopt;
      }
      out.atoms.push_back(std::move(atom));
      const int here = static_cast<int>(out.atoms.size()) - 1;
      if (last >= 0) bond(last, here, order);
      last = here;
      order = 0;
    }
  }
  return out;
}

namespace {

// Labels of what surrounds each atom, refined for as many rounds as there are atoms, or until no class parts.
std::vector<uint64_t> Labels(const Sketch& sketch, bool until_stable) {
  const Neighbours neighbours = NeighboursOf(sketch);
  const size_t n = sketch.atoms.size();
  std::vector<uint64_t> labels(n), next(n);
  for (size_t i = 0; i < n; ++i) {
    const Sketch::Atom& atom = sketch.atoms[i];
    const int index = static_cast<int>(i);
    uint64_t h = std::hash<std::string>()(atom.element);
    for (const int part : {atom.aromatic ? 1 : 0, sketch.FreeValence(index), SmallestRing(neighbours, index),
                           static_cast<int>(neighbours[i].size())}) {
      h = Mix(h * 31 + static_cast<uint64_t>(part + 8));
    }
    labels[i] = h;
  }
  std::vector<uint64_t> around;
  const auto classes = [](std::vector<uint64_t> of) {
    std::sort(of.begin(), of.end());
    return std::unique(of.begin(), of.end()) - of.begin();
  };
  std::ptrdiff_t before = 0;
  for (size_t round = 0; round < n; ++round) {
    if (until_stable) {
      const std::ptrdiff_t now = classes(labels);
      if (now == before) break;
      before = now;
    }
    for (size_t i = 0; i < n; ++i) {
      around.clear();
      for (const auto& [other, order] : neighbours[i]) {
        around.push_back(Mix(labels[static_cast<size_t>(other)] + static_cast<uint64_t>(order) * 0x9e37ULL));
      }
      std::sort(around.begin(), around.end());
      uint64_t h = Mix(labels[i] + 1);
      for (const uint64_t part : around) h = Mix(h * 31 + part);
      next[i] = h;
    }
    labels.swap(next);
  }
  return labels;
}

}  // namespace

std::vector<uint64_t> AtomClasses(const Sketch& sketch) { return Labels(sketch, true); }

std::string SketchKey(const Sketch& sketch) {
  if (sketch.atoms.empty() || sketch.atoms.size() > kMostAtoms) return "";
  std::vector<uint64_t> labels = Labels(sketch, false);
  std::sort(labels.begin(), labels.end());
  uint64_t h = sketch.bonds.size();
  for (const uint64_t label : labels) h = Mix(h * 31 + label);
  return Concat(sketch.atoms.size(), "-", h);
}

std::string SketchSmiles(const Sketch& sketch) {
  const size_t n = sketch.atoms.size();
  struct Link {
    int to = 0, order = 0;
  };
  std::vector<std::vector<Link>> children(n), closures(n);     // of a closure, `to` is its number
  std::vector<std::vector<std::pair<int, size_t>>> around(n);  // other atom, bond
  for (size_t k = 0; k < sketch.bonds.size(); ++k) {
    around[static_cast<size_t>(sketch.bonds[k].a)].emplace_back(sketch.bonds[k].b, k);
    around[static_cast<size_t>(sketch.bonds[k].b)].emplace_back(sketch.bonds[k].a, k);
  }
  std::vector<bool> seen(n), used(sketch.bonds.size());
  int rings = 0;
  const std::function<void(int)> walk = [&](int at) {
    seen[static_cast<size_t>(at)] = true;
    for (const auto& [next, bond] : around[static_cast<size_t>(at)]) {
      if (used[bond]) continue;
      used[bond] = true;
      const int order = sketch.bonds[bond].order;
      if (seen[static_cast<size_t>(next)]) {
        ++rings;
        closures[static_cast<size_t>(at)].push_back({rings, order});
        closures[static_cast<size_t>(next)].push_back({rings, order});
      } else {
        children[static_cast<size_t>(at)].push_back({next, order});
        walk(next);
      }
    }
  };
  std::string out;
  const auto mark = [](int order) { return order == 2 ? "=" : order == 3 ? "#" : ""; };
  const std::function<void(int)> write = [&](int at) {
    const Sketch::Atom& atom = sketch.atoms[static_cast<size_t>(at)];
    std::string symbol = atom.element;
    if (atom.aromatic) symbol[0] = static_cast<char>(symbol[0] - 'A' + 'a');
    if (atom.hydrogen && sketch.FreeValence(at) > 0) symbol = Concat("[", symbol, "H]");
    AppendTo(out, symbol);
    for (const Link& ring : closures[static_cast<size_t>(at)]) {
      AppendTo(out, mark(ring.order), ring.to > 9 ? "%" : "", ring.to);
    }
    const std::vector<Link>& next = children[static_cast<size_t>(at)];
    for (size_t k = 0; k < next.size(); ++k) {
      const bool branch = k + 1 < next.size();
      const bool plain =
          atom.aromatic && next[k].order == 1 && sketch.atoms[static_cast<size_t>(next[k].to)].aromatic;
      AppendTo(out, branch ? "(" : "", plain ? "-" : mark(next[k].order));
      write(next[k].to);
      if (branch) AppendTo(out, ")");
    }
  };
  for (size_t i = 0; i < n; ++i) {
    if (seen[i]) continue;
    if (i > 0) AppendTo(out, ".");
    walk(static_cast<int>(i));
    write(static_cast<int>(i));
  }
  return out;
}

}  // namespace tidewaiter
