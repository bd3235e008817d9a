// The tables of data/, compiled into the library and read once. Words are kept as the files have them; who
// uses them normalises them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "screening/identify/vagueness.h"

namespace tidewaiter {

struct LetterRow {
  char32_t letter = 0;
  std::string kind;  // "name", "lookalike", "fold"
  std::u32string as;
};

struct SaltRow {
  std::string word;
  bool left = false;   // stands before the name
  bool glued = false;  // may stand without a separator
  bool for_acids = false;
};

struct ContinuationRow {
  std::string text;
  bool left = false;
  // On the left "ends", "tight-ends", "word", "locant", "stereo"; on the right "starts", "word", "hyphen",
  // "tight-starts", "after-acid", "within", "unit", "head", "class".
  std::string match;
};

struct HanNeighbourRow {
  bool left = false;
  std::string names;  // "any", "acid", "single"
  bool continues = true;
  std::string characters;  // "*" for every one
};

struct ContextRow {
  std::string phrase;
  // Where it counts: "any" in the line; "before" or "after" a name, "next-" with no word between; "article":
  // what the goods are, with the name beside; "edition": a book by its make-up, anywhere; "link": parts an
  // article from the name before it; "trace": a unit of trace contents behind figures.
  std::string side;
  bool raises = false;
  double factor = 1;  // raises: the doubt is multiplied by it; lowers: the certainty is
  std::string reason;
};

struct AcidRow {
  std::string word;  // normalised already
  bool at_end = false;
};

struct EditRow {
  std::string one, other;
  bool at_end = false;  // only where a word or a part before a locant ends
};

struct IdentifierLabelRow {
  std::string label;
  std::string kind;       // "ec", "un", "dea", "hs"; "filler": may stand between label and number
  bool capitals = false;  // counts only when written in capitals
};

// Another thing that an abbreviation of a listed substance is used for.
struct SenseRow {
  std::string name;    // the abbreviation
  std::string means;   // what else
  std::string phrase;  // words that say it is meant; as `means` when empty
  std::string cas_rn;  // of the other chemical; may be empty
};

// How a language names the esters of a listed acid: what stands for the acid, and where the alcohol's group
// stands.
struct EsterRow {
  std::string acid;  // a name of the acid in the dictionary
  std::string text;  // "phenylacetate", "fenilacetato de", "Phenylessigsäure"
  std::string language;
  bool group_first = false;  // "ethyl phenylacetate"
  std::string ending;        // behind the group: "ester", "酯"
};

struct AlkylRow {
  std::string group;  // English: "ethyl"
  std::string language;
  std::string text;  // "etilo"
};

struct MorphemeRow {
  std::string text;
  // What may follow it in a word: "multiplier", "modifier", "prefix", "stem", "ring", "ending", "final"; or
  // "word", "locant": a whole word.
  std::string kind;
};

struct VagueRow {
  std::string phrase;
  VagueKind kind = VagueKind::kEmpty;
  double weight = 0;
  bool filler = false;  // says how much or how packed; neither vague nor telling
};

// How words of a language end in a case.
struct CaseRow {
  std::string language, word;  // "noun", "adjective"
  std::string nominative;      // its ending; empty: a consonant
  std::string grammatical_case, ending;
};

struct RuleTables {
  std::vector<LetterRow> letters;
  std::unordered_map<char32_t, char32_t> traditional;  // Han character to the simplified one
  std::unordered_map<std::string, char32_t> entities;
  std::unordered_map<char32_t, int> windows_1252;  // character to byte, for 0x80..0x9F
  std::vector<SaltRow> salts;
  std::vector<AcidRow> acid_words;
  std::vector<ContinuationRow> continuations;
  std::vector<HanNeighbourRow> han_neighbours;
  std::vector<std::string> other_compounds;
  std::vector<std::string> lookalikes;
  std::vector<std::pair<std::string, double>> ordinary_words;  // with the highest certainty of such a name
  std::vector<EditRow> meaningful_edits;
  std::vector<std::string> endings;
  std::vector<std::string> cas_labels;
  std::vector<ContextRow> context;
  std::unordered_map<std::string, ContextRow> hs_chapters;
  std::vector<VagueRow> vague_terms;
  std::vector<MorphemeRow> morphemes;
  std::vector<IdentifierLabelRow> identifier_labels;
  std::vector<SenseRow> other_senses;
  std::vector<EsterRow> esters;
  std::vector<AlkylRow> alkyls;
  std::vector<CaseRow> case_forms;
  std::vector<std::string> neutral_words;
  std::vector<std::string> glued_words;   // of the neutral words: may stand behind a name without a blank
  std::vector<std::string> conjunctions;  // of the neutral words: "and", "or"
};

// The tables are part of the program: a row that does not read is a programming error and stops it at the
// first call.
const RuleTables& Rules();

std::u32string ToUtf32(std::string_view utf8);

}  // namespace tidewaiter
