// Column titles: which is which field.
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "screening/read/profile.h"
#include "tests/screening/read/read_support.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter::read {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using tidewaiter::testing::IsOk;
using tidewaiter::testing::StatusIs;

// Field names for a header line, in order; "-" for a column without one.
std::string Fields(const std::string& header) {
  const ReadResult result = ReadText(header + "\n");
  if (!result.status.ok()) return std::string(result.status.message());
  std::string text;
  for (const auto& [title, field] : result.mapped) {
    if (!text.empty()) text += ' ';
    text += FieldName(field);
  }
  return text;
}

TEST(TitlesTest, WritingDoesNotMatter) {
  for (const std::string header :
       {"Goods Description", "goods_description", "GOODS-DESCRIPTION", "GoodsDescription",
        " goods  description ", "Goods.Description", "\"Goods\nDescription\""}) {
    EXPECT_EQ(Fields(header + ",x"), "description") << header;
  }
  EXPECT_EQ(Fields("PAÍS DE ORIGEN,PAIS DE DESTINO"), "origin destination");
}

TEST(TitlesTest, Languages) {
  EXPECT_EQ(
      Fields("HAWB,Shipper,Consignee,Country of Origin,Destination,HS Code,Description,Gross "
             "Weight,Value,Currency"),
      "house_waybill consignor consignee origin destination hs_code description gross_mass value currency");
  EXPECT_EQ(Fields("Guía;Remitente;Destinatario;País de origen;País de destino;Fracción arancelaria;"
                   "Descripción de la mercancía;Peso neto;Peso bruto;Valor en aduana;Moneda"),
            "consignment consignor consignee origin destination hs_code description net_mass gross_mass "
            "value currency");
  EXPECT_EQ(
      Fields("运单号,品名,商品编码,原产国,目的国,毛重(公斤),净重（千克）,数量,单位,发货人,收货人,申报日期"),
      "consignment description hs_code origin destination gross_mass net_mass quantity unit consignor "
      "consignee "
      "date");
  EXPECT_EQ(
      Fields("Expéditeur;Destinataire;Désignation des marchandises;Pays d'origine;Poids net;Valeur;Devise"),
      "consignor consignee description origin net_mass value currency");
  EXPECT_EQ(
      Fields(
          "Absender;Empfänger;Warenbeschreibung;Ursprungsland;Bestimmungsland;Warennummer;Rohmasse;Währung"),
      "consignor consignee description origin destination hs_code gross_mass currency");
}

TEST(TitlesTest, UsBillOfLadingData) {
  EXPECT_EQ(
      Fields("Identifier,Shipper Party Name,Consignee Name,Foreign Port of Lading,Port of Unlading,"
             "Place of Receipt,Description Text,Harmonized Number,Manifest Quantity,Manifest Unit,Weight,"
             "Weight Unit,Actual Arrival Date"),
      "consignment consignor consignee origin destination transit description hs_code quantity unit "
      "gross_mass "
      "mass_unit date");
}

TEST(TitlesTest, TelephonesAndEndUse) {
  EXPECT_EQ(Fields("Shipper,Shipper Phone,Consignee,Consignee Tel.,Intended End-Use"),
            "consignor consignor_phone consignee consignee_phone end_use");
  EXPECT_EQ(Fields("Remitente;Teléfono del remitente;Destinatario;Teléfono del destinatario;Uso final"),
            "consignor consignor_phone consignee consignee_phone end_use");
  EXPECT_EQ(Fields("发件人,发件人电话,收件人,收件人手机,用途"),
            "consignor consignor_phone consignee consignee_phone end_use");
  EXPECT_EQ(Fields("Absender;Telefon Absender;Empfänger;Telefon Empfänger;Verwendungszweck"),
            "consignor consignor_phone consignee consignee_phone end_use");
}

