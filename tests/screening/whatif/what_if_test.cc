// What-if against two whole runs of the pipeline: the same differences, word for word, on the example files,
// the declarations of the corpus, NCI and random manifests, for bills that add, end, reword and set
// thresholds, with policy rules and without.
#include "screening/whatif/what_if.h"

#include <fstream>
#include <mutex>
#include <random>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/file.h"
#include "screening/pipeline/pipeline.h"
#include "screening/report/finding_json.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;
using testing::TempFolder;

constexpr const char* kExamples = TIDEWAITER_SOURCE_DIR "/tools/examples/";
constexpr const char* kPolicy = TIDEWAITER_SHARE_DIR "/rules/policy";
constexpr const char* kNci = "/usr/share/RDKit/Data/NCI/first_5K.smi";

EngineOptions LawAsItIs() {
  EngineOptions options;
  options.database_path = TIDEWAITER_SHARE_DIR "/tidewaiter.sqlite";
  options.rules_dir = TIDEWAITER_SHARE_DIR "/rules";
  return options;
}

std::shared_ptr<const Proposal> Propose(const std::vector<std::string>& files) {
  auto created = Proposal::Create(LawAsItIs(), Bill{files});
  EXPECT_THAT(created, IsOk());
  return created.ok() ? *created : nullptr;
}

// Keeps results instead of writing them.
class Keeper final : public ResultWriter {
 public:
  void Begin(std::string&) const override {}
  void Format(const RecordResult& result, bool, std::string&) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    results_.emplace(std::pair(result.file, result.line), result);
  }
  void End(const Summary&, const RunIdentity&, std::string&) const override {}
  const RecordResult& Of(const Record& record) const {
    return results_.at({std::string(record.place.file), record.place.line});
  }

 private:
  mutable std::mutex mutex_;
  mutable std::map<std::pair<std::string, uint64_t>, RecordResult> results_;
};

std::string Describe(const RecordDifference& d) {
  std::string out = Concat(d.file, ":", d.line, " ", d.id, " ", DispositionName(d.before), " ",
                           DispositionName(d.after), " gained ");
  for (const Finding& finding : d.gained) AppendFindingJson(finding, d.law_day, out);
  out += " lost ";
  for (const Finding& finding : d.lost) AppendFindingJson(finding, d.law_day, out);
  for (const FindingChange& change : d.changed) {
    out += " changed ";
    AppendFindingJson(change.before, d.law_day, out);
    AppendFindingJson(change.after, d.law_day, out);
  }
  out += '\n';
  return out;
}

std::unique_ptr<PolicyStage> Policy(const std::shared_ptr<const Database>& database,
                                    const ScreenOptions& screen) {
  PolicyOptions options;
  options.rules_dir = kPolicy;
  auto created = PolicyStage::Create(database, options, screen.as_of, screen.jurisdictions);
  EXPECT_THAT(created, IsOk());
  return created.ok() ? *std::move(created) : nullptr;
}

// Engines for the two whole runs: made by themselves, and not the ones that a what-if shares.
std::shared_ptr<const Engine> EngineOf(const EngineOptions& options) {
  auto created = Engine::Create(options);
  EXPECT_THAT(created, IsOk());
  return created.ok() ? *created : nullptr;
}
std::shared_ptr<const Engine> WholeBefore() {
  static const auto engine = EngineOf(LawAsItIs());
  return engine;
}
std::shared_ptr<const Engine> WholeAfter(const std::shared_ptr<const Proposal>& proposal) {
  static std::pair<std::shared_ptr<const Proposal>, std::shared_ptr<const Engine>> last;
  if (last.first != proposal) last = {proposal, EngineOf(proposal->options_after())};
  return last.second;
}

void RunWhole(const std::vector<std::string>& files, const std::shared_ptr<const Engine>& engine,
              const WhatIfOptions& asked, Keeper& results) {
  PipelineOptions options;
  options.read = asked.read;
  options.screen = asked.screen;
  std::unique_ptr<PolicyStage> policy;
  if (asked.policy) {
    policy = Policy(engine->shared_database(), asked.screen);
    options.policy = policy.get();
    options.disposition = asked.policy->disposition;
  }
  EXPECT_THAT(RunPipeline(
                  files, engine, options, results, RunIdentity(),
                  [](std::string_view) { return absl::OkStatus(); }, nullptr, nullptr),
              IsOk());
}

struct Tally {
  uint64_t records = 0, screened_by_both = 0, differences = 0, gained = 0, lost = 0, changed = 0;
};

