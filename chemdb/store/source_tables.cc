#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/names/identifier.h"
#include "chemdb/store/builder.h"
#include "chemdb/store/row_reader.h"
#include "chemdb/structure/listed_structure.h"

namespace tidewaiter {
namespace {

using Columns = std::vector<std::string_view>;

bool IsCountry(std::string_view code) {
  return code.size() == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z';
}

bool HasOuterSpace(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  return !text.empty() && (kBlanks.find(text.front()) != std::string_view::npos ||
                           kBlanks.find(text.back()) != std::string_view::npos);
}

// `us-4-ap`, `us-4-ap-2`: the jurisdiction, the subject, and from the second listing on a number. A class
// rule's id may name the jurisdiction already, so there only the beginning counts.
bool IsListingId(const Listing& listing) {
  std::string_view id = listing.id;
  std::string stem = absl::AsciiStrToLower(listing.jurisdiction) + "-";
  if (listing.subject_kind == SubjectKind::kSubstance) stem += listing.subject;
  if (id.substr(0, stem.size()) != stem) return false;
  if (listing.subject_kind == SubjectKind::kClass) return true;
  id.remove_prefix(stem.size());
  if (id.empty()) return true;
  return id.size() > 1 && id[0] == '-' && id[1] != '0' && id != "-1" &&
         std::all_of(id.begin() + 1, id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Reads one folder of tables. Rows refer to ids of tables that were read before; a row that was left out for
// a complaint of its own still counts as known, so that one mistake gives one complaint.
class TableReader {
 public:
  TableReader(std::string directory, const std::vector<std::string>& class_ids)
      : directory_(std::move(directory)), class_ids_(class_ids.begin(), class_ids.end()) {}

  absl::StatusOr<SourceTables> Read() {
    TW_RETURN_IF_ERROR(
        File("jurisdictions.csv", {"id", "name"}, [&](RowReader& row) { ReadJurisdiction(row); }));
    TW_RETURN_IF_ERROR(
        File("territories.csv", {"country", "jurisdiction"}, [&](RowReader& row) { ReadTerritory(row); }));
    TW_RETURN_IF_ERROR(Folder("sources", {"id", "title", "publisher", "address", "licence", "seen_on"},
                              [&](RowReader& row) { ReadSource(row); }));
    TW_RETURN_IF_ERROR(
        Folder("instruments",
               {"id", "jurisdiction", "title", "citation", "address", "licence", "consolidated_to", "source"},
               [&](RowReader& row) { ReadInstrument(row); }));
    TW_RETURN_IF_ERROR(File("schedules.csv", {"instrument", "schedule", "severity", "next_step", "source"},
                            [&](RowReader& row) { ReadSchedule(row); }));
    TW_RETURN_IF_ERROR(
        File("substances.csv",
             {"id", "name", "cas_rn", "smiles", "stereo", "formula", "systematic_name", "source"},
             [&](RowReader& row) { ReadSubstance(row); }));
    TW_RETURN_IF_ERROR(File("names.csv", {"substance", "name", "language", "kind", "certainty", "source"},
                            [&](RowReader& row) { ReadName(row); }));
    TW_RETURN_IF_ERROR(File("forms.csv", {"substance", "kind", "name", "cas_rn", "smiles", "source"},
                            [&](RowReader& row) { ReadForm(row); }));
    TW_RETURN_IF_ERROR(File("identifiers.csv", {"substance", "form", "kind", "value", "certainty", "source"},
                            [&](RowReader& row) { ReadIdentifier(row); }));
    TW_RETURN_IF_ERROR(File("components.csv", {"name", "kind", "smiles", "source"},
                            [&](RowReader& row) { ReadComponent(row); }));
    TW_RETURN_IF_ERROR(File("goods_codes.csv", {"code", "edition", "substance", "certainty", "source"},
                            [&](RowReader& row) { ReadGoodsCode(row); }));
    TW_RETURN_IF_ERROR(
        Folder("listings",
               {"id", "subject_kind", "subject", "instrument", "schedule", "scope", "scope_text",
                "in_force_from", "from_evidence", "in_force_to", "to_evidence", "direction", "counterparts",
                "mixture_limit", "goods_code", "citation", "source", "note"},
               [&](RowReader& row) { ReadListing(row); }));
    TW_RETURN_IF_ERROR(Folder("thresholds",
                              {"listing", "quantity", "unit", "window", "traffic", "citation", "source"},
                              [&](RowReader& row) { ReadThreshold(row); }));
    return std::move(out_);
  }

 private:
  DatabaseContent& content() { return out_.content; }

  template <typename ReadRow>
  absl::Status Table(const std::string& path, const Columns& columns, ReadRow read_row) {
    TW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kCsvTableBytes));
    std::vector<CsvTable::Error> errors;
    const CsvTable table = CsvTable::ParseWithErrors(text, path, errors);
    for (const CsvTable::Error& error : errors) {
      out_.problems.push_back({path, error.line, "", Concat("column ", error.column, ": ", error.message)});
    }
    for (const std::string_view column : columns) {
      if (!table.HasColumn(column))
        out_.problems.push_back({path, 1, std::string(column), "this column is missing"});
    }
    for (const std::string& column : table.columns()) {
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
        out_.problems.push_back({path, 1, column, "unknown column"});
      }
    }
    for (const CsvTable::Row& row : table.rows()) {
      RowReader reader(table, row, out_.problems);
      for (size_t i = 0; i < row.cells.size(); ++i) {
        if (HasOuterSpace(row.cells[i])) reader.Complain(table.columns()[i], "blanks around the value");
      }
      read_row(reader);
    }
    return absl::OkStatus();
  }
  template <typename ReadRow>
  absl::Status File(const std::string& name, const Columns& columns, ReadRow read_row) {
    return Table((std::filesystem::path(directory_) / name).string(), columns, read_row);
  }
  template <typename ReadRow>
  absl::Status Folder(const std::string& name, const Columns& columns, ReadRow read_row) {
    TW_ASSIGN_OR_RETURN(const std::vector<std::string> files,
                        ListFiles((std::filesystem::path(directory_) / name).string(), ".csv"));
    for (const std::string& file : files) TW_RETURN_IF_ERROR(Table(file, columns, read_row));
    return absl::OkStatus();
  }

