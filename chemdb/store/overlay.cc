// Users' own lists on top of a database (format: docs/overlay.md).
#include <map>

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/store/builder.h"
#include "chemdb/store/database.h"
#include "chemdb/store/row_reader.h"
#include "chemdb/structure/listed_structure.h"

namespace tidewaiter {
namespace {

constexpr std::string_view kColumns[] = {"id",        "name",       "cas_rn",        "smiles",      "names",
                                         "jurisdiction", "instrument", "schedule",      "severity",    "scope",
                                         "in_force_from", "in_force_to", "threshold_kg",  "goods_code",  "citation",
                                         "next_step"};

// Private lists stand under a jurisdiction of their own, which is asked on every route.
constexpr std::string_view kOwn = "OWN";

class OverlayReader {
 public:
  OverlayReader(DatabaseContent& content, std::vector<TableProblem>& problems)
      : content_(content), problems_(problems) {
    for (size_t i = 0; i < content_.substances.size(); ++i) {
      const Substance& s = content_.substances[i];
      by_id_[s.id] = i;
      if (!s.cas_rn.empty()) by_cas_[s.cas_rn] = i;
    }
  }

  absl::Status Read(const std::string& path) {
    TW_ASSIGN_OR_RETURN(const CsvTable table, CsvTable::Read(path));
    for (const std::string& column : table.columns()) {
      bool known = false;
      for (const std::string_view name : kColumns) known = known || column == name;
      if (!known) return absl::InvalidArgumentError(Concat(path, ":1: unknown column \"", column, "\"; see docs/overlay.md"));
    }
    if (!table.HasColumn("name") && !table.HasColumn("id")) {
      return absl::InvalidArgumentError(Concat(path, ":1: a list needs a column \"name\" or \"id\""));
    }
    for (const CsvTable::Row& row : table.rows()) {
      RowReader reader(table, row, problems_);
      ReadRow(reader);
    }
    return absl::OkStatus();
  }

 private:
  // The substance that a row means: one that is known by id, CAS RN or structure, or a new one.
  std::optional<size_t> SubjectOf(RowReader& row) {
    const std::string& id = row.Text("id");
    const std::string& cas_rn = row.CasRn("cas_rn");
    const std::string& smiles = row.Text("smiles");
    if (const auto it = by_id_.find(id); !id.empty() && it != by_id_.end()) return it->second;
    if (const auto it = by_cas_.find(cas_rn); !cas_rn.empty() && it != by_cas_.end()) return it->second;

    Substance substance;
    if (!smiles.empty()) {
      const auto described = DescribeListedStructure(smiles, false);
      if (!described.ok()) {
        row.Complain("smiles", std::string(described.status().message()));
        return std::nullopt;
      }
      IndexStructures();
      if (const auto it = by_structure_.find(described->key); it != by_structure_.end()) return it->second;
      substance.formula = described->formula;
      by_structure_[described->key] = content_.substances.size();
    }
    substance.name = row.Required("name");
    substance.id = id.empty() ? Concat("own-", row.line()) : row.Id("id");
    if (by_id_.count(substance.id) > 0) substance.id += Concat("-", content_.substances.size());
    substance.cas_rn = cas_rn;
    substance.smiles = smiles;
    substance.source = row.file();
    substance.from_overlay = true;
    std::string_view names = row.Text("names");
    while (!names.empty()) {
      const size_t end = names.find('|');
      const std::string_view name = names.substr(0, end);
      if (!name.empty()) substance.names.push_back({std::string(name), "und", "name", 1, row.file()});
      if (end == std::string_view::npos) break;
      names.remove_prefix(end + 1);
    }
    if (row.complained()) return std::nullopt;
    by_id_[substance.id] = content_.substances.size();
    if (!cas_rn.empty()) by_cas_[cas_rn] = content_.substances.size();
    content_.substances.push_back(std::move(substance));
    return content_.substances.size() - 1;
  }

  void IndexStructures() {
    if (indexed_) return;
    indexed_ = true;
    for (size_t i = 0; i < content_.substances.size(); ++i) {
      const Substance& s = content_.substances[i];
      if (s.smiles.empty()) continue;
      if (const auto described = DescribeListedStructure(s.smiles, s.racemic); described.ok()) {
        by_structure_[described->key] = i;
      }
    }
  }

  void ReadRow(RowReader& row) {
    const auto subject = SubjectOf(row);
    Listing listing;
    listing.jurisdiction = row.Text("jurisdiction").empty() ? std::string(kOwn) : row.Text("jurisdiction");
    listing.instrument_title = row.Text("instrument").empty() ? Concat("list ", row.file()) : row.Text("instrument");
    listing.schedule = row.Text("schedule").empty() ? "list" : row.Text("schedule");
    const auto severity =
        row.Text("severity").empty() ? std::optional<Severity>(Severity::kHigh) : ParseSeverity(row.Text("severity"));
    if (!severity) row.Complain("severity", "must be info, low, medium, high or critical");
    for (const std::string& code : row.Parts("scope")) {
      const auto scope = ParseScope(code);
      if (!scope) row.Complain("scope", Concat("unknown code \"", code, "\""));
      if (scope) listing.scope |= *scope;
    }
    if (row.Text("scope").empty()) listing.scope = kScopeSalts | kScopeStereoisomers;
    listing.in_force_from = row.IsoDate("in_force_from");
    listing.in_force_to = row.IsoDate("in_force_to");
    listing.from_evidence = listing.in_force_from ? DateEvidence::kSecondarySource : DateEvidence::kOpen;
    listing.to_evidence = listing.in_force_to ? DateEvidence::kSecondarySource : DateEvidence::kOpen;
    if (listing.in_force_from && listing.in_force_to && *listing.in_force_to < *listing.in_force_from) {
      row.Complain("in_force_to", "ends before it begins");
    }
    if (const auto quantity = row.Number("threshold_kg")) listing.thresholds.push_back({*quantity, "kg", "", Traffic::kAny, row.file()});
    listing.goods_code = row.Digits("goods_code");
    listing.citation = row.Text("citation").empty() ? Concat(row.file(), ", line ", row.line()) : row.Text("citation");
    listing.source = Concat(row.file(), ":", row.line());
    listing.next_step = row.Text("next_step");
    if (row.complained() || !subject) return;
    listing.severity = *severity;
    listing.subject = content_.substances[*subject].id;
    listing.id = Concat("own-", content_.listings.size());
    listing.instrument = Concat("own-", listing.jurisdiction, "-", listing.instrument_title);
    content_.jurisdictions.emplace(listing.jurisdiction,
                                   listing.jurisdiction == kOwn ? "private list" : listing.jurisdiction);
    content_.listings.push_back(std::move(listing));
  }

  DatabaseContent& content_;
  std::vector<TableProblem>& problems_;
  std::map<std::string, size_t> by_id_, by_cas_, by_structure_;
  bool indexed_ = false;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const Database>> Database::WithOverlays(const std::shared_ptr<const Database>& base,
                                                                       const std::vector<std::string>& paths) {
  DatabaseContent content = base->content();
  std::vector<TableProblem> problems;
  OverlayReader reader(content, problems);
  for (const std::string& path : paths) TW_RETURN_IF_ERROR(reader.Read(path));
  if (!problems.empty()) {
    std::string all;
    for (const TableProblem& problem : problems) AppendTo(all, all.empty() ? "" : "\n", FormatProblem(problem));
    return absl::InvalidArgumentError(all);
  }
  return FromContent(std::move(content));
}

}  // namespace tidewaiter
