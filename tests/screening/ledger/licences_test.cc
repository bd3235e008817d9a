#include "screening/ledger/licences.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using policy::LicenceState;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

LicenceNames Names() {
  LicenceNames names;
  names.party_key = [](std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c >= 'A' && c <= 'Z') out += static_cast<char>(c + 32);
      if (c >= 'a' && c <= 'z') out += c;
    }
    return out;
  };
  names.subject = [](std::string_view text) {
    return text == "ephedrine" || text == "299-42-3" ? std::string("ephedrine")
           : text == "toluene"                       ? std::string("toluene")
                                                     : std::string();
  };
  names.jurisdiction_known = [](std::string_view code) { return code == "US" || code == "CN"; };
  return names;
}

constexpr std::string_view kHeader =
    "licence,holder,substance,quantity,unit,first_day,last_day,jurisdiction,direction,counterparty\n";

std::vector<Licence> Table(std::string_view rows) {
  auto table = ParseLicences(Concat(kHeader, rows), "l.csv", Names());
  EXPECT_THAT(table, IsOk());
  return table.ok() ? *table : std::vector<Licence>();
}

int64_t Day(std::string_view text) { return ParseIsoDate(text)->time_since_epoch().count(); }

struct DeskFixture {
  explicit DeskFixture(std::string_view rows) : ledger(Ledger::Temporary().value()), table(Table(rows)) {
    Reopen();
  }
  // As the next run would.
  void Reopen() { desk.emplace(LicenceDesk::Open(table, *ledger).value()); }

  std::vector<LicenceAnswer> Ask(int64_t line, std::optional<int64_t> grams,
                                 std::string_view day = "2026-06-01", std::string_view consignor = "alpha",
                                 std::string_view consignee = "beta",
                                 std::string_view subject = "ephedrine") {
    LicenceQuestion question;
    question.file_digest = "aa";
    question.line = line;
    question.subject = subject;
    question.jurisdictions = {"UN", "US"};
    question.day = Day(day);
    question.consignor_key = consignor;
    question.consignee_key = consignee;
    question.grams = grams;
    auto answers = desk->Ask(question);
    EXPECT_THAT(answers, IsOk());
    return *answers;
  }
  LicenceState State(int64_t line, std::optional<int64_t> grams, std::string_view day = "2026-06-01",
                     std::string_view consignor = "alpha", std::string_view consignee = "beta") {
    const auto answers = Ask(line, grams, day, consignor, consignee);
    EXPECT_FALSE(answers.empty());
    return answers.empty() ? LicenceState::kCovered : answers[0].state;
  }

  std::unique_ptr<Ledger> ledger;
  std::vector<Licence> table;
  std::optional<LicenceDesk> desk;
};

constexpr std::string_view kOne = "X1,Beta Pharma,ephedrine,50,kg,2026-01-01,2026-12-31,US,import,\n";

