// The SQLite form of a database: written once by the builder, read whole and checked.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/sqlite.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/store/builder.h"
#include "chemdb/store/database.h"
#include "chemdb/store/described.h"

namespace tidewaiter {
namespace {

// STRICT tables with foreign keys; the order of rows (`n`) is that of the source tables. A listing's subject
// is one of two kinds, so its foreign key stands on a column computed for the one kind that has a table.
constexpr const char* kSchema = R"sql(
PRAGMA foreign_keys = ON;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE jurisdiction(id TEXT PRIMARY KEY CHECK(id <> ''), name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE territory(
  country TEXT NOT NULL CHECK(country GLOB '[A-Z][A-Z]'),
  jurisdiction TEXT NOT NULL REFERENCES jurisdiction(id),
  PRIMARY KEY(country, jurisdiction)) STRICT, WITHOUT ROWID;
CREATE TABLE source(
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, publisher TEXT NOT NULL,
  address TEXT NOT NULL, licence TEXT NOT NULL, seen_on TEXT NOT NULL CHECK(seen_on GLOB '????-??-??')) STRICT;
CREATE TABLE instrument(
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, jurisdiction TEXT NOT NULL REFERENCES jurisdiction(id),
  title TEXT NOT NULL, citation TEXT NOT NULL, address TEXT NOT NULL, licence TEXT NOT NULL,
  consolidated_to TEXT CHECK(consolidated_to GLOB '????-??-??'), source TEXT NOT NULL) STRICT;
CREATE TABLE substance(
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE CHECK(id <> ''), name TEXT NOT NULL CHECK(name <> ''),
  cas_rn TEXT NOT NULL, smiles TEXT NOT NULL, racemic INTEGER NOT NULL CHECK(racemic IN (0, 1)),
  formula TEXT NOT NULL, systematic_name TEXT NOT NULL, source TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX substance_cas_rn ON substance(cas_rn) WHERE cas_rn <> '';
CREATE TABLE name(
  n INTEGER PRIMARY KEY, substance INTEGER NOT NULL REFERENCES substance(n), text TEXT NOT NULL CHECK(text <> ''),
  language TEXT NOT NULL, kind TEXT NOT NULL CHECK(kind IN ('name', 'abbreviation', 'trade', 'code')),
  certainty REAL NOT NULL CHECK(certainty > 0 AND certainty <= 1), source TEXT NOT NULL) STRICT;
CREATE TABLE form(
  n INTEGER PRIMARY KEY, substance INTEGER NOT NULL REFERENCES substance(n),
  kind TEXT NOT NULL CHECK(kind IN ('salt', 'hydrate', 'solvate', 'isomer', 'isotopologue', 'ester')),
  name TEXT NOT NULL, cas_rn TEXT NOT NULL, smiles TEXT NOT NULL, source TEXT NOT NULL) STRICT;
CREATE TABLE identifier(
  n INTEGER PRIMARY KEY, substance INTEGER NOT NULL REFERENCES substance(n), form INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('ec', 'un', 'dea', 'inchikey', 'inchi')), value TEXT NOT NULL CHECK(value <> ''),
  certainty REAL NOT NULL CHECK(certainty > 0 AND certainty <= 1), source TEXT NOT NULL) STRICT;
CREATE TABLE component(
  n INTEGER PRIMARY KEY, name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('acid', 'base', 'metal', 'solvent')), smiles TEXT NOT NULL) STRICT;
CREATE TABLE goods_code(
  n INTEGER PRIMARY KEY, code TEXT NOT NULL CHECK(length(code) = 6 AND code NOT GLOB '*[^0-9]*'),
  edition TEXT NOT NULL, substance INTEGER NOT NULL REFERENCES substance(n),
  certainty REAL NOT NULL CHECK(certainty > 0 AND certainty <= 1)) STRICT;
CREATE TABLE listing(
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  subject_kind TEXT NOT NULL CHECK(subject_kind IN ('substance', 'class')), subject TEXT NOT NULL,
  instrument TEXT NOT NULL REFERENCES instrument(id), schedule TEXT NOT NULL,
  severity TEXT NOT NULL CHECK(severity IN ('info', 'low', 'medium', 'high', 'critical')),
  next_step TEXT NOT NULL, scope TEXT NOT NULL, scope_text TEXT NOT NULL,
  in_force_from TEXT CHECK(in_force_from GLOB '????-??-??'),
  from_evidence TEXT NOT NULL CHECK(from_evidence IN ('official text', 'secondary source', 'counted', 'open')),
  in_force_to TEXT CHECK(in_force_to GLOB '????-??-??'),
  to_evidence TEXT NOT NULL CHECK(to_evidence IN ('', 'official text', 'secondary source', 'counted')),
  direction TEXT NOT NULL CHECK(direction IN ('', 'import', 'export', 'transit')), counterparts TEXT NOT NULL,
  mixture_limit REAL CHECK(mixture_limit BETWEEN 0 AND 100),
  goods_code TEXT NOT NULL CHECK(goods_code NOT GLOB '*[^0-9]*'),
  citation TEXT NOT NULL, source_ids TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL,
  substance TEXT GENERATED ALWAYS AS (CASE subject_kind WHEN 'substance' THEN subject END) VIRTUAL
    REFERENCES substance(id),
  CHECK((in_force_from IS NULL) = (from_evidence = 'open')),
  CHECK((in_force_to IS NULL) = (to_evidence = '')),
  CHECK(in_force_to IS NULL OR in_force_from IS NULL OR in_force_from <= in_force_to)) STRICT;
CREATE TABLE threshold(
  n INTEGER PRIMARY KEY, listing INTEGER NOT NULL REFERENCES listing(n), quantity REAL NOT NULL CHECK(quantity >= 0),
  unit TEXT NOT NULL CHECK(unit IN ('kg', 'g', 'L')),
  span TEXT NOT NULL CHECK(span IN ('', 'package', 'calendar month', 'calendar year')),
  traffic TEXT NOT NULL CHECK(traffic IN ('any', 'domestic', 'import', 'export', 'import-export')),
  citation TEXT NOT NULL) STRICT;
)sql";

// Binds a row's values in order and runs the statement.
class Inserter {
 public:
  static absl::StatusOr<Inserter> Into(SqliteConnection& db, std::string_view table, int columns) {
    std::string sql = Concat("INSERT INTO ", table, " VALUES(");
    for (int i = 0; i < columns; ++i) AppendTo(sql, i == 0 ? "?" : ",?");
    TW_ASSIGN_OR_RETURN(SqliteStatement statement, db.Prepare(sql + ")"));
    return Inserter(std::move(statement));
  }
  template <typename... Values>
  absl::Status Row(const Values&... values) {
    int index = 0;
    (Bind(++index, values), ...);
    return statement_.Run();
  }

