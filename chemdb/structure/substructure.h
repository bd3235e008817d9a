// Compiled substructure queries (SMARTS) over standardised parents.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/structure/molecule.h"
#include "chemdb/structure/relaxed_query.h"

namespace tidewaiter {

// Immutable; Match() may be called from any thread.
class SubstructureQuery {
 public:
  // Compiles a SMARTS. InvalidArgument when it cannot be read or is beyond the limits for rules.
  static absl::StatusOr<SubstructureQuery> FromSmarts(std::string_view smarts);
  // The molecule `smiles` itself as a query whose atoms may carry nothing more than drawn, except the oxygen
  // of its carboxylic acid groups, of which at least one carries a carbon: "esters of". InvalidArgument when
  // it has no such group.
  static absl::StatusOr<SubstructureQuery> EstersOf(std::string_view smiles);

  SubstructureQuery(SubstructureQuery&&) noexcept;
  SubstructureQuery& operator=(SubstructureQuery&&) noexcept;
  ~SubstructureQuery();

  // The heavy atoms (in the molecule's own order) of one match; empty when there is none. Stereo is not
  // looked at.
  std::vector<int> Match(const Molecule& molecule) const;
  bool Matches(const Molecule& molecule) const { return !Match(molecule).empty(); }

  // Necessary conditions on a skeleton, one of which holds for every molecule that matches.
  const std::vector<RelaxedQuery>& relaxed() const;

 private:
  struct Impl;
  explicit SubstructureQuery(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidewaiter
