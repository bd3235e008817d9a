#include "rules/structure/class_rule.h"

#include <fstream>
#include <set>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/structure/standardise.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;
using testing::TempFolder;

constexpr const char* kLibrary = TIDEWAITER_SOURCE_DIR "/rules/library";

constexpr std::string_view kSmall =
    "id: test-rule\n"
    "title: a test\n"
    "wording: words\n"
    "sources: [here]\n"
    "patterns:\n"
    "  - meaning: an anilide\n"
    "    citation: none\n"
    "    smarts: \"c1ccccc1NC=O\"\n"
    "except:\n"
    "  - name: acetanilide\n"
    "    smiles: CC(=O)Nc1ccccc1\n"
    "    why: named elsewhere\n"
    "examples:\n"
    "  members:\n"
    "    - {name: paracetamol, smiles: CC(=O)Nc1ccc(O)cc1, source: x}\n"
    "  others:\n"
    "    - {name: acetanilide, smiles: CC(=O)Nc1ccccc1, why: excepted}\n";

std::string Replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const size_t at = out.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return out.replace(at, from.size(), to);
}

std::string ErrorOf(std::string_view text) {
  const auto rule = ClassRule::Parse(text, "r.yaml");
  EXPECT_THAT(rule.status(), StatusIs(absl::StatusCode::kInvalidArgument));
  return std::string(rule.status().message());
}

