// Masks on innocent carriers: the machinery. The tables themselves: tests/rules/masking.
#include "chemdb/structure/mask_index.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/chemdb/structure/rewriting.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::StatusIs;

constexpr uint32_t kMorpholine = 0;
constexpr uint32_t kHydroxyCyclohexanone = 1;
constexpr uint32_t kButylamine = 2;
constexpr uint32_t kButanal = 3;

MaskGroup Group(const char* id, const char* smiles, bool nitrogen, bool oxygen, bool carbonyl) {
  MaskGroup group;
  group.id = group.words = id;
  group.family = "any";
  group.smiles = smiles;
  group.on_nitrogen = nitrogen;
  group.on_oxygen = oxygen;
  group.on_carbonyl = carbonyl;
  return group;
}

MaskSite Site(uint32_t substance, const char* drawing, const char* words) {
  return {{substance}, drawing, words, {"any"}};
}

// Morpholine, and 4-hydroxycyclohexanone with two places.
struct Carriers {
  StructureIndex index;
  MaskIndex masks;
  ComponentTable components;
  Sieve sieve;

  Carriers() {
    EXPECT_THAT(index.Add(kMorpholine, "C1COCCN1", false, false), IsOk());
    EXPECT_THAT(index.Add(kHydroxyCyclohexanone, "OC1CCC(=O)CC1", false, false), IsOk());
    EXPECT_THAT(index.Add(kButylamine, "CCCCN", false, false), IsOk());
    EXPECT_THAT(index.Add(kButanal, "CCCC=O", false, false), IsOk());
    EXPECT_THAT(components.Add("hydrogen chloride", "acid", "Cl"), IsOk());
    EXPECT_THAT(masks.AddGroup(Group("boc", "*C(=O)OC(C)(C)C", true, true, false)), IsOk());
    EXPECT_THAT(masks.AddGroup(Group("benzyl", "*Cc1ccccc1", true, true, false)), IsOk());
    EXPECT_THAT(masks.AddGroup(Group("dioxolane", "*1OCCO1", false, false, true)), IsOk());
    EXPECT_THAT(masks.AddGroup(Group("oxime", "*=NO", false, false, true)), IsOk());
    EXPECT_THAT(masks.AddSite(Site(kMorpholine, "C1COCC[NH:1]1", "N4")), IsOk());
    EXPECT_THAT(masks.AddSite(Site(kHydroxyCyclohexanone, "O=C1CCC([OH:1])CC1", "O4")), IsOk());
    EXPECT_THAT(masks.AddSite(Site(kHydroxyCyclohexanone, "C1CC(O)CC[C:1]1=O", "C1")), IsOk());
    EXPECT_THAT(masks.AddSite(Site(kButylamine, "CCCC[NH2:1]", "N")), IsOk());
    EXPECT_THAT(masks.AddSite(Site(kButanal, "CCC[CH:1]=O", "C1")), IsOk());
    EXPECT_THAT(masks.Finish(), IsOk());
    masks.FillSieve(sieve);
    sieve.Finish();
  }

  // "0 boc N4 [atoms of the group]"; "none".
  std::string Read(std::string_view text, StructureNotation notation = StructureNotation::kSmiles) const {
    const auto molecule = ParseMolecule(text, notation);
    if (!molecule.ok()) return molecule.status().ToString();
    const auto standard = Standardise(*molecule, components);
    if (!standard.ok()) return standard.status().ToString();
    const auto hits = masks.Recognise(*standard, index);
    if (!hits.ok()) return hits.status().ToString();
    std::string out;
    for (const MaskHit& hit : *hits) {
      out += (out.empty() ? "" : "; ") + std::to_string(hit.identity.substance);
      if (hit.identity.is_salt) out += " salt";
      if (hit.identity.is_isotopologue) out += " isotopes";
      for (const FoundMask& mask : hit.masks) {
        out += " " + masks.groups()[mask.group].id + " " + masks.sites()[mask.site].words;
      }
    }
    return out.empty() ? "none" : out;
  }
};

const Carriers& Shared() {
  static const auto* const carriers = new Carriers;
  return *carriers;
}

TEST(MaskIndexTest, OneGroup) {
  EXPECT_EQ(Shared().Read("CC(C)(C)OC(=O)N1CCOCC1"), "0 boc N4");
  EXPECT_EQ(Shared().Read("c1ccccc1CN1CCOCC1"), "0 benzyl N4");
  EXPECT_EQ(Shared().Read("O=C1CCC(CC1)OCc1ccccc1"), "1 benzyl O4");
  EXPECT_EQ(Shared().Read("OC1CCC2(CC1)OCCO2"), "1 dioxolane C1");
  EXPECT_EQ(Shared().Read("ON=C1CCC(O)CC1"), "1 oxime C1");
  // Where a hydrogen stays besides.
  EXPECT_EQ(Shared().Read("CCCCNC(=O)OC(C)(C)C"), "2 boc N");
  EXPECT_EQ(Shared().Read("CCCC1OCCO1"), "3 dioxolane C1");
}

TEST(MaskIndexTest, TwoGroups) {
  EXPECT_EQ(Shared().Read("CC(C)(C)OC(=O)OC1CCC2(CC1)OCCO2"), "1 boc O4 dioxolane C1");
  EXPECT_EQ(Shared().Read("ON=C1CCC(CC1)OCc1ccccc1"), "1 benzyl O4 oxime C1");
}

