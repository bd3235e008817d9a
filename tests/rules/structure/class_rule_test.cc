#include "rules/structure/class_rule.h"

#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/structure/standardise.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
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
      skeleton.PrepareSearch();
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
              HasSubstr("r.yaml:8:13: unknown scope \"wings\""));
  EXPECT_THAT(ErrorOf(Replaced(kSmall, "smiles: CC(=O)Nc1ccccc1\n    why", "smiles: CC(=O\n    why")),
              HasSubstr("r.yaml:11:13: not a structure"));
  EXPECT_THAT(ErrorOf(Replaced(kSmall, "patterns:", "scaffold: C\npatterns:")),
              HasSubstr("either a scaffold with regions or patterns"));
  EXPECT_THAT(
      ErrorOf(Replaced(kSmall, "members:\n    - {name: paracetamol, smiles: CC(=O)Nc1ccc(O)cc1, source: x}",
                       "members: []")),
      HasSubstr("examples of members and of others"));
  EXPECT_THAT(ErrorOf("id: x\n"), HasSubstr("missing key \"title\""));
}

// What only a scaffold can mean is no key beside patterns: it would be read and do nothing.
TEST(ClassRuleTest, KeysOfAScaffoldBesidePatternsAreErrors) {
  for (const char* key :
       {"regions: {1: ring}", "modifications: []", "at_least: 2", "required: [a]", "max_mass: 500"}) {
    const std::string name(key, std::string_view(key).find(':'));
    EXPECT_THAT(ErrorOf(Replaced(kSmall, "patterns:", std::string(key) + "\npatterns:")),
                AllOf(HasSubstr("r.yaml:5:"), HasSubstr("\"" + name + "\" goes with a scaffold")))
        << key;
  }
}

constexpr std::string_view kRegions =
    "id: test-regions\n"
    "title: a test\n"
    "wording: words\n"
    "sources: [here]\n"
    "scaffold: \"[CH3:2][C:2](=[O:2])N[c:1]1[cH:1][cH:1][cH:1][cH:1][cH:1]1\"\n"
    "regions: {1: ring, 2: acetyl}\n"
    "modifications:\n"
    "  - id: a\n"
    "    citation: para a\n"
    "    says: the ring substituted\n"
    "    substitute: [ring]\n"
    "    with: [hydroxy]\n"
    "  - id: b\n"
    "    citation: para b\n"
    "    says: another acyl\n"
    "    replace: acetyl\n"
    "    by: [acyl]\n"
    "examples:\n"
    "  members:\n"
    "    - {name: paracetamol, smiles: CC(=O)Nc1ccc(O)cc1, source: x, by: [a]}\n"
    "  others:\n"
    "    - {name: acetanilide, smiles: CC(=O)Nc1ccccc1, why: the scaffold}\n";

TEST(ClassRuleTest, ErrorsOfRegionsNameTheirPlace) {
  EXPECT_THAT(ClassRule::Parse(kRegions, "r.yaml"), IsOk());
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "\"[CH3:2]", "\"[CH3:2")), HasSubstr("r.yaml:5:11: not a"));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "\"[CH3:2]", "\"[CH3:3]")),
              HasSubstr("r.yaml:5:11: scaffold atom with region number 3"));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "2: acetyl", "2: ring")),
              HasSubstr("r.yaml:6:10: two regions named ring"));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "1: ring", "one: ring")), HasSubstr("r.yaml:6:10: regions are"));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "substitute: [ring]", "substitute: [rind]")),
              HasSubstr("r.yaml:8:5: modification a: no region named rind"));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "replace: acetyl\n", "at_most: 1\n")),
              HasSubstr("r.yaml:13:5: a modification is"));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "by: [acyl]", "by: [acyl]\n    at_most: none")),
              HasSubstr("r.yaml:18:14: \"at_most\" must be a whole number"));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "id: b", "id: a")),
              HasSubstr("r.yaml:13:5: two modifications with id a"));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "by: [acyl]", "by: [acil]")),
              HasSubstr("r.yaml:17:10: unknown group \"acil\""));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "by: [a]", "by: [c]")),
              HasSubstr("no modification has the id \"c\""));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "why: the scaffold", "why: the scaffold, by: [a]")),
              HasSubstr("unknown key \"by\""));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "examples:", "at_least: -1\nexamples:")),
              HasSubstr("r.yaml:18:11: \"at_least\""));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "examples:", "max_mass: 0\nexamples:")),
              HasSubstr("r.yaml:18:11: \"max_mass\""));
  EXPECT_THAT(ErrorOf(Replaced(kRegions, "examples:", "required: [z]\nexamples:")),
              HasSubstr("z does not exist"));
}

