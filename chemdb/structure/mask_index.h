// Which listed substance a structure is once the protecting groups on it are left out of account.
//
// Groups and the places of listed substances where one may sit are data (rules/masking). A group is an exact
// drawing: it is found as drawn, with nothing further on it. What remains of the molecule is looked up by
// identity, so that salts, isotopes, stereo and tautomers are treated as everywhere else. Only recognition:
// nothing here makes, stores or shows a masked structure; the sieve learns the hashes of the bare graphs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/base/time_budget.h"
#include "chemdb/structure/sieve.h"
#include "chemdb/structure/standardise.h"
#include "chemdb/structure/structure_index.h"

namespace tidewaiter {

// What a group sits on.
enum class MaskedAtom : uint8_t { kNitrogen, kOxygen, kCarbonyl };

// A protecting group.
struct MaskGroup {
  std::string id;
  std::string words;   // "a tert-butoxycarbonyl (Boc) group"
  std::string family;  // "carbamate"; a site names the families that count there
  // SMILES with one `*`: the nitrogen or oxygen that gets its hydrogen back ("*C(=O)OC(C)(C)C"), or the
  // carbon that gets its =O back ("*1OCCO1").
  std::string smiles;
  bool on_nitrogen = false;
  bool on_oxygen = false;
  bool on_carbonyl = false;
};

// A place of a listed substance where a group may sit. Substances drawn alike but for stereo share one.
struct MaskSite {
  std::vector<uint32_t> substances;  // as given to StructureIndex::Add
  std::string drawing;  // SMILES of the substance or a tautomer, without stereo; the atom has map number 1
  std::string words;    // "the piperidine nitrogen (N1)"
  std::vector<std::string> families;
};

// One group found on a structure.
struct FoundMask {
  size_t group = 0;        // in order of AddGroup
  size_t site = 0;         // in order of AddSite
  std::vector<int> atoms;  // of the group: heavy atoms of the input
};

struct MaskHit {
  IdentityHit
      identity;  // of what remains; `atoms` are those of the input that belong to the listed substance
  std::vector<FoundMask> masks;  // one or two
};

// Built once, then immutable and shared.
class MaskIndex {
 public:
  // The most groups that are left out at once.
  static constexpr size_t kMostMasks = 2;

  MaskIndex();
  ~MaskIndex();
  MaskIndex(MaskIndex&&) noexcept;
  MaskIndex& operator=(MaskIndex&&) noexcept;

  // InvalidArgument when the drawing cannot be read, or has not just one `*` on what it may sit on.
  absl::Status AddGroup(const MaskGroup& group);
  // InvalidArgument when the drawing cannot be read or does not mark one nitrogen or oxygen with a hydrogen,
  // or a carbon with =O.
  absl::Status AddSite(const MaskSite& site);
  // Call after the last Add: joins the bare graphs.
  absl::Status Finish();

  const std::vector<MaskGroup>& groups() const;
  const std::vector<MaskSite>& sites() const;
  // What `site` marks.
  MaskedAtom AtomOf(size_t site) const;

  // All listed substances that carry groups of the table in a component of `structure`. `index` knows the
  // substances under the same numbers. DeadlineExceeded when the time is over.
  absl::StatusOr<std::vector<MaskHit>> Recognise(const StandardStructure& structure,
                                                 const StructureIndex& index,
                                                 const TimeBudget& budget = TimeBudget()) const;

  // Adds what Recognise can find to a sieve, as hashes of bare graphs.
  void FillSieve(Sieve& sieve) const;

  // Distinct bare graphs.
  size_t size() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// "a tert-butoxycarbonyl (Boc) group on the piperidine nitrogen (N1) and an ethylene ketal (1,3-dioxolane) in
// place of the ketone (C4)".
std::string DescribeMasks(const MaskHit& hit, const MaskIndex& index);

}  // namespace tidewaiter
