// Trade that never was, for measuring: parties, addresses and days that repeat as real ones do.
#pragma once

#include <cstdint>
#include <string>

#include "chemdb/base/concat.h"
#include "chemdb/base/date.h"

namespace tidewaiter::bench {

// SplitMix64: the same numbers everywhere.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  uint64_t Below(uint64_t n) { return Next() % n; }
  // A few come often, most seldom: the square of an even number.
  uint64_t Skewed(uint64_t n) {
    const double x = static_cast<double>(Next() >> 11) * 0x1p-53;
    return static_cast<uint64_t>(x * x * static_cast<double>(n));
  }

 private:
  uint64_t state_;
};

inline constexpr uint64_t kConsignors = 5'000;
inline constexpr uint64_t kConsignees = 50'000;

inline std::string PartyWord(uint64_t i) {
  constexpr const char* kStarts[] = {"Al", "Bor", "Cas", "Dun", "El",  "Far", "Gal", "Har",
                                     "In", "Jor", "Kal", "Lor", "Mar", "Nor", "Os",  "Par"};
  constexpr const char* kEnds[] = {"ton",  "vik",  "mera", "dale", "ford", "gano", "hurst", "lia",
                                   "mond", "nova", "port", "quin", "ria",  "stad", "tara",  "ville"};
  return Concat(kStarts[i % 16], kEnds[i / 16 % 16]);
}
inline std::string PartyName(uint64_t i, const char* trade, const char* form) {
  return Concat(PartyWord(i), " ", PartyWord(i / 256 + 7), " ", trade, " ", form);
}
inline std::string ConsignorName(uint64_t i) { return PartyName(i, "Export", "Co., Ltd."); }
inline std::string ConsigneeName(uint64_t i) { return PartyName(i, "Supply", "Inc."); }
// Some consignees share one.
inline std::string ConsigneeAddress(uint64_t i) {
  const uint64_t place = i - i % 37 % 2;
  return Concat(1 + place % 900, " ", PartyWord(place / 3), " Road, Unit ", 1 + place % 40, ", tel +1 555 ",
                1'000'000 + place);
}
// The `i`-th day of 2025.
inline std::string Day2025(uint64_t i) {
  return FormatIsoDate(*ParseIsoDate("2025-01-01") + std::chrono::days(i % 365));
}

}  // namespace tidewaiter::bench
