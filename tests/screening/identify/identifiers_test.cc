// EC and UN numbers, DEA codes, InChIKeys, InChIs, HS codes and SMILES in text.
#include "gmock/gmock.h"

#include "screening/identify/inchi_layers.h"
#include "screening/identify/smiles_spans.h"
#include "screening/identify/text_identifier.h"
#include "tests/screening/identify/source_dictionary.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Identifiers : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    source_ =
        new testing::SourceDictionary(testing::ReadSourceDictionary(TIDEWAITER_SOURCE_DIR "/chemdb/data"));
    identifier_ = TextIdentifier::Build(source_->dictionary)->release();
  }
  // "substance:kind:where" of what is found with a certainty over one half.
  static std::vector<std::string> Found(std::string_view text) {
    out_.clear();
    identifier_->Identify(text, {}, scratch_, out_);
    std::vector<std::string> found;
    for (const Candidate& c : out_) {
      if (c.certainty <= 0.5) continue;
      found.push_back(source_->ids[c.substance] + ":" + std::to_string(static_cast<int>(c.kind)) + ":" +
                      std::string(text.substr(c.start, c.end - c.start)));
    }
    return found;
  }
  static std::string HsCode(std::string_view text) {
    Found(text);
    return TextIdentifier::GoodsCodeOfLast(scratch_).digits;
  }
  static std::string Kind(CandidateKind kind) { return ":" + std::to_string(static_cast<int>(kind)) + ":"; }

  static testing::SourceDictionary* source_;
  static const TextIdentifier* identifier_;
  static TextIdentifier::Scratch scratch_;
  static std::vector<Candidate> out_;
};
testing::SourceDictionary* Identifiers::source_ = nullptr;
const TextIdentifier* Identifiers::identifier_ = nullptr;
TextIdentifier::Scratch Identifiers::scratch_;
std::vector<Candidate> Identifiers::out_;

TEST_F(Identifiers, EcNumbers) {
  const std::string ec = Kind(CandidateKind::kEcNumber);
  EXPECT_THAT(Found("EC 200-662-2"), ElementsAre("acetone" + ec + "200-662-2"));
  EXPECT_THAT(Found("EINECS no. 203-564-8, drums"), ElementsAre("acetic-anhydride" + ec + "203-564-8"));
  EXPECT_THAT(Found("solvent 203-625-9"), ElementsAre("toluene" + ec + "203-625-9"));
  EXPECT_THAT(Found("EC 200 662 2"), ElementsAre("acetone" + ec + "200 662 2"));
  EXPECT_THAT(Found("EC 200-662-3"), IsEmpty());               // check digit
  EXPECT_THAT(Found("phone 203-625-9014"), IsEmpty());         // goes on
  EXPECT_THAT(Found("part 1-203-625-9"), IsEmpty());           // began before
  EXPECT_THAT(Found("203 625 9 pieces of cloth"), IsEmpty());  // no dashes, no label
}

TEST_F(Identifiers, UnNumbers) {
  const std::string un = Kind(CandidateKind::kUnNumber);
  EXPECT_THAT(Found("UN1090, class 3"), ElementsAre("acetone" + un + "UN1090"));
  EXPECT_THAT(Found("UN 1715 PG II"), ElementsAre("acetic-anhydride" + un + "1715"));
  EXPECT_THAT(Found("un no. 2401"), ElementsAre("piperidine" + un + "2401"));
  EXPECT_THAT(Found("ONU 1294"), ElementsAre("toluene" + un + "1294"));
  EXPECT_THAT(Found("ООН 1490"), ElementsAre("potassium-permanganate" + un + "1490"));
  EXPECT_THAT(Found("para un 1090 modelo"), IsEmpty());  // the Spanish article
  EXPECT_THAT(Found("1090 pieces"), IsEmpty());
  EXPECT_THAT(Found("UN 10901"), IsEmpty());
  EXPECT_THAT(Found("UN 1203 petrol"), IsEmpty());
}

TEST_F(Identifiers, AUnNumberOfSeveralIsAWeakSense) {
  EXPECT_THAT(Found("UN 1482"), IsEmpty());
  ASSERT_EQ(out_.size(), 2u);
  EXPECT_LT(out_[0].certainty, 0.3);
}

TEST_F(Identifiers, DeaCodes) {
  const std::string dea = Kind(CandidateKind::kDeaCode);
  EXPECT_THAT(Found("DEA code 8113"), ElementsAre("ephedrine" + dea + "8113"));
  EXPECT_THAT(Found("DEA chemical code number 8530"), ElementsAre("anthranilic-acid" + dea + "8530"));
  EXPECT_THAT(Found("DEA#2704"), ElementsAre("piperidine" + dea + "2704"));
  EXPECT_THAT(Found("code 8113"), IsEmpty());
  EXPECT_THAT(Found("Dea 8113 sofa"), IsEmpty());
}

TEST_F(Identifiers, InchiKeysAndInchis) {
  const std::string key = Kind(CandidateKind::kInchiKey), inchi = Kind(CandidateKind::kInchi);
  EXPECT_THAT(Found("key ZCMDXDQUYIWEKB-UHFFFAOYSA-N."),
              ElementsAre("anpp" + key + "ZCMDXDQUYIWEKB-UHFFFAOYSA-N"));
  // Another charge or isotope: the skeleton agrees.
  EXPECT_THAT(Found("ZCMDXDQUYIWEKB-ABCDEFGHSA-N"),
              ElementsAre("anpp" + key + "ZCMDXDQUYIWEKB-ABCDEFGHSA-N"));
  EXPECT_LT(out_[0].certainty, 0.9);
  EXPECT_THAT(Found("AAAAAAAAAAAAAA-UHFFFAOYSA-N"), IsEmpty());
  EXPECT_THAT(Found("InChI=1S/C3H6O/c1-3(2)4/h1-2H3 25 kg"),
              ElementsAre("acetone" + inchi + "InChI=1S/C3H6O/c1-3(2)4/h1-2H3"));
  EXPECT_THAT(Found("InChI=1S/C5H9NO.ClH/c7-5-1-3-6-4-2-5;/h6H,1-4H2;1H"), ::testing::SizeIs(2));
  EXPECT_THAT(Found("InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3"), IsEmpty());
}

