#include "screening/ledger/ledger.h"

#include <csignal>
#include <filesystem>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "rules/policy/ledger_schema.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;
using testing::TempFolder;

const Date kDay = *ParseIsoDate("2026-03-01");

LedgerEntry Entry(int64_t line, std::string_view digest = "aa", std::string_view substance = "4-ap") {
  LedgerEntry entry;
  entry.file_digest = digest;
  entry.line = line;
  entry.record_id = "R";
  entry.day = kDay.time_since_epoch().count();
  entry.consignor = "alpha";
  entry.consignee = "beta";
  entry.substance = substance;
  entry.grams = 1000 * line;
  return entry;
}

std::string Dump(Ledger& ledger) {
  auto rows = ledger.connection().Prepare(
      Concat("SELECT id, file_digest, line, substance, day, consignee, grams, licence FROM (",
             policy::kLedgerRows, ") ORDER BY id"));
  EXPECT_THAT(rows, IsOk());
  std::string out;
  while (rows->Step().value()) {
    for (int i = 0; i < rows->columns(); ++i) out += rows->IsNull(i) ? "-|" : rows->Text(i) + "|";
    out += "\n";
  }
  return out;
}

// Parties, addresses and phones that the ledger remembers, in the order of their coming in.
std::string Keys(Ledger& ledger) {
  auto rows = ledger.connection().Prepare("SELECT key FROM ledger_key ORDER BY id");
  EXPECT_THAT(rows, IsOk());
  std::string out;
  while (rows->Step().value()) out += rows->Text(0) + " ";
  return out;
}

TEST(LedgerTest, AddingTwiceChangesNothing) {
  auto ledger = Ledger::Temporary().value();
  ASSERT_THAT(ledger->Begin(), IsOk());
  EXPECT_THAT(ledger->BeginFile("aa", "a.csv", kDay), IsOkAndHolds(false));
  EXPECT_THAT(ledger->Add(Entry(1)), IsOkAndHolds(LedgerAdded::kNew));
  EXPECT_THAT(ledger->Add(Entry(1, "aa", "npp")), IsOkAndHolds(LedgerAdded::kNew));
  EXPECT_THAT(ledger->Add(Entry(2)), IsOkAndHolds(LedgerAdded::kNew));
  ASSERT_THAT(ledger->Commit(), IsOk());
  const std::string before = Dump(*ledger);
  EXPECT_THAT(ledger->BeginFile("aa", "copy of a.csv", kDay), IsOkAndHolds(true));
  LedgerEntry changed = Entry(2);
  changed.grams = 9;
  EXPECT_THAT(ledger->Add(changed), IsOkAndHolds(LedgerAdded::kKnown));
  EXPECT_THAT(ledger->Add(Entry(1)), IsOkAndHolds(LedgerAdded::kKnown));
  EXPECT_EQ(Dump(*ledger), before);
  EXPECT_THAT(ledger->Add(Entry(1, "bb")), IsOkAndHolds(LedgerAdded::kNew)) << "another file";
}

TEST(LedgerTest, UnknownIsNullAndNotZero) {
  auto ledger = Ledger::Temporary().value();
  LedgerEntry entry;
  entry.file_digest = "aa";
  entry.line = 1;
  entry.substance = "4-ap";
  ASSERT_THAT(ledger->Add(entry), IsOkAndHolds(LedgerAdded::kNew));
  EXPECT_EQ(Dump(*ledger), "1|aa|1|4-ap|-|-|-|-|\n");
}

