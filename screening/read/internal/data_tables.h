// The reader's facts (screening/read/data/*.csv), as they were compiled in. A table that does not parse ends
// the program at its first use: it is part of the build, and a test loads them all.
#pragma once

#include "chemdb/base/csv_table.h"

namespace tidewaiter::read {

CsvTable HeaderSynonymsTable();
CsvTable CountriesTable();
CsvTable CountryNamesTable();
CsvTable PlacesTable();
CsvTable UnitsTable();
CsvTable TransportModesTable();
CsvTable MonthsTable();
CsvTable CurrenciesTable();
CsvTable SubdivisionsTable();
CsvTable HsHeadingsTable();

}  // namespace tidewaiter::read
