// Policy rules over batches of facts: CPU time a line for the whole library and for each rule, over an empty
// and a filled ledger. Usage: policy_bench RULES_DIR [lines] [hits a thousand] [ledger rows] [ledger file]
//
// Run from the repository's root:
//   build/release/bin/policy_bench rules/library/policy 1000000 10 10000000 /tmp/ledger.sqlite
// A ledger file that exists is used as it is (made by an earlier run).
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "chemdb/base/concat.h"
#include "rules/policy/facts.h"
#include "rules/policy/ledger_schema.h"
#include "rules/policy/policy_runner.h"

namespace tidewaiter::policy {
namespace {

constexpr int kBatchLines = 1000;
constexpr int kParties = 50000;
constexpr int kFirstDay = 20500;  // 2026-02-16
constexpr const char* kSubjects[] = {"acetone", "acetic-anhydride", "piperonal", "4-ap", "phenylacetic-acid"};

double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

[[noreturn]] void Die(std::string_view message) {
  std::fprintf(stderr, "policy_bench: %s\n", std::string(message).c_str());
  std::exit(1);
}

// A general manifest: few chemicals, many parcels, some party names that come again.
void FillBatch(std::mt19937_64& random, int hits_a_thousand, std::unique_ptr<BatchFacts>& batch) {
  static constexpr const char* kCodes[] = {"950300", "610910", "851762", "640411", "392690", "691200",
                                           "840999", "330499", "291411", "293339", "300490", "870829"};
  static constexpr const char* kGoods[] = {"Plastic toys for children",
                                           "Knitted cotton shirts, size L",
                                           "Wireless headphones with charging case",
                                           "Running shoes",
                                           "Spare parts for diesel engines",
                                           "Ceramic coffee mugs"};
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<uint64_t>(n)); };
  batch = std::make_unique<BatchFacts>();
  batch->has_ledger = batch->has_licences = batch->has_watchlist = true;
  for (int i = 0; i < kBatchLines; ++i) {
    LineFact line;
    line.file = "bench.csv";
    line.file_digest = "bench";
    line.line = i + 2;
    line.record_id = batch->Keep(Concat("L", i));
    line.consignment = batch->Keep(Concat("AWB", i / 2));
    line.day = kFirstDay + below(30);
    line.hs_code = kCodes[below(12)];
    line.description = kGoods[below(6)];
    line.net_grams = 100 + below(200000);
    line.mass_state = AmountState::kKnown;
    line.gross_grams = *line.net_grams * 11 / 10;
    line.value_cents = 500 + below(500000);
    line.value_state = AmountState::kKnown;
    line.currency = "USD";
    line.consignor = line.consignor_key = batch->Keep(Concat("seller number ", below(kParties)));
    line.consignee = line.consignee_key = batch->Keep(Concat("buyer number ", below(kParties)));
    line.consignee_address_key = batch->Keep(Concat(below(kParties), " main street"));
    line.consignee_phone_key = batch->Keep(Concat(1555000000 + below(kParties)));
    line.origin = "CN";
    line.destination = below(3) == 0 ? "MX" : "US";
    line.mode = "air";
    line.channel = below(2) == 0 ? "express" : "cargo";
    line.packages = 1 + below(5);
    const auto row = static_cast<uint32_t>(batch->lines.size());
    if (below(1000) < hits_a_thousand) {
      HitFact hit;
      hit.row = row;
      hit.subject_kind = "substance";
      hit.subject = hit.name = kSubjects[below(5)];
      hit.relation = "exact";
      hit.rule = "listed-substance";
      hit.severity = 1 + below(3);
      hit.basis = 1;
      batch->hits.push_back(hit);
      for (const char* jurisdiction : {"UN", "US"}) {
        ListingFact listing;
        listing.hit = static_cast<uint32_t>(batch->hits.size() - 1);
        listing.jurisdiction = jurisdiction;
        listing.schedule = "Table I";
        listing.threshold_grams = 1000000;
        listing.window = "calendar year";
        listing.window_first_day = 20454;
        listing.window_last_day = 20818;
        listing.first_day = 12000;
        batch->listings.push_back(listing);
      }
    }
    batch->lines.push_back(line);
  }
}

