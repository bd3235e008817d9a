#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "chemdb/store/builder.h"
#include "tests/chemdb/store/tiny_tables.h"
#include "tests/support/status_matchers.h"

namespace tidewaiter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;
using testing::StatusIs;
using testing::TempFolder;
using testing::TinyTables;

TEST(SourceTablesTest, GoodTablesGiveTheirContent) {
  const DatabaseContent content = TinyTables().Content();
  EXPECT_THAT(content.jurisdictions, SizeIs(2));
  EXPECT_EQ(content.territories.find("PR")->second, "US");
  EXPECT_THAT(content.sources, SizeIs(2));
  ASSERT_THAT(content.substances, SizeIs(3));
  const Substance& substance = content.substances[0];
  EXPECT_EQ(substance.systematic_name, "N-phenylpiperidin-4-amine");
  ASSERT_THAT(substance.names, SizeIs(2));
  EXPECT_EQ(substance.names[1].certainty, 0.3);
  ASSERT_THAT(substance.forms, SizeIs(1));
  EXPECT_EQ(substance.forms[0].cas_rn, "99918-43-1");
  ASSERT_THAT(content.goods_codes, SizeIs(1));
  EXPECT_EQ(content.goods_codes[0].substance, 0u);

  ASSERT_THAT(content.listings, SizeIs(3));
  const Listing& first = content.listings[0];
  EXPECT_EQ(first.jurisdiction, "US");
  EXPECT_EQ(first.instrument_title, "21 CFR 1310.02(a)");
  EXPECT_EQ(first.severity, Severity::kHigh);
  EXPECT_EQ(first.next_step, "Ask for DEA Form 486.");
  EXPECT_EQ(first.scope, kScopeSalts | kScopeAmides);
  EXPECT_EQ(first.scope_text, "its amides, its salts");
  EXPECT_EQ(first.in_force_to, ParseIsoDate("2023-06-11"));
  EXPECT_EQ(first.to_evidence, DateEvidence::kCounted);
  EXPECT_EQ(first.source, "21 CFR 1310.02 (seen 2026-11-01); 85 FR 20822 (seen 2026-11-02)");
  const Listing& second = content.listings[1];
  EXPECT_EQ(second.direction, Direction::kExport);
  EXPECT_THAT(second.counterparts, ElementsAre("MX", "CA"));
  EXPECT_EQ(second.mixture_limit, 20);
  EXPECT_EQ(second.goods_code, "29333300");
  const Listing& third = content.listings[2];
  EXPECT_FALSE(third.in_force_from.has_value());
  ASSERT_THAT(third.thresholds, SizeIs(1));
  EXPECT_EQ(third.thresholds[0].quantity, 1.5);
  EXPECT_EQ(third.thresholds[0].traffic, Traffic::kImport);
  EXPECT_EQ(third.source_ids, "us-cfr;us-fr");  // of its own row, and of its threshold's
  EXPECT_EQ(third.source, "21 CFR 1310.02 (seen 2026-11-01); 85 FR 20822 (seen 2026-11-02)");
}

// One mistake in one cell gives one complaint, at its place.
struct Mistake {
  std::string file;
  std::string_view from;
  std::string_view to;
  std::string_view problem;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.problem; }

class MistakeTest : public ::testing::TestWithParam<Mistake> {};

TEST_P(MistakeTest, IsToldOnceWithItsPlace) {
  TinyTables tables;
  tables.Replace(GetParam().file, GetParam().from, GetParam().to);
  const auto read = tables.Read({"us-class"});
  ASSERT_THAT(read, IsOk());
  std::vector<std::string> problems;
  for (const TableProblem& problem : read->problems) problems.push_back(FormatProblem(problem));
  EXPECT_THAT(problems, ElementsAre(GetParam().problem));
}

INSTANTIATE_TEST_SUITE_P(Tables, MistakeTest,
                         ::testing::Values(Mistake{"names.csv", "1,us-cfr", "1",
                                                   "names.csv:2: column 1: 5 cells, but the header has 6"},
                                           Mistake{"names.csv", "4-anilinopiperidine", "4-anilinopiperidine ",
                                                   "names.csv:2: name: blanks around the value"}));