std::string ReadRule(std::string_view name) {
  std::ifstream in(std::string(kLibrary) + "/" + std::string(name));
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(ClassRuleTest, TheLibraryLoadsAndItsExamplesHold) {
  const auto rules = ClassRuleSet::Load(kLibrary);
  ASSERT_THAT(rules, IsOk());
  EXPECT_GE(rules->rules().size(), 7u);
  EXPECT_EQ(rules->digest().size(), 64u);
  for (const ClassRule& rule : rules->rules()) {
    EXPECT_THAT(TestExamples(rule), ::testing::IsEmpty()) << rule.id();
    EXPECT_FALSE(rule.title().empty());
    EXPECT_FALSE(rule.wording().empty());
    EXPECT_FALSE(rule.sources().empty());
  }
}

TEST(ClassRuleTest, EveryMemberPassesItsOwnSieve) {
  const auto rules = ClassRuleSet::Load(kLibrary);
  ASSERT_THAT(rules, IsOk());
  for (const ClassRule& rule : rules->rules()) {
    const std::vector<RelaxedQuery> relaxed = rule.Relaxed();
    EXPECT_FALSE(relaxed.empty());
    for (const ClassExample& member : rule.members()) {
      Skeleton skeleton;
      const SkeletonStatus status = ReadSmilesSkeleton(member.smiles, skeleton);
      ASSERT_TRUE(status == SkeletonStatus::kOk || status == SkeletonStatus::kUnusual) << member.where;
      skeleton.BuildAdjacency();
      const bool kept = std::any_of(relaxed.begin(), relaxed.end(),
                                    [&](const RelaxedQuery& query) { return query.MayMatch(skeleton); });
      EXPECT_TRUE(kept) << rule.id() << ": " << member.name;
    }
  }
}

TEST(ClassRuleTest, SmallRule) {
  const auto rule = ClassRule::Parse(kSmall, "r.yaml");
  ASSERT_THAT(rule, IsOk());
  EXPECT_EQ(rule->id(), "test-rule");
  EXPECT_THAT(TestExamples(*rule), ::testing::IsEmpty());
  EXPECT_EQ(rule->members()[0].where, "r.yaml:15:7");
}

TEST(ClassRuleTest, ErrorsNameTheirPlace) {
  EXPECT_THAT(ErrorOf(Replaced(kSmall, "title:", "titel:")), HasSubstr("r.yaml:2:1: unknown key \"titel\""));
  EXPECT_THAT(ErrorOf(Replaced(kSmall, "sources: [here]", "sources: []")), HasSubstr("needs its sources"));
  EXPECT_THAT(ErrorOf(Replaced(kSmall, "c1ccccc1NC=O", "c1ccccc1NC=(")),
              HasSubstr("r.yaml:8:13: not a SMARTS"));
  EXPECT_THAT(ErrorOf(Replaced(kSmall, "    citation: none\n", "")),
              HasSubstr("r.yaml:6:5: missing key \"citation\""));
  EXPECT_THAT(ErrorOf(Replaced(kSmall, "citation: none", "citation: none\n    needs: [wings]")),
              HasSubstr("unknown scope \"wings\""));
  EXPECT_THAT(ErrorOf(Replaced(kSmall, "smiles: CC(=O)Nc1ccccc1\n    why", "smiles: CC(=O\n    why")),
              HasSubstr("r.yaml:10:5: not a structure"));
  EXPECT_THAT(ErrorOf(Replaced(kSmall, "patterns:", "scaffold: C\npatterns:")),
              HasSubstr("either a scaffold with regions or patterns"));
  EXPECT_THAT(
      ErrorOf(Replaced(kSmall, "members:\n    - {name: paracetamol, smiles: CC(=O)Nc1ccc(O)cc1, source: x}",
                       "members: []")),
      HasSubstr("examples of members and of others"));
  EXPECT_THAT(ErrorOf("id: x\n"), HasSubstr("missing key \"title\""));
  EXPECT_THAT(ErrorOf(Replaced(ReadRule("us-fentanyl-related.yaml"), "by: [monocycle]", "by: [monocicle]")),
              HasSubstr("unknown group \"monocicle\""));
}

TEST(ClassRuleTest, ExamplesThatDoNotHoldAreNamed) {
  const auto rule = ClassRule::Parse(Replaced(kSmall, "CC(=O)Nc1ccc(O)cc1", "CCO"), "r.yaml");
  ASSERT_THAT(rule, IsOk());
  const auto complaints = TestExamples(*rule);
  ASSERT_EQ(complaints.size(), 1u);
  EXPECT_THAT(complaints[0], HasSubstr("r.yaml:15:7: test-rule: paracetamol should be a member and is not"));
}

TEST(ClassRuleSetTest, LoadRefusesWhatCannotStand) {
  const TempFolder folder;
  EXPECT_THAT(ClassRuleSet::Load(folder.File("absent")), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ClassRuleSet::Load(folder.path()), StatusIs(absl::StatusCode::kNotFound));
  folder.Write("a.yaml", kSmall);
  const auto one = ClassRuleSet::Load(folder.path());
  ASSERT_THAT(one, IsOk());
  folder.Write("b.yaml", kSmall);
  EXPECT_THAT(ClassRuleSet::Load(folder.path()).status().ToString(), HasSubstr("id test-rule twice"));
  folder.Write("b.yaml", Replaced(kSmall, "test-rule", "other-rule"));
  const auto two = ClassRuleSet::Load(folder.path());
  ASSERT_THAT(two, IsOk());
  EXPECT_NE(one->digest(), two->digest());
}

// --- Mutations: an example must notice when a modification of the US rule is lost, or its groups become
// "anything".

// The text of modification `id`, from its "- id" line to the next one.
std::pair<size_t, size_t> ModificationAt(const std::string& text, const std::string& id) {
  const size_t begin = text.find("  - id: \"" + id + "\"");
  EXPECT_NE(begin, std::string::npos) << id;
  const size_t next = std::min(text.find("\n  - id: ", begin + 1), text.find("\nnot_when_listed_in", begin));
  return {begin, next + 1 - begin};
}

size_t FailingExamples(const std::string& text, const std::string& what) {
  const auto rule = ClassRule::Parse(text, "mutant.yaml");
  EXPECT_THAT(rule.status(), IsOk()) << what;
  return rule.ok() ? TestExamples(*rule).size() : 0;
}

TEST(ClassRuleMutationTest, ALostModificationIsNoticed) {
  const std::string text = ReadRule("us-fentanyl-related.yaml");
  for (const char* id : {"A", "B", "C", "D", "E"}) {
    const auto [begin, size] = ModificationAt(text, id);
    std::string mutant = text;
    mutant.erase(begin, size);
    EXPECT_GT(FailingExamples(mutant, id), 0u) << "nothing notices that modification " << id << " is gone";
  }
}

TEST(ClassRuleMutationTest, LoosenedGroupsAreNoticedOrCounted) {
  const std::string text = ReadRule("us-fentanyl-related.yaml");
  std::set<std::string> unnoticed;
  for (const char* id : {"A", "B", "C", "D", "E"}) {
    const auto [begin, size] = ModificationAt(text, id);
    std::string block = text.substr(begin, size);
    const size_t open = block.rfind('[');
    block.replace(open, block.rfind(']') - open + 1, "[any]");
    std::string mutant = text;
    mutant.replace(begin, size, block);
    if (FailingExamples(mutant, id) == 0) unnoticed.insert(id);
  }
  // Known gap: no lawful or otherwise listed substance differs from a member in these alone, and none is
  // thought up. What the groups mean is held by groups_test. A paragraph that gets an example leaves this
  // list.
  EXPECT_THAT(unnoticed, ::testing::ElementsAre("B", "C", "D", "E"));
}

TEST(ClassRuleMutationTest, SingleGroupsThatNoExampleNeedsAreCounted) {
  const std::string text = ReadRule("us-fentanyl-related.yaml");
  std::set<std::string> unnoticed;
  for (const char* id : {"B", "C"}) {
    const auto [begin, size] = ModificationAt(text, id);
    const std::string block = text.substr(begin, size);
    const size_t open = block.rfind('[');
    std::vector<std::string> groups;
    std::stringstream list(block.substr(open + 1, block.rfind(']') - open - 1));
    for (std::string group; std::getline(list, group, ',');)
      groups.push_back(group.substr(group.find_first_not_of(' ')));
    for (const std::string& dropped : groups) {
      std::string kept;
      for (const std::string& group : groups) {
        if (group != dropped) kept += (kept.empty() ? "" : ", ") + group;
      }
      std::string mutated = block;
      mutated.replace(open + 1, block.rfind(']') - open - 1, kept);
      std::string mutant = text;
      mutant.replace(begin, size, mutated);
      if (FailingExamples(mutant, dropped) == 0) unnoticed.insert(std::string(id) + " " + dropped);
    }
  }
  EXPECT_THAT(unnoticed, ::testing::ElementsAre("B alkenyl", "B alkoxy", "B amino", "B halo", "B haloalkyl",
                                                "B nitro", "C alkenyl", "C alkoxy", "C amino", "C halo",
                                                "C haloalkyl", "C hydroxy", "C nitro"));
}

}  // namespace
}  // namespace tidewaiter
