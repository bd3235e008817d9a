// A finding does not depend on how a molecule is written: atom order, explicit hydrogens, Kekulé form,
// counter-ions, order of components, mol block instead of SMILES. Over every listed substance and every
// example of the class rules.
#include "tests/chemdb/structure/rewriting.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/csv_table.h"
#include "rules/structure/class_rule.h"
#include "tests/chemdb/structure/tables.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::RealTables;
using testing::Rewriter;
using testing::Writing;

struct Subject {
  std::string name;
  std::string smiles;
  bool other = false;  // an example of what is no member: may be listed elsewhere, or nowhere
};

const ClassRuleSet& Rules() {
  static const auto* const rules =
      new absl::StatusOr<ClassRuleSet>(ClassRuleSet::Load(TIDEWAITER_SOURCE_DIR "/rules/library"));
  return **rules;
}

std::vector<Subject> Subjects() {
  std::vector<Subject> out;
  for (const auto& listed : RealTables::Get().substances()) out.push_back({listed.id, listed.smiles});
  for (const ClassRule& rule : Rules().rules()) {
    for (const ClassExample& member : rule.members()) out.push_back({member.where, member.smiles});
    for (const ClassExample& other : rule.others()) out.push_back({other.where, other.smiles, true});
  }
  return out;
}

std::vector<std::string> CounterIons() {
  const auto table = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/chemdb/data/components.csv");
  std::vector<std::string> out;
  for (const CsvTable::Row& row : table->rows()) out.push_back(table->Get(row, "smiles"));
  return out;
}

// What is found, explanations included, without the atoms.
struct Findings {
  std::string identities;
  std::set<std::string> classes;
  bool operator==(const Findings&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Findings& findings) {
  out << findings.identities;
  for (const std::string& text : findings.classes) out << "\n  " << text;
  return out;
}

Findings Find(std::string_view text, StructureNotation notation) {
  Findings out;
  out.identities = RealTables::Get().Summary(text, notation);
  const auto standard = RealTables::Get().Standard(text, notation);
  if (!standard.ok()) return out;
  for (const StandardComponent& component : standard->components) {
    if (component.role != ComponentRole::kMain) continue;
    for (const ClassMatch& match : Rules().Match(*component.parent)) {
      out.classes.insert(Rules().rules()[match.rule].id() + ": " + match.meaning + ": " + match.citation);
    }
  }
  return out;
}

const Sieve& TheSieve() {
  static const auto* const sieve = [] {
    auto* made = new Sieve;
    EXPECT_THAT(RealTables::Get().index().FillSieve(RealTables::Get().components(), *made), IsOk());
    for (const ClassRule& rule : Rules().rules()) {
      for (RelaxedQuery& query : rule.Relaxed()) made->AddQuery(rule.id(), std::move(query));
    }
    made->Finish();
    return made;
  }();
  return *sieve;
}

bool IsDropped(std::string_view text, StructureNotation notation) {
  static Sieve::Scratch scratch;
  return TheSieve().Ask(text, notation, scratch) == SieveAnswer::kDrop;
}

// The words that a counter-ion or solvent beside the molecule may add.
std::string WithoutCompany(std::string summary) {
  for (const std::string word : {" salt", " mixture", " solvate"}) {
    for (size_t at; (at = summary.find(word)) != std::string::npos;) summary.erase(at, word.size());
  }
  return summary;
}

void CheckWritings(uint64_t seed, int writings, int salts) {
  ASSERT_GT(Rules().rules().size(), 3u);
  std::cout << "seed " << seed << "\n";
  Rewriter rewriter(seed);
  const std::vector<std::string> counter_ions = CounterIons();
  size_t checked = 0;
  for (const Subject& subject : Subjects()) {
    const Findings expected = Find(subject.smiles, StructureNotation::kSmiles);
    const bool listed_or_member = expected.identities != "none" || !expected.classes.empty();
    EXPECT_TRUE(listed_or_member || subject.other) << subject.name;
    const int rounds = subject.other ? (writings + 3) / 4 : writings;
    for (int i = 0; i < rounds; ++i) {
      const Writing writing = rewriter.Any(subject.smiles);
      ASSERT_NE(writing.text, "") << subject.name << " as " << writing.how;
      EXPECT_FALSE(listed_or_member && IsDropped(writing.text, writing.notation))
          << subject.name << ": " << writing.text;
      EXPECT_EQ(Find(writing.text, writing.notation), expected)
          << subject.name << " as " << writing.how << " (seed " << seed << "): " << writing.text;
      ++checked;
    }
    // A listed acid that is a counter-ion itself is judged by its company; see structure_index_test.
    const auto standard = RealTables::Get().Standard(subject.smiles);
    ASSERT_THAT(standard, IsOk());
    if (standard->components[0].role != ComponentRole::kMain) continue;
    for (int i = 0; i < (subject.other ? 1 : salts); ++i) {
      const std::string& partner = counter_ions[rewriter.Lot(counter_ions.size())];
      const Writing writing = rewriter.Any(subject.smiles + "." + partner);
      EXPECT_FALSE(listed_or_member && IsDropped(writing.text, writing.notation))
          << subject.name << ": " << writing.text;
      Findings found = Find(writing.text, writing.notation);
      found.identities = WithoutCompany(found.identities);
      EXPECT_EQ(found, expected) << subject.name << " with " << partner << " as " << writing.how << " (seed "
                                 << seed << "): " << writing.text;
      ++checked;
    }
    if (::testing::Test::HasFailure()) break;
  }
  std::cout << checked << " writings\n";
}

TEST(RewritingTest, FindingsAreTheSame) { CheckWritings(20260104, 24, 6); }

// The sieve's one promise, on molecules that nobody here chose.
TEST(RewritingTest, WhatTheSieveDropsTheJudgeFindsNothingIn) {
  const std::vector<std::string> all = testing::NciSmiles();
  if (all.empty()) GTEST_SKIP() << "no /usr/share/RDKit/Data/NCI (Debian package rdkit-data)";
  size_t dropped = 0;
  for (const std::string& smiles : all) {
    if (!IsDropped(smiles, StructureNotation::kSmiles)) continue;
    ++dropped;
    EXPECT_EQ(Find(smiles, StructureNotation::kSmiles), (Findings{"none", {}})) << smiles;
  }
  EXPECT_GT(dropped, all.size() / 2);
}

// The soak: ctest leaves it out; run with --gtest_also_run_disabled_tests.
TEST(RewritingTest, DISABLED_FindingsAreTheSameInAHundredThousandWritings) {
  for (uint64_t round = 0; round < 14; ++round) CheckWritings(20260200 + round, 18, 6);
}

}  // namespace
}  // namespace tidewaiter
