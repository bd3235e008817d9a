#include "chemdb/store/described.h"

#include <algorithm>
#include <utility>

#include "chemdb/base/concat.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/store/database.h"
#include "chemdb/structure/standardise.h"

namespace tidewaiter {
namespace {

// Canonical SMILES hold no blank.
std::string Join(const std::vector<std::string>& keys) {
  std::string out;
  for (const std::string& key : keys) AppendTo(out, out.empty() ? "" : " ", key);
  return out;
}

std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> out;
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find(' ', start), text.size());
    out.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

std::string Tautomers(const ListedStructure& listed) {
  std::vector<std::string> keys;
  for (const ListedForm& form : listed.forms) {
    if (form.kind == "tautomer") keys.push_back(form.flat_key);
  }
  return Join(keys);
}

// What made the descriptions: they are worth nothing to another.
std::string MadeBy() { return Concat(kListedStructureVersion, " ", StandardisationDigest(ComponentTable())); }

absl::StatusOr<std::string> Meta(SqliteConnection& db, std::string_view key) {
  TW_ASSIGN_OR_RETURN(SqliteStatement statement, db.Prepare("SELECT value FROM meta WHERE key = ?"));
  statement.Bind(1, key);
  TW_ASSIGN_OR_RETURN(const bool found, statement.Step());
  return found ? statement.Text(0) : std::string();
}

absl::Status SetMeta(SqliteConnection& db, std::string_view key, std::string_view value) {
  TW_ASSIGN_OR_RETURN(SqliteStatement statement, db.Prepare("INSERT INTO meta VALUES(?, ?)"));
  statement.Bind(1, key);
  statement.Bind(2, value);
  return statement.Run();
}

}  // namespace

DescribedStructures DescribedStructures::Of(const DatabaseContent& content) {
  DescribedStructures out;
  const auto add = [&](const std::string& smiles, bool racemic) {
    if (smiles.empty() || out.known_.count({smiles, racemic}) > 0) return;
    auto described = DescribeListedStructure(smiles, racemic);
    if (described.ok()) out.known_.emplace(std::pair(smiles, racemic), *std::move(described));
  };
  for (const Substance& substance : content.substances) {
    add(substance.smiles, substance.racemic);
    for (const SubstanceForm& form : substance.forms) {
      if (form.kind == "hydrate") add(form.smiles, false);
    }
  }
  return out;
}

absl::StatusOr<ListedStructure> DescribedStructures::Describe(std::string_view smiles, bool racemic) const {
  const auto found = known_.find(std::pair(std::string(smiles), racemic));
  if (found != known_.end()) return found->second;
  return DescribeListedStructure(smiles, racemic);
}

std::string DescribedStructures::Digest() const {
  Sha256 hash;
  for (const auto& [drawing, listed] : known_) {
    for (const std::string& field :
         {drawing.first, std::string(drawing.second ? "racemic" : ""), listed.formula, listed.key,
          listed.flat_key, listed.stereo_key, listed.mirror_key, Join(listed.companions), Tautomers(listed),
          std::string(listed.is_carboxylic_acid ? "acid" : "")}) {
      hash.AddField(field);
    }
  }
  return hash.Hex();
}

absl::Status DescribedStructures::Write(SqliteConnection& db) const {
  TW_ASSIGN_OR_RETURN(SqliteStatement row,
                      db.Prepare("INSERT INTO described VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const auto& [drawing, listed] : known_) {
    row.Bind(1, drawing.first);
    row.Bind(2, int64_t{drawing.second});
    row.Bind(3, listed.formula);
    row.Bind(4, listed.key);
    row.Bind(5, listed.flat_key);
    row.Bind(6, listed.stereo_key);
    row.Bind(7, listed.mirror_key);
    row.Bind(8, Join(listed.companions));
    row.Bind(9, Tautomers(listed));
    row.Bind(10, int64_t{listed.is_carboxylic_acid});
    TW_RETURN_IF_ERROR(row.Run());
  }
  TW_RETURN_IF_ERROR(SetMeta(db, "described_by", MadeBy()));
  return SetMeta(db, "described_digest", Digest());
}

absl::StatusOr<DescribedStructures> DescribedStructures::Read(SqliteConnection& db) {
  DescribedStructures out;
  TW_ASSIGN_OR_RETURN(const std::string made_by, Meta(db, "described_by"));
  if (made_by != MadeBy()) return out;
  TW_ASSIGN_OR_RETURN(SqliteStatement row,
                      db.Prepare("SELECT smiles, racemic, formula, key, flat_key, stereo_key, mirror_key, "
                                 "companions, tautomers, is_carboxylic_acid FROM described"));
  while (true) {
    TW_ASSIGN_OR_RETURN(const bool more, row.Step());
    if (!more) break;
    ListedStructure listed;
    listed.formula = row.Text(2);
    listed.key = row.Text(3);
    listed.flat_key = row.Text(4);
    listed.stereo_key = row.Text(5);
    listed.mirror_key = row.Text(6);
    listed.companions = Split(row.Text(7));
    listed.forms.push_back({listed.flat_key, "drawn"});
    for (std::string& key : Split(row.Text(8))) listed.forms.push_back({std::move(key), "tautomer"});
    listed.is_carboxylic_acid = row.Int(9) != 0;
    out.known_.emplace(std::pair(row.Text(0), row.Int(1) != 0), std::move(listed));
  }
  TW_ASSIGN_OR_RETURN(const std::string digest, Meta(db, "described_digest"));
  if (digest != out.Digest())
    return absl::DataLossError("descriptions of structures do not agree with their digest");
  return out;
}

}  // namespace tidewaiter
