#include "screening/identify/unicode_fold.h"

#include <unordered_map>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "screening/identify/normalise.h"
#include "screening/identify/rule_tables.h"

namespace tidewaiter {
namespace {

// Characters below this are folded once for all and looked up.
constexpr UChar32 kCached = 0x600;
// Han characters that fold to themselves, or from traditional to simplified.
constexpr UChar32 kPlainHan = 0x4E00, kLastPlainHan = 0x9FFF;

struct Unicode {
  const icu::Normalizer2* casefold = nullptr;
  const icu::Normalizer2* nfd = nullptr;
  const icu::Normalizer2* nfc = nullptr;
  std::vector<icu::UnicodeString> cached;
  std::vector<char32_t> simplified;                    // from kPlainHan
  std::unordered_map<char32_t, std::u32string> names;  // Greek letter to its Latin name
  std::unordered_map<char32_t, char32_t> to_latin;     // look-alike of another script to the Latin letter
  std::unordered_map<char32_t, char32_t> to_cyrillic;  // Latin letter to the lower-case Cyrillic look-alike
  std::unordered_map<char32_t, std::u32string> folds;  // letters without decomposition

  Unicode() {
    UErrorCode error = U_ZERO_ERROR;
    casefold = icu::Normalizer2::getNFKCCasefoldInstance(error);
    nfd = icu::Normalizer2::getNFDInstance(error);
    nfc = icu::Normalizer2::getNFCInstance(error);
    for (const LetterRow& row : Rules().letters) {
      if (row.kind == "name") {
        names[row.letter] = row.as;
      } else if (row.kind == "fold") {
        folds[row.letter] = row.as;
      } else {
        to_latin[row.letter] = row.as[0];
        if (row.letter >= 0x430 && row.letter < 0x530) to_cyrillic.emplace(row.as[0], row.letter);
      }
    }
    for (UChar32 c = kPlainHan; c <= kLastPlainHan; ++c) simplified.push_back(static_cast<char32_t>(c));
    for (const auto& [from, to] : Rules().traditional) {
      if (from >= kPlainHan && from <= kLastPlainHan) simplified[from - kPlainHan] = to;
    }
    cached.resize(kCached);
    for (UChar32 c = 0; c < kCached; ++c) cached[static_cast<size_t>(c)] = Fold(icu::UnicodeString(c));
  }

  // Case, compatibility and accents. Only the accents of European scripts go (U+0300..036F): the voicing
  // marks of kana and the vowel signs of Indic scripts make other letters.
  icu::UnicodeString Fold(const icu::UnicodeString& piece) const {
    UErrorCode error = U_ZERO_ERROR;
    const icu::UnicodeString apart = nfd->normalize(casefold->normalize(piece, error), error);
    icu::UnicodeString kept;
    for (int32_t i = 0; i < apart.length();) {
      const UChar32 c = apart.char32At(i);
      i += U16_LENGTH(c);
      if (c < 0x300 || c > 0x36F) kept.append(c);
    }
    return nfc->normalize(kept, error);
  }
};

const Unicode& Icu() {
  static const Unicode* const unicode = new Unicode;
  return *unicode;
}

// Gap bits of a character that is no letter or digit.
uint8_t GapOf(UChar32 c) {
  if (c < 0x80) return AsciiGap(static_cast<unsigned char>(c));
  if (c == 0xB4 || (c >= 0x2018 && c <= 0x201B) || (c >= 0x2032 && c <= 0x2037) || c == 0x2BC)
    return gap::kHyphen;
  if (c == 0x2212 || c == 0x30FC || c == 0x2043) return gap::kHyphen;
  if (c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x30FB || c == 0x22C5) return gap::kDot;
  if (u_isUWhiteSpace(c)) return gap::kSpace;
  switch (u_charType(c)) {
    case U_DASH_PUNCTUATION:
      return gap::kHyphen;
    case U_START_PUNCTUATION:
      return gap::kOpen;
    case U_END_PUNCTUATION:
      return gap::kClose;
    case U_CONTROL_CHAR:
      return gap::kSpace;
    default:
      return gap::kStrong;
  }
}

// U+2122 and its like would fold to letters that stick to the word before.
bool SeparatesBeforeFolding(UChar32 c) {
  return c == 0x2122 || c == 0x2120 || c == 0xAE || c == 0xA9 || c == 0x2117;
}

class Folder {
 public:
  Folder(std::string_view text, std::vector<FoldedCharacter>& out) : text_(text), out_(out), icu_(Icu()) {}