TEST(TitlesTest, APlaceForAnEndUseIsKnownWithoutAText) {
  const auto has = [](const ReadResult& result, size_t i) {
    return result.records[i].record.Has(Field::kEndUse);
  };
  const ReadResult csv = ReadText("id,description,end use\n1,acetone,\n2,acetone,paint\n");
  ASSERT_EQ(csv.records.size(), 2u);
  EXPECT_TRUE(has(csv, 0));
  EXPECT_EQ(csv.records[1].Text(Field::kEndUse), "paint");
  EXPECT_FALSE(has(ReadText("id,description\n1,acetone\n"), 0));
  const ReadResult json = ReadText(R"({"id":1,"description":"acetone","end_use":""}
{"id":2,"description":"acetone","end_use":null}
{"id":3,"description":"acetone","end_use":"  "}
{"id":4,"description":"acetone"}
{"id":5,"description":"acetone","goods":{"end_use":"paint"}}
)",
                                   "test.jsonl");
  ASSERT_EQ(json.records.size(), 5u);
  EXPECT_TRUE(has(json, 0));
  EXPECT_TRUE(has(json, 1));
  EXPECT_TRUE(has(json, 2));
  EXPECT_FALSE(has(json, 3));
  EXPECT_EQ(json.records[4].Text(Field::kEndUse), "paint");
}

TEST(TitlesTest, KoreanDeclarations) {
  // The header and first row of the open data set, as published.
  const ReadResult result = ReadText(
      "Declaration ID,Date,Office ID,Process Type,Import Type,Import Use,Payment Type,Mode of "
      "Transport,Declarant ID,"
      "Importer ID,Seller ID,Courier ID,HS6 Code,Country of Departure,Country of Origin,Tax Rate,Tax "
      "Type,Country of "
      "Origin Indicator,Net Mass,Item Price,Fraud,Critical Fraud\n"
      "41256141,2021-04-01,40,B,11,21,11,40,LPA7LKZ,Y3OM027,FQKH1PD,,420231,IT,RO,8.0,A,G,1.0,1248.7,0,0\n");
  EXPECT_THAT(
      result.mapped,
      ElementsAre(Pair("Declaration ID", Field::kId), Pair("Date", Field::kDate),
                  Pair("Mode of Transport", Field::kMode), Pair("Importer ID", Field::kConsignee),
                  Pair("Seller ID", Field::kConsignor), Pair("HS6 Code", Field::kHsCode),
                  Pair("Country of Departure", Field::kTransit), Pair("Country of Origin", Field::kOrigin),
                  Pair("Net Mass", Field::kNetMass), Pair("Item Price", Field::kValue)));
  ASSERT_EQ(result.records.size(), 1u);
  const OwnedRecord& record = result.records[0];
  EXPECT_EQ(record.Issues(), "");
  EXPECT_EQ(record.id, "41256141");
  EXPECT_EQ(record.record.mode, "air");
  EXPECT_EQ(record.record.origin, "RO");
  EXPECT_THAT(record.record.transit, ElementsAre("IT"));
  EXPECT_EQ(record.record.net_kilograms, 1);
  EXPECT_EQ(record.record.value, 1248.7);
}

TEST(TitlesTest, StructureTables) {
  for (const std::string header :
       {"smiles,name", "canonical_smiles,id", "Structure,ID", "ISOMERIC_SMILES,x"}) {
    const ReadResult result = ReadText(header + "\nCCO,ethanol\n");
    ASSERT_EQ(result.records.size(), 1u) << header;
    EXPECT_EQ(result.records[0].Text(Field::kStructure), "CCO");
    EXPECT_EQ(result.records[0].structure_format, StructureFormat::kSmiles);
  }
  EXPECT_EQ(ReadText("smiles,name\nCCO,ethanol\n").records[0].id, "ethanol");
}

TEST(TitlesTest, DepartureIsOriginWhenNothingBetterIs) {
  EXPECT_EQ(Fields("id,Country of Departure"), "id origin");
  EXPECT_EQ(Fields("id,Country of Departure,Country of Origin"), "id transit origin");
}

TEST(TitlesTest, UnitsInTitles) {
  const ReadResult result =
      ReadText("id,Net Weight (g),GrossWeightLBS,Value (USD),Quantity in litres\n1,500,10,20,3\n");
  const Record& record = result.records[0].record;
  EXPECT_DOUBLE_EQ(*record.net_kilograms, 0.5);
  EXPECT_NEAR(*record.gross_kilograms, 4.5359237, 1e-9);
  EXPECT_EQ(result.records[0].Text(Field::kCurrency), "USD");
  EXPECT_EQ(record.quantity->litres, 3);
}

