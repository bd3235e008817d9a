// What stands in the line, and what the goods are declared as, raises or lowers the certainty of a candidate.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "screening/identify/neutral_words.h"
#include "screening/identify/normalise.h"
#include "screening/identify/phrases.h"
#include "screening/identify/rule_tables.h"

namespace tidewaiter {

// What one line says, gathered once it has a candidate.
struct LineContext {
  struct Mark {
    uint32_t row = 0;  // index into RuleTables::context
    size_t begin = 0, end = 0;
    bool introduces = false;  // a colon or quotation mark follows: "drug test: fentanyl"
  };
  std::string_view original;   // of the line
  std::vector<Mark> anywhere;  // of phrases that count from anywhere in the line; two of each row at most
  std::vector<Mark> beside;    // of the others, by begin
  std::vector<Mark> links;     // words that part an article from the name before it, by begin
  struct Span {
    size_t begin = 0, end = 0;
    uint32_t substance = 0;
    bool plain = false;  // a name that means little else
  };
  std::vector<Span> names;  // the listed names found in the line; set by who looks for names
  const ContextRow* hs = nullptr;
  bool capitals = false;  // no small letter in the line: capitals say nothing
  bool any_cas = false;
};

class ContextRules {
 public:
  ContextRules();

  // `original` is the text that `text` was made from.
  void Read(std::string_view original, const NormalisedText& text, std::string_view hs_code,
            LineContext& out) const;

  struct Subject {
    size_t begin = 0, end = 0;  // bytes of the normalised text
    double prior = 1;
    bool lower_case = false;  // an abbreviation in small letters
    bool variant = false;
    bool spelled = false;    // an abbreviation letter by letter
    bool own_cas = false;    // its own CAS RN stands in the line
    bool other_cas = false;  // only other listed substances' CAS RNs do
    bool fuzzy = false;
    bool inside_guess = false;  // a piece of what may be a longer name
    bool is_number = false;     // a CAS RN or another number itself
    bool abbreviation = false;
    bool salt_word = false;        // of an abbreviation: it names salts beside another name ("HCl")
    uint32_t substance = 0;        // of an abbreviation
    bool model = false;            // an abbreviation with figures tied to it
    bool anion = false;            // may be an ester or a salt, the text does not say of what
    std::string_view other_sense;  // of an abbreviation: another meaning that the line spells out
  };
  // The certainty and, in `reason`, what moved it. `companion`: whether anything chemical stands by.
  double Judge(const NormalisedText& text, const LineContext& line, const Subject& subject,
               std::string& reason, bool& companion) const;

 private:
  // One set for each way of counting: a phrase of one hides no shorter phrase of another ("test kit for ..."
  // counts before a name, "... test kit" behind it).
  struct Side {
    PhraseSet phrases;
    std::vector<uint32_t> rows;  // of the phrases
    explicit Side(std::initializer_list<std::string_view> sides);
  };
  void AddTrace(const NormalisedText& text, size_t digit, LineContext& out) const;
  // What the words say that are neither the subject nor chemical goods' own.
  void JudgeOtherWords(const NormalisedText& text, const LineContext& line, const Subject& subject,
                       std::vector<const ContextRow*>& raised, std::vector<const ContextRow*>& lowered) const;
  bool IsCoordinated(const NormalisedText& text, const LineContext& line, const LineContext::Mark& mark,
                     const Subject& subject) const;
  bool IsSubjectOfEdition(const NormalisedText& text, const LineContext& line, const Subject& subject) const;
  static bool IsOwnPurity(const NormalisedText& text, const LineContext::Mark& mark, const Subject& subject);
  static bool IsTraceOf(const NormalisedText& text, const LineContext::Mark& mark, const Subject& subject);
  static bool IsArticleOf(const NormalisedText& text, const LineContext& line, const LineContext::Mark& mark,
                          const Subject& subject);

  NeutralWords neutral_;
  std::vector<Side> sides_;
  Side trace_;
  PhraseSet conjunctions_;
  uint32_t percent_ = 0, mass_ = 0, cas_ = 0, cas_same_ = 0, cas_other_ = 0, lower_case_ = 0, upper_line_ = 0,
           variant_ = 0, spelled_ = 0, part_ = 0, model_ = 0, anion_ = 0, modifies_ = 0, salt_of_ = 0,
           unexplained_ = 0, company_ = 0;
};

}  // namespace tidewaiter
