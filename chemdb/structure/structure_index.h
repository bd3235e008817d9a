// Which listed substance a structure is, and how the two drawings are related.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/structure/listed_structure.h"
#include "chemdb/structure/sieve.h"
#include "chemdb/structure/standardise.h"
#include "chemdb/structure/substructure.h"

namespace tidewaiter {

enum class StereoAgreement : uint8_t {
  kSame,             // the same marks, or none to compare
  kCoveredByListed,  // the listed substance leaves open what the input draws
  kOpenInInput,      // the input leaves open what the listed substance draws
  kEnantiomer,
  kDiastereomer,
};

// One listed substance found in a structure. Everything the law needs to decide on scope is a field of its
// own.
struct IdentityHit {
  uint32_t substance = 0;  // as given to Add
  bool is_tautomer = false;
  bool is_hydrate_drawing = false;  // the hydrate drawn as one molecule (a gem-diol)
  bool is_ester = false;            // an ester of the listed acid
  bool is_salt = false;
  bool is_solvate = false;
  bool is_isotopologue = false;
  bool is_mixture = false;  // other components stand beside it that are no counter-ions or solvents
  StereoAgreement stereo = StereoAgreement::kSame;
  std::vector<int> atoms;           // heavy atoms of the input
  std::vector<std::string> beside;  // names of counter-ions and solvents ("hydrochloric acid")
};

// "the hydrochloride of", ...: the steps from the listed substance to the input, in words a customs chemist
// uses.
std::string DescribeRelation(const IdentityHit& hit, std::string_view substance_name);

// Built once, then immutable and shared.
class StructureIndex {
 public:
  // `esters` registers the open class "its esters" as well; ignored for what is no carboxylic acid.
  absl::Status Add(uint32_t substance, std::string_view smiles, bool racemic, bool esters);
  // The same with the drawing's description, which takes longest to make.
  absl::Status Add(uint32_t substance, std::string_view smiles, ListedStructure described, bool racemic,
                   bool esters);
  // A hydrate or other drawing of an added substance whose parent differs (4,4-dihydroxypiperidine).
  absl::Status AddHydrateDrawing(uint32_t substance, std::string_view smiles);
  absl::Status AddHydrateDrawing(uint32_t substance, ListedStructure described);

  // All listed substances in `structure`: several components, or one drawing that several listings share
  // (ephedrine and pseudoephedrine drawn without stereo).
  absl::StatusOr<std::vector<IdentityHit>> Identify(const StandardStructure& structure) const;

  // Adds everything this index can find to a sieve: skeletons of all forms, and the ester classes as queries.
  // `components` is the table that structures will be standardised with.
  absl::Status FillSieve(const ComponentTable& components, Sieve& sieve) const;

  size_t size() const { return by_flat_key_.size(); }  // distinct flat keys

 private:
  struct Entry {
    uint32_t substance = 0;
    bool racemic = false;
    bool tautomer = false;
    bool hydrate = false;
    std::shared_ptr<const ListedStructure> listed;
    std::shared_ptr<const Molecule> parent;
  };
  struct EsterClass {
    uint32_t substance = 0;
    std::shared_ptr<const SubstructureQuery> query;
  };
  std::unordered_map<std::string, std::vector<Entry>> by_flat_key_;
  std::vector<EsterClass> esters_;
};

}  // namespace tidewaiter
