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

Change MakeChange(Change::Kind kind, std::vector<std::string> regions,
                  const std::vector<std::string>& groups) {
  Change out{kind, std::move(regions), {}};
  for (const std::string& group : groups) out.groups.push_back(*GroupTable::BuiltIn().Parse(group));
  return out;
}
Modification Substitute(std::string id, std::vector<std::string> regions,
                        const std::vector<std::string>& groups) {
  Modification out;
  out.id = std::move(id);
  out.changes = {MakeChange(Change::Kind::kSubstitute, std::move(regions), groups)};
  out.where = "here";
  return out;
}
Modification Replace(std::string id, std::string region, const std::vector<std::string>& groups) {
  Modification out = Substitute(std::move(id), {}, {});
  out.changes = {MakeChange(Change::Kind::kReplace, {std::move(region)}, groups)};
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
  RegionVerdict verdict = rule.Diagnose(graph, mass);
  EXPECT_EQ(verdict.member, rule.Match(graph, mass).member) << smiles;
  return verdict;
}

std::vector<std::string> Readings(const RegionVerdict& verdict) {
  std::vector<std::string> out;
  for (const Reading& reading : verdict.readings) out.push_back(InWords(reading));
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
  EXPECT_THAT(error([](Spec& s) { s.modifications[0] = Substitute("a", {"tail"}, {"halo"}); }),
              HasSubstr("here: modification a: no region named tail"));
  EXPECT_THAT(error([](Spec& s) { s.modifications[1].id = "a"; }), HasSubstr("two modifications with id a"));
  EXPECT_THAT(error([](Spec& s) { s.modifications[0] = Substitute("a", {"ring"}, {}); }),
              HasSubstr("names no group"));
  EXPECT_THAT(error([](Spec& s) { s.modifications[0].changes.clear(); }), HasSubstr("changes nothing"));
  EXPECT_THAT(error([](Spec& s) { s.required = {"z"}; }), HasSubstr("z does not exist"));
  // A replaceable region hangs on the rest by one bond (a link by two), is one part, and not the whole.
  EXPECT_THAT(error([](Spec& s) { s.scaffold = "[CH3:2]N([c:1]1[cH:1][cH:1][cH:1][cH:1][cH:1]1)[CH3:2]"; }),
              HasSubstr("not one connected part"));
  EXPECT_THAT(error([](Spec& s) { s.scaffold = "CC(=O)[N:2](C)[c:1]1[cH:1][cH:1][cH:1][cH:1][cH:1]1"; }),
              HasSubstr("more than one bond"));
  EXPECT_THAT(error([](Spec& s) {
                s.scaffold = "[CH3:2][C:2](=[O:2])[NH:2][c:2]1[cH:2][cH:2][cH:2][cH:2][cH:2]1";
                s.regions.erase(1);
                s.modifications.erase(s.modifications.begin());
              }),
              HasSubstr("whole scaffold"));
  EXPECT_THAT(error([](Spec& s) {
                s.scaffold = "[CH3:2][CH2:1]N";
                s.modifications = {Replace("b", "acetyl", {"alkyl"}), Replace("a", "acetyl", {"amino"}),
                                   Substitute("c", {"ring"}, {"halo"})};
                s.modifications[2].changes = {MakeChange(Change::Kind::kReplace, {"ring"}, {"alkyl"})};
              }),
              HasSubstr("only a link can replace it"));
}

