// JSON Lines, SMILES, SDF, and telling formats apart.
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/limits.h"
#include "screening/read/internal/csv_scanner.h"
#include "screening/read/internal/format.h"
#include "tests/screening/read/read_support.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter::read {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using tidewaiter::testing::IsOk;

ReadResult Json(std::string text, const ReadOptions& options = {}) {
  return ReadText(std::move(text), "test.jsonl", options);
}

TEST(JsonLinesTest, ReadsFlatAndNestedObjects) {
  const ReadResult result = Json(
      R"({"hawb":"H1","description":"ACETONE","origin":"CN","net_mass":1.234})"
      "\n\n"
      R"({"id":17,"consignor":{"name":"A Co","address":"X St","id":"no"},"goods":{"line":{"description":"a \"b\" \u00e9"}},)"
      R"("transit":["HK","KR"],"quantity":{"x":null},"flag":true})"
      "\r\n");
  EXPECT_THAT(result.status, IsOk());
  ASSERT_THAT(result.records, SizeIs(2));
  EXPECT_EQ(result.records[0].id, "H1");
  EXPECT_EQ(result.records[0].record.net_kilograms, 1.234);  // JSON's mark is the point: not ambiguous
  EXPECT_EQ(result.records[0].Issues(), "");
  const OwnedRecord& second = result.records[1];
  EXPECT_EQ(second.line, 3u);
  EXPECT_EQ(second.id, "17");
  EXPECT_EQ(second.Text(Field::kConsignor), "A Co");
  EXPECT_EQ(second.Text(Field::kConsignorAddress), "X St");
  EXPECT_EQ(second.Text(Field::kDescription), "a \"b\" \xC3\xA9");
  EXPECT_THAT(second.record.transit, ElementsAre("HK", "KR"));
}

TEST(JsonLinesTest, ABadLineIsAnIssue) {
  const ReadResult result = Json(
      "{\"id\":\"1\",\"description\":\"a\"}\n{\"id\":\"2\",\"description\":\n[1]\nnonsense\n{\"id\":\"5\"} "
      "x\n"
      "{\"id\":\"6\",\"description\":\"z\"}\n\"text\"\n{}\n");
  EXPECT_THAT(result.status, IsOk());
  ASSERT_THAT(result.records, SizeIs(8));
  for (const size_t bad : {1, 2, 3, 4, 6}) {
    ASSERT_EQ(result.records[bad].Issues(), "unreadable-row") << bad;
    EXPECT_TRUE(result.records[bad].record.issues[0].unscreened);
    EXPECT_EQ(result.records[bad].line, bad + 1);
  }
  EXPECT_EQ(result.records[5].Text(Field::kDescription), "z");
  EXPECT_EQ(result.records[5].Issues(), "");
}

TEST(JsonLinesTest, NothingIsHiddenByRepetition) {
  const ReadResult result = Json(
      R"({"description":"toys","description":"ACETONE","goods_description":"X","lines":[{"product":"p"},{"product":"q"}]})");
  ASSERT_THAT(result.records, SizeIs(1));
  for (const std::string_view word : {"toys", "ACETONE", "X", "p", "q"}) {
    EXPECT_THAT(result.records[0].Text(Field::kDescription), HasSubstr(std::string(word)));
  }
}

TEST(JsonLinesTest, SameValuesAsCsv) {
  const std::string csv =
      Dump(ReadText("id,description,origin,quantity,unit\n1,caf\xC3\xA9 \"\"x,CN,2.5,kg\n2,b,DE,3,L\n"));
  const std::string json =
      Dump(Json("{\"id\":1,\"description\":\"caf\\u00e9 "
                "\\\"\\\"x\",\"origin\":\"CN\",\"quantity\":2.5,\"unit\":\"kg\"}\n"
                "{\"unit\":\"L\",\"quantity\":3,\"origin\":\"DE\",\"description\":\"b\",\"id\":\"2\"}\n"));
  std::string shifted = csv;  // CSV has a header line
  shifted.replace(shifted.find("2 id=1"), 1, "1");
  shifted.replace(shifted.find("3 id=2"), 1, "2");
  EXPECT_EQ(json, shifted);
}

TEST(JsonLinesTest, ChunksAndBlocksChangeNothing) {
  std::string text;
  for (int i = 0; i < 30; ++i) {
    AppendTo(text, "{\"id\":\"", i, "\",\"description\":\"", std::string(static_cast<size_t>(i * 7), 'x'),
             i % 5 == 0 ? "\xFF" : "", "\"}", i % 2 == 0 ? "\r\n" : "\n");
  }
  const std::string expected = Dump(Json(text));
  for (size_t block = 64; block < 400; block += 3) {
    ReadOptions options;
    options.batch_bytes = block;
    ASSERT_EQ(Dump(Json(text, options)), expected) << block;
  }
}

