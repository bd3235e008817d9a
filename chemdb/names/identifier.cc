#include "chemdb/names/identifier.h"

#include <algorithm>
#include <array>

namespace tidewaiter {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

bool EcCheckAgrees(unsigned digits) {
  if (digits < 2000000 || digits > 9999999) return false;
  std::array<unsigned, 7> d{};
  for (size_t i = d.size(); i-- > 0; digits /= 10) d[i] = digits % 10;
  unsigned sum = 0;
  for (unsigned i = 0; i < 6; ++i) sum += (i + 1) * d[i];
  return sum % 11 == d[6];
}

bool IsValidEcNumber(std::string_view text) {
  if (text.size() != 9 || text[3] != '-' || text[7] != '-') return false;
  unsigned digits = 0;
  for (const char c : text) {
    if (c == '-') continue;
    if (!IsDigit(c)) return false;
    digits = digits * 10 + static_cast<unsigned>(c - '0');
  }
  return EcCheckAgrees(digits);
}

bool IsInchiKey(std::string_view text) {
  if (text.size() != 27 || text[14] != '-' || text[25] != '-') return false;
  return std::all_of(text.begin(), text.begin() + 14, IsCapital) &&
         std::all_of(text.begin() + 15, text.begin() + 25, IsCapital) && IsCapital(text[26]);
}

}  // namespace tidewaiter
