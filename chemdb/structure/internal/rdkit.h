// The one place that knows RDKit's versions, and the cage around its exceptions. Include in .cc files only.
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <utility>

#include <GraphMol/ROMol.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/base/concat.h"
#include "chemdb/structure/molecule.h"

#if TIDEWAITER_RDKIT_VERSION < 202209
#error "tidewaiter needs RDKit 2022.09 or later"
#endif

namespace tidewaiter {

struct Molecule::Impl {
  std::unique_ptr<RDKit::RWMol> mol;  // sanitised, hydrogens removed, stereo assigned
};

namespace internal {

// Silences RDKit's log, which would write to standard error from every thread. Called once by whatever enters
// RDKit.
void QuietRdkit();

// Runs `f`, turning whatever RDKit throws into Internal with `what` in front. RDKit throws std::exceptions of
// many sorts, and a few that are not.
template <typename F>
auto CallRdkit(std::string_view what, F&& f) -> absl::StatusOr<decltype(f())> {
  try {
    return std::forward<F>(f)();
  } catch (const std::exception& e) {
    return absl::InternalError(Concat(what, ": ", std::string_view(e.what())));
  } catch (...) {
    return absl::InternalError(Concat(what, ": unknown exception"));
  }
}

// Canonical SMILES; isomeric = with stereo and isotopes.
inline std::string ToSmiles(const RDKit::ROMol& mol, bool isomeric) {
  return RDKit::MolToSmiles(mol, isomeric);
}

// Parses without any sanitisation. Null or a throw when it is not SMILES.
inline std::unique_ptr<RDKit::RWMol> ParseSmilesUnsanitised(const std::string& smiles) {
  RDKit::SmilesParserParams params;
  params.sanitize = false;
  params.removeHs = false;
  params.allowCXSMILES = false;
  params.parseName = false;
  return std::unique_ptr<RDKit::RWMol>(RDKit::SmilesToMol(smiles, params));
}

}  // namespace internal
}  // namespace tidewaiter