// Runs the pipeline over `files` by either law, compares record by record, and expects the what-if to say the
// same.
Tally CompareWithTwoRuns(const std::shared_ptr<const Proposal>& proposal,
                         const std::vector<std::string>& files, const ScreenOptions& screen,
                         bool with_policy) {
  WhatIfOptions options;
  options.screen = screen;
  options.threads = 2;
  options.read.batch_records = 97;  // policy rules see batches
  std::unique_ptr<PolicyStage> before_policy, after_policy;
  if (with_policy) {
    before_policy = Policy(proposal->database_before(), screen);
    after_policy = Policy(proposal->database_after(), screen);
    options.policy = WhatIfPolicy{before_policy.get(), after_policy.get(), {}};
  }
  Keeper before, after;
  RunWhole(files, WholeBefore(), options, before);
  RunWhole(files, WholeAfter(proposal), options, after);
  std::string expected;
  Tally tally;
  for (const std::string& file : files) {
    auto source = RecordSource::Open(file, options.read);
    EXPECT_THAT(source, IsOk());
    if (!source.ok()) return tally;
    for (;;) {
      auto batch = (*source)->Next();
      EXPECT_THAT(batch, IsOk());
      if (!batch.ok() || *batch == nullptr) break;
      for (size_t i = 0; i < (*batch)->size(); ++i) {
        const Record record = (*batch)->Interpret(i);
        ++tally.records;
        const auto difference = CompareResults(record, before.Of(record), after.Of(record));
        if (!difference) continue;
        expected += Describe(*difference);
        ++tally.differences;
        tally.gained += difference->gained.size();
        tally.lost += difference->lost.size();
        tally.changed += difference->changed.size();
      }
    }
  }
  std::string found;
  const auto result = RunWhatIf(
      files, proposal, options, [](const RecordDifference& d, bool, std::string& out) { out += Describe(d); },
      [&](std::string_view text) {
        found += text;
        return absl::OkStatus();
      },
      nullptr);
  EXPECT_THAT(result, IsOk());
  if (!result.ok()) return tally;
  EXPECT_EQ(found, expected);
  EXPECT_EQ(result->summary.records, tally.records);
  EXPECT_EQ(result->summary.all.gained, tally.gained);
  EXPECT_EQ(result->summary.all.records, tally.differences);
  tally.screened_by_both = result->summary.screened_by_both;
  return tally;
}

ScreenOptions On(const char* day) {
  ScreenOptions options;
  options.as_of = ParseIsoDate(day);
  return options;
}

// Goods that the tables know well, goods they do not know, and everything between: names with slips, numbers
// with slips, tariff codes, structures as salts, on any route and day.
std::string RandomManifest(const Database& database, uint32_t seed, int rows) {
  std::mt19937 random(seed);
  const auto pick = [&](const auto& items) -> const auto& { return items[random() % items.size()]; };
  const auto one_in = [&](uint32_t n) { return random() % n == 0; };
  const std::vector<std::string> countries = {"US", "CN", "DE", "MX", "CA", "GB", "IN", "TH", "NL", ""};
  const std::vector<std::string> before = {"", "technical ", "1 drum of ", "not ", "methyl ", "4-"};
  const std::vector<std::string> behind = {"",          " hydrochloride",   ", 25 kg",       " free",
                                           " test kit", " test article",    " and acetone",  " 99%",
                                           " esters",   "-carboxylic acid", " (CAS 67-64-1)"};
  const std::vector<std::string> innocent = {"leather shoes", "machine parts", "cotton shirts",
                                             "glass beads"};
  std::string out = "id,date,origin,transit,destination,hs_code,description,cas_rn,net_mass,structure\n";
  for (int row = 0; row < rows; ++row) {
    const Substance& substance = pick(database.substances());
    std::string text = pick(innocent);
    if (!one_in(4)) {
      std::string name = substance.name;
      if (!substance.names.empty() && one_in(2)) name = pick(substance.names).text;
      if (!substance.forms.empty() && one_in(4)) name = pick(substance.forms).name;
      if (one_in(5) && name.size() > 3) name[random() % name.size()] = static_cast<char>('a' + random() % 26);
      text = Concat(pick(before), name, pick(behind));
    }
    std::string cas;
    if (one_in(4)) cas = substance.cas_rn;
    if (one_in(10) && cas.size() > 4) cas[0] = static_cast<char>('1' + random() % 9);
    if (one_in(12)) AppendTo(text, " ", substance.cas_rn);
    std::string structure;
    if (one_in(4)) structure = substance.smiles;
    if (!structure.empty() && one_in(3))
      structure += pick(std::vector<std::string>{".Cl", ".CCO", ".O", ".[Na+]"});
    std::string code;
    if (one_in(3)) code = pick(database.goods_codes()).code;
    const Date day = *ParseIsoDate("2019-01-01") + std::chrono::days(random() % 3300);
    AppendTo(out, "R", row, ",", FormatIsoDate(day), ",", pick(countries), ",",
             one_in(5) ? pick(countries) : std::string(), ",", pick(countries), ",", code, ",");
    std::string quoted;
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    AppendTo(out, "\"", quoted, "\",", cas, ",", random() % 3 == 0 ? std::string() : Concat(random() % 3000),
             ",", structure, "\n");
  }
  return out;
}

