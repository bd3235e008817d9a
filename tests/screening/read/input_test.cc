// Encodings, compression, and files that mean harm.
#include <chrono>
#include <filesystem>
#include <fstream>

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <zlib.h>
#include <zstd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/limits.h"
#include "screening/read/internal/encoding.h"
#include "tests/screening/read/read_support.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter::read {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using tidewaiter::testing::IsOk;
using tidewaiter::testing::StatusIs;

std::string Encode(const std::string& utf8, const char* encoding) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(encoding, &error);
  std::string out(utf8.size() * 4 + 16, '\0');
  const int32_t size = ucnv_fromUChars(converter, out.data(), static_cast<int32_t>(out.size()),
                                       text.getBuffer(), text.length(), &error);
  ucnv_close(converter);
  EXPECT_TRUE(U_SUCCESS(error)) << encoding;
  out.resize(static_cast<size_t>(size));
  return out;
}

std::string Gzip(const std::string& text) {
  z_stream zlib = {};
  EXPECT_EQ(deflateInit2(&zlib, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&zlib, text.size()), '\0');
  zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  zlib.avail_in = static_cast<uInt>(text.size());
  zlib.next_out = reinterpret_cast<Bytef*>(out.data());
  zlib.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&zlib, Z_FINISH), Z_STREAM_END);
  out.resize(zlib.total_out);
  deflateEnd(&zlib);
  return out;
}

std::string Zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string Manifest(int rows) {
  std::string text = "id,description,origin,consignee\n";
  for (int i = 0; i < rows; ++i) AppendTo(text, i, ",goods ", i * 7919, ",CN,Someone\n");
  return text;
}

// --- Encodings.

TEST(EncodingTest, ChineseTextInEveryEncoding) {
  const std::string utf8 =
      "运单号,品名,原产国,数量,单位\nA1,丙酮 工业级,中国,25,公斤\nA2,\"玩具, 塑料\",德国,3,件\n";
  const std::string expected = Dump(ReadText(utf8));
  EXPECT_THAT(expected, HasSubstr("description=[丙酮 工业级]"));
  for (const char* encoding : {"UTF-16LE", "UTF-16BE", "gb18030", "GBK"}) {
    EXPECT_EQ(Dump(ReadText(Encode(utf8, encoding))), expected) << encoding;
  }
  EXPECT_EQ(Dump(ReadText("\xEF\xBB\xBF" + utf8)), expected);
  EXPECT_EQ(Dump(ReadText("\xFF\xFE" + Encode(utf8, "UTF-16LE"))), expected);
  EXPECT_EQ(Dump(ReadText("\xFE\xFF" + Encode(utf8, "UTF-16BE"))), expected);
  for (const char* encoding : {"Big5", "gb18030", "UTF-16LE"}) {
    if (std::string_view(encoding) == "Big5") continue;  // has no simplified characters
    ReadOptions options;
    options.encoding = encoding;
    EXPECT_EQ(Dump(ReadText(Encode(utf8, encoding), "test.csv", options)), expected) << encoding;
  }
}

TEST(EncodingTest, WesternTextInEveryEncoding) {
  const std::string utf8 =
      "Guía;Descripción;País de origen\n1;Año nuevo, café, señor;España\n2;größe Straße à l'été "
      "€5;Alemania\n";
  const std::string expected = Dump(ReadText(utf8));
  for (const char* encoding : {"windows-1252", "UTF-16LE", "UTF-16BE", "UTF-8"}) {
    EXPECT_EQ(Dump(ReadText(Encode(utf8, encoding))), expected) << encoding;
  }
}

TEST(EncodingTest, DecodingIsStreamed) {
  std::string utf8 = "id,description\n";
  for (int i = 0; i < 20000; ++i) AppendTo(utf8, i, ",丙酮 \xF0\x9F\x9A\xA2 é", i, "\n");
  const std::string expected = Dump(ReadText(utf8));
  for (const char* encoding : {"UTF-16LE", "gb18030"}) {
    EXPECT_EQ(Dump(ReadText(Encode(utf8, encoding), "test.csv", {}, 7777)), expected) << encoding;
  }
}

