#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "screening/lint/lint.h"

namespace tidewaiter {
namespace {

struct FieldTitles {
  ListField field;
  std::string_view name;
  std::vector<std::string_view> titles;  // letters and digits only, lower case; the best first
};

const std::vector<FieldTitles>& Fields() {
  static const auto* const fields = new std::vector<FieldTitles>{
      {ListField::kName,
       "name",
       {"name", "substance", "substancename", "chemicalname", "chemical", "drugname", "drug", "preferredname",
        "productname", "commonname", "primaryname", "compound", "ingredient", "nombre", "nom", "title",
        "nome"}},
      {ListField::kNames,
       "names",
       {"names", "synonyms", "synonym", "othernames", "othername", "aliases", "alias", "aka",
        "alternatenames"}},
      {ListField::kCasRn,
       "cas_rn",
       {"casrn", "cas", "casno", "casnumber", "casnr", "casregistrynumber", "casregistry", "casid",
        "casregno", "casnum", "numcas", "casnumbers", "casrns"}},
      {ListField::kSmiles,
       "smiles",
       {"smiles", "canonicalsmiles", "isomericsmiles", "smilesstring", "structure"}},
      {ListField::kFormula, "formula", {"formula", "molecularformula", "molformula"}},
      {ListField::kHsCode,
       "hs_code",
       {"hscode", "hs", "hs2022", "goodscode", "cncode", "tariffcode", "customscode", "htscode", "hts",
        "hsnumber", "commoditycode", "hscodes", "tariff", "customstariff"}},
      {ListField::kFrom,
       "from",
       {"inforcefrom", "effectivedate", "datefrom", "startdate", "validfrom", "from", "dateofcontrol",
        "datecontrolled", "controlledfrom", "listedfrom", "effectivefrom"}},
      {ListField::kTo,
       "to",
       {"inforceto", "enddate", "dateto", "validto", "validuntil", "until", "to", "expirydate",
        "expirationdate", "effectiveto"}},
  };
  return *fields;
}

std::string Plain(std::string_view title) {
  std::string out;
  for (const char c : title) {
    const auto u = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(u)) out += absl::ascii_tolower(u);
  }
  return out;
}

}  // namespace

std::optional<ListField> ParseListField(std::string_view name) {
  for (const FieldTitles& field : Fields()) {
    if (field.name == name) return field.field;
  }
  return std::nullopt;
}

std::string_view ListFieldName(ListField field) { return Fields()[static_cast<size_t>(field)].name; }

absl::StatusOr<ColumnMap> MapColumns(const ListFile& list, const std::map<ListField, std::string>& chosen) {
  ColumnMap out;
  std::string titles;
  for (const std::string& title : list.columns) AppendTo(titles, titles.empty() ? "" : ", ", title);
  for (const auto& [field, title] : chosen) {
    const auto it = std::find(list.columns.begin(), list.columns.end(), title);
    if (it == list.columns.end()) {
      return absl::InvalidArgumentError(
          Concat(list.path, ": no column \"", title, "\"; the columns are: ", titles));
    }
    out[field] = static_cast<size_t>(it - list.columns.begin());
  }
  for (const FieldTitles& field : Fields()) {
    for (const std::string_view wanted : field.titles) {
      if (out.count(field.field) != 0) break;
      for (size_t i = 0; i < list.columns.size(); ++i) {
        const bool taken =
            std::any_of(out.begin(), out.end(), [&](const auto& entry) { return entry.second == i; });
        if (!taken && Plain(list.columns[i]) == wanted) {
          out[field.field] = i;
          break;
        }
      }
    }
  }
  if (out.empty() && !list.columns.empty()) {
    return absl::InvalidArgumentError(Concat(list.path,
                                             ": no column is recognised; say which is which with --map, "
                                             "such as --map cas_rn=TITLE. The columns are: ",
                                             titles));
  }
  return out;
}

}  // namespace tidewaiter
