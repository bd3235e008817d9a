#include <unicode/uchar.h>

#include "chemdb/base/concat.h"
#include "screening/lint/cell_checks.h"
#include "screening/lint/cell_text.h"
#include "screening/lint/characters.h"

namespace tidewaiter {
namespace {

// One open bracket that never closes, or the other way round: half a systematic name.
void CheckBrackets(const std::vector<Character>& characters, std::vector<CellComplaint>& out) {
  std::vector<Character> open;
  for (size_t i = 0; i < characters.size(); ++i) {
    const char32_t c = characters[i].c;
    if (c == '(' || c == '[' || c == '{') {
      open.push_back(characters[i]);
    } else if (c == ')' || c == ']' || c == '}') {
      const char32_t wanted = c == ')' ? U'(' : c == ']' ? U'[' : U'{';
      if (!open.empty() && open.back().c == wanted) {
        open.pop_back();
        continue;
      }
      // "a) ..." and "1) ..." number a paragraph.
      if (open.empty() && i <= 2) continue;
      out.push_back({"cut-identifier", LintLevel::kWarning, characters[i].offset,
                     "a bracket closes that was not opened: part of the name is missing"});
      return;
    }
  }
  if (!open.empty()) {
    out.push_back({"cut-identifier", LintLevel::kWarning, open.back().offset,
                   "a bracket opens and is not closed: part of the name is missing"});
  }
}

// Letters of two scripts in one word; Greek letters that are no look-alikes are chemistry (alpha-PVP).
void CheckScripts(const std::vector<Character>& characters, std::vector<CellComplaint>& out) {
  bool latin = false;
  const Character* foreign = nullptr;
  const auto close = [&] {
    if (latin && foreign != nullptr) {
      out.push_back({"confusable", LintLevel::kError, foreign->offset,
                     Concat(CodePointName(foreign->c), " is a ",
                            LetterScriptOf(foreign->c) == LetterScript::kGreek ? "Greek" : "Cyrillic",
                            " letter in a Latin word")});
    }
    latin = false;
    foreign = nullptr;
  };
  for (const Character& character : characters) {
    switch (LetterScriptOf(character.c)) {
      case LetterScript::kNone:
      case LetterScript::kOther:
        close();
        break;
      case LetterScript::kLatin:
        latin = true;
        break;
      case LetterScript::kGreek:
        if (LooksLatin(character.c) && foreign == nullptr) foreign = &character;
        break;
      case LetterScript::kCyrillic:
        if (foreign == nullptr) foreign = &character;
        break;
    }
  }
  close();
}

}  // namespace

std::vector<CellComplaint> CheckNameCell(std::string_view text) {
  std::vector<CellComplaint> out;
  const std::vector<Character> characters = CharactersOf(text);
  for (size_t i = 0; i < characters.size(); ++i) {
    const Character& here = characters[i];
    if (IsInvisible(here.c)) {
      out.push_back({"confusable", LintLevel::kWarning, here.offset,
                     Concat("holds ", CodePointName(here.c), ", which is not seen")});
      break;
    }
    const bool lead = here.c == 0xC2 || here.c == 0xC3 || here.c == 0xE2;
    const char32_t next = i + 1 < characters.size() ? characters[i + 1].c : U'\0';
    const bool trail = (next >= 0x80 && next <= 0xBF) || next == 0x20AC || next == 0x2030;
    const bool box = here.c >= 0x2500 && here.c <= 0x259F;  // "├®": UTF-8 read as a DOS code page
    const bool lost = here.c == '?' && (next == '-' || u_isalnum(static_cast<UChar32>(next)));  // "?-phenyl"
    if (here.c == 0xFFFD || (lead && trail) || box || lost) {
      out.push_back({"mojibake", LintLevel::kWarning, here.offset,
                     "characters were lost or read in a wrong encoding here"});
      break;
    }
  }
  CheckScripts(characters, out);
  CheckBrackets(characters, out);
  const std::string_view trimmed = TrimCell(text);
  const auto ends_with = [&](std::string_view end) {
    return trimmed.size() > end.size() && trimmed.substr(trimmed.size() - end.size()) == end;
  };
  // "Piperidine, 1-acetyl-" is an index name turned round.
  const bool cut_word = ends_with("-") && trimmed.find(", ") == std::string_view::npos;
  if (ends_with("...") || ends_with("\xE2\x80\xA6") || cut_word) {
    out.push_back({"cut-identifier", LintLevel::kWarning, static_cast<size_t>(trimmed.data() - text.data()),
                   "the name is cut at its end"});
  }
  return out;
}

}  // namespace tidewaiter
