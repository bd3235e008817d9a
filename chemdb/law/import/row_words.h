// What an official row says, taken apart: the names it gives a substance, what else it covers, a quantity.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

// "Ephedrine (erythro-2-...), its salts and any plant ..." -> "Ephedrine", "erythro-2-...". The first is the
// row's own name; others stand in brackets behind it. English and French.
std::vector<std::string> NamesOfRow(std::string_view text);

// Bits of Scope that the words put under control beside the substance itself: salts, isomers, stereoisomers,
// derivatives, analogues.
uint32_t ScopeOfRow(std::string_view text);

// "0.4 g per package", "1000 kg", "0": the quantity, its unit ("kg" or "g") and window ("package" or none).
struct RowQuantity {
  std::string number;
  std::string unit;
  std::string window;
};
std::optional<RowQuantity> QuantityOfRow(std::string_view text);

// A name without case, punctuation, blanks and primes: two spellings of one name give one key.
std::string NameKey(std::string_view name);

}  // namespace tidewaiter
