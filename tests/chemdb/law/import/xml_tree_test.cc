#include "chemdb/law/import/xml_tree.h"

#include "gmock/gmock.h"

#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

std::string Message(std::string_view text) { return std::string(ParseXml(text, "f.xml").status().message()); }

TEST(XmlTreeTest, ElementsTextAndPlaces) {
  const auto root =
      ParseXml("<a x='1'>one\n <b>two</b><c xmlns='u'><b/></c>&amp;\xC2\xA0three </a>", "f.xml");
  ASSERT_THAT(root, IsOk());
  EXPECT_EQ(root->name, "a");
  EXPECT_EQ(root->Attribute("x"), "1");
  EXPECT_EQ(root->Attribute("y"), "");
  EXPECT_EQ(root->Text(), "one two& three");
  ASSERT_NE(root->Child("b"), nullptr);
  EXPECT_EQ(root->Child("b")->line, 2u);
  EXPECT_EQ(root->Child("b")->column, 2u);
  EXPECT_EQ(root->Child("c"), nullptr);
  ASSERT_NE(root->Child("u|c"), nullptr);
  EXPECT_EQ(Descendants(*root, "u|b").size(), 1u);
}

TEST(XmlTreeTest, BrokenTextIsTold) {
  EXPECT_THAT(Message("<a>\n<b></a>"), HasSubstr("f.xml:2:6: not well-formed XML: mismatched tag"));
  EXPECT_THAT(Message(""), HasSubstr("f.xml:1:1: not well-formed XML"));
  EXPECT_THAT(Message("<a>"), HasSubstr("not well-formed"));
  EXPECT_THAT(Message("<a>\xff</a>"), HasSubstr("not well-formed"));
  EXPECT_THAT(Message("<a>&lol;</a>"), HasSubstr("undefined entity"));
  EXPECT_THAT(Message("<?xml version='1.0' encoding='klingon'?><a/>"), HasSubstr("unknown encoding"));
  EXPECT_THAT(Message(std::string("<a>\0</a>", 8)), HasSubstr("not well-formed"));
}

TEST(XmlTreeTest, HostileTextIsRefused) {
  EXPECT_THAT(Message("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"),
              HasSubstr("f.xml:1:13: a DOCTYPE is not read"));
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  EXPECT_THAT(ParseXml(deep, "f"), StatusIs(absl::StatusCode::kResourceExhausted));
  std::string wide = "<a";
  for (int i = 0; i < 200'000; ++i) wide += " a" + std::to_string(i) + "='1'";
  EXPECT_THAT(ParseXml(wide + "/>", "f"), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(ParseXml("<" + std::string(300, 'a') + "/>", "f"),
              StatusIs(absl::StatusCode::kResourceExhausted));
  std::string many = "<a>";
  for (int i = 0; i < 2'000'001; ++i) many += "<b/>";
  EXPECT_THAT(ParseXml(many + "</a>", "f"), StatusIs(absl::StatusCode::kResourceExhausted));
}

// A document cut anywhere is an error and no crash.
TEST(XmlTreeTest, CutAnywhere) {
  const std::string text = "<?xml version='1.0'?><a x='1'><!-- c --><b>t&lt;</b><![CDATA[x]]></a>";
  for (size_t i = 0; i < text.size(); ++i) EXPECT_FALSE(ParseXml(text.substr(0, i), "f").ok()) << i;
  EXPECT_THAT(ParseXml(text, "f"), IsOk());
}

}  // namespace
}  // namespace tidewaiter