 private:
  explicit Inserter(SqliteStatement statement) : statement_(std::move(statement)) {}
  void Bind(int index, const std::string& value) { statement_.Bind(index, value); }
  void Bind(int index, std::string_view value) { statement_.Bind(index, value); }
  void Bind(int index, const char* value) { statement_.Bind(index, std::string_view(value)); }
  void Bind(int index, double value) { statement_.Bind(index, value); }
  void Bind(int index, size_t value) { statement_.Bind(index, static_cast<int64_t>(value)); }
  void Bind(int index, int value) { statement_.Bind(index, static_cast<int64_t>(value)); }
  void Bind(int index, const std::optional<Date>& value) {
    if (value) {
      statement_.Bind(index, FormatIsoDate(*value));
    } else {
      statement_.BindNull(index);
    }
  }
  void Bind(int index, const std::optional<double>& value) {
    if (value) {
      statement_.Bind(index, *value);
    } else {
      statement_.BindNull(index);
    }
  }
  SqliteStatement statement_;
};

std::string Join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) AppendTo(out, out.empty() ? "" : ";", part);
  return out;
}

absl::Status WriteContent(SqliteConnection& db, const DatabaseContent& content) {
  TW_ASSIGN_OR_RETURN(Inserter meta, Inserter::Into(db, "meta", 2));
  TW_RETURN_IF_ERROR(meta.Row("content_digest", DigestOf(content)));
  TW_ASSIGN_OR_RETURN(Inserter jurisdiction, Inserter::Into(db, "jurisdiction", 2));
  for (const auto& [id, name] : content.jurisdictions) TW_RETURN_IF_ERROR(jurisdiction.Row(id, name));
  TW_ASSIGN_OR_RETURN(Inserter territory, Inserter::Into(db, "territory", 2));
  for (const auto& [country, id] : content.territories) TW_RETURN_IF_ERROR(territory.Row(country, id));
  TW_ASSIGN_OR_RETURN(Inserter source, Inserter::Into(db, "source", 7));
  for (size_t i = 0; i < content.sources.size(); ++i) {
    const Source& s = content.sources[i];
    TW_RETURN_IF_ERROR(source.Row(i, s.id, s.title, s.publisher, s.address, s.licence, s.seen_on));
  }
  TW_ASSIGN_OR_RETURN(Inserter instrument, Inserter::Into(db, "instrument", 9));
  for (size_t i = 0; i < content.instruments.size(); ++i) {
    const Instrument& x = content.instruments[i];
    TW_RETURN_IF_ERROR(instrument.Row(i, x.id, x.jurisdiction, x.title, x.citation, x.address, x.licence,
                                      x.consolidated_to, x.source_ids));
  }
  TW_ASSIGN_OR_RETURN(Inserter substance, Inserter::Into(db, "substance", 9));
  TW_ASSIGN_OR_RETURN(Inserter name, Inserter::Into(db, "name", 7));
  TW_ASSIGN_OR_RETURN(Inserter form, Inserter::Into(db, "form", 7));
  TW_ASSIGN_OR_RETURN(Inserter identifier, Inserter::Into(db, "identifier", 7));
  size_t names = 0;
  size_t forms = 0;
  size_t identifiers = 0;
  for (size_t i = 0; i < content.substances.size(); ++i) {
    const Substance& s = content.substances[i];
    TW_RETURN_IF_ERROR(substance.Row(i, s.id, s.name, s.cas_rn, s.smiles, s.racemic ? 1 : 0, s.formula,
                                     s.systematic_name, s.source));
    for (const SubstanceName& n : s.names) {
      TW_RETURN_IF_ERROR(name.Row(names++, i, n.text, n.language, n.kind, n.certainty, n.source));
    }
    for (const SubstanceForm& f : s.forms) {
      TW_RETURN_IF_ERROR(form.Row(forms++, i, f.kind, f.name, f.cas_rn, f.smiles, f.source));
    }
    for (const SubstanceIdentifier& x : s.identifiers) {
      TW_RETURN_IF_ERROR(identifier.Row(identifiers++, i, x.form, x.kind, x.value, x.certainty, x.source));
    }
  }
  TW_ASSIGN_OR_RETURN(Inserter component, Inserter::Into(db, "component", 4));
  for (size_t i = 0; i < content.components.size(); ++i) {
    const ComponentRow& c = content.components[i];
    TW_RETURN_IF_ERROR(component.Row(i, c.name, c.kind, c.smiles));
  }
  TW_ASSIGN_OR_RETURN(Inserter goods_code, Inserter::Into(db, "goods_code", 5));
  for (size_t i = 0; i < content.goods_codes.size(); ++i) {
    const GoodsCode& g = content.goods_codes[i];
    TW_RETURN_IF_ERROR(goods_code.Row(i, g.code, g.edition, static_cast<size_t>(g.substance), g.certainty));
  }
  TW_ASSIGN_OR_RETURN(Inserter listing, Inserter::Into(db, "listing", 22));
  TW_ASSIGN_OR_RETURN(Inserter threshold, Inserter::Into(db, "threshold", 7));
  size_t thresholds = 0;
  for (size_t i = 0; i < content.listings.size(); ++i) {
    const Listing& l = content.listings[i];
    TW_RETURN_IF_ERROR(listing.Row(
        i, l.id, SubjectKindName(l.subject_kind), l.subject, l.instrument, l.schedule,
        SeverityName(l.severity), l.next_step, FormatScopes(l.scope), l.scope_text, l.in_force_from,
        DateEvidenceName(l.from_evidence), l.in_force_to,
        l.in_force_to ? DateEvidenceName(l.to_evidence) : std::string_view(), DirectionName(l.direction),
        Join(l.counterparts), l.mixture_limit, l.goods_code, l.citation, l.source_ids, l.source, l.note));
    for (const Threshold& t : l.thresholds) {
      TW_RETURN_IF_ERROR(
          threshold.Row(thresholds++, i, t.quantity, t.unit, t.window, TrafficName(t.traffic), t.citation));
    }
  }
  return absl::OkStatus();
}