  template <typename Ids>
  bool Known(RowReader& row, std::string_view column, const Ids& ids) {
    const std::string& id = row.Required(column);
    if (id.empty()) return false;
    if (ids.find(id) == ids.end()) {
      row.Complain(column, Concat("\"", id, "\" is not known"));
      return false;
    }
    return true;
  }
  void Unique(RowReader& row, std::string_view column, std::set<std::string>& seen) {
    if (!seen.insert(row.Text(column)).second)
      row.Complain(column, Concat("\"", row.Text(column), "\" twice"));
  }
  // Each id of a ;-joined list must be a source. Returns titles for people.
  std::string Sources(RowReader& row, std::string_view column) {
    std::string words;
    const std::vector<std::string> ids = row.Parts(column);
    if (ids.empty()) row.Complain(column, "a fact needs its source");
    for (const std::string& id : ids) {
      if (source_ids_.count(id) == 0) row.Complain(column, Concat("source \"", id, "\" is not known"));
      AppendSource(id, words);
    }
    return words;
  }
  void AppendSource(const std::string& id, std::string& words) {
    const auto it = source_by_id_.find(id);
    if (it == source_by_id_.end()) return;
    const Source& source = content().sources[it->second];
    AppendTo(words, words.empty() ? "" : "; ", source.title, " (seen ", source.seen_on, ")");
  }

  void ReadJurisdiction(RowReader& row) {
    Unique(row, "id", jurisdiction_ids_);
    const std::string& id = row.Required("id");
    if (!std::all_of(id.begin(), id.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) || id.size() > 8) {
      row.Complain("id", Concat("\"", id, "\" is no jurisdiction code: capital letters, as US"));
    }
    content().jurisdictions[id] = row.Required("name");
  }

  void ReadTerritory(RowReader& row) {
    const std::string& country = row.Text("country");
    if (!IsCountry(country)) row.Complain("country", "must be an ISO 3166 alpha-2 code");
    Known(row, "jurisdiction", jurisdiction_ids_);
    if (!territories_.emplace(country, row.Text("jurisdiction")).second) row.Complain("country", "twice");
    if (!row.complained()) content().territories.emplace(country, row.Text("jurisdiction"));
  }