INSTANTIATE_TEST_SUITE_P(
    Law, MistakeTest,
    ::testing::Values(
        Mistake{"jurisdictions.csv", "UN,", "US,", "jurisdictions.csv:3: id: \"US\" twice"},
        Mistake{"jurisdictions.csv", "UN,", "un,",
                "jurisdictions.csv:2: id: \"un\" is no jurisdiction code: capital letters, as US"},
        Mistake{"territories.csv", "PR,US", "PR,UK", "territories.csv:3: jurisdiction: \"UK\" is not known"},
        Mistake{"territories.csv", "PR,US", "pr,US",
                "territories.csv:3: country: must be an ISO 3166 alpha-2 code"},
        Mistake{"territories.csv", "PR,US", "US,US", "territories.csv:3: country: twice"},
        Mistake{"sources/us.csv", "2026-11-02", "2 Nov 2026",
                "sources/us.csv:3: seen_on: \"2 Nov 2026\" is no day (YYYY-MM-DD)"},
        Mistake{"instruments/us.csv", "us-cfr", "us-cfr;us-nix",
                "instruments/us.csv:2: source: source \"us-nix\" is not known"},
        Mistake{"instruments/us.csv", ",US,", ",UK,",
                "instruments/us.csv:2: jurisdiction: \"UK\" is not known"},
        Mistake{"schedules.csv", "high", "grave",
                "schedules.csv:2: severity: must be info, low, medium, high or critical"},
        Mistake{"schedules.csv", "DEA Form 486.,us-cfr", "DEA Form 486.,",
                "schedules.csv:2: source: a fact needs its source"}));

INSTANTIATE_TEST_SUITE_P(
    Substances, MistakeTest,
    ::testing::Values(
        Mistake{"substances.csv", "red-phosphorus,red", "4-ap,red", "substances.csv:4: id: \"4-ap\" twice"},
        Mistake{"substances.csv", "23056-29-3", "23056-29-4",
                "substances.csv:2: cas_rn: \"23056-29-4\" is no CAS RN: form or check digit is wrong"},
        Mistake{"substances.csv", "299-42-3", "23056-29-3", "substances.csv:3: cas_rn: the same as of 4-ap"},
        Mistake{"substances.csv", "C11H16N2", "C11H15N2",
                "substances.csv:2: formula: the structure is C11H16N2, not C11H15N2"},
        Mistake{"substances.csv", "as-drawn,P", "drawn,P",
                "substances.csv:4: stereo: must be as-drawn or racemic"},
        Mistake{"names.csv", "0.3", "1.3", "names.csv:3: certainty: must be a number over 0 and up to 1"},
        Mistake{"names.csv", "0.3", "0", "names.csv:3: certainty: must be a number over 0 and up to 1"},
        Mistake{"names.csv", "abbreviation", "abbr",
                "names.csv:3: kind: must be name, abbreviation, trade or code"},
        Mistake{"names.csv", "4-ap,4-AP,en", "5-ap,4-AP,en", "names.csv:3: substance: \"5-ap\" is not known"},
        Mistake{"forms.csv", "99918-43-1", "299-42-3", "forms.csv:2: cas_rn: the same as of ephedrine"},
        Mistake{"forms.csv", ",salt,", ",tautomer,",
                "forms.csv:2: kind: must be salt, hydrate, solvate, isomer, isotopologue or ester"},
        Mistake{"identifiers.csv", "200-662-2", "200-662-3",
                "identifiers.csv:2: value: is no EC number: form or check digit is wrong"},
        Mistake{"identifiers.csv", "un,1090", "un,109", "identifiers.csv:3: value: must have four digits"},
        Mistake{"identifiers.csv", "un,1090", "ne,1090",
                "identifiers.csv:3: kind: must be ec, un, dea, inchikey or inchi"},
        Mistake{"identifiers.csv", "YSA-N", "YSA", "identifiers.csv:4: value: is no InChIKey"},
        Mistake{"identifiers.csv", "4-ap,,ec", "4-ap,salt,ec",
                "identifiers.csv:2: form: is no form of the substance"},
        Mistake{"goods_codes.csv", "293333", "29333", "goods_codes.csv:2: code: must have six digits"},
        Mistake{"goods_codes.csv", "4-ap", "5-ap", "goods_codes.csv:2: substance: \"5-ap\" is not known"}));

