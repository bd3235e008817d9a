// Where systematic names may stand.
#include "screening/identify/systematic_spans.h"

#include <random>

#include "gmock/gmock.h"

#include "chemdb/base/csv_table.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Spans(std::string_view text) {
  std::vector<std::string> out;
  for (const SystematicSpan& span : SystematicNameSpans(text)) {
    out.emplace_back(text.substr(span.start, span.end - span.start));
  }
  return out;
}

TEST(SystematicSpans, FindsNamesInText) {
  EXPECT_THAT(Spans("25 kg N-phenyl-1-(2-phenylethyl)piperidin-4-amine, white"),
              ElementsAre("N-phenyl-1-(2-phenylethyl)piperidin-4-amine"));
  EXPECT_THAT(Spans("tert-butyl 4-anilinopiperidine-1-carboxylate 99%"),
              ElementsAre("tert-butyl 4-anilinopiperidine-1-carboxylate"));
  EXPECT_THAT(Spans("Intermediate: 1-(1,3-benzodioxol-5-yl)propan-2-one; sample"),
              ElementsAre("1-(1,3-benzodioxol-5-yl)propan-2-one"));
  EXPECT_THAT(Spans("methyl 3-oxo-2-phenylbutanoate and 2-bromo-4'-methylpropiophenone"),
              ElementsAre("methyl 3-oxo-2-phenylbutanoate", "2-bromo-4'-methylpropiophenone"));
  EXPECT_THAT(Spans("N-[1-(2-phenylethyl)piperidin-4-yl]-N-phenylbutanamide"),
              ElementsAre("N-[1-(2-phenylethyl)piperidin-4-yl]-N-phenylbutanamide"));
  EXPECT_THAT(Spans("(4-fluorophenyl)acetic acid"), ElementsAre("(4-fluorophenyl)acetic acid"));
}

TEST(SystematicSpans, ListsComeApart) {
  EXPECT_THAT(Spans("4-chlorophenol, 2-methylpyridine"), ElementsAre("4-chlorophenol", "2-methylpyridine"));
}

TEST(SystematicSpans, SilentOnOrdinaryGoods) {
  for (const char* text :
       {"Polyester knitted men's trousers, 100% cotton lining, size L", "Hexagon socket screws M4 x 12",
        "Octane booster, 250 ml", "format conversion software 2-in-1", "4-ply methylcellulose tissue",
        "3-phase motor, 400 V", "ethanol 96%", "acetone, toluene", "N-type connector", "2-person tent",
        "para-cord bracelet", "beta-carotene capsules", "formal shoes", "40063813339310000000-methyl",
        "Spare parts 4-butane lighter"}) {
    EXPECT_THAT(Spans(text), IsEmpty()) << text;
  }
}

TEST(SystematicSpans, SeesMostSystematicNamesOfTheTables) {
  const auto table = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/chemdb/data/substances.csv");
  ASSERT_TRUE(table.ok());
  int names = 0, whole = 0;
  std::string missed;
  for (const CsvTable::Row& row : table->rows()) {
    const std::string& name = table->Get(row, "systematic_name");
    if (name.find('-') == std::string::npos) continue;
    ++names;
    const auto spans = Spans(name);
    if (spans.size() == 1 && spans[0] == name) {
      ++whole;
    } else {
      missed += name + '\n';
    }
  }
  EXPECT_GT(names, 100);
  EXPECT_GE(whole, names * 9 / 10) << missed;
}

TEST(SystematicSpans, OffsetsAreValidForAnyBytes) {
  std::mt19937 random(5);
  const std::vector<std::string> pieces = {"methyl", "phenyl", "-", "4", ",", "(",  ")", "[",    "]",
                                           "yl",     "amine",  " ", "N", "é", "丙", "&", "\xFF", "acid"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t k = random() % 14; k > 0; --k) text += pieces[random() % pieces.size()];
    size_t last = 0;
    for (const SystematicSpan& span : SystematicNameSpans(text)) {
      ASSERT_LE(last, span.start) << text;
      ASSERT_LT(span.start, span.end) << text;
      ASSERT_LE(span.end, text.size()) << text;
      last = span.end;
    }
  }
}

}  // namespace
}  // namespace tidewaiter
