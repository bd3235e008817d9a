#include "chemdb/names/identifier.h"

#include "gtest/gtest.h"

namespace tidewaiter {
namespace {

TEST(IdentifierTest, EcNumbers) {
  for (const char* text : {"200-662-2", "203-564-8", "203-813-0", "231-760-3", "204-410-2"}) {
    EXPECT_TRUE(IsValidEcNumber(text)) << text;
  }
  for (const char* text : {"", "200-662-3", "2006622", "100-662-2", "200-662-2 ", "20a-662-2", "200-6622-2",
                           "200662-2-", "---------"}) {
    EXPECT_FALSE(IsValidEcNumber(text)) << text;
  }
  EXPECT_TRUE(EcCheckAgrees(2006622));
  EXPECT_FALSE(EcCheckAgrees(20066220));
}

TEST(IdentifierTest, InchiKeys) {
  EXPECT_TRUE(IsInchiKey("CSCPPACGZOOCGX-UHFFFAOYSA-N"));
  for (const char* text : {"", "CSCPPACGZOOCGX", "cscppacgzoocgx-uhfffaoysa-n", "CSCPPACGZOOCGX-UHFFFAOYSA-",
                           "CSCPPACGZOOCG0-UHFFFAOYSA-N", "CSCPPACGZOOCGX UHFFFAOYSA N"}) {
    EXPECT_FALSE(IsInchiKey(text)) << text;
  }
}

}  // namespace
}  // namespace tidewaiter
