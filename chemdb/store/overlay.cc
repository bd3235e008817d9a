// Users' own lists on top of a database (format: docs/overlay.md).
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/file.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/store/builder.h"
#include "chemdb/store/database.h"
#include "chemdb/store/described.h"
#include "chemdb/store/overlay_cells.h"
#include "chemdb/store/row_reader.h"
#include "chemdb/structure/listed_structure.h"

namespace tidewaiter {
namespace {

constexpr std::string_view kColumns[] = {
    "id",           "name",       "cas_rn",   "smiles",     "names",    "class",         "amends",
    "jurisdiction", "instrument", "schedule", "severity",   "scope",    "in_force_from", "in_force_to",
    "threshold",    "unit",       "window",   "goods_code", "citation", "source",        "next_step"};

// Private lists stand under a jurisdiction of their own, which is asked on every route.
constexpr std::string_view kOwn = "OWN";

// Problems told in one status; a list that is wrong throughout (saved in another format) says so soon enough.
constexpr size_t kProblemsTold = 50;

std::string Trimmed(std::string_view text) {
  return std::string(AsStd(absl::StripAsciiWhitespace(AsAbsl(text))));
}

// "4-AP (HCl)" -> "4-ap-hcl".
std::string Slug(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      out += absl::ascii_tolower(static_cast<unsigned char>(c));
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.empty() ? "item" : out;  // a name in another script
}

// Spreadsheets in much of the world save "CSV" with semicolons.
char SeparatorOf(std::string_view text) {
  const std::string_view header = text.substr(0, text.find('\n'));
  return header.find(',') == std::string_view::npos && header.find(';') != std::string_view::npos ? ';' : ',';
}

class OverlayReader {
 public:
  OverlayReader(DatabaseContent& content, const DescribedStructures& described,
                std::vector<TableProblem>& problems)
      : content_(content), described_(described), problems_(problems) {
    for (size_t i = 0; i < content_.substances.size(); ++i) {
      const Substance& s = content_.substances[i];
      by_id_[s.id] = i;
      if (!s.cas_rn.empty()) by_cas_[s.cas_rn] = i;
      for (const SubstanceForm& form : s.forms) {
        if (!form.cas_rn.empty()) by_form_cas_.emplace(form.cas_rn, i);
      }
    }
    for (const Listing& listing : content_.listings) listing_ids_.insert(listing.id);
  }

  absl::Status Read(const std::string& path) {
    TW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kCsvTableBytes));
    // Not the folder: the same list gives the same digest wherever it lies.
    file_name_ = std::filesystem::path(path).filename().string();
    std::vector<CsvTable::Error> errors;
    const CsvTable table = CsvTable::ParseWithErrors(text, path, errors, SeparatorOf(text));
    for (const CsvTable::Error& error : errors) {
      problems_.push_back({path, error.line, "", Concat("column ", error.column, ": ", error.message)});
    }
    for (const std::string& column : table.columns()) {
      if (std::find(std::begin(kColumns), std::end(kColumns), column) == std::end(kColumns)) {
        problems_.push_back({path, 1, column, "unknown column; docs/overlay.md has those that are read"});
      }
    }
    if (errors.empty() && !table.HasColumn("name") && !table.HasColumn("id") && !table.HasColumn("class") &&
        !table.HasColumn("amends")) {
      problems_.push_back({path, 1, "", "a list needs a column \"name\", \"id\", \"class\" or \"amends\""});
      return absl::OkStatus();
    }
    for (CsvTable::Row row : table.rows()) {
      bool empty = true;
      for (std::string& cell : row.cells) {
        cell = Trimmed(cell);
        empty = empty && cell.empty();
      }
      if (empty) continue;  // spreadsheets leave such rows at the end
      RowReader reader(table, row, problems_);
      ReadRow(reader);
    }
    return absl::OkStatus();
  }

