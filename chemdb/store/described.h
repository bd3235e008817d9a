// What chemdb/structure says of the drawings of listed substances, kept in the database: enumerating
// tautomers is most of what starting an engine takes. Derived, so that it is no part of the content and its
// digest; it counts only for the standardisation policy and RDKit it was made with.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/base/sqlite.h"
#include "chemdb/structure/listed_structure.h"

namespace tidewaiter {

struct DatabaseContent;

class DescribedStructures {
 public:
  // Describes every drawing of `content` that an index is made of: substances, and hydrates drawn as such.
  // Leaves out what cannot be described.
  static DescribedStructures Of(const DatabaseContent& content);

  // The kept description, or a new one: DescribeListedStructure's errors.
  absl::StatusOr<ListedStructure> Describe(std::string_view smiles, bool racemic) const;

  size_t size() const { return known_.size(); }

  static constexpr std::string_view kSchema = R"sql(
CREATE TABLE described(
  smiles TEXT NOT NULL, racemic INTEGER NOT NULL CHECK(racemic IN (0, 1)), formula TEXT NOT NULL,
  key TEXT NOT NULL, flat_key TEXT NOT NULL, stereo_key TEXT NOT NULL, mirror_key TEXT NOT NULL,
  companions TEXT NOT NULL, tautomers TEXT NOT NULL,
  is_carboxylic_acid INTEGER NOT NULL CHECK(is_carboxylic_acid IN (0, 1)),
  PRIMARY KEY(smiles, racemic)) STRICT, WITHOUT ROWID;
)sql";
  absl::Status Write(SqliteConnection& db) const;
  // None when they were made by another policy or RDKit. DataLoss when they do not agree with their digest.
  static absl::StatusOr<DescribedStructures> Read(SqliteConnection& db);

 private:
  std::string Digest() const;

  std::map<std::pair<std::string, bool>, ListedStructure, std::less<>> known_;
};

}  // namespace tidewaiter
