// Class rules: controls that name a whole family of structures. One YAML file each, in rules/library (format:
// its README). The law that lists the class stands in chemdb/data/listings; the rule holds its meaning.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/base/time_budget.h"
#include "chemdb/structure/mol_graph.h"
#include "chemdb/structure/molecule.h"
#include "rules/structure/region_rule.h"

namespace tidewaiter {

struct ClassExample {
  std::string name;
  std::string smiles;
  std::string note;             // source of a member, reason of a non-member
  std::vector<std::string> by;  // modifications that a member shows, in no order; empty = not said
  std::string where;            // "file:line:column"
};

// A substance that the rule leaves out whatever its structure says.
struct ClassException {
  std::string name;
  std::string smiles;
  std::string why;
};

// One alternative of a rule that is a list of patterns.
struct ClassPattern {
  std::string meaning;
  std::string citation;
  std::string smarts;
  uint32_t needs = 0;  // bits of Scope
};

// Why a molecule is a member.
struct ClassMatch {
  size_t rule = 0;       // index into ClassRuleSet::rules()
  std::string meaning;   // "an amide of 4-anilinopiperidine", "fentanyl-related substance: fluoro on the ..."
  std::string citation;  // the paragraphs it stands for, and other minimal readings
  uint32_t needed_scope =
      0;  // bits of Scope that a listing must have to reach this member ("halides" since 2023)
  std::vector<int> atoms;  // heavy atoms of the molecule that matched
  // For rules with regions: every minimal reading, the one that `meaning` tells first.
  std::vector<Reading> readings;
};

class ClassRule {
 public:
  // InvalidArgument with file, line and column. Examples are read, not run: TestExamples().
  static absl::StatusOr<ClassRule> Parse(std::string_view text, std::string_view file,
                                         const GroupTable& groups = GroupTable::BuiltIn());
  ClassRule(ClassRule&&) noexcept;
  ClassRule& operator=(ClassRule&&) noexcept;
  ~ClassRule();

  const std::string& id() const;
  const std::string& title() const;
  const std::string& wording() const;
  const std::string& notes() const;
  const std::vector<std::string>& sources() const;
  const std::vector<ClassExample>& members() const;
  const std::vector<ClassExample>& others() const;
  const std::vector<ClassException>& exceptions() const;
  const std::vector<ClassPattern>& patterns() const;
  // nullptr for a rule of patterns.
  const RegionRule* regions() const;

  // Instruments (ids) whose individually listed substances are outside the class, whatever their structure.
  const std::vector<std::string>& not_when_listed_in() const;

  // `parent` is a standardised component, `graph` its graph. True and `out` filled for a member.
  bool Match(const Molecule& parent, const MolGraph& graph, ClassMatch& out) const;
  // Necessary conditions on a skeleton, one of which holds for every member.
  std::vector<RelaxedQuery> Relaxed() const;
  // Why `parent` is no member: the nearest miss in words; empty when it is far from the class.
  std::string NearestMiss(const Molecule& parent, const MolGraph& graph) const;
  // The rule with other modifications, for asking what each is needed for. Error of RegionRule::Compile, or
  // FailedPrecondition for a rule of patterns.
  absl::StatusOr<ClassRule> WithModifications(std::vector<Modification> modifications) const;

 private:
  struct Impl;
  explicit ClassRule(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// All rules, compiled once, immutable, shared by all threads.
class ClassRuleSet {
 public:
  // Reads every *.yaml of `directory`, then of each of `added` (a folder or one file), in name order; files
  // that define groups before those that use them. Two rules or groups with one name, a file that does not
  // compile, or an example of an added rule that does not hold, fail. (The library's own examples are run by
  // its tests.)
  // `only`: compile no other rules than these (ids); the digest is that of all.
  static absl::StatusOr<ClassRuleSet> Load(const std::string& directory,
                                           const std::vector<std::string>& added = {},
                                           const std::set<std::string>* only = nullptr);
  // What digest() would be, without reading what the files say.
  static absl::StatusOr<std::string> DigestOf(const std::string& directory,
                                              const std::vector<std::string>& added);
  // Ids of the rules that `path` (a folder or one file) defines.
  static absl::StatusOr<std::set<std::string>> IdsIn(const std::string& path);

  const std::vector<ClassRule>& rules() const { return rules_; }
  const GroupTable& groups() const { return groups_; }
  // nullptr when there is no such rule.
  const ClassRule* Find(std::string_view id) const;
  // SHA-256 over the files, hex.
  const std::string& digest() const { return digest_; }
  std::vector<ClassMatch> Match(const Molecule& parent) const;
  // The same, of these rules only (indices, ascending). DeadlineExceeded when the time is over.
  absl::StatusOr<std::vector<ClassMatch>> Match(const Molecule& parent, const std::vector<size_t>& rules,
                                                const TimeBudget& budget) const;

 private:
  std::vector<ClassRule> rules_;
  GroupTable groups_;
  std::string digest_;
};

// A rule's own examples: every complaint in words, empty when all hold.
std::vector<std::string> TestExamples(const ClassRule& rule);

// An example's structure as rules see it: the largest component, standardised.
absl::StatusOr<std::shared_ptr<const Molecule>> ExampleParent(std::string_view smiles);

}  // namespace tidewaiter
