// What the words beside a name say the goods are: abbreviations in other trades, articles about a substance,
// goods that are free of it. With the dictionary of chemdb/data.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "screening/identify/text_identifier.h"
#include "tests/screening/identify/source_dictionary.h"

namespace tidewaiter {
namespace {

constexpr const char* kOtherTrades[] = {
    "GBL hydraulic cylinder seal kit",
    "GBL LED street lamp 100W",
    "MEK pathway antibody sampler kit",
    "MEK-2060 haematology analyser parts",
    "Nihon Kohden MEK hematology controls",
    "BMK mobile phone holder",
    "BMK football club jersey 100% polyester",
    "BMK paper towels 24 rolls",
    "PMK Prüfmittelkalibrierung Gerät",
    "PMK knitted pullover 100% cotton, 20 pcs",
    "PMK laser keyboard module",
    "PMK keycaps set, dye-sub PBT",
    "NPP school uniform trousers",
    "NPP valve positioner spare",
    "NPP battery 12V 100Ah sealed",
    "NPP Power UPS, 3 kVA",
    "PAA access point antenna",
    "PAA sodium thickener dispersion",
    "PPA film 50 micron, optical",
    "PPA pumps alignment tool",
    "PPA compressor oil 20 L",
    "AA rechargeable cells 2500 mAh",
    "AA meeting chips, bronze",
    "CBD handbag leather",
    "CBD project lift modules Sydney",
    "CBD tower curtain wall panels",
    "EA engine control unit",
    "BDO Unibank paper forms",
    "BDO mattress topper memory foam",
    "DXM Pro wireless modem",
    "MMA gloves 4 oz leather",
    "MMA welding rods 2.5 mm 5kg",
    "MMA resin floor coating 25 kg",
    "PSE marked power adapter",
    "PSE salmon fish feed",
    "MAPA mop heads",
    "MAPA Spontex sponge 3 pack",
    "APAA amplifier board",
    "EAPA epoxy adhesive 5 kg",
    "P2P radio link 5 GHz dish",
    "P2NP sensor pnp inductive",
    "BK4 flatbed cutter blade 5 pcs",
    "4-AP wall mount access points set",
    "4-AP kit, 4 access points",
    "MIBK nameplate",
    "GBL tactical gear pouch",
    "MEK ceramic tile 60x60",
    "MEK tool box steel, 20 kg",
    "GBL 200 L wine barrels",
    "BMK Baumaterial Zement 25 kg",
    "BMK детские игрушки",
    "PMK подшипник 6204",
    "GBL шампунь для волос 500 мл",
    "MEK 衬衫 100%棉",
    "GBL 自行车花鼓",
    "CBD 办公家具",
    "PMK 键盘",
    "BMK 汽车配件 20箱",
    "NPP 复合肥 50kg",
    "PPA 薄膜 卷",
    "PAA 増粘剤",
    "CBD 商务区 地毯",
    "EA 玩具",
    "AA 전지 24개",
    "GBL Getriebeöl 20 L",
    "MEK Hemmstoff Trametinib",
    "CBD gummies gelatine free mould",
    "PSE vélo électrique chargeur",
    "BDO juego de mesa",
    "P2P cámara IP",
    "PMK camisetas algodón 100%",
    "BMK repuestos motor",
    "MEK pompa di calore",
    "GBL kask motocyklowy",
    "BMK rower dziecięcy",
    "NPP pompa głębinowa",
};

constexpr const char* kChemicals[] = {
    "PMK 10 kg",
    "PMK oil",
    "PMK oil 5L Netherlands",
    "PMK powder 25 kg drum",
    "PMK ethyl glycidate powder",
    "BMK oil",
    "BMK liquid 200 L",
    "BMK powder white 25kg",
    "BMK 1000 kg IBC",
    "GBL 99.9% drum",
    "GBL 1 L bottle",
    "GBL cleaner 1 l",
    "GBL Felgenreiniger 1 Liter",
    "GBL wheel cleaner",
    "GBL 200 kg Fass",
    "GBL, 5 Kanister",
    "GBL растворитель 200 л бочка",
    "GBL 溶剂 200kg/桶",
    "GBL nettoyant jantes 1L",
    "GBL solvente industrial",
    "MEK",
    "MEK 165 kg drum",
    "MEK solvent",
    "MEK en tambores de 165 kg",
    "MEK, futs de 200 L",
    "MEK 200 L Fass",
    "MEK fusti 160 kg",
    "MEK beczka 200 L",
    "MEK 溶剂",
    "MEK/toluene mixture",
    "MEK, acetone, toluene 20 drums",
    "CBD isolate powder 99%",
    "CBD crystals 1 kg",
    "CBD distillate 1 L",
    "CBD oil 10% 30 ml",
    "BDO 1000L IBC",
    "BDO 99.5% isotank",
    "NPP CAS 39742-60-4",
    "NPP white powder 99% 5kg",
    "4-AP 98% powder",
    "ANPP 1 kg",
    "ANPP powder",
    "4-ANPP 99%",
    "P2NP yellow crystals 1 kg",
    "P2P 5 L 99% purity",
    "PMK 粉 25公斤",
    "BMK油 200升",
    "BMK 液体 桶装",
    "PMK油",
    "MDP2P oil 20 l",
    "MEK HS 2914120000",
    "DXM powder 25kg fibre drum",
};

constexpr const char* kArticles[] = {
    "book: Ephedrine, chemistry and history",
    "Ephedrine: a medical history, hardcover, 320 pages",
    "The story of acetone, paperback",
    "handbook of ephedrine and pseudoephedrine",
    "poster safe handling of acetone, A2",
    "acetone safety posters",
    "software for toluene emission calculation",
    "stickers \"ACETONE\" roll of 500",
    "training course on piperidine synthesis",
    "market report acetone 2024",
    "sassafras oil, safrole removed",
    "sassafras extract, safrole-removed",
    "safrole depleted sassafras oil",
    "nail varnish, toluene and formaldehyde free",
    "toluene/xylene free ink",
    "ohne Toluol und Xylol",
    "sin tolueno ni xileno",
    "sans toluène ni acétone",
    "无甲苯 油墨",
    "piperidine ring screening compounds, 96-well plate",
    "piperidine alkaloid extract of black pepper, piperine 95%",
    "benzaldehyde dehydrogenase enzyme, 1 mg",
    "anti-ephedrine antibodies, mouse",
    "ephedrine antibody monoclonal",
    "norephedrine ELISA",
    "wash bottle acetone 500 ml LDPE",
    "bottle for acetone, empty",
    "jerrycan for toluene, empty",
    "sulfuric acid storage tank FRP",
    "acetone recovery unit",
    "Handschuhe beständig gegen Aceton",
    "Plakat Aceton Gefahrstoff",
    "Lehrbuch Ephedrin",
    "libro sobre efedrina",
    "livre sur l'éphédrine",
    "книга об эфедрине",
    "плакат \"ацетон\"",
    "书籍 麻黄碱的历史",
    "丙酮 标签 贴纸",
    "acetone resistant O-rings",
    "solvent resistant to acetone and toluene",
    "GC column for toluene analysis",
    "PVDF pump for hydrochloric acid",
    "polymer bound piperidine resin 5 g",
};

constexpr const char* kSubstances[] = {
    "acetone 200 L drum label UN1090",
    "toluene 4 x 2.5 L bottles, labels included",
    "acetone with MSDS",
    "ephedrine hydrochloride 25 kg, GMP, with certificate",
    "toluene 180 kg drums for paint factory",
    "acetone, gloves, masks",
    "filter aid; acetone 160 kg drums",
    "ephedrine HCl powder for tablets production machine",
    "sulfuric acid 98% tank container",
    "hydrochloric acid 33% in IBC for pickling plant",
    "丙酮 160公斤/桶 工业级",
    "safrole 99%",
    "piperidine for peptide synthesis",
    "toluene for synthesis, bottle",
    "acetone bottle 1 L",
    "acetone can 5 L",
    "fentanyl patch 25 mcg",
};

class Company : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto identifier =
        TextIdentifier::Build(testing::ReadSourceDictionary(TIDEWAITER_SOURCE_DIR "/chemdb/data").dictionary);
    ASSERT_TRUE(identifier.ok());
    identifier_ = identifier->release();
  }
  static void TearDownTestSuite() {
    delete identifier_;
    identifier_ = nullptr;
  }
  // Of the surest candidate; 0 when there is none.
  static double Surest(const char* text) {
    TextIdentifier::Scratch scratch;
    std::vector<Candidate> found;
    identifier_->Identify(text, {}, scratch, found);
    double best = 0;
    for (const Candidate& candidate : found) best = std::max(best, candidate.certainty);
    return best;
  }
  static const TextIdentifier* identifier_;
};
const TextIdentifier* Company::identifier_ = nullptr;

TEST_F(Company, AnAbbreviationInAnotherTradeIsNoChemical) {
  for (const char* text : kOtherTrades) EXPECT_LT(Surest(text), 0.5) << text;
}

TEST_F(Company, AnAbbreviationAmongChemicalWordsIs) {
  for (const char* text : kChemicals) EXPECT_GT(Surest(text), 0.5) << text;
}

TEST_F(Company, ArticlesAboutOrWithoutASubstanceAreNotIt) {
  for (const char* text : kArticles) EXPECT_LE(Surest(text), 0.5) << text;
}

TEST_F(Company, WhatIsPackedLabelledOrUsedStaysTheSubstance) {
  for (const char* text : kSubstances) EXPECT_GT(Surest(text), 0.5) << text;
}

TEST_F(Company, TheReasonSaysWhatTheWordsDid) {
  TextIdentifier::Scratch scratch;
  std::vector<Candidate> found;
  identifier_->Identify("GBL gearbox lubricant", {}, scratch, found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].reason.find("the word behind it says that it is something else"), std::string::npos);
}

}  // namespace
}  // namespace tidewaiter
