#include "rules/structure/region_rule.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

// Paracetamol's relatives: an anilide whose ring may carry halogen or alkoxy and whose acetyl may be another
// acyl.
constexpr const char* kAnilide = "[CH3:2][C:2](=[O:2])N[c:1]1[cH:1][cH:1][cH:1][cH:1][cH:1]1";

Modification Substitute(std::string id, std::vector<std::string> regions, std::vector<std::string> groups) {
  Modification out{std::move(id), "cite", "says", Modification::Kind::kSubstitute, std::move(regions), {}};
  for (const std::string& group : groups) out.groups.push_back(*ParseGroup(group));
  return out;
}
Modification Replace(std::string id, std::string region, std::vector<std::string> groups) {
  Modification out = Substitute(std::move(id), {std::move(region)}, std::move(groups));
  out.kind = Modification::Kind::kReplace;
  return out;
}

RegionRule::Spec Anilides() {
  RegionRule::Spec spec;
  spec.scaffold = kAnilide;
  spec.regions = {{1, "ring"}, {2, "acetyl"}};
  spec.modifications = {Substitute("a", {"ring"}, {"halo", "alkoxy", "hydroxy"}),
                        Replace("b", "acetyl", {"acyl"})};
  return spec;
}

MolGraph Graph(std::string_view smiles, double& mass) {
  const auto molecule = ParseMolecule(smiles, StructureNotation::kSmiles);
  EXPECT_THAT(molecule, IsOk()) << smiles;
  mass = MolecularMass(*molecule);
  return MakeGraph(*molecule);
}

RegionVerdict Judge(const RegionRule& rule, std::string_view smiles) {
  double mass = 0;
  const MolGraph graph = Graph(smiles, mass);
  return rule.Match(graph, mass);
}

std::vector<std::string> Differences(const RegionVerdict& verdict) {
  std::vector<std::string> out;
  for (const Difference& d : verdict.best.differences) {
    std::string ids;
    for (const std::string& id : d.modifications) ids += (ids.empty() ? "" : "|") + id;
    out.push_back(d.region + ": " + d.what + " (" + ids + ")");
  }
  return out;
}

TEST(RegionRuleTest, CompileErrors) {
  const auto error = [](const std::function<void(RegionRule::Spec&)>& change) {
    RegionRule::Spec spec = Anilides();
    change(spec);
    const auto rule = RegionRule::Compile(std::move(spec));
    EXPECT_THAT(rule, StatusIs(absl::StatusCode::kInvalidArgument));
    return std::string(rule.status().message());
  };
  using Spec = RegionRule::Spec;
  EXPECT_THAT(error([](Spec& s) { s.scaffold = "C("; }), HasSubstr("not a structure"));
  EXPECT_THAT(error([](Spec& s) { s.scaffold = std::string(70, 'C'); }), HasSubstr("60 heavy atoms"));
  EXPECT_THAT(error([](Spec& s) { s.regions[3] = "ring"; }), HasSubstr("two regions named ring"));
  EXPECT_THAT(error([](Spec& s) { s.regions.erase(2); }), HasSubstr("region number 2"));
  EXPECT_THAT(error([](Spec& s) { s.regions[3] = "nowhere"; }), HasSubstr("nowhere has no atoms"));
  EXPECT_THAT(error([](Spec& s) { s.modifications[0].regions = {"tail"}; }),
              HasSubstr("no region named tail"));
  EXPECT_THAT(error([](Spec& s) { s.modifications[1].id = "a"; }), HasSubstr("two modifications with id a"));
  EXPECT_THAT(error([](Spec& s) { s.modifications[0].groups.clear(); }), HasSubstr("names no group"));
  EXPECT_THAT(error([](Spec& s) { s.required = {"z"}; }), HasSubstr("z does not exist"));
  // A replaceable region hangs on the rest by one bond, is one part, and not the whole.
  EXPECT_THAT(error([](Spec& s) { s.scaffold = "[CH3:2]N([c:1]1[cH:1][cH:1][cH:1][cH:1][cH:1]1)[CH3:2]"; }),
              HasSubstr("more than one bond"));
  EXPECT_THAT(error([](Spec& s) {
                s.scaffold = "[CH3:2][C:2](=[O:2])[NH:2][c:2]1[cH:2][cH:2][cH:2][cH:2][cH:2]1";
                s.regions.erase(1);
                s.modifications.erase(s.modifications.begin());
              }),
              HasSubstr("whole scaffold"));
  EXPECT_THAT(error([](Spec& s) {
                s.scaffold = "[CH3:2][CH2:1]N";
                s.modifications = {Replace("b", "acetyl", {"alkyl"}), Replace("a", "ring", {"alkyl"})};
              }),
              HasSubstr("hangs on another region that can be replaced"));
}