TEST(JsonLinesTest, DepthAndKeysAreBounded) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "{\"a\":";
  std::string many = "{";
  for (int i = 0; i < 5000; ++i)
    AppendTo(many, i == 0 ? "" : ",", "\"product", i % 2 == 0 ? "" : " name", "\":\"v\"");
  const ReadResult result = Json(deep + "\n" + many + "}\n{\"id\":\"ok\"}\n");
  ASSERT_THAT(result.records, SizeIs(3));
  EXPECT_EQ(result.records[0].Issues(), "unreadable-row");
  EXPECT_EQ(result.records[2].id, "ok");
}

TEST(JsonLinesTest, AnArrayIsNamed) {
  EXPECT_THAT(std::string(Json("[\n{}\n]").status.message()), HasSubstr("JSON array"));
}

// --- SMILES

TEST(SmilesTest, ReadsStructuresAndNames) {
  const ReadResult result = ReadText(
      "SMILES Name\nCCO ethanol\nC(C)O\tethyl alcohol\t5\r\n\nCC |$a$| x y\nCCN\r\nC\xE2\x80\x8B"
      "O z",
      "a.smi");
  ASSERT_THAT(result.records, SizeIs(5));
  EXPECT_EQ(result.records[0].Text(Field::kStructure), "CCO");
  EXPECT_EQ(result.records[0].id, "ethanol");
  EXPECT_EQ(result.records[0].line, 2u);
  EXPECT_EQ(result.records[1].id, "ethyl alcohol");
  EXPECT_EQ(result.records[2].Text(Field::kStructure), "CC |$a$|");
  EXPECT_EQ(result.records[2].id, "x y");
  EXPECT_EQ(result.records[3].id, "line 6");
  EXPECT_EQ(result.records[4].Text(Field::kStructure),
            "C\xE2\x80\x8B"
            "O");  // as written: the judge refuses it
}

TEST(SmilesTest, AHeaderIsOnlyTheFirstLine) {
  const ReadResult result = ReadText("CCO a\nsmiles b\n", "a.smi");
  EXPECT_THAT(result.records, SizeIs(2));
  EXPECT_THAT(ReadText("C methane\n", "a.smi").records, SizeIs(1));
}

// --- SDF

constexpr std::string_view kEthanol =
    "ethanol\n  x\n\n  3  2  0  0  0  0  0  0  0  0999 V2000\n    0.0 0.0 0.0 C   0  0\n    1.0 0.0 0.0 C   "
    "0  0\n"
    "    2.0 0.0 0.0 O   0  0\n  1  2  1  0\n  2  3  1  0\nM  END\n";

TEST(SmilesTest, SaysWhatIsASmilesAndNothingElse) {
  const auto alone = [](std::string text, const char* name, const ReadOptions& options = {}) {
    std::vector<std::string> out;
    for (const OwnedRecord& record : ReadText(std::move(text), name, options).records) {
      out.push_back(record.smiles_alone);
      if (record.smiles_alone.empty()) continue;
      EXPECT_EQ(record.smiles_alone, record.Text(Field::kStructure));
      EXPECT_EQ(record.structure_format, StructureFormat::kSmiles);
      EXPECT_EQ(record.Issues(), "");
      for (size_t f = 0; f < kFieldCount; ++f) {
        const auto field = static_cast<Field>(f);
        EXPECT_TRUE(field == Field::kId || field == Field::kStructure || record.Text(field).empty());
      }
    }
    return out;
  };
  EXPECT_THAT(alone("CCO ethanol\n \tCC\r\nC.O |$a$| x\n", "a.smi"), ElementsAre("CCO", "CC", "C.O |$a$|"));
  ReadOptions utf8;
  utf8.encoding = "UTF-8";
  EXPECT_THAT(alone("CCO a\nC\xff b\n", "a.smi", utf8), ElementsAre("", ""));  // an issue in the batch
  EXPECT_THAT(alone("smiles,id\nCCO,a\n", "a.csv"), ElementsAre(""));
  ReadOptions bound_for_korea;
  bound_for_korea.constants[Field::kDestination] = "KR";
  EXPECT_THAT(alone("CCO a\n", "a.smi", bound_for_korea), ElementsAre(""));
}

TEST(SdfTest, SplitsRecords) {
  const std::string text =
      Concat(kEthanol, "> <CAS>\n64-17-5\n\n>  <DESCRIPTION>  (1)\nsolvent\nin drums\n\n$$$$\n\n  y\n\n",
             kEthanol.substr(kEthanol.find("  3  2")), "\n$$$$\n", kEthanol);
  const ReadResult result = ReadText(text, "a.sdf");
  EXPECT_THAT(result.status, IsOk());
  ASSERT_THAT(result.records, SizeIs(3));
  EXPECT_EQ(result.records[0].id, "ethanol");
  EXPECT_EQ(result.records[0].Text(Field::kStructure), kEthanol);
  EXPECT_EQ(result.records[0].structure_format, StructureFormat::kMolBlock);
  EXPECT_EQ(result.records[0].Text(Field::kCasRn), "64-17-5");
  EXPECT_EQ(result.records[0].Text(Field::kDescription), "solvent\nin drums");
  EXPECT_EQ(result.records[1].id, "line 19");
  EXPECT_EQ(result.records[2].id, "ethanol");
  for (const OwnedRecord& record : result.records) EXPECT_EQ(record.Issues(), "");

  std::string crlf;
  for (const char c : text) c == '\n' ? void(crlf += "\r\n") : crlf.push_back(c);
  const std::string expected = Dump(result);
  // Values of several lines are joined by LF whatever the file has.
  EXPECT_EQ(Dump(ReadText(crlf, "a.sdf")), expected);
  for (size_t block = 64; block < 700; block += 5) {
    ReadOptions options;
    options.batch_bytes = block;
    ASSERT_EQ(Dump(ReadText(text, "a.sdf", options)), expected) << block;
    ASSERT_EQ(Dump(ReadText(crlf, "a.sdf", options)), expected) << block;
  }
}

