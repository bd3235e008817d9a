#include "screening/lint/list_file.h"

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using testing::IsOk;

// "line:column text" of every cell.
std::vector<std::string> Cells(const absl::StatusOr<ListFile>& list) {
  std::vector<std::string> out;
  if (!list.ok()) return {std::string(list.status().message())};
  for (const ListRow& row : list->rows) {
    for (const ListCell& cell : row.cells) {
      out.push_back(Concat(cell.place.line, ":", cell.place.column, " ", cell.text));
    }
  }
  return out;
}
std::vector<std::string> Problems(const ListFile& list) {
  std::vector<std::string> out;
  for (const ListProblem& p : list.problems)
    out.push_back(Concat(p.place.line, ":", p.place.column, " ", p.rule));
  return out;
}

TEST(ListFileTest, CsvPlacesInCharacters) {
  EXPECT_THAT(Cells(ParseList("name;cas\néphédrine;299-42-3\n\"a;\nb\";1\n", "x")),
              ElementsAre("2:1 éphédrine", "2:11 299-42-3", "3:1 a;\nb", "4:4 1"));
  EXPECT_THAT(Cells(ParseList("name\tcas\nx, y\t1\n", "x")), ElementsAre("2:1 x, y", "2:6 1"));
}

TEST(ListFileTest, BrokenRowsAreToldAndTheOthersRead) {
  const auto list = ParseList("name,cas\na,1,2\nb,3\nc\"d,4\ne,5\n", "x");
  ASSERT_THAT(list, IsOk());
  EXPECT_THAT(Cells(list), ElementsAre("3:1 b", "3:3 3", "5:1 e", "5:3 5"));
  EXPECT_THAT(Problems(*list), ElementsAre("2:1 syntax", "4:2 syntax"));
}

TEST(ListFileTest, Windows1252IsReadAndTold) {
  const auto list = ParseList(
      "name,cas\nx,1\n\xE9ph\xE9"
      "drine,299-42-3\n",
      "x");
  ASSERT_THAT(list, IsOk());
  EXPECT_THAT(Cells(list), ElementsAre("2:1 x", "2:3 1", "3:1 éphédrine", "3:11 299-42-3"));
  EXPECT_THAT(Problems(*list), ElementsAre("3:1 encoding"));
}

TEST(ListFileTest, Utf16IsRefused) {
  EXPECT_FALSE(ParseList(std::string("\xff\xfe"
                                     "a\0",
                                     4),
                         "x")
                   .ok());
}

TEST(ListFileTest, JsonShapes) {
  EXPECT_THAT(Cells(ParseList(R"([{"name": "a", "cas": "299-42-3"}])", "x")),
              ElementsAre("1:11 a", "1:23 299-42-3"));
  EXPECT_THAT(
      Cells(ParseList("{\"version\": 3, \"items\": [\n {\"name\": \"é\", \"cas\": [\"1\", \"2\"]}\n]}", "x")),
      ElementsAre("2:11 é", "2:24 1|2"));
  EXPECT_THAT(Cells(ParseList("{\"name\": \"a\"}\n{\"cas\": 5}\n", "x")), ElementsAre("1:10 a", "2:9 5"));
}

TEST(ListFileTest, BrokenJsonIsTold) {
  const auto list = ParseList("[{\"name\": \"a\"}, 7, {\"name\": ", "x");
  ASSERT_THAT(list, IsOk());
  EXPECT_FALSE(list->problems.empty());
  const auto lines = ParseList("{\"name\": \"a\"}\n{\"name\": }\n{\"name\": \"c\"}\n", "x");
  ASSERT_THAT(lines, IsOk());
  EXPECT_EQ(lines->rows.size(), 2u);
  ASSERT_EQ(lines->problems.size(), 1u);
  EXPECT_EQ(lines->problems[0].place.line, 2u);
}

TEST(ListFileTest, DeepJsonEnds) {
  EXPECT_THAT(ParseList(std::string(100000, '['), "x"), IsOk());
  EXPECT_THAT(ParseList("{\"a\":" + std::string(100000, '{'), "x"), IsOk());
}

// Many cells on one line, many lines of one cell, many members: time and memory stay in proportion.
TEST(ListFileTest, LargeFilesEnd) {
  std::string wide = "name";
  for (int i = 0; i < 1999; ++i) wide += ",c" + std::to_string(i);
  wide += "\n";
  for (int row = 0; row < 100; ++row) wide += "x" + std::string(1999, ',') + "\n";
  EXPECT_EQ(ParseList(wide, "x")->rows.size(), 100u);
  EXPECT_EQ(Problems(*ParseList("name\n" + std::string(1'000'000, ','), "x")),
            std::vector<std::string>{"2:2001 syntax"});
  std::string lines;
  for (int i = 0; i < 20'000; ++i) lines += "{\"k" + std::to_string(i) + "\": 1, \"name\": \"a\"}\n";
  const auto list = ParseList(lines, "x");
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->rows.size(), 20'000u);
  EXPECT_EQ(list->rows.back().place.line, 20'000u);
}

TEST(ListFileTest, NothingAtAll) {
  const auto list = ParseList(" \n", "x");
  ASSERT_THAT(list, IsOk());
  EXPECT_THAT(Problems(*list), ElementsAre("1:1 syntax"));
}

}  // namespace
}  // namespace tidewaiter