TEST(MaskIndexTest, SaltsAndIsotopesAsElsewhere) {
  EXPECT_EQ(Shared().Read("c1ccccc1C[NH+]1CCOCC1.[Cl-]"), "0 salt benzyl N4");
  EXPECT_EQ(Shared().Read("c1ccccc1C[NH+]1CCOCC1"), "0 salt benzyl N4");
  EXPECT_EQ(Shared().Read("c1ccccc1[13CH2]N1CCOCC1"), "0 isotopes benzyl N4");
}

TEST(MaskIndexTest, NothingElse) {
  for (const char* other : {
           "C1COCCN1",                    // no group at all
           "CC(C)(C)OC(=O)N1CCCCC1",      // on something else
           "CC(C)(C)OC(=O)N1CCOCC1C",     // on a homologue
           "CCC(C)(C)OC(=O)N1CCOCC1",     // more on the group
           "Cc1ccc(cc1)CN1CCOCC1",        // another benzyl
           "CC(C)(C)CC(=O)N1CCOCC1",      // an amide with the same skeleton but for an element
           "CC(C)(C)OC(O)N1CCOCC1",       // the same skeleton, an aminal
           "C1CCCC(C1)CN1CCOCC1",         // the same skeleton, no aromatic ring
           "C[N+]1(Cc2ccccc2)CCOCC1",     // quaternary
           "c1ccccc1C[N+]1([O-])CCOCC1",  // the N-oxide
           "OC1CCC2(CC1)OCC(=O)O2",       // no plain dioxolane
           "ON=C1CCC2(CC1)OCCO2",         // two on carbonyls, where there is one
           "NOC1CCC(O)CC1",               // the oxime's skeleton, without its double bond
       }) {
    EXPECT_EQ(Shared().Read(other), "none") << other;
  }
}

TEST(MaskIndexTest, AtomsOfTheInput) {
  const auto molecule = ParseMolecule("CC(C)(C)OC(=O)OC1CCC2(CC1)OCCO2", StructureNotation::kSmiles);
  ASSERT_THAT(molecule, IsOk());
  const auto standard = Standardise(*molecule, Shared().components);
  ASSERT_THAT(standard, IsOk());
  const auto hits = Shared().masks.Recognise(*standard, Shared().index);
  ASSERT_THAT(hits, IsOk());
  ASSERT_EQ(hits->size(), 1u);
  EXPECT_THAT((*hits)[0].identity.atoms, ::testing::UnorderedElementsAre(7, 8, 9, 10, 11, 12, 13));
  ASSERT_EQ((*hits)[0].masks.size(), 2u);
  EXPECT_THAT((*hits)[0].masks[0].atoms, ::testing::UnorderedElementsAre(0, 1, 2, 3, 4, 5, 6));
  EXPECT_THAT((*hits)[0].masks[1].atoms, ::testing::UnorderedElementsAre(14, 15, 16, 17));
  EXPECT_EQ(DescribeMasks((*hits)[0], Shared().masks), "boc on O4 and dioxolane in place of C1");
}

TEST(MaskIndexTest, SameInEveryWritingAndKeptByTheSieve) {
  testing::Rewriter rewriter(20261124);
  Sieve::Scratch scratch;
  for (const char* smiles :
       {"CC(C)(C)OC(=O)N1CCOCC1", "c1ccccc1CN1CCOCC1.Cl", "CC(C)(C)OC(=O)OC1CCC2(CC1)OCCO2",
        "ON=C1CCC(CC1)OCc1ccccc1", "OC1CCC2(CC1)OCCO2"}) {
    const std::string expected = Shared().Read(smiles);
    ASSERT_NE(expected, "none");
    for (int i = 0; i < 100; ++i) {
      const testing::Writing writing = rewriter.Any(smiles);
      ASSERT_FALSE(writing.text.empty());
      EXPECT_EQ(Shared().Read(writing.text, writing.notation), expected) << writing.how << "\n"
                                                                         << writing.text;
      EXPECT_NE(Shared().sieve.Ask(writing.text, writing.notation, scratch), SieveAnswer::kDrop)
          << writing.how << "\n"
          << writing.text;
    }
  }
}

TEST(MaskIndexTest, RefusesWhatMakesNoSense) {
  MaskIndex masks;
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(masks.AddGroup(Group("unreadable", "*C(", true, false, false)), refused);
  EXPECT_THAT(masks.AddGroup(Group("no star", "CC", true, false, false)), refused);
  EXPECT_THAT(masks.AddGroup(Group("two stars", "*C*", true, false, false)), refused);
  EXPECT_THAT(masks.AddGroup(Group("one bond on a carbonyl", "*C", false, false, true)), refused);
  EXPECT_THAT(masks.AddSite(Site(0, "C1COCCN1", "no mark")), refused);
  EXPECT_THAT(masks.AddSite(Site(0, "C1CO[CH2:1]CN1", "a carbon without =O")), refused);
  EXPECT_THAT(masks.AddSite(Site(0, "C[N:1]1CCOCC1", "no hydrogen")), refused);
  EXPECT_THAT(masks.AddSite(Site(0, "C1C", "unreadable")), refused);
  EXPECT_TRUE(masks.groups().empty());
  EXPECT_TRUE(masks.sites().empty());
}

}  // namespace
}  // namespace tidewaiter