// Calls `row` for every row of `sql`.
template <typename Row>
absl::Status ForEach(SqliteConnection& db, std::string_view sql, Row row) {
  TW_ASSIGN_OR_RETURN(SqliteStatement statement, db.Prepare(sql));
  while (true) {
    TW_ASSIGN_OR_RETURN(const bool more, statement.Step());
    if (!more) return absl::OkStatus();
    row(statement);
  }
}

std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> out;
  size_t start = 0;
  while (start < text.size()) {
    const size_t end = std::min(text.find(';', start), text.size());
    out.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

uint32_t ParseScopes(const std::string& text) {
  uint32_t scopes = 0;
  for (const std::string& code : Split(text)) scopes |= ParseScope(code).value_or(static_cast<Scope>(0));
  return scopes;
}

std::optional<Date> Day(const SqliteStatement& row, int column) {
  return row.IsNull(column) ? std::nullopt : ParseIsoDate(row.Text(column));
}

absl::Status ReadContent(SqliteConnection& db, DatabaseContent& content) {
  using Row = const SqliteStatement&;
  TW_RETURN_IF_ERROR(ForEach(db, "SELECT id, name FROM jurisdiction",
                             [&](Row r) { content.jurisdictions[r.Text(0)] = r.Text(1); }));
  TW_RETURN_IF_ERROR(ForEach(db, "SELECT country, jurisdiction FROM territory ORDER BY 1, 2",
                             [&](Row r) { content.territories.emplace(r.Text(0), r.Text(1)); }));
  TW_RETURN_IF_ERROR(ForEach(
      db, "SELECT id, title, publisher, address, licence, seen_on FROM source ORDER BY n", [&](Row r) {
        content.sources.push_back({r.Text(0), r.Text(1), r.Text(2), r.Text(3), r.Text(4), r.Text(5)});
      }));
  std::map<std::string, size_t> instruments;
  std::set<std::string> substances;
  TW_RETURN_IF_ERROR(
      ForEach(db,
              "SELECT id, jurisdiction, title, citation, address, licence, consolidated_to, source "
              "FROM instrument ORDER BY n",
              [&](Row r) {
                instruments[r.Text(0)] = content.instruments.size();
                content.instruments.push_back(
                    {r.Text(0), r.Text(1), r.Text(2), r.Text(3), r.Text(4), r.Text(5), Day(r, 6), r.Text(7)});
              }));
  TW_RETURN_IF_ERROR(ForEach(
      db,
      "SELECT id, name, cas_rn, smiles, racemic, formula, systematic_name, source FROM substance ORDER BY n",
      [&](Row r) {
        Substance s;
        s.id = r.Text(0);
        substances.insert(s.id);
        s.name = r.Text(1);
        s.cas_rn = r.Text(2);
        s.smiles = r.Text(3);
        s.racemic = r.Int(4) != 0;
        s.formula = r.Text(5);
        s.systematic_name = r.Text(6);
        s.source = r.Text(7);
        content.substances.push_back(std::move(s));
      }));
  const auto known = [&](int64_t index, size_t size) {
    return index >= 0 && static_cast<size_t>(index) < size;
  };
  bool broken = false;
  TW_RETURN_IF_ERROR(ForEach(
      db, "SELECT substance, text, language, kind, certainty, source FROM name ORDER BY n", [&](Row r) {
        if (!known(r.Int(0), content.substances.size())) return void(broken = true);
        content.substances[static_cast<size_t>(r.Int(0))].names.push_back(
            {r.Text(1), r.Text(2), r.Text(3), r.Real(4), r.Text(5)});
      }));
  TW_RETURN_IF_ERROR(
      ForEach(db, "SELECT substance, kind, name, cas_rn, smiles, source FROM form ORDER BY n", [&](Row r) {
        if (!known(r.Int(0), content.substances.size())) return void(broken = true);
        content.substances[static_cast<size_t>(r.Int(0))].forms.push_back(
            {r.Text(1), r.Text(2), r.Text(3), r.Text(4), r.Text(5)});
      }));
  TW_RETURN_IF_ERROR(ForEach(
      db, "SELECT substance, form, kind, value, certainty, source FROM identifier ORDER BY n", [&](Row r) {
        if (!known(r.Int(0), content.substances.size())) return void(broken = true);
        Substance& substance = content.substances[static_cast<size_t>(r.Int(0))];
        if (r.Int(1) != -1 && !known(r.Int(1), substance.forms.size())) return void(broken = true);
        substance.identifiers.push_back(
            {r.Text(2), r.Text(3), static_cast<int32_t>(r.Int(1)), r.Real(4), r.Text(5)});
      }));
  TW_RETURN_IF_ERROR(ForEach(db, "SELECT name, kind, smiles FROM component ORDER BY n", [&](Row r) {
    content.components.push_back({r.Text(0), r.Text(1), r.Text(2)});
  }));
  TW_RETURN_IF_ERROR(
      ForEach(db, "SELECT code, edition, substance, certainty FROM goods_code ORDER BY n", [&](Row r) {
        if (!known(r.Int(2), content.substances.size())) return void(broken = true);
        content.goods_codes.push_back({r.Text(0), r.Text(1), static_cast<uint32_t>(r.Int(2)), r.Real(3)});
      }));
  TW_RETURN_IF_ERROR(ForEach(
      db,
      "SELECT id, subject_kind, subject, instrument, schedule, severity, next_step, scope, scope_text, "
      "in_force_from, from_evidence, in_force_to, to_evidence, direction, counterparts, mixture_limit, "
      "goods_code, "
      "citation, source_ids, source, note FROM listing ORDER BY n",
      [&](Row r) {
        Listing l;
        l.id = r.Text(0);
        l.subject_kind = r.Text(1) == "class" ? SubjectKind::kClass : SubjectKind::kSubstance;
        l.subject = r.Text(2);
        if (l.subject_kind == SubjectKind::kSubstance && substances.count(l.subject) == 0)
          return void(broken = true);
        l.instrument = r.Text(3);
        const auto instrument = instruments.find(l.instrument);
        if (instrument == instruments.end()) return void(broken = true);
        l.instrument_title = content.instruments[instrument->second].title;
        l.jurisdiction = content.instruments[instrument->second].jurisdiction;
        l.schedule = r.Text(4);
        const auto severity = ParseSeverity(r.Text(5));
        const auto from_evidence = ParseDateEvidence(r.Text(10));
        const auto direction = ParseDirection(r.Text(13));
        if (!severity || !from_evidence || !direction) return void(broken = true);
        l.severity = *severity;
        l.next_step = r.Text(6);
        l.scope = ParseScopes(r.Text(7));
        l.scope_text = r.Text(8);
        l.in_force_from = Day(r, 9);
        l.from_evidence = *from_evidence;
        l.in_force_to = Day(r, 11);
        l.to_evidence = ParseDateEvidence(r.Text(12)).value_or(DateEvidence::kOpen);
        l.direction = *direction;
        l.counterparts = Split(r.Text(14));
        if (!r.IsNull(15)) l.mixture_limit = r.Real(15);
        l.goods_code = r.Text(16);
        l.citation = r.Text(17);
        l.source_ids = r.Text(18);
        l.source = r.Text(19);
        l.note = r.Text(20);
        content.listings.push_back(std::move(l));
      }));
  TW_RETURN_IF_ERROR(ForEach(
      db, "SELECT listing, quantity, unit, span, traffic, citation FROM threshold ORDER BY n", [&](Row r) {
        if (!known(r.Int(0), content.listings.size())) return void(broken = true);
        content.listings[static_cast<size_t>(r.Int(0))].thresholds.push_back(
            {r.Real(1), r.Text(2), r.Text(3), ParseTraffic(r.Text(4)).value_or(Traffic::kAny), r.Text(5)});
      }));
  if (broken) return absl::DataLossError("a row refers to one that is not there");
  return absl::OkStatus();
}

// SQLite takes an empty file for an empty database, and reports a cut one and one that was never its own
// alike.
absl::Status CheckHeader(const std::string& path) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  char bytes[kMagic.size()] = {};
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::PermissionDeniedError(Concat(path, ": cannot be read"));
  in.read(bytes, sizeof bytes);
  const std::string_view head(bytes, static_cast<size_t>(in.gcount()));
  if (head == kMagic) return absl::OkStatus();
  return absl::FailedPreconditionError(
      Concat(path, head.empty() ? ": empty" : ": not a SQLite database",
             "; name a file that `tidewaiter db build` wrote, or build one"));
}

