// What TextIdentifier looks for, as plain values: from a Database, or written down in a test.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tidewaiter {

struct DictionaryName {
  uint32_t substance = 0;
  int32_t form = -1;  // of that substance; -1: the substance itself
  std::string text;
  std::string kind =
      "name";  // "name", "abbreviation", "trade", "code", "systematic", or a form's "salt", "hydrate" ...
  double certainty = 1;       // chance that a description with this name alone means the substance
  std::string language = "";  // ISO 639-1; empty or "und": no language's grammar holds
};

struct DictionaryCas {
  uint32_t substance = 0;
  int32_t form = -1;
  std::string cas_rn;
  bool ester = false;  // of an ester of the substance
};

enum class IdentifierKind : uint8_t { kEc, kUn, kDea, kInchiKey, kInchi };

struct DictionaryIdentifier {
  uint32_t substance = 0;
  int32_t form = -1;
  IdentifierKind kind = IdentifierKind::kEc;
  std::string
      value;  // "200-662-2", "1090", "8530", "CSCPPACGZOOCGX-UHFFFAOYSA-N", the main layers of an InChI
  double certainty = 1;  // chance that the number alone means the substance
};

struct Dictionary {
  std::vector<DictionaryName> names;
  std::vector<DictionaryCas> cas_rns;
  std::vector<DictionaryIdentifier> identifiers;
};

}  // namespace tidewaiter
