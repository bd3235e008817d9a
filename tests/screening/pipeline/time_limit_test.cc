// A structure that takes too long is given up and said so; nothing else is.
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "screening/pipeline/engine.h"

namespace tidewaiter {
namespace {

std::shared_ptr<const Engine> SharedEngine() {
  static const std::shared_ptr<const Engine> engine = [] {
    EngineOptions options;
    options.database_path = TIDEWAITER_SHARE_DIR "/tidewaiter.sqlite";
    options.rules_dir = TIDEWAITER_SHARE_DIR "/rules";
    auto created = Engine::Create(options);
    EXPECT_TRUE(created.ok()) << created.status();
    return created.ok() ? *created : nullptr;
  }();
  return engine;
}

RecordResult ScreenWithin(std::chrono::microseconds limit, Field field, const std::string& text) {
  ScreenOptions options;
  options.as_of = ParseIsoDate("2026-10-01");
  options.structure_time_limit = limit;
  Record record;
  record.fields[static_cast<size_t>(field)] = text;
  record.structure_format = StructureFormat::kSmiles;
  return Screener(SharedEngine(), options).Screen(record);
}

constexpr const char* kFourAp = "N(c1ccccc1)C1CCNCC1";
// Shorter than RDKit needs to parse anything.
constexpr std::chrono::microseconds kTiny{1};

TEST(TimeLimitTest, AStructureBeyondItIsNotScreenedAndSaysSo) {
  const RecordResult result = ScreenWithin(kTiny, Field::kStructure, kFourAp);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].rule, "not-screened-limit");
  EXPECT_TRUE(result.findings[0].unscreened);
  EXPECT_THAT(result.findings[0].message, ::testing::HasSubstr("more time than"));
}

TEST(TimeLimitTest, SoIsAStructureInADescription) {
  const RecordResult result =
      ScreenWithin(kTiny, Field::kDescription, std::string("white powder, SMILES ") + kFourAp);
  const bool said = std::any_of(result.findings.begin(), result.findings.end(),
                                [](const Finding& finding) { return finding.rule == "not-screened-limit"; });
  EXPECT_TRUE(said);
}

TEST(TimeLimitTest, TheUsualLimitIsFarAway) {
  const RecordResult result = ScreenWithin(kStructureTimeLimit, Field::kStructure, kFourAp);
  ASSERT_FALSE(result.findings.empty());
  for (const Finding& finding : result.findings) EXPECT_FALSE(finding.unscreened) << finding.message;
}

// What the sieve can tell costs no time of the judge.
TEST(TimeLimitTest, WhatTheSieveDropsIsScreened) {
  EXPECT_TRUE(ScreenWithin(kTiny, Field::kStructure, "CCCCCCCC").findings.empty());
}

}  // namespace
}  // namespace tidewaiter
