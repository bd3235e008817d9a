#include "chemdb/structure/internal/elements.h"

#include <array>

namespace tidewaiter::internal {
namespace {

constexpr std::string_view kSymbols[] = {
    "H",  "He", "Li", "Be", "B",  "C",  "N",  "O",  "F",  "Ne", "Na", "Mg", "Al", "Si", "P",  "S",  "Cl",
    "Ar", "K",  "Ca", "Sc", "Ti", "V",  "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Ge", "As", "Se",
    "Br", "Kr", "Rb", "Sr", "Y",  "Zr", "Nb", "Mo", "Tc", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn", "Sb",
    "Te", "I",  "Xe", "Cs", "Ba", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er",
    "Tm", "Yb", "Lu", "Hf", "Ta", "W",  "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po", "At",
    "Rn", "Fr", "Ra", "Ac", "Th", "Pa", "U",  "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm", "Md", "No",
    "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds", "Rg", "Cn", "Nh", "Fl", "Mc", "Lv", "Ts", "Og",
};

// Indexed by first letter (A = 0) and second letter (0 = none, a = 1): atomic number.
using SymbolTable = std::array<std::array<uint8_t, 27>, 26>;
constexpr SymbolTable MakeSymbolTable() {
  SymbolTable table{};
  for (size_t i = 0; i < std::size(kSymbols); ++i) {
    const std::string_view s = kSymbols[i];
    table[s[0] - 'A'][s.size() == 2 ? s[1] - 'a' + 1 : 0] = static_cast<uint8_t>(i + 1);
  }
  return table;
}
constexpr SymbolTable kTable = MakeSymbolTable();

}  // namespace

std::string_view ElementSymbol(uint8_t atomic_number) { return kSymbols[atomic_number - 1]; }

uint8_t ElementFromSymbol(std::string_view text, size_t& length) {
  length = 0;
  if (text.empty()) return 0;
  const char first = text[0];
  const char second = text.size() > 1 ? text[1] : '\0';
  if (first >= 'A' && first <= 'Z') {
    if (second >= 'a' && second <= 'z') {
      if (const uint8_t z = kTable[first - 'A'][second - 'a' + 1]) {
        length = 2;
        return z;
      }
    }
    length = 1;
    return kTable[first - 'A'][0];
  }
  if (first == 's' && second == 'e') return length = 2, 34;
  if (first == 's' && second == 'i') return length = 2, 14;
  if (first == 'a' && second == 's') return length = 2, 33;
  if (first == 't' && second == 'e') return length = 2, 52;
  length = 1;
  switch (first) {
    case 'b':
      return 5;
    case 'c':
      return 6;
    case 'n':
      return 7;
    case 'o':
      return 8;
    case 'p':
      return 15;
    case 's':
      return 16;
    default:
      return length = 0, 0;
  }
}

bool IsMetal(uint8_t z) {
  return (z >= 3 && z <= 4) || (z >= 11 && z <= 13) || (z >= 19 && z <= 31) || (z >= 37 && z <= 50) ||
         (z >= 55 && z <= 84) || z >= 87;
}

}  // namespace tidewaiter::internal
