// Small shipment stories through the whole of it: reader, screener, licences, ledger, watchlist, policy
// rules, disposition. One YAML file a theme in tests/scenarios; each story says what is given and what must
// come out.
#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/file.h"
#include "rules/policy/policy_rule.h"
#include "rules/yaml/yaml_file.h"
#include "screening/pipeline/pipeline.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

// Takes results instead of writing them.
class Capture final : public ResultWriter {
 public:
  void Begin(std::string&) const override {}
  void Format(const RecordResult& result, bool, std::string&) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    results_.push_back(result);
  }
  void End(const Summary&, const RunIdentity&, std::string&) const override {}
  // Of the file whose name ends so, by line.
  std::vector<RecordResult> Of(const std::string& file) const {
    std::vector<RecordResult> out;
    std::copy_if(results_.begin(), results_.end(), std::back_inserter(out),
                 [&](const RecordResult& result) { return result.file == file; });
    std::sort(out.begin(), out.end(),
              [](const RecordResult& a, const RecordResult& b) { return a.line < b.line; });
    return out;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::vector<RecordResult> results_;
};

struct Story {
  std::string file;
  YamlNode node;
};

std::vector<Story> Stories() {
  std::vector<Story> out;
  const auto files = ListFiles(Concat(TIDEWAITER_SOURCE_DIR, "/tests/scenarios"), ".yaml");
  EXPECT_TRUE(files.ok()) << files.status();
  for (const std::string& file : *files) {
    const auto text = ReadFile(file, 1 << 20);
    const auto root = ParseYaml(*text, file);
    EXPECT_TRUE(root.ok()) << root.status();
    if (!root.ok()) continue;
    const std::vector<YamlNode> nodes = root->GetList("stories").value();
    for (const YamlNode& node : nodes) out.push_back({file, node});
  }
  return out;
}

// Rows of flat maps as CSV, with titles by key where `titles` has one; `keys` come first, in any case.
std::string ToCsv(const std::vector<YamlNode>& rows, const std::map<std::string, std::string>& titles,
                  std::vector<std::string> keys = {}) {
  for (const YamlNode& row : rows) {
    for (const std::string& key : row.Keys()) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
  }
  std::string out;
  for (const std::string& key : keys) {
    const auto title = titles.find(key);
    AppendTo(out, out.empty() ? "" : ",", title == titles.end() ? key : title->second);
  }
  for (const YamlNode& row : rows) {
    out += '\n';
    for (const std::string& key : keys) {
      AppendTo(out, &key == &keys.front() ? "" : ",", CsvCell(row.GetTextOr(key, "").value()));
    }
  }
  return out + "\n";
}

const std::map<std::string, std::string>& ManifestTitles() {
  static const auto* const titles =
      new std::map<std::string, std::string>{{"id", "record id"},
                                             {"consignment", "consignment id"},
                                             {"date", "shipment date"},
                                             {"mode", "mode of transport"},
                                             {"origin", "origin country"},
                                             {"transit", "transit countries"},
                                             {"destination", "destination country"},
                                             {"hs_code", "hs code"},
                                             {"description", "goods description"},
                                             {"net", "net weight"},
                                             {"gross", "gross weight"},
                                             {"value", "declared value"},
                                             {"currency", "currency code"},
                                             {"consignor_address", "shipper address"},
                                             {"consignee_address", "recipient address"},
                                             {"consignor_phone", "shipper phone"},
                                             {"consignee_phone", "consignee tel."},
                                             {"notify_party", "notify party name"},
                                             {"end_use", "intended end use"}};
  return *titles;
}

std::string Join(const std::set<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) AppendTo(out, out.empty() ? "" : ", ", text);
  return Concat("[", out, "]");
}

class ScenarioTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    EngineOptions options;
    options.database_path = TIDEWAITER_SHARE_DIR "/tidewaiter.sqlite";
    options.rules_dir = TIDEWAITER_SHARE_DIR "/rules";
    auto engine = Engine::Create(options);
    ASSERT_TRUE(engine.ok()) << engine.status();
    engine_ = *engine;
    auto rules = policy::PolicyRuleSet::Load(kRules);
    ASSERT_TRUE(rules.ok()) << rules.status();
    for (const policy::PolicyRule& rule : rules->rules) rule_ids_.insert(rule.id);
  }
  static void TearDownTestSuite() { engine_.reset(); }

  static std::vector<RecordResult> Screen(const YamlNode& story) {
    const testing::TempFolder folder;
    PolicyOptions policy;
    policy.rules_dir = kRules;
    policy.ledger = folder.File("ledger.sqlite");
    if (story.Has("licences")) {
      policy.licences = folder.Write(
          "licences.csv", ToCsv(story.GetList("licences").value(), {},
                                {"licence", "kind", "holder", "substance", "quantity", "unit", "first_day",
                                 "last_day", "jurisdiction", "direction", "counterparty", "note"}));
    }
    if (story.Has("watchlist")) {
      policy.watchlists = {folder.Write("watchlist.csv", ToCsv(story.GetList("watchlist").value(), {}))};
    }
    auto stage = PolicyStage::Create(std::shared_ptr<const Database>(engine_, &engine_->database()), policy,
                                     std::nullopt, {});
    EXPECT_TRUE(stage.ok()) << stage.status();
    if (!stage.ok()) return {};
    std::vector<std::string> files;
    if (story.Has("earlier")) {
      files.push_back(folder.Write("earlier.csv", ToCsv(story.GetList("earlier").value(), ManifestTitles())));
    }
    files.push_back(folder.Write("manifest.csv", ToCsv(story.GetList("lines").value(), ManifestTitles())));
    PipelineOptions options;
    options.policy = stage->get();
    const Capture capture;
    const auto ran = RunPipeline(
        files, engine_, options, capture, {}, [](std::string_view) { return absl::OkStatus(); }, nullptr,
        nullptr);
    EXPECT_TRUE(ran.ok()) << ran.status();
    return capture.Of(files.back());
  }

  static constexpr const char* kRules = TIDEWAITER_SOURCE_DIR "/rules/library/policy";
  static std::shared_ptr<const Engine> engine_;
  static std::set<std::string> rule_ids_;
};

std::shared_ptr<const Engine> ScenarioTest::engine_;
std::set<std::string> ScenarioTest::rule_ids_;

TEST_F(ScenarioTest, EveryStoryEndsAsItMust) {
  const std::vector<Story> stories = Stories();
  EXPECT_GE(stories.size(), 60u);
  std::set<std::string> seen;
  for (const Story& story : stories) {
    const std::string name = Concat(story.node.Where(), ": ", story.node.GetText("name").value());
    SCOPED_TRACE(name);
    const absl::Status known =
        story.node.AllowOnly({"name", "licences", "watchlist", "earlier", "lines", "expect"});
    ASSERT_TRUE(known.ok()) << known;
    const std::vector<RecordResult> results = Screen(story.node);
    const std::vector<YamlNode> expected = story.node.GetList("expect").value();
    EXPECT_EQ(results.size(), expected.size());
    for (size_t i = 0; i < std::min(results.size(), expected.size()); ++i) {
      const absl::Status keys = expected[i].AllowOnly({"disposition", "rules", "says"});
      ASSERT_TRUE(keys.ok()) << keys;
      std::set<std::string> rules;
      std::string messages;
      for (const Finding& finding : results[i].findings) {
        AppendTo(messages, "\n    ", SeverityName(finding.severity), " ", finding.rule, ": ",
                 finding.message);
        EXPECT_NE(finding.rule, "policy-rule-failed") << finding.message;
        if (rule_ids_.count(finding.rule) == 0) continue;
        rules.insert(finding.rule);
        seen.insert(finding.rule);
      }
      const std::string wanted =
          expected[i].GetTextOr("disposition", DispositionName(results[i].disposition)).value();
      EXPECT_EQ(DispositionName(results[i].disposition), wanted) << "line " << i + 1 << messages;
      if (expected[i].Has("rules")) {
        const std::vector<std::string> list = expected[i].GetTexts("rules").value();
        EXPECT_EQ(Join(rules), Join({list.begin(), list.end()})) << "line " << i + 1 << messages;
      }
      const std::string says = expected[i].GetTextOr("says", "").value();
      EXPECT_THAT(messages, ::testing::HasSubstr(says)) << "line " << i + 1;
    }
  }
  for (const std::string& rule : rule_ids_) EXPECT_EQ(seen.count(rule), 1u) << "no story tells of " << rule;
}

}  // namespace
}  // namespace tidewaiter