 private:
  // A substance that the row's cells refer to; the row is refused when they refer to several.
  struct Reference {
    std::optional<size_t> substance;
    bool by_form = false;  // by the CAS RN of a salt or hydrate, whose drawing is not the substance's
  };
  void Refer(RowReader& row, std::string_view column, size_t substance, Reference& reference) {
    if (reference.substance && *reference.substance != substance) {
      row.Complain(column, Concat("means ", content_.substances[substance].id, ", but the row means ",
                                  content_.substances[*reference.substance].id));
    }
    if (!reference.substance) reference.substance = substance;
  }

  std::optional<size_t> SubjectOf(RowReader& row) {
    const std::string& id = row.Text("id");
    const std::string& cas_rn = row.CasRn("cas_rn");
    const std::string& smiles = row.Text("smiles");
    Reference reference;
    if (!id.empty()) {
      row.Id("id");
      if (const auto it = by_id_.find(id); it != by_id_.end()) Refer(row, "id", it->second, reference);
    }
    if (const auto it = by_cas_.find(cas_rn); it != by_cas_.end()) {
      Refer(row, "cas_rn", it->second, reference);
    } else if (const auto form = by_form_cas_.find(cas_rn); form != by_form_cas_.end()) {
      Refer(row, "cas_rn", form->second, reference);
      reference.by_form = true;
    } else if (!cas_rn.empty() && reference.substance) {
      row.Complain("cas_rn",
                   Concat("is not the CAS RN of ", id, "; leave it out, or give the row an id of its own"));
    }
    ListedStructure structure;
    if (!smiles.empty()) {
      auto described = DescribeListedStructure(smiles, false);
      if (!described.ok()) {
        row.Complain("smiles", std::string(AsStd(described.status().message())));
        return std::nullopt;
      }
      structure = *std::move(described);
      IndexStructures();
      if (const auto it = by_key_.find(structure.key); it != by_key_.end()) {
        Refer(row, "smiles", it->second, reference);
      } else if (reference.substance && !reference.by_form &&
                 !SameMainComponent(structure, *reference.substance)) {
        row.Complain("smiles",
                     Concat("is not the structure of ", content_.substances[*reference.substance].id));
      }
    }
    if (!reference.substance && id.empty() && cas_rn.empty() && smiles.empty()) {
      if (const auto it = own_by_name_.find(row.Text("name")); it != own_by_name_.end()) return it->second;
    }
    if (row.complained()) return std::nullopt;
    if (!reference.substance) return NewSubstance(row, structure);
    AddNames(row, content_.substances[*reference.substance]);
    return reference.substance;
  }

  std::optional<size_t> NewSubstance(RowReader& row, const ListedStructure& structure) {
    Substance substance;
    substance.id = row.Text("id");
    substance.name = row.Required("name");
    substance.cas_rn = row.Text("cas_rn");
    substance.smiles = row.Text("smiles");
    substance.formula = structure.formula;
    substance.source = file_name_;
    substance.from_overlay = true;
    AddNames(row, substance);
    if (substance.cas_rn.empty() && substance.smiles.empty() && substance.names.empty()) {
      row.Complain("name",
                   substance.id.empty()
                       ? "a new substance needs a CAS RN, a structure or further names beside its name"
                       : Concat("\"", substance.id,
                                "\" is not known, and a new substance needs a CAS RN, a "
                                "structure or further names beside its name"));
    }
    if (row.complained()) return std::nullopt;
    if (substance.id.empty()) substance.id = overlay::FreeId(Concat("own-", Slug(substance.name)), by_id_);
    const size_t index = content_.substances.size();
    by_id_[substance.id] = index;
    own_by_name_.emplace(substance.name, index);
    if (!substance.cas_rn.empty()) by_cas_[substance.cas_rn] = index;
    if (!substance.smiles.empty()) Index(structure, index);
    content_.substances.push_back(std::move(substance));
    return index;
  }

  // The row's name and names, as far as they are new. They count in full: the user says what they mean.
  void AddNames(RowReader& row, Substance& substance) {
    const auto add = [&](std::string text) {
      const bool known = text.empty() || text == substance.name || text == substance.systematic_name ||
                         std::any_of(substance.names.begin(), substance.names.end(),
                                     [&](const SubstanceName& name) { return name.text == text; });
      if (!known) substance.names.push_back({std::move(text), "und", "name", 1, file_name_});
    };
    add(row.Text("name"));
    std::string_view names = row.Text("names");
    while (!names.empty()) {
      const size_t end = names.find('|');
      add(Trimmed(names.substr(0, end)));
      if (end == std::string_view::npos) break;
      names.remove_prefix(end + 1);
    }
  }

