#include "screening/parties/address.h"

#include <random>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(AddressTest, WritingsOfOneAddressShareAKey) {
  const std::string key = AddressKey("Room 5, 12/F, No. 88 Nanjing Road, Shanghai");
  EXPECT_NE(key, "");
  EXPECT_EQ(AddressKey("Rm.5 12F, 88 Nanjing Rd, SHANGHAI"), key);
  EXPECT_EQ(AddressKey("88 Nanjing Rd., Floor 12, Rm 5, Shanghai, Tel: +86 21 5555 1234"), key);
  EXPECT_NE(AddressKey("Room 6, 12/F, No. 88 Nanjing Road, Shanghai"), key);
}

TEST(AddressTest, APlaceWithoutANumberIsNoAddress) {
  EXPECT_EQ(AddressKey("Shanghai, China"), "");
  EXPECT_EQ(AddressKey("Industrial Zone East, Shanghai"), "");
  EXPECT_EQ(AddressKey(""), "");
  EXPECT_EQ(AddressKey("12 Main"), "");
}

TEST(AddressTest, FindsTelephonesThatSayTheyAreOne) {
  EXPECT_THAT(PhoneKeys("Tel: +86 (0)21 5555-1234"), ElementsAre("155551234"));
  EXPECT_THAT(PhoneKeys("T. 021 5555 1234; fax 021/5555 1235"), ElementsAre("155551234", "155551235"));
  EXPECT_THAT(PhoneKeys("+1 (202) 555-0143"), ElementsAre("025550143"));
  EXPECT_THAT(PhoneKeys("88 Nanjing Road, 200001 Shanghai"), IsEmpty());
  EXPECT_THAT(PhoneKeys("lot 123456789012"), IsEmpty());
  EXPECT_THAT(PhoneKeys("tel 12345"), IsEmpty());
}

TEST(AddressTest, AFieldOfTelephonesNeedsNoLabels) {
  EXPECT_THAT(PhoneFieldKeys("027-5550-0101"), ElementsAre("755500101"));
  EXPECT_THAT(PhoneFieldKeys("+86 27 5550 0101"), ElementsAre("755500101"));
  EXPECT_THAT(PhoneFieldKeys("tel. 027-5550-0101 / 027-5550-0102"), ElementsAre("755500101", "755500102"));
  EXPECT_THAT(PhoneFieldKeys("02755500101;02755500102"), ElementsAre("755500101", "755500102"));
  EXPECT_THAT(PhoneFieldKeys("n/a"), IsEmpty());
  EXPECT_THAT(PhoneFieldKeys("5550101"), IsEmpty());
}

TEST(AddressTest, WhatOnlyFillsTheFieldIsNoTelephone) {
  for (const char* text : {"00000000", "+1 111 111 1111", "12345678", "0123456789", "+86 99999999999",
                           "87654321", "1.39123456E+10", "8.6139123456e12"}) {
    EXPECT_THAT(PhoneFieldKeys(text), IsEmpty()) << text;
  }
  EXPECT_THAT(PhoneKeys("12 Main Street, Springfield, tel 00000000"), IsEmpty());
}

TEST(AddressTest, AnyBytesAreSafe) {
  std::mt19937 random(20261124);
  for (int round = 0; round < 500; ++round) {
    std::string text = round % 2 == 0 ? "tel +1 " : "";
    const size_t length = random() % 1500;
    for (size_t i = 0; i < length; ++i) text += static_cast<char>(random() % 256);
    AddressKey(text);
    PhoneKeys(text);
    PhoneFieldKeys(text);
  }
}

}  // namespace
}  // namespace tidewaiter
