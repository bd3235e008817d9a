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
  double certainty = 1;  // chance that a description with this name alone means the substance
};

struct DictionaryCas {
  uint32_t substance = 0;
  int32_t form = -1;
  std::string cas_rn;
};

struct Dictionary {
  std::vector<DictionaryName> names;
  std::vector<DictionaryCas> cas_rns;
};

}  // namespace tidewaiter
