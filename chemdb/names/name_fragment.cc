#include "chemdb/names/name_fragment.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "chemdb/base/csv_table.h"

namespace tidewaiter {
namespace data {
extern const std::string_view kNameParts;
}  // namespace data

namespace {

// Larger molecules are not read: no listed one is, and hostile names would cost too much.
constexpr size_t kMostAtoms = 64;

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> out;
  size_t begin = 0;
  while (begin <= text.size()) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    if (end > begin) out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "chemdb/names/data/name_parts.csv: %s\n", what.c_str());
  std::abort();
}

NamePart ReadPart(const std::string& text, const std::string& kind, const std::string& smiles,
                  const std::string& positions) {
  NamePart part;
  part.text = text;
  part.kind = kind;
  const bool doubly = smiles.front() == '=';
  const std::optional<Sketch> sketch = SketchOfSmiles(doubly ? std::string_view(smiles).substr(1) : smiles);
  if (!sketch.has_value() || sketch->atoms.empty()) Fail(text);
  part.fragment.sketch = *sketch;
  part.fragment.positions = Split(positions, ' ');
  if (part.fragment.positions.size() > sketch->atoms.size()) Fail(text);
  part.fragment.positions.resize(sketch->atoms.size());
  if (kind == "group" || kind == "bridge") {
    part.fragment.attach = 0;
    part.fragment.order = doubly ? 2 : 1;
    part.fragment.sketch.atoms[0].reserved = part.fragment.order;
    if (kind == "bridge") {
      part.fragment.attach_too = static_cast<int>(sketch->atoms.size()) - 1;
      part.fragment.sketch.atoms.back().reserved = 1;
    }
  }
  return part;
}

using Table = std::array<std::vector<NamePart>, 128>;

const Table& Parts() {
  static const Table* const table = [] {
    auto* const out = new Table;
    const CsvTable rows = EmbeddedTable(data::kNameParts, "name_parts.csv");
    for (const CsvTable::Row& row : rows.rows()) {
      const std::string& text = rows.Get(row, "text");
      (*out)[static_cast<size_t>(text.front()) & 127].push_back(
          ReadPart(text, rows.Get(row, "kind"), rows.Get(row, "smiles"), rows.Get(row, "positions")));
    }
    for (std::vector<NamePart>& parts : *out) {
      std::stable_sort(parts.begin(), parts.end(),
                       [](const NamePart& a, const NamePart& b) { return a.text.size() > b.text.size(); });
    }
    return out;
  }();
  return *table;
}

bool HasLocant(const std::string& position, std::string_view locant) {
  size_t begin = 0;
  while (begin <= position.size()) {
    const size_t end = std::min(position.find('/', begin), position.size());
    if (std::string_view(position).substr(begin, end - begin) == locant) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

const std::vector<NamePart>& NamePartsFrom(char first) {
  return Parts()[static_cast<size_t>(static_cast<unsigned char>(first)) & 127];
}

int AtomAt(const NameFragment& host, std::string_view locant) {
  int found = -1, plain = 0;
  for (size_t i = 0; i < host.positions.size(); ++i) {
    if (!HasLocant(host.positions[i], locant)) continue;
    // "N" is a suffix's nitrogen before it is the ring's.
    const bool itself = host.positions[i] == locant;
    if (found >= 0 && locant != "n") return -1;
    if (itself && ++plain > 1) return -1;
    if (found < 0 || itself) found = static_cast<int>(i);
  }
  return found;
}

bool JoinAt(NameFragment& host, int atom, const NameFragment& group) {
  if (host.sketch.atoms.size() + group.sketch.atoms.size() > kMostAtoms) return false;
  if (atom < 0 || group.attach < 0 || host.sketch.FreeValence(atom) < group.order) return false;
  const int offset = host.sketch.Append(group.sketch);
  host.positions.resize(host.sketch.atoms.size());
  host.sketch.atoms[static_cast<size_t>(offset + group.attach)].reserved -= group.order;
  host.sketch.bonds.push_back({atom, offset + group.attach, group.order});
  return true;
}

bool BridgeAt(NameFragment& host, int atom, int other, const NameFragment& bridge) {
  if (other < 0 || atom == other || host.sketch.FreeValence(other) < 1) return false;
  const int offset = static_cast<int>(host.sketch.atoms.size());
  if (!JoinAt(host, atom, bridge)) return false;
  host.sketch.atoms[static_cast<size_t>(offset + bridge.attach_too)].reserved -= 1;
  host.sketch.bonds.push_back({other, offset + bridge.attach_too, 1});
  return true;
}

bool JoinAnywhere(NameFragment& host, const NameFragment& group, int count) {
  for (int k = 0; k < count; ++k) {
    const std::vector<uint64_t> classes = AtomClasses(host.sketch);
    int chosen = -1;
    // Carbon first: what is on nitrogen says so, unless there is nothing else.
    for (const bool carbon : {true, false}) {
      for (size_t i = 0; i < host.positions.size(); ++i) {
        const int atom = static_cast<int>(i);
        const bool open = !host.positions[i].empty() && host.positions[i] != "-";
        if (!open || (host.sketch.atoms[i].element == "C") != carbon ||
            host.sketch.FreeValence(atom) < group.order) {
          continue;
        }
        if (chosen >= 0 && classes[static_cast<size_t>(chosen)] != classes[i]) return false;
        if (chosen < 0) chosen = atom;
      }
      if (chosen >= 0) break;
    }
    if (!JoinAt(host, chosen, group)) return false;
  }
  return true;
}

}  // namespace tidewaiter