  void Index(const ListedStructure& structure, size_t substance) {
    by_key_.emplace(structure.key, substance);
    for (const ListedForm& form : structure.forms) by_flat_key_[form.flat_key].insert(substance);
  }

  // Only for lists that hold structures.
  void IndexStructures() {
    if (indexed_) return;
    indexed_ = true;
    for (size_t i = 0; i < content_.substances.size(); ++i) {
      const Substance& s = content_.substances[i];
      if (s.smiles.empty()) continue;
      if (const auto described = described_.Describe(s.smiles, s.racemic); described.ok())
        Index(*described, i);
    }
  }

  bool SameMainComponent(const ListedStructure& structure, size_t substance) const {
    if (content_.substances[substance].smiles.empty()) return true;
    const auto it = by_flat_key_.find(structure.flat_key);
    return it != by_flat_key_.end() && it->second.count(substance) > 0;
  }

  // The instrument is a known one, or a title of the user's own.
  void ReadInstrument(RowReader& row, Listing& listing) {
    const std::string& wanted = row.Text("jurisdiction");
    const std::string code = absl::AsciiStrToUpper(wanted);
    listing.jurisdiction = wanted.empty() ? std::string(kOwn) : code;
    if (listing.jurisdiction != kOwn && content_.jurisdictions.count(listing.jurisdiction) == 0) {
      row.Complain("jurisdiction",
                   Concat("\"", wanted, "\" is not known; empty stands for a list of your own"));
      return;
    }
    const std::string& text = row.Text("instrument");
    for (const Instrument& instrument : content_.instruments) {
      if (instrument.id != text) continue;
      if (!wanted.empty() && instrument.jurisdiction != listing.jurisdiction) {
        row.Complain("instrument", Concat("is law of ", instrument.jurisdiction));
      }
      listing.jurisdiction = instrument.jurisdiction;
      listing.instrument = instrument.id;
      listing.instrument_title = instrument.title;
    }
    listing.schedule = row.Text("schedule").empty() ? "list" : row.Text("schedule");
    if (!listing.instrument.empty()) return;
    listing.instrument_title = text.empty() ? std::string("private list") : text;
    auto [it, fresh] = own_instruments_.try_emplace({listing.jurisdiction, listing.instrument_title});
    if (fresh && !row.complained()) {
      std::set<std::string> taken;
      for (const Instrument& instrument : content_.instruments) taken.insert(instrument.id);
      it->second = overlay::FreeId(Concat("own-", Slug(listing.instrument_title)), taken);
      if (listing.jurisdiction == kOwn) content_.jurisdictions.emplace(kOwn, "private list");
      Instrument own;
      own.id = it->second;
      own.jurisdiction = listing.jurisdiction;
      own.title = listing.instrument_title;
      content_.instruments.push_back(std::move(own));
    }
    listing.instrument = it->second;
  }

  // As grave as the row says, else as the schedule is.
  void ReadSeverity(RowReader& row, Listing& listing) {
    listing.next_step = row.Text("next_step");
    for (const Listing& other : content_.listings) {
      if (other.instrument != listing.instrument || other.schedule != listing.schedule) continue;
      listing.severity = other.severity;
      if (listing.next_step.empty()) listing.next_step = other.next_step;
      break;
    }
    if (!row.Text("severity").empty()) listing.severity = overlay::SeverityCell(row);
  }

  void OnceADay(RowReader& row, const Listing& listing) {
    for (const Listing& other : content_.listings) {
      const bool same = other.subject_kind == listing.subject_kind && other.subject == listing.subject &&
                        other.instrument == listing.instrument && other.schedule == listing.schedule &&
                        other.direction == Direction::kAny && other.counterparts.empty() &&
                        !other.mixture_limit;
      const bool apart =
          (listing.in_force_to && other.in_force_from && *listing.in_force_to < *other.in_force_from) ||
          (other.in_force_to && listing.in_force_from && *other.in_force_to < *listing.in_force_from);
      if (same && !apart) {
        row.Complain("",
                     Concat("the same control as ", other.id, " on the same days (", other.citation, ")"));
        return;
      }
    }
  }

