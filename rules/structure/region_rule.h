// A class rule as law words it: a reference structure with named regions, and what may be done to each
// region.
//
// The scaffold is a SMILES whose atom map numbers name regions; atoms without a number belong to the core.
// Compiling splits the scaffold into what must be there (the core, and regions that may only be substituted)
// and regions that may be replaced. Matching finds the required part in a molecule and explains each
// difference by the modification that allows it: one reading. The explanation is the decision; there is no
// second, faster scorer.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/structure/mol_graph.h"
#include "rules/structure/groups.h"

namespace tidewaiter {

struct Modification {
  enum class Kind : uint8_t { kReplace, kSubstitute };
  std::string id;        // "A"
  std::string citation;  // the paragraph
  std::string says;      // its wording, paraphrased
  Kind kind = Kind::kSubstitute;
  std::vector<std::string> regions;  // kReplace: exactly one
  std::vector<Group> groups;
};

// One difference between the reference structure and a molecule.
struct Difference {
  std::string region;
  std::string what;                        // "fluoro", "replaced by a monocycle", ...
  std::vector<int> atoms;                  // of the molecule
  std::vector<std::string> modifications;  // ids of those that allow it; empty = none does
};

struct Reading {
  std::vector<Difference> differences;
  std::vector<int> core_atoms;  // of the molecule
  std::map<std::string, std::vector<int>>
      region_atoms;  // where each region lies in the molecule, for depiction
  size_t unexplained = 0;
  bool Explains() const { return unexplained == 0; }
};

struct RegionVerdict {
  bool core_found = false;
  bool member = false;
  Reading best;        // of a member: its reading with the fewest differences; else the nearest miss
  std::string reason;  // why not, when not
};

class RegionRule {
 public:
  struct Spec {
    std::string scaffold;                // SMILES with region numbers as atom maps
    std::map<int, std::string> regions;  // number -> name
    std::vector<Modification> modifications;
    int at_least = 1;                   // how many differences a member has, at the least
    std::vector<std::string> required;  // modification ids that every member shows
    std::optional<double> max_mass;     // g/mol
  };

  // InvalidArgument for a scaffold that cannot be read, a region that is no connected part, a modification of
  // an unknown region, a replaceable region with more than one bond to the rest, or two modifications with
  // one id.
  static absl::StatusOr<RegionRule> Compile(Spec spec);

  RegionVerdict Match(const MolGraph& graph, double mass) const;

  // A necessary condition on skeletons for the core being there with something in the place of each region
  // that can be replaced.
  RelaxedQuery Relaxed() const;

  const Spec& spec() const { return spec_; }

 private:
  struct Region {
    std::string name;
    bool replaceable = false;
    int attach_core = -1;    // scaffold atom outside that the region hangs on (replaceable regions)
    int root = -1;           // scaffold atom inside that is bonded to it
    std::vector<int> atoms;  // of the scaffold
  };

  RegionRule() = default;
  void MatchRequired(const MolGraph& graph, std::vector<std::vector<int>>& maps) const;
  Reading Explain(const MolGraph& graph, const std::vector<int>& map) const;
  void ExplainSubstituent(const MolGraph& graph, const Fragment& fragment, const std::string& region,
                          Reading& reading) const;
  bool ExplainRegion(const MolGraph& graph, const Fragment& fragment, const Region& region,
                     Reading& reading) const;
  std::vector<std::string> Allowing(Modification::Kind kind, const std::string& region, const MolGraph& graph,
                                    const Fragment& fragment) const;

  Spec spec_;
  MolGraph scaffold_;
  std::vector<std::string> region_of_;  // of each scaffold atom; empty = core
  std::vector<Region> regions_;
  std::vector<int> order_;  // required scaffold atoms, each bonded to an earlier one
};

}  // namespace tidewaiter