  void ReadSource(RowReader& row) {
    Unique(row, "id", source_ids_);
    row.IsoDate("seen_on");
    row.Required("seen_on");
    if (row.complained()) return;
    source_by_id_[row.Text("id")] = content().sources.size();
    content().sources.push_back({row.Id("id"), row.Required("title"), row.Text("publisher"),
                                 row.Text("address"), row.Text("licence"), row.Text("seen_on")});
  }

  void ReadInstrument(RowReader& row) {
    Unique(row, "id", instrument_ids_);
    Known(row, "jurisdiction", jurisdiction_ids_);
    Sources(row, "source");
    Instrument instrument;
    instrument.id = row.Id("id");
    instrument.jurisdiction = row.Text("jurisdiction");
    instrument.title = row.Required("title");
    instrument.citation = row.Text("citation");
    instrument.address = row.Text("address");
    instrument.licence = row.Text("licence");
    instrument.consolidated_to = row.IsoDate("consolidated_to");
    instrument.source_ids = row.Text("source");
    if (row.complained()) return;
    instrument_by_id_[instrument.id] = content().instruments.size();
    content().instruments.push_back(std::move(instrument));
  }

  struct Schedule {
    Severity severity = Severity::kHigh;
    std::string next_step;
  };
  void ReadSchedule(RowReader& row) {
    Known(row, "instrument", instrument_ids_);
    Sources(row, "source");
    const auto severity = ParseSeverity(row.Text("severity"));
    if (!severity) row.Complain("severity", "must be info, low, medium, high or critical");
    const auto key = std::make_pair(row.Text("instrument"), row.Required("schedule"));
    const Schedule schedule{severity.value_or(Severity::kHigh), row.Text("next_step")};
    if (!schedules_.emplace(key, schedule).second) row.Complain("schedule", "twice");
  }

  void ReadSubstance(RowReader& row) {
    Unique(row, "id", substance_ids_);
    Substance substance;
    substance.id = row.Id("id");
    substance.name = row.Required("name");
    substance.cas_rn = row.CasRn("cas_rn");
    substance.smiles = row.Text("smiles");
    substance.formula = row.Text("formula");
    substance.systematic_name = row.Text("systematic_name");
    substance.source = row.Required("source");
    const std::string& stereo = row.Text("stereo");
    if (stereo != "as-drawn" && stereo != "racemic") row.Complain("stereo", "must be as-drawn or racemic");
    substance.racemic = stereo == "racemic";
    UniqueCasRn(row, substance.id);
    if (!substance.smiles.empty()) {
      const auto described = DescribeListedStructure(substance.smiles, substance.racemic);
      if (!described.ok()) {
        row.Complain("smiles", std::string(described.status().message()));
      } else {
        if (described->formula != substance.formula) {
          row.Complain("formula",
                       Concat("the structure is ", described->formula, ", not ", substance.formula));
        }
        if (const auto [it, fresh] = structures_.emplace(described->key, substance.id); !fresh) {
          row.Complain("smiles", Concat("the same structure as ", it->second));
        }
      }
    }
    if (row.complained()) return;
    substance_by_id_[substance.id] = content().substances.size();
    content().substances.push_back(std::move(substance));
  }

  // A number in a document must mean one substance.
  void UniqueCasRn(RowReader& row, const std::string& substance) {
    const std::string& cas_rn = row.Text("cas_rn");
    if (cas_rn.empty()) return;
    const auto [it, fresh] = cas_rns_.emplace(cas_rn, substance);
    if (!fresh) row.Complain("cas_rn", Concat("the same as of ", it->second));
  }

  Substance* SubstanceOf(RowReader& row) {
    if (!Known(row, "substance", substance_ids_)) return nullptr;
    const auto it = substance_by_id_.find(row.Text("substance"));
    return it == substance_by_id_.end() ? nullptr : &content().substances[it->second];
  }

