#include "chemdb/store/database.h"

#include <functional>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/sqlite.h"
#include "chemdb/store/builder.h"
#include "tests/chemdb/store/tiny_tables.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;
using testing::TempFolder;
using testing::TinyTables;

std::string Message(const absl::StatusOr<std::shared_ptr<const Database>>& database) {
  return std::string(database.status().message());
}

TEST(DatabaseTest, ReadsBackEverything) {
  const TempFolder folder;
  const DatabaseContent content = TinyTables().Content();
  ASSERT_THAT(WriteDatabase(content, folder.File("a.tdw")), IsOk());
  const auto database = Database::Open(folder.File("a.tdw"));
  ASSERT_THAT(database, IsOk());
  EXPECT_EQ((*database)->digest(), DigestOf(content));
  EXPECT_EQ((*database)->digest().size(), 64u);
}

TEST(DatabaseTest, SameContentSameBytes) {
  const TempFolder folder;
  ASSERT_THAT(WriteDatabase(TinyTables().Content(), folder.File("a.tdw")), IsOk());
  ASSERT_THAT(WriteDatabase(TinyTables().Content(), folder.File("b.tdw")), IsOk());
  EXPECT_EQ(folder.Read("a.tdw"), folder.Read("b.tdw"));
}

TEST(DatabaseTest, EveryFactCountsInTheDigest) {
  const DatabaseContent content = TinyTables().Content();
  const std::vector<std::function<void(DatabaseContent&)>> edits = {
      [](DatabaseContent& c) { c.jurisdictions["UN"] = "UN"; },
      [](DatabaseContent& c) { c.territories.emplace("GU", "us"); },
      [](DatabaseContent& c) { c.sources[0].seen_on = "2026-11-03"; },
      [](DatabaseContent& c) { c.instruments[0].consolidated_to.reset(); },
      [](DatabaseContent& c) { c.instruments[0].citation = "21 CFR"; },
      [](DatabaseContent& c) { c.instruments[0].licence.clear(); },
      [](DatabaseContent& c) { c.instruments[0].source_ids.clear(); },
      [](DatabaseContent& c) { c.substances[0].racemic = true; },
      [](DatabaseContent& c) { c.substances[0].names[0].certainty = 0.99999999; },
      [](DatabaseContent& c) { c.substances[0].forms[0].kind = "solvate"; },
      [](DatabaseContent& c) { c.components[0].kind = "solvent"; },
      [](DatabaseContent& c) { c.goods_codes[0].substance = 1; },
      [](DatabaseContent& c) { c.listings[0].to_evidence = DateEvidence::kOfficialText; },
      [](DatabaseContent& c) { c.listings[0].scope |= kScopeEsters; },
      [](DatabaseContent& c) { c.listings[0].source += "."; },
      [](DatabaseContent& c) { c.listings[1].mixture_limit.reset(); },
      [](DatabaseContent& c) { c.listings[1].counterparts.pop_back(); },
      [](DatabaseContent& c) { c.listings[2].thresholds[0].quantity = 1.5000001; },
      [](DatabaseContent& c) { std::swap(c.listings[0], c.listings[1]); },
  };
  std::set<std::string> digests = {DigestOf(content)};
  for (size_t i = 0; i < edits.size(); ++i) {
    DatabaseContent edited = content;
    edits[i](edited);
    EXPECT_TRUE(digests.insert(DigestOf(edited)).second) << "edit " << i;
  }
}

TEST(DatabaseTest, FindsSubstancesAndListings) {
  const auto database = Database::FromContent(TinyTables().Content());
  EXPECT_EQ(database->FindSubstance("ephedrine"), 1u);
  EXPECT_EQ(database->FindSubstance("nix"), std::nullopt);
  EXPECT_THAT(database->FindSubstances("4-Anilinopiperidine"), ElementsAre(0u));
  EXPECT_THAT(database->FindSubstances("99918-43-1"), ElementsAre(0u));
  EXPECT_THAT(database->FindSubstances("RED PHOSPHORUS"), ElementsAre(2u));
  EXPECT_THAT(database->FindSubstances(""), IsEmpty());
  EXPECT_THAT(database->ListingsOf(SubjectKind::kSubstance, "4-ap"), ElementsAre(0u, 1u));
  EXPECT_THAT(database->ListingsOf(SubjectKind::kClass, "4-ap"), IsEmpty());
}

