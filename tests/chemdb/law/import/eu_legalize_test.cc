// The Annex of Regulation (EC) No 111/2005 as of 3 October 2022.
#include <algorithm>
#include <filesystem>

#include "gmock/gmock.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/law/import/importer.h"
#include "chemdb/law/listing.h"
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

const LawFormat& Format() { return *FindLawFormat("eu-legalize"); }
std::string Text() { return *ReadFile(TIDEWAITER_SOURCE_DIR "/tests/corpus/law/eu/32005R0111.md", 1 << 20); }
std::string Message(const std::string& text) {
  return std::string(Format().parse(text, "f.md").status().message());
}
std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// Lines of tables whose third cell has a CN code, counted without the reader.
size_t CountRows(std::string_view text) {
  size_t count = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    size_t bar = line.find('|');
    for (int i = 0; i < 2 && bar != std::string_view::npos; ++i) bar = line.find('|', bar + 1);
    if (bar != std::string_view::npos) {
      const std::string_view cell = line.substr(bar, line.find('|', bar + 1) - bar);
      count += std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; }) >= 8;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return count;
}

TEST(EuLegalizeTest, EveryRowIsRead) {
  const auto document = Format().parse(Text(), "f.md");
  ASSERT_THAT(document, IsOk());
  EXPECT_EQ(document->rows.size(), CountRows(Text()));
  EXPECT_EQ(document->address, "http://data.europa.eu/eli/reg/2005/111/oj");
  EXPECT_EQ(FormatIsoDate(*document->consolidated_to), "2022-10-03");
  const LawRow& mapa = document->rows[1];
  EXPECT_EQ(mapa.text, "Methyl alpha-phenylacetoacetate (MAPA)");
  EXPECT_EQ(mapa.cas_rn, "16648-44-5");
  EXPECT_EQ(mapa.goods_code, "29183000");
  EXPECT_EQ(mapa.extra_scope, kScopeSalts | kScopeStereoisomers | kScopePreparations);
  const auto acid = std::find_if(document->rows.begin(), document->rows.end(),
                                 [](const LawRow& row) { return row.text == "Hydrochloric acid"; });
  ASSERT_NE(acid, document->rows.end());
  EXPECT_EQ(acid->extra_scope, static_cast<uint32_t>(kScopePreparations));  // its salts are not covered
}

// Against the tables as they stood when this was the text in force: what the later acts changed, and nothing
// else.
TEST(EuLegalizeTest, OnlyLaterActsDiffer) {
  const TempFolder folder;
  const std::string tables = folder.File("data");
  std::filesystem::copy(TIDEWAITER_SOURCE_DIR "/chemdb/data", tables,
                        std::filesystem::copy_options::recursive);
  const std::string path = tables + "/instruments/eu.csv";
  std::string instruments = *ReadFile(path, 1 << 20);
  const size_t row = instruments.find("eu-111-2005,");
  instruments = instruments.substr(0, row) + Replaced(instruments.substr(row), "2025-08-14", "2022-10-03");
  ASSERT_THAT(WriteFileAtomically(path, instruments), IsOk());

  const auto document = Format().parse(Text(), "f.md");
  ASSERT_THAT(document, IsOk());
  const auto content = ReadSourceTables(tables, {});
  ASSERT_THAT(content, IsOk());
  const auto result = ImportLaw(Format(), {*document}, content->content, tables, *ParseIsoDate("2026-11-24"));
  ASSERT_THAT(result, IsOk());
  std::vector<std::string> others;
  for (const ImportedRow& made : result->rows) {
    if (made.outcome != ImportedRow::Outcome::kSame) {
      others.push_back(Concat(OutcomeName(made.outcome), " ", made.text, " ", made.remark));
    }
  }
  // Regulation (EU) 2023/196 gave both their HS 2022 subheadings, and red phosphorus its CN code of today.
  EXPECT_THAT(others, ElementsAre("changed 4-anilino-N-phenethylpiperidine (ANPP) ",
                                  "changed N-phenethyl-4-piperidone (NPP) ", "changed Red phosphorus "));
  EXPECT_THAT(result->remarks, IsEmpty());
}

TEST(EuLegalizeTest, BrokenAndForeignTextsAreToldWithTheirPlace) {
  EXPECT_THAT(Message("<html>"), HasSubstr("f.md:1: not a text of legalize-eu"));
  EXPECT_THAT(Message(""), HasSubstr("the front matter has no end"));
  EXPECT_THAT(Message("---\ntitle: \"x\"\n"), HasSubstr("the front matter has no end"));
  EXPECT_THAT(Message("---\ntitle: \"x\"\n---\n"),
              HasSubstr("f.md:3: the front matter has no title or no source"));
  EXPECT_THAT(Message(Replaced(Text(), "last_updated: \"2022-10-03\"", "last_updated: \"2022\"")),
              HasSubstr("has no day"));
  EXPECT_THAT(Message(Replaced(Text(), "status: \"in_force\"", "text_state: \"as_enacted\"")),
              HasSubstr("not consolidated"));
  EXPECT_THAT(Message(Replaced(Text(), "| 2914 31 00 |", "| none |")),
              HasSubstr("a substance without a CN code"));
  const std::string text = Text();
  for (size_t cut = 0; cut < text.size(); cut += 101) (void)Format().parse(text.substr(0, cut), "f");
}

}  // namespace
}  // namespace tidewaiter
