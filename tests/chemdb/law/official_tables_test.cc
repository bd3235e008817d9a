// Two official tables against the source tables, row by row: Annexes I and II of Regulation (EC) No 273/2004
// as of 13 January 2021, and the concentration limits of 21 CFR 1310.12 as of 15 April 2020.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/file.h"
#include "chemdb/store/builder.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

const Database& Tables() {
  static const std::shared_ptr<const Database>& database = *[] {
    const auto tables = ReadSourceTables(TIDEWAITER_SOURCE_DIR "/chemdb/data", {});
    EXPECT_THAT(tables, IsOk());
    return new std::shared_ptr<const Database>(Database::FromContent(tables->content));
  }();
  return *database;
}

std::string Digits(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) out += c;
  }
  return out;
}

std::string OnlySubstance(std::string_view query) {
  const std::vector<size_t> found = Tables().FindSubstances(query);
  EXPECT_EQ(found.size(), 1u) << query;
  return found.size() == 1 ? Tables().substances()[found[0]].id : "";
}

struct AnnexRow {
  std::string substance;
  std::string category;  // as Regulation 111/2005 names it
  std::string code;
};

struct Annexes {
  std::vector<AnnexRow> scheduled;                                  // Annex I
  std::map<std::string, std::pair<double, std::string>> threshold;  // Annex II, by substance
};

// The text has lost the headings of the categories, so the order of the tables tells them: 1, 2A, 2B, 3.
Annexes ReadRegulation273() {
  const auto text = ReadFile(TIDEWAITER_SOURCE_DIR "/tests/corpus/law/eu/32004R0273.md", 1 << 20);
  EXPECT_THAT(text, IsOk());
  const char* const kCategories[] = {"Category 1", "Category 2", "Category 2", "Category 3"};
  Annexes out;
  size_t tables = 0;
  bool thresholds = false;
  for (const absl::string_view line : absl::StrSplit(*text, '\n')) {
    std::vector<std::string> cells;
    for (const absl::string_view cell : absl::StrSplit(line, '|')) {
      cells.emplace_back(absl::StripAsciiWhitespace(cell));
    }
    if (cells.size() < 4) continue;
    if (cells[1] == "Substance") {
      thresholds = cells[2] == "Threshold";
      ++tables;
    } else if (thresholds && !Digits(cells[2]).empty()) {
      const std::vector<std::string> amount = absl::StrSplit(cells[2], ' ');
      std::string number = amount[0];
      if (const size_t comma = number.find(','); comma != std::string::npos) number[comma] = '.';
      double quantity = 0;
      EXPECT_TRUE(absl::SimpleAtod(number, &quantity)) << cells[2];
      const std::string name = cells[1].substr(0, cells[1].find(" and its salts"));
      out.threshold[OnlySubstance(name)] = {quantity, amount.at(1) == "l" ? "L" : amount.at(1)};
    } else if (!thresholds && Digits(cells[3]).size() == 8) {
      EXPECT_LE(tables, 4u);
      if (tables > 4) break;
      out.scheduled.push_back({OnlySubstance(cells.at(4)), kCategories[tables - 1], Digits(cells[3])});
    }
  }
  return out;
}

TEST(OfficialTablesTest, UnionTradeAndExternalTradeListTheSame) {
  const Annexes annexes = ReadRegulation273();
  EXPECT_EQ(annexes.scheduled.size(), 37u);
  std::map<std::string, const Listing*> listed;
  const Date day = *ParseIsoDate("2021-01-13");
  for (const Listing& l : Tables().listings()) {
    // Category 4, medicines, is of external trade alone.
    if (l.instrument == "eu-111-2005" && l.schedule != "Category 4" && l.InForceOn(day))
      listed[l.subject] = &l;
  }
  std::vector<std::string> other_codes;
  for (const AnnexRow& row : annexes.scheduled) {
    const auto found = listed.find(row.substance);
    ASSERT_NE(found, listed.end()) << row.substance;
    EXPECT_EQ(found->second->schedule, row.category) << row.substance;
    if (found->second->goods_code != row.code) other_codes.push_back(row.substance);
    listed.erase(found);
  }
  EXPECT_THAT(listed, IsEmpty());  // nothing was listed that day that the Annex lacks
  // Their codes of today are of Regulation (EU) 2023/196.
  EXPECT_THAT(other_codes, ElementsAre("anpp", "npp", "red-phosphorus"));
}

