#include "chemdb/law/import/table_file.h"

#include "gtest/gtest.h"

#include "chemdb/base/file.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::TempFolder;

class TableFileTest : public ::testing::Test {
 protected:
  TableFile Read(const std::string& text) {
    EXPECT_THAT(WriteFileAtomically(folder_.File("t.csv"), text), IsOk());
    auto table = TableFile::Read(folder_.path(), "t.csv", {"a", "b"});
    EXPECT_THAT(table, IsOk());
    return *std::move(table);
  }
  TempFolder folder_;
};

TEST_F(TableFileTest, UntouchedLinesStayAsTheyWere) {
  TableFile table = Read("a,b\n1,\"x\"\n2,y\n");
  EXPECT_FALSE(table.changed());
  EXPECT_EQ(table.Diff(), "");
  table.Set(1, "b", "y");
  EXPECT_FALSE(table.changed());
  table.Set(1, "b", "p, q");
  EXPECT_EQ(table.Text(), "a,b\n1,\"x\"\n2,\"p, q\"\n");
  EXPECT_EQ(table.Diff(), "--- a/t.csv\n+++ b/t.csv\n@@ -1,3 +1,3 @@\n a,b\n 1,\"x\"\n-2,y\n+2,\"p, q\"\n");
}

TEST_F(TableFileTest, HunksCountTheirLines) {
  std::string text = "a,b\n";
  for (int i = 0; i < 30; ++i) text += std::to_string(i) + ",x\n";
  TableFile table = Read(text);
  table.Insert({{"a", "new"}, {"b", "1"}}, 4);
  table.Set(21, "b", "y");
  table.Insert({{"a", "end"}});
  EXPECT_EQ(table.Diff(),
            "--- a/t.csv\n+++ b/t.csv\n"
            "@@ -4,6 +4,7 @@\n 2,x\n 3,x\n 4,x\n+new,1\n 5,x\n 6,x\n 7,x\n"
            "@@ -19,7 +20,7 @@\n 17,x\n 18,x\n 19,x\n-20,x\n+20,y\n 21,x\n 22,x\n 23,x\n"
            "@@ -29,3 +30,4 @@\n 27,x\n 28,x\n 29,x\n+end,\n");
}

TEST_F(TableFileTest, AFileThatIsNotThereIsNew) {
  auto table = TableFile::Read(folder_.path(), "new.csv", {"a", "b"});
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table->Diff(), "");
  table->Insert({{"b", "2"}});
  EXPECT_EQ(table->Text(), "a,b\n,2\n");
  EXPECT_EQ(table->Diff(), "--- /dev/null\n+++ b/new.csv\n@@ -0,0 +1,2 @@\n+a,b\n+,2\n");
}

TEST_F(TableFileTest, RowsOverSeveralLinesAreRefused) {
  EXPECT_THAT(WriteFileAtomically(folder_.File("t.csv"), "a,b\n\"x\ny\",1\n"), IsOk());
  EXPECT_FALSE(TableFile::Read(folder_.path(), "t.csv", {"a"}).ok());
  EXPECT_FALSE(TableFile::Read(folder_.path(), "t.csv", {"c"}).ok());
}

}  // namespace
}  // namespace tidewaiter
