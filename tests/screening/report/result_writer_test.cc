// The four formats, from results made by hand. Real output against docs/finding.schema.json: tests/tools.
#include "screening/report/result_writer.h"

#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ResultWriterTest : public testing::Test {
 protected:
  ResultWriterTest() {
    us_.id = "us-4-ap";
    us_.jurisdiction = "US";
    us_.instrument = "us-list-i";
    us_.instrument_title = "21 CFR 1310.02(a)";
    us_.schedule = "List I";
    us_.in_force_from = ParseIsoDate("2020-05-15");
    us_.from_evidence = DateEvidence::kOfficialText;
    us_.citation = "85 FR 20822";
    us_.source = "Federal Register";
    us_.thresholds = {{0.5, "kg", "calendar month", Traffic::kImport, "21 CFR 1310.04"}};
    cn_ = us_;
    cn_.jurisdiction = "CN";
    cn_.in_force_from = std::nullopt;
    cn_.from_evidence = DateEvidence::kOpen;
    cn_.thresholds.clear();

    hit_.file = "m.csv";
    hit_.line = 7;
    hit_.id = "AWB 1";
    hit_.disposition = Disposition::kHold;
    Finding control;
    control.rule = "listed-substance";
    control.subject = {SubjectKind::kSubstance, "4-ap", "4-AP"};
    control.relation = Relation::kExact;
    control.certainty = 0.9;
    control.severity = Severity::kHigh;
    control.evidence = {TextEvidence{"description", 3, 7, "4-AP"},
                        StructureEvidence{"C1CNCCC1Nc1ccccc1", {0, 1, 6}}};
    control.listings = {&us_, &cn_};
    control.message = "\"4-AP\" means 4-AP.";
    control.explanation = "by name";
    control.next_step = "US: Ask for the form.\nCN: Ask for the licence.";
    hit_.findings.push_back(control);
    Finding data;
    data.rule = "bad-date";
    data.kind = FindingKind::kData;
    data.unscreened = true;
    data.message = "=HYPERLINK(\"x\") is no \x1b[31mdate";
    hit_.findings.push_back(data);
    clean_.file = "m.csv";
    clean_.line = 8;
    clean_.id = "=cmd|' /C calc'!A0";
  }

  std::string Whole(OutputFormat format, const WriterOptions& options,
                    const std::vector<RecordResult>& results) const {
    const auto writer = ResultWriter::Create(format, options);
    std::string out;
    writer->Begin(out);
    Summary summary;
    for (const RecordResult& result : results) {
      writer->Format(result, summary.records == 0, out);
      summary.Add(result);
    }
    RunIdentity run;
    run.engine_version = "1";
    writer->End(summary, run, out);
    return out;
  }

  static std::vector<std::string> Lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  Listing us_;
  Listing cn_;
  RecordResult hit_;
  RecordResult clean_;
};

std::vector<std::string> Keys(const ordered_json& object, size_t count) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  keys.resize(std::min(keys.size(), count));
  return keys;
}

TEST_F(ResultWriterTest, JsonLinesKeepsKeysAndTheirOrder) {
  const std::vector<std::string> lines = Lines(Whole(OutputFormat::kJsonLines, {}, {hit_, clean_}));
  ASSERT_EQ(lines.size(), 2u);
  const ordered_json record = ordered_json::parse(lines[0]);
  EXPECT_THAT(Keys(record, 9), ElementsAre("record", "disposition", "findings", "law_day"));
  EXPECT_THAT(Keys(record["record"], 9), ElementsAre("file", "line", "id"));
  const ordered_json& finding = record["findings"][0];
  EXPECT_THAT(Keys(finding, 9), ElementsAre("rule", "kind", "subject", "relation", "certainty", "severity",
                                            "evidence", "listings", "message"));
  EXPECT_EQ(finding["certainty"], 0.9);
  EXPECT_THAT(Keys(finding["evidence"][0], 9), ElementsAre("field", "start", "end", "text"));
  EXPECT_THAT(Keys(finding["evidence"][1], 9), ElementsAre("structure", "atoms"));
  const ordered_json& listing = finding["listings"][0];
  EXPECT_THAT(Keys(listing, 7), ElementsAre("jurisdiction", "instrument", "schedule", "in_force_from",
                                            "in_force_to", "citation", "threshold"));
  EXPECT_THAT(Keys(listing["threshold"], 4), ElementsAre("quantity", "unit", "window", "traffic"));
  EXPECT_EQ(listing["in_force_from"], "2020-05-15");
  EXPECT_TRUE(finding["listings"][1]["in_force_from"].is_null());
  EXPECT_EQ(finding["listings"][1]["date_evidence"], "open");
  EXPECT_TRUE(finding["listings"][1]["threshold"].is_null());
  EXPECT_EQ(listing.count("mixture_limit"), 0u) << "only when the law sets one";
  EXPECT_TRUE(ordered_json::parse(lines[1])["findings"].empty());
}

TEST_F(ResultWriterTest, JsonStaysJsonWhateverTheNumbers) {
  hit_.findings[0].certainty = std::numeric_limits<double>::quiet_NaN();
  us_.thresholds[0].quantity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(json::accept(Lines(Whole(OutputFormat::kJsonLines, {}, {hit_}))[0]));
}