TEST(LicencesTest, DrawsDownInOrder) {
  DeskFixture fixture("X1,Beta,ephedrine,50,kg,2026-01-01,2026-12-31,US,import,\n");
  const auto first = fixture.Ask(1, 12'400);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].state, LicenceState::kCovered);
  EXPECT_EQ(LicenceUseText(first[0]), "12.4 of 50 kg used");
  EXPECT_EQ(fixture.State(2, 37'601), LicenceState::kExhausted);
  const auto third = fixture.Ask(3, 37'600);
  EXPECT_EQ(third[0].state, LicenceState::kCovered);
  EXPECT_EQ(LicenceUseText(third[0]), "50 of 50 kg used");
  EXPECT_EQ(fixture.State(4, 1), LicenceState::kExhausted);
}

TEST(LicencesTest, ARerunDrawsNothingAndSaysTheSame) {
  DeskFixture fixture("X1,Beta,ephedrine,50,kg,2026-01-01,2026-12-31,US,import,\n");
  fixture.Ask(1, 12'400);
  fixture.Ask(2, 10'000);
  for (int run = 0; run < 2; ++run) {
    fixture.Reopen();
    EXPECT_EQ(LicenceUseText(fixture.Ask(1, 12'400)[0]), "12.4 of 50 kg used");
    EXPECT_EQ(LicenceUseText(fixture.Ask(2, 10'000)[0]), "22.4 of 50 kg used");
  }
  EXPECT_EQ(fixture.ledger->LicenceUses().value()[0].amount, 22'400);
  // A line between the two that was not covered sees the licence as it was then.
  fixture.Ask(9, 20'000);
  EXPECT_EQ(fixture.Ask(5, 40'000)[0].used_before, 22'400);
  fixture.Reopen();
  EXPECT_EQ(fixture.Ask(5, 40'000)[0].used_before, 22'400);
  EXPECT_EQ(LicenceUseText(fixture.Ask(10, 1'000)[0]), "43.4 of 50 kg used");
}

TEST(LicencesTest, SaysWhyItDoesNotCover) {
  DeskFixture fixture(
      "X1,Beta,ephedrine,50,kg,2026-02-01,2026-12-31,US,import,\n"
      "X2,Gamma,ephedrine,50,kg,2026-01-01,,,,\n"
      "X3,Delta,toluene,50,L,2026-01-01,,US,,\n"
      "X4,Epsilon,ephedrine,50,kg,2026-01-01,,CN,,\n"
      "X5,Zeta,ephedrine,50,kg,2026-01-01,,,export,Eta\n");
  EXPECT_EQ(fixture.State(1, 1, "2026-01-31"), LicenceState::kNotYet);
  EXPECT_EQ(fixture.State(2, 1, "2026-02-01"), LicenceState::kCovered) << "the first day counts";
  EXPECT_EQ(fixture.State(3, 1, "2026-12-31"), LicenceState::kCovered) << "the last day counts";
  EXPECT_EQ(fixture.State(4, 1, "2027-01-01"), LicenceState::kExpired);
  EXPECT_EQ(fixture.State(5, std::nullopt), LicenceState::kUnknownAmount);
  EXPECT_EQ(fixture.State(6, 1, "2026-06-01", "alpha", "delta"), LicenceState::kOtherSubstance);
  EXPECT_EQ(fixture.State(7, 1, "2026-06-01", "alpha", "nobody"), LicenceState::kOtherHolder);
  EXPECT_EQ(fixture.State(8, 1, "2026-06-01", "beta", "alpha"), LicenceState::kOtherRoute)
      << "an import licence covers no export";
  EXPECT_EQ(fixture.State(9, 1, "2026-06-01", "alpha", "epsilon"), LicenceState::kOtherRoute)
      << "another jurisdiction";
  EXPECT_EQ(fixture.State(10, 1, "2026-06-01", "zeta", "alpha"), LicenceState::kOtherRoute)
      << "another counterparty";
  EXPECT_EQ(fixture.State(11, 1, "2026-06-01", "zeta", "eta"), LicenceState::kCovered);
  EXPECT_EQ(fixture.State(12, 1, "2026-06-01", "gamma", "alpha"), LicenceState::kCovered);
  EXPECT_TRUE(fixture.Ask(13, 1, "2026-06-01", "", "", "4-ap").empty()) << "nothing comes near";
}

TEST(LicencesTest, EachJurisdictionIsDrawnOnOnce) {
  DeskFixture fixture(
      "U1,Beta,ephedrine,10,kg,2026-01-01,2026-12-31,US,import,\n"
      "U0,Beta,ephedrine,10,kg,2026-01-01,2026-09-30,US,import,\n"
      "C1,Alpha,ephedrine,10,kg,2026-01-01,2026-12-31,,export,\n");
  const auto answers = fixture.Ask(1, 4'000);
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0].licence->id, "U0") << "what ends first is used first";
  EXPECT_EQ(answers[1].licence->id, "C1");
  const auto second = fixture.Ask(2, 7'000);
  ASSERT_EQ(second.size(), 1u) << "6 kg are left of U0 and of C1";
  EXPECT_EQ(second[0].licence->id, "U1");
}

TEST(LicencesTest, LicencesByVolume) {
  DeskFixture fixture("T1,Beta,toluene,0.5,m3,2026-01-01,,US,,\n");
  LicenceQuestion question;
  question.file_digest = "aa";
  question.line = 1;
  question.subject = "toluene";
  question.jurisdictions = {"US"};
  question.day = Day("2026-06-01");
  question.consignee_key = "beta";
  question.grams = 10;
  EXPECT_EQ(fixture.desk->Ask(question).value()[0].state, LicenceState::kUnknownAmount);
  question.millilitres = 200'000;
  const auto answers = fixture.desk->Ask(question).value();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(LicenceUseText(answers[0]), "200 of 500 L used");
}

TEST(LicencesTest, EveryBadRowIsTold) {
  const auto table = ParseLicences(Concat(kHeader,
                                          "X1,Beta,ephedrine,50,kg,2026-01-01,2026-12-31,US,import,\n"
                                          "X2,Beta,sugar,50,kg,2026-01-01,,US,,\n"
                                          "X3,Beta,ephedrine,1.234,56,2026-01-01,,US,,\n"
                                          "X4,Beta,ephedrine,-1,kg,2026-01-01,,US,,\n"
                                          "X5,Beta,ephedrine,nan,kg,2026-01-01,,US,,\n"
                                          "X6,Beta,ephedrine,50,boxes,2026-01-01,,US,,\n"
                                          "X7,Beta,ephedrine,50,kg,01/02/2026,,US,,\n"
                                          "X8,Beta,ephedrine,50,kg,2026-02-01,2026-01-01,US,,\n"
                                          "X9,Beta,ephedrine,50,kg,2026-01-01,,Atlantis,,\n"
                                          "Y1,,ephedrine,50,kg,2026-01-01,,US,,\n"
                                          ",Beta,ephedrine,50,kg,2026-01-01,,US,,\n"
                                          "X1,Beta,299-42-3,50,kg,2026-01-01,,US,,\n"
                                          "Y2,Beta,ephedrine,50,kg,2026-01-01,,US,sideways,\n"
                                          "Y3,Beta,ephedrine\n"),
                                   "l.csv", Names());
  ASSERT_THAT(table, StatusIs(absl::StatusCode::kInvalidArgument));
  const std::string message(table.status().message());
  for (int line = 3; line <= 15; ++line) EXPECT_THAT(message, HasSubstr(Concat("l.csv:", line, ":")));
  EXPECT_THAT(message, ::testing::Not(HasSubstr("l.csv:2:")));
  EXPECT_THAT(ParseLicences("licence,holder\nX,Y\n", "l.csv", Names()),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Table(kOne)[0].holder, "Beta Pharma");
}

}  // namespace
}  // namespace tidewaiter
