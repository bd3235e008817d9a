// Answers do not depend on where a batch ends, on pushing terms into the scan, or on an earlier run of the
// file.
#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/sqlite.h"
#include "rules/policy/amounts.h"
#include "rules/policy/facts.h"
#include "rules/policy/functions.h"
#include "rules/policy/ledger_numbers.h"
#include "rules/policy/ledger_schema.h"
#include "rules/policy/policy_runner.h"

namespace tidewaiter::policy {
namespace {

// Lines with everything at random, extremes included; texts from a small set so that they meet.
class RandomLines {
 public:
  explicit RandomLines(uint64_t seed) : random_(seed) {}

  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  const char* Name() {
    static constexpr const char* kNames[] = {"",     "acme",     "bolt",   "carp",
                                             "dune", "\xff\xfe", "x'y\"z", "{name}"};
    return kNames[Below(8)];
  }
  const char* Country() {
    static constexpr const char* kCountries[] = {"", "CN", "US", "MX", "DE", "IN", "HK"};
    return kCountries[Below(7)];
  }
  std::optional<double> Number() {
    switch (Below(8)) {
      case 0:
        return std::nullopt;
      case 1:
        return 0;
      case 2:
        return -5;
      case 3:
        return 1e300;
      case 4:
        return 1e9;
      default:
        return Below(3000) / 1000.0;
    }
  }

  void Add(BatchFacts& batch, int64_t number) {
    static constexpr const char* kCodes[] = {"",   "2933", "293333", "950300",
                                             "29", "x9",   "300490", "999999999999"};
    static constexpr const char* kSubjects[] = {"npp", "ephedrine", "acetone"};
    LineFact line;
    line.file = "random.csv";
    line.file_digest = "digest";
    line.line = number + 1;
    line.record_id = batch.Keep(Concat("R", number));
    line.consignment = Name();
    if (Below(5) > 0) line.day = 20000 + Below(400);
    line.description = Below(3) == 0 ? "Plastic toys" : "";
    line.hs_code = kCodes[Below(8)];
    const Amount net = GramsOf(Number());
    line.mass_state = net.state;
    line.net_grams = net.amount;
    line.gross_grams = GramsOf(Number()).amount;
    const Amount volume = MillilitresOf(Number());
    line.volume_state = volume.state;
    line.millilitres = volume.amount;
    const Amount value = CentsOf(Number());
    line.value_state = value.state;
    line.value_cents = value.amount;
    line.currency = Below(2) == 0 ? "USD" : "";
    line.consignor = line.consignor_key = Name();
    line.consignee = line.consignee_key = Name();
    line.consignee_address_key = Name();
    line.consignee_phone_key = Name();
    line.origin = Country();
    line.destination = Country();
    line.transit = Country();
    line.channel = Below(2) == 0 ? "express" : "";
    line.vague = Below(10) / 10.0;
    const auto row = static_cast<uint32_t>(batch.lines.size());
    batch.lines.push_back(line);
    for (int hits = Below(4); hits > 0; --hits) {
      HitFact hit;
      hit.row = row;
      hit.subject_kind = "substance";
      hit.subject = hit.name = kSubjects[Below(3)];
      hit.relation = "exact";
      hit.severity = Below(5);
      hit.certainty = Below(11) / 10.0;
      hit.in_force = Below(5) > 0;
      hit.basis = static_cast<uint8_t>(1 + Below(7));
      hit.hs_codes = Below(2) == 0 ? "293333" : "";
      batch.hits.push_back(hit);
      ListingFact listing;
      listing.hit = static_cast<uint32_t>(batch.hits.size() - 1);
      listing.jurisdiction = "US";
      listing.in_force = hit.in_force;
      listing.first_day = 20000 + Below(400);
      if (Below(2) == 0) {
        listing.threshold_grams = 1000;
      } else {
        listing.threshold_millilitres = 1000;
      }
      listing.window = "calendar year";
      listing.window_first_day = 20000;
      listing.window_last_day = 20400;
      batch.listings.push_back(listing);
      if (Below(2) == 0) {
        LicenceFact licence;
        licence.row = row;
        licence.kind = "licence";
        licence.substance = licence.hit_subject = hit.subject;
        licence.state = static_cast<LicenceState>(Below(6));
        licence.used_grams = kMaxGrams;
        batch.licences.push_back(licence);
      }
    }
    batch.has_ledger = batch.has_licences = batch.has_watchlist = true;
  }

