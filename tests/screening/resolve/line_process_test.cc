#include "screening/resolve/line_process.h"

#include <chrono>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

constexpr milliseconds kPatience{30000};

TEST(LineProcessTest, AnswersLineByLine) {
  LineProcess process;
  ASSERT_THAT(process.Start({"cat"}), IsOk());
  EXPECT_THAT(process.Ask({"a", ""}, kPatience), IsOkAndHolds(ElementsAre("a", "")));
  EXPECT_THAT(process.Ask({"b"}, kPatience), IsOkAndHolds(ElementsAre("b")));
  EXPECT_TRUE(process.running());
}

TEST(LineProcessTest, CarriesMoreThanAPipeHolds) {
  LineProcess process;
  ASSERT_THAT(process.Start({"cat"}), IsOk());
  const std::string line(60000, 'x');
  EXPECT_THAT(process.Ask({line, line}, kPatience), IsOkAndHolds(ElementsAre(line, line)));
}

TEST(LineProcessTest, AProgramThatIsNotThere) {
  LineProcess process;
  EXPECT_THAT(process.Start({"no-such-program-here"}), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_FALSE(process.running());
  EXPECT_THAT(process.Ask({"a"}, kPatience), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(LineProcessTest, AChildThatDies) {
  LineProcess process;
  ASSERT_THAT(process.Start({"sh", "-c", "read line; exit 1"}), IsOk());
  EXPECT_THAT(process.Ask({"a"}, kPatience), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(process.running());
  ASSERT_THAT(process.Start({"cat"}), IsOk());
  EXPECT_THAT(process.Ask({"a"}, kPatience), IsOkAndHolds(ElementsAre("a")));
}

TEST(LineProcessTest, AChildThatHangs) {
  LineProcess process;
  ASSERT_THAT(process.Start({"sh", "-c", "sleep 1000"}), IsOk());
  EXPECT_THAT(process.Ask({"a"}, milliseconds(50)), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_FALSE(process.running());
}

TEST(LineProcessTest, AChildThatWritesNoLines) {
  LineProcess process;
  ASSERT_THAT(process.Start(
                  {"sh", "-c", "while :; do printf xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done"}),
              IsOk());
  EXPECT_THAT(process.Ask({"a"}, kPatience), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(process.running());
}

}  // namespace
}  // namespace tidewaiter
