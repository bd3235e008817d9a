// Unicode for the checks of cells: characters with their places, look-alikes, scripts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

struct Character {
  char32_t c = 0;  // U+FFFD for bytes that are no UTF-8
  size_t offset = 0;
};
std::vector<Character> CharactersOf(std::string_view text);

// "U+0430".
std::string CodePointName(char32_t c);

// A character that is not seen: zero-width, soft hyphen, direction marks, byte-order mark, tags.
bool IsInvisible(char32_t c);

// The ASCII digit, hyphen or blank that `c` looks like or stands for where a number is expected: letters O, l
// and I in Latin, Greek and Cyrillic, full-width digits, every dash, every blank. `c` itself when there is
// none.
char32_t NumberLookalike(char32_t c);

enum class LetterScript : unsigned char { kNone, kLatin, kGreek, kCyrillic, kOther };
LetterScript LetterScriptOf(char32_t c);

// A Greek letter that is drawn as a Latin one, as alpha or beta are not.
bool LooksLatin(char32_t greek);

}  // namespace tidewaiter