TEST(TitlesTest, Packages) {
  const auto packages = [](std::string_view titles, std::string_view cells) {
    const ReadResult result = ReadText(Concat("id,", titles, "\n1,", cells, "\n"));
    const Record& record = result.records[0].record;
    return record.issues.empty() ? record.packages : std::optional<int64_t>(-1);
  };
  EXPECT_EQ(packages("Quantity,Unit,Number of packages", "500,KGM,20"), 20);
  EXPECT_EQ(packages("Cantidad,Unidad,Bultos", "500,KGM,20"), 20);
  EXPECT_EQ(packages("数量,单位,件数", "500,公斤,20"), 20);
  EXPECT_EQ(packages("Packages", "20 CTNS"), 20);
  EXPECT_EQ(packages("Quantity,Unit", "12,CTN"), 12);
  EXPECT_EQ(packages("Quantity,Unit,Packages", "12,CTN,3"), 3);
  EXPECT_EQ(packages("Quantity,Unit", "12,PCE"), std::nullopt);
  EXPECT_EQ(packages("Packages", "0"), std::nullopt);
  // An issue, and no number.
  for (const std::string_view cell : {"20 kg", "2.5", "some", "-3", "1e30"}) {
    EXPECT_EQ(packages("Packages", cell), -1) << cell;
  }
}

TEST(TitlesTest, DayOfAnotherCentury) {
  for (const std::string_view day : {"1926-03-02", "2226-03-02", "0026-03-02", "1969-12-31"}) {
    const ReadResult result = ReadText(Concat("id,date\n1,", day, "\n"));
    const Record& record = result.records[0].record;
    EXPECT_EQ(record.date, std::nullopt) << day;
    ASSERT_EQ(record.issues.size(), 1u) << day;
    EXPECT_EQ(record.issues[0].rule, "bad-date");
  }
  EXPECT_TRUE(ReadText("id,date\n1,1989-03-18\n").records[0].record.date.has_value());
}

TEST(TitlesTest, TheUsersMapWins) {
  ReadOptions options;
  options.column_map[Field::kDescription] = "COL_7";
  const ReadResult result = ReadText("id,Description,COL_7\n1,wrong,right\n", "a.csv", options);
  EXPECT_EQ(result.records[0].Text(Field::kDescription), "right");
  EXPECT_THAT(result.unmapped, ElementsAre("Description"));
  EXPECT_THAT(ReadText("id,Description\n1,x\n", "a.csv", options).status,
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ProfileTest, RoundTrip) {
  const std::string text =
      R"({"columns":{"description":"GOODS_DESC"},"delimiter":";","encoding":"windows-1252","date_format":"%d/%m/%Y",)"
      R"("decimal_mark":",","constants":{"destination":"KR"}})";
  const auto options = ParseProfile(text, "p.json");
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->column_map.at(Field::kDescription), "GOODS_DESC");
  EXPECT_EQ(options->delimiter, ';');
  EXPECT_EQ(options->decimal_mark, ',');
  const auto again = ParseProfile(FormatProfile(*options), "p.json");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(FormatProfile(*again), FormatProfile(*options));
  const std::string path = ::testing::TempDir() + "/tidewaiter-profile.json";
  ASSERT_THAT(SaveProfile(path, *options), IsOk());
  EXPECT_THAT(LoadProfile(path), IsOk());
}

TEST(ProfileTest, MistakesAreNamed) {
  const std::pair<std::string_view, std::string_view> cases[] = {{"{", "no JSON"},
                                                                 {"[]", "JSON object"},
                                                                 {R"({"delimeter":";"})", "delimeter"},
                                                                 {R"({"columns":{"descr":"X"}})", "descr"},
                                                                 {R"({"delimiter":"xx"})", "delimiter"},
                                                                 {R"({"encoding":5})", "encoding"}};
  for (const auto& [text, word] : cases) {
    const auto options = ParseProfile(text, "p.json");
    ASSERT_FALSE(options.ok()) << text;
    EXPECT_THAT(std::string(options.status().message()), HasSubstr(std::string(word)));
  }
}

}  // namespace
}  // namespace tidewaiter::read