// What could never come to pass is an error, not a silence.
TEST(RegionRuleTest, UnreachableAndContradictory) {
  const auto error = [](const std::function<void(RegionRule::Spec&)>& change) {
    RegionRule::Spec spec = Anilides();
    change(spec);
    const auto rule = RegionRule::Compile(std::move(spec));
    EXPECT_THAT(rule, StatusIs(absl::StatusCode::kInvalidArgument));
    return std::string(rule.status().message());
  };
  using Spec = RegionRule::Spec;
  EXPECT_THAT(error([](Spec& s) {
                s.modifications.push_back(Substitute("c", {"ring"}, {"halo", "alkoxy(1-3)"}));
              }),
              HasSubstr("here: modification c is unreachable"));
  EXPECT_THAT(error([](Spec& s) {
                s.modifications[0] = Substitute("a", {"ring"}, {"halo", "any"});
              }),
              HasSubstr("halo is never asked, any covers it"));
  EXPECT_THAT(error([](Spec& s) {
                s.modifications[0] = Substitute("a", {"ring"}, {"alkyl", "alkyl(1-3)"});
              }),
              HasSubstr("alkyl(1-3) is never asked, alkyl covers it"));
  EXPECT_THAT(error([](Spec& s) {
                s.modifications[0] = Substitute("a", {"ring"}, {"halo", "halo"});
              }),
              HasSubstr("halo is never asked"));
  EXPECT_THAT(error([](Spec& s) { s.modifications[0] = Substitute("a", {"ring"}, {"hydrogen"}); }),
              HasSubstr("hydrogen can replace a region, not substitute it"));
  EXPECT_THAT(error([](Spec& s) { s.modifications[1] = Replace("b", "acetyl", {"oxygen-link"}); }),
              HasSubstr("acetyl hangs by one bond: oxygen-link cannot replace it"));
  EXPECT_THAT(error([](Spec& s) { s.modifications[1] = Replace("b", "acetyl", {"alkylenedioxy"}); }),
              HasSubstr("alkylenedioxy cannot replace it"));
  EXPECT_THAT(error([](Spec& s) {
                s.scaffold = "[CH3:2][C:2](=[O:2])N[c:1]1[cH:1][cH:1][cH:1][cH:1][c:1]1[Cl:3]";
                s.regions[3] = "chlorine";
                s.modifications.push_back(Substitute("c", {"chlorine"}, {"halo"}));
              }),
              HasSubstr("no hydrogen that could be substituted"));
  EXPECT_THAT(error([](Spec& s) {
                s.at_least = 3;
                for (Modification& m : s.modifications) m.at_most = 1;
              }),
              HasSubstr("contradiction: at_least 3, but the modifications allow 2"));
  EXPECT_THAT(error([](Spec& s) {
                s.max_mass = 100;
                s.modifications.pop_back();
              }),
              HasSubstr("max_mass is below the scaffold's own mass"));
  // A bounded earlier paragraph leaves something for a later one.
  RegionRule::Spec bounded = Anilides();
  bounded.modifications[0].at_most = 1;
  bounded.modifications.push_back(Substitute("c", {"ring"}, {"halo"}));
  EXPECT_THAT(RegionRule::Compile(bounded), IsOk());
}

TEST(RegionRuleTest, EachDifferenceNamesItsParagraph) {
  const auto rule = RegionRule::Compile(Anilides());
  ASSERT_THAT(rule, IsOk());
  EXPECT_THAT(Readings(Judge(*rule, "CC(=O)Nc1ccc(O)cc1")), ElementsAre("hydroxy on the ring (a)"));
  EXPECT_THAT(Readings(Judge(*rule, "CCOc1ccc(NC(C)=O)cc1")), ElementsAre("ethoxy on the ring (a)"));
  EXPECT_THAT(Readings(Judge(*rule, "O=C(Nc1ccccc1)c1ccccc1")),
              ElementsAre("benzoyl in place of the acetyl (b)"));
  EXPECT_THAT(
      Readings(Judge(*rule, "CCC(=O)Nc1ccc(Cl)c(Cl)c1")),
      ElementsAre("chloro on the ring (a); chloro on the ring (a); propanoyl in place of the acetyl (b)"));
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
  // Not even where a group that may replace a region is the region itself.
  RegionRule::Spec same = Anilides();
  same.modifications = {Replace("a", "ring", {"aromatic-monocycle"})};
  EXPECT_FALSE(Judge(*RegionRule::Compile(same), "CC(=O)Nc1ccccc1").member);
}

