// Rule text is untrusted: what it may not do, and what happens when it fails.
#include <chrono>
#include <memory>
#include <string>

#include <sqlite3.h>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/sqlite.h"
#include "rules/policy/facts.h"
#include "rules/policy/ledger_schema.h"
#include "rules/policy/policy_runner.h"

namespace tidewaiter::policy {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

PolicyRule LineRule(std::string when) {
  PolicyRule rule;
  rule.id = "a-rule";
  rule.title = "A rule";
  rule.where = "a.yaml:1:1";
  rule.message = "says so";
  rule.when = std::move(when);
  return rule;
}

class SandboxTest : public testing::Test {
 protected:
  SandboxTest() : connection_(SqliteConnection::InMemory().value()) {
    EXPECT_TRUE(connection_.Execute(std::string(kLedgerSchema)).ok());
    EXPECT_TRUE(connection_.Execute("CREATE TABLE secret(x); INSERT INTO secret VALUES(1)").ok());
  }
  absl::StatusOr<std::unique_ptr<PolicyRunner>> Compile(std::vector<PolicyRule> rules,
                                                        const SandboxLimits& limits = {}) {
    PolicyRuleSet set;
    set.rules = std::move(rules);
    return PolicyRunner::Create(std::move(set), connection_.handle(), limits);
  }
  std::string ErrorOf(std::string when) {
    const auto runner = Compile({LineRule(std::move(when))});
    return runner.ok() ? "compiled" : std::string(AsStd(runner.status().message()));
  }

