#include "screening/pipeline/disposition.h"

#include <fstream>
#include <string>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Finding Control(std::string subject, Severity severity, double certainty = 1) {
  Finding finding;
  finding.rule = "listed-substance";
  finding.subject = {SubjectKind::kSubstance, subject, subject};
  finding.severity = severity;
  finding.certainty = certainty;
  return finding;
}

Finding Risk(std::string rule, Severity severity, int weight) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.kind = FindingKind::kRisk;
  finding.severity = severity;
  finding.weight = weight;
  return finding;
}

Finding Licence(std::string subject) {
  Finding finding = Risk("licence-covers", Severity::kInfo, 0);
  finding.subject = {SubjectKind::kSubstance, subject, subject};
  finding.covers = true;
  return finding;
}

RecordResult Decided(std::vector<Finding> findings, const DispositionPolicy& policy = {}) {
  RecordResult result;
  result.findings = std::move(findings);
  Decide(policy, result);
  AskWhatIf(policy, result);
  EXPECT_EQ(result.disposition, CombineDispositions(result.findings, policy));
  return result;
}

auto Fact(std::string fact, Disposition disposition) {
  return AllOf(Field(&WhatIf::fact, std::move(fact)), Field(&WhatIf::disposition, disposition));
}

TEST(DispositionTest, EachFindingAlone) {
  EXPECT_EQ(Decided({}).disposition, Disposition::kRelease);
  EXPECT_EQ(Decided({Control("a", Severity::kCritical)}).disposition, Disposition::kSeizeRefer);
  EXPECT_EQ(Decided({Control("a", Severity::kHigh)}).disposition, Disposition::kHold);
  EXPECT_EQ(Decided({Control("a", Severity::kHigh, 0.7)}).disposition, Disposition::kDocumentCheck);
  EXPECT_EQ(Decided({Control("a", Severity::kLow)}).disposition, Disposition::kDocumentCheck);
  EXPECT_EQ(Decided({Control("a", Severity::kInfo)}).disposition, Disposition::kRelease);
  EXPECT_EQ(Decided({Risk("r", Severity::kHigh, 0)}).disposition, Disposition::kDocumentCheck);
  EXPECT_EQ(Decided({Risk("r", Severity::kLow, 0)}).disposition, Disposition::kRelease);
  Finding advised = Risk("r", Severity::kLow, 0);
  advised.advice = Disposition::kHold;
  EXPECT_EQ(Decided({advised}).disposition, Disposition::kHold);
}

TEST(DispositionTest, WeightsAddUp) {
  const Finding small = Risk("r", Severity::kLow, 15);
  EXPECT_EQ(Decided({small}).disposition, Disposition::kRelease);
  const RecordResult two = Decided({small, small});
  EXPECT_EQ(two.disposition, Disposition::kDocumentCheck);
  ASSERT_THAT(two.reasons, SizeIs(3));
  EXPECT_EQ(two.reasons[0].text, "the findings together weigh 30");
  EXPECT_FALSE(two.reasons[0].finding);
  EXPECT_EQ(Decided({Risk("a", Severity::kHigh, 60), Risk("b", Severity::kHigh, 40)}).disposition,
            Disposition::kHold);
}

TEST(DispositionTest, ALicenceTurnsAHoldIntoAPassWithARecord) {
  const RecordResult covered = Decided({Control("a", Severity::kHigh), Licence("a")});
  EXPECT_EQ(covered.disposition, Disposition::kRelease);
  ASSERT_THAT(covered.reasons, SizeIs(2));
  EXPECT_EQ(covered.reasons[0].text, "listed-substance: a (covered by a licence)");
  EXPECT_THAT(covered.what_if, ElementsAre(Fact("without the licence for a", Disposition::kHold)));

  // For another subject it covers nothing, and a drug is no matter of a precursor licence alone.
  EXPECT_EQ(Decided({Control("a", Severity::kHigh), Licence("b")}).disposition, Disposition::kHold);
  EXPECT_EQ(Decided({Control("a", Severity::kHigh), Control("b", Severity::kHigh), Licence("b")}).disposition,
            Disposition::kHold);
  EXPECT_EQ(Decided({Control("a", Severity::kCritical), Licence("a")}).disposition, Disposition::kHold);
}

