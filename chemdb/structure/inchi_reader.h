// Reads an InChI as a structure, without the reference library, whose reader is not made for hostile input
// (and RDKit's own is left out of Debian's build).
//
// An InChI states atoms, connections, fixed and mobile hydrogens and the charge of each component, but no
// bond orders: those are searched for, within bounds, so that every valence is filled. Of several tautomers
// that the mobile hydrogens leave open one is taken, with hydrogens on nitrogen before oxygen, as chemists
// draw amides and lactams. Tetrahedral stereo is kept where it is absolute; the geometry of double bonds,
// isotopes and removed protons ("/p") are not: standardisation neutralises what they say.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tidewaiter {

inline constexpr std::string_view kInchiPrefix = "InChI=1";

// A SMILES of the structure, every atom in brackets, components in the order of the InChI. Errors, each with
// a message for a person:
//   ResourceExhausted  beyond a limit of limits.h
//   InvalidArgument    not an InChI (cut, or against its grammar)
//   Unimplemented      an InChI of something else than plain molecules: bridging hydrogens, mobile charges,
//   or
//                      no bond orders found within the bound
absl::StatusOr<std::string> SmilesOfInchi(std::string_view inchi);

}  // namespace tidewaiter
