// The `law` commands from outside, and what an imported last day does in a screen.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"

#include "tests/support/program.h"

namespace {

using testing::HasSubstr;
using tidewaiter::testing::Outcome;

Outcome Invoke(const std::string& arguments, const std::string& redirect = tidewaiter::testing::kWithErrors) {
  return tidewaiter::testing::RunProgram(arguments, redirect);
}

const std::string kSource = TIDEWAITER_SOURCE_DIR;
const std::string kCanada = "law import --from justice-canada --tables " + kSource + "/chemdb/data ";
const std::string kTexts = kSource + "/tests/corpus/law/ca/*.xml";

TEST(LawImportTest, NothingToChangeIsCodeZeroAndNoDiff) {
  const Outcome diff = Invoke(kCanada + kTexts, "2>/dev/null");
  EXPECT_EQ(diff.code, 0);
  EXPECT_EQ(diff.out, "");
  EXPECT_THAT(Invoke(kCanada + "--rows " + kTexts).out,
              HasSubstr("repealed: Sch. V, Part 2, Table 1, item 2"));
}

TEST(LawImportTest, ADifferenceIsADiffAndAPatchedCopy) {
  const std::string folder = testing::TempDir() + "/law_import";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::ifstream in(kSource + "/tests/corpus/law/ca/eng_acts_C-38.8.xml");
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const std::string from = "Piperidine and its salts";
  text.replace(text.find(from), from.size(), "Piperidine and its salts, isomers and salts of isomers");
  std::ofstream(folder + "/act.xml") << text;
  const Outcome outcome =
      Invoke(kCanada + "--output " + folder + "/tables " + folder + "/act.xml", "2>/dev/null");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("--- a/listings/ca.csv\n+++ b/listings/ca.csv\n@@ "));
  EXPECT_THAT(outcome.out, HasSubstr("+ca-piperidine,"));
  const Outcome again =
      Invoke("law import --from justice-canada --tables " + folder + "/tables " + folder + "/act.xml");
  EXPECT_EQ(again.code, 0) << again.out;
  // A folder that is there is not written into.
  EXPECT_EQ(Invoke(kCanada + "--output " + folder + "/tables " + folder + "/act.xml").code, 4);
}

TEST(LawImportTest, BrokenForeignAndMissingFiles) {
  const std::string path = testing::TempDir() + "/broken.xml";
  std::ofstream(path) << "<Statute>\n<Identification></Statute>";
  EXPECT_THAT(Invoke(kCanada + path).out, HasSubstr("broken.xml:2:19: not well-formed XML"));
  EXPECT_EQ(Invoke(kCanada + path).code, 3);
  EXPECT_EQ(Invoke(kCanada + "/nonexistent.xml").code, 3);
  EXPECT_EQ(Invoke("law import --from klingon " + path).code, 2);
  EXPECT_EQ(Invoke(kCanada + "--seen-on today " + path).code, 2);
}

// The temporary entry of R 29676 runs from 5 June 2026 to 4 June 2027, both days included.
TEST(LawImportTest, ATemporaryEntryEndsOnItsLastDay) {
  const std::string check = "check 'R 29676' --jurisdiction CA --as-of ";
  EXPECT_THAT(Invoke(check + "2026-06-05").out, HasSubstr("Schedule V (temporary)"));
  EXPECT_EQ(Invoke(check + "2027-06-04").code, 1);
  EXPECT_EQ(Invoke(check + "2027-06-05").code, 0);
  EXPECT_EQ(Invoke(check + "2026-06-04").code, 0);
}

}  // namespace