  void ReadName(RowReader& row) {
    Substance* substance = SubstanceOf(row);
    SubstanceName name;
    name.text = row.Required("name");
    name.language = row.Required("language");
    name.kind = row.Text("kind");
    name.certainty = row.Certainty("certainty");
    name.source = row.Required("source");
    if (name.kind != "name" && name.kind != "abbreviation" && name.kind != "trade" && name.kind != "code") {
      row.Complain("kind", "must be name, abbreviation, trade or code");
    }
    if (name.language.size() < 2 || name.language.size() > 3)
      row.Complain("language", "must be an ISO 639 code");
    if (row.complained() || substance == nullptr) return;
    for (const SubstanceName& other : substance->names) {
      if (other.text == name.text && other.language == name.language) return row.Complain("name", "twice");
    }
    substance->names.push_back(std::move(name));
  }

  void ReadForm(RowReader& row) {
    Substance* substance = SubstanceOf(row);
    SubstanceForm form;
    form.kind = row.Text("kind");
    form.name = row.Required("name");
    form.cas_rn = row.CasRn("cas_rn");
    form.smiles = row.Text("smiles");
    form.source = row.Required("source");
    constexpr std::string_view kKinds[] = {"salt", "hydrate", "solvate", "isomer", "isotopologue", "ester"};
    if (std::find(std::begin(kKinds), std::end(kKinds), form.kind) == std::end(kKinds)) {
      row.Complain("kind", "must be salt, hydrate, solvate, isomer, isotopologue or ester");
    }
    UniqueCasRn(row, row.Text("substance"));
    if (!form.smiles.empty()) {
      if (const auto molecule = ParseMolecule(form.smiles, StructureNotation::kSmiles); !molecule.ok()) {
        row.Complain("smiles", std::string(molecule.status().message()));
      }
    }
    if (row.complained() || substance == nullptr) return;
    substance->forms.push_back(std::move(form));
  }

  void ReadIdentifier(RowReader& row) {
    Substance* substance = SubstanceOf(row);
    SubstanceIdentifier identifier;
    identifier.kind = row.Required("kind");
    identifier.value = row.Required("value");
    identifier.certainty = row.Certainty("certainty");
    identifier.source = row.Required("source");
    const bool ec = identifier.kind == "ec", key = identifier.kind == "inchikey";
    if (ec && !IsValidEcNumber(identifier.value)) {
      row.Complain("value", "is no EC number: form or check digit is wrong");
    } else if (key && !IsInchiKey(identifier.value)) {
      row.Complain("value", "is no InChIKey");
    } else if (identifier.kind == "un" || identifier.kind == "dea") {
      if (row.Digits("value").size() != 4) row.Complain("value", "must have four digits");
    } else if (!ec && !key && identifier.kind != "inchi") {
      row.Complain("kind", "must be ec, un, dea, inchikey or inchi");
    }
    if (row.complained() || substance == nullptr) return;
    // These mean one chemical; a UN number may cover several.
    if (ec || key) {
      const auto [it, fresh] = identifiers_.emplace(identifier.value, substance->id);
      if (!fresh) return row.Complain("value", Concat("the same as of ", it->second));
    }
    if (const std::string& name = row.Text("form"); !name.empty()) {
      const auto form = std::find_if(substance->forms.begin(), substance->forms.end(),
                                     [&](const SubstanceForm& f) { return f.name == name; });
      if (form == substance->forms.end()) return row.Complain("form", "is no form of the substance");
      identifier.form = static_cast<int32_t>(form - substance->forms.begin());
    }
    substance->identifiers.push_back(std::move(identifier));
  }

  void ReadComponent(RowReader& row) {
    row.Required("source");
    ComponentTable scratch;
    const absl::Status status =
        scratch.Add(row.Required("name"), row.Required("kind"), row.Required("smiles"));
    if (!status.ok()) row.Complain("smiles", std::string(status.message()));
    if (!row.complained())
      content().components.push_back({row.Text("name"), row.Text("kind"), row.Text("smiles")});
  }

  void ReadGoodsCode(RowReader& row) {
    GoodsCode code;
    code.code = row.Digits("code");
    code.edition = row.Required("edition");
    code.certainty = row.Certainty("certainty");
    row.Required("source");
    if (code.code.size() != 6) row.Complain("code", "must have six digits");
    if (SubstanceOf(row) == nullptr || row.complained()) return;
    code.substance = static_cast<uint32_t>(substance_by_id_[row.Text("substance")]);
    content().goods_codes.push_back(std::move(code));
  }