TEST(ClassRuleTest, AnExampleSaysItsParagraphs) {
  const auto rule = ClassRule::Parse(Replaced(kRegions, "by: [a]", "by: [a, b]"), "r.yaml");
  ASSERT_THAT(rule, IsOk());
  EXPECT_THAT(TestExamples(*rule),
              ElementsAre(HasSubstr("r.yaml:20:7: test-regions: paracetamol should be read otherwise than: "
                                    "a test: hydroxy on the ring (a)")));
  const auto broken =
      ClassRule::Parse(Replaced(kRegions, "smiles: CC(=O)Nc1ccc(O)cc1", "smiles: CC(=O"), "r.yaml");
  ASSERT_THAT(broken, IsOk());
  EXPECT_THAT(TestExamples(*broken), ElementsAre(HasSubstr("r.yaml:20:7: paracetamol: not a structure")));
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

// A user's folder adds to the library: groups of its own, rules that use them and the library's groups.
TEST(ClassRuleSetTest, FoldersAreAdded) {
  const TempFolder folder;
  folder.Write("a.yaml",
               Replaced(Replaced(kRegions, "with: [hydroxy]", "with: [hydroxy, chlorine, trifluoromethyl]"),
                        "  others:",
                        "    - {name: chloro, smiles: CC(=O)Nc1ccc(Cl)cc1, source: x, by: [a]}\n  others:"));
  EXPECT_THAT(ClassRuleSet::Load(kLibrary, {folder.path()}).status().ToString(),
              HasSubstr("unknown group \"chlorine\""));
  folder.Write("z-groups.yaml",
               "groups:\n"
               "  - name: chlorine\n"
               "    means: -Cl\n"
               "    source: a test\n"
               "    drawn: [\"*Cl\"]\n"
               "    examples: {are: [\"*Cl\"], others: [\"*F\", \"*CCl\"]}\n");
  const auto library = ClassRuleSet::Load(kLibrary);
  const auto both = ClassRuleSet::Load(kLibrary, {folder.path()});
  ASSERT_THAT(both, IsOk());
  EXPECT_EQ(both->rules().size(), library->rules().size() + 1);
  EXPECT_NE(both->digest(), library->digest());
  ASSERT_NE(both->Find("test-regions"), nullptr);
  EXPECT_EQ(both->Find("no-such-rule"), nullptr);
  EXPECT_TRUE(both->groups().Parse("chlorine").has_value());
  EXPECT_THAT(ClassRuleSet::Load(kLibrary, {folder.File("z-groups.yaml"), folder.File("a.yaml")}), IsOk());

  // An added rule whose example does not hold stops the load; so does an id or a group that is taken.
  folder.Write("b.yaml", Replaced(Replaced(kSmall, "test-rule", "b-rule"), "CC(=O)Nc1ccc(O)cc1", "CCO"));
  EXPECT_THAT(ClassRuleSet::Load(kLibrary, {folder.path()}).status().ToString(),
              HasSubstr("paracetamol should be a member and is not"));
  folder.Write("b.yaml", Replaced(kSmall, "test-rule", "us-4-piperidone"));
  EXPECT_THAT(ClassRuleSet::Load(kLibrary, {folder.path()}).status().ToString(),
              HasSubstr("id us-4-piperidone twice"));
  folder.Write("b.yaml",
               "groups:\n  - {name: acetyl, means: m, source: s, drawn: [\"*C\"], examples: {are: [\"*C\"], "
               "others: [\"*F\"]}}\n");
  EXPECT_THAT(ClassRuleSet::Load(kLibrary, {folder.path()}).status().ToString(),
              HasSubstr("named acetyl already"));
}

}  // namespace
}  // namespace tidewaiter
