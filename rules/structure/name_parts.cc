#include "rules/structure/name_parts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <tuple>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

constexpr std::string_view kTimes[] = {"", "", "di", "tri", "tetra", "penta", "hexa"};

bool IsComplex(const std::string& name) {
  return std::any_of(name.begin(), name.end(),
                     [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '('; });
}

// Rings by the elements around them from locant 1 on.
struct KnownRing {
  std::string_view elements;
  bool aromatic = false;
  std::string_view parent;       // "thiophene"
  std::string_view substituent;  // "thiophen"
};
constexpr KnownRing kRings[] = {
    {"NCCCCC", true, "pyridine", "pyridin"},
    {"SCCCC", true, "thiophene", "thiophen"},
    {"OCCCC", true, "furan", "furan"},
    {"NCCCC", true, "pyrrole", "pyrrol"},
    {"NCNCC", true, "imidazole", "imidazol"},
    {"NNCCC", true, "pyrazole", "pyrazol"},
    {"OCNCC", true, "1,3-oxazole", "1,3-oxazol"},
    {"SCNCC", true, "1,3-thiazole", "1,3-thiazol"},
    {"ONCCC", true, "1,2-oxazole", "1,2-oxazol"},
    {"SNCCC", true, "1,2-thiazole", "1,2-thiazol"},
    {"NNNCC", true, "1,2,3-triazole", "1,2,3-triazol"},
    {"NNCNC", true, "1,2,4-triazole", "1,2,4-triazol"},
    {"NNNNC", true, "tetrazole", "tetrazol"},
    {"ONCNC", true, "1,2,4-oxadiazole", "1,2,4-oxadiazol"},
    {"OCNNC", true, "1,3,4-oxadiazole", "1,3,4-oxadiazol"},
    {"NCNCCC", true, "pyrimidine", "pyrimidin"},
    {"NCCNCC", true, "pyrazine", "pyrazin"},
    {"NNCCCC", true, "pyridazine", "pyridazin"},
    {"OCC", false, "oxirane", "oxiran"},
    {"OCCC", false, "oxetane", "oxetan"},
    {"NCCC", false, "azetidine", "azetidin"},
    {"OCCCC", false, "tetrahydrofuran", "tetrahydrofuran"},
    {"SCCCC", false, "tetrahydrothiophene", "tetrahydrothiophen"},
    {"NCCCC", false, "pyrrolidine", "pyrrolidin"},
    {"OCOCC", false, "1,3-dioxolane", "1,3-dioxolan"},
    {"NCCCCC", false, "piperidine", "piperidin"},
    {"NCCNCC", false, "piperazine", "piperazin"},
    {"OCCNCC", false, "morpholine", "morpholin"},
    {"OCCCCC", false, "tetrahydropyran", "tetrahydropyran"},
};

char Letter(uint8_t element) {
  switch (element) {
    case 6:
      return 'C';
    case 7:
      return 'N';
    case 8:
      return 'O';
    case 16:
      return 'S';
    default:
      return '?';
  }
}

struct Numbering {
  int root = 0;
  std::vector<int> locants;  // of what is carried, sorted
  std::string prefix;
};

}  // namespace

std::string CarriedPrefix(Carried carried, bool locants) {
  std::map<std::string, std::vector<int>> by_name;
  for (const auto& [locant, name] : carried) by_name[name].push_back(locant);
  // Alphabetical, "tert-" not counted.
  std::vector<std::pair<std::string, std::string>> order;
  for (const auto& [name, places] : by_name) {
    order.emplace_back(name.rfind("tert-", 0) == 0 ? name.substr(5) : name, name);
  }
  std::sort(order.begin(), order.end());
  std::string out;
  for (const auto& [key, name] : order) {
    std::vector<int>& places = by_name[name];
    std::sort(places.begin(), places.end());
    if (!out.empty() && locants) out += '-';
    if (locants) {
      for (size_t i = 0; i < places.size(); ++i) AppendTo(out, i == 0 ? "" : ",", places[i]);
      out += '-';
    }
    // Without locants, brackets keep names apart: cyano(phenyl)methyl.
    const bool complex = IsComplex(name) || (!locants && !out.empty());
    if (places.size() > 1) {
      if (complex) {
        out += places.size() == 2 ? "bis" : "tris";
      } else {
        AppendTo(out, places.size() < std::size(kTimes) ? kTimes[places.size()] : std::string_view("poly"));
      }
    }
    AppendTo(out, complex ? "(" : "", name, complex ? ")" : "");
  }
  return out;
}

