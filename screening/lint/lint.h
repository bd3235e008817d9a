// Checks anybody's list of controlled substances: identifiers that are wrong, cut or look like others, cells
// of a row that mean different substances, codes that an edition does not have, days that cannot be.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/store/database.h"
#include "screening/lint/cell_checks.h"
#include "screening/lint/list_file.h"
#include "screening/lint/nomenclature.h"

namespace tidewaiter {

struct LintComplaint {
  std::string rule;  // an id of lint_rules.h
  LintLevel level = LintLevel::kError;
  ListPlace place;
  std::string column;  // the title; empty when it is about the file or a whole row
  std::string value;   // the cell; empty when it is about the file or a whole row
  std::string message;
};

// What a column holds.
enum class ListField : uint8_t { kName, kNames, kCasRn, kSmiles, kFormula, kHsCode, kFrom, kTo };

// "name", "names", "cas_rn", "smiles", "formula", "hs_code", "from", "to"; nullopt for another.
std::optional<ListField> ParseListField(std::string_view name);
std::string_view ListFieldName(ListField field);

// Columns by index into ListFile::columns.
using ColumnMap = std::map<ListField, size_t>;

// By their titles, and by `chosen` (field -> title), which goes first. InvalidArgument for a title that the
// list does not have, and when no column at all is recognised (the message has the titles).
absl::StatusOr<ColumnMap> MapColumns(const ListFile& list, const std::map<ListField, std::string>& chosen);

class SubstanceKnowledge;

class Linter {
 public:
  // `database`: what is known of substances. `nomenclature` may be nullptr: codes are then checked for form
  // only.
  Linter(std::shared_ptr<const Database> database, const Nomenclature* nomenclature);
  ~Linter();

  // Every complaint, in the order of places. A row with a complaint is checked to its end.
  std::vector<LintComplaint> Check(const ListFile& list, const ColumnMap& columns) const;

 private:
  std::unique_ptr<SubstanceKnowledge> knowledge_;
  const Nomenclature* nomenclature_;
};

}  // namespace tidewaiter
