// What is known of a class rule by asking it: how its examples fare, what each modification is needed for,
// what its author should look at again.
#pragma once

#include <string>
#include <vector>

#include "rules/structure/class_rule.h"

namespace tidewaiter {

// How a rule does on its own examples.
struct ExampleCount {
  size_t members = 0;
  size_t found = 0;  // of the members
  size_t others = 0;
  size_t wrong = 0;  // of the others: found although they are none
};
ExampleCount CountExamples(const ClassRule& rule);

// The rule with one modification changed, and how many of its examples then fail.
struct Mutation {
  enum class Kind : uint8_t {
    kDeleted,    // the whole modification
    kWithout,    // one group of it
    kUnbounded,  // one group of it without its bounds
    kUnlimited,  // at_most taken away
    kLoosened,   // a change by or with anything
  };
  Kind kind = Kind::kDeleted;
  std::string modification;
  size_t change = 0;  // index into the modification's changes
  std::string group;  // for kWithout and kUnbounded
  size_t failing = 0;
  std::string Words() const;  // "(B) without alkenyl"
};
// Every mutation of a rule with regions; none for a rule of patterns.
std::vector<Mutation> Mutate(const ClassRule& rule);

// What `lint` says of a rule. A warning is worth a look before the rule is used; a note is a fact about it.
struct LintRemark {
  bool warning = false;
  std::string text;
};
std::vector<LintRemark> Lint(const ClassRule& rule);

// One structure that several rules hold as example, with what a rule says of it.
struct Verdict {
  std::string name;    // as the first rule that holds it names it
  std::string smiles;  // of that example
  bool member = false;
  std::string why;  // the readings in words; of a non-member the nearest miss
};
// Every structure among the examples of `rules` that is a member of `rule` or comes near it, by name.
std::vector<Verdict> JudgeExamples(const ClassRuleSet& rules, const ClassRule& rule);

// How many members among the examples show each modification, and each of its groups, in a minimal reading.
struct Exercise {
  std::string modification;
  size_t examples = 0;
  std::vector<std::pair<std::string, size_t>> groups;  // of the modification, in its order
};
std::vector<Exercise> Exercised(const ClassRule& rule);

// docs/class-evaluation.md: the examples of every rule, the verdict on every example of any rule, and what
// each modification is needed for.
std::string EvaluationDocument(const ClassRuleSet& rules);

}  // namespace tidewaiter