TEST(DatabaseTest, NoFile) {
  const TempFolder folder;
  const auto none = Database::Open(folder.File("none.tdw"));
  EXPECT_THAT(none, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Message(none), HasSubstr("tidewaiter db build"));
  EXPECT_THAT(Database::Open(folder.path()), StatusIs(absl::StatusCode::kNotFound));
}

TEST(DatabaseTest, FilesThatWereNeverOurs) {
  const TempFolder folder;
  EXPECT_THAT(Database::Open(folder.Write("empty", "")), StatusIs(absl::StatusCode::kFailedPrecondition));
  const auto text = Database::Open(folder.Write("list.csv", "id,name\n4-ap,4-AP\n"));
  EXPECT_THAT(text, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Message(text), HasSubstr("not a SQLite database"));
  {
    auto db = SqliteConnection::Create(folder.File("other.db"));
    ASSERT_THAT(db, IsOk());
    ASSERT_THAT(db->Execute("CREATE TABLE t(a)"), IsOk());
  }
  const auto other = Database::Open(folder.File("other.db"));
  EXPECT_THAT(other, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Message(other), HasSubstr("another application"));
}

// user_version stands in bytes 60 to 63 of the header, big-endian.
TEST(DatabaseTest, OtherSchemaVersions) {
  const TempFolder folder;
  ASSERT_THAT(WriteDatabase(TinyTables().Content(), folder.File("a.tdw")), IsOk());
  std::string bytes = folder.Read("a.tdw");
  bytes[63] = static_cast<char>(Database::kSchemaVersion + 1);
  const auto newer = Database::Open(folder.Write("newer.tdw", bytes));
  EXPECT_THAT(newer, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Message(newer), HasSubstr("update tidewaiter"));
  bytes[63] = static_cast<char>(Database::kSchemaVersion - 1);
  const auto older = Database::Open(folder.Write("older.tdw", bytes));
  EXPECT_THAT(older, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Message(older), HasSubstr("build the database again"));
}

// Whatever its length, a file that was cut is refused with a word on what to do.
TEST(DatabaseTest, CutAnywhere) {
  const TempFolder folder;
  ASSERT_THAT(WriteDatabase(TinyTables().Content(), folder.File("a.tdw")), IsOk());
  const std::string bytes = folder.Read("a.tdw");
  for (size_t size = 0; size < bytes.size(); size += size < 200 ? 20 : 2048) {
    const auto cut = Database::Open(folder.Write("cut.tdw", bytes.substr(0, size)));
    EXPECT_FALSE(cut.ok()) << size;
    EXPECT_THAT(Message(cut), HasSubstr("tidewaiter db build")) << size;
  }
}

// Any byte changed: refused, or it was one that no fact depends on. Never a crash, never other facts.
TEST(DatabaseTest, ByteFlippedAnywhere) {
  const TempFolder folder;
  const DatabaseContent content = TinyTables().Content();
  ASSERT_THAT(WriteDatabase(content, folder.File("a.tdw")), IsOk());
  const std::string bytes = folder.Read("a.tdw");
  size_t refused = 0;
  for (size_t i = 0; i < bytes.size(); i += 101) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 0x15);
    const auto database = Database::Open(folder.Write("changed.tdw", changed));
    refused += database.ok() ? 0 : 1;
    if (database.ok()) {
      EXPECT_EQ((*database)->digest(), DigestOf(content)) << i;
    }
  }
  EXPECT_GT(refused, 5u);
}

// A fact changed by somebody who knows SQLite: the pages are sound, the digest tells.
TEST(DatabaseTest, AlteredFacts) {
  const TempFolder folder;
  ASSERT_THAT(WriteDatabase(TinyTables().Content(), folder.File("a.tdw")), IsOk());
  std::string bytes = folder.Read("a.tdw");
  const size_t at = bytes.find("C1CNCCC1Nc1ccccc1");
  ASSERT_NE(at, std::string::npos);
  bytes[at] = 'N';
  const auto altered = Database::Open(folder.Write("altered.tdw", bytes));
  EXPECT_THAT(altered, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Message(altered), HasSubstr("damaged"));
}

}  // namespace
}  // namespace tidewaiter
