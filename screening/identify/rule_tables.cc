#include "screening/identify/rule_tables.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/numbers.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "screening/identify/normalise.h"

namespace tidewaiter {
namespace data {
extern const std::string_view kIdentifyLetters;
extern const std::string_view kIdentifyTraditional;
extern const std::string_view kIdentifyEntities;
extern const std::string_view kIdentifyWindows1252;
extern const std::string_view kIdentifySaltWords;
extern const std::string_view kIdentifyAcidWords;
extern const std::string_view kIdentifyContinuations;
extern const std::string_view kIdentifyHanNeighbours;
extern const std::string_view kIdentifyOtherCompounds;
extern const std::string_view kIdentifyLookalikes;
extern const std::string_view kIdentifyOrdinaryWords;
extern const std::string_view kIdentifyMeaningfulEdits;
extern const std::string_view kIdentifyInflections;
extern const std::string_view kIdentifyCasLabels;
extern const std::string_view kIdentifyContextWords;
extern const std::string_view kIdentifyHsChapters;
extern const std::string_view kIdentifyVagueTerms;
extern const std::string_view kIdentifyMorphemes;
extern const std::string_view kIdentifyIdentifierLabels;
extern const std::string_view kIdentifyOtherSenses;
extern const std::string_view kIdentifyEsters;
extern const std::string_view kIdentifyAlkyls;
extern const std::string_view kIdentifyNeutralWords;
extern const std::string_view kIdentifyCaseForms;
}  // namespace data

namespace {

[[noreturn]] void Fail(std::string_view file, std::string_view what) {
  std::fprintf(stderr, "screening/identify/data/%.*s: %.*s\n", static_cast<int>(file.size()), file.data(),
               static_cast<int>(what.size()), what.data());
  std::abort();
}

// Calls visit(table, row) for each row.
template <typename Visit>
void ForEachRow(std::string_view text, std::string_view file, Visit visit) {
  const CsvTable table = EmbeddedTable(text, file);
  for (const CsvTable::Row& row : table.rows()) {
    visit([&](std::string_view column) -> const std::string& {
      if (!table.HasColumn(column)) Fail(file, Concat("no column ", column));
      return table.Get(row, column);
    });
  }
}

// "U+03B1", or the character itself.
char32_t Character(const std::string& cell, std::string_view file) {
  if (cell.size() > 2 && cell[0] == 'U' && cell[1] == '+') {
    char* end = nullptr;
    const auto value = std::strtoul(cell.c_str() + 2, &end, 16);
    if (*end != '\0' || value > 0x10FFFF) Fail(file, cell);
    return static_cast<char32_t>(value);
  }
  const std::u32string one = ToUtf32(cell);
  if (one.size() != 1) Fail(file, cell);
  return one[0];
}

double Factor(const std::string& cell, std::string_view file) {
  double value = 0;
  if (!absl::SimpleAtod(cell, &value) || value <= 0 || value >= 1) Fail(file, Concat("factor ", cell));
  return value;
}

VagueRow ParseVague(const std::string& phrase, const std::string& kind, const std::string& weight) {
  VagueRow row;
  row.phrase = phrase;
  row.filler = kind == "filler";
  if (!absl::SimpleAtod(weight, &row.weight) || row.weight < 0 || row.weight > 1) {
    Fail("vague_terms.csv", Concat("weight ", weight));
  }
  if (row.filler) return row;
  for (const VagueKind known :
       {VagueKind::kChemical, VagueKind::kAppearance, VagueKind::kGeneral, VagueKind::kEmpty}) {
    row.kind = known;
    if (VagueKindName(known) == kind) return row;
  }
  Fail("vague_terms.csv", Concat("kind ", kind));
}

RuleTables Load() {
  RuleTables out;
  ForEachRow(data::kIdentifyLetters, "letters.csv", [&](auto get) {
    LetterRow row{Character(get("code"), "letters.csv"), get("kind"), ToUtf32(get("as"))};
    if (row.as.empty() || row.letter != Character(get("letter"), "letters.csv"))
      Fail("letters.csv", get("code"));
    out.letters.push_back(std::move(row));
  });
  ForEachRow(data::kIdentifyTraditional, "traditional.csv", [&](auto get) {
    out.traditional[Character(get("traditional"), "traditional.csv")] =
        Character(get("simplified"), "traditional.csv");
  });
  ForEachRow(data::kIdentifyEntities, "entities.csv",
             [&](auto get) { out.entities[get("entity")] = Character(get("character"), "entities.csv"); });
  ForEachRow(data::kIdentifyWindows1252, "windows_1252.csv", [&](auto get) {
    int byte = 0;
    if (!absl::SimpleAtoi(get("byte"), &byte)) Fail("windows_1252.csv", get("byte"));
    out.windows_1252[Character(get("code"), "windows_1252.csv")] = byte;
  });
  ForEachRow(data::kIdentifySaltWords, "salt_words.csv", [&](auto get) {
    out.salts.push_back({get("word"), get("side") == "left", get("glued") == "yes", get("names") == "acid"});
  });
  ForEachRow(data::kIdentifyAcidWords, "acid_words.csv", [&](auto get) {
    out.acid_words.push_back({get("word"), get("at") == "end"});
  });
  ForEachRow(data::kIdentifyContinuations, "continuations.csv", [&](auto get) {
    out.continuations.push_back({get("text"), get("side") == "left", get("match")});
  });
  ForEachRow(data::kIdentifyHanNeighbours, "han_neighbours.csv", [&](auto get) {
    out.han_neighbours.push_back(
        {get("side") == "left", get("names"), get("effect") == "continues", get("characters")});
  });
  ForEachRow(data::kIdentifyOtherCompounds, "other_compounds.csv",
             [&](auto get) { out.other_compounds.push_back(get("name")); });
  ForEachRow(data::kIdentifyLookalikes, "lookalikes.csv",
             [&](auto get) { out.lookalikes.push_back(get("word")); });
  ForEachRow(data::kIdentifyOrdinaryWords, "ordinary_words.csv", [&](auto get) {
    out.ordinary_words.emplace_back(get("word"), Factor(get("certainty"), "ordinary_words.csv"));
  });
  ForEachRow(data::kIdentifyMeaningfulEdits, "meaningful_edits.csv", [&](auto get) {
    out.meaningful_edits.push_back({get("one"), get("other"), get("at") == "end"});
  });
  ForEachRow(data::kIdentifyInflections, "inflections.csv",
             [&](auto get) { out.endings.push_back(get("ending")); });
  ForEachRow(data::kIdentifyCasLabels, "cas_labels.csv",
             [&](auto get) { out.cas_labels.push_back(get("label")); });
  const auto context_row = [](auto get, const std::string& phrase, const std::string& side,
                              std::string_view file) {
    if (get("effect") != "chemical" && get("effect") != "innocent") Fail(file, get("effect"));
    return ContextRow{phrase, side, get("effect") == "chemical", Factor(get("factor"), file), get("reason")};
  };
  ForEachRow(data::kIdentifyContextWords, "context_words.csv", [&](auto get) {
    out.context.push_back(context_row(get, get("phrase"), get("side"), "context_words.csv"));
  });
  ForEachRow(data::kIdentifyHsChapters, "hs_chapters.csv", [&](auto get) {
    out.hs_chapters[get("chapter")] = context_row(get, get("chapter"), "any", "hs_chapters.csv");
  });
  ForEachRow(data::kIdentifyVagueTerms, "vague_terms.csv", [&](auto get) {
    out.vague_terms.push_back(ParseVague(get("phrase"), get("kind"), get("weight")));
  });
  ForEachRow(data::kIdentifyMorphemes, "morphemes.csv", [&](auto get) {
    out.morphemes.push_back({get("text"), get("kind")});
  });
  ForEachRow(data::kIdentifyIdentifierLabels, "identifier_labels.csv", [&](auto get) {
    out.identifier_labels.push_back({get("label"), get("kind"), get("capitals") == "yes"});
  });
  ForEachRow(data::kIdentifyOtherSenses, "other_senses.csv", [&](auto get) {
    out.other_senses.push_back(
        {get("name"), get("means"), get("phrase").empty() ? get("means") : get("phrase"), get("cas_rn")});
  });
  ForEachRow(data::kIdentifyEsters, "esters.csv", [&](auto get) {
    out.esters.push_back({get("acid"), get("text"), get("language"), get("group") == "first", get("ending")});
  });
  ForEachRow(data::kIdentifyAlkyls, "alkyls.csv", [&](auto get) {
    out.alkyls.push_back({get("group"), get("language"), get("text")});
  });
  ForEachRow(data::kIdentifyCaseForms, "case_forms.csv", [&](auto get) {
    out.case_forms.push_back({get("language"), get("word"), get("nominative"), get("case"), get("ending")});
  });
  ForEachRow(data::kIdentifyNeutralWords, "neutral_words.csv", [&](auto get) {
    out.neutral_words.push_back(get("word"));
    if (get("kind") == "glued") out.glued_words.push_back(get("word"));
    if (get("kind") == "conjunction") out.conjunctions.push_back(get("word"));
  });
  return out;
}

}  // namespace

const RuleTables& Rules() {
  static const RuleTables* const tables = new RuleTables(Load());
  return *tables;
}

std::u32string ToUtf32(std::string_view utf8) {
  std::u32string out;
  for (size_t i = 0; i < utf8.size();) {
    size_t length = 0;
    out += CharacterAt(utf8, i, &length);
    i += length;
  }
  return out;
}

}  // namespace tidewaiter
