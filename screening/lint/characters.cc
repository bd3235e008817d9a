#include "screening/lint/characters.h"

#include <cstdint>
#include <cstdio>

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

namespace tidewaiter {

std::vector<Character> CharactersOf(std::string_view text) {
  std::vector<Character> out;
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    const auto offset = static_cast<size_t>(i);
    UChar32 c;
    U8_NEXT_OR_FFFD(bytes, i, size, c);
    out.push_back({static_cast<char32_t>(c), offset});
  }
  return out;
}

std::string CodePointName(char32_t c) {
  char text[16];
  std::snprintf(text, sizeof text, "U+%04X", static_cast<unsigned>(c));
  return text;
}

bool IsInvisible(char32_t c) { return u_charType(static_cast<UChar32>(c)) == U_FORMAT_CHAR; }

char32_t NumberLookalike(char32_t c) {
  if (c < 0x80) {
    if (c == 'O' || c == 'o') return '0';
    if (c == 'l' || c == 'I') return '1';
    return c;
  }
  const auto character = static_cast<UChar32>(c);
  if (const int32_t digit = u_charDigitValue(character); digit >= 0 && digit <= 9) {
    return static_cast<char32_t>('0' + digit);
  }
  switch (c) {
    case 0x041E:  // Cyrillic O
    case 0x043E:
    case 0x039F:  // Greek omicron
    case 0x03BF:
      return '0';
    case 0x0406:  // Cyrillic I
    case 0x0399:  // Greek iota
      return '1';
    case 0x2212:  // minus
      return '-';
    default:
      break;
  }
  if (u_charType(character) == U_DASH_PUNCTUATION) return '-';
  if (u_isUWhiteSpace(character)) return ' ';
  return c;
}

LetterScript LetterScriptOf(char32_t c) {
  const auto character = static_cast<UChar32>(c);
  if (!u_isalpha(character)) return LetterScript::kNone;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(character, &error)) {
    case USCRIPT_LATIN:
      return LetterScript::kLatin;
    case USCRIPT_GREEK:
      return LetterScript::kGreek;
    case USCRIPT_CYRILLIC:
      return LetterScript::kCyrillic;
    default:
      return LetterScript::kOther;
  }
}

bool LooksLatin(char32_t greek) {
  constexpr std::u32string_view kLookalikes = U"ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορυ";
  return kLookalikes.find(greek) != std::u32string_view::npos;
}

}  // namespace tidewaiter
