#include "screening/lint/cell_checks.h"

#include "gmock/gmock.h"

namespace tidewaiter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Rules(const std::vector<CellComplaint>& complaints) {
  std::vector<std::string> out;
  for (const CellComplaint& complaint : complaints) out.push_back(complaint.rule);
  return out;
}
std::vector<std::string> CasRules(std::string_view text) { return Rules(ReadCasCell(text).complaints); }
std::vector<std::string> DateRules(std::string_view text) { return Rules(ReadDateCell(text).complaints); }
std::vector<std::string> NameRules(std::string_view text) { return Rules(CheckNameCell(text)); }

TEST(CasCellTest, RightNumbers) {
  for (const char* text :
       {"21409-26-7", " 21409-26-7 ", "CAS: 21409-26-7", "CAS No. 21409-26-7", "CAS:21409-26-7"}) {
    const CasReading reading = ReadCasCell(text);
    EXPECT_THAT(reading.numbers, ElementsAre("21409-26-7")) << text;
    EXPECT_THAT(reading.complaints, IsEmpty()) << text;
  }
  const CasReading several = ReadCasCell("299-42-3; 50-98-6 / 134-71-4 (hydrochloride)");
  EXPECT_THAT(several.numbers, ElementsAre("299-42-3", "50-98-6", "134-71-4"));
  EXPECT_THAT(several.complaints, IsEmpty());
}

TEST(CasCellTest, NoNumberMeant) {
  for (const char* text : {"", "-", "n/a", "N/A", "not available", "—", "unknown"}) {
    EXPECT_THAT(ReadCasCell(text).numbers, IsEmpty()) << text;
    EXPECT_THAT(CasRules(text), IsEmpty()) << text;
  }
}

TEST(CasCellTest, WrongCheckDigit) {
  const CasReading reading = ReadCasCell("21409-26-8");
  EXPECT_THAT(Rules(reading.complaints), ElementsAre("cas-check-digit"));
  EXPECT_THAT(reading.complaints[0].message, testing::HasSubstr("would be 7"));
  EXPECT_THAT(reading.numbers, IsEmpty());
}

TEST(CasCellTest, Lookalikes) {
  // Latin O, en dash, full-width digits, Cyrillic O, no-break hyphen, a zero-width space.
  for (const char* text :
       {"214O9-26-7", "21409–26–7", "２1409-26-7", "214О9-26-7", "21409‑26‑7", "21409​-26-7"}) {
    const CasReading reading = ReadCasCell(text);
    EXPECT_THAT(Rules(reading.complaints), ElementsAre("confusable")) << text;
    EXPECT_THAT(reading.numbers, ElementsAre("21409-26-7")) << text;
  }
}

TEST(CasCellTest, CutNumbers) {
  for (const char* text : {"21409-26-", "21409-26", "21409-", "21409-2"}) {
    EXPECT_THAT(CasRules(text), ElementsAre("cut-identifier")) << text;
  }
  EXPECT_THAT(ReadCasCell("21409-26-").complaints[0].message,
              testing::HasSubstr("21409-26-7 would be whole"));
}

TEST(CasCellTest, OtherForms) {
  EXPECT_THAT(CasRules("21409267"), ElementsAre("cas-hyphens"));
  EXPECT_THAT(ReadCasCell("21409267").numbers, ElementsAre("21409-26-7"));
  EXPECT_THAT(CasRules("000067-64-1"), ElementsAre("cas-leading-zeros"));
  EXPECT_THAT(CasRules("200-662-2"), ElementsAre("cas-format"));  // an EC number
  EXPECT_THAT(CasRules("12345"), ElementsAre("cas-format"));
  EXPECT_THAT(CasRules("1-2-3-4"), ElementsAre("cas-format"));
  EXPECT_THAT(CasRules("see note"), ElementsAre("cas-format"));
}

TEST(CasCellTest, DatesOfSpreadsheets) {
  for (const char* text :
       {"1967-06-04", "6/4/1967", "04.06.1967", "4-Jun-67", "Jun-67", "1967-06-04 00:00:00"}) {
    EXPECT_THAT(CasRules(text), ElementsAre("cas-date")) << text;
  }
  EXPECT_THAT(CasRules("7664-93-9"), IsEmpty());  // sulphuric acid: no month 93
}