TEST(LedgerTest, RollbackLeavesNothing) {
  TempFolder folder;
  {
    auto ledger = Ledger::Open(folder.File("l.sqlite")).value();
    ASSERT_THAT(ledger->Begin(), IsOk());
    ASSERT_THAT(ledger->Add(Entry(1)), IsOk());
    ASSERT_THAT(ledger->Commit(), IsOk());
    ASSERT_THAT(ledger->Begin(), IsOk());
    ASSERT_THAT(ledger->Add(Entry(2)), IsOk());
    // Numbers given in what was rolled back are not used afterwards.
    LedgerEntry other = Entry(3);
    other.consignor = "gamma";
    ASSERT_THAT(ledger->Add(other), IsOk());
    ledger->Rollback();
    other.consignor = "delta";
    ASSERT_THAT(ledger->Add(other), IsOk());
    EXPECT_EQ(Keys(*ledger), "alpha beta delta ");
    EXPECT_EQ(ledger->Find("aa", 3, "4-ap").value().consignor, "delta");
    ASSERT_THAT(ledger->Begin(), IsOk());
    ASSERT_THAT(ledger->Add(Entry(4)), IsOk());
  }
  auto ledger = Ledger::Open(folder.File("l.sqlite")).value();
  EXPECT_EQ(ledger->Count().value().entries, 2);
}

TEST(LedgerTest, ReadersDoNotWaitForTheWriter) {
  TempFolder folder;
  auto writer = Ledger::Open(folder.File("l.sqlite")).value();
  ASSERT_THAT(writer->Add(Entry(1)), IsOk());
  ASSERT_THAT(writer->Begin(), IsOk());
  ASSERT_THAT(writer->Add(Entry(2)), IsOk());
  auto reader = Ledger::OpenReadOnly(folder.File("l.sqlite"));
  ASSERT_THAT(reader, IsOk());
  EXPECT_EQ((*reader)->Count().value().entries, 1);
  EXPECT_FALSE((*reader)->Add(Entry(3)).ok());
}

TEST(LedgerTest, SecondWriterIsTold) {
  TempFolder folder;
  auto first = Ledger::Open(folder.File("l.sqlite")).value();
  const auto second = Ledger::Open(folder.File("l.sqlite"));
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(second.status().message()), ::testing::HasSubstr("another process"));
  first.reset();
  EXPECT_THAT(Ledger::Open(folder.File("l.sqlite")), IsOk());
}

