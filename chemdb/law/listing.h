// Law as dated data: which subject stands in which schedule of which instrument, from when to when, for what.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chemdb/base/date.h"

namespace tidewaiter {

enum class SubjectKind : uint8_t { kSubstance, kClass };

// How a first or last day is known.
enum class DateEvidence : uint8_t {
  kOfficialText,     // it stands in the law or notice that was read
  kSecondarySource,  // somebody else's page says so
  kCounted,          // reckoned from a publication day that was seen
  kOpen,             // not known
};

// What beside the substance itself a listing covers, as the law words it. Bits of `Listing::scope`.
enum Scope : uint32_t {
  kScopeSalts = 1u << 0,
  kScopeStereoisomers = 1u << 1,  // "optical isomers", "stereoisomeric forms"
  kScopeIsomers = 1u << 2,        // isomers of every sort
  kScopeEsters = 1u << 3,
  kScopeEthers = 1u << 4,
  kScopeAmides = 1u << 5,
  kScopeCarbamates = 1u << 6,
  kScopeAcetals = 1u << 7,
  kScopeHalides = 1u << 8,
  kScopeDerivatives = 1u << 9,
  kScopeAnalogues = 1u << 10,
  kScopePreparations = 1u << 11,
};

// Codes as they stand in the source tables: `salts`, `stereoisomers`, ... nullopt for an unknown one.
std::optional<Scope> ParseScope(std::string_view code);
std::string FormatScopes(uint32_t scopes);  // "salts;stereoisomers"

enum class Traffic : uint8_t { kAny, kDomestic, kImport, kExport, kImportExport };

// A quantity from which a listing bites.
struct Threshold {
  double quantity = 0;  // in `unit`; 0 = every transaction
  std::string unit;     // "kg", "g" or "L"
  std::string window;   // empty = each transaction; "package", "calendar month", "calendar year"
  Traffic traffic = Traffic::kAny;
  std::string citation;
};

// Which way goods must move, as seen from the jurisdiction, for a listing to hold.
enum class Direction : uint8_t { kAny, kImport, kExport, kTransit };

struct Instrument {
  std::string id;
  std::string jurisdiction;             // "US"
  std::string title;                    // official
  std::string citation;                 // what a lawyer would write: "S.C. 1996, c. 19"; may be empty
  std::string address;                  // of the official text; may be empty
  std::string licence;                  // under which the publisher gives the text; empty when not stated
  std::optional<Date> consolidated_to;  // the text was read as it stood on that day
  std::string source_ids;               // of the texts that were read, joined by ";"
};

// How grave a schedule is and what an officer does next.
enum class Severity : uint8_t { kInfo, kLow, kMedium, kHigh, kCritical };

struct Listing {
  std::string id;
  SubjectKind subject_kind = SubjectKind::kSubstance;
  std::string subject;       // id of a substance or of a class rule
  std::string jurisdiction;  // from the instrument
  std::string instrument;    // id
  std::string instrument_title;
  std::optional<Date> consolidated_to;  // of the instrument; filled by Database
  std::string schedule;                 // the instrument's own word
  Severity severity = Severity::kHigh;
  std::string next_step;

  uint32_t scope = 0;  // bits of Scope
  std::string scope_text;

  std::optional<Date> in_force_from;  // first day in force; nullopt = start not known, counts as always
  DateEvidence from_evidence = DateEvidence::kOpen;
  std::optional<Date> in_force_to;  // last day in force; nullopt = no end known
  DateEvidence to_evidence = DateEvidence::kOpen;

  Direction direction = Direction::kAny;
  std::vector<std::string> counterparts;  // ISO 3166 alpha-2; empty = all
  std::optional<double> mixture_limit;    // percent by weight above which a mixture is covered
  std::string goods_code;                 // HS, CN or national tariff code, digits only
  std::string citation;
  std::string source_ids;  // of the texts that were read, joined by ";"
  std::string source;      // the same as titles with the day each was seen, for people
  std::string note;
  std::vector<Threshold> thresholds;
  bool from_overlay = false;  // a user's own list says so, not the database

  bool InForceOn(Date date) const {
    return (!in_force_from || *in_force_from <= date) && (!in_force_to || date <= *in_force_to);
  }
};

std::string_view SubjectKindName(SubjectKind kind);    // "substance", "class"
std::string_view DateEvidenceName(DateEvidence kind);  // "official text", ...
std::optional<DateEvidence> ParseDateEvidence(std::string_view name);
std::string_view SeverityName(Severity severity);  // "info" .. "critical"
std::optional<Severity> ParseSeverity(std::string_view name);
std::string_view DirectionName(Direction direction);  // "", "import", "export", "transit"
std::optional<Direction> ParseDirection(std::string_view name);
std::string_view TrafficName(Traffic traffic);
std::optional<Traffic> ParseTraffic(std::string_view name);

}  // namespace tidewaiter
