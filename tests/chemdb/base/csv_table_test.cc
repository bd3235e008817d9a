#include "chemdb/base/csv_table.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;
using testing::TempFolder;

TEST(CsvTableTest, ReadsCellsByColumnTitle) {
  const auto table = CsvTable::Parse("id,name\n4-ap,\"4-AP, base\"\nnpp,NPP\n", "t.csv");
  ASSERT_THAT(table, IsOk());
  EXPECT_THAT(table->columns(), ElementsAre("id", "name"));
  ASSERT_EQ(table->rows().size(), 2u);
  EXPECT_EQ(table->Get(table->rows()[0], "name"), "4-AP, base");
  EXPECT_EQ(table->Get(table->rows()[1], "id"), "npp");
  EXPECT_EQ(table->rows()[1].line, 3u);
  EXPECT_TRUE(table->HasColumn("name"));
  EXPECT_FALSE(table->HasColumn("nam"));
  EXPECT_EQ(table->Get(table->rows()[0], "nam"), "");
}

TEST(CsvTableTest, QuotedCellsHoldQuotesSeparatorsAndLines) {
  const auto table = CsvTable::Parse("a,b\n\"x\"\"y\",\"1\n2\r\n3\"\n\"\",last\n", "t.csv");
  ASSERT_THAT(table, IsOk());
  EXPECT_THAT(table->rows()[0].cells, ElementsAre("x\"y", "1\n2\r\n3"));
  EXPECT_THAT(table->rows()[1].cells, ElementsAre("", "last"));
  EXPECT_EQ(table->rows()[1].line, 5u) << "lines inside a quoted cell count";
}

TEST(CsvTableTest, LineEndsMarkAndEmptyLinesChangeNothing) {
  const auto plain = CsvTable::Parse("a,b\n1,2\n3,\n", "t.csv");
  ASSERT_THAT(plain, IsOk());
  for (const std::string_view text : {"a,b\r\n1,2\r\n3,\r\n",
                                      "\xef\xbb\xbf"
                                      "a,b\n1,2\n3,",
                                      "\n\na,b\n\n1,2\n\r\n3,\n\n"}) {
    const auto table = CsvTable::Parse(text, "t.csv");
    ASSERT_THAT(table, IsOk()) << text;
    EXPECT_EQ(table->columns(), plain->columns()) << text;
    ASSERT_EQ(table->rows().size(), 2u) << text;
    EXPECT_EQ(table->rows()[0].cells, plain->rows()[0].cells) << text;
    EXPECT_EQ(table->rows()[1].cells, plain->rows()[1].cells) << text;
  }
}

struct BadCase {
  std::string_view text;
  std::string_view message;
};

class CsvTableErrorTest : public ::testing::TestWithParam<BadCase> {};

TEST_P(CsvTableErrorTest, NamesThePlace) {
  const auto table = CsvTable::Parse(GetParam().text, "t.csv");
  ASSERT_THAT(table, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(AsStd(table.status().message()), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, CsvTableErrorTest,
    ::testing::Values(BadCase{"", "t.csv:1:1: no header row"},
                      BadCase{"a,a\n", "t.csv:1:1: column \"a\" twice"},
                      BadCase{"a,b\n1\n", "t.csv:2:1: 1 cells, but the header has 2"},
                      BadCase{"a,b\n1,2,3\n", "t.csv:2:1: 3 cells, but the header has 2"},
                      BadCase{"a,b\n1,x\"y\"\n",
                              "t.csv:2:4: a quote inside a cell that does not begin with one"},
                      BadCase{"a,b\n1,\"x\"y\n", "t.csv:2:6: text behind a closing quote"},
                      BadCase{"a,b\n1,\"x\n2,3\n", "t.csv:2:3: this quote is never closed"},
                      BadCase{"a,b\n1,2\r3,4\n", "t.csv:2:4: a carriage return without a line feed"},
                      BadCase{"a,b\n1,\x01\n", "t.csv:2:3: a control character"},
                      BadCase{std::string_view("a,b\n1,\"\0\"\n", 10), "t.csv:2:4: a control character"},
                      BadCase{"a,b\n1,2\n3,\xe9\n", "t.csv:3:3: not UTF-8: save the file as UTF-8"},
                      BadCase{"a\n\xc0\xaf\n", "t.csv:2:1: not UTF-8: save the file as UTF-8"},
                      BadCase{"a\n\xed\xa0\x80\n", "t.csv:2:1: not UTF-8: save the file as UTF-8"}));

TEST(CsvTableTest, GoesOnBehindARowWithAnError) {
  std::vector<CsvTable::Error> errors;
  const CsvTable table = CsvTable::ParseWithErrors("a;b\n1;x\"\n2;y\n3\n4;z\n", "t.csv", errors, ';');
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].line, 2u);
  EXPECT_EQ(errors[1].line, 4u);
  ASSERT_EQ(table.rows().size(), 2u);
  EXPECT_THAT(table.rows()[0].cells, ElementsAre("2", "y"));
  EXPECT_THAT(table.rows()[1].cells, ElementsAre("4", "z"));
}

TEST(CsvTableTest, WithoutAHeaderNothingIsARow) {
  std::vector<CsvTable::Error> errors;
  const CsvTable table = CsvTable::ParseWithErrors("a\",b\n1,2\n", "t.csv", errors);
  EXPECT_EQ(errors.size(), 1u);
  EXPECT_THAT(table.rows(), IsEmpty());
}

TEST(CsvTableTest, ReadsFiles) {
  const TempFolder folder;
  const auto table = CsvTable::Read(folder.Write("t.csv", "a\n1\n"));
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table->file(), folder.File("t.csv"));
  EXPECT_THAT(CsvTable::Read(folder.File("none.csv")), StatusIs(absl::StatusCode::kNotFound));
}

TEST(CsvCellTest, ReadsBackWhateverItHolds) {
  for (const std::string_view text : {"", "plain", "a,b", "\"", "say \"x\"", "two\nlines", "cr\r\nlf"}) {
    const auto table = CsvTable::Parse(Concat("a,b\n", CsvCell(text), ",end\n"), "t.csv");
    ASSERT_THAT(table, IsOk()) << text;
    EXPECT_EQ(table->rows()[0].cells[0], text);
  }
}

}  // namespace
}  // namespace tidewaiter
