#include "chemdb/law/listing.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tidewaiter {
namespace {

template <typename E, size_t N>
using Table = std::array<std::pair<E, std::string_view>, N>;

template <typename E, size_t N>
std::string_view NameOf(const Table<E, N>& table, E value) {
  for (const auto& [v, name] : table) {
    if (v == value) return name;
  }
  return "";
}

template <typename E, size_t N>
std::optional<E> ValueOf(const Table<E, N>& table, std::string_view name) {
  for (const auto& [v, n] : table) {
    if (n == name) return v;
  }
  return std::nullopt;
}

constexpr Table<Scope, 12> kScopes = {{{kScopeSalts, "salts"},
                                       {kScopeStereoisomers, "stereoisomers"},
                                       {kScopeIsomers, "isomers"},
                                       {kScopeEsters, "esters"},
                                       {kScopeEthers, "ethers"},
                                       {kScopeAmides, "amides"},
                                       {kScopeCarbamates, "carbamates"},
                                       {kScopeAcetals, "acetals"},
                                       {kScopeHalides, "halides"},
                                       {kScopeDerivatives, "derivatives"},
                                       {kScopeAnalogues, "analogues"},
                                       {kScopePreparations, "preparations"}}};
constexpr Table<DateEvidence, 4> kEvidence = {{{DateEvidence::kOfficialText, "official text"},
                                               {DateEvidence::kSecondarySource, "secondary source"},
                                               {DateEvidence::kCounted, "counted"},
                                               {DateEvidence::kOpen, "open"}}};
constexpr Table<Severity, 5> kSeverities = {{{Severity::kInfo, "info"},
                                             {Severity::kLow, "low"},
                                             {Severity::kMedium, "medium"},
                                             {Severity::kHigh, "high"},
                                             {Severity::kCritical, "critical"}}};
constexpr Table<Direction, 4> kDirections = {{{Direction::kAny, ""},
                                              {Direction::kImport, "import"},
                                              {Direction::kExport, "export"},
                                              {Direction::kTransit, "transit"}}};
constexpr Table<Traffic, 5> kTraffics = {{{Traffic::kAny, "any"},
                                          {Traffic::kDomestic, "domestic"},
                                          {Traffic::kImport, "import"},
                                          {Traffic::kExport, "export"},
                                          {Traffic::kImportExport, "import-export"}}};

}  // namespace

std::optional<Scope> ParseScope(std::string_view code) { return ValueOf(kScopes, code); }

std::string FormatScopes(uint32_t scopes) {
  std::string out;
  for (const auto& [bit, name] : kScopes) {
    if (scopes & bit) absl::StrAppend(&out, out.empty() ? "" : ";", std::string(name));
  }
  return out;
}

std::string_view SubjectKindName(SubjectKind kind) {
  return kind == SubjectKind::kClass ? "class" : "substance";
}
std::string_view DateEvidenceName(DateEvidence kind) { return NameOf(kEvidence, kind); }
std::optional<DateEvidence> ParseDateEvidence(std::string_view name) { return ValueOf(kEvidence, name); }
std::string_view SeverityName(Severity severity) { return NameOf(kSeverities, severity); }
std::optional<Severity> ParseSeverity(std::string_view name) { return ValueOf(kSeverities, name); }
std::string_view DirectionName(Direction direction) { return NameOf(kDirections, direction); }
std::optional<Direction> ParseDirection(std::string_view name) { return ValueOf(kDirections, name); }
std::string_view TrafficName(Traffic traffic) { return NameOf(kTraffics, traffic); }
std::optional<Traffic> ParseTraffic(std::string_view name) { return ValueOf(kTraffics, name); }

}  // namespace tidewaiter