TEST(OfficialTablesTest, ThresholdsOfAnnexTwo) {
  std::map<std::string, std::pair<double, std::string>> ours;
  for (const Listing& l : Tables().listings()) {
    for (const Threshold& t : l.thresholds) {
      if (l.jurisdiction != "EU" || t.traffic != Traffic::kDomestic) continue;
      EXPECT_EQ(t.window, "calendar year") << l.id;
      EXPECT_TRUE(ours.emplace(l.subject, std::pair(t.quantity, t.unit)).second) << l.id;
    }
  }
  EXPECT_EQ(ours.size(), 6u);
  EXPECT_EQ(ours, ReadRegulation273().threshold);
}

// The name at the head of a row: what stands before its salts, isomers and other names.
std::string HeadName(std::string name) {
  for (const char* const end : {", its", ", and its", " and its", ". ("}) {
    if (const size_t at = name.find(end); at != std::string::npos) name.resize(at);
  }
  // "...-4-amine(4-anilinopiperidine; ...)", "Piperonal (also ...)", but not "N-(1-benzyl..."
  for (size_t at = name.find('('); at != std::string::npos; at = name.find('(', at + 1)) {
    if (at == 0 || (name[at - 1] != ' ' && !absl::ascii_isalpha(static_cast<unsigned char>(name[at - 1]))))
      continue;
    name.resize(at);
    break;
  }
  return std::string(absl::StripTrailingAsciiWhitespace(name));
}

CsvTable UnitedStates(std::string_view file) {
  auto table = CsvTable::Read(Concat(TIDEWAITER_SOURCE_DIR "/tests/corpus/law/us/", file));
  EXPECT_THAT(table, IsOk());
  return *std::move(table);
}

bool IsOfChemicalLists(const Listing& l) {
  return l.jurisdiction == "US" && (l.schedule == "List I" || l.schedule == "List II");
}

TEST(OfficialTablesTest, ListsOfTheUnitedStates) {
  const CsvTable table = UnitedStates("21-cfr-1310-02.csv");
  EXPECT_EQ(table.rows().size(), 48u);
  std::map<std::string, std::string> listed;  // on the day of the text's last amendment
  for (const Listing& l : Tables().listings()) {
    if (IsOfChemicalLists(l) && l.subject_kind == SubjectKind::kSubstance &&
        l.InForceOn(*ParseIsoDate("2021-12-20"))) {
      listed[l.subject] = l.schedule;
    }
  }
  for (const auto& row : table.rows()) {
    const std::string substance = OnlySubstance(HeadName(table.Get(row, "chemical")));
    const std::string& item = table.Get(row, "item");
    EXPECT_EQ(listed[substance], item[0] == 'a' ? "List I" : "List II") << item;
    listed.erase(substance);
    std::vector<std::string> codes;
    for (const SubstanceIdentifier& identifier :
         Tables().substances()[*Tables().FindSubstance(substance)].identifiers) {
      if (identifier.kind == "dea") codes.push_back(identifier.value);
    }
    EXPECT_THAT(codes, Contains(table.Get(row, "dea_code"))) << item;
  }
  // Its first day is open, so it counts as in force; the rule is of 2026.
  EXPECT_THAT(listed, ElementsAre(Pair("propionyl-chloride", "List I")));
}

using Amount = std::tuple<std::string, double, std::string, std::string, Traffic>;