  // A day and how it is known must agree: no day without evidence, no evidence without a day.
  void ReadDay(RowReader& row, std::string_view day_column, std::string_view evidence_column,
               bool empty_means_no_end, std::optional<Date>& day, DateEvidence& evidence) {
    day = row.IsoDate(day_column);
    if (!day && !row.Text(day_column).empty()) return;  // told already
    const std::string& text = row.Text(evidence_column);
    if (text.empty() && empty_means_no_end && !day) return;
    const auto parsed = ParseDateEvidence(text);
    if (!parsed) {
      return row.Complain(evidence_column, "must be official text, secondary source, counted or open");
    }
    if ((*parsed == DateEvidence::kOpen) == day.has_value()) {
      row.Complain(evidence_column, "a day that is known is not open, and one that is not known is");
    }
    evidence = *parsed;
  }

  void ReadInstrumentOf(RowReader& row, Listing& listing) {
    listing.instrument = row.Text("instrument");
    if (const auto it = instrument_by_id_.find(listing.instrument); it != instrument_by_id_.end()) {
      listing.instrument_title = content().instruments[it->second].title;
      listing.jurisdiction = content().instruments[it->second].jurisdiction;
      if (!IsListingId(listing)) {
        row.Complain("id", Concat("must be ", absl::AsciiStrToLower(listing.jurisdiction), "-",
                                  listing.subject, ", with -2, -3, ..."));
      }
    }
    if (const auto it = schedules_.find({listing.instrument, listing.schedule}); it != schedules_.end()) {
      listing.severity = it->second.severity;
      listing.next_step = it->second.next_step;
    } else if (!listing.schedule.empty()) {
      row.Complain("schedule",
                   Concat("\"", listing.schedule, "\" of this instrument is not in schedules.csv"));
    }
  }

  // The same control twice on one day would be cited twice: a later wording begins when the earlier one ends.
  // (Another scope is another control: China lists an acid, and since 2024 its esters beside it.)
  void OnceADay(RowReader& row, const Listing& listing) {
    std::string counterparts;
    for (const std::string& country : listing.counterparts) AppendTo(counterparts, country, ";");
    std::vector<Span>& spans =
        spans_[{listing.subject, listing.instrument, listing.schedule, FormatScopes(listing.scope),
                std::string(DirectionName(listing.direction)), counterparts, row.Text("mixture_limit"),
                listing.goods_code}];
    for (const Span& other : spans) {
      const bool apart = (listing.in_force_to && other.from && *listing.in_force_to < *other.from) ||
                         (other.to && listing.in_force_from && *other.to < *listing.in_force_from);
      if (!apart) row.Complain("in_force_from", Concat("in force on the same days as ", other.listing));
    }
    spans.push_back({listing.id, listing.in_force_from, listing.in_force_to});
  }

  void ReadListing(RowReader& row) {
    Unique(row, "id", listing_ids_);
    Listing listing;
    listing.id = row.Id("id");
    const std::string& kind = row.Text("subject_kind");
    if (kind == "substance") {
      Known(row, "subject", substance_ids_);
    } else if (kind == "class") {
      listing.subject_kind = SubjectKind::kClass;
      if (class_ids_.empty()) {
        row.Required("subject");
      } else {
        Known(row, "subject", class_ids_);
      }
    } else {
      row.Complain("subject_kind", "must be substance or class");
    }
    listing.subject = row.Text("subject");
    listing.schedule = row.Required("schedule");
    if (Known(row, "instrument", instrument_ids_)) ReadInstrumentOf(row, listing);
    for (const std::string& code : row.Parts("scope")) {
      const auto scope = ParseScope(code);
      if (!scope) row.Complain("scope", Concat("unknown code \"", code, "\""));
      if (scope && (listing.scope & *scope) != 0) row.Complain("scope", Concat("\"", code, "\" twice"));
      if (scope) listing.scope |= *scope;
    }
    listing.scope_text = row.Text("scope_text");
    ReadDay(row, "in_force_from", "from_evidence", false, listing.in_force_from, listing.from_evidence);
    ReadDay(row, "in_force_to", "to_evidence", true, listing.in_force_to, listing.to_evidence);
    if (listing.in_force_from && listing.in_force_to && *listing.in_force_to < *listing.in_force_from) {
      row.Complain("in_force_to", "ends before it begins");
    }
    const auto direction = ParseDirection(row.Text("direction"));
    if (!direction) row.Complain("direction", "must be empty, import, export or transit");
    listing.direction = direction.value_or(Direction::kAny);
    listing.counterparts = row.Parts("counterparts");
    for (const std::string& country : listing.counterparts) {
      if (!IsCountry(country))
        row.Complain("counterparts", Concat("\"", country, "\" is no ISO 3166 alpha-2 code"));
    }
    listing.mixture_limit = row.Number("mixture_limit");
    if (listing.mixture_limit.value_or(0) > 100)
      row.Complain("mixture_limit", "is a percentage, at most 100");
    listing.goods_code = row.Digits("goods_code");
    listing.citation = row.Required("citation");
    listing.source_ids = row.Text("source");
    listing.source = Sources(row, "source");
    listing.note = row.Text("note");
    if (!row.complained()) OnceADay(row, listing);
    if (row.complained()) return;
    listing_by_id_[listing.id] = content().listings.size();
    content().listings.push_back(std::move(listing));
  }