struct Case {
  const char* what;
  const char* bill;        // a list
  uint64_t Tally::*shows;  // what there must be some of
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.what; }

class WhatIfTest : public ::testing::TestWithParam<Case> {
 protected:
  TempFolder folder_;
};

TEST_P(WhatIfTest, SaysWhatTwoWholeRunsSay) {
  const auto proposal = Propose({folder_.Write("bill.csv", GetParam().bill)});
  ASSERT_NE(proposal, nullptr);
  const std::string random =
      folder_.Write("random.csv", RandomManifest(*proposal->database_before(), 20261124, 1500));
  const Tally tally = CompareWithTwoRuns(proposal, {random}, {}, false);
  EXPECT_EQ(tally.records, 1500u);
  EXPECT_GE(tally.screened_by_both, tally.differences);
  EXPECT_GT(tally.*GetParam().shows, 0u);
  const std::string manifest = Concat(kExamples, "manifest.csv");
  const std::string structures = Concat(kExamples, "structures.smi");
  CompareWithTwoRuns(proposal, {manifest, structures, random}, {}, true);
  CompareWithTwoRuns(proposal, {manifest, structures}, On("2027-06-01"), true);
}

INSTANTIATE_TEST_SUITE_P(
    Bills, WhatIfTest,
    ::testing::Values(
        Case{"a new substance, by structure and name",
             "name,smiles,names,jurisdiction,instrument,schedule\n"
             "aspirin,CC(=O)Oc1ccccc1C(=O)O,leather shoes,EU,eu-111-2005,Category 1\n",
             &Tally::gained},
        Case{"listed elsewhere, new here",
             "id,instrument,schedule,in_force_from\n"
             "acetone,gb-mda-1971,Class B,2020-01-01\nephedrine,,,\n",
             &Tally::changed},
        Case{"esters of a listed acid",
             "id,jurisdiction,instrument,schedule,scope\n"
             "phenylacetic-acid,EU,A proposal,Category 1,salts;esters\n"
             "anthranilic-acid,US,A proposal,Category 1,salts;esters\n",
             &Tally::gained},
        Case{"a class of another law",
             "class,instrument,schedule,in_force_from,scope\n"
             "us-4-piperidone,eu-111-2005,Category 1,2021-01-01,salts;acetals;halides;amides;carbamates\n"
             "us-4-anilinopiperidine,eu-111-2005,Category 1,,salts;amides;carbamates;halides\n",
             &Tally::gained},
        Case{"an end",
             "amends,in_force_to\ncn-propiophenone,2018-12-31\ncn-2-bromopropiophenone,2018-12-31\nun-"
             "ephedrine,2023-12-31\n",
             &Tally::lost},
        Case{"a threshold",
             "amends,threshold,unit\nus-acetone,9000,kg\nun-acetone,9000,kg\nun-toluene,9000,kg\n",
             &Tally::changed},
        Case{"a new wording from a day on",
             "amends,in_force_from,severity,threshold,unit,scope\n"
             "us-acetone,2025-01-01,critical,1,kg,salts\n",
             &Tally::changed},
        Case{"a name that is part of others", "id,names\nephedrine,acid|methyl\n", &Tally::changed}));

