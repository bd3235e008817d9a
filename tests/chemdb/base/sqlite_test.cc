#include "chemdb/base/sqlite.h"

#include "gtest/gtest.h"

#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;
using testing::TempFolder;

TEST(SqliteTest, BindsAndReadsEveryKind) {
  auto db = SqliteConnection::InMemory();
  ASSERT_THAT(db, IsOk());
  ASSERT_THAT(db->Execute("CREATE TABLE t(a TEXT, b INTEGER, c REAL, d TEXT) STRICT"), IsOk());
  auto insert = db->Prepare("INSERT INTO t VALUES(?, ?, ?, ?)");
  ASSERT_THAT(insert, IsOk());
  const std::string text("x\0y", 3);
  insert->Bind(1, text);
  insert->Bind(2, int64_t{1} << 60);
  insert->Bind(3, 0.1);
  insert->BindNull(4);
  ASSERT_THAT(insert->Run(), IsOk());
  insert->Bind(1, std::string_view());
  ASSERT_THAT(insert->Run(), IsOk()) << "after a run the statement is ready again";

  auto select = db->Prepare("SELECT * FROM t ORDER BY rowid");
  ASSERT_THAT(select, IsOk());
  ASSERT_THAT(select->Step(), IsOkAndHolds(true));
  EXPECT_EQ(select->columns(), 4);
  EXPECT_EQ(select->Text(0), text);
  EXPECT_EQ(select->Int(1), int64_t{1} << 60);
  EXPECT_EQ(select->Real(2), 0.1);
  EXPECT_TRUE(select->IsNull(3));
  EXPECT_EQ(select->Text(3), "");
  ASSERT_THAT(select->Step(), IsOkAndHolds(true));
  EXPECT_FALSE(select->IsNull(0)) << "empty text is not NULL";
  EXPECT_TRUE(select->IsNull(1)) << "what was bound before is forgotten";
  EXPECT_THAT(select->Step(), IsOkAndHolds(false));
}

TEST(SqliteTest, ErrorsAreStatuses) {
  auto db = SqliteConnection::InMemory();
  ASSERT_THAT(db, IsOk());
  ASSERT_THAT(db->Execute("CREATE TABLE t(a INTEGER CHECK(a > 0)) STRICT"), IsOk());
  EXPECT_THAT(db->Execute("INSERT INTO t VALUES(0)"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(db->Execute("no SQL"), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(db->Prepare("SELECT 1; SELECT 2").status(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(db->Prepare("").status(), StatusIs(absl::StatusCode::kInvalidArgument));
  auto insert = db->Prepare("INSERT INTO t VALUES(?)");
  ASSERT_THAT(insert, IsOk());
  insert->Bind(7, int64_t{1});
  EXPECT_FALSE(insert->Run().ok()) << "no such parameter";
  insert->Bind(1, int64_t{1});
  EXPECT_THAT(insert->Run(), IsOk());
}

TEST(SqliteTest, CreatesReadsAndRefuses) {
  const TempFolder folder;
  const std::string path = folder.File("x.db");
  EXPECT_THAT(SqliteConnection::OpenReadOnly(path).status(), StatusIs(absl::StatusCode::kNotFound));
  {
    auto db = SqliteConnection::Create(path);
    ASSERT_THAT(db, IsOk());
    ASSERT_THAT(db->Execute("CREATE TABLE t(a); INSERT INTO t VALUES(7); CREATE VIEW v AS SELECT a FROM t"),
                IsOk());
  }
  EXPECT_THAT(SqliteConnection::Create(path).status(), StatusIs(absl::StatusCode::kAlreadyExists));
  auto db = SqliteConnection::OpenReadOnly(path);
  ASSERT_THAT(db, IsOk());
  EXPECT_FALSE(db->Execute("INSERT INTO t VALUES(8)").ok());
  EXPECT_FALSE(db->Execute("ATTACH ':memory:' AS other").ok());
  EXPECT_FALSE(db->Prepare("SELECT a FROM v").ok()) << "a view may hold anything";
  auto select = db->Prepare("SELECT a FROM t");
  ASSERT_THAT(select, IsOk());
  ASSERT_THAT(select->Step(), IsOkAndHolds(true));
  EXPECT_EQ(select->Int(0), 7);
}

TEST(SqliteTest, NoDatabaseIsDataLoss) {
  const TempFolder folder;
  const std::string path = folder.Write("x.db", std::string(2000, 'x'));
  const auto db = SqliteConnection::OpenReadOnly(path);
  EXPECT_THAT(db.status(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(SqliteTest, SerializesToAFile) {
  auto made = SqliteConnection::InMemory();
  ASSERT_THAT(made, IsOk());
  ASSERT_THAT(made->Execute("CREATE TABLE t(a); INSERT INTO t VALUES('text')"), IsOk());
  const auto bytes = made->Serialize();
  ASSERT_THAT(bytes, IsOk());
  const TempFolder folder;
  auto db = SqliteConnection::OpenReadOnly(folder.Write("x.db", *bytes));
  ASSERT_THAT(db, IsOk());
  auto select = db->Prepare("SELECT a FROM t");
  ASSERT_THAT(select, IsOk());
  ASSERT_THAT(select->Step(), IsOkAndHolds(true));
  EXPECT_EQ(select->Text(0), "text");
}

}  // namespace
}  // namespace tidewaiter
