#include "screening/identify/normalise.h"

#include <array>

#include "screening/identify/unicode_fold.h"

namespace tidewaiter {
namespace {

// For each ASCII byte: the folded letter or digit, or 0, and then its gap bits.
struct AsciiTable {
  std::array<char, 128> letter{};
  std::array<uint8_t, 128> gap{};
  AsciiTable() {
    for (int c = 0; c < 128; ++c) {
      const auto at = static_cast<size_t>(c);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        letter[at] = static_cast<char>(c);
      } else if (c >= 'A' && c <= 'Z') {
        letter[at] = static_cast<char>(c - 'A' + 'a');
      } else {
        gap[at] = AsciiGap(static_cast<unsigned char>(c));
      }
    }
  }
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool BreaksBetween(Script left, Script right) {
  if (left == Script::kHan || right == Script::kHan) return true;
  if (left == right || left == Script::kNone) return false;
  const bool digit_left = left == Script::kDigit, digit_right = right == Script::kDigit;
  if (digit_left || digit_right) {
    const Script other = digit_left ? right : left;
    return other == Script::kKana || other == Script::kHangul;
  }
  return true;
}

}  // namespace

void NormalisedText::Reserve(size_t bytes) {
  if (gap_.size() > bytes) return;
  bytes_.resize(bytes + 1);
  start_.resize(bytes + 1);
  end_.resize(bytes + 1);
  gap_.resize(bytes + 1);
  word_.resize(bytes + 1);
}

// Writes folded characters into a NormalisedText.
class Emitter {
 public:
  explicit Emitter(NormalisedText& out) : out_(out) {}

  void Separate(uint8_t bits) { pending_ |= bits; }

  void Keep(const FoldedCharacter& f) {
    char utf8[4];
    size_t length = 0;
    const char32_t c = f.c;
    if (c < 0x80) {
      utf8[length++] = static_cast<char>(c);
    } else if (c < 0x800) {
      utf8[length++] = static_cast<char>(0xC0 | (c >> 6));
      utf8[length++] = static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      utf8[length++] = static_cast<char>(0xE0 | (c >> 12));
      utf8[length++] = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      utf8[length++] = static_cast<char>(0x80 | (c & 0x3F));
    } else {
      utf8[length++] = static_cast<char>(0xF0 | (c >> 18));
      utf8[length++] = static_cast<char>(0x80 | ((c >> 12) & 0x3F));
      utf8[length++] = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      utf8[length++] = static_cast<char>(0x80 | (c & 0x3F));
    }
    uint8_t before = pending_;
    pending_ = 0;
    if (before == 0 && BreaksBetween(last_, f.script)) before = gap::kScript;
    const bool digits = f.script == Script::kDigit && last_ == Script::kDigit;
    if (digits && (before & ~gap::kScript) != 0) {
      // Within one character that folds to two numbers ("½"), the blank stands where the character does.
      const bool between = f.start > last_end_;
      Put(' ', between ? last_end_ : f.start, between ? f.start : f.end, before);
    }
    for (size_t k = 0; k < length; ++k) Put(utf8[k], f.start, f.end, k == 0 ? before : 0);
    last_ = f.script;
    last_end_ = f.end;
  }

  void Finish() {
    out_.Reserve(out_.size_ + 1);
    out_.gap_[out_.size_] = pending_ | gap::kStrong;
  }

 private:
  void Put(char byte, uint32_t start, uint32_t end, uint8_t before) {
    const size_t at = out_.size_;
    if (at + 1 >= out_.gap_.size()) out_.Reserve(2 * at + 16);
    out_.bytes_[at] = byte;
    out_.start_[at] = start;
    out_.end_[at] = end;
    out_.gap_[at] = before;
    if (before != 0 && byte != ' ') out_.word_[out_.words_++] = static_cast<uint32_t>(at);
    out_.digits_ += IsDigit(byte) ? 1 : 0;
    ++out_.size_;
  }

  NormalisedText& out_;
  uint8_t pending_ = gap::kStrong;
  Script last_ = Script::kNone;
  uint32_t last_end_ = 0;
};

void NormaliseText(std::string_view text, NormalisedText& out) {
  static const AsciiTable* const table = new AsciiTable;
  out.size_ = 0;
  out.words_ = 0;
  out.digits_ = 0;
  out.one_byte_ = true;
  out.Reserve(text.size() + 1);
  uint8_t pending = gap::kStrong;
  size_t size = 0, words = 0, digits = 0;
  uint32_t last_end = 0;
  bool plain = true;
  bool last_digit = false;
  char* const bytes = out.bytes_.data();
  uint32_t* const start = out.start_.data();
  uint8_t* const gaps = out.gap_.data();
  uint32_t* const word = out.word_.data();
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x80 || c == '&') {
      plain = false;
      break;
    }
    const char letter = table->letter[c];
    if (letter == 0) {
      pending |= table->gap[c];
      continue;
    }
    const bool digit = IsDigit(letter);
    if (pending != 0) {
      if (digit && last_digit) {
        // Never more bytes out than in: the blank stands for at least one separator.
        bytes[size] = ' ';
        start[size] = last_end;
        gaps[size] = pending;
        ++size;
      }
      word[words++] = static_cast<uint32_t>(size);
    }
    bytes[size] = letter;
    start[size] = static_cast<uint32_t>(i);
    gaps[size] = pending;
    ++size;
    pending = 0;
    digits += digit ? 1 : 0;
    last_digit = digit;
    last_end = static_cast<uint32_t>(i) + 1;
  }
  if (plain) {
    out.size_ = size;
    out.words_ = words;
    out.digits_ = digits;
    out.gap_[size] = pending | gap::kStrong;
    return;
  }
  out.one_byte_ = false;
  thread_local std::vector<FoldedCharacter> folded;
  folded.clear();
  FoldUnicode(text, folded);
  Emitter emitter(out);
  for (const FoldedCharacter& f : folded) {
    if (f.c == 0) {
      emitter.Separate(f.gap);
    } else {
      emitter.Keep(f);
    }
  }
  emitter.Finish();
}

std::string Readable(const NormalisedText& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text.text()[i];
    if (c == ' ') continue;  // its digit brings the blank
    if (i > 0 && (text.Gap(i) & ~gap::kScript) != 0) out += ' ';
    out += c;
  }
  return out;
}

char32_t CharacterAt(std::string_view text, size_t i, size_t* length) {
  const auto byte = [&](size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned char lead = byte(i);
  size_t n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (i + n > text.size()) n = 1;
  *length = n;
  switch (n) {
    case 2:
      return (lead & 0x1Fu) << 6 | (byte(i + 1) & 0x3Fu);
    case 3:
      return (lead & 0x0Fu) << 12 | (byte(i + 1) & 0x3Fu) << 6 | (byte(i + 2) & 0x3Fu);
    case 4:
      return (lead & 0x07u) << 18 | (byte(i + 1) & 0x3Fu) << 12 | (byte(i + 2) & 0x3Fu) << 6 |
             (byte(i + 3) & 0x3Fu);
    default:
      return lead;
  }
}

char32_t CharacterBefore(std::string_view text, size_t i, size_t* length) {
  size_t from = i - 1;
  while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) --from;
  size_t n = 0;
  const char32_t c = CharacterAt(text, from, &n);
  *length = i - from;
  return c;
}

bool IsHan(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || c == 0x3005 || c == 0x3007 || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

}  // namespace tidewaiter