// Descriptions as declarants write them, on a route.
std::string CorpusAsManifest() {
  const auto text = ReadFile(TIDEWAITER_SOURCE_DIR "/tests/corpus/declarations.csv", size_t{1} << 24);
  EXPECT_THAT(text, IsOk());
  const auto table = CsvTable::Parse(*text, "declarations.csv");
  EXPECT_THAT(table, IsOk());
  std::string out = "id\tdate\torigin\tdestination\ths_code\tnet_mass\tdescription\n";
  size_t n = 0;
  for (const CsvTable::Row& row : table->rows()) {
    ++n;
    AppendTo(out, "D", n, "\t2026-05-", 10 + n % 20, "\tCN\t", n % 3 == 0 ? "US" : "DE", "\t",
             table->Get(row, "hs"), "\t", n % 40, "\t");
    for (const char c : table->Get(row, "text")) out += c == '\t' || c == '\n' || c == '"' ? ' ' : c;
    out += '\n';
  }
  return out;
}

// Lists of rows drawn at random: new controls, other days, ends, thresholds, class rules, new substances.
std::string RandomBill(const Database& database, std::mt19937& random) {
  const auto below = [&](size_t n) { return static_cast<size_t>(random() % n); };
  std::set<std::string> amended, listed;
  std::string out =
      "id,name,smiles,names,class,amends,jurisdiction,instrument,schedule,scope,in_force_from,in_force_to,"
      "threshold,unit,severity\n";
  for (size_t row = 0; row < 1 + below(4); ++row) {
    switch (below(5)) {
      case 0: {  // listed somewhere else
        const std::string& id = database.substances()[below(database.substances().size())].id;
        if (!listed.insert(id).second) break;
        AppendTo(out, id, ",,,,,,EU,A proposal,1,", below(2) == 0 ? "salts;esters" : "salts", ",",
                 below(2) == 0 ? "2024-01-01" : "", ",,,,\n");
        break;
      }
      case 1:
      case 2: {  // changed
        const Listing& listing = database.listings()[below(database.listings().size())];
        if (!amended.insert(listing.id).second) break;
        const bool ends =
            below(2) == 0 && (!listing.in_force_from || FormatIsoDate(*listing.in_force_from) < "2026");
        AppendTo(out, ",,,,,", listing.id, ",,,,,,", ends ? "2026-01-31" : "", ",",
                 ends            ? ","
                 : below(2) == 0 ? "5,kg"
                                 : ",",
                 ",critical\n");
        break;
      }
      case 3: {  // a class of another law
        const Listing& listing = database.listings()[below(database.listings().size())];
        if (listing.subject_kind != SubjectKind::kClass || !listed.insert(listing.subject).second) break;
        AppendTo(out, ",,,,", listing.subject, ",,GB,A proposal,1,", FormatScopes(listing.scope), ",,,,,\n");
        break;
      }
      default: {  // new
        static constexpr const char* kNew[] = {",toluene,Cc1ccccc1,toluol,", ",benzaldehyde,O=Cc1ccccc1,,",
                                               ",glass beads,,beads|leather,", ",aniline,Nc1ccccc1,anilin,"};
        const char* chosen = kNew[below(std::size(kNew))];
        if (listed.insert(chosen).second) AppendTo(out, chosen, ",,,,,,,,,,\n");
      }
    }
  }
  return out;
}

TEST(WhatIfBillTest, RandomBills) {
  const TempFolder folder;
  const auto built = Database::Open(LawAsItIs().database_path);
  ASSERT_THAT(built, IsOk());
  std::mt19937 random(20261124);
  const std::string corpus = folder.Write("declarations.tsv", CorpusAsManifest());
  Tally all;
  for (int i = 0; i < 8; ++i) {
    const std::string bill = RandomBill(**built, random);
    SCOPED_TRACE(bill);
    const auto proposal = Propose({folder.Write(Concat("bill", i, ".csv"), bill)});
    ASSERT_NE(proposal, nullptr);
    const std::string goods =
        folder.Write("random.csv", RandomManifest(**built, static_cast<uint32_t>(i), 400));
    std::vector<std::string> files = {goods, corpus};
    if (i % 4 == 0 && std::ifstream(kNci).good()) files.push_back(kNci);
    ScreenOptions options;
    options.explain = i % 5 == 1;
    options.analogues = i % 5 == 2;
    const Tally tally = CompareWithTwoRuns(proposal, files, options, i % 2 == 1);
    all.differences += tally.differences;
    all.gained += tally.gained;
    all.lost += tally.lost;
  }
  EXPECT_GT(all.differences, 100u);
  EXPECT_GT(all.gained, 20u);
  EXPECT_GT(all.lost, 0u);
}

constexpr const char* kHalides = R"(
id: proposal-phenethyl-halides
title: phenethyl halides
wording: 2-phenylethyl fluoride, chloride, bromide and iodide
sources: ["a test"]
patterns:
  - meaning: a phenethyl halide
    citation: proposal, article 1
    smarts: "[F,Cl,Br,I][CH2][CH2]c1[cH][cH][cH][cH][cH]1"
