// Which records a change of law can concern at all.
//
// What evidence in a record points at depends on names, numbers, structures and class rules; what a finding
// says of it, on the listings of that subject. So where a change touches listings alone, a record differs
// only if something in it points at a subject whose listings differ. Where it also brings new names, drawings
// or rules, a structure differs only if a judge who knows the touched subjects alone finds one in it, and a
// text is not filtered. The filter may only err on the side of keeping; docs/what-if.md has the argument, and
// a test compares with two whole runs.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "chemdb/store/database.h"
#include "chemdb/structure/molecule.h"
#include "screening/pipeline/engine.h"

namespace tidewaiter {

class TouchFilter {
 public:
  // `options`: of the law after the change; its class rules must be those before it and `new_classes` (ids).
  // InvalidArgument when a listing names a class that no rule defines.
  static absl::StatusOr<std::unique_ptr<const TouchFilter>> Create(const EngineOptions& options,
                                                                   const Database& before,
                                                                   const Database& after,
                                                                   const std::set<std::string>& new_classes);
  ~TouchFilter();

  // Ids of what has other listings, names, drawings or rules.
  const std::set<std::string>& substances() const;
  const std::set<std::string>& classes() const;

  // Counter-ions and solvents of the law after the change; also of that before it, unless everything().
  const ComponentTable& components() const;

  // The change is none.
  bool nothing() const;
  // It is one that this filter does not understand: every record is to be kept.
  bool everything() const;
  // Names or numbers differ: a text may say something else.
  bool texts_differ() const;
  // Drawings, class rules or how structures are compared differ: a structure may be something else.
  bool structures_differ() const;

  // Evidence that is the same before and after points at a touched subject. `rules`: of the engine that
  // looked.
  bool Concerns(const PointedAt& pointed_at, const ClassRuleSet& rules) const;

  // Memory of one worker.
  class Scratch {
   public:
    Scratch();
    ~Scratch();

   private:
    friend class TouchFilter;
    struct Impl;
    std::unique_ptr<Impl> impl_;
  };

  // A touched subject may be found in this structure, before or after; advice on analogues apart.
  bool MayTouch(std::string_view structure, StructureNotation notation, Scratch& scratch) const;
  // The same for SMILES and InChIs that stand in a text.
  bool MayTouchStructuresIn(std::string_view text, Scratch& scratch) const;
  // A quicker question: false only where MayTouch() is false too.
  bool MayHold(std::string_view smiles, Scratch& scratch) const;

 private:
  struct Impl;
  explicit TouchFilter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidewaiter
