// The real tables of chemdb/data: every row stands, and the database made of them reads back as it was.
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "chemdb/store/builder.h"
#include "chemdb/store/database.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::TempFolder;

const absl::StatusOr<SourceTables>& RealTables() {
  static const auto* const tables =
      new absl::StatusOr<SourceTables>(ReadSourceTables(TIDEWAITER_SOURCE_DIR "/chemdb/data", {}));
  return *tables;
}

TEST(DataTest, NoProblem) {
  ASSERT_THAT(RealTables(), IsOk());
  std::string all;
  for (const TableProblem& problem : RealTables()->problems) AppendTo(all, FormatProblem(problem), "\n");
  EXPECT_EQ(all, "");
}

TEST(DataTest, IsNotEmpty) {
  ASSERT_THAT(RealTables(), IsOk());
  const DatabaseContent& content = RealTables()->content;
  EXPECT_FALSE(content.jurisdictions.empty());
  EXPECT_FALSE(content.territories.empty());
  EXPECT_FALSE(content.sources.empty());
  EXPECT_FALSE(content.instruments.empty());
  EXPECT_FALSE(content.substances.empty());
  EXPECT_FALSE(content.components.empty());
  EXPECT_FALSE(content.goods_codes.empty());
  EXPECT_FALSE(content.listings.empty());
}

TEST(DataTest, ReadsBackAsWritten) {
  ASSERT_THAT(RealTables(), IsOk());
  const TempFolder folder;
  const std::string path = folder.File("real.tdw");
  ASSERT_THAT(WriteDatabase(RealTables()->content, path), IsOk());
  const auto database = Database::Open(path);
  ASSERT_THAT(database, IsOk());
  EXPECT_EQ((*database)->digest(), DigestOf(RealTables()->content));
}

}  // namespace
}  // namespace tidewaiter
