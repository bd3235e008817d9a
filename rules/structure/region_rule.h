// A class rule as law words it: a reference structure with named regions, and what may be done to each
// region.
//
// The scaffold is a SMILES whose atom map numbers name regions; atoms without a number belong to the core.
// Compiling splits the scaffold into what must be there (the core, and regions that may only be substituted)
// and regions that may be replaced; a region that links two parts gives one variant of the scaffold for each
// chain that may stand in its place. Matching finds the required part in a molecule and explains each
// difference by the modification that allows it: a reading. The explanation is the decision; there is no
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

// What a paragraph lets be done.
struct Change {
  enum class Kind : uint8_t { kReplace, kSubstitute };
  Kind kind = Kind::kSubstitute;
  std::vector<std::string> regions;  // kReplace: exactly one
  std::vector<Group> groups;
};

struct Modification {
  std::string id;        // "A"
  std::string citation;  // the paragraph
  std::string says;      // its wording, paraphrased
  std::vector<Change> changes;
  int at_most = 0;         // differences that it may explain in one molecule; 0 = any number
  std::string no_example;  // why no example shows it; empty = one should
  std::string where;       // "file:line:column", for errors
};

// One difference between the reference structure and a molecule.
struct Difference {
  enum class Kind : uint8_t { kSubstituted, kReplaced, kMissing, kRing };
  Kind kind = Kind::kSubstituted;
  std::string region;                      // empty = the core
  std::string what;                        // "fluoro", "thiophen-2-yl", ...
  std::vector<int> atoms;                  // of the molecule
  std::vector<std::string> modifications;  // ids of those that allow it; empty = none does
  std::vector<std::string> groups;         // of each of these, the group that it is: "alkyl(1-3)"
};

// "fluoro on the aniline ring", "thiophen-2-yl in place of the phenyl group", "hydrogen in place of ...".
std::string InWords(const Difference& difference);

struct Reading {
  std::vector<Difference> differences;
  std::vector<int> core_atoms;  // of the molecule
  std::map<std::string, std::vector<int>>
      region_atoms;  // where each region lies in the molecule, for depiction
  size_t unexplained = 0;
  size_t replaced = 0;  // regions that are not what the scaffold has
  bool Explains() const { return unexplained == 0; }
};

// The differences in words, each with its modifications: "fluoro on the aniline ring (B); ...".
std::string InWords(const Reading& reading);

struct RegionVerdict {
  bool core_found = false;
  bool member = false;
  Reading best;  // of a member: the first of `readings`; else the nearest miss
  std::vector<Reading>
      readings;        // of a member: every minimal one, the one that keeps most of the scaffold first
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
    bool may_overlap = false;           // a modification may stand that earlier ones cover; for experiments
    std::string scaffold_where;         // "file:line:column", for errors
    std::string regions_where;
  };

  // InvalidArgument, with its place where the spec has one: a scaffold that cannot be read or does not match
  // its own rule, regions and groups that do not fit each other, two modifications with one id, a
  // modification that can never be asked, contradictions.
  static absl::StatusOr<RegionRule> Compile(Spec spec);

  // Whether the molecule is a member, with its readings. For most molecules that are none the answer is only
  // that; `reason` may be coarse.
  RegionVerdict Match(const MolGraph& graph, double mass) const;
  // The same verdict with the nearest miss searched for: also when a part of the scaffold that may not be
  // replaced is another one, or missing. Slower.
  RegionVerdict Diagnose(const MolGraph& graph, double mass) const;

  // Necessary conditions on skeletons, one for each variant of the scaffold: its required part is there, with
  // something in the place of each region that can be replaced.
  std::vector<RelaxedQuery> Relaxed() const;

  const Spec& spec() const { return spec_; }
  const MolGraph& scaffold() const { return variants_[0].graph; }
  const std::vector<std::string>& scaffold_regions() const { return variants_[0].region_of; }

 private:
  // A part of a variant's scaffold that hangs on the rest by one bond and may be replaced.
  struct Region {
    std::string name;
    int attach_core = -1;    // scaffold atom outside that it hangs on
    int root = -1;           // scaffold atom inside that is bonded to it
    std::vector<int> atoms;  // of the scaffold
    bool may_be_missing = false;
  };
  // The scaffold with one choice of links.
  struct Variant {
    MolGraph graph;
    std::vector<std::string> region_of;  // of each atom; empty = core
    std::vector<Region> regions;
    std::vector<int> order;  // required atoms, each bonded to an earlier one
    // Links that are not the scaffold's own: region -> modifications that allow it, and in words.
    std::map<std::string, std::vector<std::string>> links;
    std::map<std::string, std::vector<std::string>> link_groups;  // beside `links`
    std::map<std::string, std::string> link_names;
  };
  struct Compiler;
  class Matcher;

  RegionRule() = default;
  // Adds every reading of the molecule by one variant; false when its required part lies nowhere.
  bool ReadVariant(const Variant& variant, const MolGraph& graph, bool diagnose,
                   std::vector<Reading>& readings) const;
  std::optional<std::string> Shortfall(const Reading& reading, double mass) const;
  std::string Reason(const Reading& reading) const;
  RegionVerdict Judge(const MolGraph& graph, double mass, const std::vector<Variant>& variants,
                      bool diagnose) const;

  Spec spec_;
  std::vector<Variant> variants_;   // the scaffold itself first
  std::vector<Variant> diagnoses_;  // with one required part made replaceable, by nothing
};

}  // namespace tidewaiter
