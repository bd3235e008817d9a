#include "chemdb/structure/internal/inchi_graph.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/internal/elements.h"

namespace tidewaiter::internal {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

absl::Status Wrong(std::string_view layer) {
  return absl::InvalidArgumentError(
      Concat("not an InChI: its layer \"", layer.substr(0, 60), "\" is cut or wrong"));
}

absl::Status TooMany(std::string_view what, int most) {
  return absl::ResourceExhaustedError(Concat("structure beyond a limit: more than ", most, " ", what));
}

// Reads along one layer.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool done() const { return at_ == text_.size(); }
  bool Take(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // A number of at most four digits, at least 1.
  std::optional<int> Number() {
    int value = 0;
    size_t digits = 0;
    while (!done() && IsDigit(text_[at_]) && digits < 5) {
      value = value * 10 + (text_[at_++] - '0');
      ++digits;
    }
    if (digits == 0 || digits > 4 || value == 0) return std::nullopt;
    return value;
  }
  bool AtDigit() const { return !done() && IsDigit(text_[at_]); }
  std::string_view rest() const { return text_.substr(at_); }
  void Skip(size_t n) { at_ += n; }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

// A layer by component: "a;2*b;" -> a, b, b, "". The formula "2H2O.Na" has dots and no stars.
absl::StatusOr<std::vector<std::string_view>> ByComponent(std::string_view layer, char separator) {
  std::vector<std::string_view> out;
  for (size_t i = 0; i <= layer.size();) {
    const size_t end = std::min(layer.find(separator, i), layer.size());
    std::string_view part = layer.substr(i, end - i);
    i = end + 1;
    Cursor cursor(part);
    int times = 1;
    if (cursor.AtDigit()) {
      const std::optional<int> number = cursor.Number();
      const bool repeated = separator == '.' || cursor.Take('*');
      if (repeated) {
        if (!number) return Wrong(layer);
        times = *number;
        part = cursor.rest();
      }
    }
    if (times > limits::kComponents || static_cast<int>(out.size()) + times > limits::kComponents) {
      return TooMany("components", limits::kComponents);
    }
    out.insert(out.end(), static_cast<size_t>(times), part);
  }
  return out;
}

// "C5H9NO": the heavy atoms in the order of the formula, which is that of their canonical numbers.
absl::Status ReadFormula(std::string_view formula, int& total, InchiComponent& out) {
  Cursor cursor(formula);
  if (cursor.done()) return Wrong(formula);
  while (!cursor.done()) {
    size_t length = 0;
    const char first = cursor.rest()[0];
    const uint8_t element = first >= 'A' && first <= 'Z' ? ElementFromSymbol(cursor.rest(), length) : 0;
    if (element == 0) return Wrong(formula);
    cursor.Skip(length);
    int count = 1;
    if (cursor.AtDigit()) {
      const std::optional<int> number = cursor.Number();
      if (!number) return Wrong(formula);
      count = *number;
    }
    if (element == 1) continue;
    total += count;
    if (total > limits::kHeavyAtoms) return TooMany("heavy atoms", limits::kHeavyAtoms);
    InchiAtom atom;
    atom.element = element;
    out.atoms.insert(out.atoms.end(), static_cast<size_t>(count), atom);
  }
  if (out.atoms.empty()) return absl::UnimplementedError("an InChI of hydrogen alone is not screened");
  return absl::OkStatus();
}

// An atom's canonical number, as its place. Hydrogens that bridge have numbers behind the heavy atoms.
absl::StatusOr<int> AtomAt(Cursor& cursor, const InchiComponent& component, std::string_view layer) {
  const std::optional<int> number = cursor.Number();
  if (!number || *number > static_cast<int>(component.atoms.size())) return Wrong(layer);
  return *number - 1;
}

absl::Status AddBond(int a, int b, std::string_view layer, InchiComponent& out) {
  const auto index = [](int i) { return static_cast<size_t>(i); };
  std::vector<int>& of_a = out.atoms[index(a)].neighbours;
  if (a == b || std::find(of_a.begin(), of_a.end(), b) != of_a.end()) return Wrong(layer);
  if (out.bonds.size() > out.atoms.size() + static_cast<size_t>(limits::kRings)) {
    return TooMany("rings", limits::kRings);
  }
  of_a.push_back(b);
  out.atoms[index(b)].neighbours.push_back(a);
  out.bonds.emplace_back(a, b);
  return absl::OkStatus();
}

// "7-5-1-3-6-4-2-5", "1-6(2,3)4-5".
absl::Status ReadConnections(std::string_view layer, InchiComponent& out) {
  if (layer.empty()) {
    return out.atoms.size() == 1 ? absl::OkStatus() : Wrong("c");
  }
  Cursor cursor(layer);
  TW_ASSIGN_OR_RETURN(int current, AtomAt(cursor, out, layer));
  std::vector<int> branches;
  while (!cursor.done()) {
    if (cursor.Take('(')) {
      branches.push_back(current);
    } else if (cursor.Take(',')) {
      if (branches.empty()) return Wrong(layer);
      current = branches.back();
    } else if (cursor.Take(')')) {
      if (branches.empty()) return Wrong(layer);
      current = branches.back();
      branches.pop_back();
    } else if (!cursor.Take('-')) {
      return Wrong(layer);
    }
    TW_ASSIGN_OR_RETURN(const int next, AtomAt(cursor, out, layer));
    TW_RETURN_IF_ERROR(AddBond(current, next, layer, out));
    current = next;
  }
  if (!branches.empty()) return Wrong(layer);
  const bool connected = std::all_of(out.atoms.begin(), out.atoms.end(), [&](const InchiAtom& atom) {
    return out.atoms.size() == 1 || !atom.neighbours.empty();
  });
  return connected ? absl::OkStatus() : Wrong(layer);
}

// "(H2,6,7,8)", from behind '('.
absl::Status ReadMobile(Cursor& cursor, std::string_view layer, InchiComponent& out) {
  if (!cursor.Take('H')) return Wrong(layer);
  MobileHydrogens mobile;
  mobile.count = 1;
  if (cursor.AtDigit()) mobile.count = cursor.Number().value_or(0);
  if (cursor.Take('-')) return absl::UnimplementedError("an InChI with mobile charges is not screened");
  while (cursor.Take(',')) {
    TW_ASSIGN_OR_RETURN(const int atom, AtomAt(cursor, out, layer));
    mobile.atoms.push_back(atom);
  }
  if (!cursor.Take(')') || mobile.atoms.empty() || mobile.count == 0 ||
      mobile.count > 3 * static_cast<int>(mobile.atoms.size())) {
    return Wrong(layer);
  }
  out.mobile.push_back(std::move(mobile));
  return absl::OkStatus();
}

// "6H,1-4H2,(H,7,8)".
absl::Status ReadHydrogens(std::string_view layer, InchiComponent& out) {
  Cursor cursor(layer);
  std::vector<int> atoms;  // listed, their count still to come
  while (!cursor.done()) {
    if (cursor.Take('(')) {
      if (!atoms.empty()) return Wrong(layer);
      TW_RETURN_IF_ERROR(ReadMobile(cursor, layer, out));
    } else {
      TW_ASSIGN_OR_RETURN(const int first, AtomAt(cursor, out, layer));
      int last = first;
      if (cursor.Take('-')) {
        TW_ASSIGN_OR_RETURN(last, AtomAt(cursor, out, layer));
      }
      if (last < first) return Wrong(layer);
      for (int i = first; i <= last; ++i) atoms.push_back(i);
      if (cursor.Take('H')) {
        int count = 1;
        if (cursor.AtDigit()) count = cursor.Number().value_or(0);
        if (count == 0 || count > 4) return Wrong(layer);
        for (const int i : atoms) out.atoms[static_cast<size_t>(i)].hydrogens = count;
        atoms.clear();
      }
    }
    // Mobile groups follow one another without a comma.
    if (!cursor.done() && !cursor.Take(',') && cursor.rest()[0] != '(') return Wrong(layer);
  }
  return atoms.empty() ? absl::OkStatus() : Wrong(layer);
}

absl::Status ReadCharge(std::string_view layer, InchiComponent& out) {
  if (layer.empty()) return absl::OkStatus();
  Cursor cursor(layer);
  const bool minus = cursor.Take('-');
  if (!minus && !cursor.Take('+')) return Wrong(layer);
  const std::optional<int> number = cursor.Number();
  if (!number || *number > 9 || !cursor.done()) return Wrong(layer);
  out.charge = minus ? -*number : *number;
  return absl::OkStatus();
}

// "9-,10+,12?".
absl::Status ReadParities(std::string_view layer, bool inverted, InchiComponent& out) {
  Cursor cursor(layer);
  while (!cursor.done()) {
    TW_ASSIGN_OR_RETURN(const int atom, AtomAt(cursor, out, layer));
    int parity = 0;
    if (cursor.Take('-')) {
      parity = -1;
    } else if (cursor.Take('+')) {
      parity = 1;
    } else if (!cursor.Take('?') && !cursor.Take('u')) {
      return Wrong(layer);
    }
    out.atoms[static_cast<size_t>(atom)].parity = inverted ? -parity : parity;
    if (!cursor.done() && !cursor.Take(',')) return Wrong(layer);
  }
  return absl::OkStatus();
}

// The layers that are read, each without its letter.
struct Layers {
  std::string_view formula, connections, hydrogens, charge, parities, inversions, stereo_kind;
};

absl::StatusOr<Layers> SplitLayers(std::string_view inchi) {
  constexpr std::string_view kStandard = "InChI=1S/", kOther = "InChI=1/";
  std::string_view rest = inchi;
  if (rest.substr(0, kStandard.size()) == kStandard) {
    rest.remove_prefix(kStandard.size());
  } else if (rest.substr(0, kOther.size()) == kOther) {
    rest.remove_prefix(kOther.size());
  } else {
    return absl::InvalidArgumentError("not an InChI: it does not begin with \"InChI=1S/\"");
  }
  Layers out;
  bool first = true;
  while (!rest.empty() || first) {
    const size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view layer = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (first) {
      out.formula = layer;
      first = false;
      continue;
    }
    if (layer.empty()) return Wrong(inchi);
    const char letter = layer[0];
    // Isotopes, fixed hydrogens and reconnected metals begin layers of their own, with stereo of their own.
    if (letter == 'i' || letter == 'f' || letter == 'r') break;
    std::string_view* const slot = letter == 'c'   ? &out.connections
                                   : letter == 'h' ? &out.hydrogens
                                   : letter == 'q' ? &out.charge
                                   : letter == 't' ? &out.parities
                                   : letter == 'm' ? &out.inversions
                                   : letter == 's' ? &out.stereo_kind
                                                   : nullptr;
    if (slot == nullptr) {
      if (letter != 'p' && letter != 'b') return Wrong(layer);
      continue;
    }
    if (!slot->empty() || layer.size() == 1) return Wrong(layer);
    *slot = layer.substr(1);
  }
  return out;
}

}  // namespace

absl::StatusOr<std::vector<InchiComponent>> ReadInchiGraph(std::string_view inchi) {
  if (inchi.size() > limits::kSmilesBytes) {
    return TooMany("bytes in an InChI", static_cast<int>(limits::kSmilesBytes));
  }
  TW_ASSIGN_OR_RETURN(const Layers layers, SplitLayers(inchi));
  TW_ASSIGN_OR_RETURN(const auto formulas, ByComponent(layers.formula, '.'));
  TW_ASSIGN_OR_RETURN(const auto connections, ByComponent(layers.connections, ';'));
  TW_ASSIGN_OR_RETURN(const auto hydrogens, ByComponent(layers.hydrogens, ';'));
  TW_ASSIGN_OR_RETURN(const auto charges, ByComponent(layers.charge, ';'));
  TW_ASSIGN_OR_RETURN(const auto parities, ByComponent(layers.parities, ';'));
  for (const auto* parts : {&connections, &hydrogens, &charges, &parities}) {
    if (parts->size() > formulas.size()) return Wrong(inchi);
  }
  const bool absolute = layers.stereo_kind == "1";
  std::vector<InchiComponent> out(formulas.size());
  int total = 0;
  for (size_t k = 0; k < formulas.size(); ++k) {
    const auto part = [k](const std::vector<std::string_view>& parts) {
      return k < parts.size() ? parts[k] : std::string_view();
    };
    TW_RETURN_IF_ERROR(ReadFormula(formulas[k], total, out[k]));
    TW_RETURN_IF_ERROR(ReadConnections(part(connections), out[k]));
    TW_RETURN_IF_ERROR(ReadHydrogens(part(hydrogens), out[k]));
    TW_RETURN_IF_ERROR(ReadCharge(part(charges), out[k]));
    if (absolute && k < layers.inversions.size()) {
      TW_RETURN_IF_ERROR(ReadParities(part(parities), layers.inversions[k] == '1', out[k]));
    }
  }
  return out;
}

}  // namespace tidewaiter::internal
