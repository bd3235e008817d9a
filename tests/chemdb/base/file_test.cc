#include "chemdb/base/file.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;
using testing::TempFolder;

TEST(FileTest, WritesAndReads) {
  const TempFolder folder;
  const std::string path = folder.File("x");
  const std::string text("a\0b\n", 4);
  ASSERT_THAT(WriteFileAtomically(path, "first, and longer"), IsOk());
  ASSERT_THAT(WriteFileAtomically(path, text), IsOk());
  EXPECT_THAT(ReadFile(path, 4), IsOkAndHolds(text));
  EXPECT_THAT(ReadFile(path, 3), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1)
      << "a temporary file stayed";
}

TEST(FileTest, SaysWhyNot) {
  const TempFolder folder;
  EXPECT_THAT(ReadFile(folder.File("none"), 10), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ReadFile(folder.path(), 10), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(WriteFileAtomically(folder.File("none/x"), "x"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(WriteFileAtomically(folder.path(), "x"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(FileTest, ReplacesNoDevice) {
  EXPECT_THAT(WriteFileAtomically("/dev/null", "x"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(FileTest, FollowsALink) {
  const TempFolder folder;
  folder.Write("real", "old");
  std::filesystem::create_symlink(folder.File("real"), folder.File("link"));
  ASSERT_THAT(WriteFileAtomically(folder.File("link"), "new"), IsOk());
  EXPECT_TRUE(std::filesystem::is_symlink(folder.File("link")));
  EXPECT_EQ(folder.Read("real"), "new");
}

TEST(FileTest, ListsByNameAndExtension) {
  const TempFolder folder;
  folder.Write("b.csv", "");
  folder.Write("a.csv", "");
  folder.Write("c.txt", "");
  folder.Write("sub.csv/d.csv", "");
  std::filesystem::create_symlink(folder.File("nowhere"), folder.File("dangling.csv"));
  EXPECT_THAT(ListFiles(folder.path(), ".csv"),
              IsOkAndHolds(ElementsAre(folder.File("a.csv"), folder.File("b.csv"))));
  EXPECT_THAT(ListFiles(folder.File("none"), ".csv"), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tidewaiter