TEST(RegionRuleTest, TheNearestMissIsNamed) {
  const auto rule = RegionRule::Compile(Anilides());
  ASSERT_THAT(rule, IsOk());
  EXPECT_EQ(Judge(*rule, "CC(=O)Nc1ccccc1C").reason,
            "no paragraph allows methyl on the ring [(a) allows there halo, alkoxy, hydroxy]");
  EXPECT_THAT(Judge(*rule, "CC(=O)Nc1ccc(C#N)c(F)c1").reason, HasSubstr("allows cyano on the ring ["));
  EXPECT_EQ(Judge(*rule, "CC(=O)N(C)c1ccccc1").reason, "no paragraph allows methyl on the core");
  EXPECT_EQ(Judge(*rule, "CCNc1ccccc1").reason,
            "no paragraph allows ethyl in place of the acetyl [(b) allows there acyl]");
  EXPECT_THAT(Judge(*rule, "Nc1ccccc1").reason, HasSubstr("hydrogen in place of the acetyl"));
  EXPECT_THAT(Judge(*rule, "CC(=O)Nc1ccccc1-c1ccccc1").reason, HasSubstr("allows phenyl on the ring"));
  EXPECT_FALSE(Judge(*rule, "c1ccccc1").core_found);
  EXPECT_FALSE(Judge(*rule, "CC(=O)Nc1cccc2ccccc12").member)
      << "a further ring is a substituent that none allows";
  EXPECT_FALSE(Judge(*rule, "O=C1Cc2ccccc2N1").member) << "a bridge between two regions";
}

// A part that may not be replaced and is another one: that is the miss, and the rest is read as ever.
TEST(RegionRuleTest, ARequiredPartThatIsAnotherIsTheNearestMiss) {
  RegionRule::Spec spec;
  spec.scaffold = "O=C(C)N(C)c1ccc([O:1][CH2:1][CH2:1][c:2]2[cH:2][cH:2][cH:2][cH:2][cH:2]2)cc1";
  spec.regions = {{1, "ether"}, {2, "phenyl"}};
  spec.modifications = {Substitute("a", {"ether"}, {"alkyl"}), Replace("b", "phenyl", {"monocycle"})};
  const auto rule = RegionRule::Compile(spec);
  ASSERT_THAT(rule, IsOk());
  EXPECT_EQ(Judge(*rule, "O=C(C)N(C)c1ccc(OCc2ccccc2)cc1").reason,
            "no paragraph allows benzyloxy in place of the ether");
  EXPECT_EQ(Judge(*rule, "O=C(C)N(C)c1ccccc1").reason, "no paragraph allows hydrogen in place of the ether");
}

