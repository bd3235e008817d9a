#include "screening/pipeline/guard.h"

#include <new>
#include <stdexcept>

#include "gtest/gtest.h"

namespace tidewaiter {
namespace {

Record SomeRecord() {
  Record record;
  record.place = {"manifest.csv", 12};
  record.id = "HAWB1";
  return record;
}

TEST(GuardTest, WhatDoesNotThrowIsPassedOn) {
  const RecordResult result = ScreenGuarded(SomeRecord(), [](const Record& record) {
    RecordResult out;
    out.id = record.id;
    return out;
  });
  EXPECT_EQ(result.id, "HAWB1");
  EXPECT_TRUE(result.findings.empty());
}

TEST(GuardTest, WhatThrowsIsAFindingOfTheRecord) {
  for (const bool standard : {true, false}) {
    const RecordResult result = ScreenGuarded(SomeRecord(), [&](const Record&) -> RecordResult {
      if (standard) throw std::bad_alloc();
      throw 1;
    });
    EXPECT_EQ(result.file, "manifest.csv");
    EXPECT_EQ(result.line, 12u);
    EXPECT_EQ(result.id, "HAWB1");
    ASSERT_EQ(result.findings.size(), 1u);
    EXPECT_EQ(result.findings[0].rule, "not-screened-failure");
    EXPECT_EQ(result.findings[0].kind, FindingKind::kData);
    EXPECT_TRUE(result.findings[0].unscreened);
  }
}

}  // namespace
}  // namespace tidewaiter
