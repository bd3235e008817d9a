// Any bytes as a SMILES, a mol block and an InChI: no crash, and RDKit reads what the light reader is sure
// of, with the same heavy atoms.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "chemdb/structure/inchi_reader.h"
#include "chemdb/structure/molecule.h"
#include "chemdb/structure/skeleton.h"

namespace tidewaiter {
namespace {

// Not assert(): it has to hold in every build.
void Require(bool holds, const char* what, std::string_view text) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n%.*s\n", what, static_cast<int>(text.size()), text.data());
  std::abort();
}

void Check(std::string_view text) {
  thread_local Skeleton skeleton;
  ReadMolBlockSkeleton(text, skeleton);
  if (ReadSmilesSkeleton(text, skeleton) == SkeletonStatus::kOk) {
    const auto molecule = ParseMolecule(text, StructureNotation::kSmiles);
    Require(molecule.ok(), "RDKit reads what the light reader is sure of", text);
    Require(molecule->heavy_atoms() == skeleton.atom_count, "with the same heavy atoms", text);
  }
  if (const auto smiles = SmilesOfInchi(text); smiles.ok()) {
    (void)ParseMolecule(*smiles, StructureNotation::kSmiles);  // it may have charges that no atom bears
  }
}

}  // namespace
}  // namespace tidewaiter

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tidewaiter::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
