#include "chemdb/names/cas_rn.h"

#include "gtest/gtest.h"

namespace tidewaiter {
namespace {

TEST(CasRnTest, AcceptsRealNumbers) {
  for (const std::string_view text : {"21409-26-7", "23056-29-3", "39742-60-4", "103-79-7", "7722-64-7",
                                      "108-24-7", "64-19-7", "1451-82-7", "79099-07-3", "125541-22-2"}) {
    EXPECT_TRUE(IsValidCasRn(text)) << text;
  }
}

TEST(CasRnTest, RefusesAllElse) {
  for (const std::string_view text :
       {"", "-", "21409-26-8", "21409-62-7", "2140926-7", "21409-267", "021409-26-7", "21409-26-7 ",
        " 21409-26-7", "21409–26–7", "2-26-7", "12345678-90-1", "2a409-26-7", "21409-26-77", "0-00-0"}) {
    EXPECT_FALSE(IsValidCasRn(text)) << text;
  }
}

TEST(CasRnTest, OneCheckDigitOnlyFits) {
  for (char digit = '0'; digit <= '9'; ++digit) {
    EXPECT_EQ(IsValidCasRn(std::string("21409-26-") + digit), digit == '7') << digit;
  }
}

TEST(CasRnTest, CheckDigit) {
  EXPECT_EQ(CasCheckDigit("2140926"), '7');
  EXPECT_EQ(CasCheckDigit("772264"), '7');
  EXPECT_EQ(CasCheckDigit("6419"), '7');
  EXPECT_FALSE(CasCheckDigit("641").has_value());
  EXPECT_FALSE(CasCheckDigit("1234567890").has_value());
  EXPECT_FALSE(CasCheckDigit("64-19").has_value());
}

}  // namespace
}  // namespace tidewaiter
