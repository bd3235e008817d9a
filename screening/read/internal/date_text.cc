#include "screening/read/internal/date_text.h"

#include <array>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"

#include "chemdb/base/concat.h"
#include "screening/read/internal/data_tables.h"
#include "screening/read/internal/text.h"

namespace tidewaiter::read {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::optional<Date> MakeDate(int year, int month, int day) {
  if (year < 1800 || year > 2999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return Date{ymd};
}

// Shipments are of our days: 70..99 are of the last century.
int FullYear(int two_digits) { return two_digits < 70 ? 2000 + two_digits : 1900 + two_digits; }

int MonthOf(std::string_view word) {
  static const auto* const kMonths = [] {
    auto* months = new absl::flat_hash_map<std::string, int>;
    const CsvTable table = MonthsTable();
    for (const CsvTable::Row& row : table.rows()) {
      int month = 0;
      if (absl::SimpleAtoi(table.Get(row, "month"), &month))
        (*months)[MatchKey(table.Get(row, "name"))] = month;
    }
    return months;
  }();
  const auto found = kMonths->find(MatchKey(word));
  return found == kMonths->end() ? 0 : found->second;
}

struct Token {
  enum Kind : uint8_t { kNumber, kWord, kMark } kind = kMark;
  std::string_view text;
  int number = 0;
};

// Numbers, words and single marks; blanks part tokens. False beyond what a date needs.
bool Tokenise(std::string_view text, std::vector<Token>& tokens) {
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    size_t end = i + 1;
    Token token;
    if (IsDigit(c)) {
      while (end < text.size() && IsDigit(text[end])) ++end;
      token.kind = Token::kNumber;
      if (end - i > 14) return false;
      for (size_t j = i; j < end && j < i + 9; ++j) token.number = token.number * 10 + (text[j] - '0');
    } else if (IsLetter(c)) {
      while (end < text.size() && IsLetter(text[end])) ++end;
      token.kind = Token::kWord;
    } else if (c == ' ' || c == '\t') {
      i = end;
      continue;
    }
    token.text = text.substr(i, end - i);
    tokens.push_back(token);
    if (tokens.size() > 24) return false;
    i = end;
  }
  return true;
}

DateText Found(std::optional<Date> date) { return {date, date ? DateProblem::kNone : DateProblem::kBad}; }

// What may follow a date: nothing, or a time of day (T09:30:00Z, 09:30, 9:30 PM).
bool IsTime(const std::vector<Token>& tokens, size_t from) {
  if (from == tokens.size()) return true;
  if (tokens[from].text == "," || tokens[from].text == "T" || tokens[from].text == "t") ++from;
  if (from >= tokens.size() || tokens[from].kind != Token::kNumber) return false;
  return from + 1 < tokens.size() && tokens[from + 1].text == ":";
}

bool IsDateMark(std::string_view mark) { return mark == "-" || mark == "/" || mark == "."; }

// Reads by strftime's letters; what follows the format is a time or nothing.
std::optional<Date> ByFormat(std::string_view text, std::string_view format) {
  int year = 0;
  int month = 0;
  int day = 0;
  size_t at = 0;
  const auto number = [&](size_t digits, int& value) {
    size_t count = 0;
    value = 0;
    while (count < digits && at < text.size() && IsDigit(text[at])) {
      value = value * 10 + (text[at++] - '0');
      ++count;
    }
    return count > 0;
  };
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%' || i + 1 == format.size()) {
      if (at >= text.size() || text[at] != format[i]) return std::nullopt;
      ++at;
      continue;
    }
    int ignored = 0;
    switch (format[++i]) {
      case 'Y':
        if (!number(4, year)) return std::nullopt;
        break;
      case 'y':
        if (!number(2, year)) return std::nullopt;
        year = FullYear(year);
        break;
      case 'm':
        if (!number(2, month)) return std::nullopt;
        break;
      case 'd':
      case 'e':
        if (!number(2, day)) return std::nullopt;
        break;
      case 'b':
      case 'B':
      case 'h': {
        size_t end = at;
        while (end < text.size() && IsLetter(text[end])) ++end;
        month = MonthOf(text.substr(at, end - at));
        if (month == 0) return std::nullopt;
        at = end;
        break;
      }
      case 'H':
      case 'M':
      case 'S':
        if (!number(2, ignored)) return std::nullopt;
        break;
      default:
        return std::nullopt;
    }
  }
  std::vector<Token> rest;
  if (!Tokenise(text.substr(at), rest) || !IsTime(rest, 0)) return std::nullopt;
  if (at < text.size() && IsDigit(text[at])) return std::nullopt;
  return MakeDate(year, month, day);
}

}  // namespace