TEST(OfficialTablesTest, ThresholdsOfTheUnitedStates) {
  const CsvTable table = UnitedStates("21-cfr-1310-04.csv");
  std::set<Amount> official;
  for (const auto& row : table.rows()) {
    const std::string& paragraph = table.Get(row, "paragraph");
    const std::string substance = OnlySubstance(HeadName(table.Get(row, "chemical")));
    const std::string& amount = table.Get(row, "amount");
    if (amount == "none") {
      official.insert({substance, 0, "kg", "", Traffic::kAny});
      continue;
    }
    const std::vector<std::string> words = absl::StrSplit(amount, ' ');
    double quantity = 0;
    EXPECT_TRUE(absl::SimpleAtod(words[0], &quantity)) << amount;
    std::string unit = words.at(1).substr(0, 8) == "kilogram" ? "kg"
                       : words[1].substr(0, 4) == "gram"      ? "g"
                                                              : "L";
    if (words[1] == "gallons") quantity *= 3.7854;
    const bool cumulative = paragraph != "f2ii" || (substance != "acetone" && substance != "mek" &&
                                                    substance != "toluene");  // (f)(2)(iii)
    const Traffic traffic = paragraph == "f1i"    ? Traffic::kAny
                            : paragraph == "f2i"  ? Traffic::kImportExport
                            : paragraph == "f2ii" ? Traffic::kDomestic
                                                  : Traffic::kExport;
    official.insert({substance, quantity, unit, cumulative ? "calendar month" : "", traffic});
  }
  EXPECT_EQ(official.size(), 70u);
  std::set<Amount> ours;
  std::set<std::string> later;
  for (const Listing& l : Tables().listings()) {
    if (!IsOfChemicalLists(l) || l.subject_kind != SubjectKind::kSubstance || l.in_force_to) continue;
    for (const Threshold& t : l.thresholds) {
      const bool open_or_later = !l.in_force_from || *l.in_force_from > *ParseIsoDate("2023-05-12");
      const Amount amount{l.subject, t.quantity, t.unit, t.window, t.traffic};
      if (open_or_later && official.count(amount) == 0) {
        later.insert(l.subject);
      } else {
        ours.insert(amount);
      }
    }
  }
  EXPECT_EQ(ours, official);
  EXPECT_THAT(later, ElementsAre("1-boc-4-piperidone", "p-2-p-glycidic-acid", "propionyl-chloride"));
}

TEST(OfficialTablesTest, ConcentrationLimitsOfTheUnitedStates) {
  const CsvTable table = UnitedStates("21-cfr-1310-12.csv");
  EXPECT_EQ(table.rows().size(), 44u);
  std::set<std::string> in_table;
  for (const auto& row : table.rows()) {
    const std::string& limit = table.Get(row, "concentration");
    double percent = 0;
    if (limit != "Not exempt at any concentration") {
      EXPECT_TRUE(absl::SimpleAtod(limit.substr(0, limit.find('%')), &percent)) << limit;
    }
    const std::string substance = OnlySubstance(HeadName(table.Get(row, "chemical")));
    size_t listings = 0;
    for (const Listing& l : Tables().listings()) {
      if (!IsOfChemicalLists(l) || l.subject != substance || l.in_force_to) continue;
      ++listings;
      EXPECT_EQ(l.mixture_limit, percent) << l.id;
      EXPECT_NE(l.scope & kScopePreparations, 0u) << l.id;
      in_table.insert(l.id);
    }
    EXPECT_GT(listings, 0u) << substance;
  }
  // What has the table for its source stands in the table; beside it the class of 4-AP and its carbamate.
  std::vector<std::string> beside;
  for (const Listing& l : Tables().listings()) {
    if (l.source_ids.find("us-ecfr-1310-12") != std::string::npos && in_table.count(l.id) == 0) {
      beside.push_back(l.id);
    }
  }
  EXPECT_THAT(beside, UnorderedElementsAre("us-class-4-anilinopiperidine", "us-class-4-anilinopiperidine-2",
                                           "us-1-boc-4-ap"));
}

}  // namespace
}  // namespace tidewaiter
