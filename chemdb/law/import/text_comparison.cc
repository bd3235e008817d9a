#include "chemdb/law/import/text_comparison.h"

#include <algorithm>

#include "chemdb/base/concat.h"

namespace tidewaiter {

std::vector<std::string> LanguageRemarks(const LawDocument& english, const LawDocument& other) {
  std::vector<std::string> out;
  if (other.consolidated_to != english.consolidated_to) {
    out.push_back(Concat(other.path, ": consolidated to another day than the text in English"));
  }
  for (const LawRow& row : english.rows) {
    const auto twin =
        std::find_if(other.rows.begin(), other.rows.end(), [&](const LawRow& r) { return r.key == row.key; });
    if (twin == other.rows.end()) {
      out.push_back(Concat(row.item, ": not in ", other.path));
    } else if (twin->wording_from != row.wording_from || twin->first != row.first || twin->last != row.last) {
      out.push_back(Concat(row.item, ": the wording in ", other.language, " is in force from ",
                           twin->wording_from ? FormatIsoDate(*twin->wording_from) : "no day",
                           ", that in English from ",
                           row.wording_from ? FormatIsoDate(*row.wording_from) : "no day"));
    } else if (twin->kind != row.kind || twin->inclusions.size() != row.inclusions.size()) {
      out.push_back(Concat(row.item, ": says something else in ", other.path));
    }
  }
  for (const LawRow& row : other.rows) {
    const bool known = std::any_of(english.rows.begin(), english.rows.end(),
                                   [&](const LawRow& r) { return r.key == row.key; });
    if (!known)
      out.push_back(Concat(other.path, ":", row.line, ":", row.column, ": not in the text in English"));
  }
  return out;
}

}  // namespace tidewaiter
