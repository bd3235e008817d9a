// The judge: what a structure is, exactly. RDKit does the work, inside chemdb; nothing here throws.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/base/time_budget.h"
#include "chemdb/store/database.h"
#include "chemdb/structure/analogue_index.h"
#include "chemdb/structure/molecule.h"
#include "chemdb/structure/structure_index.h"
#include "rules/analogues/open_words.h"
#include "rules/masking/mask_tables.h"
#include "rules/structure/class_rule.h"

namespace tidewaiter {

// A class that a component of the input belongs to.
struct ClassHit {
  size_t rule = 0;  // index into ClassRuleSet::rules()
  std::string meaning;
  std::string citation;
  uint32_t needed_scope = 0;
  bool is_salt = false;
  bool is_isotopologue = false;
  std::vector<int> atoms;  // heavy atoms of the input
};

// A listed substance that carries protecting groups.
struct MaskedHit {
  IdentityHit identity;    // of what remains without them
  std::string masks;       // "a tert-butoxycarbonyl (Boc) group on the piperidine nitrogen (N1)"
  std::vector<int> atoms;  // of the groups: heavy atoms of the input
  // Bits of Scope that a listing of the substance needs to reach this form; nullopt when no such word does.
  std::optional<uint32_t> needed_scope;
};

struct StructureVerdict {
  std::vector<IdentityHit> identities;
  std::vector<ClassHit> classes;
  std::vector<MaskedHit> masked;
  // Only when asked for: the neighbours of each component that has some, the likest first.
  std::vector<std::vector<AnalogueHit>> analogues;
};

struct JudgeOptions {
  bool analogues = false;  // also look for neighbours
  // Looked at between steps; what one step of RDKit may take is bounded by the limits on size.
  std::chrono::microseconds time_limit = kStructureTimeLimit;
};

// Immutable; shared by all threads.
class StructureJudge {
 public:
  // Compiles every listed substance of `database`. `rules` must outlive the judge.
  static absl::StatusOr<std::unique_ptr<const StructureJudge>> Create(const Database& database,
                                                                      const ClassRuleSet& rules);

  // Asks the sieve first and calls the judge for what it keeps. The same verdict as Judge(), byte for byte.
  absl::StatusOr<StructureVerdict> Screen(std::string_view text, StructureNotation notation,
                                          Sieve::Scratch& scratch, const JudgeOptions& options) const;

  // Always the full way. Errors are ParseMolecule's and Standardise's, and DeadlineExceeded beyond the time
  // limit: the structure was not screened, and the message says why.
  absl::StatusOr<StructureVerdict> Judge(std::string_view text, StructureNotation notation,
                                         const JudgeOptions& options) const;

  // The two halves of Judge(): reading and standardising, which no table of listed substances has a say in;
  // and what the structure then is, without a time limit.
  absl::StatusOr<StandardStructure> Read(std::string_view text, StructureNotation notation) const;
  absl::StatusOr<StructureVerdict> Judge(const StandardStructure& standard) const;

  const Sieve& sieve() const { return sieve_; }
  const OpenWords& open_words() const { return open_words_; }
  // The listed substances that analogues are measured against.
  size_t analogue_references() const { return analogues_.size(); }
  const ComponentTable& components() const { return components_; }

  // The classes that the listed substance itself belongs to (4-AP is in "4-anilinopiperidine, its amides
  // ...").
  const std::vector<ClassHit>& ClassesOf(uint32_t substance) const { return classes_of_[substance]; }
  // The listed acids that the listed substance is an ester of (ethyl phenylacetate, of phenylacetic acid).
  const std::vector<uint32_t>& AcidsOf(uint32_t substance) const { return acids_of_[substance]; }

 private:
  StructureJudge() = default;
  // What a structure may be found as.
  struct Candidates {
    const std::vector<size_t>& rules;
    bool listed = true;  // by identity, as an ester or under protecting groups
  };
  absl::StatusOr<StructureVerdict> Judge(std::string_view text, StructureNotation notation,
                                         const JudgeOptions& options, const Candidates& candidates) const;
  absl::StatusOr<StructureVerdict> Judge(const StandardStructure& standard, bool analogues,
                                         const Candidates& candidates, const TimeBudget& budget) const;
  absl::Status FindListed(const StandardStructure& standard, const TimeBudget& budget,
                          StructureVerdict& verdict) const;
  absl::Status FindClasses(const StandardStructure& standard, const std::vector<size_t>& rules,
                           const TimeBudget& budget, StructureVerdict& verdict) const;

  const ClassRuleSet* rules_ = nullptr;
  std::vector<size_t> all_rules_;
  ComponentTable components_;
  StructureIndex index_;
  MaskTables masks_;
  OpenWords open_words_;
  AnalogueIndex analogues_;
  Sieve sieve_;
  std::vector<std::vector<ClassHit>> classes_of_;
  std::vector<std::vector<uint32_t>> acids_of_;
};

}  // namespace tidewaiter
