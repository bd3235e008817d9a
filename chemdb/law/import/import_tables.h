// The source tables that an import may change, and the instrument and source of a text in them.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "chemdb/base/date.h"
#include "chemdb/law/import/law_document.h"
#include "chemdb/law/import/table_file.h"

namespace tidewaiter {

struct ImportTables {
  TableFile instruments, sources, listings, thresholds, names;
};

// Those of a jurisdiction ("CA"), and the names.
absl::StatusOr<ImportTables> ReadImportTables(const std::string& directory, std::string_view jurisdiction);

struct TextOrigin {
  std::string instrument;  // id
  std::string source;      // id of the text as a source
};

// The instrument with the text's address. A later consolidation, or a new instrument, is put into the tables
// with a source seen `today`. InvalidArgument for a text that is older than the one in the tables.
absl::StatusOr<TextOrigin> TakeInstrument(const LawFormat& format, const LawDocument& text, Date today,
                                          ImportTables& tables);

}  // namespace tidewaiter
