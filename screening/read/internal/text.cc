#include "screening/read/internal/text.h"

#include <algorithm>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace tidewaiter::read {
namespace {

bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHigh(char c) { return static_cast<unsigned char>(c) >= 0x80; }

constexpr std::string_view kWideBlanks[] = {"\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF"};

}  // namespace

std::string_view Trim(std::string_view text) {
  bool again = true;
  while (again && !text.empty()) {
    again = false;
    while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
    while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
    if (text.empty() || !(IsHigh(text.front()) || IsHigh(text.back()))) break;
    for (const std::string_view blank : kWideBlanks) {
      if (text.substr(0, blank.size()) == blank) {
        text.remove_prefix(blank.size());
        again = true;
      }
      if (text.size() >= blank.size() && text.substr(text.size() - blank.size()) == blank) {
        text.remove_suffix(blank.size());
        again = true;
      }
    }
  }
  return text;
}

bool IsAscii(std::string_view text) { return std::none_of(text.begin(), text.end(), IsHigh); }

std::string MatchKey(std::string_view text) {
  std::string key;
  if (IsAscii(text)) {
    key.reserve(text.size());
    for (const char c : text) {
      if (IsLower(c) || IsDigit(c)) {
        key.push_back(c);
      } else if (IsUpper(c)) {
        key.push_back(static_cast<char>(c - 'A' + 'a'));
      }
    }
    return key;
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKDInstance(error);
  icu::UnicodeString unicode =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (U_SUCCESS(error)) unicode = normalizer->normalize(unicode, error);
  unicode.foldCase();
  icu::UnicodeString kept;
  for (int32_t i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1)) {
    const UChar32 c = unicode.char32At(i);
    if (u_isalnum(c)) kept.append(c);
  }
  kept.toUTF8String(key);
  return key;
}

std::vector<std::string> TitleWords(std::string_view title) {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  // Full-width brackets part words as ASCII ones do.
  constexpr std::string_view kWideBrackets[] = {"\xEF\xBC\x88", "\xEF\xBC\x89"};
  for (size_t i = 0; i < title.size(); ++i) {
    const char c = title[i];
    if (IsHigh(c)) {
      const std::string_view three = title.substr(i, 3);
      if (three == kWideBrackets[0] || three == kWideBrackets[1]) {
        finish();
        i += 2;
        continue;
      }
    } else if (!IsLower(c) && !IsUpper(c) && !IsDigit(c)) {
      finish();
      continue;
    }
    if (!word.empty()) {
      const char before = word.back();
      if ((IsLower(before) && IsUpper(c)) || IsHigh(before) != IsHigh(c)) {
        // A Latin letter next to an accented one is the same word; next to Han script it is not.
        const bool han =
            (IsHigh(c) && static_cast<unsigned char>(c) >= 0xE3) ||
            (IsHigh(before) && word.size() >= 3 && static_cast<unsigned char>(word[word.size() - 3]) >= 0xE3);
        if (IsHigh(before) == IsHigh(c) || han) finish();
      }
    }
    word.push_back(c);
  }
  finish();
  return words;
}

std::string Shorten(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  size_t cut = bytes;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return std::string(text.substr(0, cut)) + "...";
}

}  // namespace tidewaiter::read
