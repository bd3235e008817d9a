#include "rules/policy/amounts.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace tidewaiter::policy {
namespace {

Amount WholeOf(std::optional<double> value, double factor, int64_t maximum) {
  if (!value) return {};
  if (std::isnan(*value) || *value < 0) return {AmountState::kNotUnderstood, std::nullopt};
  const double scaled = *value * factor;
  if (!(scaled <= static_cast<double>(maximum))) return {AmountState::kAbsurd, std::nullopt};
  const int64_t whole = std::llround(scaled);
  return {AmountState::kKnown, *value > 0 ? std::max<int64_t>(whole, 1) : 0};
}

struct UnitFactor {
  std::string_view unit;
  double factor;
};

// UN/ECE Recommendation 20 codes, and words.
constexpr UnitFactor kMassUnits[] = {
    {"KGM", 1000},       {"KG", 1000},       {"KGS", 1000},         {"KILOGRAM", 1000},
    {"GRM", 1},          {"G", 1},           {"GRAM", 1},           {"MGM", 0.001},
    {"MG", 0.001},       {"MC", 0.000001},   {"TNE", 1000000},      {"T", 1000000},
    {"TONNE", 1000000},  {"DTN", 100000},    {"HGM", 100},          {"LBR", 453.59237},
    {"LB", 453.59237},   {"LBS", 453.59237}, {"ONZ", 28.349523125}, {"OZ", 28.349523125},
    {"APZ", 31.1034768}, {"STN", 907184.74}, {"LTN", 1016046.9088}};
constexpr UnitFactor kVolumeUnits[] = {{"LTR", 1000},       {"L", 1000},
                                       {"LITRE", 1000},     {"LITER", 1000},
                                       {"MLT", 1},          {"ML", 1},
                                       {"CMQ", 1},          {"CLT", 10},
                                       {"DLT", 100},        {"HLT", 100000},
                                       {"DMQ", 1000},       {"MTQ", 1000000},
                                       {"M3", 1000000},     {"GLL", 3785.411784},
                                       {"GLI", 4546.09},    {"OZA", 29.5735295625},
                                       {"OZI", 28.4130625}, {"BLL", 158987.294928}};

template <size_t N>
std::optional<double> FactorOf(std::string_view unit, const UnitFactor (&units)[N]) {
  std::string upper(unit);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (const UnitFactor& known : units) {
    if (known.unit == upper) return known.factor;
  }
  return std::nullopt;
}

}  // namespace

Amount GramsOf(std::optional<double> kilograms) { return WholeOf(kilograms, 1000, kMaxGrams); }
Amount MillilitresOf(std::optional<double> litres) { return WholeOf(litres, 1000, kMaxMillilitres); }
Amount CentsOf(std::optional<double> value) { return WholeOf(value, 100, kMaxCents); }

std::optional<double> GramsPerUnit(std::string_view unit) { return FactorOf(unit, kMassUnits); }
std::optional<double> MillilitresPerUnit(std::string_view unit) { return FactorOf(unit, kVolumeUnits); }

}  // namespace tidewaiter::policy