  void ReadThreshold(RowReader& row) {
    Known(row, "listing", listing_ids_);
    Threshold threshold;
    const auto quantity = row.Number("quantity");
    if (!quantity) row.Complain("quantity", "must be a number (0 = every transaction)");
    threshold.unit = row.Text("unit");
    if (threshold.unit != "kg" && threshold.unit != "g" && threshold.unit != "L") {
      row.Complain("unit", "must be kg, g or L");
    }
    threshold.window = row.Text("window");
    if (!threshold.window.empty() && threshold.window != "package" && threshold.window != "calendar month" &&
        threshold.window != "calendar year") {
      row.Complain("window", "must be empty, package, calendar month or calendar year");
    }
    const auto traffic = ParseTraffic(row.Text("traffic"));
    if (!traffic) row.Complain("traffic", "must be any, domestic, import, export or import-export");
    threshold.citation = row.Required("citation");
    Sources(row, "source");
    const auto listing = listing_by_id_.find(row.Text("listing"));
    if (row.complained() || listing == listing_by_id_.end()) return;
    threshold.quantity = *quantity;
    threshold.traffic = *traffic;
    Listing& owner = content().listings[listing->second];
    std::vector<Threshold>& thresholds = owner.thresholds;
    for (const Threshold& other : thresholds) {
      if (other.traffic == threshold.traffic && other.window == threshold.window &&
          other.unit == threshold.unit) {
        return row.Complain("traffic", "a second threshold for the same listing, traffic, window and unit");
      }
    }
    thresholds.push_back(std::move(threshold));
    // Whoever is told the listing is told its thresholds, so the texts they are from are the listing's too.
    for (const std::string& id : row.Parts("source")) {
      if (Concat(";", owner.source_ids, ";").find(Concat(";", id, ";")) != std::string::npos) continue;
      AppendTo(owner.source_ids, ";", id);
      AppendSource(id, owner.source);
    }
  }

  struct Span {
    std::string listing;
    std::optional<Date> from, to;
  };

  std::string directory_;
  std::set<std::string> class_ids_;
  SourceTables out_;
  std::set<std::string> jurisdiction_ids_, source_ids_, instrument_ids_, substance_ids_, listing_ids_;
  std::set<std::pair<std::string, std::string>> territories_;
  std::map<std::string, size_t> source_by_id_, instrument_by_id_, substance_by_id_, listing_by_id_;
  std::map<std::string, std::string> structures_, cas_rns_, identifiers_;
  std::map<std::pair<std::string, std::string>, Schedule> schedules_;
  std::map<std::array<std::string, 8>, std::vector<Span>>
      spans_;  // by all that makes two listings the same control
};

}  // namespace

std::string FormatProblem(const TableProblem& problem) {
  return Concat(problem.file, ":", problem.line, ": ", problem.column, problem.column.empty() ? "" : ": ",
                problem.message);
}

absl::StatusOr<SourceTables> ReadSourceTables(const std::string& directory,
                                              const std::vector<std::string>& class_ids) {
  return TableReader(directory, class_ids).Read();
}

}  // namespace tidewaiter
