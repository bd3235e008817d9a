// Official texts against the source tables: what the tables would have to say, as edits for a person to
// review.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/base/date.h"
#include "chemdb/law/import/law_document.h"
#include "chemdb/law/import/table_file.h"
#include "chemdb/store/database.h"

namespace tidewaiter {

// What became of one row of a text.
struct ImportedRow {
  enum class Outcome : uint8_t {
    kSame,        // the tables say what it says
    kNew,         // the tables lack it
    kChanged,     // the tables say it otherwise
    kRepealed,    // it only marks the place of one that is gone
    kApplied,     // words on mixtures, taken up in the scope of other rows
    kUnresolved,  // cannot be tied to a substance: a person must
  };
  Outcome outcome = Outcome::kSame;
  std::string place;  // "file:line:column"
  std::string item;
  std::string text;
  std::vector<std::string> substances;  // ids
  std::string remark;
};
std::string_view OutcomeName(ImportedRow::Outcome outcome);

struct ImportResult {
  std::vector<ImportedRow> rows;  // every row of every text in English, in order
  std::vector<std::string>
      remarks;  // what else a person should know: languages that differ, listings without a row
  std::vector<TableFile> tables;  // those that would change
};

// Compares `texts` with the source tables in `directory` (chemdb/data), whose substances `content` has.
// Nothing is written. Each instrument needs its text in English; texts in other languages give names and are
// compared day by day. A re-wording ends the listing the day before and begins another; a first day is closed
// only by a row that has a day of its own, and never moved. `today` is the day on which the texts are said to
// be seen. InvalidArgument for a missing English text, or a text that is older than the tables.
absl::StatusOr<ImportResult> ImportLaw(const LawFormat& format, const std::vector<LawDocument>& texts,
                                       const DatabaseContent& content, const std::string& directory,
                                       Date today);

}  // namespace tidewaiter
