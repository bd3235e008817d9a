#include "chemdb/base/date.h"

#include "gtest/gtest.h"

namespace tidewaiter {
namespace {

TEST(DateTest, WritesWhatItReads) {
  for (const std::string_view text : {"1800-01-01", "1990-11-11", "2000-02-29", "2026-12-31", "2999-12-31"}) {
    const auto date = ParseIsoDate(text);
    ASSERT_TRUE(date.has_value()) << text;
    EXPECT_EQ(FormatIsoDate(*date), text);
  }
}

TEST(DateTest, RefusesAllElse) {
  for (const std::string_view text :
       {"", "2024", "2024-1-1", "2024-13-01", "2024-00-10", "2024-01-00", "2024-02-30", "2023-02-29",
        "1900-02-29", "1799-12-31", "3000-01-01", "01-02-2024", "2024/01/02", "2024-01-02T00:00",
        " 2024-01-02", "2024-01-0a", "-024-01-01", "20240102"}) {
    EXPECT_FALSE(ParseIsoDate(text).has_value()) << text;
  }
}

TEST(DateTest, EveryDayOfFourYearsComesBack) {
  for (Date day = *ParseIsoDate("2023-01-01"); day <= *ParseIsoDate("2026-12-31");
       day += std::chrono::days(1)) {
    EXPECT_EQ(ParseIsoDate(FormatIsoDate(day)), day);
  }
}

}  // namespace
}  // namespace tidewaiter
