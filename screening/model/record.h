// What a manifest line or a structure record says, after reading and before screening.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chemdb/base/date.h"

namespace tidewaiter {

// Where a record stands, for people: file as given on the command line, line from 1 (the first line of the
// record).
struct Place {
  std::string_view file;
  uint64_t line = 0;
};

// The fields of a consignment line that the engine knows. Header synonyms, profiles and evidence refer to
// them by FieldName(). Structure files fill kStructure and kId only.
enum class Field : uint8_t {
  kId,
  kConsignment,    // the consignment's own number
  kMasterWaybill,  // master air waybill, or master bill of lading
  kHouseWaybill,   // house air waybill, or house bill of lading
  kDate,           // of shipment or declaration
  kMode,           // air, sea, road, rail, post, courier
  kOrigin,         // country, ISO 3166 or a known name
  kTransit,        // countries, separated by ; or , or /
  kDestination,    // country
  kHsCode,         // as declared, any punctuation
  kDescription,    // goods description, free text
  kQuantity,
  kUnit,       // of kQuantity: UN/ECE Rec 20 code or common word
  kPackages,   // how many cartons, drums, bags ...
  kNetMass,    // in kg
  kGrossMass,  // in kg
  kMassUnit,   // of kNetMass and kGrossMass, when a column says it; absent: kg
  kValue,
  kCurrency,  // ISO 4217
  kConsignor,
  kConsignorAddress,
  kConsignorPhone,
  kConsignee,
  kConsigneeAddress,
  kConsigneePhone,
  kNotifyParty,
  kEndUse,     // what the goods are for, free text
  kCasRn,      // a column of its own
  kStructure,  // SMILES, or a whole mol block
};
inline constexpr size_t kFieldCount = static_cast<size_t>(Field::kStructure) + 1;

std::string_view FieldName(Field field);  // "id", "hs_code", ...
std::optional<Field> ParseField(std::string_view name);

enum class StructureFormat : uint8_t { kNone, kSmiles, kMolBlock };

// Something wrong with one record that does not stop the batch. Becomes a finding of kind `data`.
struct DataIssue {
  std::string rule;         // "unreadable-row", "bad-date", "unknown-unit", "not-screened-limit", ...
  std::string field;        // FieldName, column title, or empty
  std::string message;      // what is wrong and where, for a person
  bool unscreened = false;  // the record, or a part that matters, could not be screened
};

struct Quantity {
  double value = 0;
  std::string unit;                 // as written
  std::optional<double> kilograms;  // when the unit is a mass; never 0
  std::optional<double> litres;     // when the unit is a volume; never 0
};

// One record, interpreted. Text fields are views into the batch that made it and live as long as it does.
struct Record {
  Place place;
  std::string id;                        // own id, or waybill, or "line N"
  std::string_view fields[kFieldCount];  // as written (UTF-8, trimmed); empty = nothing is said
  StructureFormat structure_format = StructureFormat::kNone;

  std::optional<Date> date;
  std::string origin;       // ISO 3166 alpha-2, or empty
  std::string destination;  // same
  std::vector<std::string> transit;
  std::string mode;     // "air", "sea", "road", "rail", "post", "courier", ..., or empty
  std::string hs_code;  // digits only, or empty
  std::optional<Quantity> quantity;
  std::optional<double> net_kilograms;  // net mass column, else quantity when a mass; a declared 0 is absent
  std::optional<double> gross_kilograms;
  std::optional<int64_t> packages;  // packages column, else a quantity counted in packages; a 0 is absent
  std::optional<double> value;
  std::vector<DataIssue> issues;

  std::string_view Text(Field field) const { return fields[static_cast<size_t>(field)]; }
  // Whether the record has a place for `field`: a column of its file, or a key of its own, even with nothing
  // in it. An empty text without a place has no data.
  bool Has(Field field) const { return Text(field).data() != nullptr; }
};

}  // namespace tidewaiter
