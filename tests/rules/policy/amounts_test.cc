#include "rules/policy/amounts.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"

namespace tidewaiter::policy {
namespace {

TEST(AmountsTest, NeverASilentZero) {
  EXPECT_EQ(GramsOf(0.4).amount, 400);
  EXPECT_EQ(GramsOf(0.0000001).amount, 1);
  EXPECT_EQ(GramsOf(0).amount, 0);
  EXPECT_EQ(GramsOf(std::nullopt).state, AmountState::kMissing);
  EXPECT_EQ(MillilitresOf(2.5).amount, 2500);
  EXPECT_EQ(CentsOf(19.99).amount, 1999);
  EXPECT_EQ(CentsOf(0.001).amount, 1);
}

TEST(AmountsTest, WhatNoShipmentHoldsIsNoAmount) {
  for (const double absurd : {1e13, 1e300, std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(GramsOf(absurd).state, AmountState::kAbsurd) << absurd;
    EXPECT_FALSE(GramsOf(absurd).amount) << absurd;
  }
  for (const double wrong : {-1.0, -1e300, std::nan(""), -std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(GramsOf(wrong).state, AmountState::kNotUnderstood) << wrong;
    EXPECT_FALSE(GramsOf(wrong).amount) << wrong;
  }
}

TEST(AmountsTest, KnownAndAmountAgreeForEveryDouble) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 200000; ++i) {
    const uint64_t bits = random();
    double value;
    static_assert(sizeof(value) == sizeof(bits));
    std::memcpy(&value, &bits, sizeof(value));
    for (const Amount& amount : {GramsOf(value), MillilitresOf(value), CentsOf(value)}) {
      EXPECT_EQ(amount.state == AmountState::kKnown, amount.amount.has_value()) << value;
      if (amount.amount) {
        EXPECT_GE(*amount.amount, value > 0 ? 1 : 0) << value;
        EXPECT_LE(*amount.amount, kMaxCents) << value;
      }
    }
  }
}

TEST(AmountsTest, Units) {
  EXPECT_EQ(GramsPerUnit("kg"), 1000);
  EXPECT_EQ(GramsPerUnit("TNE"), 1000000);
  EXPECT_EQ(GramsPerUnit("PCE"), std::nullopt);
  EXPECT_EQ(GramsPerUnit("L"), std::nullopt);
  EXPECT_EQ(MillilitresPerUnit("l"), 1000);
  EXPECT_EQ(MillilitresPerUnit("kg"), std::nullopt);
  EXPECT_EQ(MillilitresPerUnit(""), std::nullopt);
}

TEST(FactsTest, KeptTextsStayWhereTheyAre) {
  BatchFacts batch;
  std::vector<std::string_view> kept;
  for (int i = 0; i < 20000; ++i) kept.push_back(batch.Keep(std::to_string(i)));
  const std::string huge(1 << 20, 'x');
  EXPECT_EQ(batch.Keep(huge), huge);
  for (int i = 0; i < 20000; ++i) ASSERT_EQ(kept[static_cast<size_t>(i)], std::to_string(i));
  batch.Clear();
  EXPECT_EQ(batch.Keep("again"), "again");
}

}  // namespace
}  // namespace tidewaiter::policy