TEST_F(Identifiers, StereoisomersShareASkeleton) {
  Found("InChIKey KWGRBVOPPLSCSI-AAAAAAAASA-N");
  std::vector<std::string> ids;
  for (const Candidate& c : out_) ids.push_back(source_->ids[c.substance]);
  EXPECT_THAT(ids, ::testing::UnorderedElementsAre("ephedrine", "pseudoephedrine"));
}

TEST(InchiLayers, ByComponent) {
  EXPECT_THAT(InchiComponents("InChI=1S/C5H9NO.ClH/c7-5-1-3-6-4-2-5;/h6H,1-4H2;1H"),
              ElementsAre("C5H9NO/c7-5-1-3-6-4-2-5/h6H,1-4H2", "ClH/h1H"));
  EXPECT_THAT(InchiComponents("InChI=1S/2CH4O.H2O/c2*1-2;/h2*2H,1H3;1H2"),
              ElementsAre("CH4O/c1-2/h2H,1H3", "H2O/h1H2"));
  EXPECT_THAT(InchiComponents("InChI=1S/C2H6/c1-2/h1-2H3/i1D"), ElementsAre("C2H6/c1-2/h1-2H3"));
  for (const char* text :
       {"", "InChI=1S/", "InChI=1/CH4", "CH4", "InChI=1S/999CH4", "InChI=1S/0CH4", "InChI=1S/C/c99*1"}) {
    EXPECT_THAT(InchiComponents(text), IsEmpty()) << text;
  }
}

TEST(InchiLayers, WhereTheyStand) {
  const auto found = [](std::string_view text) {
    std::vector<std::string> out;
    for (const InchiSpan& span : FindInchis(text)) {
      out.emplace_back(text.substr(span.start, span.end - span.start));
    }
    return out;
  };
  const std::string acetone = "InChI=1S/C3H6O/c1-3(2)4/h1-2H3";
  EXPECT_THAT(found("solvent (" + acetone + "), 25 kg; " + acetone + "."), ElementsAre(acetone, acetone));
  EXPECT_THAT(found("InChI=1S/CH2O2/c2-1-3/h1H,(H,2,3)"), ElementsAre("InChI=1S/CH2O2/c2-1-3/h1H,(H,2,3)"));
  EXPECT_THAT(found("InChIKey=CSCPPACGZOOCGX-UHFFFAOYSA-N"), IsEmpty());
  std::string many;
  for (int i = 0; i < 100; ++i) many += "InChI=1)";
  EXPECT_LE(found(many).size(), kMostInchiSpans);
}

TEST_F(Identifiers, HsCodes) {
  EXPECT_EQ(HsCode("HS code 2933.32"), "293332");
  EXPECT_EQ(HsCode("H.S. CODE: 2933320000, piperidine"), "2933320000");
  EXPECT_EQ(HsCode("HTS 2914 11 00 acetone"), "29141100");
  EXPECT_EQ(HsCode("税号 29141100"), "29141100");
  EXPECT_EQ(HsCode("partida arancelaria 2914.11"), "291411");
  EXPECT_EQ(HsCode("ТН ВЭД 2914110000"), "2914110000");
  EXPECT_EQ(HsCode("order 2933.32"), "");
  EXPECT_EQ(HsCode("HS 99"), "");
}

std::vector<std::string> Smiles(std::string_view text) {
  std::vector<std::string> out;
  for (const SmilesSpan& span : FindSmiles(text))
    out.emplace_back(text.substr(span.start, span.end - span.start));
  return out;
}

TEST(SmilesSpans, StructuresInText) {
  EXPECT_THAT(Smiles("sample O=C1CCN(CCc2ccccc2)CC1, 5 g"), ElementsAre("O=C1CCN(CCc2ccccc2)CC1"));
  EXPECT_THAT(Smiles("SMILES:C1CNCCC1Nc1ccccc1"), ElementsAre("C1CNCCC1Nc1ccccc1"));
  EXPECT_THAT(Smiles("(CC(C)(C)OC(=O)N1CCC(CC1)Nc1ccccc1)"),
              ElementsAre("CC(C)(C)OC(=O)N1CCC(CC1)Nc1ccccc1"));
  EXPECT_THAT(Smiles("C[C@@H](NC)[C@H](O)c1ccccc1.Cl"), ElementsAre("C[C@@H](NC)[C@H](O)c1ccccc1.Cl"));
}

TEST(SmilesSpans, SilentOnWordsAndNumbers) {
  for (const char* text : {"Cocoon coccoons", "CONSOCON-2000", "SOS(2)CO", "BISCUITS(CHOC)", "PN10(B)S10",
                           "C++ (book)", "COOCOOCO", "1-(2-phenylethyl)piperidin-4-one", "CNC(machine)",
                           "((((((((", "C1CCCCC", "IPS-INCH(10)"}) {
    EXPECT_THAT(Smiles(text), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace tidewaiter