INSTANTIATE_TEST_SUITE_P(
    Listings, MistakeTest,
    ::testing::Values(
        Mistake{"listings/us.csv", "us-4-ap-2,", "us-4-ap-1,",
                "listings/us.csv:3: id: must be us-4-ap, with -2, -3, ..."},
        Mistake{"listings/us.csv", "us-4-ap-2,", "us-4-ap,", "listings/us.csv:3: id: \"us-4-ap\" twice"},
        Mistake{"listings/us.csv", "us-4-ap-2,substance", "us-4-ap-2,matter",
                "listings/us.csv:3: subject_kind: must be substance or class"},
        Mistake{"listings/us.csv", "us-4-ap-2,substance,4-ap,", "us-4-ap-2,class,us-nix,",
                "listings/us.csv:3: subject: \"us-nix\" is not known"},
        Mistake{"listings/us.csv", "salts;amides;halides", "salts;amide",
                "listings/us.csv:3: scope: unknown code \"amide\""},
        Mistake{"listings/us.csv", "salts;amides;halides", "salts;salts",
                "listings/us.csv:3: scope: \"salts\" twice"},
        Mistake{"listings/us.csv", "halides,,2023-06-12,official text", "halides,,2023-06-12,open",
                "listings/us.csv:3: from_evidence: a day that is known is not open, and one that is not "
                "known is"},
        Mistake{"listings/us.csv", "halides,,2023-06-12,official text", "halides,,,official text",
                "listings/us.csv:3: from_evidence: a day that is known is not open, and one that is not "
                "known is"},
        Mistake{"listings/us.csv", "halides,,2023-06-12,official text", "halides,,2023-06-12,seen",
                "listings/us.csv:3: from_evidence: must be official text, secondary source, counted or open"},
        Mistake{"listings/us.csv", "2023-06-11,counted", "2023-06-11,",
                "listings/us.csv:2: to_evidence: must be official text, secondary source, counted or open"},
        Mistake{"listings/us.csv", "2023-06-11,counted", "2019-06-11,counted",
                "listings/us.csv:2: in_force_to: ends before it begins"},
        Mistake{"listings/us.csv", "2023-06-11,counted", "2023-06-31,counted",
                "listings/us.csv:2: in_force_to: \"2023-06-31\" is no day (YYYY-MM-DD)"},
        Mistake{"listings/us.csv", ",export,", ",out,",
                "listings/us.csv:3: direction: must be empty, import, export or transit"},
        Mistake{"listings/us.csv", "MX;CA", "MX;can",
                "listings/us.csv:3: counterparts: \"can\" is no ISO 3166 alpha-2 code"},
        Mistake{"listings/us.csv", ",20,", ",120,",
                "listings/us.csv:3: mixture_limit: is a percentage, at most 100"},
        Mistake{"listings/us.csv", ",20,", ",20%,", "listings/us.csv:3: mixture_limit: \"20%\" is no number"},
        Mistake{"listings/us.csv", "29333300", "2933.33",
                "listings/us.csv:3: goods_code: \"2933.33\" must be digits only"},
        Mistake{"listings/us.csv", "us-cfr;us-fr", "us-cfr;us-xx",
                "listings/us.csv:2: source: source \"us-xx\" is not known"},
        Mistake{"listings/us.csv", "ephedrine,us-1310,List I", "ephedrine,us-1310,List 1",
                "listings/us.csv:4: schedule: \"List 1\" of this instrument is not in schedules.csv"},
        Mistake{"listings/us.csv", "ephedrine,us-1310,List I", "ephedrine,us-1311,List I",
                "listings/us.csv:4: instrument: \"us-1311\" is not known"},
        Mistake{"thresholds/us.csv", "us-ephedrine", "us-pseudoephedrine",
                "thresholds/us.csv:2: listing: \"us-pseudoephedrine\" is not known"},
        Mistake{"thresholds/us.csv", "1.5", "",
                "thresholds/us.csv:2: quantity: must be a number (0 = every "
                "transaction)"},
        Mistake{"thresholds/us.csv", "kg", "lb", "thresholds/us.csv:2: unit: must be kg, g or L"},
        Mistake{"thresholds/us.csv", "calendar month", "month",
                "thresholds/us.csv:2: window: must be empty, package, calendar month or calendar year"},
        Mistake{"thresholds/us.csv", ",import,", ",in,",
                "thresholds/us.csv:2: traffic: must be any, domestic, import, export or import-export"}));

