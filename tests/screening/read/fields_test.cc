// Dates, numbers, units, countries, HS codes, modes: what a cell's text means.
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "screening/read/internal/data_tables.h"
#include "screening/read/internal/date_text.h"
#include "screening/read/internal/lookups.h"
#include "screening/read/internal/number_text.h"
#include "tests/screening/read/read_support.h"

namespace tidewaiter::read {
namespace {

using ::testing::HasSubstr;

std::string DateOf(std::string_view text, std::string_view format = "") {
  const DateText date = ParseDate(text, format);
  if (date.date) return FormatIsoDate(*date.date);
  return date.problem == DateProblem::kAmbiguous ? "ambiguous" : "bad";
}

TEST(DateTextTest, ReadsWhatIsUnambiguous) {
  for (const std::string_view text :
       {"2026-01-02", "20260102", "2026/01/02", "2026/1/2", "2026.01.02", "02-Jan-2026", "2-JAN-26",
        "02JAN2026", "2 janv. 2026", "2026年1月2日", "2026年01月02日 09:30", "2026-01-02T09:30:00Z",
        "2026-01-02 09:30:00", "20260102093000", "Fri, 02 Jan 2026", " 2026-01-02 "}) {
    EXPECT_EQ(DateOf(text), "2026-01-02") << text;
  }
  EXPECT_EQ(DateOf("31/12/2026"), "2026-12-31");
  EXPECT_EQ(DateOf("12/31/2026"), "2026-12-31");
  EXPECT_EQ(DateOf("05/05/2026"), "2026-05-05");
  EXPECT_EQ(DateOf("1er mars 2026"), "2026-03-01");
}

TEST(DateTextTest, DoesNotGuess) {
  EXPECT_EQ(DateOf("01/02/2026"), "ambiguous");
  EXPECT_EQ(DateOf("1-2-2026"), "ambiguous");
  EXPECT_EQ(DateOf("01.02.2026"), "ambiguous");
  EXPECT_EQ(DateOf("02/01/26"), "ambiguous");
  for (const std::string_view text :
       {"", "soon", "2026-02-30", "31/31/2026", "2026", "99999999", "2026-13-01", "20261301", "1/2/3/4",
        "31/12/2026 x", "45000", "02-Foo-2026"}) {
    EXPECT_EQ(DateOf(text), "bad") << text;
  }
}

TEST(DateTextTest, AStatedFormatDecides) {
  EXPECT_EQ(DateOf("01/02/2026", "%d/%m/%Y"), "2026-02-01");
  EXPECT_EQ(DateOf("01/02/2026", "%m/%d/%Y"), "2026-01-02");
  EXPECT_EQ(DateOf("01/02/26", "%d/%m/%y"), "2026-02-01");
  EXPECT_EQ(DateOf("01/02/2026 10:00", "%d/%m/%Y"), "2026-02-01");
  EXPECT_EQ(DateOf("12/31/2026", "%d/%m/%Y"), "bad");  // contradicts it
  EXPECT_EQ(DateOf("2026-01-02", "%d/%m/%Y"), "2026-01-02");
  EXPECT_EQ(DateOf("02-Jan-2026", "%d/%m/%Y"), "2026-01-02");
}

std::string NumberOf(std::string_view text, char mark = 0) {
  const NumberText number = ParseNumber(text, mark);
  if (number.value) return Concat(*number.value);
  switch (number.problem) {
    case NumberProblem::kAmbiguous:
      return "ambiguous";
    case NumberProblem::kNegative:
      return "negative";
    case NumberProblem::kAbsurd:
      return "absurd";
    default:
      return "bad";
  }
}

TEST(NumberTextTest, ReadsBothNotations) {
  for (const std::string_view text :
       {"1234.56", "1234,56", "1,234.56", "1.234,56", "1 234,56", "1'234.56",
        "1\xC2\xA0"
        "234,56",
        "1\xE2\x80\xAF"
        "234,56",
        "１２３４.５６", " 1,234.56 ", "+1234.56", "1.23456E+3", "1,23456e3", "1’234.56"}) {
    EXPECT_EQ(NumberOf(text), "1234.56") << text;
  }
  EXPECT_EQ(NumberOf("1,234,567"), "1.23457e+06");
  EXPECT_EQ(NumberOf("1.234.567"), "1.23457e+06");
  EXPECT_EQ(NumberOf("12,34,567.5"), "1.23457e+06");
  EXPECT_EQ(NumberOf("0"), "0");
  EXPECT_EQ(NumberOf("0,125"), "0.125");
  EXPECT_EQ(NumberOf("0.125"), "0.125");
  EXPECT_EQ(NumberOf(".5"), "0.5");
  EXPECT_EQ(NumberOf("1234.567"), "1234.57");
  EXPECT_EQ(NumberOf("25."), "25");
}

TEST(NumberTextTest, NeverWrongByAThousand) {
  EXPECT_EQ(NumberOf("1.234"), "ambiguous");
  EXPECT_EQ(NumberOf("1,234"), "ambiguous");
  EXPECT_EQ(NumberOf("123,456"), "ambiguous");
  EXPECT_EQ(NumberOf("1.234", '.'), "1.234");
  EXPECT_EQ(NumberOf("1.234", ','), "1234");
  EXPECT_EQ(NumberOf("1,234", '.'), "1234");
  EXPECT_EQ(NumberOf("1,234", ','), "1.234");
  // What contradicts the stated mark is not read.
  EXPECT_EQ(NumberOf("1.234,56", '.'), "ambiguous");
  EXPECT_EQ(NumberOf("1,5", '.'), "ambiguous");
  EXPECT_EQ(NumberOf("1.234.567", '.'), "ambiguous");
}

TEST(NumberTextTest, NeverASilentZero) {
  for (const std::string_view text : {"NaN", "inf", "n/a", "-", "", "abc", "1,23,4", "1.2.3", "1..2", "12 34",
                                      "5-10", "3/4", "1 2345", "1,,234.5"}) {
    EXPECT_EQ(NumberOf(text), "bad") << text;
  }
  EXPECT_EQ(NumberOf("-5"), "negative");
  EXPECT_EQ(NumberOf("(5)"), "negative");
  EXPECT_EQ(NumberOf("5-"), "negative");
  EXPECT_EQ(NumberOf("\xE2\x88\x92"
                     "5"),
            "negative");
  EXPECT_EQ(NumberOf("1e13"), "absurd");
  EXPECT_EQ(NumberOf("1e400"), "absurd");
  EXPECT_EQ(NumberOf("1e-400"), "absurd");
  EXPECT_EQ(NumberOf(std::string(100, '9')), "absurd");
}

TEST(NumberTextTest, KeepsWhatStandsBeside) {
  const NumberText number = ParseNumber("USD 1,200.00 net", 0);
  EXPECT_EQ(number.value, 1200);
  EXPECT_EQ(number.before, "USD");
  EXPECT_EQ(number.after, "net");
  EXPECT_EQ(ParseNumber("25kg", 0).after, "kg");
  EXPECT_EQ(ParseNumber("1.234", 0, true).value, 1.234);
}

TEST(LookupsTest, Countries) {
  const std::pair<std::string_view, std::string_view> cases[] = {{"CN", "CN"},
                                                                 {"cn", "CN"},
                                                                 {"CHN", "CN"},
                                                                 {"China", "CN"},
                                                                 {"P.R. China", "CN"},
                                                                 {"中国", "CN"},
                                                                 {"中华人民共和国", "CN"},
                                                                 {"China (Mainland)", "CN"},
                                                                 {"Shanghai,China (Mainland)", "CN"},
                                                                 {"CNSHA", "CN"},
                                                                 {"CN SHA", "CN"},
                                                                 {"CN - China", "CN"},
                                                                 {"China (CN)", "CN"},
                                                                 {"USA", "US"},
                                                                 {"U.S.A.", "US"},
                                                                 {"U.S.", "US"},
                                                                 {"EE.UU.", "US"},
                                                                 {"Estados Unidos", "US"},
                                                                 {"美国", "US"},
                                                                 {"UK", "GB"},
                                                                 {"United Kingdom", "GB"},
                                                                 {"España", "ES"},
                                                                 {"ESPANA", "ES"},
                                                                 {"Alemania", "DE"},
                                                                 {"Méjico", "MX"},
                                                                 {"MÉXICO", "MX"},
                                                                 {"Korea, Republic of", "KR"},
                                                                 {"South Korea", "KR"},
                                                                 {"Hong Kong", "HK"},
                                                                 {"香港", "HK"},
                                                                 {"Hong Kong, China", "HK"},
                                                                 {"Taiwan, Province of China", "TW"},
                                                                 {"Côte d'Ivoire", "CI"},
                                                                 {"Los Angeles, California", "US"},
                                                                 {"Los Angeles, CA", "US"},
                                                                 {"USLAX", "US"},
                                                                 {"NLRTM", "NL"},
                                                                 {"Rotterdam", "NL"},
                                                                 {"Pays-Bas", "NL"}};
  for (const auto& [text, code] : cases) EXPECT_EQ(FindCountry(text), code) << text;
  for (const std::string_view text : {"", "XX", "ZZ", "Atlantis", "Savannah, Georgia", "China / Germany",
                                      "Boston, MA", "paris2", "1", "cnsha", "ACETONE"}) {
    EXPECT_EQ(FindCountry(text), "") << text;
  }
  // Five-letter cities whose first letters are another country's code.
  EXPECT_EQ(FindCountry("PARIS"), "FR");
  EXPECT_EQ(FindCountry("TOKYO"), "JP");
  EXPECT_EQ(FindCountry("DELHI"), "IN");
  EXPECT_EQ(FindCountry("CHINA"), "CN");
}

TEST(LookupsTest, Units) {
  const std::pair<std::string_view, double> mass[] = {{"KGM", 1},
                                                      {"kg", 1},
                                                      {"KGS", 1},
                                                      {"Kilos", 1},
                                                      {"公斤", 1},
                                                      {"千克", 1},
                                                      {"克", 0.001},
                                                      {"g", 0.001},
                                                      {"GRM", 0.001},
                                                      {"mg", 1e-6},
                                                      {"TNE", 1000},
                                                      {"t", 1000},
                                                      {"吨", 1000},
                                                      {"lb", 0.45359237},
                                                      {"LBR", 0.45359237},
                                                      {"lbs.", 0.45359237},
                                                      {"ONZ", 0.028349523125}};
  for (const auto& [text, factor] : mass) {
    const auto unit = FindUnit(text);
    ASSERT_TRUE(unit) << text;
    EXPECT_EQ(unit->kind, UnitKind::kMass) << text;
    EXPECT_DOUBLE_EQ(unit->factor, factor) << text;
  }
  const std::pair<std::string_view, double> volume[] = {
      {"LTR", 1},    {"l", 1},       {"litre", 1},         {"升", 1},
      {"ML", 0.001}, {"MLT", 0.001}, {"GLL", 3.785411784}, {"m3", 1000}};
  for (const auto& [text, factor] : volume) {
    const auto unit = FindUnit(text);
    ASSERT_TRUE(unit) << text;
    EXPECT_EQ(unit->kind, UnitKind::kVolume) << text;
    EXPECT_DOUBLE_EQ(unit->factor, factor) << text;
  }
  EXPECT_EQ(FindUnit("PCS")->kind, UnitKind::kOther);
  // Two sizes each.
  for (const std::string_view text : {"ton", "gallon", "", "furlong"}) EXPECT_FALSE(FindUnit(text)) << text;
}

TEST(LookupsTest, HsCodes) {
  const std::pair<std::string_view, std::string_view> good[] = {
      {"2914 3100", "29143100"},  {"2914.31.00.00", "2914310000"}, {"291431", "291431"},
      {"29143100.0", "29143100"}, {"HS 2914.31", "291431"},        {"HTS: 2914310000", "2914310000"},
      {"90121", "090121"},        {"9012100", "09012100"},         {"090121", "090121"},
      {"2914", "2914"},           {"2914-31-00", "29143100"},      {"901210000", "0901210000"}};
  for (const auto& [text, digits] : good) {
    const HsCodeText code = ParseHsCode(text);
    EXPECT_EQ(code.digits, digits) << text;
    EXPECT_EQ(code.problem, "") << text;
  }
  // A lost last digit is not a lost zero: chapter 2 has no heading 91.
  EXPECT_EQ(ParseHsCode("29143").digits, "2914");
  EXPECT_NE(ParseHsCode("29143").problem, "");
  EXPECT_EQ(ParseHsCode("291431; 293339").digits, "291431");
  EXPECT_NE(ParseHsCode("291431; 293339").problem, "");
  for (const std::string_view text : {"abc", "-", "0", "12AB34", "000000"}) {
    EXPECT_EQ(ParseHsCode(text).digits, "") << text;
    EXPECT_NE(ParseHsCode(text).problem, "") << text;
  }
}

TEST(LookupsTest, Modes) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"10", "sea"},   {"40", "air"},       {"4", "air"},           {"50", "post"},
      {"AIR", "air"},  {"Aéreo", "air"},    {"空运", "air"},        {"航空运输", "air"},
      {"40.0", "air"}, {"40 - Air", "air"}, {"Express", "courier"}, {"teleport", ""}};
  for (const auto& [text, mode] : cases) EXPECT_EQ(FindMode(text), mode) << text;
}

