#include "rules/analogues/open_words.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter {

namespace data {
extern const std::string_view kAnalogueWordings;
}  // namespace data

absl::StatusOr<OpenWords> OpenWords::Load() {
  TW_ASSIGN_OR_RETURN(const CsvTable table,
                      CsvTable::Parse(data::kAnalogueWordings, "rules/analogues/data/wordings.csv"));
  OpenWords out;
  for (const CsvTable::Row& row : table.rows()) {
    for (const std::string& column : table.columns()) {
      if (table.Get(row, column).empty()) {
        return absl::InvalidArgumentError(Concat(table.file(), ":", row.line, ": empty ", column));
      }
    }
    out.acts_.emplace(std::make_pair(table.Get(row, "instrument"), table.Get(row, "schedule")),
                      Concat(table.Get(row, "citation"), ": ", table.Get(row, "words")));
  }
  return out;
}

std::string OpenWords::Of(const Listing& listing) const {
  const bool derivatives = (listing.scope & kScopeDerivatives) != 0;
  const bool analogues = (listing.scope & kScopeAnalogues) != 0;
  std::string out;
  if (derivatives || analogues) {
    out = Concat("its ", derivatives ? "derivatives" : "", derivatives && analogues ? " and " : "",
                 analogues ? "analogues" : "");
  }
  const auto act = acts_.find({listing.instrument, listing.schedule});
  if (act != acts_.end()) AppendTo(out, out.empty() ? "" : "; ", act->second);
  return out;
}

bool OpenWords::SpeakOfAnalogues(const Listing& listing) const {
  return (listing.scope & kScopeAnalogues) != 0 || acts_.count({listing.instrument, listing.schedule}) > 0;
}

}  // namespace tidewaiter
