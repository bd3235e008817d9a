// CSV from end to end: rows, quoting, recovery, places of errors.
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/screening/read/read_support.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter::read {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using tidewaiter::testing::IsOk;

std::vector<std::string> Descriptions(const ReadResult& result) {
  std::vector<std::string> texts;
  for (const OwnedRecord& record : result.records) texts.push_back(record.Text(Field::kDescription));
  return texts;
}

TEST(CsvTest, ReadsRowsByTitle) {
  const ReadResult result =
      ReadText("hawb,Goods Description,Origin,HS Code\nH1,ACETONE,CN,2914 1100\nH2,TOYS,DE,950300\n");
  EXPECT_THAT(result.status, IsOk());
  ASSERT_THAT(result.records, SizeIs(2));
  EXPECT_EQ(result.records[0].id, "H1");
  EXPECT_EQ(result.records[0].line, 2u);
  EXPECT_EQ(result.records[0].Text(Field::kDescription), "ACETONE");
  EXPECT_EQ(result.records[0].record.origin, "CN");
  EXPECT_EQ(result.records[0].record.hs_code, "29141100");
  EXPECT_EQ(result.records[1].line, 3u);
  EXPECT_THAT(result.mapped,
              ElementsAre(Pair("hawb", Field::kHouseWaybill), Pair("Goods Description", Field::kDescription),
                          Pair("Origin", Field::kOrigin), Pair("HS Code", Field::kHsCode)));
}

TEST(CsvTest, QuotesHoldDelimitersLineEndsAndQuotes) {
  const ReadResult result = ReadText("id,description\n1,\"a, b\nc \"\"d\"\"\"\n2,\"\"\n3, \"x,y\" \n");
  EXPECT_THAT(Descriptions(result), ElementsAre("a, b\nc \"d\"", "", "x,y"));
  EXPECT_EQ(result.records[1].line, 4u);
  for (const OwnedRecord& record : result.records) EXPECT_EQ(record.Issues(), "");
}

TEST(CsvTest, LineEndsChangeNothing) {
  const std::string lf = "id,description\n1,a\n\n2,\"b\nc\"\n3,d";
  for (const std::string_view end : {"\r\n", "\r"}) {
    std::string text;
    for (const char c : lf) c == '\n' ? void(text += end) : text.push_back(c);
    const ReadResult result = ReadText(text);
    ASSERT_THAT(result.records, SizeIs(3));
    EXPECT_EQ(result.records[2].line, 6u);
    EXPECT_EQ(result.records[2].Text(Field::kDescription), "d");
  }
}

TEST(CsvTest, DetectsDelimiters) {
  for (const char delimiter : {',', ';', '\t', '|'}) {
    std::string text = "id_description_origin\n1_x_CN\n2_y_DE\n";
    std::replace(text.begin(), text.end(), '_', delimiter);
    const ReadResult result = ReadText(text);
    ASSERT_THAT(result.records, SizeIs(2)) << delimiter;
    EXPECT_EQ(result.records[1].record.origin, "DE");
  }
  EXPECT_THAT(ReadText("sep=;\nid;description\n1;a,b\n").records, SizeIs(1));
}

TEST(CsvTest, FindsTheHeaderBelowTitleRows) {
  const ReadResult result =
      ReadText("MANIFEST 2026,,\nFlight,XY 12,\n\nid,Goods description,Origin\n7,ACETONE,CN\n");
  ASSERT_THAT(result.records, SizeIs(1));
  EXPECT_EQ(result.records[0].line, 5u);
  EXPECT_EQ(result.records[0].id, "7");
}

TEST(CsvTest, UnclosedQuoteCostsOneRow) {
  const ReadResult result =
      ReadText("id,description,origin\n1,\"ACETONE,CN\n2,TOYS,DE\n3,\"LAMPS\",FR\n4,\"LAST,US");
  EXPECT_THAT(Descriptions(result), ElementsAre("ACETONE", "TOYS", "LAMPS", "LAST"));
  EXPECT_EQ(result.records[0].Issues(), "unclosed-quote");
  EXPECT_THAT(result.records[0].record.issues[0].message, HasSubstr("line 2, column 3"));
  EXPECT_EQ(result.records[1].Issues(), "");
  EXPECT_EQ(result.records[2].Issues(), "");
  EXPECT_EQ(result.records[3].Issues(), "unclosed-quote");
  EXPECT_EQ(result.records[3].line, 5u);
}

TEST(CsvTest, UnclosedQuoteBeforeARowThatClosesIt) {
  // The second row's opening quote closes the first's; the columns tell that it was not meant so.
  const ReadResult result = ReadText("id,description,origin\n1,\"ACETONE,CN\n2,\",x\",DE\n3,LAMPS,FR\n");
  EXPECT_THAT(Descriptions(result), ElementsAre("ACETONE", ",x", "LAMPS"));
  EXPECT_EQ(result.records[0].Issues(), "unclosed-quote");
}

TEST(CsvTest, StrayQuotesAreText) {
  const ReadResult result = ReadText("id,description\n1,5\" pipe\n2,\"12\" pipe\"\n3,x\n");
  EXPECT_THAT(Descriptions(result), ElementsAre("5\" pipe", "\"12\" pipe\"", "x"));
  EXPECT_EQ(result.records[0].Issues(), "");
  EXPECT_EQ(result.records[1].Issues(), "stray-quote");
}

TEST(CsvTest, WrongNumberOfColumnsHasItsPlace) {
  const ReadResult result =
      ReadText("id,description,origin\n1,ACETONE\n2,a,CN,PIPERIDONE\n3,b,DE,,\n4,c,FR\n");
  ASSERT_THAT(result.records, SizeIs(4));
  EXPECT_EQ(result.records[0].Issues(), "wrong-columns");
  EXPECT_THAT(result.records[0].record.issues[0].message, HasSubstr("line 2, column 10"));
  EXPECT_FALSE(result.records[0].record.issues[0].unscreened);
  EXPECT_EQ(result.records[1].Issues(), "wrong-columns");
  EXPECT_THAT(result.records[1].record.issues[0].message, HasSubstr("line 3, column 8"));
  EXPECT_TRUE(result.records[1].record.issues[0].unscreened);
  EXPECT_EQ(result.records[2].Issues(), "");
  EXPECT_EQ(result.records[3].Issues(), "");
}

TEST(CsvTest, SkipsEmptyRows) { EXPECT_THAT(ReadText("id,description\n\n,\n1,x\n\n,\n").records, SizeIs(1)); }

TEST(CsvTest, SeveralDescriptionsAreAllSearched) {
  const ReadResult result = ReadText("id,Product Name,Goods Description\n1,ACETONE,solvent\n2,,paint\n");
  EXPECT_THAT(Descriptions(result), ElementsAre("solvent | ACETONE", "paint"));
}

TEST(CsvTest, HeaderOnlyAndEmptyFiles) {
  const ReadResult header = ReadText("id,description\n");
  EXPECT_THAT(header.status, IsOk());
  EXPECT_THAT(header.records, IsEmpty());
  EXPECT_THAT(std::string(ReadText("").status.message()), HasSubstr("empty"));
  EXPECT_THAT(std::string(ReadText("foo,bar\n1,2\n").status.message()), HasSubstr("\"foo\", \"bar\""));
}

TEST(CsvTest, BatchesAreInOrderAndBounded) {
  std::string text = "id,description\n";
  for (int i = 0; i < 2500; ++i) AppendTo(text, i, ",goods ", i, "\n");
  auto source =
      OpenStream(std::make_unique<MemoryStream>(text, 1000), "x.csv", {}, std::make_shared<ReadProgress>());
  ASSERT_THAT(source, IsOk());
  std::vector<size_t> sizes;
  for (uint64_t sequence = 0;; ++sequence) {
    auto batch = (*source)->Next();
    ASSERT_THAT(batch, IsOk());
    if (*batch == nullptr) break;
    EXPECT_EQ((*batch)->sequence, sequence);
    sizes.push_back((*batch)->size());
  }
  EXPECT_THAT(sizes, ElementsAre(1000, 1000, 500));
}

// --- Properties.

TEST(CsvPropertyTest, SameRecordsWhereverBlocksAndChunksEnd) {
  const std::string text =
      "id;description;origin;quantity;unit\r\n"
      "1;\"a; b\r\nc \"\"d\"\"\";CN;5;kg\r\n"
      "2;\"open;DE;1;g\r\n"
      "\r\n"
      "3;plain;FR\r\n"
      "4;\"x\"y;US;2;L;more\r\n"
      "5;caf\xC3\xA9;MX;3;lb\r"
      "6;bad\xFF;MX;3;lb\n"
      "7;last;JP;1,5;kg";
  const std::string expected = Dump(ReadText(text));
  EXPECT_THAT(expected, HasSubstr("6 id=3"));
  for (size_t block = 64; block <= 64 + text.size(); ++block) {
    ReadOptions options;
    options.batch_bytes = block;
    ASSERT_EQ(Dump(ReadText(text, "test.csv", options, block % 7 + 1)), expected) << block;
  }
  for (size_t chunk = 1; chunk <= text.size(); ++chunk) {
    ReadOptions options;
    options.batch_bytes = 64;
    ASSERT_EQ(Dump(ReadText(text, "test.csv", options, chunk)), expected) << chunk;
  }
}

TEST(CsvPropertyTest, QuotedFieldsComeBack) {
  std::mt19937 random(20260101);
  constexpr std::string_view kAlphabet = "ab,;\"\n\r\t |'x";
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> wanted;
    std::string text = "id,description,consignee\n";
    for (int row = 0; row < 20; ++row) {
      std::string field = "q";  // not empty, and no blanks at its ends, which are trimmed
      for (size_t i = random() % 12; i > 0; --i) field.push_back(kAlphabet[random() % kAlphabet.size()]);
      field.push_back('q');
      wanted.push_back(field);
      std::string quoted;
      for (const char c : field) quoted.append(c == '"' ? 2 : 1, c);
      AppendTo(text, row, ",\"", quoted, "\",\"", quoted, "\"\n");
    }
    ReadOptions options;
    options.batch_bytes = 64 + random() % 300;
    options.delimiter = ',';
    const ReadResult result = ReadText(text, "test.csv", options);
    ASSERT_EQ(Descriptions(result), wanted) << "round " << round;
  }
}

TEST(CsvPropertyTest, PermutingRowsPermutesRecords) {
  std::vector<std::string> rows = {"1,\"ACETONE,CN\n", "2,TOYS,DE\n", "3,\"LAMPS\",FR\n", "4,a,b,c\n",
                                   "5,x\n"};
  std::map<std::string, std::string> expected;
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::shuffle(rows.begin(), rows.end(), random);
    std::string text = "id,description,origin\n";
    for (const std::string& row : rows) text += row;
    const ReadResult result = ReadText(text);
    ASSERT_THAT(result.records, SizeIs(5)) << text;
    for (const OwnedRecord& record : result.records) {
      const std::string what = record.Text(Field::kDescription) + "/" + record.Issues();
      const auto [known, added] = expected.emplace(record.id, what);
      EXPECT_EQ(known->second, what) << text;
    }
  }
}

}  // namespace
}  // namespace tidewaiter::read