TEST(SdfTest, AMolFileIsOneRecord) {
  const ReadResult result = ReadText(std::string(kEthanol), "a.mol");
  ASSERT_THAT(result.records, SizeIs(1));
  EXPECT_EQ(result.records[0].Text(Field::kStructure), kEthanol);
}

TEST(SdfTest, BadAndLongRecordsAreAnsweredAndTheNextRead) {
  std::string block = "long\n\n\n";
  while (block.size() < limits::kMolBlockBytes + 10) block += "    0.0 0.0 0.0 C   0  0\n";
  std::string items(limits::kRecordBytes * 3, 'v');
  const std::string text = Concat("no block\n$$$$\n", block, "M  END\n$$$$\n", kEthanol, "> <NOTE>\n", items,
                                  "\n\n$$$$\n", kEthanol, "$$$$\n");
  const ReadResult result = ReadText(text, "a.sdf");
  ASSERT_THAT(result.records, SizeIs(4));
  EXPECT_EQ(result.records[0].Issues(), "unreadable-row:structure");
  EXPECT_EQ(result.records[1].Issues(), "not-screened-limit:structure");
  EXPECT_EQ(result.records[1].Text(Field::kStructure), "");
  EXPECT_EQ(result.records[2].Issues(), "not-screened-limit");
  EXPECT_EQ(result.records[2].Text(Field::kStructure), kEthanol);
  EXPECT_EQ(result.records[3].Issues(), "");
  EXPECT_EQ(result.records[3].line, 1 + CountLineEnds(text.substr(0, text.rfind("ethanol"))));
}

// --- Formats

TEST(FormatTest, ByName) {
  EXPECT_EQ(FormatByName("a.csv.gz").format, InputFormat::kCsv);
  EXPECT_EQ(FormatByName("A.TSV").delimiter, '\t');
  EXPECT_EQ(FormatByName("x/y.ndjson.zst").format, InputFormat::kJsonLines);
  EXPECT_EQ(FormatByName("a.smi").format, InputFormat::kSmiles);
  EXPECT_EQ(FormatByName("a.mol").format, InputFormat::kSdf);
  EXPECT_EQ(FormatByName("a.txt").format, InputFormat::kAuto);
  EXPECT_EQ(FormatByName("-").format, InputFormat::kAuto);
}

TEST(FormatTest, ByContent) {
  EXPECT_EQ(FormatByText("  {\"a\":1}"), InputFormat::kJsonLines);
  EXPECT_EQ(FormatByText(kEthanol), InputFormat::kSdf);
  EXPECT_EQ(FormatByText("CCO ethanol\nCCN x\n"), InputFormat::kSmiles);
  EXPECT_EQ(FormatByText("SMILES Name\nCCO ethanol\n"), InputFormat::kSmiles);
  EXPECT_EQ(FormatByText("smiles\tid\nCCO\tethanol\n"), InputFormat::kCsv);
  EXPECT_EQ(FormatByText("id,description\n1,x\n"), InputFormat::kCsv);
  EXPECT_EQ(ReadText("CCO ethanol\n", "-").records.size(), 1u);
}

TEST(FormatTest, ASmilesTableNeedsNoTitles) {
  EXPECT_EQ(ReadText("CC(=O)C\tM1\tx\nCCO\tM2\tx\n", "a.tsv").records[1].id, "M2");
  EXPECT_FALSE(ReadText("CONS\tBOX\nB\tC\n", "a.tsv").status.ok());
}

TEST(FormatTest, ForeignFormatsAreNamed) {
  using namespace std::string_literals;
  const std::pair<std::string, std::string> cases[] = {
      {"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml"s, "XLSX"},
      {"PK\x03\x04 plain"s, "ZIP"},
      {"%PDF-1.7\n"s, "PDF"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s, "old Office"},
      {"<?xml version='1.0'?>"s, "XML"},
      {"BZh91AY"s, "bzip2"},
      {"$RXN\n"s, "reaction"}};
  for (const auto& [head, word] : cases) {
    EXPECT_THAT(std::string(ReadText(head, "a.csv").status.message()), HasSubstr(word));
  }
}

}  // namespace
}  // namespace tidewaiter::read