TEST(RegionRuleTest, EachDifferenceNamesItsParagraph) {
  const auto rule = RegionRule::Compile(Anilides());
  ASSERT_THAT(rule, IsOk());
  EXPECT_THAT(Differences(Judge(*rule, "CC(=O)Nc1ccc(O)cc1")), ElementsAre("ring: hydroxy (a)"));
  EXPECT_THAT(Differences(Judge(*rule, "CCOc1ccc(NC(C)=O)cc1")), ElementsAre("ring: alkoxy (a)"));
  EXPECT_THAT(Differences(Judge(*rule, "O=C(Nc1ccccc1)c1ccccc1")),
              ElementsAre("acetyl: replaced by acyl (b)"));
  EXPECT_THAT(Differences(Judge(*rule, "CCC(=O)Nc1ccc(Cl)c(Cl)c1")),
              ElementsAre("ring: chloro (a)", "ring: chloro (a)", "acetyl: replaced by acyl (b)"));
  EXPECT_TRUE(Judge(*rule, "CCC(=O)Nc1ccc(Cl)c(Cl)c1").member);
}

TEST(RegionRuleTest, TheReferenceStructureIsNoMember) {
  const auto rule = RegionRule::Compile(Anilides());
  ASSERT_THAT(rule, IsOk());
  const RegionVerdict verdict = Judge(*rule, "CC(=O)Nc1ccccc1");
  EXPECT_FALSE(verdict.member);
  EXPECT_THAT(verdict.reason, HasSubstr("reference structure itself"));
  RegionRule::Spec with_reference = Anilides();
  with_reference.at_least = 0;
  EXPECT_TRUE(Judge(*RegionRule::Compile(with_reference), "CC(=O)Nc1ccccc1").member);
}

TEST(RegionRuleTest, TheNearestMissIsNamed) {
  const auto rule = RegionRule::Compile(Anilides());
  ASSERT_THAT(rule, IsOk());
  EXPECT_EQ(Judge(*rule, "CC(=O)Nc1ccccc1C").reason, "no paragraph allows: methyl at the ring");
  EXPECT_EQ(Judge(*rule, "CC(=O)Nc1ccc(C#N)c(F)c1").reason, "no paragraph allows: cyano at the ring");
  EXPECT_EQ(Judge(*rule, "CC(=O)N(C)c1ccccc1").reason, "no paragraph allows: methyl at the core");
  EXPECT_THAT(Judge(*rule, "CCNc1ccccc1").reason, HasSubstr("replaced by ethyl at the acetyl"));
  EXPECT_THAT(Judge(*rule, "Nc1ccccc1").reason, HasSubstr("missing at the acetyl"));
  EXPECT_FALSE(Judge(*rule, "CC(=O)NC1CCCCC1").core_found);
  EXPECT_FALSE(Judge(*rule, "c1ccccc1").core_found);
  EXPECT_FALSE(Judge(*rule, "CC(=O)Nc1cccc2ccccc12").member)
      << "a further ring is a substituent that none allows";
  EXPECT_FALSE(Judge(*rule, "O=C1Cc2ccccc2N1").member) << "a bridge between two regions";
}

