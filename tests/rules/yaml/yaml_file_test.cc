#include "rules/yaml/yaml_file.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using testing::StatusIs;

constexpr std::string_view kText =
    "id: a-rule\n"
    "title: 'with: colon'\n"
    "numbers: [1, 2.5, no, 1e3]\n"
    "patterns:\n"
    "  - smarts: \"[OX2]\"\n"
    "    needs: []\n"
    "  - smarts: C\n"
    "empty:\n";

YamlNode Parse(std::string_view text) {
  auto node = ParseYaml(text, "rule.yaml");
  EXPECT_THAT(node, IsOk());
  return *node;
}

std::string ErrorOf(std::string_view text) {
  const auto node = ParseYaml(text, "rule.yaml");
  EXPECT_THAT(node, StatusIs(absl::StatusCode::kInvalidArgument)) << text.substr(0, 60);
  return std::string(node.status().message());
}

TEST(YamlFileTest, ReadsTextsListsAndMaps) {
  const YamlNode root = Parse(kText);
  EXPECT_TRUE(root.IsMap());
  EXPECT_THAT(root.Keys(), ElementsAre("id", "title", "numbers", "patterns", "empty"));
  EXPECT_THAT(root.GetText("title"), IsOkAndHolds("with: colon"));
  EXPECT_THAT(root.GetTexts("numbers"), IsOkAndHolds(ElementsAre("1", "2.5", "no", "1e3")))
      << "text stays text";
  const auto patterns = root.GetList("patterns");
  ASSERT_THAT(patterns, IsOk());
  ASSERT_EQ(patterns->size(), 2u);
  EXPECT_THAT((*patterns)[0].GetText("smarts"), IsOkAndHolds("[OX2]"));
  EXPECT_THAT((*patterns)[0].GetTexts("needs"), IsOkAndHolds(::testing::IsEmpty()));
  EXPECT_THAT(root.GetList("absent"), IsOkAndHolds(::testing::IsEmpty()));
  EXPECT_THAT(root.GetTextOr("absent", "x"), IsOkAndHolds("x"));
  EXPECT_THAT(root.GetTextOr("id", "x"), IsOkAndHolds("a-rule"));
  EXPECT_FALSE(root.Has("absent"));
}

TEST(YamlFileTest, EveryValueKnowsItsPlace) {
  const YamlNode root = Parse(kText);
  EXPECT_EQ(root.Where(), "rule.yaml:1:1");
  EXPECT_EQ(root.Get("title")->Where(), "rule.yaml:2:8");
  EXPECT_EQ((*root.GetList("patterns"))[1].Where(), "rule.yaml:7:5");
}

TEST(YamlFileTest, ErrorsNameFileLineAndColumn) {
  const YamlNode root = Parse(kText);
  EXPECT_THAT(root.Get("absent").status().ToString(), HasSubstr("rule.yaml:1:1: missing key \"absent\""));
  EXPECT_THAT(root.GetText("patterns").status().ToString(), HasSubstr("rule.yaml:5:3: must be a text"));
  EXPECT_THAT(root.GetList("id").status().ToString(), HasSubstr("rule.yaml:1:5: \"id\" must be a list"));
  EXPECT_THAT(root.Get("id")->Get("x").status().ToString(), HasSubstr("rule.yaml:1:5: must be a map"));
  EXPECT_THAT(root.GetText("empty").status().ToString(), HasSubstr("must be a text"));
  EXPECT_THAT(root.AllowOnly({"id", "title", "numbers", "patterns"}).ToString(),
              HasSubstr("rule.yaml:8:1: unknown key \"empty\"; known here: id, title"));
  EXPECT_THAT(root.AllowOnly({"id", "title", "numbers", "patterns", "empty"}), IsOk());
  EXPECT_THAT(root.Get("title")->Error("is odd").ToString(), HasSubstr("rule.yaml:2:8: is odd"));
}

TEST(YamlFileTest, SyntaxErrorsNameTheirPlace) {
  EXPECT_THAT(ErrorOf("id: [1, 2\ntitle: x\n"), HasSubstr("rule.yaml:2:"));
  EXPECT_THAT(ErrorOf("id: x\n\tbad: y\n"), HasSubstr("rule.yaml:2:"));
}

TEST(YamlFileTest, WhatYamlWouldSwallowIsRefused) {
  EXPECT_THAT(ErrorOf("a: 1\nb: 2\na: 3\n"), HasSubstr("rule.yaml:3:1: key \"a\" twice"));
  EXPECT_THAT(ErrorOf("x:\n  - k: 1\n    k: 2\n"), HasSubstr("rule.yaml:3:5: key \"k\" twice"));
  EXPECT_THAT(ErrorOf("a: &x [1]\nb: *x\n"), HasSubstr("rule.yaml:2:4: aliases"));
  EXPECT_THAT(ErrorOf("a: &x {k: 1}\nb:\n  <<: *x\n"), HasSubstr("aliases"));
  EXPECT_THAT(ErrorOf("[1, 2]: x\n"), HasSubstr("a key must be a word"));
  EXPECT_THAT(ErrorOf("a: 1\n---\nb: 2\n"), HasSubstr("more than one document"));
  EXPECT_THAT(ErrorOf("a: 1\n...\nb: 2\n"), HasSubstr("more than one document"));
  EXPECT_THAT(ErrorOf("a: 1\n---\nb: &x 2\nc: *x\n"), HasSubstr("rule.yaml:4:4: aliases"));
  EXPECT_THAT(ErrorOf("a: *nothing\n"), HasSubstr("rule.yaml:1:4: "));
}

TEST(YamlFileTest, BombsAreRefused) {
  std::string laughs = "a0: &a0 [x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last + "," + last + "]\n";
  }
  EXPECT_THAT(ErrorOf(laughs), HasSubstr("aliases"));
  EXPECT_THAT(ErrorOf(std::string(40, '[') + std::string(40, ']')), HasSubstr("deep"));
  ErrorOf(std::string(100000, '['));
  ErrorOf(std::string(100000, '{'));
  EXPECT_THAT(ErrorOf("a: \"" + std::string(2 << 20, 'x') + "\"\n"), HasSubstr("1 MiB"));
  std::string many = "a:\n";
  for (int i = 0; i < 60000; ++i) many += " - x\n";
  EXPECT_THAT(ErrorOf(many), HasSubstr("too many"));
}

TEST(YamlFileTest, AnEmptyFileIsNoMap) {
  const auto node = ParseYaml("", "rule.yaml");
  if (node.ok()) {
    EXPECT_THAT(node->AllowOnly({"id"}), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(node->Get("id"), StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace tidewaiter
