#include "rules/structure/groups.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "rules/structure/fragment_name.h"
#include "rules/structure/group_file.h"
#include "tests/rules/structure/group_cases.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using testing::Draw;
using testing::Drawing;
using testing::GroupCase;
using testing::GroupCases;
using testing::IsOk;

bool Is(std::string_view group, std::string_view smiles) {
  const auto parsed = GroupTable::BuiltIn().Parse(group);
  EXPECT_TRUE(parsed.has_value()) << group;
  const Drawing drawing = Draw(smiles);
  return IsGroup(*parsed, drawing.graph, drawing.fragment);
}

TEST(GroupsTest, EachNamedGroupIsWhatItSays) {
  for (const GroupCase& c : GroupCases()) {
    for (const char* smiles : c.members) EXPECT_TRUE(Is(c.group, smiles)) << c.group << ": " << smiles;
    for (const char* smiles : c.others) EXPECT_FALSE(Is(c.group, smiles)) << c.group << ": " << smiles;
  }
}

TEST(GroupsTest, TheTableNamesEveryGroup) {
  std::set<std::string> in_table = {"hydrogen"};  // no fragment at all
  for (const GroupCase& c : GroupCases()) in_table.insert(c.group);
  for (const std::string& name : GroupTable::BuiltIn().Names()) {
    if (!LinksOf(*GroupTable::BuiltIn().Parse(name == "hydrocarbon-link" ? "hydrocarbon-link(1-2)" : name))
             .empty()) {
      continue;
    }
    EXPECT_EQ(in_table.count(name), 1u) << name;
  }
}

TEST(GroupsTest, Links) {
  const auto links = [](std::string_view text) { return LinksOf(*GroupTable::BuiltIn().Parse(text)).size(); };
  EXPECT_EQ(links("nitrogen-link"), 1u);
  EXPECT_EQ(links("hydrocarbon-link(1-1)"), 1u);
  EXPECT_EQ(links("hydrocarbon-link(1-2)"), 4u);  // C, C-C, C=C, C#C
  EXPECT_EQ(links("hydrocarbon-link(2-2)"), 3u);
  EXPECT_EQ(links("hydrocarbon-link(3-3)"), 6u);  // no carbon with more than four bonds
  EXPECT_FALSE(GroupTable::BuiltIn().Parse("hydrocarbon-link").has_value());
  EXPECT_FALSE(GroupTable::BuiltIn().Parse("hydrocarbon-link(1-9)").has_value());
  EXPECT_FALSE(GroupTable::BuiltIn().Parse("nitrogen-link(1-2)").has_value());
}

TEST(GroupsTest, BoundsCountCarbons) {
  EXPECT_TRUE(Is("alkyl(1-3)", "[CH3:1]CCC"));
  EXPECT_FALSE(Is("alkyl(1-3)", "[CH3:1]CCCC"));
  EXPECT_FALSE(Is("alkyl(2-3)", "[CH3:1]C"));
  EXPECT_TRUE(Is("alkoxy(1-1)", "[CH3:1]OC"));
  EXPECT_FALSE(Is("alkoxy(1-1)", "[CH3:1]OCC"));
  EXPECT_TRUE(Is("alkylenedioxy(1-1)", "[cH:1]1[cH:1][cH:1][c:1]2OCO[c:1]2[cH:1]1"));
  EXPECT_FALSE(Is("alkylenedioxy(1-1)", "[cH:1]1[cH:1][cH:1][c:1]2OCCO[c:1]2[cH:1]1"));
}

TEST(GroupsTest, NamesThatAreNone) {
  for (const char* text :
       {"", "alkil", "alkyl(", "alkyl()", "alkyl(3)", "alkyl(3-1)", "alkyl(0-2)", "alkyl(1-2", "alkyl(1-2)x",
        "alkyl(-1-2)", "alkyl(a-b)", "Alkyl", "(1-2)", "alkyl (1-2)"}) {
    EXPECT_FALSE(GroupTable::BuiltIn().Parse(text).has_value()) << text;
  }
  EXPECT_TRUE(GroupTable::BuiltIn().Parse("alkyl(1-6)").has_value());
}

