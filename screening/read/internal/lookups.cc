#include "screening/read/internal/lookups.h"

#include <array>
#include <cstring>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"

#include "chemdb/base/concat.h"
#include "screening/read/internal/data_tables.h"
#include "screening/read/internal/text.h"

namespace tidewaiter::read {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
char ToUpper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

struct Countries {
  std::array<std::string, 26 * 26> alpha2;               // empty where none is assigned
  absl::flat_hash_map<std::string, std::string> by_key;  // names, alpha-3, places; MatchKey

  Countries() {
    const CsvTable codes = CountriesTable();
    for (const CsvTable::Row& row : codes.rows()) {
      const std::string& code = codes.Get(row, "alpha2");
      alpha2[Index(code)] = code;
      by_key.emplace(MatchKey(codes.Get(row, "alpha3")), code);
    }
    const CsvTable names = CountryNamesTable();
    for (const CsvTable::Row& row : names.rows()) {
      by_key.emplace(MatchKey(names.Get(row, "name")), names.Get(row, "alpha2"));
    }
    const CsvTable places = PlacesTable();
    for (const CsvTable::Row& row : places.rows()) {
      by_key.emplace(MatchKey(places.Get(row, "place")), places.Get(row, "alpha2"));
    }
  }

  static size_t Index(std::string_view two) {
    return static_cast<size_t>(two[0] - 'A') * 26 + static_cast<size_t>(two[1] - 'A');
  }

  // One name or code, not a composite.
  std::string_view Find(std::string_view text) const {
    text = Trim(text);
    if (text.size() < 2) return "";
    if (text.size() == 2) {
      const char two[2] = {ToUpper(text[0]), ToUpper(text[1])};
      if (IsUpper(two[0]) && IsUpper(two[1])) {
        if (const std::string& code = alpha2[Index({two, 2})]; !code.empty()) return code;
      }
    }
    const std::string key = MatchKey(text);
    if (const auto found = by_key.find(key); found != by_key.end()) return found->second;
    if (key.size() == 2 && IsAscii(text)) {  // "U.S."
      const char two[2] = {ToUpper(key[0]), ToUpper(key[1])};
      if (IsUpper(two[0]) && IsUpper(two[1])) return alpha2[Index({two, 2})];
    }
    return Locode(text);
  }

  // UN/LOCODE: country and three letters or digits 2 to 9, in capitals. Five-letter cities stand in
  // places.csv.
  std::string_view Locode(std::string_view text) const {
    const bool spaced = text.size() == 6 && (text[2] == ' ' || text[2] == '-');
    if (text.size() != 5 && !spaced) return "";
    if (!IsUpper(text[0]) || !IsUpper(text[1])) return "";
    for (const char c : text.substr(spaced ? 3 : 2)) {
      if (!IsUpper(c) && !(c >= '2' && c <= '9')) return "";
    }
    return alpha2[Index(text.substr(0, 2))];
  }
};

const Countries& TheCountries() {
  static const auto* const kCountries = new Countries;
  return *kCountries;
}

using Units = absl::flat_hash_map<std::string, UnitInfo>;
// Unit words keep "³" apart from "3" as MatchKey (NFKD) makes both "m3".
const Units& TheUnits() {
  static const auto* const kUnits = [] {
    auto* units = new Units;
    const CsvTable table = UnitsTable();
    for (const CsvTable::Row& row : table.rows()) {
      UnitInfo info;
      const std::string& kind = table.Get(row, "kind");
      if (kind == "mass") info.kind = UnitKind::kMass;
      if (kind == "volume") info.kind = UnitKind::kVolume;
      if (kind == "package") info.kind = UnitKind::kPackage;
      (void)absl::SimpleAtod(table.Get(row, "factor"), &info.factor);
      units->emplace(MatchKey(table.Get(row, "unit")), info);
    }
    return units;
  }();
  return *kUnits;
}

// True for digits of chapter 1 to 9 without the zero: "9 01 21", which no other heading starts with.
bool LostItsZero(std::string_view digits) {
  static const auto* const kHeadings = [] {  // highest heading of each chapter
    auto* headings = new std::array<int, 10>{};
    const CsvTable table = HsHeadingsTable();
    for (const CsvTable::Row& row : table.rows()) {
      int chapter = 0;
      int highest = 0;
      if (absl::SimpleAtoi(table.Get(row, "chapter"), &chapter) && chapter >= 1 && chapter <= 9 &&
          absl::SimpleAtoi(table.Get(row, "headings"), &highest)) {
        (*headings)[static_cast<size_t>(chapter)] = highest;
      }
    }
    return headings;
  }();
  if (digits.size() < 3 || digits[0] == '0') return false;
  const int heading = (digits[1] - '0') * 10 + (digits[2] - '0');
  return heading >= 1 && heading <= (*kHeadings)[static_cast<size_t>(digits[0] - '0')];
}

// "MA" after a comma is a state, not Morocco.
bool IsSubdivision(std::string_view two) {
  static const auto* const kCodes = [] {
    auto* codes = new absl::flat_hash_set<std::string>;
    const CsvTable table = SubdivisionsTable();
    for (const CsvTable::Row& row : table.rows()) codes->insert(table.Get(row, "code"));
    return codes;
  }();
  return kCodes->contains(AsAbsl(two));
}

}  // namespace

