#include "screening/lint/cell_text.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};

}  // namespace

int MonthOf(std::string_view word) {
  if (word.size() < 3) return 0;
  const std::string begin = absl::AsciiStrToLower(AsAbsl(word.substr(0, 3)));
  const auto it = std::find(kMonths.begin(), kMonths.end(), begin);
  return it == kMonths.end() ? 0 : static_cast<int>(it - kMonths.begin()) + 1;
}

std::string_view TrimCell(std::string_view text) { return AsStd(absl::StripAsciiWhitespace(AsAbsl(text))); }

std::optional<DateParts> DatePartsOf(std::string_view text) {
  DateParts out;
  for (size_t i = 0; i < text.size();) {
    const bool digits = IsDigit(text[i]);
    if (!digits && !absl::ascii_isalpha(static_cast<unsigned char>(text[i]))) return std::nullopt;
    size_t end = i;
    while (end < text.size() &&
           (digits ? IsDigit(text[end]) : absl::ascii_isalpha(static_cast<unsigned char>(text[end])) != 0)) {
      ++end;
    }
    out.parts.emplace_back(text.substr(i, end - i));
    if (!digits && MonthOf(out.parts.back()) == 0) return std::nullopt;
    i = end;
    if (i < text.size()) {
      if (std::string_view(" -/.,").find(text[i]) == std::string_view::npos) return std::nullopt;
      out.separators += text[i];
      while (i < text.size() && std::string_view(" -/.,").find(text[i]) != std::string_view::npos) ++i;
    }
    if (out.parts.size() > 3) return std::nullopt;
  }
  return out;
}

std::string_view WithoutTime(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return text;
  const size_t cut = text.find_last_of(" T", colon);
  return cut == std::string_view::npos ? text : TrimCell(text.substr(0, cut));
}

bool IsNothing(std::string_view text) {
  const std::string lower = absl::AsciiStrToLower(AsAbsl(TrimCell(text)));
  constexpr std::string_view kNothing[] = {"",
                                           "-",
                                           "--",
                                           "n/a",
                                           "na",
                                           "n.a.",
                                           "none",
                                           "null",
                                           "unknown",
                                           "tbd",
                                           "not available",
                                           "not found",
                                           "no cas",
                                           "—",
                                           "–",
                                           "nan",
                                           "not applicable",
                                           "various",
                                           "?"};
  return std::find(std::begin(kNothing), std::end(kNothing), lower) != std::end(kNothing);
}

}  // namespace tidewaiter