DateText ParseDate(std::string_view text, std::string_view format) {
  text = Trim(text);
  if (!format.empty()) {
    if (const std::optional<Date> date = ByFormat(text, format)) return {date, DateProblem::kNone};
  }
  if (const std::optional<Date> date = ParseIsoDate(text)) return {date, DateProblem::kNone};
  std::vector<Token> tokens;
  if (text.size() > 64 || !Tokenise(text, tokens) || tokens.empty()) return {std::nullopt, DateProblem::kBad};

  // Without a weekday before: "Fri, 02 Jan 2026".
  if (tokens.size() > 3 && tokens[0].kind == Token::kWord && MonthOf(tokens[0].text) == 0) {
    tokens.erase(tokens.begin(), tokens.begin() + (tokens[1].text == "," || tokens[1].text == "." ? 2 : 1));
  }
  const auto is = [&](size_t i, Token::Kind kind) { return i < tokens.size() && tokens[i].kind == kind; };
  const auto year_of = [](const Token& token) {
    return token.text.size() == 4 ? token.number : (token.text.size() == 2 ? FullYear(token.number) : 0);
  };

  if (is(0, Token::kNumber)) {
    const Token& a = tokens[0];
    if (a.text.size() == 8 && IsTime(tokens, 1)) {  // 20260102
      return Found(MakeDate(a.number / 10000, a.number / 100 % 100, a.number % 100));
    }
    if (a.text.size() == 14 && tokens.size() == 1) {  // 20260102093000
      const auto part = [&](size_t from, size_t size) {
        int value = 0;
        (void)absl::SimpleAtoi(AsAbsl(a.text.substr(from, size)), &value);
        return value;
      };
      return Found(MakeDate(part(0, 4), part(4, 2), part(6, 2)));
    }
    // 2026年1月2日
    if (is(1, Token::kWord) && is(2, Token::kNumber) && is(3, Token::kWord) && is(4, Token::kNumber) &&
        tokens[1].text == "年" && tokens[3].text == "月" && a.text.size() == 4) {
      const bool day_word = is(5, Token::kWord) && (tokens[5].text == "日" || tokens[5].text == "号");
      if (IsTime(tokens, day_word ? 6 : 5))
        return Found(MakeDate(a.number, tokens[2].number, tokens[4].number));
    }
    // 2026/1/2
    if (a.text.size() == 4 && is(1, Token::kMark) && is(2, Token::kNumber) && is(3, Token::kMark) &&
        is(4, Token::kNumber) && IsDateMark(tokens[1].text) && tokens[1].text == tokens[3].text &&
        tokens[4].text.size() <= 2 && IsTime(tokens, 5)) {
      return Found(MakeDate(a.number, tokens[2].number, tokens[4].number));
    }
    // 02-Jan-2026, 2 de enero de 2026, 02JAN26, 2. Januar 2026
    size_t i = 1;
    const auto skip = [&] {
      while (i < tokens.size() &&
             (IsDateMark(tokens[i].text) || tokens[i].text == "," || tokens[i].text == "de" ||
              tokens[i].text == "th" || tokens[i].text == "st" || tokens[i].text == "nd" ||
              tokens[i].text == "rd" || tokens[i].text == "er")) {
        ++i;
      }
    };
    skip();
    if (a.text.size() <= 2 && is(i, Token::kWord)) {
      const int month = MonthOf(tokens[i].text);
      ++i;
      skip();
      if (month != 0 && is(i, Token::kNumber) && IsTime(tokens, i + 1)) {
        return Found(MakeDate(year_of(tokens[i]), month, a.number));
      }
    }
    // 31/12/2026
    if (a.text.size() <= 2 && is(1, Token::kMark) && is(2, Token::kNumber) && is(3, Token::kMark) &&
        is(4, Token::kNumber) && IsDateMark(tokens[1].text) && tokens[1].text == tokens[3].text &&
        tokens[2].text.size() <= 2 && tokens[4].text.size() == 4 && IsTime(tokens, 5)) {
      const std::optional<Date> day_first = MakeDate(tokens[4].number, tokens[2].number, a.number);
      const std::optional<Date> month_first = MakeDate(tokens[4].number, a.number, tokens[2].number);
      if (!day_first && !month_first) return {std::nullopt, DateProblem::kBad};
      // A stated format that this does not follow: the file contradicts what was said of it.
      if (!format.empty()) return {std::nullopt, DateProblem::kBad};
      if (day_first && month_first && *day_first != *month_first)
        return {std::nullopt, DateProblem::kAmbiguous};
      return {day_first ? day_first : month_first, DateProblem::kNone};
    }
    // 02/01/26: any of the three may be the year.
    if (a.text.size() <= 2 && is(1, Token::kMark) && is(2, Token::kNumber) && is(3, Token::kMark) &&
        is(4, Token::kNumber) && IsDateMark(tokens[1].text) && tokens[4].text.size() == 2 &&
        IsTime(tokens, 5)) {
      return {std::nullopt, format.empty() ? DateProblem::kAmbiguous : DateProblem::kBad};
    }
    return {std::nullopt, DateProblem::kBad};
  }
  // Jan 2, 2026
  if (is(0, Token::kWord)) {
    const int month = MonthOf(tokens[0].text);
    size_t i = 1;
    if (i < tokens.size() && (tokens[i].text == "." || tokens[i].text == "-")) ++i;
    if (month != 0 && is(i, Token::kNumber) && tokens[i].text.size() <= 2) {
      const int day = tokens[i].number;
      ++i;
      if (i < tokens.size() && (tokens[i].text == "," || tokens[i].text == "-")) ++i;
      if (is(i, Token::kNumber) && tokens[i].text.size() == 4 && IsTime(tokens, i + 1)) {
        return Found(MakeDate(tokens[i].number, month, day));
      }
    }
  }
  return {std::nullopt, DateProblem::kBad};
}

}  // namespace tidewaiter::read