TEST(SourceTablesTest, OneStructureOneSubstance) {
  TinyTables tables;
  tables.Append("substances.csv", "4-ap-again,again,,N(C1CCNCC1)c1ccccc1,as-drawn,C11H16N2,,us-cfr\n");
  const auto read = tables.Read();
  ASSERT_THAT(read, IsOk());
  ASSERT_THAT(read->problems, SizeIs(1));
  EXPECT_EQ(FormatProblem(read->problems[0]), "substances.csv:5: smiles: the same structure as 4-ap");
}

TEST(SourceTablesTest, StructuresThatCannotBeReadAreProblems) {
  TinyTables tables;
  tables.Append("substances.csv", "x,x,,C1CC,as-drawn,C3H6,,us-cfr\n");
  tables.Append("forms.csv", "4-ap,salt,x,,C1CC,us-cfr\n");
  tables.Append("components.csv", "x,acid,C1CC,us-cfr\n");
  const auto read = tables.Read();
  ASSERT_THAT(read, IsOk());
  ASSERT_THAT(read->problems, SizeIs(3));
  for (const TableProblem& problem : read->problems)
    EXPECT_EQ(problem.column, "smiles") << FormatProblem(problem);
}

TEST(SourceTablesTest, TheSameControlTwiceOnOneDay) {
  TinyTables tables;
  tables.Append(
      "listings/us.csv",
      "us-ephedrine-2,substance,ephedrine,us-1310,List I,salts,,2001-01-01,official text,,,,,,,x,us-cfr,\n");
  const auto read = tables.Read();
  ASSERT_THAT(read, IsOk());
  ASSERT_THAT(read->problems, SizeIs(1));
  EXPECT_EQ(FormatProblem(read->problems[0]),
            "listings/us.csv:5: in_force_from: in force on the same days as us-ephedrine");
}

TEST(SourceTablesTest, ColumnsAreThoseOfTheReadme) {
  TinyTables tables;
  tables.Set("components.csv", "name,kind,structure,source\nhydrogen chloride,acid,Cl,general knowledge\n");
  const auto read = tables.Read();
  ASSERT_THAT(read, IsOk());
  ASSERT_GE(read->problems.size(), 2u);
  EXPECT_EQ(FormatProblem(read->problems[0]), "components.csv:1: smiles: this column is missing");
  EXPECT_EQ(FormatProblem(read->problems[1]), "components.csv:1: structure: unknown column");
}

TEST(SourceTablesTest, AllProblemsOfAllFilesAreTold) {
  TinyTables tables;
  tables.Replace("schedules.csv", "high", "grave");
  tables.Replace("names.csv", "0.3", "3");
  tables.Replace("substances.csv", "C11H16N2",
                 "C11H16N");  // its names, form and listings do not complain as well
  const auto read = tables.Read();
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(read->problems, SizeIs(3));
}

TEST(SourceTablesTest, ClassesOfListings) {
  TinyTables tables;
  tables.Append("listings/us.csv",
                "us-some-class,class,us-class,us-1310,List I,,,2001-01-01,official text,,,,,,,x,us-cfr,\n");
  const auto read = tables.Read({"us-class"});
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(read->problems, IsEmpty());
  const auto unknown = tables.Read({"other"});
  ASSERT_THAT(unknown, IsOk());
  EXPECT_THAT(unknown->problems, SizeIs(1));
}

TEST(SourceTablesTest, AMissingFolderOrFileIsAStatus) {
  const TempFolder folder;
  const auto read = ReadSourceTables(folder.File("none"), {});
  ASSERT_THAT(read, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("jurisdictions.csv"));
}

}  // namespace
}  // namespace tidewaiter