TEST(LedgerTest, ForeignAndDamagedFilesAreRefused) {
  TempFolder folder;
  {
    auto other = SqliteConnection::Create(folder.File("other.sqlite")).value();
    ASSERT_THAT(other.Execute("CREATE TABLE t(x)"), IsOk());
  }
  EXPECT_THAT(Ledger::Open(folder.File("other.sqlite")), StatusIs(absl::StatusCode::kFailedPrecondition));
  folder.Write("text.sqlite", std::string(4096, 'x'));
  EXPECT_THAT(Ledger::Open(folder.File("text.sqlite")), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Ledger::OpenReadOnly(folder.File("none.sqlite")), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Ledger::Open(folder.File("no/folder.sqlite")), StatusIs(absl::StatusCode::kNotFound));
  {
    auto ledger = Ledger::Open(folder.File("trigger.sqlite")).value();
    ASSERT_THAT(ledger->connection().Execute(
                    "CREATE TRIGGER t AFTER INSERT ON ledger_entry BEGIN DELETE FROM ledger_entry; END"),
                IsOk());
  }
  EXPECT_THAT(Ledger::Open(folder.File("trigger.sqlite")), StatusIs(absl::StatusCode::kFailedPrecondition));
  {
    auto ledger = Ledger::Open(folder.File("later.sqlite")).value();
    ASSERT_THAT(ledger->connection().Execute("PRAGMA user_version = 99"), IsOk());
  }
  EXPECT_THAT(Ledger::Open(folder.File("later.sqlite")), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(LedgerTest, DamageIsFoundByTheCheck) {
  TempFolder folder;
  const std::string path = folder.File("l.sqlite");
  {
    auto ledger = Ledger::Open(path).value();
    ASSERT_THAT(ledger->Begin(), IsOk());
    for (int line = 1; line <= 2000; ++line) ASSERT_THAT(ledger->Add(Entry(line)), IsOk());
    ASSERT_THAT(ledger->Commit(), IsOk());
    ASSERT_THAT(ledger->CheckIntegrity(), IsOk());
    ASSERT_THAT(ledger->Flush(), IsOk());
  }
  std::string bytes = folder.Read("l.sqlite");
  bytes.replace(bytes.size() / 2, 6000, std::string(6000, '\x55'));
  folder.Write("l.sqlite", bytes);
  auto ledger = Ledger::Open(path);
  const absl::Status status = ledger.ok() ? (*ledger)->CheckIntegrity() : ledger.status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
}

TEST(LedgerTest, PrunedDaysStayGone) {
  TempFolder folder;
  const std::string path = folder.File("l.sqlite");
  LedgerEntry old = Entry(1);
  old.day = *old.day - 400;
  old.consignor = "gone";
  LedgerEntry undated = Entry(3);
  undated.day.reset();
  {
    auto ledger = Ledger::Open(path).value();
    ASSERT_THAT(ledger->BeginFile("aa", "a.csv", kDay - std::chrono::days(400)), IsOk());
    for (const LedgerEntry& entry : {old, Entry(2), undated}) ASSERT_THAT(ledger->Add(entry), IsOk());
    ASSERT_THAT(ledger->AddDraw("aa", 1, "4-ap", {"X", 0, 5, false}), IsOk());
    EXPECT_EQ(Keys(*ledger), "gone beta alpha ");
    EXPECT_THAT(ledger->Prune(kDay - std::chrono::days(365)), IsOkAndHolds(2));
    EXPECT_EQ(Keys(*ledger), "beta alpha ") << "who has no entry left is forgotten";
    EXPECT_THAT(ledger->Compact(), IsOk());
  }
  auto ledger = Ledger::Open(path).value();
  EXPECT_EQ(ledger->Count().value().entries, 1);
  EXPECT_EQ(ledger->Count().value().draws, 1) << "a licence stays used";
  ASSERT_THAT(ledger->BeginFile("aa", "a.csv", kDay), IsOkAndHolds(true));
  EXPECT_THAT(ledger->Add(old), IsOkAndHolds(LedgerAdded::kNotWanted));
  EXPECT_THAT(ledger->Add(Entry(2)), IsOkAndHolds(LedgerAdded::kKnown));
  EXPECT_THAT(ledger->Add(undated), IsOkAndHolds(LedgerAdded::kNotWanted));
  EXPECT_EQ(ledger->Count().value().entries, 1);
}

TEST(LedgerTest, AFullDiskIsAStatusAndLosesNothing) {
  TempFolder folder;
  const std::string path = folder.File("l.sqlite");
  { ASSERT_THAT(Ledger::Open(path), IsOk()); }
  const pid_t child = fork();
  if (child == 0) {
    // No file of this process may grow over 300 KB; writes beyond fail with EFBIG, as on a full disk.
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{300'000, 300'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    auto ledger = Ledger::Open(path);
    if (!ledger.ok()) _exit(1);
    for (int batch = 0; batch < 1000; ++batch) {
      absl::Status status = (*ledger)->Begin();
      for (int i = 0; i < 50 && status.ok(); ++i) status = (*ledger)->Add(Entry(batch * 50 + i + 1)).status();
      if (status.ok()) status = (*ledger)->Commit();
      if (!status.ok()) _exit(42);
    }
    _exit(2);
  }
  int outcome = 0;
  ASSERT_EQ(waitpid(child, &outcome, 0), child);
  ASSERT_TRUE(WIFEXITED(outcome));
  EXPECT_EQ(WEXITSTATUS(outcome), 42);
  auto ledger = Ledger::Open(path).value();
  EXPECT_THAT(ledger->CheckIntegrity(), IsOk());
  const int64_t entries = ledger->Count().value().entries;
  EXPECT_GT(entries, 0);
  EXPECT_EQ(entries % 50, 0) << "whole batches only";
}

TEST(LedgerTest, CountsTellUnfinishedFiles) {
  auto ledger = Ledger::Temporary().value();
  ASSERT_THAT(ledger->BeginFile("aa", "a.csv", kDay), IsOk());
  ASSERT_THAT(ledger->BeginFile("bb", "b.csv", kDay), IsOk());
  ASSERT_THAT(ledger->EndFile("aa", 10), IsOk());
  EXPECT_EQ(ledger->Count().value().files, 2);
  EXPECT_EQ(ledger->Count().value().unfinished_files, 1);
}

}  // namespace
}  // namespace tidewaiter
