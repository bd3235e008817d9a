// The standardisation policy: what of a drawing belongs to the substance and what does not. One place,
// versioned.
//
// A drawing is split into components; each becomes a neutral parent with keys at two levels. Nothing is
// thrown away: what was changed is an event, what stands beside the parent is a component with a role. Steps
// and reasons: docs/standardisation.md. The query is never tautomer-canonicalised: RDKit's canonicaliser
// depends on atom order, so tautomers are registered on the listed side instead (structure_index.h).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/structure/molecule.h"

namespace tidewaiter {

// Changes whenever a step changes; part of a run's identity.
inline constexpr std::string_view kStandardisationVersion = "2";

enum class ComponentRole : uint8_t {
  kMain,  // not in the table of counter-ions and solvents
  kAcid,  // a counter-ion drawn as anion or as acid
  kBase,  // a counter-ion drawn as cation or as base
  kMetal,
  kSolvent,  // water included
};

// The counter-ions and solvents that may stand beside a molecule (chemdb/data/components.csv). Immutable.
class ComponentTable {
 public:
  struct Entry {
    std::string name;
    ComponentRole role = ComponentRole::kMain;
    std::string stereo_key;
  };
  // InvalidArgument when a structure cannot be read, `kind` is unknown, or another one than that of a row
  // that differs in stereo only.
  absl::Status Add(std::string_view name, std::string_view kind, std::string_view smiles);
  // The rows of one constitution, in the order they were added; nullptr when there is none. Stereo is for
  // names only: tartaric acid is company whichever it is.
  const std::vector<Entry>* Find(const std::string& flat_key) const;
  std::vector<std::string> Keys() const;  // flat keys
  // False when no row has these heavy atoms.
  bool MayHold(const Molecule& parent) const;

 private:
  std::map<std::string, std::vector<Entry>> entries_;
  std::unordered_set<uint32_t> compositions_;
};

struct StandardComponent {
  // Both keys are empty when they were not asked for and the table holds nothing of the kind.
  std::string flat_key;    // canonical SMILES of the neutral parent, no stereo, no isotopes
  std::string stereo_key;  // the same with stereo
  ComponentRole role = ComponentRole::kMain;
  std::string role_name;  // from the table; empty for kMain
  bool has_isotopes = false;
  bool has_stereo = false;        // any stereo mark
  bool charged_as_drawn = false;  // an ion, or split from a metal
  bool was_radical = false;
  int heavy_atoms = 0;
  std::vector<int> atoms;  // heavy-atom index in the input for each heavy atom of `parent`, in its order
  std::shared_ptr<const Molecule> parent;  // neutral, with stereo, without isotopes
};

struct StandardStructure {
  std::vector<StandardComponent> components;
};

// Canonical SMILES are a large part of the work: whoever looks nothing up can do without.
enum class ComponentKeys : uint8_t { kOfAll, kAsFarAsRolesNeed };

// `molecule` is sanitised. Internal when RDKit fails on a molecule it could parse: the caller reports the
// record as not screened.
absl::StatusOr<StandardStructure> Standardise(const Molecule& molecule, const ComponentTable& table,
                                              ComponentKeys keys = ComponentKeys::kOfAll);

// SHA-256, hex, over what decides the outcome of standardisation: policy version, RDKit's version, the table,
// the limits. Part of a run's identity.
std::string StandardisationDigest(const ComponentTable& table);

// The flat key of a molecule that is a standardised parent already.
std::string FlatKey(const Molecule& parent);

}  // namespace tidewaiter
