// Faults that fuzzing and an independent reading of the rules found; each once was wrong.
#include <zlib.h>
#include <zstd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/screening/read/read_support.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter::read {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using tidewaiter::testing::IsOk;
using tidewaiter::testing::StatusIs;

std::string Gzip(const std::string& text) {
  std::string out(text.size() + 1024, '\0');
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

// simdjson's results throw when they are taken for values: one such line ended the program.
TEST(RegressionTest, WordsThatBeginLikeNullAreAnIssueOfTheirLine) {
  for (const std::string word : {"nul", "nhs", "n", "nulll", "tru", "fals", "truefalse"}) {
    const ReadResult result = ReadText(
        "{\"id\":\"1\",\"description\":\"x\",\"q\":" + word + "}\n{\"id\":\"2\",\"description\":\"y\"}\n",
        "x.jsonl");
    EXPECT_THAT(result.status, IsOk());
    ASSERT_THAT(result.records, SizeIs(2)) << word;
    EXPECT_EQ(result.records[0].Issues(), "unreadable-row") << word;
    ASSERT_THAT(result.records[0].record.issues, SizeIs(1));
    EXPECT_TRUE(result.records[0].record.issues[0].unscreened);
    EXPECT_EQ(result.records[1].Text(Field::kDescription), "y");
  }
  const ReadResult null = ReadText("{\"id\":null,\"description\":\"x\"}\n", "x.jsonl");
  ASSERT_THAT(null.records, SizeIs(1));
  EXPECT_EQ(null.records[0].Issues(), "");
}

TEST(RegressionTest, AnEscapedZeroByteIsReportedAsAWrittenOneIs) {
  const ReadResult result = ReadText(
      "{\"id\":\"1\",\"description\":\"ACET\\u0000ONE\"}\n{\"id\":\"2\",\"description\":\"y\"}\n", "x.jsonl");
  ASSERT_THAT(result.records, SizeIs(2));
  EXPECT_EQ(result.records[0].Issues(), "control-characters:description");
  ASSERT_THAT(result.records[0].record.issues, SizeIs(1));
  EXPECT_TRUE(result.records[0].record.issues[0].unscreened);
  EXPECT_EQ(result.records[1].Issues(), "");
}

TEST(RegressionTest, AFileCutInItsFirstLinesIsNotCalledEmpty) {
  std::string text = "id,description\n";
  for (int i = 0; i < 200; ++i) AppendTo(text, i, ",goods ", i * 7919, "\n");
  for (const std::string& packed : {Gzip(text), Zstd(text)}) {
    for (size_t cut = 20; cut < packed.size(); ++cut) {
      const ReadResult result = ReadText(packed.substr(0, cut));
      ASSERT_THAT(result.status, StatusIs(absl::StatusCode::kDataLoss)) << cut;
      ASSERT_THAT(std::string(result.status.message()), HasSubstr("ends early")) << cut;
    }
    EXPECT_THAT(ReadText(packed).records, SizeIs(200));
  }
}

TEST(RegressionTest, AValueWithDigitsBesideItIsNoNumber) {
  for (const std::string value : {"0x10", "12 x 25", "5 m2"}) {
    const ReadResult result = ReadText("id,description,value\n1,x," + value + "\n");
    ASSERT_THAT(result.records, SizeIs(1));
    EXPECT_EQ(result.records[0].Issues(), "bad-number:value") << value;
    EXPECT_FALSE(result.records[0].record.value.has_value()) << value;
  }
  EXPECT_EQ(ReadText("id,description,value\n1,x,US$ 12\n").records[0].record.value, 12);
}

TEST(RegressionTest, DepartureFromTheOriginIsNoTransit) {
  const ReadResult result = ReadText(
      "id,description,Country of Departure,Country of Origin\n1,x,TH,TH\n2,x,IT,RO\n3,x,\"CN;HK\",CN\n");
  ASSERT_THAT(result.records, SizeIs(3));
  EXPECT_THAT(result.records[0].record.transit, IsEmpty());
  EXPECT_THAT(result.records[1].record.transit, ElementsAre("IT"));
  EXPECT_THAT(result.records[2].record.transit, ElementsAre("HK"));
}

}  // namespace
}  // namespace tidewaiter::read
