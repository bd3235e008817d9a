// The whole dictionary of chemdb/data: it compiles, finds itself, and is silent on ordinary goods.
#include "gmock/gmock.h"

#include "screening/identify/text_identifier.h"
#include "tests/screening/identify/source_dictionary.h"

namespace tidewaiter {
namespace {

class SourceTables : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    source_ =
        new testing::SourceDictionary(testing::ReadSourceDictionary(TIDEWAITER_SOURCE_DIR "/chemdb/data"));
    identifier_ = TextIdentifier::Build(source_->dictionary)->release();
  }
  static std::vector<Candidate> Find(std::string_view text) {
    TextIdentifier::Scratch scratch;
    std::vector<Candidate> out;
    identifier_->Identify(text, {}, scratch, out);
    return out;
  }
  static testing::SourceDictionary* source_;
  static const TextIdentifier* identifier_;
};
testing::SourceDictionary* SourceTables::source_ = nullptr;
const TextIdentifier* SourceTables::identifier_ = nullptr;

TEST_F(SourceTables, EveryNameFindsItsSubstance) {
  std::vector<std::string> missed;
  for (const DictionaryName& name : source_->dictionary.names) {
    const auto found = Find(name.text);
    const bool seen = std::any_of(found.begin(), found.end(),
                                  [&](const Candidate& c) { return c.substance == name.substance; });
    if (!seen) missed.push_back(name.text + " (" + source_->ids[name.substance] + ")");
  }
  EXPECT_THAT(missed, ::testing::IsEmpty());
}

TEST_F(SourceTables, EveryCasRnFindsItsSubstance) {
  for (const DictionaryCas& cas : source_->dictionary.cas_rns) {
    const auto found = Find("CAS " + cas.cas_rn);
    const bool seen = std::any_of(found.begin(), found.end(),
                                  [&](const Candidate& c) { return c.substance == cas.substance; });
    EXPECT_TRUE(seen) << cas.cas_rn;
  }
}

TEST_F(SourceTables, SilentOnOrdinaryGoods) {
  for (const char* text :
       {"Polyester knitted men's trousers, 100% cotton lining", "Bluetooth speaker model EA-300 5V 2A",
        "Kitchen broom with wooden handle, nylon bristles", "USB-C cable 2m, black, 50 pcs",
        "Stainless steel screws M4x12", "Vitamin B1 tablets 100 mg", "Baby shoes size 21",
        "LED lamp E27 9W 806 lm", "iPhone 13 case, TPU", "Documents, no commercial value",
        "Frozen shrimp, head on, 10 kg", "Book: History of Chemistry, vol. 2", "玩具 塑料 100件", "棉质T恤",
        "Футболка хлопковая", "Camiseta de algodón", "Chaussures en cuir"}) {
    for (const Candidate& c : Find(text)) EXPECT_LT(c.certainty, 0.1) << text << ": " << c.matched_name;
  }
}

}  // namespace
}  // namespace tidewaiter