// A substituent that a replacement would swallow too is read as what the region still is.
TEST(RegionRuleTest, ReadingsAreMinimal) {
  RegionRule::Spec spec;
  spec.scaffold = "[CH3:2][C:2](=[O:2])N([c:1]1[cH:1][cH:1][cH:1][cH:1][cH:1]1)C";
  spec.regions = {{1, "aniline"}, {2, "acetyl"}};
  spec.modifications = {Substitute("a", {"aniline"}, {"halo"}),
                        Replace("b", "aniline", {"aromatic-monocycle"}), Replace("c", "acetyl", {"acyl"})};
  const auto rule = RegionRule::Compile(spec);
  ASSERT_THAT(rule, IsOk());
  EXPECT_THAT(Differences(Judge(*rule, "CC(=O)N(C)c1ccc(F)cc1")), ElementsAre("aniline: fluoro (a)"));
  EXPECT_THAT(Differences(Judge(*rule, "CC(=O)N(C)c1ccc(F)cc1C")),
              ElementsAre("aniline: replaced by a group of C7F (b)"));
  EXPECT_THAT(Differences(Judge(*rule, "CC(=O)N(C)c1cccs1")),
              ElementsAre("aniline: replaced by a group of C4S (b)"));
}

TEST(RegionRuleTest, RequiredModificationsAndMass) {
  RegionRule::Spec spec = Anilides();
  spec.required = {"a"};
  spec.max_mass = 200;
  const auto rule = RegionRule::Compile(spec);
  ASSERT_THAT(rule, IsOk());
  EXPECT_TRUE(Judge(*rule, "CC(=O)Nc1ccc(O)cc1").member);
  EXPECT_THAT(Judge(*rule, "CCC(=O)Nc1ccccc1").reason, HasSubstr("modification a is required"));
  EXPECT_THAT(Judge(*rule, "CC(=O)Nc1c(Cl)cc(Cl)cc1Cl").reason,
              HasSubstr("molecular mass of 239 is over 200"));
}

TEST(RegionRuleTest, RegionsLieWhereTheDrawingSays) {
  const auto rule = RegionRule::Compile(Anilides());
  ASSERT_THAT(rule, IsOk());
  const RegionVerdict verdict = Judge(*rule, "CC(=O)Nc1ccc(O)cc1");
  EXPECT_EQ(verdict.best.region_atoms.at("ring").size(), 6u);
  EXPECT_THAT(verdict.best.region_atoms.at("acetyl"), ::testing::UnorderedElementsAre(0, 1, 2));
  EXPECT_THAT(verdict.best.differences[0].atoms, ElementsAre(8));
}

// What the sieve asks of a skeleton holds for every member.
TEST(RegionRuleTest, TheRelaxedQueryKeepsEveryMember) {
  const auto rule = RegionRule::Compile(Anilides());
  ASSERT_THAT(rule, IsOk());
  const RelaxedQuery relaxed = rule->Relaxed();
  for (const char* smiles :
       {"CC(=O)Nc1ccc(O)cc1", "CCC(=O)Nc1ccc(Cl)c(Cl)c1", "O=C(Nc1ccccc1)c1ccccc1", "O=CNc1ccccc1F"}) {
    ASSERT_TRUE(Judge(*rule, smiles).member) << smiles;
    Skeleton skeleton;
    ASSERT_EQ(ReadSmilesSkeleton(smiles, skeleton), SkeletonStatus::kOk);
    skeleton.BuildAdjacency();
    EXPECT_TRUE(relaxed.MayMatch(skeleton)) << smiles;
  }
  Skeleton skeleton;
  ASSERT_EQ(ReadSmilesSkeleton("CCCCCCCCCCCN", skeleton), SkeletonStatus::kOk);
  skeleton.BuildAdjacency();
  EXPECT_FALSE(relaxed.MayMatch(skeleton));
}

}  // namespace
}  // namespace tidewaiter