absl::StatusOr<int64_t> Pragma(SqliteConnection& db, std::string_view name) {
  int64_t value = 0;
  TW_RETURN_IF_ERROR(
      ForEach(db, Concat("PRAGMA ", name), [&](const SqliteStatement& r) { value = r.Int(0); }));
  return value;
}

}  // namespace

absl::Status WriteDatabase(const DatabaseContent& content, const std::string& path) {
  // Made in memory: the same statements give the same pages, and the file appears whole or not at all.
  TW_ASSIGN_OR_RETURN(SqliteConnection db, SqliteConnection::InMemory());
  TW_RETURN_IF_ERROR(
      db.Execute(Concat("PRAGMA page_size = 4096; PRAGMA application_id = ", Database::kApplicationId,
                        "; PRAGMA user_version = ", Database::kSchemaVersion)));
  TW_RETURN_IF_ERROR(db.Execute(kSchema));
  TW_RETURN_IF_ERROR(db.Execute(std::string(DescribedStructures::kSchema)));
  TW_RETURN_IF_ERROR(db.Execute("BEGIN"));
  TW_RETURN_IF_ERROR(WriteContent(db, content));
  TW_RETURN_IF_ERROR(DescribedStructures::Of(content).Write(db));
  TW_RETURN_IF_ERROR(db.Execute("COMMIT"));
  TW_ASSIGN_OR_RETURN(const std::string bytes, db.Serialize());
  return WriteFileAtomically(path, bytes);
}