  void Run() {
    size_t i = 0;
    while (i < text_.size()) {
      const size_t begin = i;
      UChar32 c = Next(i);
      if (c < 0) {
        Separate(gap::kStrong, begin, i);
        continue;
      }
      if (c >= kPlainHan && c <= kLastPlainHan) {  // the bulk of Chinese text
        Push(icu_.simplified[static_cast<size_t>(c - kPlainHan)], static_cast<char32_t>(c), begin, i);
        continue;
      }
      if (SeparatesBeforeFolding(c)) {
        Separate(gap::kStrong, begin, i);
        continue;
      }
      if (c < kCached) {
        Fold(icu_.cached[static_cast<size_t>(c)], c, begin, i);
        continue;
      }
      // A letter and the marks on it are folded together.
      icu::UnicodeString piece(c);
      size_t end = i;
      for (int marks = 0; end < text_.size() && marks < 16; ++marks) {
        size_t next = end;
        const UChar32 mark = Next(next);
        if (mark < 0x80 || icu_.casefold->hasBoundaryBefore(mark)) break;
        piece.append(mark);
        end = next;
      }
      i = end;
      Fold(icu_.Fold(piece), c, begin, i);
    }
    ResolveWords();
  }

 private:
  // One character: an HTML entity, or UTF-8, or UTF-8 that was read as Windows-1252 ("Ã©"). < 0 for a bad
  // byte.
  UChar32 Next(size_t& i) const {
    if (text_[i] == '&') {
      const size_t length = EntityAt(i);
      if (length > 0) {
        i += length;
        return entity_;
      }
      ++i;
      return '&';
    }
    const UChar32 c = Decode(i);
    if (c >= 0xC2 && c <= 0xF4) {
      size_t end = i;
      const UChar32 meant = Mojibake(c, end);
      if (meant >= 0) {
        i = end;
        return meant;
      }
    }
    return c;
  }

  UChar32 Decode(size_t& i) const {
    UChar32 c = 0;
    auto at = static_cast<int64_t>(i);
    const auto size = static_cast<int64_t>(text_.size());
    U8_NEXT(reinterpret_cast<const uint8_t*>(text_.data()), at, size, c);
    i = static_cast<size_t>(at);
    return c;
  }

  // `lead` was the first byte of a UTF-8 sequence before somebody read it as Windows-1252: the character
  // meant, with `i` moved behind the rest. < 0 when what follows is no such rest.
  UChar32 Mojibake(UChar32 lead, size_t& i) const {
    const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    uint8_t bytes[4] = {static_cast<uint8_t>(lead)};
    for (size_t k = 1; k < length; ++k) {
      if (i >= text_.size() || static_cast<unsigned char>(text_[i]) < 0x80) return -1;
      const UChar32 c = Decode(i);
      const int byte = c < 0 ? -1 : Windows1252Byte(static_cast<char32_t>(c));
      if (byte < 0x80 || byte > 0xBF) return -1;
      bytes[k] = static_cast<uint8_t>(byte);
    }
    int32_t at = 0;
    UChar32 meant = 0;
    U8_NEXT(bytes, at, static_cast<int32_t>(length), meant);
    return meant;
  }

  static int Windows1252Byte(char32_t c) {
    if (c >= 0x80 && c <= 0xFF) return static_cast<int>(c);
    const auto& table = Rules().windows_1252;
    const auto it = table.find(c);
    return it == table.end() ? -1 : it->second;
  }