TEST(EncodingTest, BrokenBytesAreAnIssueOfTheirRecord) {
  std::string text = "id,description,origin\n";
  for (int i = 0; i < 10; ++i) AppendTo(text, i, ",caf\xC3\xA9,CN\n");
  text += "bad,ACE\xE9\xFFTONE,CN\nlast,x,CN\n";
  const ReadResult result = ReadText(text);
  ASSERT_THAT(result.records, SizeIs(12));
  EXPECT_EQ(result.records[9].Issues(), "");
  EXPECT_EQ(result.records[10].Issues(), "bad-encoding:description");
  EXPECT_TRUE(result.records[10].record.issues[0].unscreened);
  EXPECT_EQ(result.records[10].Text(Field::kDescription), "ACE\xEF\xBF\xBD\xEF\xBF\xBDTONE");
  EXPECT_EQ(result.records[11].Issues(), "");
}

TEST(EncodingTest, BrokenBytesOfOtherEncodings) {
  std::string gbk = Encode("运单号,品名\n1,丙酮\n", "GBK");
  gbk += "2,bad\xFFx\n" + Encode("3,丙酮\n", "GBK");
  const ReadResult result = ReadText(gbk);
  ASSERT_THAT(result.records, SizeIs(3));
  EXPECT_EQ(result.records[1].Issues(), "bad-encoding:description");
  EXPECT_EQ(result.records[2].Text(Field::kDescription), "丙酮");
  // A replacement character that the sender wrote is text.
  EXPECT_EQ(ReadText("id,description\n1,a\xEF\xBF\xBD\n").records[0].Issues(), "");
}

TEST(EncodingTest, UnknownNamesAreErrors) {
  ReadOptions options;
  options.encoding = "klingon";
  EXPECT_THAT(ReadText("id,description\n", "a.csv", options).status,
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// --- Compression.

TEST(CompressionTest, ChangesNothing) {
  const std::string text = Manifest(30000);
  const std::string expected = Dump(ReadText(text));
  EXPECT_EQ(Dump(ReadText(Gzip(text))), expected);
  EXPECT_EQ(Dump(ReadText(Zstd(text))), expected);
  const size_t half = text.size() / 2;
  EXPECT_EQ(Dump(ReadText(Gzip(text.substr(0, half)) + Gzip(text.substr(half)))), expected);
  EXPECT_EQ(Dump(ReadText(Zstd(text.substr(0, half)) + Zstd("") + Zstd(text.substr(half)))), expected);
  EXPECT_EQ(Dump(ReadText(Gzip(text) + std::string(512, '\0'))), expected);  // tape padding
  EXPECT_EQ(Dump(ReadText(Gzip(text), "test.csv", {}, 1)), expected);
}

TEST(CompressionTest, TruncationKeepsWhatCameBefore) {
  const std::string text = Manifest(30000);
  for (const std::string& packed : {Gzip(text), Zstd(text)}) {
    const ReadResult result = ReadText(packed.substr(0, packed.size() / 2));
    EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(std::string(result.status.message()), HasSubstr("ends early"));
    ASSERT_GT(result.records.size(), 1000u);
    // No fragment of a record is passed off as one.
    for (const OwnedRecord& record : result.records) {
      ASSERT_EQ(record.Issues(), "");
      ASSERT_EQ(record.Text(Field::kConsignee), "Someone");
    }
  }
}

TEST(CompressionTest, GarbageAfterTheEndIsReported) {
  const std::string text = Manifest(100);
  for (const std::string& packed : {Gzip(text), Zstd(text)}) {
    const ReadResult result = ReadText(packed + "garbage");
    EXPECT_THAT(result.records, SizeIs(100));
    EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(std::string(result.status.message()), HasSubstr("follow after the last"));
  }
}

TEST(CompressionTest, DamageIsReported) {
  std::string packed = Gzip(Manifest(30000));
  for (size_t i = packed.size() / 2; i < packed.size() / 2 + 50; ++i) packed[i] = '\x55';
  const ReadResult result = ReadText(packed);
  EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_GT(result.records.size(), 1000u);
}

TEST(CompressionTest, TheZstdWindowIsCapped) {
  using namespace std::string_literals;
  // A frame header that asks for 2^28 bytes, and an empty last block.
  const std::string frame = "\x28\xB5\x2F\xFD\x00\x90\x01\x00\x00"s;
  const ReadResult result = ReadText(frame, "a.smi.zst");
  EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(result.status.message()), HasSubstr("memory"));
  EXPECT_THAT(ReadText("\x28\xB5\x2F\xFD\x00\x80\x01\x00\x00"s, "a.smi.zst").status, IsOk());
}

// --- Hostile files.

TEST(HostileTest, ALongLineCostsOneRecord) {
  const std::string text = Concat("id,description\n1,a\n2,", std::string(10 << 20, 'x'), "\n3,b\n");
  const ReadResult csv = ReadText(text);
  ASSERT_THAT(csv.records, SizeIs(3));
  EXPECT_EQ(csv.records[1].Issues(), "not-screened-limit");
  EXPECT_EQ(csv.records[1].line, 3u);
  EXPECT_EQ(csv.records[2].Text(Field::kDescription), "b");
  EXPECT_EQ(csv.records[2].line, 4u);

  const ReadResult json = ReadText(
      Concat("{\"id\":\"1\"}\n{\"description\":\"", std::string(10 << 20, 'x'), "\"}\n{\"id\":\"3\"}\n"),
      "a.jsonl");
  ASSERT_THAT(json.records, SizeIs(3));
  EXPECT_EQ(json.records[1].Issues(), "not-screened-limit");
  EXPECT_EQ(json.records[2].id, "3");
  EXPECT_EQ(json.records[2].line, 3u);

  const ReadResult smiles = ReadText(Concat("C a\n", std::string(10 << 20, 'C'), "\nN b\n"), "a.smi");
  ASSERT_THAT(smiles.records, SizeIs(3));
  EXPECT_EQ(smiles.records[1].Issues(), "not-screened-limit");
  EXPECT_EQ(smiles.records[2].id, "b");
}

TEST(HostileTest, NoRecordEndStopsReading) {
  std::string zeros(limits::kNoRecordEndBytes + (4 << 20), 'x');
  for (const std::string name : {"a.csv", "a.jsonl", "a.smi", "a.sdf"}) {
    const ReadResult result = ReadText("id,description\n1,a\n" + zeros, name);
    EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kInvalidArgument)) << name;
  }
}