// --- In a record.

TEST(InterpretTest, ADeclaredZeroIsNoAmount) {
  const ReadResult result = ReadText(
      "id,quantity,unit,net weight,gross weight\n"
      "1,,,0,0.0\n"
      "2,25,kg,0,30\n"
      "3,0,L,,\n"
      "4,25,kg,twelve,\n");
  ASSERT_EQ(result.records.size(), 4u);
  const auto record = [&](size_t i) -> const Record& { return result.records[i].record; };
  EXPECT_FALSE(record(0).net_kilograms);
  EXPECT_FALSE(record(0).gross_kilograms);
  EXPECT_EQ(record(1).net_kilograms, 25);
  EXPECT_EQ(record(2).quantity->value, 0);
  EXPECT_FALSE(record(2).quantity->litres);
  EXPECT_FALSE(record(3).net_kilograms);  // what was written there is in doubt
}

TEST(InterpretTest, QuantitiesAndMasses) {
  const ReadResult result = ReadText(
      "id;quantity;unit;net weight (lb);Gross Weight;Weight Unit;value;currency\n"
      "1;25;kg;;;;;\n"
      "2;2,5 kg;;;;;;\n"
      "3;500;g;100;10;Pounds;USD 1,200.50;\n"
      "4;1.234;kg;;;;;\n"
      "5;25;hogshead;;;;;\n"
      "6;25 kg;L;;;;;\n"
      "7;-5;kg;;;;;\n");
  ASSERT_EQ(result.records.size(), 7u);
  const auto record = [&](size_t i) -> const Record& { return result.records[i].record; };
  EXPECT_EQ(record(0).net_kilograms, 25);
  EXPECT_EQ(record(1).quantity->kilograms, 2.5);
  EXPECT_NEAR(*record(2).net_kilograms, 45.359237, 1e-9);
  EXPECT_NEAR(*record(2).gross_kilograms, 4.5359237, 1e-9);
  EXPECT_EQ(record(2).value, 1200.5);
  EXPECT_EQ(result.records[2].Text(Field::kCurrency), "USD");
  EXPECT_FALSE(record(3).quantity);
  EXPECT_EQ(result.records[3].Issues(), "ambiguous-number:quantity");
  EXPECT_EQ(record(4).quantity->value, 25);
  EXPECT_FALSE(record(4).quantity->kilograms);
  EXPECT_EQ(result.records[4].Issues(), "unknown-unit:unit");
  EXPECT_FALSE(record(5).quantity->kilograms);
  EXPECT_EQ(result.records[5].Issues(), "unknown-unit:quantity");
  EXPECT_EQ(result.records[6].Issues(), "negative-number:quantity");
}