std::string_view FindCountry(std::string_view text) {
  const Countries& countries = TheCountries();
  if (const std::string_view whole = countries.Find(text); !whole.empty()) return whole;
  // Parts that agree: "Shanghai, China (Mainland)"; "CN - China"; "China (CN)"; "US/United States".
  std::string_view agreed;
  std::string_view rest = Trim(text);
  if (rest.size() > 200) return "";
  bool after_comma = false;
  while (!rest.empty()) {
    size_t at = rest.find_first_of(",(/|;:");
    size_t length = 1;
    if (const size_t dash = rest.find(" - "); dash < at) {
      at = dash;
      length = 3;
    }
    std::string_view part = Trim(rest.substr(0, at));
    const bool may_be_state = after_comma && part.size() == 2 && IsSubdivision(part);
    after_comma = at != std::string_view::npos && rest[at] == ',';
    rest = at == std::string_view::npos ? "" : rest.substr(at + length);
    if (may_be_state) continue;
    if (!part.empty() && part.back() == ')') part.remove_suffix(1);
    const std::string_view found = countries.Find(part);
    if (found.empty()) continue;
    if (!agreed.empty() && agreed != found) return "";
    agreed = found;
  }
  return agreed;
}

std::optional<UnitInfo> FindUnit(std::string_view text) {
  const Units& units = TheUnits();
  const auto found = units.find(MatchKey(text));
  if (found == units.end()) return std::nullopt;
  return found->second;
}

std::string_view FindMode(std::string_view text) {
  static const auto* const kModes = [] {
    auto* modes = new absl::flat_hash_map<std::string, std::string>;
    const CsvTable table = TransportModesTable();
    for (const CsvTable::Row& row : table.rows())
      modes->emplace(MatchKey(table.Get(row, "code")), table.Get(row, "mode"));
    return modes;
  }();
  text = Trim(text);
  if (text.size() > 2 && text.substr(text.size() - 2) == ".0") text.remove_suffix(2);
  if (const auto found = kModes->find(MatchKey(text)); found != kModes->end()) return found->second;
  // "40 - Air", "4: air"
  if (const size_t at = text.find_first_of("-:"); at != std::string_view::npos) {
    if (const auto found = kModes->find(MatchKey(text.substr(0, at))); found != kModes->end())
      return found->second;
  }
  return "";
}

bool IsCurrency(std::string_view text) {
  static const auto* const kCodes = [] {
    auto* codes = new absl::flat_hash_set<std::string>;
    const CsvTable table = CurrenciesTable();
    for (const CsvTable::Row& row : table.rows()) codes->insert(table.Get(row, "code"));
    return codes;
  }();
  if (text.size() != 3) return false;
  const char code[3] = {ToUpper(text[0]), ToUpper(text[1]), ToUpper(text[2])};
  return kCodes->contains(absl::string_view(code, 3));
}

HsCodeText ParseHsCode(std::string_view text) {
  text = Trim(text);
  HsCodeText result;
  std::string_view code = text;
  std::string note;
  if (const size_t at = code.find_first_of(";,/|\n"); at != std::string_view::npos) {
    for (const char c : code.substr(at)) {
      if (IsDigit(c)) {
        note = "holds several codes; only the first was read";
        break;
      }
    }
    code = Trim(code.substr(0, at));
  }
  // "HS 2914.31", "HTS: 2914310000"
  while (!code.empty() && (!IsDigit(code.front()) && static_cast<unsigned char>(code.front()) < 0x80)) {
    if (std::strchr("HhSsTtCcOoDdEe:.#' \t", code.front()) == nullptr) break;
    code.remove_prefix(1);
  }
  // A spreadsheet's number: 29143100.0
  if (const size_t point = code.find('.'); point != std::string_view::npos && code.substr(point) == ".0") {
    code = code.substr(0, point);
  }
  std::string digits;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (IsDigit(c)) {
      digits.push_back(c);
    } else if (c == '\xC2' && i + 1 < code.size() && code[i + 1] == '\xA0') {
      ++i;  // no-break space
    } else if (c != ' ' && c != '.' && c != '-' && c != '\t') {
      result.problem = "is no tariff code";
      return result;
    }
    if (digits.size() > 32) break;
  }
  if (digits.empty()) {
    result.problem = "is no tariff code";
    return result;
  }
  if (digits.size() % 2 == 1 && digits.size() <= 9) {
    if (LostItsZero(digits)) {
      digits.insert(digits.begin(), '0');
    } else {
      digits.pop_back();
      note = "has an odd number of digits; the last was left out";
    }
  }
  if (digits.size() > 10) {
    digits.resize(10);
    note = "has more than ten digits; the first ten were read";
  }
  if (digits.size() < 2 || digits.substr(0, 2) == "00") {
    result.problem = "is no tariff code";
    return result;
  }
  result.digits = std::move(digits);
  result.problem = std::move(note);
  return result;
}

}  // namespace tidewaiter::read