  SqliteConnection connection_;
};

TEST_F(SandboxTest, RefusesWhatIsNotReadingAView) {
  EXPECT_EQ(ErrorOf("l.hits > 0"), "compiled");
  EXPECT_THAT(ErrorOf("(select x from secret)"), HasSubstr("table secret is not for rules"));
  EXPECT_THAT(ErrorOf("(select count(*) from sqlite_schema)"), HasSubstr("not for rules"));
  EXPECT_THAT(ErrorOf("(select sql from sqlite_temp_schema)"), HasSubstr("not for rules"));
  EXPECT_THAT(ErrorOf("(select name from pragma_table_info('secret'))"), HasSubstr("a.yaml:1:1"));
  EXPECT_THAT(ErrorOf("(select value from json_each('[1]'))"), HasSubstr("a.yaml:1:1"));
  for (const char* call : {"load_extension('x')",
                           "readfile('/etc/passwd')",
                           "writefile('a','b')",
                           "randomblob(9)",
                           "zeroblob(9)",
                           "printf('%d',1)",
                           "format('%d',1)",
                           "hex('a')",
                           "char(65)",
                           "quote(1)",
                           "sqlite_version()",
                           "random()",
                           "fts3_tokenizer('a')",
                           "edit('a')",
                           "changes()",
                           "last_insert_rowid()",
                           "soundex('a')",
                           "json('{}')",
                           "unixepoch()",
                           "date('now')"}) {
    EXPECT_THAT(ErrorOf(call), testing::AnyOf(HasSubstr("is not for rules"), HasSubstr("no such function")))
        << call;
  }
  EXPECT_THAT(
      ErrorOf("(with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n)"),
      HasSubstr("recursive"));
}

TEST_F(SandboxTest, ConditionsCannotLeaveTheirBrackets) {
  for (const char* text : {"1) or (1", "1; delete from ledger_entry", "1 union select 1", "1 order by 1",
                           "1 limit 1", "1 group by l.row", "", ";", "1 /*", "1) --", "1, 1",
                           "1 window w as ()", "insert into secret values(2)", "\xff\xfe", "'unclosed"}) {
    EXPECT_THAT(ErrorOf(text), HasSubstr("a.yaml:1:1")) << text;
  }
  // A comment is harmless.
  EXPECT_EQ(ErrorOf("1 -- always"), "compiled");
  EXPECT_EQ(ErrorOf("1 /* always */"), "compiled");
  EXPECT_THAT(ErrorOf(std::string("1\0 or 1", 7)), HasSubstr("NUL"));
  EXPECT_THAT(ErrorOf("l.hits > :limit"), HasSubstr("not among the rule's parameters"));
  EXPECT_THAT(ErrorOf("l.hits > ?"), HasSubstr("not among the rule's parameters"));
}

TEST_F(SandboxTest, MovementsAreNeverScanned) {
  EXPECT_THAT(ErrorOf("(select count(*) from movement m where m.before = l.row)"),
              HasSubstr("movement must be asked with"));
  EXPECT_THAT(ErrorOf("(select count(*) from movement m where m.consignee = 'a')"),
              HasSubstr("movement must be asked with"));
  EXPECT_EQ(ErrorOf("(select count(*) from movement m where m.consignee = 'a' and m.before = l.row)"),
            "compiled");
  EXPECT_THAT(ErrorOf("(select s.grams from movement_sum s where s.consignee = 'a' and s.before = l.row)"),
              HasSubstr("movement_sum also with"));
}

TEST_F(SandboxTest, OwnerOfTheConnectionIsNotRestricted) {
  const auto runner = Compile({LineRule("1")});
  ASSERT_TRUE(runner.ok()) << runner.status();
  EXPECT_TRUE(connection_.Execute("CREATE TABLE another(x); INSERT INTO another VALUES(1)").ok());
  BatchFacts facts;
  facts.lines.resize(2);
  for (int i = 0; i < 3; ++i) {
    const auto outcome = (*runner)->Run(facts);
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    EXPECT_THAT(outcome->hits, SizeIs(2));
    EXPECT_THAT(outcome->failures, SizeIs(0));
    // A change of schema makes SQLite compile the rules again, which must work as before.
    EXPECT_TRUE(connection_.Execute(Concat("CREATE TABLE t", i, "(x)")).ok());
  }
}

TEST_F(SandboxTest, NothingIsLeftBehind) {
  { ASSERT_TRUE(Compile({LineRule("1")}).ok()); }
  EXPECT_FALSE(connection_.Prepare("SELECT * FROM line").ok());
  EXPECT_FALSE(connection_.Prepare("SELECT days('2026-01-01')").ok());
  EXPECT_TRUE(connection_.Prepare("SELECT printf('%d', 1)").ok());
  EXPECT_TRUE(Compile({LineRule("1")}).ok());
}

TEST_F(SandboxTest, AFailingRuleSaysSoAndTheOthersGoOn) {
  PolicyRule endless = LineRule("(select count(*) from line a, line b, line c, line d, line e) > 0");
  endless.id = "endless";
  PolicyRule overflow = LineRule("(select sum(9000000000000000000) from line) > 0");
  overflow.id = "overflow";
  PolicyRule huge =
      LineRule("length(replace(replace(l.description, 'a', l.description), 'a', l.description)) > 0");
  huge.id = "huge";
  PolicyRule unknown_group = LineRule("country_group(l.origin, 'NATO')");
  unknown_group.id = "group";
  PolicyRule good = LineRule("l.row = 1");
  good.id = "good";
  SandboxLimits limits;
  limits.steps = 1'000'000;
  auto runner = Compile({endless, overflow, huge, unknown_group, good}, limits);
  ASSERT_TRUE(runner.ok()) << runner.status();
  BatchFacts facts;
  facts.lines.resize(100);
  const std::string text(2000, 'a');
  for (LineFact& line : facts.lines) line.description = text;
  for (int run = 1; run <= 3; ++run) {
    const auto outcome = (*runner)->Run(facts);
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    ASSERT_THAT(outcome->hits, SizeIs(1));
    EXPECT_EQ((*runner)->rules()[outcome->hits[0].rule].id, "good");
    ASSERT_THAT(outcome->failures, SizeIs(4));
    EXPECT_THAT(outcome->failures[0].message, HasSubstr("Rule endless failed"));
    EXPECT_THAT(outcome->failures[0].message, HasSubstr("more steps"));
    EXPECT_THAT(outcome->failures[1].message, HasSubstr("integer overflow"));
    EXPECT_THAT(outcome->failures[2].message, HasSubstr("too big"));
    EXPECT_THAT(outcome->failures[3].message, HasSubstr("no country group \"NATO\""));
    EXPECT_EQ(outcome->failures[0].switched_off, run == 3);
  }
  const auto after = (*runner)->Run(facts);
  ASSERT_TRUE(after.ok());
  EXPECT_THAT(after->failures, SizeIs(0));
  EXPECT_THAT(after->hits, SizeIs(1));
}

TEST_F(SandboxTest, ProcessorTimeEndsWhatStepsDoNot) {
  PolicyRule endless = LineRule("(select count(*) from line a, line b, line c, line d, line e) > 0");
  SandboxLimits limits;
  limits.steps = 1'000'000'000'000;
  limits.processor_time = std::chrono::seconds(0);
  auto runner = Compile({endless, LineRule("l.row = 1")}, limits);
  ASSERT_TRUE(runner.ok()) << runner.status();
  BatchFacts facts;
  facts.lines.resize(100);
  const auto outcome = (*runner)->Run(facts);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  ASSERT_THAT(outcome->failures, SizeIs(1));
  EXPECT_THAT(outcome->failures[0].message, HasSubstr("more processor time"));
  EXPECT_THAT(outcome->hits, SizeIs(1));
}

TEST_F(SandboxTest, FactsThatDoNotFitAreRefused) {
  const auto runner = Compile({LineRule("1")});
  ASSERT_TRUE(runner.ok());
  BatchFacts facts;
  facts.hits.emplace_back();
  EXPECT_FALSE((*runner)->Run(facts).ok());
  facts.lines.resize(2);
  EXPECT_TRUE((*runner)->Run(facts).ok());
  facts.hits.emplace_back();
  facts.hits[0].row = 1;
  EXPECT_FALSE((*runner)->Run(facts).ok());
  facts.hits[1].row = 1;
  EXPECT_TRUE((*runner)->Run(facts).ok());
  facts.listings.emplace_back();
  facts.listings[0].hit = 2;
  EXPECT_FALSE((*runner)->Run(facts).ok());
}

}  // namespace
}  // namespace tidewaiter::policy