  // Length of the entity at `i` ("&alpha;", "&#945;", "&#x3B1;"), its character in entity_; 0 when there is
  // none.
  size_t EntityAt(size_t i) const {
    constexpr size_t kLongest = 12;
    const size_t end = text_.substr(i, kLongest).find(';');
    if (end == std::string_view::npos || end < 2) return 0;
    const std::string_view body = text_.substr(i + 1, end - 1);
    if (body[0] != '#') {
      const auto it = Rules().entities.find(std::string(body));
      if (it == Rules().entities.end()) return 0;
      entity_ = static_cast<UChar32>(it->second);
      return end + 1;
    }
    const bool hex = body.size() > 1 && (body[1] | 0x20) == 'x';
    UChar32 value = 0;
    const std::string_view digits = body.substr(hex ? 2 : 1);
    if (digits.empty()) return 0;
    for (const char d : digits) {
      const int lower = d | 0x20;
      const int digit = d >= '0' && d <= '9'                  ? d - '0'
                        : hex && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                              : -1;
      if (digit < 0) return 0;
      value = value * (hex ? 16 : 10) + digit;
      if (value > 0x10FFFF) return 0;
    }
    if (value == 0 || U_IS_SURROGATE(value)) return 0;
    entity_ = value;
    return end + 1;
  }

  void Fold(const icu::UnicodeString& folded, UChar32 original, size_t begin, size_t end) {
    if (folded.isEmpty()) {
      // An accent belongs to the letter before it; what else vanishes (zero width) is no part of anything.
      if (u_charType(original) == U_NON_SPACING_MARK && !out_.empty() && out_.back().end == begin) {
        out_.back().end = static_cast<uint32_t>(end);
      }
      return;
    }
    for (int32_t k = 0; k < folded.length();) {
      const UChar32 c = folded.char32At(k);
      k += U16_LENGTH(c);
      const int digit = u_charDigitValue(c);
      if (digit >= 0) {
        Push(U'0' + static_cast<char32_t>(digit), U'0', begin, end);
        continue;
      }
      const auto type = u_charType(c);
      const bool kana_mark = c == 0x30FC && !out_.empty() && out_.back().script == Script::kKana;
      if (u_isalnum(c) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK) {
        if (c == 0x30FC && !kana_mark) {  // the long-vowel mark, typed as a dash
          Separate(gap::kHyphen, begin, end);
          continue;
        }
        const auto fold = icu_.folds.find(static_cast<char32_t>(c));
        if (fold == icu_.folds.end()) {
          Push(static_cast<char32_t>(c), static_cast<char32_t>(original), begin, end);
        } else {
          for (const char32_t f : fold->second) Push(f, f, begin, end);
        }
        continue;
      }
      Separate(GapOf(c), begin, end);
    }
  }

  void Push(char32_t c, char32_t original, size_t begin, size_t end) {
    out_.push_back({c, original, static_cast<uint32_t>(begin), static_cast<uint32_t>(end), 0, ScriptOf(c)});
  }
  void Separate(uint8_t bits, size_t begin, size_t end) {
    out_.push_back({0, 0, static_cast<uint32_t>(begin), static_cast<uint32_t>(end), bits, Script::kNone});
  }

  static bool IsAlphabet(Script s) {
    return s == Script::kLatin || s == Script::kCyrillic || s == Script::kGreek || s == Script::kDigit;
  }

  // Words that mix Latin with Cyrillic or Greek: look-alikes, or a Greek locant.
  void ResolveWords() {
    bool needed = false;
    for (const FoldedCharacter& f : out_) {
      needed = needed || f.script == Script::kCyrillic || f.script == Script::kGreek;
    }
    if (!needed) return;
    std::vector<FoldedCharacter> fresh;
    fresh.reserve(out_.size() + 16);
    for (size_t i = 0; i < out_.size();) {
      if (!IsAlphabet(out_[i].script)) {
        fresh.push_back(out_[i++]);
        continue;
      }
      size_t end = i;
      while (end < out_.size() && IsAlphabet(out_[end].script)) ++end;
      ResolveWord(i, end, fresh);
      i = end;
    }
    out_.swap(fresh);
  }

