// The compiled database of substances, names and law, loaded whole into memory.
//
// It is small (thousands of rows), so nothing on the hot path opens SQLite: a Database is read once, checked, and is
// then an immutable value that all threads share.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "chemdb/law/listing.h"

namespace tidewaiter {

struct SubstanceName {
  std::string text;
  std::string language;  // ISO 639-1, or "und"
  std::string kind;      // "name", "abbreviation", "trade", "code", "systematic"
  double certainty = 1;  // chance that a goods description with this name alone means the substance
  std::string source;
};

// A salt, hydrate, solvate or isomer that has a CAS RN, a name or a drawing of its own.
struct SubstanceForm {
  std::string kind;  // "salt", "hydrate", "solvate", "isomer"
  std::string name;
  std::string cas_rn;
  std::string smiles;
  std::string source;
};

struct Substance {
  std::string id;
  std::string name;
  std::string cas_rn;  // may be empty
  std::string smiles;  // empty for what has no molecular structure
  bool racemic = false;  // drawn as one enantiomer, both are meant
  std::string formula;
  std::string systematic_name;
  std::string source;
  std::vector<SubstanceName> names;  // `name` and `systematic_name` included
  std::vector<SubstanceForm> forms;
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
  std::string code;     // digits, six of them
  std::string edition;  // "HS 2022"
  uint32_t substance = 0;  // index into Database::substances()
  double certainty = 1;
};

struct DatabaseInfo {
  std::string digest;  // SHA-256 of the content (not of the file), hex
  int schema_version = 0;
  std::string built_from;  // digest or label of the source tables
  size_t substances = 0, names = 0, forms = 0, listings = 0, instruments = 0, jurisdictions = 0;
};

class Database {
 public:
  // Reads `path` (as written by BuildDatabase). FailedPrecondition for a file of another application or schema
  // version, DataLoss for a corrupt one (also when the content digest does not agree), NotFound when there is none.
  static absl::StatusOr<std::shared_ptr<const Database>> Open(const std::string& path);

  const DatabaseInfo& info() const { return info_; }
  const std::vector<Substance>& substances() const { return substances_; }
  const std::vector<Listing>& listings() const { return listings_; }
  const std::vector<Instrument>& instruments() const { return instruments_; }
  const std::vector<ComponentRow>& components() const { return components_; }
  const std::vector<GoodsCode>& goods_codes() const { return goods_codes_; }
  const std::map<std::string, std::string, std::less<>>& jurisdictions() const { return jurisdictions_; }  // id, name
  // Country (ISO 3166 alpha-2) to the jurisdictions whose law holds there.
  const std::multimap<std::string, std::string, std::less<>>& territories() const { return territories_; }

  // Index into substances(), by id; nullopt when unknown.
  std::optional<size_t> FindSubstance(std::string_view id) const;
  // Indices into listings() of everything listed under `subject` (a substance's or a class rule's id).
  const std::vector<size_t>& ListingsOf(SubjectKind kind, std::string_view subject) const;

 private:
  friend class DatabaseLoader;
  Database() = default;

  DatabaseInfo info_;
  std::vector<Substance> substances_;
  std::vector<Listing> listings_;
  std::vector<Instrument> instruments_;
  std::vector<ComponentRow> components_;
  std::vector<GoodsCode> goods_codes_;
  std::map<std::string, std::string, std::less<>> jurisdictions_;
  std::multimap<std::string, std::string, std::less<>> territories_;
  std::map<std::string, size_t, std::less<>> substance_by_id_;
  std::map<std::pair<SubjectKind, std::string>, std::vector<size_t>> listings_by_subject_;
};

}  // namespace tidewaiter
