// Countries, units, modes of transport and HS codes, as they are declared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidewaiter::read {

// ISO 3166 alpha-2 of a country given as alpha-2, alpha-3, a name (English, Spanish, French, German, Chinese,
// common aliases), a UN/LOCODE ("CNSHA", "CN SHA"), a known port or city, or several of these that agree
// ("Shanghai, China (Mainland)", "CN - China"). Empty when not known or when the parts disagree.
std::string_view FindCountry(std::string_view text);

enum class UnitKind : uint8_t { kMass, kVolume, kPackage, kOther };
struct UnitInfo {
  UnitKind kind = UnitKind::kOther;
  double factor = 0;  // to kilograms or litres
};
// nullopt when not known, or when the word stands for several sizes ("ton", "gallon").
std::optional<UnitInfo> FindUnit(std::string_view text);

// "air", "sea", ...; empty when not known.
std::string_view FindMode(std::string_view text);

// An ISO 4217 code (or RMB), any case.
bool IsCurrency(std::string_view text);

struct HsCodeText {
  std::string digits;   // empty when there is none to be had
  std::string problem;  // empty, or what is wrong
};
// Digits of an HS or tariff code. Restores the leading zero that a spreadsheet took from chapters 1 to 9
// where only that makes a heading of it; a code that lost a digit elsewhere is cut to its even length, with a
// problem.
HsCodeText ParseHsCode(std::string_view text);

}  // namespace tidewaiter::read
