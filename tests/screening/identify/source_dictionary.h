// The dictionary of chemdb/data, read from the source tables: tests and measurements need no SQLite file.
#pragma once

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"

#include "chemdb/base/csv_table.h"
#include "screening/identify/dictionary.h"

namespace tidewaiter::testing {

struct SourceDictionary {
  Dictionary dictionary;
  std::vector<std::string> ids;  // of the substances
};

inline SourceDictionary ReadSourceDictionary(const std::string& folder) {
  SourceDictionary out;
  std::map<std::string, uint32_t> index;
  std::vector<int32_t> forms;
  const auto substances = CsvTable::Read(folder + "/substances.csv");
  const auto names = CsvTable::Read(folder + "/names.csv");
  const auto form_rows = CsvTable::Read(folder + "/forms.csv");
  if (!substances.ok() || !names.ok() || !form_rows.ok()) std::abort();
  for (const auto& row : substances->rows()) {
    const auto k = static_cast<uint32_t>(out.ids.size());
    index[substances->Get(row, "id")] = k;
    out.ids.push_back(substances->Get(row, "id"));
    out.dictionary.names.push_back({k, -1, substances->Get(row, "name"), "name", 1});
    const std::string& systematic = substances->Get(row, "systematic_name");
    if (!systematic.empty()) out.dictionary.names.push_back({k, -1, systematic, "systematic", 1});
    const std::string& cas = substances->Get(row, "cas_rn");
    if (!cas.empty()) out.dictionary.cas_rns.push_back({k, -1, cas});
  }
  forms.resize(out.ids.size());
  for (const auto& row : names->rows()) {
    const auto it = index.find(names->Get(row, "substance"));
    if (it == index.end()) continue;
    double certainty = 1;
    if (!absl::SimpleAtod(names->Get(row, "certainty"), &certainty)) certainty = 1;
    out.dictionary.names.push_back({it->second, -1, names->Get(row, "name"), names->Get(row, "kind"),
                                    certainty, names->Get(row, "language")});
  }
  for (const auto& row : form_rows->rows()) {
    const auto it = index.find(form_rows->Get(row, "substance"));
    if (it == index.end()) continue;
    const int32_t form = forms[it->second]++;
    if (!form_rows->Get(row, "name").empty()) {
      out.dictionary.names.push_back(
          {it->second, form, form_rows->Get(row, "name"), form_rows->Get(row, "kind"), 1});
    }
    if (!form_rows->Get(row, "cas_rn").empty()) {
      const bool ester = form_rows->Get(row, "kind") == "ester";
      out.dictionary.cas_rns.push_back({it->second, form, form_rows->Get(row, "cas_rn"), ester});
    }
  }
  const auto identifiers = CsvTable::Read(folder + "/identifiers.csv");
  if (!identifiers.ok()) std::abort();
  const std::map<std::string, IdentifierKind> kinds = {{"ec", IdentifierKind::kEc},
                                                       {"un", IdentifierKind::kUn},
                                                       {"dea", IdentifierKind::kDea},
                                                       {"inchikey", IdentifierKind::kInchiKey},
                                                       {"inchi", IdentifierKind::kInchi}};
  for (const auto& row : identifiers->rows()) {
    double certainty = 1;
    if (!absl::SimpleAtod(identifiers->Get(row, "certainty"), &certainty)) std::abort();
    out.dictionary.identifiers.push_back({index.at(identifiers->Get(row, "substance")), -1,
                                          kinds.at(identifiers->Get(row, "kind")),
                                          identifiers->Get(row, "value"), certainty});
  }
  return out;
}

}  // namespace tidewaiter::testing