TEST(DispositionTest, ReasonsStandInOrderOfWeight) {
  const RecordResult result =
      Decided({Risk("light", Severity::kLow, 5), Control("weak", Severity::kHigh, 0.5),
               Risk("heavy", Severity::kHigh, 70), Control("a", Severity::kHigh)});
  std::vector<std::string> texts;
  for (const Reason& reason : result.reasons) texts.push_back(reason.text);
  EXPECT_THAT(texts, ElementsAre("listed-substance: a", "heavy", "listed-substance: weak", "light"));
}

TEST(DispositionTest, WhatIfNamesEverySingleFactThatMatters) {
  EXPECT_THAT(Decided({Control("a", Severity::kHigh)}).what_if,
              ElementsAre(Fact("if the goods were not a", Disposition::kRelease),
                          Fact("if a licence covered a", Disposition::kRelease)));
  EXPECT_THAT(Decided({Control("a", Severity::kHigh, 0.5)}).what_if,
              ElementsAre(Fact("if the goods were not a", Disposition::kRelease),
                          Fact("if a licence covered a", Disposition::kRelease),
                          Fact("if it were certain that the goods are a", Disposition::kHold)));
  // Two that each suffice: no single one changes anything.
  EXPECT_THAT(Decided({Control("a", Severity::kHigh), Control("b", Severity::kHigh)}).what_if, IsEmpty());

  Listing listing;
  listing.severity = Severity::kHigh;
  Finding below = Control("a", Severity::kInfo);
  below.listings = {&listing};
  EXPECT_THAT(Decided({below}).what_if,
              ElementsAre(Fact("if the quantity of a reached the threshold", Disposition::kHold)));

  // The licence lifts what rules say for want of it.
  Finding no_licence = Risk("no-licence", Severity::kMedium, 30);
  no_licence.subject = {SubjectKind::kSubstance, "a", "a"};
  no_licence.lifted_by_licence = true;
  EXPECT_THAT(Decided({Control("a", Severity::kHigh), no_licence}).what_if,
              ElementsAre(Fact("if the goods were not a", Disposition::kDocumentCheck),
                          Fact("if a licence covered a", Disposition::kRelease)));
}

TEST(DispositionTest, FileChangesWhatItMentionsAndNothingElse) {
  const testing::TempFolder folder;
  const auto load = [&](const std::string& text) {
    const std::string path = folder.path() + "/disposition.yaml";
    std::ofstream(path) << text;
    return LoadDispositionPolicy(path);
  };
  const auto policy = load("control: {medium: hold}\nsums: {hold: 50}\nact_certainty: 0.9\n");
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(Decided({Control("a", Severity::kMedium)}, *policy).disposition, Disposition::kHold);
  EXPECT_EQ(Decided({Control("a", Severity::kMedium, 0.8)}, *policy).disposition,
            Disposition::kDocumentCheck);
  EXPECT_EQ(Decided({Control("a", Severity::kCritical)}, *policy).disposition, Disposition::kSeizeRefer);
  EXPECT_EQ(Decided({Risk("r", Severity::kLow, 50)}, *policy).disposition, Disposition::kHold);
  for (const char* bad :
       {"control: {hgih: hold}", "control: {high: holt}", "sums: {hold: 0}", "sums: {hold: 10}",
        "act_certainty: 2", "act_certainty: nan", "unknown: 1", "unsure: never", "control: hold"}) {
    const auto status = load(bad);
    EXPECT_FALSE(status.ok()) << bad;
    EXPECT_THAT(std::string(AsStd(status.status().message())), HasSubstr("disposition.yaml")) << bad;
  }
}

TEST(DispositionTest, LibraryFileHoldsTheDefaults) {
  const auto policy =
      LoadDispositionPolicy(Concat(TIDEWAITER_SOURCE_DIR, "/rules/library/policy/disposition.yaml"));
  ASSERT_TRUE(policy.ok()) << policy.status();
  const DispositionPolicy defaults;
  EXPECT_EQ(policy->act_certainty, defaults.act_certainty);
  EXPECT_EQ(policy->unsure, defaults.unsure);
  EXPECT_EQ(policy->document_check_sum, defaults.document_check_sum);
  EXPECT_EQ(policy->hold_sum, defaults.hold_sum);
  for (size_t i = 0; i < kSeverities; ++i) {
    EXPECT_EQ(policy->control[i], defaults.control[i]);
    EXPECT_EQ(policy->covered[i], defaults.covered[i]);
    EXPECT_EQ(policy->advice[i], defaults.advice[i]);
  }
}

}  // namespace
}  // namespace tidewaiter