TEST(InterpretTest, IdsAndRoutes) {
  const ReadResult result = ReadText(
      "mawb,hawb,origin,transit,destination,date\n"
      "M1,H1,CN,HK; KR/AE,US,01/02/2026\n"
      "M2,,CN,,Nowhere,2026-01-02\n"
      ",,,\"Hong Kong, China\",,\n,,DE,,,\n");
  ASSERT_EQ(result.records.size(), 4u);
  EXPECT_EQ(result.records[0].id, "H1");
  EXPECT_THAT(result.records[0].record.transit, ::testing::ElementsAre("HK", "KR", "AE"));
  EXPECT_EQ(result.records[0].Issues(), "ambiguous-date:date");
  EXPECT_EQ(result.records[1].id, "M2");
  EXPECT_EQ(result.records[1].Issues(), "unknown-country:destination");
  EXPECT_THAT(result.records[2].record.transit, ::testing::ElementsAre("HK"));
  EXPECT_EQ(result.records[3].id, "line 5");
}

TEST(InterpretTest, ConstantsFillWhatIsEmpty) {
  ReadOptions options;
  options.constants[Field::kDestination] = "KR";
  const ReadResult result = ReadText("id,description,destination\n1,x,\n2,y,US\n", "a.csv", options);
  EXPECT_EQ(result.records[0].record.destination, "KR");
  EXPECT_EQ(result.records[1].record.destination, "US");
}

