// Sieve::HoldsNothing, the quicker question of what-if: what it lets go, the judge does not find or RDKit
// does not read. For the law as it stands and for each class rule and each of some substances by itself, on
// the reference data in other writings, with company, metals and isotopes, and on NCI.
#include <iostream>

#include "gtest/gtest.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/store/database.h"
#include "rules/structure/class_rule.h"
#include "screening/judge/structure_judge.h"
#include "tests/chemdb/structure/rewriting.h"

namespace tidewaiter {
namespace {

using testing::Rewriter;
using testing::Writing;

// What is looked for, and how often it was let go.
struct Asked {
  std::string what;
  std::unique_ptr<const ClassRuleSet> rules;
  std::unique_ptr<const StructureJudge> judge;
  std::unique_ptr<Sieve::Scratch> scratch = std::make_unique<Sieve::Scratch>();
  size_t let_go = 0, found = 0;
};

const Database& Law() {
  static const std::shared_ptr<const Database> database = [] {
    auto opened = Database::Open(TIDEWAITER_SHARE_DIR "/tidewaiter.sqlite");
    EXPECT_TRUE(opened.ok()) << opened.status();
    return *opened;
  }();
  return *database;
}

Asked Make(const std::string& what, const Database& database, const std::set<std::string>* classes) {
  Asked out;
  out.what = what;
  auto rules = ClassRuleSet::Load(TIDEWAITER_SHARE_DIR "/rules", {}, classes);
  EXPECT_TRUE(rules.ok()) << rules.status();
  out.rules = std::make_unique<const ClassRuleSet>(*std::move(rules));
  auto judge = StructureJudge::Create(database, *out.rules);
  EXPECT_TRUE(judge.ok()) << judge.status();
  out.judge = *std::move(judge);
  return out;
}

std::vector<Asked> MakeAll() {
  std::vector<Asked> out;
  out.push_back(Make("the law", Law(), nullptr));
  for (const ClassRule& rule : out[0].rules->rules()) {
    DatabaseContent content;
    content.components = Law().content().components;
    const std::set<std::string> only = {rule.id()};
    out.push_back(Make(rule.id(), *Database::FromContent(std::move(content)), &only));
  }
  const std::set<std::string> none;
  for (const char* id :
       {"acetone", "ephedrine", "phenylacetic-acid", "p-2-p-glycidic-acid", "hydrochloric-acid"}) {
    DatabaseContent content;
    content.components = Law().content().components;
    for (const Substance& substance : Law().substances()) {
      if (substance.id == id) content.substances.push_back(substance);
    }
    EXPECT_EQ(content.substances.size(), 1u) << id;
    for (const Listing& listing : Law().listings()) {
      if (listing.subject_kind == SubjectKind::kSubstance && listing.subject == id) {
        content.listings.push_back(listing);
        content.listings.back().scope |= kScopeEsters;
      }
    }
    out.push_back(Make(id, *Database::FromContent(std::move(content)), &none));
  }
  return out;
}

void Compare(std::string_view text, StructureNotation notation, std::vector<Asked>& all) {
  const auto standard = all[0].judge->Read(text, notation);
  for (Asked& asked : all) {
    const bool nothing = asked.judge->sieve().HoldsNothing(text, notation, *asked.scratch);
    asked.let_go += nothing ? 1 : 0;
    if (!standard.ok()) continue;
    const auto verdict = asked.judge->Judge(*standard);
    ASSERT_TRUE(verdict.ok()) << text << ": " << verdict.status();
    const bool found = !verdict->identities.empty() || !verdict->classes.empty() || !verdict->masked.empty();
    asked.found += found ? 1 : 0;
    EXPECT_FALSE(nothing && found) << asked.what << " is in " << text;
  }
}

std::vector<std::string> ReferenceStructures(const ClassRuleSet& rules) {
  std::vector<std::string> out;
  for (const Substance& substance : Law().substances()) {
    if (!substance.smiles.empty()) out.push_back(substance.smiles);
  }
  for (const ClassRule& rule : rules.rules()) {
    for (const ClassExample& example : rule.members()) out.push_back(example.smiles);
    for (const ClassExample& example : rule.others()) out.push_back(example.smiles);
  }
  const auto lookalikes = CsvTable::Read(TIDEWAITER_SOURCE_DIR "/tests/corpus/lookalikes.csv");
  EXPECT_TRUE(lookalikes.ok());
  if (!lookalikes.ok()) return out;
  for (const CsvTable::Row& row : lookalikes->rows()) out.push_back(lookalikes->Get(row, "smiles"));
  return out;
}

// With company, as a salt drawn with a bond to the metal, labelled, or as it is.
std::string Vary(const std::string& smiles, Rewriter& rewriter) {
  static const auto* const partners =
      new std::vector<std::string>{"Cl",     "OS(=O)(=O)O", "[Na+].[Cl-]",        "CC(C)=O", "[H+].[Cl-]",
                                   "[H][H]", "[Fe]",        "CC(=O)O[Zn]OC(C)=O", "[SiH3]C", "B(O)O"};
  const auto insert_after = [&](const char* what, const char* more) {
    const size_t at = smiles.rfind(what);
    return at == std::string::npos ? smiles : std::string(smiles).insert(at + std::string(what).size(), more);
  };
  switch (rewriter.Lot(5)) {
    case 0:
      return smiles + "." + (*partners)[rewriter.Lot(partners->size())];
    case 1: {
      const size_t at = smiles.find("[C@");
      return at == std::string::npos ? smiles : std::string(smiles).insert(at + 1, "13");
    }
    case 2:
      return smiles.back() == 'O' || smiles.back() == 'N' ? smiles + "[Na]" : smiles;
    case 3:
      return smiles.back() == 'O' ? smiles + "[Zn]OC(C)=O" : insert_after("C", "([2H])");
    default:
      return smiles;
  }
}

TEST(QuickQuestionTest, LetsNothingGoThatTheJudgeFinds) {
  std::vector<Asked> all = MakeAll();
  Rewriter rewriter(20261124);
  size_t compared = 0;
  for (const std::string& smiles : ReferenceStructures(*all[0].rules)) {
    Compare(smiles, StructureNotation::kSmiles, all);
    for (int i = 0; i < 2; ++i) {
      const std::string varied = Vary(smiles, rewriter);
      Compare(varied, StructureNotation::kSmiles, all);
      const Writing writing = rewriter.Any(varied);
      if (!writing.text.empty()) Compare(writing.text, writing.notation, all);
      ++compared;
    }
  }
  for (const Asked& asked : all) {
    std::cout << asked.what << ": found " << asked.found << ", let go " << asked.let_go << "\n";
    EXPECT_GT(asked.found, 0u) << asked.what;
  }
  EXPECT_GT(compared, 500u);
}

// Hydrogen has no heavy atom to count.
TEST(QuickQuestionTest, FindsHydrogenItself) {
  DatabaseContent content;
  content.components = Law().content().components;
  Substance hydrogen;
  hydrogen.id = hydrogen.name = "hydrogen";
  hydrogen.smiles = "[H][H]";
  content.substances.push_back(hydrogen);
  const std::set<std::string> none;
  std::vector<Asked> all;
  all.push_back(Make("hydrogen", *Database::FromContent(std::move(content)), &none));
  for (const char* smiles : {"[H][H]", "[2H][2H]", "[H][H].CCO", "CCO", "[Na+].[H-]"}) {
    Compare(smiles, StructureNotation::kSmiles, all);
  }
  EXPECT_GE(all[0].found, 2u);
  EXPECT_GE(all[0].let_go, 1u);
}

TEST(QuickQuestionTest, LetsMostGoThatIsNotListed) {
  const std::vector<std::string> nci = testing::NciSmiles();
  if (nci.empty()) GTEST_SKIP() << "no /usr/share/RDKit/Data/NCI (Debian package rdkit-data)";
  std::vector<Asked> all = MakeAll();
  for (const std::string& smiles : nci) Compare(smiles, StructureNotation::kSmiles, all);
  for (const std::string& block : testing::NciMolBlocks()) Compare(block, StructureNotation::kMolBlock, all);
  for (const Asked& asked : all) {
    std::cout << asked.what << ": found " << asked.found << ", let go " << asked.let_go << "\n";
  }
  EXPECT_GT(all[0].let_go, nci.size() * 9 / 10);
  for (size_t i = 1; i < all.size(); ++i) EXPECT_GT(all[i].let_go, nci.size() * 98 / 100) << all[i].what;
}

}  // namespace
}  // namespace tidewaiter