  // A row may control a class rule instead of a substance; whether there is such a rule, the engine knows.
  std::string ClassOf(RowReader& row) {
    const std::string& id = row.Text("class");
    if (id.empty()) return "";
    row.Id("class");
    for (const std::string_view column : {"id", "name", "cas_rn", "smiles", "names"}) {
      if (!row.Text(column).empty())
        row.Complain(column, "a row is of a substance or of a class, not of both");
    }
    return id;
  }

  void ReadRow(RowReader& row) {
    const std::string place = Concat(file_name_, ", line ", row.line());
    if (!row.Text("amends").empty()) return overlay::ReadAmendment(row, place, content_, listing_ids_);
    const std::string class_id = ClassOf(row);
    const auto subject = class_id.empty() ? SubjectOf(row) : std::nullopt;
    Listing listing;
    ReadInstrument(row, listing);
    ReadSeverity(row, listing);
    listing.scope = overlay::ScopeCell(row);
    if (row.Text("scope").empty()) listing.scope = kScopeSalts | kScopeStereoisomers;
    listing.in_force_from = row.IsoDate("in_force_from");
    listing.in_force_to = row.IsoDate("in_force_to");
    listing.from_evidence = listing.in_force_from ? DateEvidence::kSecondarySource : DateEvidence::kOpen;
    listing.to_evidence = listing.in_force_to ? DateEvidence::kSecondarySource : DateEvidence::kOpen;
    if (listing.in_force_from && listing.in_force_to && *listing.in_force_to < *listing.in_force_from) {
      row.Complain("in_force_to", "ends before it begins");
    }
    listing.citation = row.Text("citation").empty() ? place : row.Text("citation");
    listing.source = row.Text("source").empty() ? place : row.Text("source");
    listing.goods_code = overlay::GoodsCodeCell(row);
    overlay::ReadThreshold(row, listing);
    if (row.complained() || (class_id.empty() && !subject)) return;
    if (!class_id.empty()) listing.subject_kind = SubjectKind::kClass;
    listing.subject = class_id.empty() ? content_.substances[*subject].id : class_id;
    listing.from_overlay = true;
    OnceADay(row, listing);
    if (row.complained()) return;
    const bool prefixed = listing.subject.substr(0, 4) == "own-";
    listing.id = overlay::FreeId(prefixed ? listing.subject : Concat("own-", listing.subject), listing_ids_);
    listing_ids_.insert(listing.id);
    content_.listings.push_back(std::move(listing));
  }

  DatabaseContent& content_;
  const DescribedStructures& described_;
  std::vector<TableProblem>& problems_;
  std::string file_name_;
  std::map<std::string, size_t> by_id_, by_cas_, by_form_cas_, by_key_, own_by_name_;
  std::map<std::string, std::set<size_t>> by_flat_key_;
  std::map<std::pair<std::string, std::string>, std::string> own_instruments_;  // (jurisdiction, title) -> id
  std::set<std::string> listing_ids_;
  bool indexed_ = false;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const Database>> Database::WithOverlays(
    const std::shared_ptr<const Database>& base, const std::vector<std::string>& paths) {
  DatabaseContent content = base->content();
  std::vector<TableProblem> problems;
  OverlayReader reader(content, base->described(), problems);
  for (const std::string& path : paths) TW_RETURN_IF_ERROR(reader.Read(path));
  if (problems.empty()) return FromContent(std::move(content), base->shared_described());
  std::string all;
  for (size_t i = 0; i < problems.size() && i < kProblemsTold; ++i) {
    AppendTo(all, i == 0 ? "" : "\n", FormatProblem(problems[i]));
  }
  if (problems.size() > kProblemsTold) AppendTo(all, "\n... and ", problems.size() - kProblemsTold, " more");
  return absl::InvalidArgumentError(all);
}

}  // namespace tidewaiter
