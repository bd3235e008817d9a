#include <algorithm>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "chemdb/names/cas_rn.h"
#include "screening/lint/cell_checks.h"
#include "screening/lint/cell_text.h"
#include "screening/lint/characters.h"

namespace tidewaiter {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

// A piece of a cell, folded to what it looks like where a number is expected.
struct Token {
  std::string text;   // ASCII, other characters kept as UTF-8
  size_t offset = 0;  // in the cell
  char32_t odd = 0;   // the first character that was folded; 0 when none was
};

bool IsSeparator(char32_t c) {
  return c == ' ' || c == ',' || c == ';' || c == '|' || c == '/' || c == '\n' || c == '\r' || c == '\t' ||
         c == '(' || c == ')' || c == '[' || c == ']';
}

std::vector<Token> TokensOf(std::string_view cell) {
  std::vector<Token> out;
  Token token;
  const auto flush = [&] {
    if (!token.text.empty()) out.push_back(token);
    token = {};
  };
  const std::vector<Character> characters = CharactersOf(cell);
  for (size_t i = 0; i < characters.size(); ++i) {
    const Character& here = characters[i];
    const size_t end = i + 1 < characters.size() ? characters[i + 1].offset : cell.size();
    char32_t c = IsInvisible(here.c) ? U'\0' : NumberLookalike(here.c);
    // "of", "to", "also": letters among letters stay letters.
    if (here.c < 0x80 && absl::ascii_isalpha(static_cast<unsigned char>(here.c))) {
      const auto touches = [&](size_t k) {
        return k < characters.size() && characters[k].c < 0x80 &&
               (IsDigit(static_cast<char>(characters[k].c)) || characters[k].c == '-');
      };
      if (!touches(i + 1) && !(i > 0 && touches(i - 1))) c = here.c;
    }
    if (IsSeparator(c)) {
      flush();
      continue;
    }
    if (token.text.empty()) token.offset = here.offset;
    if (c != here.c && token.odd == 0) token.odd = here.c;
    if (c == 0) continue;
    if (c < 0x80) {
      token.text += static_cast<char>(c);
    } else {
      token.text += cell.substr(here.offset, end - here.offset);
    }
  }
  flush();
  return out;
}

// What a spreadsheet makes of a CAS RN such as 1950-05-3.
bool LooksLikeSpreadsheetDate(std::string_view text) {
  const auto parts = DatePartsOf(WithoutTime(text));
  if (!parts || parts->parts.size() < 2) return false;
  const bool month = std::any_of(parts->parts.begin(), parts->parts.end(),
                                 [](const std::string& part) { return !IsDigit(part[0]); });
  if (month) return true;
  if (parts->parts.size() != 3) return false;
  const auto& p = parts->parts;
  if (p[0].size() == 4 && p[1].size() == 2 && p[2].size() == 2) return p[1] <= "12" && p[2] <= "31";
  return parts->separators.find_first_of("/.") != std::string::npos && p[2].size() >= 2 && p[0].size() <= 2 &&
         p[1].size() <= 2;
}

std::vector<std::string_view> GroupsOf(std::string_view text) {
  std::vector<std::string_view> out;
  while (true) {
    const size_t end = text.find('-');
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::string_view WithoutLeadingZeros(std::string_view text) {
  const size_t first = text.find_first_not_of('0');
  return first == std::string_view::npos ? text : text.substr(first);
}

class CasTokenReader {
 public:
  CasTokenReader(const Token& token, CasReading& out) : token_(token), out_(out) {}

  void Read() {
    const std::vector<std::string_view> groups = GroupsOf(token_.text);
    if (!std::all_of(groups.begin(), groups.end(),
                     [](std::string_view g) { return g.empty() || AllDigits(g); })) {
      return Complain("cas-format", LintLevel::kError, "is no CAS Registry Number (2 to 7 digits, 2, 1)");
    }
    if (groups.size() == 3 && groups[0].size() == 3 && groups[1].size() == 3 && groups[2].size() == 1) {
      return Complain("cas-format", LintLevel::kError, "has the form of an EC number, not of a CAS RN");
    }
    const bool cut = groups.size() <= 3 && !groups[0].empty() &&
                     ((groups.size() == 3 && groups[1].size() == 2 && groups[2].empty()) ||
                      (groups.size() == 2 && groups[0].size() <= 7 && groups[1].size() <= 2));
    if (cut) return ReadCut(groups);
    if (groups.size() == 1) return ReadPlainDigits(groups[0]);
    if (groups.size() != 3 || groups[0].size() < 2 || groups[1].size() != 2 || groups[2].size() != 1) {
      return Complain("cas-format", LintLevel::kError, "is no CAS Registry Number (2 to 7 digits, 2, 1)");
    }
    ReadThreeGroups(groups);
  }

 private:
  void Complain(std::string rule, LintLevel level, const std::string& what) {
    out_.complaints.push_back(
        {std::move(rule), level, token_.offset, Concat("\"", token_.text, "\" ", what)});
  }

  void ReadCut(const std::vector<std::string_view>& groups) {
    std::string message = "is cut: a CAS RN has three groups";
    const std::string digits = Concat(groups[0], groups[1]);
    if (groups[1].size() == 2) {
      if (const auto check = CasCheckDigit(digits)) {
        AppendTo(message, "; ", groups[0], "-", groups[1], "-", std::string(1, *check), " would be whole");
      }
    }
    Complain("cut-identifier", LintLevel::kError, message);
  }

  void ReadPlainDigits(std::string_view digits) {
    const std::string_view bare = WithoutLeadingZeros(digits);
    const auto check =
        bare.size() >= 5 && bare.size() <= 10 ? CasCheckDigit(bare.substr(0, bare.size() - 1)) : std::nullopt;
    if (!check || *check != bare.back()) {
      return Complain("cas-format", LintLevel::kError, "is no CAS Registry Number (2 to 7 digits, 2, 1)");
    }
    const size_t n = bare.size();
    std::string whole = Concat(bare.substr(0, n - 3), "-", bare.substr(n - 3, 2), "-", bare.substr(n - 1));
    Complain("cas-hyphens", LintLevel::kWarning, Concat("has no hyphens; ", whole, " is meant"));
    out_.numbers.push_back(std::move(whole));
  }

  void ReadThreeGroups(const std::vector<std::string_view>& groups) {
    const std::string_view first = WithoutLeadingZeros(groups[0]);
    std::string number = Concat(first, "-", groups[1], "-", groups[2]);
    const auto check = CasCheckDigit(Concat(first, groups[1]));
    if (first.size() < 2 || first.size() > 7 || !check) {
      return Complain("cas-format", LintLevel::kError, "is no CAS Registry Number (2 to 7 digits, 2, 1)");
    }
    if (*check != groups[2][0]) {
      return Complain("cas-check-digit", LintLevel::kError,
                      Concat("is no CAS Registry Number: the check digit would be ", std::string(1, *check)));
    }
    if (token_.odd != 0) {
      out_.complaints.push_back({"confusable", LintLevel::kError, token_.offset,
                                 Concat("holds ", CodePointName(token_.odd),
                                        " in place of what it looks like; ", number, " is meant")});
    }
    if (first.size() != groups[0].size()) {
      Complain("cas-leading-zeros", LintLevel::kNote,
               Concat("has leading zeros; ", number, " is the number"));
    }
    out_.numbers.push_back(std::move(number));
  }

  const Token& token_;
  CasReading& out_;
};

bool IsCasLabel(std::string_view text) {
  const std::string lower = absl::AsciiStrToLower(AsAbsl(text));
  constexpr std::string_view kLabels[] = {"cas",  "cas:",   "casrn",   "casrn:", "cas#",    "no",  "no.",
                                          "no.:", "cas-no", "cas-no.", "rn",     "rn:",     "and", "or",
                                          "&",    "+",      "cas.",    "number", "number:", "nr",  "nr."};
  return std::find(std::begin(kLabels), std::end(kLabels), lower) != std::end(kLabels);
}

}  // namespace

CasReading ReadCasCell(std::string_view text) {
  CasReading out;
  if (IsNothing(text)) return out;
  if (LooksLikeSpreadsheetDate(TrimCell(text))) {
    std::string message = Concat("\"", text, "\" is a date: a spreadsheet took the CAS RN for one");
    const std::string_view day = WithoutTime(TrimCell(text));
    if (day.size() == 10 && day[4] == '-' && day[8] == '0') {
      const std::string number = Concat(day.substr(0, 8), day.substr(9));
      if (IsValidCasRn(number)) AppendTo(message, "; ", number, " would be one");
    }
    out.complaints.push_back({"cas-date", LintLevel::kError, 0, message});
    return out;
  }
  for (Token& token : TokensOf(text)) {
    if (IsCasLabel(token.text)) continue;
    if (const std::string lower = absl::AsciiStrToLower(token.text); lower.substr(0, 4) == "cas:") {
      token.text.erase(0, 4);
      token.offset += 4;
    }
    if (IsNothing(token.text)) continue;
    const bool digits = std::any_of(token.text.begin(), token.text.end(), IsDigit);
    // "mixture of isomers", "hydrochloride": a remark beside the numbers.
    if (!digits) {
      if (out.numbers.empty() && out.complaints.empty()) {
        out.complaints.push_back({"cas-format", LintLevel::kWarning, token.offset,
                                  Concat("\"", text, "\" is no CAS Registry Number")});
        // One complaint for one remark.
        return out;
      }
      continue;
    }
    CasTokenReader(token, out).Read();
  }
  return out;
}

}  // namespace tidewaiter