TEST_F(ResultWriterTest, TellsFromWhatConcentrationAMixtureIsCovered) {
  us_.mixture_limit = 50;
  cn_.mixture_limit = 0;
  const json finding = json::parse(Lines(Whole(OutputFormat::kJsonLines, {}, {hit_}))[0])["findings"][0];
  EXPECT_EQ(finding["listings"][0]["mixture_limit"], 50);
  EXPECT_EQ(finding["listings"][1]["mixture_limit"], 0);
  // The table wraps its lines.
  std::string table;
  for (const std::string& line : Lines(Whole(OutputFormat::kTable, {}, {hit_}))) {
    AppendTo(table, line.substr(std::min(line.size(), line.find_first_not_of(' '))), " ");
  }
  EXPECT_THAT(table, HasSubstr("; mixtures over 50 percent"));
  EXPECT_THAT(table, HasSubstr("; mixtures at any concentration"));
}

TEST_F(ResultWriterTest, JsonIsOneDocumentAlsoWhenEmpty) {
  WriterOptions options;
  options.summary = true;
  for (const auto& results : {std::vector<RecordResult>{}, {clean_}, {hit_, clean_}}) {
    const json document = json::parse(Whole(OutputFormat::kJson, options, results));
    EXPECT_EQ(document["results"].size(), results.size());
    EXPECT_EQ(document["summary"]["records"], results.size());
  }
  EXPECT_TRUE(json::accept(Whole(OutputFormat::kJson, {}, {})));
}

TEST_F(ResultWriterTest, CsvHasOneSafeRowForEachFinding) {
  WriterOptions options;
  options.all_records = false;
  const std::vector<std::string> rows = Lines(Whole(OutputFormat::kCsv, options, {hit_, clean_}));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_THAT(rows[0], HasSubstr("file,line,id,disposition,rule,kind"));
  EXPECT_THAT(rows[1], AllOf(HasSubstr("m.csv,7,AWB 1,hold"), HasSubstr("US: Ask for the form. | CN: Ask")));
  EXPECT_THAT(rows[2], AllOf(HasSubstr("'=HYPERLINK"), Not(HasSubstr("\x1b"))));
  options.all_records = true;
  const std::vector<std::string> all = Lines(Whole(OutputFormat::kCsv, options, {hit_, clean_}));
  ASSERT_EQ(all.size(), 4u);
  EXPECT_THAT(all[3], HasSubstr("\"'=cmd"));
  EXPECT_EQ(std::count(all[0].begin(), all[0].end(), ','), std::count(all[3].begin(), all[3].end(), ','));
}

TEST_F(ResultWriterTest, TableSaysWhereWhatAndWhoseLaw) {
  WriterOptions options;
  options.all_records = false;
  options.width = 80;
  const std::string table = Whole(OutputFormat::kTable, options, {hit_, clean_});
  EXPECT_THAT(table, AllOf(HasSubstr("HOLD  m.csv:7  AWB 1"), HasSubstr("US List I"), HasSubstr("2020-05-15"),
                           HasSubstr("85 FR 20822"), HasSubstr("first day not known"),
                           HasSubstr("Ask for the licence.")));
  EXPECT_THAT(table, AllOf(HasSubstr("records screened     2"), HasSubstr("not fully screened   1")));
  EXPECT_THAT(table, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("cmd|")), Not(HasSubstr("^^^^"))));
}

TEST_F(ResultWriterTest, ExplainUnderlinesTheEvidence) {
  WriterOptions options;
  options.explain = true;
  const std::string table = Whole(OutputFormat::kTable, options, {hit_});
  EXPECT_THAT(table, AllOf(HasSubstr("description, bytes 3-7:\n      4-AP\n      ^^^^\n"),
                           HasSubstr("C1CNCCC1Nc1ccccc1\n    ^ ^     ^\n"), HasSubstr("why: by name")));
}

TEST_F(ResultWriterTest, ColourOnlyWhenAsked) {
  WriterOptions options;
  options.colour = true;
  const std::string table = Whole(OutputFormat::kTable, options, {hit_});
  EXPECT_THAT(table, AllOf(HasSubstr("\x1b["), Not(HasSubstr("\x1b[31mdate"))));
}

TEST(SummaryTest, MergingIsLikeAddingInAnyOrder) {
  RecordResult one;
  one.disposition = Disposition::kHold;
  one.findings.resize(2);
  one.findings[0].rule = "listed-substance";
  one.findings[0].subject.id = "npp";
  one.findings[1].kind = FindingKind::kData;
  one.findings[1].unscreened = true;
  RecordResult two;
  Summary whole, a, b, merged;
  whole.Add(one);
  whole.Add(two);
  a.Add(two);
  b.Add(one);
  merged.Merge(b);
  merged.Merge(a);
  EXPECT_EQ(merged.records, whole.records);
  EXPECT_EQ(merged.unscreened, 1u);
  EXPECT_EQ(merged.dispositions, whole.dispositions);
  EXPECT_EQ(merged.findings_by_kind, whole.findings_by_kind);
  EXPECT_EQ(merged.findings_by_rule, whole.findings_by_rule);
  EXPECT_EQ(merged.hits_by_subject, whole.hits_by_subject);
}

}  // namespace
}  // namespace tidewaiter