// --- Groups of a file.

constexpr std::string_view kTosyl =
    "groups:\n"
    "  - name: tosyl\n"
    "    means: 4-methylbenzenesulphonyl\n"
    "    source: usage\n"
    "    drawn: [\"*S(=O)(=O)c1ccc(C)cc1\"]\n"
    "    examples: {are: [\"*S(=O)(=O)c1ccc(C)cc1\"], others: [\"*S(=O)(=O)c1ccccc1\"]}\n";

std::string ReadError(std::string_view text) {
  GroupTable table = GroupTable::BuiltIn();
  const auto root = ParseYaml(text, "g.yaml");
  EXPECT_THAT(root, IsOk());
  const absl::Status status = ReadGroups(*root, table);
  return std::string(status.message());
}

std::string Changed(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const size_t at = out.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return out.replace(at, from.size(), to);
}

TEST(GroupFileTest, ADrawingIsTheWholeGroup) {
  EXPECT_EQ(ReadError(kTosyl), "");
  GroupTable table = GroupTable::BuiltIn();
  ASSERT_THAT(ReadGroups(*ParseYaml(kTosyl, "g.yaml"), table), IsOk());
  const Group tosyl = *table.Parse("tosyl");
  const auto is = [&](std::string_view smiles) {
    const Drawing drawing = Draw(smiles);
    return IsGroup(tosyl, drawing.graph, drawing.fragment);
  };
  EXPECT_TRUE(is("[CH3:1]S(=O)(=O)c1ccc(C)cc1"));
  EXPECT_TRUE(is("Cc1ccc(cc1)S([CH3:1])(=O)=O"));
  EXPECT_FALSE(is("[CH3:1]S(=O)(=O)c1cccc(C)c1"));
  EXPECT_FALSE(is("[CH3:1]S(=O)(=O)c1ccc(CC)cc1"));
  EXPECT_FALSE(is("[CH3:1]c1ccc(C)cc1"));
  EXPECT_TRUE(SkeletonOf(tosyl).root.test(16));
  EXPECT_EQ(SkeletonOf(tosyl).root.count(), 1u);
}

TEST(GroupFileTest, AGroupMayBeOneOfSeveral) {
  const std::string text =
      Changed(kTosyl, "    drawn: [\"*S(=O)(=O)c1ccc(C)cc1\"]\n",
              "    drawn: [\"*S(=O)(=O)c1ccc(C)cc1\"]\n    any_of: [alkylsulphonyl, halo]\n");
  GroupTable table = GroupTable::BuiltIn();
  ASSERT_THAT(ReadGroups(*ParseYaml(text, "g.yaml"), table), IsOk());
  const Drawing mesyl = Draw("[CH3:1]S(=O)(=O)C");
  EXPECT_TRUE(IsGroup(*table.Parse("tosyl"), mesyl.graph, mesyl.fragment));
  EXPECT_TRUE(IsGroup(*table.Parse("tosyl(1-1)"), mesyl.graph, mesyl.fragment));
  EXPECT_FALSE(IsGroup(*table.Parse("tosyl(2-9)"), mesyl.graph, mesyl.fragment));
  EXPECT_TRUE(SkeletonOf(*table.Parse("tosyl")).beside.empty()) << "halo has nothing beside it";
}

