#include "screening/read/internal/data_tables.h"

#include <string_view>

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

CsvTable HeaderSynonymsTable() { return EmbeddedTable(data::kReadHeaderSynonyms, "header_synonyms.csv"); }
CsvTable CountriesTable() { return EmbeddedTable(data::kReadCountries, "countries.csv"); }
CsvTable CountryNamesTable() { return EmbeddedTable(data::kReadCountryNames, "country_names.csv"); }
CsvTable PlacesTable() { return EmbeddedTable(data::kReadPlaces, "places.csv"); }
CsvTable UnitsTable() { return EmbeddedTable(data::kReadUnits, "units.csv"); }
CsvTable TransportModesTable() { return EmbeddedTable(data::kReadTransportModes, "transport_modes.csv"); }
CsvTable MonthsTable() { return EmbeddedTable(data::kReadMonths, "months.csv"); }
CsvTable CurrenciesTable() { return EmbeddedTable(data::kReadCurrencies, "currencies.csv"); }
CsvTable SubdivisionsTable() { return EmbeddedTable(data::kReadSubdivisions, "subdivisions.csv"); }
CsvTable HsHeadingsTable() { return EmbeddedTable(data::kReadHsHeadings, "hs_headings.csv"); }

}  // namespace read
}  // namespace tidewaiter
