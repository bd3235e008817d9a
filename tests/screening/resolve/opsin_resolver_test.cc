#include "screening/resolve/opsin_resolver.h"

#include <chrono>
#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using testing::IsOkAndHolds;
using testing::StatusIs;
using testing::TempFolder;

// A stand-in that speaks OPSIN's protocol, knows ethane, and can be told to misbehave: it hangs at "hang",
// dies at "die" and writes a line too many at "chatter".
constexpr std::string_view kStandIn = R"(while read -r name; do case "$name" in
methane) echo C;; ethane) echo CC;; hang) sleep 1000;; die) exit 1;; chatter) echo CCC; echo CCCC;; *) echo;; esac; done)";

OpsinOptions StandIn() {
  OpsinOptions options;
  options.command = {"sh", "-c", std::string(kStandIn)};
  options.patience = std::chrono::milliseconds(2000);
  options.start_patience = std::chrono::milliseconds(0);
  return options;
}

std::unique_ptr<NameResolver> Make(const OpsinOptions& options) {
  auto resolver = CreateOpsinResolver(options);
  EXPECT_TRUE(resolver.ok()) << resolver.status();
  return resolver.ok() ? *std::move(resolver) : nullptr;
}

TEST(OpsinResolverTest, AnswersAndRemembers) {
  const auto resolver = Make(StandIn());
  EXPECT_THAT(resolver->Resolve("ethane"), IsOkAndHolds("CC"));
  EXPECT_THAT(resolver->Resolve("blorbane"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(resolver->Resolve("ethane"), IsOkAndHolds("CC"));
  EXPECT_EQ(resolver->statistics().asked, 3u);
  EXPECT_EQ(resolver->statistics().cached, 1u);
  EXPECT_EQ(resolver->statistics().resolved, 2u);
  EXPECT_EQ(resolver->statistics().failed, 0u);
}

TEST(OpsinResolverTest, AKilledOrHungProcessLosesOneNameAndNoOther) {
  OpsinOptions options = StandIn();
  const auto resolver = Make(options);
  EXPECT_THAT(resolver->Resolve("die"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(resolver->Resolve("ethane"), IsOkAndHolds("CC"));
  EXPECT_THAT(resolver->Resolve("hang"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(resolver->Resolve("ethane"), IsOkAndHolds("CC"));
  EXPECT_EQ(resolver->statistics().failed, 2u);
  EXPECT_GE(resolver->statistics().restarts, 1u);
}

TEST(OpsinResolverTest, AnswersOutOfStepAreNotBelieved) {
  const auto resolver = Make(StandIn());
  EXPECT_THAT(resolver->Resolve("chatter"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(resolver->Resolve("ethane"), IsOkAndHolds("CC"));
}

TEST(OpsinResolverTest, GivesUpAfterTooManyDeaths) {
  OpsinOptions options = StandIn();
  options.restarts = 1;
  const auto resolver = Make(options);
  EXPECT_THAT(resolver->Resolve("die"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(resolver->Resolve("die"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(resolver->Resolve("ethane"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(resolver->statistics().failed, 3u);
}

TEST(OpsinResolverTest, WithoutJavaOrJar) {
  OpsinOptions no_program;
  no_program.command = {"no-such-java-here"};
  const auto resolver = Make(no_program);
  EXPECT_THAT(resolver->Resolve("ethane"), StatusIs(absl::StatusCode::kUnavailable));
  OpsinOptions no_jar;
  no_jar.jar = "/no/such/opsin.jar";
  EXPECT_THAT(CreateOpsinResolver(no_jar), StatusIs(absl::StatusCode::kNotFound));
}

TEST(OpsinResolverTest, KeepsAnswersInAFile) {
  TempFolder folder;
  OpsinOptions options = StandIn();
  options.cache = folder.File("names.sqlite");
  {
    const auto resolver = Make(options);
    EXPECT_THAT(resolver->Resolve("ethane"), IsOkAndHolds("CC"));
    EXPECT_THAT(resolver->Resolve("blorbane"), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(resolver->Resolve("die"), StatusIs(absl::StatusCode::kUnavailable));
  }
  const auto again = Make(options);
  EXPECT_THAT(again->Resolve("ethane"), IsOkAndHolds("CC"));
  EXPECT_THAT(again->Resolve("blorbane"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(again->statistics().cached, 2u);
  // What failed was not taken for an answer.
  EXPECT_THAT(again->Resolve("die"), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(OpsinResolverTest, RefusesAFileThatIsNoStore) {
  TempFolder folder;
  OpsinOptions options = StandIn();
  options.cache = folder.Write("names.sqlite", std::string(5000, 'x'));
  EXPECT_THAT(CreateOpsinResolver(options), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(OpsinResolverTest, LineBreaksInANameDoNotBreakTheProtocol) {
  const auto resolver = Make(StandIn());
  EXPECT_THAT(resolver->Resolve("eth\nane"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(resolver->Resolve(std::string("a\0b", 3)), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(resolver->Resolve("ethane"), IsOkAndHolds("CC"));
}

// The real thing, where it is installed (Debian: libopsin-java and a Java runtime).
TEST(OpsinResolverTest, ResolvesWithOpsinItself) {
  OpsinOptions options;
  if (!std::filesystem::exists(options.jar)) GTEST_SKIP() << "no " << options.jar;
  options.start_patience = std::chrono::minutes(3);
  const auto resolver = Make(options);
  const auto ethane = resolver->Resolve("ethane");
  if (absl::IsUnavailable(ethane.status())) GTEST_SKIP() << "no Java: " << ethane.status();
  EXPECT_THAT(ethane, IsOkAndHolds("CC"));
  EXPECT_THAT(resolver->Resolve("N-phenylpiperidin-4-amine"), IsOkAndHolds("C1(=CC=CC=C1)NC1CCNCC1"));
  EXPECT_THAT(resolver->Resolve("knitted trousers"), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tidewaiter