TEST(GroupFileTest, ErrorsNameTheirPlace) {
  using ::testing::HasSubstr;
  EXPECT_THAT(ReadError(Changed(kTosyl, "name: tosyl", "name: Tosyl")),
              HasSubstr("g.yaml:2:5: a group's name"));
  EXPECT_THAT(ReadError(Changed(kTosyl, "name: tosyl", "name: alkyl")), HasSubstr("named alkyl already"));
  EXPECT_THAT(ReadError(Changed(kTosyl, "drawn: [\"*", "drawn: [\"")),
              HasSubstr("g.yaml:5:13: a drawn group has one *"));
  EXPECT_THAT(ReadError(Changed(kTosyl, "drawn: [\"*S(", "drawn: [\"*S((")),
              HasSubstr("g.yaml:5:13: not a structure"));
  EXPECT_THAT(ReadError(Changed(kTosyl, "means:", "meens:")), HasSubstr("unknown key \"meens\""));
  EXPECT_THAT(ReadError(Changed(kTosyl, "are: [\"*S(=O)(=O)c1ccc(C)cc1\"]", "are: [\"*C\"]")),
              HasSubstr("g.yaml:6:22: \"*C\" should be tosyl and is not"));
  EXPECT_THAT(
      ReadError(Changed(kTosyl, "others: [\"*S(=O)(=O)c1ccccc1\"]", "others: [\"*S(=O)(=O)c1ccc(C)cc1\"]")),
      HasSubstr("should not be tosyl and is"));
  EXPECT_THAT(ReadError(Changed(kTosyl, "others: [\"*S(=O)(=O)c1ccccc1\"]", "others: []")),
              HasSubstr("a group needs examples"));
  EXPECT_THAT(ReadError(Changed(kTosyl, "drawn: [", "links: [")), HasSubstr("a drawn link has two *"));
  EXPECT_THAT(ReadError(Changed(kTosyl, "drawn: [\"*S", "drawn: [\"*=S")), HasSubstr("g.yaml:5:13: "));
}

// --- Names.

