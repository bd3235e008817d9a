// The periodic table as the light reader needs it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidewaiter::internal {

// The atomic number of the element symbol that `text` starts with, aromatic lower case (b c n o p s se as te
// si) included, and the symbol's length. 0 when there is none. A longer symbol wins ("Cl", not C) where it is
// one.
uint8_t ElementFromSymbol(std::string_view text, size_t& length);

// "Cl" of 17. `atomic_number` is 1..118.
std::string_view ElementSymbol(uint8_t atomic_number);

// A metal in the sense of standardisation: its bonds to non-metals are drawn ionic. Boron, silicon,
// germanium, arsenic, selenium, antimony and tellurium are not.
bool IsMetal(uint8_t atomic_number);

}  // namespace tidewaiter::internal
