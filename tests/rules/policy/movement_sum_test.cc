// `movement_sum` tells what the same question to `movement` tells, whatever came before.
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/sqlite.h"
#include "rules/policy/facts.h"
#include "rules/policy/ledger_numbers.h"
#include "rules/policy/ledger_schema.h"
#include "rules/policy/policy_runner.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter::policy {
namespace {

using ::tidewaiter::testing::IsOk;

constexpr const char* kSubjects[] = {"acetone", "piperidine"};
constexpr const char* kKeys[] = {"consignee", "consignor", "address", "phone"};
constexpr const char* kColumns[] = {"consignee_key", "consignor_key", "consignee_address_key",
                                    "consignee_phone_key"};

PolicyRule HitRule(std::string id, std::string when) {
  PolicyRule rule;
  rule.id = std::move(id);
  rule.title = "A sum";
  rule.where = "sum.yaml:1:1";
  rule.over = RuleSubject::kHit;
  rule.when = std::move(when);
  return rule;
}

// A rule that tells, by both views, the sums of a hit under key `key`.
PolicyRule Both(int key, const std::string& first, const std::string& last, bool bounded) {
  PolicyRule rule = HitRule(Concat("both-", key, bounded ? "-bounded" : "", "-", first), "1");
  const std::string by = Concat(kKeys[key], " = l.", kColumns[key], " and ");
  rule.show.emplace_back(
      "movement",
      Concat("(select count(*) || ' ' || count(m.grams) || ' ' || ifnull(sum(m.grams), 'none') || ' ' || "
             "ifnull(sum(m.millilitres), 'none') || ' ' || count(distinct nullif(m.consignee, '')) "
             "from movement m where m.",
             by, "m.substance = h.subject and m.before = l.row and m.day between ", first, " and ", last,
             bounded ? " and m.grams * 100 >= 2000 * 87 and m.grams < 4000" : "", ")"));
  rule.show.emplace_back(
      "sum", Concat("(select s.lines || ' ' || s.weighed || ' ' || ifnull(s.grams, 'none') || ' ' || "
                    "ifnull(s.millilitres, 'none') || ' ' || s.consignees from movement_sum s where s.",
                    by, "s.substance = h.subject and s.before = l.row and s.first_day = ", first,
                    " and s.last_day = ", last,
                    bounded ? " and s.at_least = 2000 * 87 / 100.0 and s.below = 4000" : "", ")"));
  rule.message = "{movement}/{sum}";
  return rule;
}

class MovementSumTest : public ::testing::Test {
 protected:
  MovementSumTest() : connection_(SqliteConnection::InMemory().value()), numbers_(connection_.handle()) {
    EXPECT_THAT(connection_.Execute(std::string(kLedgerSchema)), IsOk());
  }

  // As the policy stage does after a batch.
  void Enter(const BatchFacts& facts, PolicyRunner& runner) {
    for (const HitFact& hit : facts.hits) {
      const LineFact& line = facts.lines[hit.row];
      auto insert = connection_.Prepare(
          "INSERT INTO ledger_entry(file, line, substance, day, consignor, consignee, address, phone, "
          "grams, millilitres) VALUES(?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING");
      ASSERT_THAT(insert, IsOk());
      const auto number = [&](int at, const std::optional<int64_t>& value) {
        value ? insert->Bind(at, *value) : insert->BindNull(at);
      };
      const auto text = [&](int at, LedgerText kind, std::string_view value) {
        int64_t given = 0;
        if (value.empty()) return insert->BindNull(at);
        ASSERT_EQ(numbers_.Give(kind, value, given), 0);
        insert->Bind(at, given);
      };
      text(1, LedgerText::kFile, line.file_digest);
      insert->Bind(2, line.line);
      text(3, LedgerText::kSubject, hit.subject);
      number(4, line.day);
      text(5, LedgerText::kKey, line.consignor_key);
      text(6, LedgerText::kKey, line.consignee_key);
      text(7, LedgerText::kKey, line.consignee_address_key);
      text(8, LedgerText::kKey, line.consignee_phone_key);
      number(9, line.net_grams);
      number(10, line.millilitres);
      ASSERT_THAT(insert->Run(), IsOk());
      Movement movement{line.day,
                        line.consignor_key,
                        line.consignee_key,
                        line.consignee_address_key,
                        line.consignee_phone_key,
                        hit.subject,
                        line.net_grams,
                        line.millilitres};
      runner.Entered(movement);
    }
  }