sqlite3* OpenLedger(const std::string& path, int64_t rows) {
  const bool fresh = path.empty() || !std::filesystem::exists(path);
  sqlite3* db = nullptr;
  if (sqlite3_open(path.empty() ? ":memory:" : path.c_str(), &db) != SQLITE_OK) Die("no ledger");
  const auto run = [&](const std::string& sql) {
    if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) Die(sqlite3_errmsg(db));
  };
  run("PRAGMA cache_size = -131072");  // as a ledger has it
  if (!fresh) return db;
  run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000");
  // Rows first, indices afterwards: the same file, sooner.
  const std::string schema(kLedgerSchema);
  const size_t indices = schema.find("CREATE INDEX");
  run(schema.substr(0, indices));
  if (rows > 0) {
    // Numbers of the texts that FillBatch makes, from 1 on: sellers, buyers, addresses, phones.
    run("INSERT INTO ledger_file(digest) VALUES('earlier')");
    for (const char* subject : kSubjects) {
      run(Concat("INSERT INTO ledger_subject(subject) VALUES('", subject, "')"));
    }
    for (const char* text : {"'seller number ' || i", "'buyer number ' || i", "i || ' main street'",
                             "CAST(1555000000 + i AS TEXT)"}) {
      run(Concat("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ", kParties,
                 ") INSERT INTO ledger_key(key) SELECT ", text, " FROM n"));
    }
    run(Concat("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ", rows,
               ") INSERT INTO ledger_entry(file, line, record_id, day, consignor, consignee, address, phone, "
               "substance, grams) SELECT 1, i, 'R' || i, ",
               kFirstDay, " - i % 1500, 1 + i * 7919 % ", kParties, ", ", 1 + kParties, " + i * 104729 % ",
               kParties, ", ", 1 + 2 * kParties, " + i * 15485863 % ", kParties, ", ", 1 + 3 * kParties,
               " + i * 32452843 % ", kParties, ", 1 + i % 5, 100 + i % 5000 FROM n"));
  }
  run(schema.substr(indices));
  return db;
}

struct Cost {
  double seconds = 0;
  size_t hits = 0;
};

// So many lines once each, with one or all rules. Making them does not count.
Cost Measure(const PolicyRuleSet& rules, sqlite3* db, int hits_a_thousand, int64_t lines) {
  auto runner = PolicyRunner::Create(rules, db);
  if (!runner.ok()) Die(AsStd(runner.status().message()));
  std::mt19937_64 random(1);
  std::unique_ptr<BatchFacts> batch;
  Cost cost;
  for (int64_t done = -kBatchLines; done < lines; done += kBatchLines) {
    FillBatch(random, hits_a_thousand, batch);
    const double start = CpuSeconds();
    auto outcome = (*runner)->Run(*batch);
    const double end = CpuSeconds();
    if (!outcome.ok()) Die(AsStd(outcome.status().message()));
    for (const PolicyFailure& failure : outcome->failures) Die(failure.message);
    if (done < 0) continue;  // the first makes pages and statements warm
    cost.hits += outcome->hits.size();
    cost.seconds += end - start;
  }
  return cost;
}

int Main(int argc, char** argv) {
  if (argc < 2) Die("usage: policy_bench RULES_DIR [lines] [hits a thousand] [ledger rows] [ledger file]");
  const int64_t lines = argc > 2 ? std::atoll(argv[2]) : 1000000;
  const int hits = argc > 3 ? std::atoi(argv[3]) : 10;
  const int64_t ledger_rows = argc > 4 ? std::atoll(argv[4]) : 1000000;
  const std::string ledger_file = argc > 5 ? argv[5] : "";
  auto rules = PolicyRuleSet::Load(argv[1]);
  if (!rules.ok()) Die(AsStd(rules.status().message()));
  const auto report = [&](const std::string& what, const Cost& cost) {
    std::printf("%-40s %8.3f us a line %12.0f lines/s %9zu findings\n", what.c_str(),
                cost.seconds * 1e6 / static_cast<double>(lines), static_cast<double>(lines) / cost.seconds,
                cost.hits);
  };
  std::printf("SQLite %s, %lld lines in batches of %d, %d hits a thousand, %zu rules\n", sqlite3_libversion(),
              static_cast<long long>(lines), kBatchLines, hits, rules->rules.size());
  sqlite3* const empty = OpenLedger("", 0);
  sqlite3* const filled = OpenLedger(ledger_file, ledger_rows);
  Cost no_ledger = Measure(*rules, empty, hits, lines);
  report("all rules, empty ledger", no_ledger);
  const Cost ledger = Measure(*rules, filled, hits, lines);
  report(Concat("all rules, ledger of ", ledger_rows), ledger);
  std::printf("ratio filled/empty %.2f\n\n", ledger.seconds / no_ledger.seconds);
  for (const PolicyRule& rule : rules->rules) {
    PolicyRuleSet one;
    one.rules = {rule};
    one.codes = rules->codes;
    report(rule.id, Measure(one, filled, hits, lines));
  }
  sqlite3_close(filled);
  sqlite3_close(empty);
  return 0;
}

}  // namespace
}  // namespace tidewaiter::policy

int main(int argc, char** argv) { return tidewaiter::policy::Main(argc, argv); }
