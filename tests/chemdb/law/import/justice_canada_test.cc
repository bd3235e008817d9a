// The official Canadian texts: every row read, and against the tables nothing to change.
#include <algorithm>
#include <filesystem>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/file.h"
#include "chemdb/law/import/importer.h"
#include "chemdb/store/builder.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::TempFolder;

const std::string kCorpus = TIDEWAITER_SOURCE_DIR "/tests/corpus/law/ca/";
const std::string kTables = TIDEWAITER_SOURCE_DIR "/chemdb/data";
const char* const kFiles[] = {"eng_acts_C-38.8.xml", "fra_lois_C-38.8.xml",
                              "eng_regulations_SOR-2002-359.xml", "fra_reglements_DORS-2002-359.xml"};

const LawFormat& Format() { return *FindLawFormat("justice-canada"); }
std::string Text(const std::string& file) { return *ReadFile(kCorpus + file, 1 << 20); }
LawDocument Document(const std::string& text, const std::string& file = "x.xml") {
  auto document = Format().parse(text, file);
  EXPECT_THAT(document, IsOk());
  return *std::move(document);
}
std::vector<LawDocument> Documents() {
  std::vector<LawDocument> out;
  for (const char* file : kFiles) out.push_back(Document(Text(file), file));
  return out;
}
absl::StatusOr<ImportResult> Import(const std::vector<LawDocument>& texts,
                                    const std::string& tables = kTables) {
  static const auto* const content = new DatabaseContent(ReadSourceTables(kTables, {})->content);
  return ImportLaw(Format(), texts, *content, tables, *ParseIsoDate("2026-11-24"));
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// A count that knows nothing of the reader: the rows of the schedules' precursor parts, by searching the
// text. Items of inclusions have labels in brackets, and rows of table heads no item number.
size_t CountRows(std::string_view text, std::string_view from) {
  text.remove_prefix(text.find(from));
  size_t count = 0;
  const auto starts_with_digit = [&](size_t at, std::string_view open) {
    const size_t begin = at + open.size();
    return begin < text.size() && text[begin] >= '0' && text[begin] <= '9';
  };
  for (size_t at = text.find("<Item "); at != std::string_view::npos; at = text.find("<Item ", at + 1)) {
    count += starts_with_digit(text.find("<Label>", at), "<Label>");
  }
  for (size_t at = text.find("<row"); at != std::string_view::npos; at = text.find("<row", at + 1)) {
    const size_t entry = text.find("<entry", at);
    count += starts_with_digit(text.find('>', entry), ">");
  }
  return count;
}

TEST(JusticeCanadaTest, EveryRowIsRead) {
  EXPECT_EQ(Document(Text(kFiles[0])).rows.size(), CountRows(Text(kFiles[0]), ">PART 2<"));
  EXPECT_EQ(Document(Text(kFiles[1])).rows.size(), CountRows(Text(kFiles[1]), ">PARTIE 2<"));
  EXPECT_EQ(Document(Text(kFiles[2])).rows.size(), CountRows(Text(kFiles[2]), "<Schedule"));
  EXPECT_EQ(Document(Text(kFiles[3])).rows.size(), CountRows(Text(kFiles[3]), "<Schedule"));
}

TEST(JusticeCanadaTest, InstrumentsAndRows) {
  const LawDocument act = Document(Text(kFiles[0]));
  EXPECT_EQ(act.title, "Controlled Drugs and Substances Act, S.C. 1996, c. 19");
  EXPECT_EQ(act.address, "https://laws-lois.justice.gc.ca/eng/acts/C-38.8/");
  EXPECT_EQ(FormatIsoDate(*act.consolidated_to), "2026-06-05");
  const LawRow& temporary = act.rows.front();
  EXPECT_EQ(temporary.schedule, "Schedule V (temporary)");
  EXPECT_EQ(FormatIsoDate(*temporary.first), "2026-06-05");
  EXPECT_EQ(FormatIsoDate(*temporary.last), "2027-06-04");
  const auto piperidone =
      std::find_if(act.rows.begin(), act.rows.end(), [](const LawRow& r) { return r.key == "VI/1/0/27"; });
  ASSERT_NE(piperidone, act.rows.end());
  EXPECT_EQ(piperidone->item, "Sch. VI, Part 1, item 27");
  EXPECT_EQ(piperidone->inclusions.size(), 3u);
  EXPECT_EQ(FormatIsoDate(*piperidone->wording_from), "2024-09-03");
  EXPECT_FALSE(piperidone->re_enacted);
  const LawDocument regulations = Document(Text(kFiles[3]));
  EXPECT_EQ(regulations.address, "https://laws-lois.justice.gc.ca/eng/regulations/SOR-2002-359/");
  EXPECT_EQ(regulations.rows[4].quantity, "0,4 g par emballage");
}

// The tables say what the texts say: every row accounted for, no edit, and what differs is known.
TEST(JusticeCanadaTest, TheTablesAreUpToDate) {
  const auto result = Import(Documents());
  ASSERT_THAT(result, IsOk());
  for (const TableFile& table : result->tables) ADD_FAILURE() << table.Diff();
  std::vector<std::string> unresolved;
  for (const ImportedRow& row : result->rows) {
    if (row.outcome == ImportedRow::Outcome::kUnresolved) unresolved.push_back(row.text);
  }
  EXPECT_THAT(unresolved, ElementsAre("Ephedra"));  // a plant
  EXPECT_EQ(result->rows.size(),
            Document(Text(kFiles[0])).rows.size() + Document(Text(kFiles[2])).rows.size());
  // A correction of the French text only, in the act and in the regulations.
  EXPECT_THAT(result->remarks,
              ElementsAre(HasSubstr("item 22: the wording in fr is in force from 2023-11-24"),
                          HasSubstr("item 23: the wording in fr is in force from 2023-11-24")));
}

// A listing's first day equals that of its row; where it does not, the row's is the day on which the whole
// schedule was enacted anew, and the entry is older.
TEST(JusticeCanadaTest, DaysAreThoseOfTheText) {
  const auto result = Import(Documents());
  ASSERT_THAT(result, IsOk());
  const LawDocument act = Document(Text(kFiles[0]), kFiles[0]);
  const auto table = CsvTable::Read(kTables + "/listings/ca.csv");
  ASSERT_THAT(table, IsOk());
  int equal = 0, re_enacted = 0;
  for (size_t i = 0; i < act.rows.size(); ++i) {
    const LawRow& row = act.rows[i];
    for (const std::string& substance : result->rows[i].substances) {
      int current = 0;
      for (const CsvTable::Row& listing : table->rows()) {
        if (table->Get(listing, "subject") != substance || table->Get(listing, "schedule") != row.schedule)
          continue;
        const std::string& to = table->Get(listing, "in_force_to");
        if (!to.empty() && to < FormatIsoDate(*act.consolidated_to)) continue;
        ++current;
        const std::string& from = table->Get(listing, "in_force_from");
        if (from == FormatIsoDate(row.first ? *row.first : *row.wording_from)) {
          ++equal;
          EXPECT_EQ(table->Get(listing, "from_evidence"), "official text");
        } else {
          ++re_enacted;
          EXPECT_TRUE(row.re_enacted) << row.item;
          EXPECT_LT(from, "2017-12-27") << row.item;
        }
        EXPECT_EQ(to, row.last ? FormatIsoDate(*row.last) : "") << row.item;
      }
      EXPECT_EQ(current, 1) << row.item << " " << substance;
    }
  }
  EXPECT_GT(equal, 20);
  EXPECT_GT(re_enacted, 20);
}

class ChangedLawTest : public ::testing::Test {
 protected:
  ChangedLawTest() {
    std::filesystem::copy(kTables, folder_.File("data"), std::filesystem::copy_options::recursive);
  }
  // Imports the act with one change into the copy, and again: the second time nothing is left to do.
  ImportResult ImportAct(const std::string& english) {
    const std::vector<LawDocument> texts = {Document(english)};
    auto result = Import(texts, folder_.File("data"));
    EXPECT_THAT(result, IsOk());
    for (const TableFile& table : result->tables) {
      diff_ += table.Diff();
      EXPECT_THAT(WriteFileAtomically(folder_.File("data/" + table.name()), table.Text()), IsOk());
    }
    const auto again = Import(texts, folder_.File("data"));
    EXPECT_THAT(again, IsOk());
    if (again.ok()) {
      EXPECT_THAT(again->tables, IsEmpty());
    }
    return *std::move(result);
  }
  TempFolder folder_;
  std::string diff_;
};

TEST_F(ChangedLawTest, AReWordingIsHistory) {
  ImportAct(Replaced(
      Text(kFiles[0]),
      "Norfentanyl (N-phenyl-N-piperidin-4-ylpropanamide), its salts, derivatives and analogues",
      "Norfentanyl (N-phenyl-N-piperidin-4-ylpropanamide), its salts, isomers, derivatives and analogues"));
  EXPECT_THAT(diff_, HasSubstr("+ca-norfentanyl-2,"));
  EXPECT_THAT(diff_, HasSubstr("salts;isomers;derivatives;analogues;preparations"));
}

TEST_F(ChangedLawTest, ANewDayEndsTheOldWordingTheDayBefore) {
  std::string text = Text(kFiles[0]);
  const size_t row = text.rfind("<Item", text.find("Norfentanyl (N-phenyl"));
  text = text.substr(0, row) + Replaced(text.substr(row), "2019-05-15", "2026-06-01");
  ImportAct(text);
  EXPECT_THAT(diff_, HasSubstr(",2019-05-15,official text,2026-05-31,official text,"));
  EXPECT_THAT(diff_,
              HasSubstr("+ca-norfentanyl-3,substance,norfentanyl,ca-cdsa,\"Schedule VI, Part 1 (Class A)\""));
  EXPECT_THAT(diff_, HasSubstr(",2026-06-01,official text,,,"));
}

TEST_F(ChangedLawTest, ALongerPeriodMovesTheLastDay) {
  std::string text = Text(kFiles[0]);
  const size_t part = text.find(">PART 2<");
  text = text.substr(0, part) +
         Replaced(text.substr(part), "June 5, 2026 to June 4, 2027", "June 5, 2026 to June 4, 2028");
  ImportAct(text);
  EXPECT_THAT(diff_, HasSubstr(",2026-06-05,official text,2028-06-04,official text,"));
}

TEST_F(ChangedLawTest, ALaterConsolidationIsASourceOfItsOwn) {
  ImportAct(Replaced(Text(kFiles[0]), "pit-date=\"2026-06-05\"", "pit-date=\"2026-09-01\""));
  EXPECT_THAT(diff_, HasSubstr("+ca-cdsa-2026-09-01,"));
  EXPECT_THAT(diff_, HasSubstr("2026-11-24"));
}

TEST_F(ChangedLawTest, AMoveIsHistory) {
  // R 29676 goes from the temporary schedule to Schedule VI.
  std::string text = Text(kFiles[0]);
  const size_t part = text.find(">PART 2<");
  std::string rest = text.substr(part);
  const size_t row = rest.find("<row lims:inforce-start-date=\"2026-06-05\"");
  const size_t end = rest.find("</row>", row) + 6;
  rest.replace(
      row, end - row,
      "<row "
      "lims:inforce-start-date=\"2026-06-03\"><entry>1</entry><entry><Provision><Text><Repealed>[Repealed]"
      "</Repealed></Text></Provision></entry><entry/></row>");
  rest = Replaced(rest, "<Label>36</Label><Text>Phenethyl chloride",
                  "<Label>37</Label><Text>R 29676</Text></Item>"
                  "<Item lims:inforce-start-date=\"2026-04-12\"><Label>36</Label><Text>Phenethyl chloride");
  const ImportResult result = ImportAct(text.substr(0, part) + rest);
  EXPECT_THAT(diff_, HasSubstr("+ca-r-29676-2,substance,r-29676,ca-cdsa,\"Schedule VI, Part 1 (Class A)\""));
  EXPECT_THAT(result.remarks, ::testing::Contains(HasSubstr("ca-r-29676: no row says it any more")));
}

TEST_F(ChangedLawTest, AnUnknownSubstanceIsLeftToAPerson) {
  const ImportResult result = ImportAct(
      Replaced(Text(kFiles[0]), "<Text>Toluene</Text>", "<Text>Unobtainium (nobodyknowsane)</Text>"));
  const auto row = std::find_if(result.rows.begin(), result.rows.end(), [](const ImportedRow& r) {
    return r.outcome == ImportedRow::Outcome::kUnresolved;
  });
  ASSERT_NE(row, result.rows.end());
  EXPECT_EQ(row->text, "Unobtainium (nobodyknowsane)");
  EXPECT_THAT(result.remarks, ElementsAre(HasSubstr("ca-toluene: no row says it any more")));
}

TEST_F(ChangedLawTest, NamesThatDisagreeAreLeftToAPerson) {
  const ImportResult result =
      ImportAct(Replaced(Text(kFiles[0]), "<Text>Toluene</Text>", "<Text>Toluene (acetone)</Text>"));
  EXPECT_TRUE(std::any_of(result.rows.begin(), result.rows.end(), [](const ImportedRow& r) {
    return r.remark.find("\"Toluene\" is toluene, but \"acetone\" is acetone") != std::string::npos;
  }));
}

TEST(JusticeCanadaTest, FrenchAloneAndOlderTextsAreRefused) {
  EXPECT_THAT(std::string(Import({Document(Text(kFiles[1]))}).status().message()),
              HasSubstr("its text in English is needed"));
  const auto older =
      Import({Document(Replaced(Text(kFiles[0]), "pit-date=\"2026-06-05\"", "pit-date=\"2020-01-01\""))});
  EXPECT_THAT(std::string(older.status().message()), HasSubstr("an older text is not imported"));
}

TEST(JusticeCanadaTest, ForeignAndBrokenTextsAreToldWithTheirPlace) {
  const auto message = [](const std::string& text) {
    return std::string(Format().parse(text, "f.xml").status().message());
  };
  EXPECT_THAT(message("<html/>"), HasSubstr("f.xml:1:1: not an act or regulation of Canada"));
  const std::string act = Text(kFiles[0]);
  EXPECT_THAT(message(Replaced(act, "xml:lang=\"en\"", "xml:lang=\"de\"")), HasSubstr("neither en nor fr"));
  EXPECT_THAT(message(Replaced(act, "pit-date=\"2026-06-05\"", "pit-date=\"5 June\"")),
              HasSubstr("no day to which"));
  const size_t part = act.find(">PART 2<");
  EXPECT_THAT(message(act.substr(0, part) +
                      Replaced(act.substr(part), "June 5, 2026 to June 4, 2027", "for a while")),
              HasSubstr("a period that cannot be read: \"for a while\""));
  for (size_t cut = 0; cut < act.size(); cut += 997)
    EXPECT_FALSE(Format().parse(act.substr(0, cut), "f").ok()) << cut;
}

}  // namespace
}  // namespace tidewaiter