TEST(HostileTest, UnclosedQuoteBeforeMegabytes) {
  std::string text = "id,description\n1,\"open\n";
  const int rows = 100000;
  for (int i = 0; i < rows; ++i) AppendTo(text, i, ",plain goods and nothing else\n");
  const ReadResult result = ReadText(text);
  ASSERT_THAT(result.records, SizeIs(rows + 1));
  EXPECT_EQ(result.records[0].Issues(), "unclosed-quote");
  EXPECT_EQ(result.records[1].Issues(), "");
  EXPECT_EQ(result.records[rows].line, static_cast<uint64_t>(rows) + 2);
}

TEST(HostileTest, QuotingTakesLinearTime) {
  // Each of these lines alone would make a quoted field run on.
  for (const std::string_view line :
       {"1,\"x\n", "\"\n", "\",\"\n", "1,\"\"\"\n", "x,\"a\"\"\n", "\",\",\"\n", "1,\"x\r"}) {
    std::string text = "id,description,origin\n";
    while (text.size() < (2u << 20)) text += line;
    const auto start = std::chrono::steady_clock::now();
    auto source = OpenStream(std::make_unique<MemoryStream>(text, SIZE_MAX), "a.csv", {},
                             std::make_shared<ReadProgress>());
    ASSERT_THAT(source, IsOk());
    size_t records = 0;
    while (true) {
      auto batch = (*source)->Next();
      ASSERT_THAT(batch, IsOk());
      if (*batch == nullptr) break;
      records += (*batch)->size();
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    EXPECT_GT(records, 1000u) << line;
    EXPECT_LT(seconds.count(), 60) << line;  // seconds at most; quadratic would be hours
  }
}

TEST(HostileTest, ZeroBytesAreKeptAndReported) {
  using namespace std::string_literals;
  const ReadResult result = ReadText("id,description\n1,ACE\0TONE\n2,b\n"s);
  ASSERT_THAT(result.records, SizeIs(2));
  EXPECT_EQ(result.records[0].Text(Field::kDescription), "ACE\0TONE"s);
  EXPECT_EQ(result.records[0].Issues(), "control-characters:description");
  EXPECT_EQ(result.records[1].Issues(), "");
  const ReadResult smiles = ReadText("CC\0O x\nCC y\n"s, "a.smi");
  ASSERT_THAT(smiles.records, SizeIs(2));
  EXPECT_EQ(smiles.records[0].Text(Field::kStructure), "CC\0O"s);
  EXPECT_EQ(smiles.records[0].Issues(), "control-characters:structure");
}

TEST(HostileTest, TooManyColumns) {
  const std::string row = "1,a" + std::string(limits::kColumns * 3, ',') + "x\n";
  const ReadResult result = ReadText("id,description\n" + row + "2,b\n");
  ASSERT_THAT(result.records, SizeIs(2));
  EXPECT_EQ(result.records[0].Issues(), "not-screened-limit");
  EXPECT_EQ(result.records[1].Text(Field::kDescription), "b");
}

TEST(HostileTest, RandomBytesNeverBreakTheReader) {
  uint64_t seed = 88172645463325252ull;
  for (int round = 0; round < 400; ++round) {
    std::string text = round % 2 == 0 ? "id,description\n" : "";
    constexpr std::string_view kPieces[] = {"\"", ",",      "\n",       "\r", "\r\n", "{",    "}",
                                            ":",  "$$$$\n", "M  END\n", ">",  "x",    "\xFF", "\xE4\xB8",
                                            "1",  "\"\"",   " ",        "\t", "[",    "\\u",  "> <ID>\n"};
    for (int i = 0; i < 300; ++i) {
      seed ^= seed << 13;
      seed ^= seed >> 7;
      seed ^= seed << 17;
      text += kPieces[seed % std::size(kPieces)];
    }
    for (const std::string name : {"a.csv", "a.jsonl", "a.smi", "a.sdf", "-"}) {
      ReadOptions options;
      const std::string whole = Dump(ReadText(text, name, options));
      options.batch_bytes = 64 + seed % 100;
      ASSERT_EQ(Dump(ReadText(text, name, options)), whole) << name << " round " << round << "\n" << text;
    }
  }
}

// --- Files.

TEST(FileTest, OpensFilesAndNamesWhatItCannot) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(::testing::TempDir()) / "tidewaiter-read-test";
  fs::create_directories(folder);
  const fs::path file = folder / "manifest.csv";
  std::ofstream(file) << Manifest(2500);
  auto source = RecordSource::Open(file.string(), {});
  ASSERT_THAT(source, IsOk());
  EXPECT_EQ((*source)->bytes_total(), fs::file_size(file));
  const ReadResult result = ReadAll(std::move(source));
  EXPECT_THAT(result.records, SizeIs(2500));

  EXPECT_THAT(RecordSource::Open(folder.string(), {}).status(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(RecordSource::Open((folder / "missing.csv").string(), {}).status(),
              StatusIs(absl::StatusCode::kNotFound));
  fs::remove_all(folder);
}

TEST(FileTest, AFileCutWhileItIsReadIsReported) {
  namespace fs = std::filesystem;
  const fs::path file = fs::path(::testing::TempDir()) / "tidewaiter-cut.csv";
  std::ofstream(file) << Manifest(200000);
  auto source = RecordSource::Open(file.string(), {});
  ASSERT_THAT(source, IsOk());
  ASSERT_THAT((*source)->Next(), IsOk());
  fs::resize_file(file, fs::file_size(file) / 2);
  const ReadResult result = ReadAll(std::move(source));
  EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(result.status.message()), HasSubstr("became shorter"));
  EXPECT_GT(result.records.size(), 50000u);
  fs::remove(file);
}

TEST(FileTest, BatchesOutliveTheirSource) {
  auto source = OpenStream(std::make_unique<MemoryStream>(Manifest(3000), 5000), "x.csv", {},
                           std::make_shared<ReadProgress>());
  ASSERT_THAT(source, IsOk());
  std::vector<std::unique_ptr<RecordBatch>> batches;
  while (true) {
    auto batch = (*source)->Next();
    ASSERT_THAT(batch, IsOk());
    if (*batch == nullptr) break;
    batches.push_back(*std::move(batch));
  }
  source->reset();
  EXPECT_EQ(batches[2]->Interpret(999).id, "2999");
  EXPECT_EQ(batches[0]->Interpret(0).place.file, "x.csv");
}

}  // namespace
}  // namespace tidewaiter::read
