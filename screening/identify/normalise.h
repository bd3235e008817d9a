// One normalisation for the dictionary and for the text that is searched, with a way back to the original
// bytes.
//
// Letters and digits are kept and folded (case, compatibility forms, full-width digits, accents, Greek
// letters to their names, look-alike letters of other scripts inside a word, HTML entities, Windows-1252
// mojibake). Everything else separates: it leaves no byte, only a mark of what stood there. So
// "4-anilino-piperidine" and "4 Anilinopiperidine" give the same bytes and differ in their gaps. Between two
// digits one blank stays, because "1,3" and "13" are different locants. Zero-width characters, soft hyphens
// and bidi marks vanish.
//
// Any bytes in. What is no UTF-8 separates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

// What stood between two kept characters; bits.
namespace gap {
inline constexpr uint8_t kSpace = 1;
inline constexpr uint8_t kHyphen = 2;  // every dash, apostrophe and prime
inline constexpr uint8_t kComma = 4;
inline constexpr uint8_t kOpen = 8;  // brackets
inline constexpr uint8_t kClose = 16;
inline constexpr uint8_t kDot = 32;
inline constexpr uint8_t kStrong = 64;  // anything else, and both ends of the text: no name goes across
inline constexpr uint8_t kScript =
    128;  // nothing stood there, but the script changes or has no word spaces (Han)
}  // namespace gap

// Buffers keep their size from line to line.
class NormalisedText {
 public:
  std::string_view text() const { return std::string_view(bytes_.data(), size_); }
  size_t size() const { return size_; }
  // Where the original of byte `i` begins and ends. Both grow with i; for bytes of one character they are the
  // same.
  size_t Start(size_t i) const { return start_[i]; }
  size_t End(size_t i) const {
    return one_byte_ ? start_[i] + (bytes_[i] == ' ' ? gap_length_at(i) : 1) : end_[i];
  }
  // gap bits before byte `i`; `i` == size() is the end of the text.
  uint8_t Gap(size_t i) const { return gap_[i]; }
  bool Boundary(size_t i) const { return gap_[i] != 0; }
  const uint8_t* gaps() const { return gap_.data(); }
  // Where words begin, in order: bytes with a gap before them, blanks between digits left out.
  size_t words() const { return words_; }
  size_t WordStart(size_t k) const { return word_[k]; }
  size_t digits() const { return digits_; }

 private:
  friend void NormaliseText(std::string_view text, NormalisedText& out);
  friend class Emitter;

  void Reserve(size_t bytes);
  size_t gap_length_at(size_t i) const { return start_[i + 1] - start_[i]; }

  std::vector<char> bytes_;
  std::vector<uint32_t> start_;
  std::vector<uint32_t> end_;  // unused when one_byte_
  std::vector<uint8_t> gap_;
  std::vector<uint32_t> word_;
  size_t size_ = 0;
  size_t words_ = 0;
  size_t digits_ = 0;
  bool one_byte_ = true;  // every character was one byte: the ASCII path
};

// At most 4 GiB of text. ASCII without '&' takes no ICU call.
void NormaliseText(std::string_view text, NormalisedText& out);

// For people: what was kept, with one blank for each gap.
std::string Readable(const NormalisedText& text);

// The character that starts at byte `i` of normalised text, and how many bytes it has.
char32_t CharacterAt(std::string_view normalised, size_t i, size_t* length);
// The character that ends before byte `i` (> 0).
char32_t CharacterBefore(std::string_view normalised, size_t i, size_t* length);
bool IsHan(char32_t c);

}  // namespace tidewaiter
