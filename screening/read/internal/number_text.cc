#include "screening/read/internal/number_text.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

#include "screening/read/internal/text.h"

namespace tidewaiter::read {
namespace {

constexpr double kAbsurd = 1e12;
constexpr size_t kLongestNumber = 64;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Digit groups and the separators between them, in ASCII: '.', ',', ' ' or '\''.
struct Shape {
  char text[kLongestNumber + 1];
  size_t size = 0;
  bool too_long = false;
  void Add(char c) {
    if (size < kLongestNumber) {
      text[size++] = c;
    } else {
      too_long = true;
    }
  }
};

struct Symbol {
  std::string_view utf8;
  char ascii;
};
constexpr Symbol kSymbols[] = {
    {"\xC2\xA0", ' '},      {"\xE2\x80\xAF", ' '}, {"\xE2\x80\x89", ' '}, {"\xE3\x80\x80", ' '},
    {"\xE2\x80\x99", '\''}, {"\xEF\xBC\x8E", '.'}, {"\xEF\xBC\x8C", ','}, {"\xE2\x88\x92", '-'},
    {"\xEF\xBC\x8D", '-'},  {"\xE2\x80\x93", '-'},
};

// The ASCII equivalent of the character at text[0] and its length; '\0' for what does not belong to numbers.
char AsciiAt(std::string_view text, size_t& length) {
  length = 1;
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return text[0] == '\t' ? ' ' : text[0];
  if (lead == 0xEF && text.size() >= 3 && text[1] == '\xBC') {  // full-width digits U+FF10..FF19
    const auto last = static_cast<unsigned char>(text[2]);
    if (last >= 0x90 && last <= 0x99) {
      length = 3;
      return static_cast<char>('0' + (last - 0x90));
    }
  }
  for (const Symbol& symbol : kSymbols) {
    if (text.substr(0, symbol.utf8.size()) == symbol.utf8) {
      length = symbol.utf8.size();
      return symbol.ascii;
    }
  }
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
  return '\0';
}

// Groups after `mark`s are of three digits (or two, before a last one of three, as in India), the first of
// one to three and not 0 alone.
bool IsGrouped(std::string_view digits, char mark) {
  size_t groups = 0;
  bool indian = false;
  while (true) {
    const size_t at = digits.find(mark);
    const size_t length = at == std::string_view::npos ? digits.size() : at;
    const bool last = at == std::string_view::npos;
    if (groups == 0) {
      if (length < 1 || length > 3 || digits[0] == '0') return false;
    } else if (last) {
      if (length != 3) return false;
    } else if (length == 2) {
      indian = true;
    } else if (length != 3 || indian) {
      return false;
    }
    ++groups;
    if (last) return true;
    digits.remove_prefix(at + 1);
  }
}

size_t Count(std::string_view text, char c) {
  size_t count = 0;
  for (const char d : text) count += d == c;
  return count;
}

// `whole` without its group marks.
std::string Ungroup(std::string_view whole) {
  std::string digits;
  for (const char c : whole) {
    if (IsDigit(c)) digits.push_back(c);
  }
  return digits;
}

struct Reading {
  std::string plain;  // digits with at most one '.'
  NumberProblem problem = NumberProblem::kNone;
};

Reading Problem(NumberProblem problem) { return {"", problem}; }

// Decides what the marks of an unsigned mantissa mean.
Reading ReadMantissa(std::string_view text, char decimal_mark, bool scientific) {
  const size_t points = Count(text, '.');
  const size_t commas = Count(text, ',');
  const size_t blanks = Count(text, ' ');
  const size_t quotes = Count(text, '\'');
  if (blanks > 0 && quotes > 0) return Problem(NumberProblem::kBad);
  const char third = blanks > 0 ? ' ' : (quotes > 0 ? '\'' : '\0');

  if (third != '\0') {  // 1 234,56: blanks and apostrophes only ever group
    if (points + commas > 1) return Problem(NumberProblem::kBad);
    const size_t mark = text.find_first_of(".,");
    const std::string_view whole = text.substr(0, mark);
    if (!IsGrouped(whole, third)) return Problem(NumberProblem::kBad);
    if (mark == std::string_view::npos) return {Ungroup(whole)};
    const std::string_view fraction = text.substr(mark + 1);
    if (fraction.find(third) != std::string_view::npos) return Problem(NumberProblem::kBad);
    if (decimal_mark != 0 && text[mark] != decimal_mark) return Problem(NumberProblem::kAmbiguous);
    return {Ungroup(whole) + "." + std::string(fraction)};
  }

  if (points > 0 && commas > 0) {  // the last one is the decimal mark, and there is one of it
    const char mark = text[text.find_last_of(".,")];
    const char group = mark == '.' ? ',' : '.';
    if (Count(text, mark) != 1) return Problem(NumberProblem::kBad);
    const size_t at = text.find(mark);
    const std::string_view whole = text.substr(0, at);
    if (!IsGrouped(whole, group)) return Problem(NumberProblem::kBad);
    if (decimal_mark != 0 && mark != decimal_mark) return Problem(NumberProblem::kAmbiguous);
    return {Ungroup(whole) + "." + std::string(text.substr(at + 1))};
  }

  const size_t marks = points + commas;
  if (marks == 0) return {std::string(text)};
  const char mark = points > 0 ? '.' : ',';
  if (marks > 1) {  // 1,234,567
    if (!IsGrouped(text, mark)) return Problem(NumberProblem::kBad);
    if (mark == decimal_mark) return Problem(NumberProblem::kAmbiguous);
    return {Ungroup(text)};
  }
  const size_t at = text.find(mark);
  const std::string_view whole = text.substr(0, at);
  const std::string_view fraction = text.substr(at + 1);
  const bool may_group = IsGrouped(text, mark);
  // Scientific notation has no groups.
  const bool is_decimal = mark == decimal_mark || (decimal_mark == 0 && (!may_group || scientific));
  if (is_decimal) return {std::string(whole.empty() ? "0" : whole) + "." + std::string(fraction)};
  if (decimal_mark == 0) return Problem(NumberProblem::kAmbiguous);
  // The other mark than the one stated: it must group.
  if (!may_group) return Problem(NumberProblem::kAmbiguous);
  return {Ungroup(text)};
}

}  // namespace

NumberText ParseNumber(std::string_view text, char decimal_mark, bool exact) {
  NumberText result;
  result.problem = NumberProblem::kBad;
  text = Trim(text);
  // The first digit (with a mark or sign before it) begins the number.
  size_t length = 1;
  size_t first = text.size();
  for (size_t i = 0; i < text.size(); i += length) {
    const char c = AsciiAt(text.substr(i), length);
    if (IsDigit(c)) {
      first = i;
      break;
    }
  }
  if (first == text.size()) return result;
  bool negative = false;
  bool leading_mark = false;
  size_t begin = first;
  if (begin > 0 && (text[begin - 1] == '.' || text[begin - 1] == ',') &&
      (begin == 1 || text[begin - 2] == ' ' || text[begin - 2] == '-' || text[begin - 2] == '+')) {
    leading_mark = true;
    --begin;
  }
  std::string_view before = Trim(text.substr(0, begin));
  const auto take_sign = [&](std::string_view sign, bool is_negative) {
    if (before.size() >= sign.size() && before.substr(before.size() - sign.size()) == sign) {
      before = Trim(before.substr(0, before.size() - sign.size()));
      negative |= is_negative;
      return true;
    }
    return false;
  };
  if (!take_sign("+", false)) {
    if (!take_sign("-", true) && !take_sign("\xE2\x88\x92", true) && !take_sign("\xE2\x80\x93", true)) {
      take_sign("\xEF\xBC\x8D", true);
    }
  }
  if (!before.empty() && before.front() == '-') {  // -$5
    negative = true;
    before = Trim(before.substr(1));
  }
  const bool bracketed = take_sign("(", false);

  Shape shape;
  if (leading_mark) shape.Add(text[begin]);
  size_t end = first;  // after the last digit
  size_t digits_end = 0;
  std::string exponent;
  for (size_t i = first; i < text.size();) {
    const char c = AsciiAt(text.substr(i), length);
    if (IsDigit(c)) {
      shape.Add(c);
      i += length;
      end = i;
      digits_end = shape.size;
      continue;
    }
    if (c == '.' || c == ',' || c == ' ' || c == '\'') {
      // Two marks in a row end the number; so does a blank before something else than a digit.
      size_t next_length = 1;
      const bool digit_next =
          i + length < text.size() && IsDigit(AsciiAt(text.substr(i + length), next_length));
      if (!digit_next) {
        if (c == '.' || c == ',') i += length;  // "25." or "25, ..."
        end = i;
        break;
      }
      shape.Add(c);
      i += length;
      continue;
    }
    if ((c == 'e' || c == 'E') && i + 1 < text.size()) {
      size_t j = i + 1;
      if (text[j] == '+' || text[j] == '-') ++j;
      if (j < text.size() && IsDigit(text[j])) {
        exponent = "e";
        if (text[i + 1] == '-') exponent += '-';
        while (j < text.size() && IsDigit(text[j])) exponent += text[j++];
        end = j;
      }
    }
    break;
  }
  shape.size = digits_end;
  std::string_view after = Trim(text.substr(end));
  if (bracketed) {
    if (after.empty() || after.front() != ')') return result;
    after = Trim(after.substr(1));
    negative = true;
  }
  if (after == "-") {  // SAP writes the sign last
    negative = true;
    after = "";
  }
  // "5-10", "3/4", "1:2": not one number.
  if (!after.empty() && std::strchr("-/:;,.'+*", after.front()) != nullptr) return result;
  result.before = before;
  result.after = after;
  if (shape.too_long || exponent.size() > 6) {
    result.problem = NumberProblem::kAbsurd;
    return result;
  }
  const std::string_view mantissa(shape.text, shape.size);
  Reading reading;
  if (exact) {
    reading = mantissa.find_first_of(", '") == std::string_view::npos && Count(mantissa, '.') <= 1
                  ? Reading{std::string(mantissa)}
                  : Problem(NumberProblem::kBad);
  } else {
    reading = ReadMantissa(mantissa, decimal_mark, !exponent.empty());
  }
  result.problem = reading.problem;
  if (reading.problem != NumberProblem::kNone) return result;
  const std::string plain = reading.plain + exponent;
  double value = 0;
  const auto parsed = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (parsed.ec == std::errc::result_out_of_range) {
    result.problem = NumberProblem::kAbsurd;  // also what is too small to be told from zero
  } else if (parsed.ec != std::errc() || parsed.ptr != plain.data() + plain.size()) {
    result.problem = NumberProblem::kBad;
  } else if (negative && value != 0) {
    result.problem = NumberProblem::kNegative;
  } else if (!(std::fabs(value) <= kAbsurd)) {
    result.problem = NumberProblem::kAbsurd;
  } else {
    result.value = value;
  }
  return result;
}

}  // namespace tidewaiter::read