examples:
  members:
    - {name: phenethyl bromide, smiles: BrCCc1ccccc1, source: a test}
  others:
    - {name: benzyl bromide, smiles: BrCc1ccccc1, why: one carbon less}
)";

TEST(WhatIfBillTest, AClassRuleOfItsOwn) {
  const TempFolder folder;
  const std::string rule = folder.Write("proposal.yaml", kHalides);
  const std::string list = folder.Write(
      "proposal.csv",
      "class,jurisdiction,instrument,schedule\nproposal-phenethyl-halides,EU,A proposal,Part 1\n");
  const auto proposal = Propose({rule, list});
  ASSERT_NE(proposal, nullptr);
  EXPECT_THAT(proposal->filter().classes(), ElementsAre("proposal-phenethyl-halides"));
  EXPECT_THAT(proposal->filter().substances(), IsEmpty());
  const std::string file =
      folder.Write("some.smi", "BrCCc1ccccc1 a\nBrCc1ccccc1 b\nICCc1ccccc1.O c\nCCO d\n");
  Tally tally = CompareWithTwoRuns(proposal, {file}, {}, true);
  EXPECT_EQ(tally.gained, 2u);
  EXPECT_EQ(tally.screened_by_both, 2u);
  // Drawings that the quicker questions do not understand, or understand only in part: members among them.
  std::string odd;
  for (const char* smiles :
       {"[Br][CH2]C([2H])c1ccccc1", "BrCCc1ccccc1.[Fe+2]", "C[Mg]Br.ClCCc1ccccc1", "BrCCc%(123)ccccc%(123)",
        "BrCCc1ccccc1.*", "BrCCc1ccccc1C(C)(C)(C)C", "BrCCc1cccc1", "[H][H].BrCCc1ccccc1", "ICCC1=CC=CC=C1",
        "InChI=1S/C8H9Br/c9-7-6-8-4-2-1-3-5-8/h1-5H,6-7H2", "CC(=O)O[Zn]OC(=O)C.BrCCc1ccccc1", "[Br", "",
        "BrCC[c]1[cH][cH][cH][cH][cH]1", "[F-].[Cu+]BrCCc1ccccc1"}) {
    AppendTo(odd, smiles, " x\n");
  }
  AppendTo(odd, "BrCCc1ccccc1.", std::string(300, 'C'), " long\n");
  tally = CompareWithTwoRuns(proposal, {folder.Write("odd.smi", odd)}, {}, true);
  EXPECT_GE(tally.gained, 6u);
  ScreenOptions us;
  us.jurisdictions = {"US"};
  EXPECT_EQ(CompareWithTwoRuns(proposal, {file}, us, false).differences, 0u);
  // In a text, by the names of members that the database knows and by SMILES.
  const std::string goods = folder.Write(
      "goods.csv", "description,destination\nphenethyl bromide 5 kg,DE\nSMILES BrCCc1ccccc1,DE\n");
  tally = CompareWithTwoRuns(proposal, {goods}, {}, true);
  EXPECT_GE(tally.gained, 1u);
  EXPECT_LE(tally.screened_by_both, 2u);
  // By a name that no dictionary holds, and one of another compound.
  const std::string named = folder.Write(
      "named.csv", "description,destination\n(2-fluoroethyl)benzene 5 kg,DE\n(iodomethyl)benzene 5 kg,DE\n");
  tally = CompareWithTwoRuns(proposal, {named}, {}, false);
  EXPECT_EQ(tally.gained, 1u);
  EXPECT_EQ(tally.screened_by_both, 1u);
  CompareWithTwoRuns(proposal, {named}, {}, true);
}

TEST(WhatIfBillTest, ARuleThatNoListNamesIsRefused) {
  const TempFolder folder;
  const auto proposal = Proposal::Create(LawAsItIs(), Bill{{folder.Write("proposal.yaml", kHalides)}});
  EXPECT_THAT(proposal, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(AsStd(proposal.status().message())),
              HasSubstr("proposal-phenethyl-halides is in no list"));
}

TEST(WhatIfBillTest, ABillThatChangesNothingScreensNothingTwice) {
  const TempFolder folder;
  const auto proposal = Propose({folder.Write("empty.csv", "name\n")});
  ASSERT_NE(proposal, nullptr);
  EXPECT_TRUE(proposal->filter().nothing());
  const Tally tally = CompareWithTwoRuns(proposal, {Concat(kExamples, "manifest.csv")}, {}, true);
  EXPECT_EQ(tally.screened_by_both, 0u);
  EXPECT_EQ(tally.differences, 0u);
}

