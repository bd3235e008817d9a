// The compiled database of substances, names and law, loaded whole into memory.
//
// It is small (thousands of rows), so nothing on the hot path opens SQLite: a Database is read once, checked,
// and is then an immutable value that all threads share.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/law/listing.h"

namespace tidewaiter {

struct SubstanceName {
  std::string text;
  std::string language;  // ISO 639-1, or "und"
  std::string kind;      // "name", "abbreviation", "trade", "code"
  double certainty = 1;  // chance that a goods description with this name alone means the substance
  std::string source;
};

// A salt, hydrate, solvate, isomer, isotopologue or ester that has a CAS RN, a name or a drawing of its own.
struct SubstanceForm {
  std::string kind;  // "salt", "hydrate", "solvate", "isomer", "isotopologue", "ester"
  std::string name;
  std::string cas_rn;
  std::string smiles;
  std::string source;
};

// A number or key, beside the CAS RN, by which papers name a chemical.
struct SubstanceIdentifier {
  std::string kind;  // "ec" (NNN-NNN-N), "un" (four digits), "dea" (four digits), "inchikey", "inchi"
                     // (formula/c.../h...)
  std::string value;
  int32_t form = -1;     // index into Substance::forms; -1: the substance itself
  double certainty = 1;  // chance that the number alone means the substance
  std::string source;
};

struct Substance {
  std::string id;
  std::string name;
  std::string cas_rn;    // may be empty
  std::string smiles;    // empty for what has no molecular structure
  bool racemic = false;  // drawn as one enantiomer, both are meant
  std::string formula;
  std::string systematic_name;
  std::string source;
  std::vector<SubstanceName> names;  // further names; `name` and `systematic_name` are not repeated here
  std::vector<SubstanceForm> forms;
  std::vector<SubstanceIdentifier> identifiers;
  bool from_overlay = false;
};

// A counter-ion or solvent that may stand beside a molecule without changing what it is.
struct ComponentRow {
  std::string name;
  std::string kind;  // "acid", "base", "metal", "solvent"
  std::string smiles;
};

// An HS subheading whose own text names one listed substance.
struct GoodsCode {
  std::string code;        // digits, six of them
  std::string edition;     // "HS 2022"
  uint32_t substance = 0;  // index into DatabaseContent::substances
  double certainty = 1;
};

// A text that was read for a fact.
struct Source {
  std::string id;
  std::string title;
  std::string publisher;
  std::string address;
  std::string licence;
  std::string seen_on;  // ISO date
};

// Everything in a database, as plain data. The order of rows is that of the source tables.
struct DatabaseContent {
  std::map<std::string, std::string, std::less<>> jurisdictions;  // id -> name
  std::multimap<std::string, std::string, std::less<>>
      territories;  // country (ISO 3166 alpha-2) -> jurisdiction
  std::vector<Source> sources;
  std::vector<Instrument> instruments;
  std::vector<Substance> substances;
  std::vector<ComponentRow> components;
  std::vector<GoodsCode> goods_codes;
  std::vector<Listing> listings;
};

// SHA-256 over every fact in a canonical form, hex: the same for the same rows in the same order, whatever
// file holds them. The order counts, for it decides in which order findings of equal weight are told.
std::string DigestOf(const DatabaseContent& content);
// The same over every fact of one row.
std::string DigestOf(const Substance& substance);
std::string DigestOf(const Listing& listing);
std::string DigestOf(const Instrument& instrument);

class DescribedStructures;

class Database {
 public:
  // The schema that this engine writes and reads.
  static constexpr int kSchemaVersion = 5;
  static constexpr int kApplicationId = 0x54445754;  // "TDWT"

  // Reads `path` (as written by WriteDatabase). FailedPrecondition for a file of another application or
  // schema version, DataLoss for a damaged one (cut short, altered, or content that does not agree with its
  // digest), NotFound when there is none, PermissionDenied. Each message says what to do.
  static absl::StatusOr<std::shared_ptr<const Database>> Open(const std::string& path);
  // `described`: of its structures, as far as they were described before; null: none were.
  static std::shared_ptr<const Database> FromContent(
      DatabaseContent content, std::shared_ptr<const DescribedStructures> described = nullptr);
  // `base` with users' own lists on top (format: docs/overlay.md). InvalidArgument lists every complaint with
  // its place.
  static absl::StatusOr<std::shared_ptr<const Database>> WithOverlays(
      const std::shared_ptr<const Database>& base, const std::vector<std::string>& paths);

  const DatabaseContent& content() const { return content_; }
  const std::string& digest() const { return digest_; }
  // What chemdb/structure says of the drawings (described.h).
  const DescribedStructures& described() const { return *described_; }
  const std::shared_ptr<const DescribedStructures>& shared_described() const { return described_; }
  const std::vector<Substance>& substances() const { return content_.substances; }
  const std::vector<Listing>& listings() const { return content_.listings; }
  const std::vector<Instrument>& instruments() const { return content_.instruments; }
  const std::vector<ComponentRow>& components() const { return content_.components; }
  const std::vector<GoodsCode>& goods_codes() const { return content_.goods_codes; }
  const std::map<std::string, std::string, std::less<>>& jurisdictions() const {
    return content_.jurisdictions;
  }
  const std::multimap<std::string, std::string, std::less<>>& territories() const {
    return content_.territories;
  }

  // Index into substances(), by id; nullopt when unknown.
  std::optional<size_t> FindSubstance(std::string_view id) const;
  // The same by id, CAS RN (of the substance or of a form) or any name, letter case ignored: for `db show`.
  std::vector<size_t> FindSubstances(std::string_view query) const;
  // Indices into listings() of everything listed under `subject` (a substance's or a class rule's id).
  const std::vector<size_t>& ListingsOf(SubjectKind kind, std::string_view subject) const;

 private:
  Database(DatabaseContent content, std::shared_ptr<const DescribedStructures> described);

  DatabaseContent content_;
  std::string digest_;
  std::shared_ptr<const DescribedStructures> described_;
  std::map<std::string, size_t, std::less<>> substance_by_id_;
  std::map<std::pair<SubjectKind, std::string>, std::vector<size_t>> listings_by_subject_;
};

}  // namespace tidewaiter
