// The part of the normalisation that needs Unicode: text with bytes >= 0x80 or HTML entities, as folded
// characters.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tidewaiter {

enum class Script : uint8_t { kNone, kDigit, kLatin, kCyrillic, kGreek, kHan, kKana, kHangul, kOther };
// Of a folded letter or digit.
Script ScriptOf(char32_t c);

struct FoldedCharacter {
  char32_t c = 0;               // kept letter or digit; 0 when it separates
  char32_t original = 0;        // before case folding: upper-case look-alikes differ from lower-case ones
  uint32_t start = 0, end = 0;  // bytes of the original text
  uint8_t gap = 0;              // when it separates
  Script script = Script::kNone;
};

// Appends the folded characters of `text`, in order. Greek letters and look-alikes are resolved.
void FoldUnicode(std::string_view text, std::vector<FoldedCharacter>& out);

// Gap bits of an ASCII character that is no letter or digit.
uint8_t AsciiGap(unsigned char c);

}  // namespace tidewaiter
