// The tables of protecting groups and of the places where they may sit (data/, compiled in), and which words
// of a listing's scope reach a group on such a place.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/structure/mask_index.h"

namespace tidewaiter {

class MaskTables {
 public:
  // The tables of data/. `find` gives the number of a substance by id; a place whose substances are all
  // unknown to it (another database) is left out. InvalidArgument with file and line for a table that does
  // not hold.
  static absl::StatusOr<MaskTables> Load(
      const std::function<std::optional<uint32_t>(std::string_view)>& find);

  const MaskIndex& index() const { return index_; }

  // Bits of Scope that a listing's words must have to reach this hit ("its amides, its carbamates"); nullopt
  // when no such word reaches one of the groups (an N-benzyl group is neither amide nor carbamate).
  std::optional<uint32_t> NeededScope(const MaskHit& hit) const;

  // SHA-256 over the tables, hex.
  static std::string Digest();

 private:
  struct Reach {
    std::optional<uint32_t> on[3];  // by MaskedAtom
  };
  MaskIndex index_;
  std::vector<Reach> reaches_;  // of each group
};

}  // namespace tidewaiter
