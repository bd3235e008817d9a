// Where batches end: at the end of a consignment, and when they get too large.
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/screening/read/read_support.h"

namespace tidewaiter::read {
namespace {

using ::testing::ElementsAre;

// The record ids of each batch, joined.
std::vector<std::string> Batches(std::string text, const std::string& name, const ReadOptions& options,
                                 size_t chunk = SIZE_MAX) {
  std::vector<std::string> batches;
  auto source = OpenStream(std::make_unique<MemoryStream>(std::move(text), chunk), name, options,
                           std::make_shared<ReadProgress>());
  EXPECT_TRUE(source.ok()) << source.status();
  if (!source.ok()) return batches;
  while (true) {
    const auto batch = (*source)->Next();
    EXPECT_TRUE(batch.ok()) << batch.status();
    if (!batch.ok() || *batch == nullptr) return batches;
    std::string ids;
    for (size_t i = 0; i < (*batch)->size(); ++i) ids += (*batch)->Interpret(i).id;
    batches.push_back(ids);
  }
}

ReadOptions BatchesOf(size_t records) {
  ReadOptions options;
  options.batch_records = records;
  return options;
}

TEST(BatchesTest, AConsignmentIsNotCut) {
  const std::string csv =
      "id,consignment,description\n"
      "a,C1,x\nb,C2,x\nc,C2,x\nd, C2 ,x\ne,C3,x\nf,C3,x\ng,C4,x\nh,C5,x\n";
  EXPECT_THAT(Batches(csv, "a.csv", BatchesOf(2)), ElementsAre("abcd", "ef", "gh"));
  EXPECT_THAT(Batches(csv, "a.csv", BatchesOf(1)), ElementsAre("a", "bcd", "ef", "g", "h"));
  EXPECT_THAT(Batches(csv, "a.csv", BatchesOf(100)), ElementsAre("abcdefgh"));
  for (size_t chunk = 1; chunk < 40; ++chunk) {
    EXPECT_THAT(Batches(csv, "a.csv", BatchesOf(2), chunk), ElementsAre("abcd", "ef", "gh")) << chunk;
  }
}

TEST(BatchesTest, TheHouseWaybillStandsInForTheNumber) {
  EXPECT_THAT(Batches("id,hawb,consignment,description\na,H1,,x\nb,H1,,x\nc,H1,C1,x\nd,H2,C1,x\ne,H2,,x\n",
                      "a.csv", BatchesOf(1)),
              ElementsAre("ab", "cd", "e"));
}

TEST(BatchesTest, LinesWithoutANumberAreCutAnywhere) {
  EXPECT_THAT(Batches("id,description\na,x\nb,x\nc,x\n", "a.csv", BatchesOf(2)), ElementsAre("ab", "c"));
  EXPECT_THAT(Batches("id,hawb,description\na,,x\nb,,x\nc,H,x\nd,H,x\ne,,x\n", "a.csv", BatchesOf(2)),
              ElementsAre("ab", "cd", "e"));
}

TEST(BatchesTest, JsonLinesToo) {
  const auto line = [](std::string_view id, std::string_view consignment) {
    return Concat("{\"id\":\"", id, "\",\"consignment\":\"", consignment, "\",\"description\":\"x\"}\n");
  };
  EXPECT_THAT(Batches(line("a", "1") + line("b", "1") + line("c", "1") + line("d", "2") + line("e", "3"),
                      "a.jsonl", BatchesOf(2)),
              ElementsAre("abc", "de"));
}

TEST(BatchesTest, OneThatNeverEndsIsCutInTheEnd) {
  std::string csv = "id,consignment,description\n";
  for (int i = 0; i < 50; ++i) csv += "a,C1,x\n";
  const std::vector<std::string> batches = Batches(csv, "a.csv", BatchesOf(2));
  EXPECT_THAT(batches, ElementsAre(std::string(16, 'a'), std::string(16, 'a'), std::string(16, 'a'), "aa"));
}

TEST(BatchesTest, RecordsAndTheirIssuesAreTheSameWhateverTheBatch) {
  std::mt19937 random(7);
  std::string csv = "id,consignment,description,quantity,unit\n";
  for (int i = 0; i < 300; ++i) {
    AppendTo(csv, i, ",C", random() % 3, ",", random() % 4 == 0 ? "caf\xE9 \xFF" : "\"x \"\"y\"\"\"", ",",
             random() % 3 == 0 ? "1.2.3" : "5", random() % 5 == 0 ? "\n" : ",kg\n");
  }
  const std::string whole = Dump(ReadText(csv, "a.csv", BatchesOf(1000)));
  for (const size_t records : {1, 2, 3, 7, 50}) {
    EXPECT_EQ(Dump(ReadText(csv, "a.csv", BatchesOf(records))), whole) << records;
    EXPECT_EQ(Dump(ReadText(csv, "a.csv", BatchesOf(records), 17)), whole) << records;
  }
}

}  // namespace
}  // namespace tidewaiter::read
