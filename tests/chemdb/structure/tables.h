// The real tables of chemdb/data as far as structures need them: substances, drawings of hydrates,
// counter-ions.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chemdb/structure/standardise.h"
#include "chemdb/structure/structure_index.h"

namespace tidewaiter::testing {

struct ListedRow {
  std::string id;
  std::string name;
  std::string smiles;
  bool racemic = false;
};

class RealTables {
 public:
  // Read once; a table that does not load ends the test program with the reason.
  static const RealTables& Get();

  const std::vector<ListedRow>& substances() const { return substances_; }  // those with a structure
  const ComponentTable& components() const { return components_; }
  // With the esters of every acid, whether a listing asks for them or not: a wider net than the law's.
  const StructureIndex& index() const { return index_; }
  const std::string& IdOf(const IdentityHit& hit) const { return substances_[hit.substance].id; }

  absl::StatusOr<StandardStructure> Standard(std::string_view text,
                                             StructureNotation notation = StructureNotation::kSmiles) const;
  absl::StatusOr<std::vector<IdentityHit>> Identify(
      std::string_view text, StructureNotation notation = StructureNotation::kSmiles) const;
  // One line for each hit, sorted: "ephedrine salt enantiomer", "p-2-p tautomer", "none"; an error as its
  // text.
  std::string Summary(std::string_view text, StructureNotation notation = StructureNotation::kSmiles) const;

 private:
  RealTables();
  std::vector<ListedRow> substances_;
  ComponentTable components_;
  StructureIndex index_;
};

}  // namespace tidewaiter::testing
