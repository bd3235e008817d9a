#include "screening/parties/party_name.h"

#include <random>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PartyNameTest, WritingsOfOnePartyShareAKey) {
  for (const std::string_view name :
       {"Shanghai Donglin Chemical Co., Ltd.", "SHANGHAI DONGLIN CHEMICAL CO LTD",
        "Shanghai  Donglin\tChemical Co.,Ltd", "Shanghai Donglin Chemical Company Limited",
        "shanghai donglin chemical", "Shanghai Donglin Chemical"}) {
    EXPECT_EQ(PartyKey(name), "shanghai donglin chemical") << name;
  }
}

TEST(PartyNameTest, FoldsAccentsScriptsAndPunctuation) {
  EXPECT_EQ(PartyKey("Müller & Söhne GmbH"), "muller sohne");
  EXPECT_EQ(PartyKey("O'Neil Chemicals plc"), "oneil chemicals");
  EXPECT_EQ(PartyKey("ООО \"Ромашка\""), "romaska");
  EXPECT_EQ(PartyKey("Ελληνικά Χημικά ΑΕ").substr(0, 8), "ellenika");
  EXPECT_EQ(PartyKey("Laboratorios del Norte S.A. de C.V."), "laboratorios del norte");
  EXPECT_EQ(PartyKey("Ｓｈａｎｇｈａｉ　Ｃｈｅｍ"), "shanghai chem");
}

TEST(PartyNameTest, SetsLegalFormsApart) {
  EXPECT_THAT(NormalisePartyName("Acme GmbH & Co. KG").words, ElementsAre("acme"));
  EXPECT_THAT(NormalisePartyName("Acme Trading Pte. Ltd.").legal_forms, ElementsAre("limited company"));
  EXPECT_THAT(NormalisePartyName("深圳市东林化工有限公司").legal_forms, ElementsAre("limited company"));
  EXPECT_EQ(PartyKey("深圳市东林化工有限公司"), PartyKey("深圳市东林化工"));
  EXPECT_EQ(PartyKey("株式会社東林"), PartyKey("東林株式会社"));
}

TEST(PartyNameTest, AFormIsOneOnlyWhereItCanBe) {
  EXPECT_THAT(NormalisePartyName("SA Chemicals").words, ElementsAre("sa", "chemicals"));
  EXPECT_THAT(NormalisePartyName("Me and Co").words, ElementsAre("me", "and"));
  // Nothing but a form is a name.
  EXPECT_THAT(NormalisePartyName("Ltd.").words, ElementsAre("ltd"));
  EXPECT_THAT(NormalisePartyName("PT Kimia Tbk").words, ElementsAre("kimia"));
}

TEST(PartyNameTest, EmptyStaysEmpty) {
  EXPECT_THAT(NormalisePartyName("").words, IsEmpty());
  EXPECT_THAT(NormalisePartyName(" -- ").words, IsEmpty());
  EXPECT_EQ(PartyKey("***"), "");
}

TEST(PartyNameTest, NormalisingTwiceChangesNothing) {
  for (const std::string_view name :
       {"Müller & Söhne GmbH", "Acme Ltd", "ООО Ромашка", "Co Ltd Acme", "A.B.C. Trading"}) {
    const std::string once = PartyKey(name);
    EXPECT_EQ(PartyKey(once), once) << name;
  }
}

TEST(PartyNameTest, AnyBytesGiveWordsOfLettersAndDigits) {
  std::mt19937 random(20261124);
  for (int round = 0; round < 500; ++round) {
    std::string text;
    const size_t length = random() % 700;
    for (size_t i = 0; i < length; ++i) text += static_cast<char>(random() % 256);
    for (const std::string& word : NormalisePartyName(text).words) {
      ASSERT_FALSE(word.empty());
      for (const char c : word) ASSERT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    }
  }
}

TEST(PartyKeyTest, WhatNamesNobodyHasNoKey) {
  for (const char* text : {"TO ORDER", "To the order of First Example Bank", "Private person", "N/A", "个人",
                           "Same as consignee", "---", "XXX", "A la orden de Banco Ejemplo"}) {
    EXPECT_EQ(PartyKey(text), "") << text;
  }
  for (const char* text :
       {"Order Express GmbH", "Made To Order Furniture Ltd", "Private Label Foods", "Customer Service Ltd",
        "Unknown Worlds Inc", "To Orderly Ltd", "Same GmbH", "None Such Ltd"}) {
    EXPECT_NE(PartyKey(text), "") << text;
  }
}

}  // namespace
}  // namespace tidewaiter
