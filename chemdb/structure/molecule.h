// A parsed molecule behind an opaque handle: RDKit's types and exceptions stay inside chemdb/structure.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tidewaiter {

enum class StructureNotation : uint8_t { kSmiles, kMolBlock };

class Molecule {
 public:
  struct Impl;
  explicit Molecule(std::unique_ptr<Impl> impl);
  Molecule(Molecule&&) noexcept;
  Molecule& operator=(Molecule&&) noexcept;
  ~Molecule();

  int heavy_atoms() const;
  // Hill order, hydrogens counted, isotopes as their element ("C11H16N2"); of the whole drawing, charge not
  // shown.
  std::string Formula() const;
  // RDKit's canonical isomeric SMILES of the drawing as it is.
  std::string CanonicalSmiles() const;
  // For each atom of the molecule its index among the heavy atoms of the input, in input order.
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// Parses and sanitises one structure. Errors, each with a message for a person:
//   ResourceExhausted  beyond a limit of limits.h (the message names it)
//   Unimplemented      query atoms, wildcards, R-groups, reactions, polymers: not a definite molecule
//   InvalidArgument    not a structure
// Linear time for what passes: the light reader measures the input first, and RDKit's cubic search for
// possible stereo centres is not asked for (rdkit issue 8776).
absl::StatusOr<Molecule> ParseMolecule(std::string_view text, StructureNotation notation);

// The version of RDKit in use, for a run's identity.
std::string RdkitVersion();

}  // namespace tidewaiter
