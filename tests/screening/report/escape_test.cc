// Whatever bytes come in, what goes out is valid UTF-8 that moves no cursor and runs no formula.
#include "screening/report/escape.h"

#include <random>
#include <string>

#include <nlohmann/json.hpp>

#include "gmock/gmock.h"

namespace tidewaiter {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Json(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

std::string Csv(std::string_view text) {
  std::string out;
  AppendCsvCell(out, text);
  return out;
}

TEST(EscapeTest, TerminalShowsWhatWouldHide) {
  EXPECT_EQ(TerminalText("plain 4-AP, 苯乙酸, anhídrido"), "plain 4-AP, 苯乙酸, anhídrido");
  EXPECT_EQ(TerminalText("\x1b[2J"), "\\u{1b}[2J");
  EXPECT_EQ(TerminalText("a\nb\tc\rd"), "a\\nb\\tc\\rd");
  EXPECT_EQ(TerminalText("\u202Eevil"), "\\u{202e}evil");             // right-to-left override
  EXPECT_EQ(TerminalText("a\u200Bb\u00ADc"), "a\\u{200b}b\\u{ad}c");  // zero width, soft hyphen
  EXPECT_EQ(TerminalText("\u009B31m"), "\\u{9b}31m");                 // C1 control sequence introducer
  EXPECT_EQ(TerminalText("\U000E0041"), "\\u{e0041}");                // tag character
  EXPECT_EQ(TerminalText(std::string_view("\0x", 2)), "\\u{00}x");
}

TEST(EscapeTest, BytesThatAreNoUtf8BecomeTheReplacementCharacter) {
  EXPECT_EQ(TerminalText("caf\xE9 x"), "caf\uFFFD x");
  EXPECT_EQ(TerminalText("\xE8\x8B"), "\uFFFD");               // cut off
  EXPECT_THAT(TerminalText("\xC0\xAF"), HasSubstr("\uFFFD"));  // overlong
  EXPECT_EQ(Json("\xFF"), "\"\uFFFD\"");
}

TEST(EscapeTest, JsonReadsBackAsTheText) {
  for (const std::string text : {"plain", "a\"b\\c", "line\nbreak\ttab\r", "\x1b[0m\x7f", "\u202Eevil\u2028",
                                 "苯乙酸 \U0001F9EA \U000E0041", ""}) {
    const std::string json = Json(text);
    EXPECT_EQ(nlohmann::json::parse(json).get<std::string>(), text);
    for (const char c : json) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
  }
  EXPECT_THAT(Json("\u202Eevil"), Not(HasSubstr("\u202E")));
}

TEST(EscapeTest, OneCharacterIsSeenAnywhereInALongText) {
  // Runs of plain text are copied in groups: each byte value at each place of several groups.
  for (size_t at = 0; at < 27; ++at) {
    for (int byte = 0; byte < 0x80; ++byte) {
      std::string text(27, 'x');
      text[at] = static_cast<char>(byte);
      const std::string json = Json(text);
      EXPECT_EQ(nlohmann::json::parse(json).get<std::string>(), text) << at << " " << byte;
      for (const char c : json) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
      EXPECT_EQ(TerminalText(text) == text, byte >= 0x20 && byte < 0x7F) << at << " " << byte;
    }
    std::string broken(27, 'x');
    broken[at] = '\xE9';
    EXPECT_EQ(Json(broken), "\"" + std::string(at, 'x') + "\uFFFD" + std::string(26 - at, 'x') + "\"");
  }
}

TEST(EscapeTest, SpreadsheetsSeeNoFormula) {
  EXPECT_EQ(Csv("=1+1"), "\"'=1+1\"");
  EXPECT_EQ(Csv("  @SUM(A1)"), "\"'  @SUM(A1)\"");
  EXPECT_EQ(Csv("+49"), "\"'+49\"");
  EXPECT_EQ(Csv("-5"), "\"'-5\"");
  EXPECT_EQ(Csv("\uFF1Dcmd"), "\"'\uFF1Dcmd\"");
  EXPECT_EQ(Csv("\t=1"), "\"'\\t=1\"");
  EXPECT_EQ(Csv("a-b=c"), "a-b=c");
}

TEST(EscapeTest, CsvCellsAreQuotedWhereNeeded) {
  EXPECT_EQ(Csv("plain"), "plain");
  EXPECT_EQ(Csv("a,b"), "\"a,b\"");
  EXPECT_EQ(Csv("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(Csv("two\nlines"), "\"two\\nlines\"");
}

// Random bytes, fixed seed: valid JSON, and nothing that a terminal would act on.
TEST(EscapeTest, RandomBytesAreSafe) {
  std::mt19937 random(20261124);
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 24, '\0');
    for (char& c : text) c = static_cast<char>(random());
    EXPECT_TRUE(nlohmann::json::accept(Json(text))) << "round " << round;
    const std::string shown = TerminalText(text);
    EXPECT_TRUE(nlohmann::json::accept("\"" + Json(shown).substr(1))) << "round " << round;
    for (size_t i = 0; i < shown.size(); ++i) {
      const auto c = static_cast<unsigned char>(shown[i]);
      EXPECT_TRUE(c >= 0x20 && c != 0x7F) << "round " << round;
      if (c == 0xC2 && i + 1 < shown.size()) {
        EXPECT_GE(static_cast<unsigned char>(shown[i + 1]), 0xA0) << "round " << round;
      }
    }
    EXPECT_EQ(Csv(text).find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace tidewaiter