TEST(WhatIfBillTest, AListingAloneIsLookedForWhereItsSubjectIs) {
  const TempFolder folder;
  const auto proposal =
      Propose({folder.Write("bill.csv", "id,jurisdiction,instrument,schedule\nacetone,EU,Draft,1\n")});
  ASSERT_NE(proposal, nullptr);
  const std::string goods =
      folder.Write("goods.csv", "description\nacetone 5 kg\ntoluene 5 kg\nshoes\nUN 1090\nCAS 67-64-1\n");
  const Tally tally = CompareWithTwoRuns(proposal, {goods}, {}, false);
  EXPECT_EQ(tally.differences, 3u);
  EXPECT_EQ(tally.screened_by_both, 3u);
}

TEST(WhatIfBillTest, MistakesInABillAreToldWithTheirPlace) {
  const TempFolder folder;
  const auto wrong = Proposal::Create(LawAsItIs(), Bill{{folder.Write("bill.csv", "amends\nno-such\n")}});
  EXPECT_THAT(wrong, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(AsStd(wrong.status().message())), HasSubstr("bill.csv:2: amends"));
  const auto unknown = Proposal::Create(
      LawAsItIs(), Bill{{folder.Write("class.csv", "class,jurisdiction,instrument\nno-class,EU,Draft\n")}});
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(AsStd(unknown.status().message())), HasSubstr("class.csv, line 2: no class rule"));
  EXPECT_THAT(Proposal::Create(LawAsItIs(), Bill{{"bill.pdf"}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// Output in input order, the same for any number of threads, and a summary by route and month.
TEST(RunWhatIfTest, ThreadsChangeNothing) {
  const TempFolder folder;
  const auto proposal =
      Propose({folder.Write("bill.csv", "id,jurisdiction,instrument,schedule\nacetone,EU,Draft,1\n")});
  ASSERT_NE(proposal, nullptr);
  const std::string file = folder.Write("random.csv", RandomManifest(*proposal->database_before(), 9, 3000));
  std::vector<std::string> texts;
  WhatIfSummary first;
  for (const int threads : {1, 3}) {
    WhatIfOptions options;
    options.threads = threads;
    options.read.batch_records = 50;
    options.lawful = {file};
    std::string text;
    const auto result = RunWhatIf(
        {Concat(kExamples, "manifest.csv"), "/nowhere/at/all.csv", file}, proposal, options,
        [](const RecordDifference& d, bool lawful, std::string& out) {
          AppendTo(out, d.file, ":", d.line, lawful ? " lawful\n" : "\n");
        },
        [&](std::string_view part) {
          text += part;
          return absl::OkStatus();
        },
        nullptr);
    ASSERT_THAT(result, IsOk());
    texts.push_back(text);
    EXPECT_THAT(result->unread, ElementsAre(HasSubstr("/nowhere/at/all.csv")));
    const WhatIfSummary& s = result->summary;
    EXPECT_EQ(s.records, 3216u);
    EXPECT_GT(s.all.records, 50u);
    uint64_t records = 0;
    for (const auto& [key, counts] : s.by_route_and_month) {
      records += counts.records;
      // Only where the Union's law is asked: when the route touches it, or is not known.
      EXPECT_TRUE(key.first.find("DE") != std::string::npos || key.first.find("NL") != std::string::npos ||
                  key.first == "any")
          << key.first;
    }
    EXPECT_EQ(records, s.all.records);
    EXPECT_LE(s.all.lawful_newly_caught, s.all.newly_caught);
    if (threads == 1) first = s;
    EXPECT_EQ(first.all.changed, s.all.changed);
    EXPECT_EQ(first.screened_by_both, s.screened_by_both);
  }
  EXPECT_EQ(texts[0], texts[1]);
}

TEST(RunWhatIfTest, AFullDiskStopsIt) {
  const TempFolder folder;
  const auto proposal = Propose({folder.Write("bill.csv", "id\nacetone\n")});
  ASSERT_NE(proposal, nullptr);
  const auto result = RunWhatIf(
      {Concat(kExamples, "manifest.csv")}, proposal, {},
      [](const RecordDifference&, bool, std::string& out) { out += "one"; },
      [](std::string_view) { return absl::UnavailableError("full"); }, nullptr);
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace tidewaiter