TEST(DateCellTest, Days) {
  for (const char* text : {"2024-07-20", "2024/07/20", "20.07.2024", "20/07/2024", "7/20/2024",
                           "July 20, 2024", "20 July 2024", "20-Jul-2024", "2024-07-20T00:00:00Z"}) {
    const DateReading reading = ReadDateCell(text);
    ASSERT_TRUE(reading.date.has_value()) << text;
    EXPECT_EQ(FormatIsoDate(*reading.date), "2024-07-20") << text;
    EXPECT_THAT(reading.complaints, IsEmpty()) << text;
  }
  EXPECT_THAT(DateRules(""), IsEmpty());
  EXPECT_THAT(DateRules("2024"), IsEmpty());
}

TEST(DateCellTest, Impossible) {
  EXPECT_THAT(DateRules("2023-02-29"), ElementsAre("date-impossible"));
  EXPECT_THAT(DateRules("2024-13-01"), ElementsAre("date-impossible"));
  EXPECT_THAT(DateRules("0204-07-20"), ElementsAre("date-impossible"));
  EXPECT_THAT(DateRules("31/11/2024"), ElementsAre("date-impossible"));
  EXPECT_THAT(DateRules("3/4/2024"), ElementsAre("date-ambiguous"));
  EXPECT_THAT(DateRules("3/14/24"), ElementsAre("date-format"));
  EXPECT_THAT(DateRules("soon"), ElementsAre("date-format"));
}

TEST(NameCellTest, Chemistry) {
  for (const char* text : {"4-anilino-N-phenethylpiperidine", "α-phenylacetoacetonitrile", "αPVP",
                           "Piperidine, 1-acetyl-", "N-фенил-4-пиперидинамин", "3,4-MDP-2-P (PMK)",
                           "1-苯基-2-丙酮", "acetone?", "2,2'-oxybis[ethanol]", "éphédrine", "1) acetone"}) {
    EXPECT_THAT(NameRules(text), IsEmpty()) << text;
  }
}

TEST(NameCellTest, Troubles) {
  EXPECT_THAT(NameRules("ephеdrine"), ElementsAre("confusable"));   // Cyrillic e
  EXPECT_THAT(NameRules("acetοne"), ElementsAre("confusable"));     // Greek omicron
  EXPECT_THAT(NameRules("ace​tone"), ElementsAre("confusable"));  // zero-width space
  EXPECT_THAT(NameRules("Ã©phÃ©drine"), ElementsAre("mojibake"));
  EXPECT_THAT(NameRules("├®ph├®drine"), ElementsAre("mojibake"));
  EXPECT_THAT(NameRules("?-phenylacetoacetonitrile"), ElementsAre("mojibake"));
  EXPECT_THAT(NameRules("N-(1-phenylethyl"), ElementsAre("cut-identifier"));
  EXPECT_THAT(NameRules("1-phenylethyl)amine"), ElementsAre("cut-identifier"));
  EXPECT_THAT(NameRules("tert-butyl 4-anilino..."), ElementsAre("cut-identifier"));
  EXPECT_THAT(NameRules("tert-butyl-"), ElementsAre("cut-identifier"));
}

// Whatever the bytes are, cells are answered.
TEST(CellTest, AnyBytes) {
  std::string text;
  uint32_t state = 1;
  for (int round = 0; round < 20000; ++round) {
    text.clear();
    state = state * 1664525 + 1013904223;
    const size_t length = state >> 28;
    for (size_t i = 0; i < length; ++i) {
      state = state * 1664525 + 1013904223;
      constexpr std::string_view kLikely = "0123456789--//..  JanO(";
      const unsigned pick = state >> 24;
      text += pick < 200 ? kLikely[pick % kLikely.size()] : static_cast<char>(pick);
    }
    for (const std::string& number : ReadCasCell(text).numbers) EXPECT_GE(number.size(), 7u) << text;
    ReadDateCell(text);
    CheckNameCell(text);
  }
}

}  // namespace
}  // namespace tidewaiter