 private:
  std::mt19937_64 random_;
};

// What screening/ledger does after each batch: one row for each listed subject of a line.
// As the policy stage does after a batch.
void InsertMovements(const BatchFacts& batch, SqliteConnection& connection, LedgerNumbers& numbers,
                     PolicyRunner& runner) {
  auto insert = connection.Prepare(
      "INSERT OR IGNORE INTO ledger_entry(file, line, record_id, consignment, day, consignor, consignee, "
      "address, phone, substance, grams, millilitres) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
  ASSERT_TRUE(insert.ok());
  std::set<std::pair<uint32_t, std::string_view>> entered;
  for (const HitFact& hit : batch.hits) {
    if (!hit.in_force || !entered.emplace(hit.row, hit.subject).second) continue;
    const LineFact& line = batch.lines[hit.row];
    const auto number = [&](int at, std::optional<int64_t> value) {
      value ? insert->Bind(at, *value) : insert->BindNull(at);
    };
    const auto text = [&](int at, LedgerText kind, std::string_view value) {
      int64_t given = 0;
      if (value.empty() && kind == LedgerText::kKey) return insert->BindNull(at);
      ASSERT_EQ(numbers.Give(kind, value, given), 0);
      insert->Bind(at, given);
    };
    text(1, LedgerText::kFile, line.file_digest);
    insert->Bind(2, line.line);
    insert->Bind(3, line.record_id);
    insert->Bind(4, line.consignment);
    number(5, line.day);
    text(6, LedgerText::kKey, line.consignor_key);
    text(7, LedgerText::kKey, line.consignee_key);
    text(8, LedgerText::kKey, line.consignee_address_key);
    text(9, LedgerText::kKey, line.consignee_phone_key);
    text(10, LedgerText::kSubject, hit.subject);
    number(11, line.net_grams);
    number(12, line.millilitres);
    ASSERT_TRUE(insert->Run().ok());
    runner.Entered({line.day, line.consignor_key, line.consignee_key, line.consignee_address_key,
                    line.consignee_phone_key, hit.subject, line.net_grams, line.millilitres});
  }
}

PolicyRuleSet Library() {
  auto set = PolicyRuleSet::Load(Concat(TIDEWAITER_SOURCE_DIR, "/rules/library/policy"));
  EXPECT_TRUE(set.ok()) << set.status();
  // Consignments are seen a batch at a time (docs/policy-rules.md), so their rules may differ.
  std::erase_if(set->rules, [](const PolicyRule& rule) {
    return rule.over == RuleSubject::kConsignment || rule.id == "consignment-adds-up";
  });
  return *std::move(set);
}

std::vector<std::string> RunInBatches(int lines, int size, SqliteConnection& connection) {
  std::vector<std::string> said;
  LedgerNumbers numbers(connection.handle());
  auto runner = PolicyRunner::Create(Library(), connection.handle(), {}, &numbers);
  EXPECT_TRUE(runner.ok()) << runner.status();
  RandomLines random(11);
  for (int first = 0; first < lines; first += size) {
    BatchFacts batch;
    for (int i = first; i < std::min(lines, first + size); ++i) random.Add(batch, i);
    const auto outcome = (*runner)->Run(batch);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    for (const PolicyFailure& failure : outcome->failures) ADD_FAILURE() << failure.message;
    for (const PolicyHit& hit : outcome->hits) {
      said.push_back(
          Concat(batch.lines[hit.row].record_id, " ", (*runner)->rules()[hit.rule].id, " ", hit.message));
    }
    InsertMovements(batch, connection, numbers, **runner);
  }
  return said;
}

TEST(PolicyRunnerTest, BatchSizeChangesNothing) {
  constexpr int kLines = 500;
  SqliteConnection whole = SqliteConnection::InMemory().value();
  ASSERT_TRUE(whole.Execute(std::string(kLedgerSchema)).ok());
  const std::vector<std::string> expected = RunInBatches(kLines, kLines, whole);
  EXPECT_GT(expected.size(), 500u);
  std::set<std::string> rules;
  for (const std::string& line : expected)
    rules.insert(line.substr(line.find(' '), line.find(' ', line.find(' ') + 1)));
  EXPECT_GE(rules.size(), 20u) << "the lines at random hardly meet the library";
  for (const int size : {1, 7, 99}) {
    SqliteConnection connection = SqliteConnection::InMemory().value();
    ASSERT_TRUE(connection.Execute(std::string(kLedgerSchema)).ok());
    EXPECT_EQ(RunInBatches(kLines, size, connection), expected) << size;
    // The same file again says the same and adds nothing.
    EXPECT_EQ(RunInBatches(kLines, size, connection), expected) << size << " again";
  }
}

TEST(PolicyRunnerTest, PushedTermsAnswerAsSqliteWould) {
  // `+x` keeps SQLite from handing the term to the view.
  const std::vector<std::string> terms = {"$net_grams > 1500",
                                          "$net_grams >= 1500.5",
                                          "$net_grams < '12'",
                                          "$net_grams is null",
                                          "$net_grams is not null",
                                          "$net_grams <> 0",
                                          "$hs_chapter = 29",
                                          "$hs_chapter = 29.0",
                                          "$hs_chapter = '29'",
                                          "$channel = 'express'",
                                          "$channel <> ''",
                                          "$channel > 'a'",
                                          "$channel = 'EXPRESS' collate nocase",
                                          "$vague >= 0.5",
                                          "$vague = 0.3",
                                          "$hits > 0",
                                          "$hits = 2",
                                          "$consignor = 'acme'",
                                          "$row = 7",
                                          "$row = 7.0",
                                          "$row = '7'",
                                          "$row = -1",
                                          "$row > 9223372036854775807",
                                          "$day <= 20100",
                                          "$millilitres = null",
                                          "$value_cents between 1 and 100000",
                                          "$hs_chapter in (29, 95)",
                                          "$consignee in ('acme', 'bolt')",
                                          "$consignee in ('acme', 'bolt') and l.row > 100",
                                          "$hs_chapter in (29, null, 95.0, '30')",
                                          "$hs_chapter in (select s.chapter from hs s)",
                                          "$hs_chapter not in (29, 95)",
                                          "$channel in ('', 'express', 7)",
                                          "$row in (1, 7.0, '8', -1, 1e19)",
                                          "$net_grams > 1e300",
                                          "$row = 1e19"};
  std::vector<PolicyRule> rules;
  for (const std::string& term : terms) {
    for (const char* how : {"l.", "+l."}) {
      PolicyRule rule;
      rule.where = "x";
      rule.message = "m";
      rule.when = term;
      rule.when.replace(rule.when.find('$'), 1, how);
      rule.id = rule.when;
      rules.push_back(rule);
    }
  }
  PolicyRuleSet set;
  set.rules = rules;
  SqliteConnection connection = SqliteConnection::InMemory().value();
  ASSERT_TRUE(connection.Execute(std::string(kLedgerSchema)).ok());
  auto runner = PolicyRunner::Create(std::move(set), connection.handle());
  ASSERT_TRUE(runner.ok()) << runner.status();
  BatchFacts batch;
  RandomLines random(3);
  for (int i = 0; i < 2000; ++i) random.Add(batch, i);
  const auto outcome = (*runner)->Run(batch);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  std::vector<std::vector<uint32_t>> rows(rules.size());
  for (const PolicyHit& hit : outcome->hits) rows[hit.rule].push_back(hit.row);
  for (size_t i = 0; i < rules.size(); i += 2) EXPECT_EQ(rows[i], rows[i + 1]) << rules[i].when;
}

TEST(PolicyRunnerTest, EveryKeyFindsTheRowsOfAScan) {
  std::vector<PolicyRule> rules;
  for (const char* when : {"(select count(*) from hit h where h.row = l.row) <> (select count(*) from hit h "
                           "where +h.row = l.row)",
                           "(select count(*) from listing t where t.row = l.row) <> (select count(*) from "
                           "listing t where +t.row = l.row)",
                           "(select count(*) from licence a where a.row = l.row) <> (select count(*) from "
                           "licence a where +a.row = l.row)",
                           "(select count(*) from party p where p.row = l.row) <> (select count(*) from "
                           "party p where +p.row = l.row)",
                           "(select count(*) from hit h, listing t where h.row = l.row and t.hit = h.hit) <> "
                           "(select count(*) from listing t where +t.row = l.row)",
                           "l.hits <> (select count(*) from hit h where +h.row = l.row)"}) {
    PolicyRule rule;
    rule.id = when;
    rule.where = "x";
    rule.when = when;
    rules.push_back(rule);
  }
  PolicyRuleSet set;
  set.rules = rules;
  SqliteConnection connection = SqliteConnection::InMemory().value();
  ASSERT_TRUE(connection.Execute(std::string(kLedgerSchema)).ok());
  auto runner = PolicyRunner::Create(std::move(set), connection.handle());
  ASSERT_TRUE(runner.ok()) << runner.status();
  BatchFacts batch;
  RandomLines random(5);
  for (int i = 0; i < 300; ++i) random.Add(batch, i);
  const auto outcome = (*runner)->Run(batch);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_THAT(outcome->failures, testing::IsEmpty());
  for (const PolicyHit& hit : outcome->hits) ADD_FAILURE() << hit.row << ": " << rules[hit.rule].when;
}

TEST(PolicyFunctionsTest, NamesAndFormats) {
  EXPECT_EQ(NameSimilarity("Acme Chemical Co.", "CO ACME CHEMICAL"), 1);
  EXPECT_EQ(NameSimilarity("", "Acme"), 0);
  EXPECT_GT(NameSimilarity("Acme Chemicals", "Acme Chemical"), 0.9);
  EXPECT_LT(NameSimilarity("Acme Chemicals", "Northside Pharmacy"), 0.5);
  EXPECT_EQ(NameSimilarity("ab", "ba"), NameSimilarity("ba", "ab"));
  EXPECT_EQ(FormatGrams(999), "999 g");
  EXPECT_EQ(FormatGrams(12400), "12.4 kg");
  EXPECT_EQ(FormatMillilitres(1500), "1.5 L");
  EXPECT_EQ(FormatMoney(-123450, "USD"), "-1234.50 USD");
  EXPECT_EQ(FormatMoney(5, ""), "0.05");
}

}  // namespace
}  // namespace tidewaiter::policy