std::string Joined(const std::string& prefix, const std::string& stem) {
  const bool digit = !stem.empty() && std::isdigit(static_cast<unsigned char>(stem[0])) != 0;
  return Concat(prefix, !prefix.empty() && digit ? "-" : "", stem);
}

std::string_view AlkaneStem(size_t carbons) {
  constexpr std::string_view kStems[] = {"",     "meth", "eth", "prop", "but",   "pent", "hex",
                                         "hept", "oct",  "non", "dec",  "undec", "dodec"};
  return carbons < std::size(kStems) ? kStems[carbons] : std::string_view();
}

std::optional<RingName> NameRing(const MolGraph& graph, const std::vector<int>& ring,
                                 const Carried& carried) {
  const size_t n = ring.size();
  const auto atom = [&](size_t i) -> const MolGraph::Atom& {
    return graph.atoms[static_cast<size_t>(ring[i])];
  };
  bool aromatic = true;
  bool plain = true;
  bool saturated = true;
  for (size_t i = 0; i < n; ++i) {
    aromatic = aromatic && atom(i).aromatic;
    plain = plain && atom(i).element == 6;
    saturated = saturated && graph.Bond(ring[i], ring[(i + 1) % n])->order == BondOrder::kSingle;
    if (atom(i).charge != 0) return std::nullopt;
  }
  if (!aromatic && !saturated) return std::nullopt;
  if (plain && aromatic && n != 6) return std::nullopt;
  if (plain && !aromatic && (n < 3 || n > 8)) return std::nullopt;

  // Every way round from every start; those that spell a known ring, the lowest locants first.
  std::optional<Numbering> best;
  const KnownRing* known = nullptr;
  for (size_t start = 0; start < n; ++start) {
    for (const bool forward : {true, false}) {
      std::string spelled;
      std::vector<int> locant(n);
      for (size_t k = 0; k < n; ++k) {
        const size_t i = forward ? (start + k) % n : (start + n - k) % n;
        spelled += Letter(atom(i).element);
        locant[i] = static_cast<int>(k) + 1;
      }
      const KnownRing* spells = nullptr;
      for (const KnownRing& candidate : kRings) {
        if (candidate.elements == spelled && candidate.aromatic == aromatic) spells = &candidate;
      }
      if (!plain && spells == nullptr) continue;
      Numbering numbering;
      numbering.root = locant[0];
      Carried placed;
      for (const auto& [index, name] : carried) {
        placed.emplace_back(locant[static_cast<size_t>(index)], name);
        numbering.locants.push_back(placed.back().first);
      }
      std::sort(numbering.locants.begin(), numbering.locants.end());
      numbering.prefix = CarriedPrefix(placed, /*locants=*/true);
      if (!best || std::tie(numbering.root, numbering.locants, numbering.prefix) <
                       std::tie(best->root, best->locants, best->prefix)) {
        best = std::move(numbering);
        known = spells;
      }
    }
  }
  if (!best) return std::nullopt;
  RingName out;
  out.prefix = best->prefix;
  if (plain && aromatic) {
    out.substituent = "phenyl";
    out.acid = "benz";
  } else if (plain) {
    out.substituent = Concat("cyclo", AlkaneStem(n), "yl");
    out.acid = Concat("cyclo", AlkaneStem(n), "ane");
  } else {
    out.substituent = Concat(known->substituent, "-", best->root, "-yl");
    out.acid = Concat(known->parent, "-", best->root, "-");
  }
  return out;
}

}  // namespace tidewaiter
