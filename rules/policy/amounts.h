// Declared amounts as whole numbers, so that sums are exact. Never a silent zero: what is above 0 and under
// one unit counts as 1, what cannot be a shipment's amount is no amount at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/policy/facts.h"

namespace tidewaiter::policy {

// A million tonnes: above the largest ship's cargo, and 9 million such lines still fit a 64-bit sum.
inline constexpr int64_t kMaxGrams = 1'000'000'000'000;
inline constexpr int64_t kMaxMillilitres = 1'000'000'000'000;
// Ten trillion of any currency.
inline constexpr int64_t kMaxCents = 1'000'000'000'000'000;

struct Amount {
  AmountState state = AmountState::kMissing;
  std::optional<int64_t> amount;  // when kKnown
};

// kNotUnderstood for negative numbers and NaN, kAbsurd above the maximum, kMissing for nothing.
Amount GramsOf(std::optional<double> kilograms);
Amount MillilitresOf(std::optional<double> litres);
Amount CentsOf(std::optional<double> value);

// Factor to grams or millilitres of the units of mass and volume that trade uses (UN/ECE Rec 20 codes and
// common words, in any case); nullopt for what is no such unit.
std::optional<double> GramsPerUnit(std::string_view unit);
std::optional<double> MillilitresPerUnit(std::string_view unit);

}  // namespace tidewaiter::policy