  void ResolveWord(size_t begin, size_t end, std::vector<FoldedCharacter>& fresh) const {
    size_t latin = 0, cyrillic = 0, greek = 0;
    bool cyrillic_alike = true, latin_alike = true;
    for (size_t i = begin; i < end; ++i) {
      const FoldedCharacter& f = out_[i];
      if (f.script == Script::kLatin) {
        ++latin;
        latin_alike = latin_alike && icu_.to_cyrillic.count(f.c) > 0;
      } else if (f.script == Script::kCyrillic) {
        ++cyrillic;
        cyrillic_alike = cyrillic_alike && LatinFor(f) != 0;
      } else if (f.script == Script::kGreek) {
        ++greek;
      }
    }
    const bool mixed = latin > 0 && cyrillic > 0;
    for (size_t i = begin; i < end; ++i) {
      FoldedCharacter f = out_[i];
      if (f.script == Script::kCyrillic && mixed && cyrillic_alike) {
        f.c = LatinFor(f);
        f.script = Script::kLatin;
      } else if (f.script == Script::kLatin && mixed && !cyrillic_alike && latin_alike) {
        f.c = icu_.to_cyrillic.at(f.c);
        f.script = Script::kCyrillic;
      } else if (f.script == Script::kGreek && (latin > 0 || greek == 1)) {
        // "γ-butyrolactone", "γbutyrolactone": a locant. "acetοne": a look-alike in the middle of a word.
        const bool inside = i > begin && out_[i - 1].script == Script::kLatin;
        const auto name = icu_.names.find(f.c);
        const char32_t alike = LatinFor(f);
        if (alike != 0 && (inside || name == icu_.names.end()) && latin > 0) {
          f.c = alike;
          f.script = Script::kLatin;
        } else if (name != icu_.names.end()) {
          f.script = Script::kLatin;
          for (const char32_t letter : name->second) {
            f.c = letter;
            fresh.push_back(f);
          }
          continue;
        }
      }
      fresh.push_back(f);
    }
  }

  char32_t LatinFor(const FoldedCharacter& f) const {
    auto it = icu_.to_latin.find(f.original);
    if (it == icu_.to_latin.end()) it = icu_.to_latin.find(f.c);
    return it == icu_.to_latin.end() ? 0 : it->second;
  }

  std::string_view text_;
  std::vector<FoldedCharacter>& out_;
  const Unicode& icu_;
  mutable UChar32 entity_ = 0;
};

}  // namespace

Script ScriptOf(char32_t c) {
  if (c >= '0' && c <= '9') return Script::kDigit;
  if (c < 0x370 || (c >= 0x1E00 && c < 0x1F00)) return Script::kLatin;
  if (c < 0x400 || (c >= 0x1F00 && c < 0x2000)) return Script::kGreek;
  if (c < 0x530) return Script::kCyrillic;
  if (IsHan(c)) return Script::kHan;
  if ((c >= 0x3040 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF)) return Script::kKana;
  if ((c >= 0xAC00 && c <= 0xD7FF) || (c >= 0x1100 && c <= 0x11FF)) return Script::kHangul;
  return Script::kOther;
}

uint8_t AsciiGap(unsigned char c) {
  switch (c) {
    case '-':
    case '\'':
    case '`':
      return gap::kHyphen;
    case ',':
      return gap::kComma;
    case '(':
    case '[':
    case '{':
      return gap::kOpen;
    case ')':
    case ']':
    case '}':
      return gap::kClose;
    case '.':
      return gap::kDot;
    case '_':
      return gap::kSpace;
    default:
      // A line break within a cell is where a name was wrapped, so it separates no more than a blank.
      return c <= ' ' || c == 0x7F ? gap::kSpace : gap::kStrong;
  }
}

void FoldUnicode(std::string_view text, std::vector<FoldedCharacter>& out) { Folder(text, out).Run(); }

}  // namespace tidewaiter
