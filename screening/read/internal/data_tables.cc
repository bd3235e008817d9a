#include "screening/read/internal/data_tables.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace tidewaiter {

namespace data {
extern const std::string_view kReadHeaderSynonyms;
extern const std::string_view kReadCountries;
extern const std::string_view kReadCountryNames;
extern const std::string_view kReadPlaces;
extern const std::string_view kReadUnits;
extern const std::string_view kReadTransportModes;
extern const std::string_view kReadMonths;
extern const std::string_view kReadCurrencies;
extern const std::string_view kReadSubdivisions;
extern const std::string_view kReadHsHeadings;
}  // namespace data

namespace read {
namespace {

CsvTable Load(std::string_view text, std::string_view file) {
  absl::StatusOr<CsvTable> table = CsvTable::Parse(text, file);
  if (!table.ok()) {
    std::fprintf(stderr, "tidewaiter: built with a broken table: %s\n", table.status().ToString().c_str());
    std::abort();
  }
  return *std::move(table);
}

}  // namespace

CsvTable HeaderSynonymsTable() { return Load(data::kReadHeaderSynonyms, "header_synonyms.csv"); }
CsvTable CountriesTable() { return Load(data::kReadCountries, "countries.csv"); }
CsvTable CountryNamesTable() { return Load(data::kReadCountryNames, "country_names.csv"); }
CsvTable PlacesTable() { return Load(data::kReadPlaces, "places.csv"); }
CsvTable UnitsTable() { return Load(data::kReadUnits, "units.csv"); }
CsvTable TransportModesTable() { return Load(data::kReadTransportModes, "transport_modes.csv"); }
CsvTable MonthsTable() { return Load(data::kReadMonths, "months.csv"); }
CsvTable CurrenciesTable() { return Load(data::kReadCurrencies, "currencies.csv"); }
CsvTable SubdivisionsTable() { return Load(data::kReadSubdivisions, "subdivisions.csv"); }
CsvTable HsHeadingsTable() { return Load(data::kReadHsHeadings, "hs_headings.csv"); }

}  // namespace read
}  // namespace tidewaiter
