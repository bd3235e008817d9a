// kill -9 at any moment of a run with a ledger: after running again, no line is lost and none is there twice.
#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "screening/ledger/export.h"
#include "screening/ledger/ledger.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using testing::IsOk;
using testing::TempFolder;

using Clock = std::chrono::steady_clock;

// Goods of which every third is listed, and licences that cover some of them.
std::string Manifest(int lines) {
  constexpr const char* kGoods[] = {"toluene",       "wooden chess set", "ephedrine hydrochloride",
                                    "running shoes", "acetone",          "4-anilinopiperidine"};
  std::string out =
      "Line,Date,Origin,Destination,Goods Description,Net Weight,Value,Currency,Shipper,Consignee\n";
  for (int i = 1; i <= lines; ++i) {
    AppendTo(out, "L", i, ",2026-0", 1 + i % 9, "-1", i % 10, ",CN,US,", kGoods[i % 6], ",", 1 + i % 50, ",",
             100 + i % 900, ",USD,Shipper ", i % 17, ",Consignee ", i % 23, "\n");
  }
  return out;
}

constexpr std::string_view kLicences =
    "licence,holder,substance,quantity,unit,first_day,last_day,jurisdiction\n"
    "A1,Consignee 2,ephedrine,5000,kg,2026-01-01,2026-12-31,\n"
    "A2,Consignee 3,ephedrine,200,kg,2026-01-01,2026-12-31,\n"
    "A3,Shipper 4,acetone,100000,kg,2026-01-01,2026-06-30,\n";

class KillTest : public ::testing::Test {
 protected:
  KillTest() {
    manifest_ = folder_.Write("m.csv", Manifest(30'000));
    licences_ = folder_.Write("licences.csv", kLicences);
  }

  // Starts the program; it is killed after `patience`, when given. True when it ended by itself.
  bool Screen(const std::string& ledger, const std::string& output,
              std::optional<std::chrono::microseconds> patience) {
    const pid_t child = fork();
    if (child == 0) {
      const int null = open("/dev/null", O_WRONLY);
      dup2(null, 1);
      dup2(null, 2);
      execl(TIDEWAITER_PROGRAM, TIDEWAITER_PROGRAM, "screen", manifest_.c_str(), "--ledger", ledger.c_str(),
            "--licences", licences_.c_str(), "--format", "jsonl", "--summary", "--output", output.c_str(),
            "--threads", "2", nullptr);
      _exit(127);
    }
    int outcome = 0;
    if (patience) {
      std::this_thread::sleep_for(*patience);
      kill(child, SIGKILL);
    }
    EXPECT_EQ(waitpid(child, &outcome, 0), child);
    if (WIFSIGNALED(outcome)) return false;
    EXPECT_EQ(WEXITSTATUS(outcome), 1) << "findings";
    return true;
  }

  static std::string Export(const std::string& path, LedgerTable table) {
    auto ledger = Ledger::OpenReadOnly(path);
    EXPECT_THAT(ledger, IsOk());
    if (!ledger.ok()) return "";
    std::string out;
    EXPECT_THAT(ExportLedger(**ledger, table, LedgerFormat::kJsonLines,
                             [&](std::string_view text) {
                               out += text;
                               return absl::OkStatus();
                             }),
                IsOk());
    return out;
  }

  void KillAndRunAgain(int kills) {
    const std::string whole = folder_.File("whole.sqlite");
    auto start = Clock::now();
    ASSERT_TRUE(Screen(whole, folder_.File("whole.jsonl"), std::nullopt));
    auto duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
    const std::string entries = Export(whole, LedgerTable::kEntries);
    const std::string draws = Export(whole, LedgerTable::kLicences);
    ASSERT_GT(std::count(entries.begin(), entries.end(), '\n'), 10'000);
    ASSERT_GT(std::count(draws.begin(), draws.end(), '\n'), 100);

    std::mt19937 random(std::random_device{}());
    const std::string ledger = folder_.File("killed.sqlite");
    const std::string output = folder_.File("killed.jsonl");
    int killed = 0, in_the_middle = 0, finished = 0;
    while (killed < kills) {
      std::uniform_int_distribution<int64_t> when(0, duration.count() * 5 / 4);
      const bool ended = Screen(ledger, output, std::chrono::microseconds(when(random)));
      if (!ended) ++killed;
      if (std::filesystem::exists(ledger) && std::filesystem::file_size(ledger) > 0) {
        // Whatever was committed is the beginning of the whole, and the file is sound.
        auto opened = Ledger::Open(ledger);
        ASSERT_THAT(opened, IsOk());
        ASSERT_THAT((*opened)->CheckIntegrity(), IsOk());
        opened->reset();
        const std::string so_far = Export(ledger, LedgerTable::kEntries);
        ASSERT_EQ(so_far, entries.substr(0, so_far.size()));
        if (!so_far.empty() && so_far.size() < entries.size()) ++in_the_middle;
      }
      // Half of the killed runs go on from what is there, the others are completed and begun anew.
      if (!ended && random() % 2 == 0) continue;
      if (!ended) {
        ASSERT_TRUE(Screen(ledger, output, std::nullopt));
      }
      // How long a run takes follows what else the machine does: the moments of killing follow it.
      if (finished % 8 == 7) {
        const std::string timed = folder_.File("timed.sqlite");
        start = Clock::now();
        ASSERT_TRUE(Screen(timed, folder_.File("timed.jsonl"), std::nullopt));
        duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
        for (const char* end : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(timed + end);
      }
      ++finished;
      EXPECT_EQ(Export(ledger, LedgerTable::kEntries), entries);
      EXPECT_EQ(Export(ledger, LedgerTable::kLicences), draws);
      EXPECT_EQ(folder_.Read("killed.jsonl"), folder_.Read("whole.jsonl")) << "the output, too";
      for (const char* end : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(ledger + end);
    }
    std::printf("%d kills, %d of them with a part in the ledger, %d runs completed\n", killed, in_the_middle,
                finished);
    EXPECT_GT(in_the_middle, 0);
    EXPECT_GT(finished, 0);
  }

  TempFolder folder_;
  std::string manifest_;
  std::string licences_;
};

TEST_F(KillTest, TwentyKills) { KillAndRunAgain(20); }

// By hand: kill_test --gtest_also_run_disabled_tests --gtest_filter=*TwoHundred*
TEST_F(KillTest, DISABLED_TwoHundredKills) { KillAndRunAgain(200); }

}  // namespace
}  // namespace tidewaiter