absl::StatusOr<std::shared_ptr<const Database>> Database::Open(const std::string& path) {
  const auto explain = [&](absl::StatusCode code, std::string_view what) {
    return absl::Status(code, Concat(path, ": ", what));
  };
  const auto corrupt = [&](std::string_view what) {
    return explain(absl::StatusCode::kDataLoss,
                   Concat("the database is damaged (", what, "); build it again with `tidewaiter db build`"));
  };
  // What went wrong below SQLite (no permission, no memory, a failing disk) is not the file's fault.
  const auto failed = [&](const absl::Status& status) {
    return status.code() == absl::StatusCode::kDataLoss || status.code() == absl::StatusCode::kInternal
               ? corrupt(AsStd(status.message()))
               : explain(status.code(), AsStd(status.message()));
  };
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return explain(absl::StatusCode::kNotFound,
                   "there is no such database; build one with `tidewaiter db build`");
  }
  if (const absl::Status header = CheckHeader(path); !header.ok()) return header;
  auto db = SqliteConnection::OpenReadOnly(path);
  if (!db.ok()) return failed(db.status());
  const auto application = Pragma(*db, "application_id");
  if (!application.ok()) return failed(application.status());
  if (*application != kApplicationId) {
    return explain(absl::StatusCode::kFailedPrecondition,
                   "a SQLite database of another application; name one that `tidewaiter db build` wrote");
  }
  const auto version = Pragma(*db, "user_version");
  if (!version.ok()) return failed(version.status());
  if (*version != kSchemaVersion) {
    return explain(
        absl::StatusCode::kFailedPrecondition,
        Concat("schema version ", *version, ", but this engine reads version ", kSchemaVersion,
               *version > kSchemaVersion ? "; update tidewaiter"
                                         : "; build the database again with `tidewaiter db build`"));
  }
  std::string check;
  if (absl::Status status =
          ForEach(*db, "PRAGMA quick_check(1)", [&](const SqliteStatement& r) { check = r.Text(0); });
      !status.ok() || check != "ok") {
    return status.ok() ? corrupt(check) : failed(status);
  }
  DatabaseContent content;
  if (absl::Status status = ReadContent(*db, content); !status.ok()) return failed(status);
  std::string digest;
  if (absl::Status status = ForEach(*db, "SELECT value FROM meta WHERE key = 'content_digest'",
                                    [&](const SqliteStatement& r) { digest = r.Text(0); });
      !status.ok()) {
    return failed(status);
  }
  auto described = DescribedStructures::Read(*db);
  if (!described.ok()) return failed(described.status());
  auto database =
      FromContent(std::move(content), std::make_shared<const DescribedStructures>(*std::move(described)));
  if (database->digest() != digest) return corrupt("its content does not agree with its digest");
  return database;
}

}  // namespace tidewaiter