TEST(FragmentNameTest, AsAChemistSaysThem) {
  const auto name = [](std::string_view smiles) {
    const Drawing drawing = Draw(smiles);
    return NameFragment(drawing.graph, drawing.fragment);
  };
  const std::pair<const char*, const char*> kNames[] = {
      {"[CH3:1]F", "fluoro"},
      {"[CH3:1]CC", "ethyl"},
      {"[CH3:1]C(C)C", "isopropyl"},
      {"[CH3:1]C(C)(C)C", "tert-butyl"},
      {"[CH3:1]C=C", "vinyl"},
      {"[CH3:1]C#N", "cyano"},
      {"[CH3:1][N+](=O)[O-]", "nitro"},
      {"[CH2:1]=O", "oxo"},
      {"[CH3:1]O", "hydroxy"},
      {"[CH3:1]OC", "methoxy"},
      {"[CH3:1]OC(C)C", "isopropoxy"},
      {"[CH3:1]OC(F)(F)F", "trifluoromethoxy"},
      {"[CH3:1]C(F)(F)F", "trifluoromethyl"},
      {"[CH3:1]COC", "methoxymethyl"},
      {"[CH3:1]CCO", "2-hydroxyethyl"},
      {"[CH3:1]N(C)C", "dimethylamino"},
      {"[CH3:1]NC(C)C", "isopropylamino"},
      {"[CH3:1]SC", "methylthio"},
      {"[CH3:1]S(=O)(=O)C", "methylsulphonyl"},
      {"[CH3:1]C(=O)C", "acetyl"},
      {"[CH3:1]C(=O)CC", "propanoyl"},
      {"[CH3:1]C(=O)COC", "methoxyacetyl"},
      {"[CH3:1]C(=O)C(C)C", "2-methylpropanoyl"},
      {"[CH3:1]C(=O)C=C", "acryloyl"},
      {"[CH3:1]C(=O)C=CC", "but-2-enoyl"},
      {"[CH3:1]C(=O)OC", "methoxycarbonyl"},
      {"[CH3:1]C(=O)OC(C)(C)C", "tert-butoxycarbonyl"},
      {"[CH3:1]C(=O)N(C)C", "dimethylcarbamoyl"},
      {"[CH3:1]OC(C)=O", "acetoxy"},
      {"[CH3:1]C(=O)O", "carboxy"},
      {"[CH3:1]CCC(=O)OC", "3-methoxy-3-oxopropyl"},
      {"[CH3:1]c1ccccc1", "phenyl"},
      {"[CH3:1]c1ccccc1F", "2-fluorophenyl"},
      {"[CH3:1]c1ccc(OC)cc1", "4-methoxyphenyl"},
      {"[CH3:1]c1c(C)cccc1C", "2,6-dimethylphenyl"},
      {"[CH3:1]Cc1ccccc1", "benzyl"},
      {"[CH3:1]Cc1ccc(F)cc1", "4-fluorobenzyl"},
      {"[CH3:1]CCc1ccccc1", "phenethyl"},
      {"[CH3:1]CCc1cccs1", "2-(thiophen-2-yl)ethyl"},
      {"[CH3:1]c1cccs1", "thiophen-2-yl"},
      {"[CH3:1]c1ccsc1", "thiophen-3-yl"},
      {"[CH3:1]c1ccc(C)s1", "5-methylthiophen-2-yl"},
      {"[CH3:1]n1nnn(CC)c1=O", "4-ethyl-5-oxotetrazol-1-yl"},
      {"[CH3:1]c1cnc(C)s1", "2-methyl-1,3-thiazol-5-yl"},
      {"[CH3:1]C(=O)c1ccco1", "furan-2-carbonyl"},
      {"[CH3:1]C(=O)c1ccccc1", "benzoyl"},
      {"[CH3:1]C(=O)C1CC1", "cyclopropanecarbonyl"},
      {"[CH3:1]C(=O)C1CCCO1", "tetrahydrofuran-2-carbonyl"},
      {"[CH3:1]C(=O)CCc1ccccc1", "3-phenylpropanoyl"},
      {"[CH3:1]N1CCCC1", "pyrrolidin-1-yl"},
      {"[CH3:1]N1CCOCC1", "morpholin-4-yl"},
      {"[CH3:1]C1CCCCC1", "cyclohexyl"},
      {"[CH3:1]C(C#N)c1ccccc1", "cyano(phenyl)methyl"},
      {"[CH3:1]c1ccc2OCOc2c1", "a group C7H5O2"},
      {"[cH:1]1[cH:1][cH:1][c:1]2OCO[c:1]2[cH:1]1", "methylenedioxy"},
      {"[cH:1]1[cH:1][cH:1][c:1]2OCC[c:1]2[cH:1]1", "ethyleneoxy"},
      {"[CH3:1][N:1]1CCCC1", "a bridge C4H8 that closes a ring"},
  };
  for (const auto& [smiles, expected] : kNames) EXPECT_EQ(name(smiles), expected) << smiles;
}

// What a skeleton shows of a group holds for every fragment that is the group: the sieve rests on it.
TEST(GroupsTest, SkeletonsAreNecessary) {
  for (const GroupCase& c : GroupCases()) {
    const GroupSkeleton skeleton = SkeletonOf(*GroupTable::BuiltIn().Parse(c.group));
    for (const char* smiles : c.members) {
      const Drawing drawing = Draw(smiles);
      const int root = drawing.fragment.attachments[0].atom;
      EXPECT_TRUE(skeleton.root.test(drawing.graph.atoms[static_cast<size_t>(root)].element))
          << c.group << smiles;
      std::multiset<uint8_t> beside;
      for (const auto& n : drawing.graph.neighbours[static_cast<size_t>(root)]) {
        if (drawing.fragment.Contains(n.atom))
          beside.insert(drawing.graph.atoms[static_cast<size_t>(n.atom)].element);
      }
      for (const uint8_t element : std::set<uint8_t>(skeleton.beside.begin(), skeleton.beside.end())) {
        EXPECT_GE(static_cast<int64_t>(beside.count(element)),
                  std::count(skeleton.beside.begin(), skeleton.beside.end(), element))
            << c.group << ": " << smiles;
      }
    }
  }
}

}  // namespace
}  // namespace tidewaiter