// A substituent that a replacement would swallow too: both readings, the one that keeps the region first.
TEST(RegionRuleTest, EveryMinimalReadingIsGiven) {
  RegionRule::Spec spec;
  spec.scaffold = "[CH3:2][C:2](=[O:2])N([c:1]1[cH:1][cH:1][cH:1][cH:1][cH:1]1)C";
  spec.regions = {{1, "aniline"}, {2, "acetyl"}};
  spec.modifications = {Substitute("a", {"aniline"}, {"halo"}),
                        Replace("b", "aniline", {"aromatic-monocycle"}), Replace("c", "acetyl", {"acyl"})};
  const auto rule = RegionRule::Compile(spec);
  ASSERT_THAT(rule, IsOk());
  EXPECT_THAT(Readings(Judge(*rule, "CC(=O)N(C)c1ccc(F)cc1")),
              ElementsAre("fluoro on the aniline (a)", "4-fluorophenyl in place of the aniline (b)"));
  EXPECT_THAT(Readings(Judge(*rule, "CC(=O)N(C)c1ccc(F)cc1F")),
              ElementsAre("fluoro on the aniline (a); fluoro on the aniline (a)",
                          "2,4-difluorophenyl in place of the aniline (b)"));
  EXPECT_THAT(Readings(Judge(*rule, "CC(=O)N(C)c1ccc(F)cc1C")),
              ElementsAre("4-fluoro-2-methylphenyl in place of the aniline (b)"));
  EXPECT_THAT(Readings(Judge(*rule, "CC(=O)N(C)c1cccs1")),
              ElementsAre("thiophen-2-yl in place of the aniline (b)"));
  EXPECT_THAT(Readings(Judge(*rule, "CCC(=O)N(C)c1ccccc1")),
              ElementsAre("propanoyl in place of the acetyl (c)"));
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

TEST(RegionRuleTest, AModificationMayApplyOnlySoOften) {
  RegionRule::Spec spec = Anilides();
  spec.modifications[0].at_most = 1;
  const auto rule = RegionRule::Compile(spec);
  ASSERT_THAT(rule, IsOk());
  EXPECT_TRUE(Judge(*rule, "CC(=O)Nc1ccc(O)cc1").member);
  EXPECT_TRUE(Judge(*rule, "CCC(=O)Nc1ccc(O)cc1").member);
  EXPECT_EQ(Judge(*rule, "CC(=O)Nc1ccc(O)cc1F").reason, "modification a allows 1 at most, and more is there");
  // Another paragraph that allows one of them makes room.
  spec.modifications.push_back(Substitute("c", {"ring"}, {"halo"}));
  const auto two = RegionRule::Compile(spec);
  ASSERT_THAT(two, IsOk());
  EXPECT_TRUE(Judge(*two, "CC(=O)Nc1ccc(O)cc1F").member);
  spec.modifications[2].at_most = 1;
  const auto bounded = RegionRule::Compile(spec);
  ASSERT_THAT(bounded, IsOk());
  EXPECT_TRUE(Judge(*bounded, "CC(=O)Nc1ccc(O)cc1F").member);
  EXPECT_TRUE(Judge(*bounded, "CC(=O)Nc1ccc(F)cc1F").member);
  EXPECT_FALSE(Judge(*bounded, "CC(=O)Nc1cc(F)cc(F)c1F").member);
}

TEST(RegionRuleTest, ARegionMayBeReplacedByNothing) {
  RegionRule::Spec spec = Anilides();
  spec.scaffold = "[CH3:2][C:2](=[O:2])Nc1ccc([OH:1])cc1";
  spec.regions = {{1, "hydroxy group"}, {2, "acetyl"}};
  spec.modifications = {Replace("a", "hydroxy group", {"hydrogen", "alkoxy"}),
                        Replace("b", "acetyl", {"acyl"})};
  const auto rule = RegionRule::Compile(spec);
  ASSERT_THAT(rule, IsOk());
  EXPECT_THAT(Readings(Judge(*rule, "CC(=O)Nc1ccccc1")),
              ElementsAre("hydrogen in place of the hydroxy group (a)"));
  EXPECT_THAT(Readings(Judge(*rule, "CC(=O)Nc1ccc(OCC)cc1")),
              ElementsAre("ethoxy in place of the hydroxy group (a)"));
  EXPECT_FALSE(Judge(*rule, "CC(=O)Nc1ccc(C)cc1").member);
  EXPECT_FALSE(Judge(*rule, "Nc1ccc(O)cc1").member);
}

// Diphenylmethane's relatives: a link may be another atom, or another chain, and carry what its paragraph
// says.
TEST(RegionRuleTest, LinksAreReplaced) {
  RegionRule::Spec spec;
  spec.scaffold = "c1ccccc1[CH2:1][c:2]1[cH:2][cH:2][cH:2][cH:2][cH:2]1";
  spec.regions = {{1, "methylene"}, {2, "phenyl"}};
  spec.modifications = {
      Substitute("a", {"methylene"}, {"alkyl"}), Replace("b", "methylene", {"oxygen-link", "nitrogen-link"}),
      Replace("c", "methylene", {"hydrocarbon-link(1-2)"}), Substitute("d", {"phenyl"}, {"halo"})};
  spec.modifications[2].changes.push_back(MakeChange(Change::Kind::kSubstitute, {"methylene"}, {"cyano"}));
  const auto rule = RegionRule::Compile(spec);
  ASSERT_THAT(rule, IsOk());
  EXPECT_EQ(rule->Relaxed().size(), 6u);  // C, O, N, C-C, C=C, C#C
  EXPECT_THAT(Readings(Judge(*rule, "c1ccccc1C(C)c1ccccc1")), ElementsAre("methyl on the methylene (a)"));
  EXPECT_THAT(Readings(Judge(*rule, "c1ccccc1Oc1ccccc1")),
              ElementsAre("an oxygen atom in place of the methylene (b)"));
  EXPECT_THAT(Readings(Judge(*rule, "c1ccccc1Nc1ccc(Cl)cc1")),
              ElementsAre("a nitrogen atom in place of the methylene (b); chloro on the phenyl (d)"));
  EXPECT_THAT(Readings(Judge(*rule, "c1ccccc1CCc1ccccc1")),
              ElementsAre("the link -C-C- in place of the methylene (c)"));
  EXPECT_TRUE(Judge(*rule, "c1ccccc1C=Cc1ccccc1").member);
  EXPECT_TRUE(Judge(*rule, "c1ccccc1C#Cc1ccccc1").member);
  // (a) speaks of the methylene, which is gone; (c) says what its own chain may carry.
  EXPECT_FALSE(Judge(*rule, "c1ccccc1N(C)c1ccccc1").member);
  EXPECT_FALSE(Judge(*rule, "c1ccccc1C(C)Cc1ccccc1").member);
  EXPECT_TRUE(Judge(*rule, "c1ccccc1C(C#N)Cc1ccccc1").member);
  EXPECT_FALSE(Judge(*rule, "c1ccccc1CCCc1ccccc1").member);
  EXPECT_FALSE(Judge(*rule, "c1ccccc1Sc1ccccc1").member);
}

// A bridge between two regions needs a paragraph that speaks of both.
TEST(RegionRuleTest, BridgesBetweenRegions) {
  RegionRule::Spec spec;
  spec.scaffold = "[cH:1]1[cH:1][cH:1][cH:1][c:1](O[c:2]2[cH:2][cH:2][cH:2][cH:2][cH:2]2)[cH:1]1";
  spec.regions = {{1, "one ring"}, {2, "other ring"}};
  spec.modifications = {Substitute("a", {"one ring"}, {"any"}), Substitute("b", {"other ring"}, {"any"})};
  const auto apart = RegionRule::Compile(spec);
  ASSERT_THAT(apart, IsOk());
  EXPECT_TRUE(Judge(*apart, "c1ccc2ccccc2c1Oc1ccccc1").member) << "a fused ring is within one region";
  EXPECT_FALSE(Judge(*apart, "c1ccc2c(c1)Cc1ccccc1O2").member) << "xanthene";
  spec.modifications = {Substitute("a", {"one ring", "other ring"}, {"any"})};
  const auto both = RegionRule::Compile(spec);
  ASSERT_THAT(both, IsOk());
  EXPECT_TRUE(Judge(*both, "c1ccc2c(c1)Cc1ccccc1O2").member);
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
  const std::vector<RelaxedQuery> relaxed = rule->Relaxed();
  ASSERT_EQ(relaxed.size(), 1u);
  for (const char* smiles :
       {"CC(=O)Nc1ccc(O)cc1", "CCC(=O)Nc1ccc(Cl)c(Cl)c1", "O=C(Nc1ccccc1)c1ccccc1", "O=CNc1ccccc1F"}) {
    ASSERT_TRUE(Judge(*rule, smiles).member) << smiles;
    Skeleton skeleton;
    ASSERT_EQ(ReadSmilesSkeleton(smiles, skeleton), SkeletonStatus::kOk);
    skeleton.PrepareSearch();
    EXPECT_TRUE(relaxed[0].MayMatch(skeleton)) << smiles;
  }
  Skeleton skeleton;
  ASSERT_EQ(ReadSmilesSkeleton("CCCCCCCCCCCN", skeleton), SkeletonStatus::kOk);
  skeleton.PrepareSearch();
  EXPECT_FALSE(relaxed[0].MayMatch(skeleton));
}

}  // namespace
}  // namespace tidewaiter
