#include "chemdb/names/cas_rn.h"

namespace tidewaiter {

std::optional<char> CasCheckDigit(std::string_view digits) {
  if (digits.size() < 4 || digits.size() > 9) return std::nullopt;
  int sum = 0;
  int weight = 1;
  for (auto it = digits.rbegin(); it != digits.rend(); ++it, ++weight) {
    if (*it < '0' || *it > '9') return std::nullopt;
    sum += weight * (*it - '0');
  }
  return static_cast<char>('0' + sum % 10);
}

bool IsValidCasRn(std::string_view text) {
  const size_t n = text.size();
  if (n < 7 || n > 12 || text[n - 2] != '-' || text[n - 5] != '-' || text[0] == '0') return false;
  std::string digits(text.substr(0, n - 5));
  digits += text.substr(n - 4, 2);
  const auto check = CasCheckDigit(digits);
  return check && *check == text[n - 1];
}

}  // namespace tidewaiter