TEST(DataTablesTest, AllLoadAndSayWhatTheyShould) {
  EXPECT_EQ(CountriesTable().rows().size(), 249u);
  const CsvTable synonyms = HeaderSynonymsTable();
  for (const CsvTable::Row& row : synonyms.rows()) {
    EXPECT_TRUE(ParseField(synonyms.Get(row, "field"))) << "header_synonyms.csv:" << row.line;
    EXPECT_NE(synonyms.Get(row, "title"), "");
  }
  for (const CsvTable& table : {CountryNamesTable(), PlacesTable()}) {
    for (const CsvTable::Row& row : table.rows()) {
      const std::string& code = table.Get(row, "alpha2");
      EXPECT_EQ(FindCountry(code), code) << table.file() << ":" << row.line;
      const std::string& name = table.HasColumn("name") ? table.Get(row, "name") : table.Get(row, "place");
      EXPECT_EQ(FindCountry(name), code) << table.file() << ":" << row.line << " " << name;
    }
  }
  const CsvTable units = UnitsTable();
  for (const CsvTable::Row& row : units.rows()) {
    const std::string& kind = units.Get(row, "kind");
    EXPECT_EQ(kind == "mass" || kind == "volume", !units.Get(row, "factor").empty())
        << "units.csv:" << row.line;
  }
  EXPECT_FALSE(TransportModesTable().rows().empty());
  EXPECT_FALSE(MonthsTable().rows().empty());
  EXPECT_FALSE(CurrenciesTable().rows().empty());
  EXPECT_FALSE(SubdivisionsTable().rows().empty());
  EXPECT_EQ(HsHeadingsTable().rows().size(), 9u);
}

}  // namespace
}  // namespace tidewaiter::read