  SqliteConnection connection_;
  LedgerNumbers numbers_;
};

std::unique_ptr<BatchFacts> RandomBatch(std::mt19937& random, std::string_view digest, int first_line,
                                        int lines) {
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  auto facts = std::make_unique<BatchFacts>();
  facts->has_ledger = true;
  for (int i = 0; i < lines; ++i) {
    LineFact line;
    line.file_digest = facts->Keep(digest);
    line.line = first_line + i;
    if (below(10) > 0) line.day = 20500 + below(12);
    line.consignor_key = facts->Keep(Concat("seller ", below(3)));
    if (below(8) > 0) line.consignee_key = facts->Keep(Concat("buyer ", below(5)));
    if (below(3) > 0) line.consignee_address_key = facts->Keep(Concat("street ", below(3)));
    if (below(3) > 0) line.consignee_phone_key = facts->Keep(Concat("555000", below(3)));
    if (below(6) > 0) line.net_grams = below(5000);
    if (below(4) == 0) line.millilitres = below(5000);
    const auto row = static_cast<uint32_t>(facts->lines.size());
    facts->lines.push_back(line);
    for (const char* subject : kSubjects) {
      if (below(3) == 0) continue;
      HitFact hit;
      hit.row = row;
      hit.subject_kind = "substance";
      hit.subject = hit.name = subject;
      facts->hits.push_back(hit);
    }
  }
  return facts;
}

TEST_F(MovementSumTest, EqualsAskingMovement) {
  PolicyRuleSet set;
  for (int key = 0; key < 4; ++key) {
    set.rules.push_back(Both(key, "20502", "20508", false));
    set.rules.push_back(Both(key, "l.day - 3", "l.day", false));
    set.rules.push_back(Both(key, "l.day - 3.5", "l.day + 0.5", true));
  }
  const auto runner = PolicyRunner::Create(set, connection_.handle(), {}, &numbers_);
  ASSERT_THAT(runner, IsOk());
  std::mt19937 random(7);
  int compared = 0, with_sum = 0;
  const auto screen = [&](const BatchFacts& facts) {
    const auto outcome = (*runner)->Run(facts);
    ASSERT_THAT(outcome, IsOk());
    ASSERT_TRUE(outcome->failures.empty()) << outcome->failures[0].message;
    for (const PolicyHit& hit : outcome->hits) {
      ASSERT_EQ(hit.shown[0].second, hit.shown[1].second) << (*runner)->rules()[hit.rule].id;
      ++compared;
      if (hit.shown[0].second.find("none none") == std::string::npos) ++with_sum;
    }
    Enter(facts, **runner);
  };
  std::vector<std::vector<std::unique_ptr<BatchFacts>>> files;
  for (int file = 0; file < 4; ++file) {
    files.emplace_back();
    for (int batch = 0; batch < 5; ++batch) {
      files.back().push_back(RandomBatch(random, Concat("file ", file), 1 + 20 * batch, 20));
    }
  }
  for (const auto& file : files) {
    (*runner)->LedgerChanged();
    for (const auto& batch : file) screen(*batch);
  }
  // The second file again: each of its lines sees what stood before it, not the file's own rest.
  (*runner)->LedgerChanged();
  for (const auto& batch : files[1]) screen(*batch);
  EXPECT_GT(compared, 5000);
  EXPECT_GT(with_sum, compared / 2);
}

TEST_F(MovementSumTest, SumsBeyondAllNumbersStayAtTheLargest) {
  PolicyRuleSet set;
  PolicyRule rule = HitRule("huge", "1");
  rule.show.emplace_back("sum",
                         "(select s.grams from movement_sum s where s.consignee = l.consignee_key and "
                         "s.substance = h.subject and s.before = l.row and s.first_day = 0 and "
                         "s.last_day = 99999)");
  rule.message = "{sum}";
  set.rules.push_back(rule);
  const auto runner = PolicyRunner::Create(set, connection_.handle());
  ASSERT_THAT(runner, IsOk());
  BatchFacts facts;
  for (int i = 0; i < 3; ++i) {
    LineFact line;
    line.day = 20500;
    line.consignee_key = "buyer";
    line.net_grams = std::numeric_limits<int64_t>::max() - 5;
    facts.lines.push_back(line);
    HitFact hit;
    hit.row = static_cast<uint32_t>(i);
    hit.subject = "acetone";
    facts.hits.push_back(hit);
  }
  const auto outcome = (*runner)->Run(facts);
  ASSERT_THAT(outcome, IsOk());
  ASSERT_EQ(outcome->hits.size(), 3u);
  EXPECT_EQ(outcome->hits[0].message, "9223372036854775802");
  EXPECT_EQ(outcome->hits[2].message, "9223372036854775807");
}

}  // namespace
}  // namespace tidewaiter::policy
