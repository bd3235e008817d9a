// Class rules: controls that name a whole family of structures. One YAML file each, in rules/library (format:
// its README). The law that lists the class stands in chemdb/data/listings; the rule holds its meaning.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/structure/mol_graph.h"
#include "chemdb/structure/molecule.h"
#include "rules/structure/region_rule.h"

namespace tidewaiter {

struct ClassExample {
  std::string name;
  std::string smiles;
  std::string note;   // source of a member, reason of a non-member
  std::string where;  // "file:line:column"
};

// Why a molecule is a member, or by how little it is not.
struct ClassMatch {
  size_t rule = 0;       // index into ClassRuleSet::rules()
  std::string meaning;   // "an amide of 4-anilinopiperidine", "related to fentanyl: ..."
  std::string citation;  // the paragraphs it stands for
  uint32_t needed_scope =
      0;  // bits of Scope that a listing must have to reach this member ("halides" since 2023)
  std::vector<int> atoms;  // heavy atoms of the molecule that matched
  // For rules with regions: which paragraph covers each difference, or does not.
  std::vector<Difference> differences;
  std::map<std::string, std::vector<int>> region_atoms;
};

class ClassRule {
 public:
  // InvalidArgument with file, line and column.
  static absl::StatusOr<ClassRule> Parse(std::string_view text, std::string_view file);
  ClassRule(ClassRule&&) noexcept;
  ClassRule& operator=(ClassRule&&) noexcept;
  ~ClassRule();

  const std::string& id() const;
  const std::string& title() const;
  const std::string& wording() const;
  const std::vector<std::string>& sources() const;
  const std::vector<ClassExample>& members() const;
  const std::vector<ClassExample>& others() const;

  // Instruments (ids) whose individually listed substances are outside the class, whatever their structure.
  const std::vector<std::string>& not_when_listed_in() const;

  // `parent` is a standardised component, `graph` its graph. True and `out` filled for a member.
  bool Match(const Molecule& parent, const MolGraph& graph, ClassMatch& out) const;
  // Necessary conditions on a skeleton, one of which holds for every member.
  std::vector<RelaxedQuery> Relaxed() const;
  // Why `parent` is no member: the nearest miss in words; empty when it is far from the class.
  std::string NearestMiss(const Molecule& parent, const MolGraph& graph) const;

 private:
  struct Impl;
  explicit ClassRule(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// All rules, compiled once, immutable, shared by all threads.
class ClassRuleSet {
 public:
  // Reads every *.yaml of `directory` in name order. Two rules with one id, or a file that does not compile,
  // fail.
  static absl::StatusOr<ClassRuleSet> Load(const std::string& directory);

  const std::vector<ClassRule>& rules() const { return rules_; }
  // SHA-256 over the files, hex.
  const std::string& digest() const { return digest_; }
  std::vector<ClassMatch> Match(const Molecule& parent) const;

 private:
  std::vector<ClassRule> rules_;
  std::string digest_;
};

// A rule's own examples: every complaint in words, empty when all hold.
std::vector<std::string> TestExamples(const ClassRule& rule);

}  // namespace tidewaiter
