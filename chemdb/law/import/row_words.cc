#include "chemdb/law/import/row_words.h"

#include <algorithm>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "chemdb/law/listing.h"

namespace tidewaiter {
namespace {

// Words behind which a row speaks of other things than the substance.
constexpr std::string_view kTails[] = {", its ",   " and its ", ", including", " and any ", ", ses ",
                                       " et ses ", " et les ",  ", notamment", " or its ",  " ou ses "};

constexpr std::string_view kMixturePrefixes[] = {
    "Any preparation or mixture that contains ",
    "Medicinal products and veterinary medicinal products containing ",
    "Toute préparation ou tout mélange qui contient du "};

std::string_view Trim(std::string_view text) { return AsStd(absl::StripAsciiWhitespace(AsAbsl(text))); }

// The end of the bracket that opens at `open`; npos when it is never closed.
size_t ClosingBracket(std::string_view text, size_t open) {
  int depth = 0;
  for (size_t i = open; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

bool Has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

std::vector<std::string> NamesOfRow(std::string_view text) {
  for (const std::string_view prefix : kMixturePrefixes) {
    if (text.substr(0, prefix.size()) == prefix) text.remove_prefix(prefix.size());
  }
  std::vector<std::string> out;
  // A bracket behind a blank is a name of its own; one inside a word belongs to it
  // ("dihydro-2(3H)-furanone").
  size_t end = text.size();
  for (size_t i = 0; i < text.size(); ++i) {
    const bool tail = std::any_of(std::begin(kTails), std::end(kTails), [&](std::string_view words) {
      return text.substr(i, words.size()) == words;
    });
    if (tail) {
      end = i;
      break;
    }
    if (text[i] != '(') continue;
    const size_t close = ClosingBracket(text, i);
    if (close == std::string_view::npos) break;
    const bool apart = i > 0 && text[i - 1] == ' ' &&
                       (close + 1 == text.size() || text[close + 1] == ' ' || text[close + 1] == ',');
    if (apart) {
      out.emplace_back(Trim(text.substr(0, i)));
      out.emplace_back(Trim(text.substr(i + 1, close - i - 1)));
      return out;
    }
    i = close;
  }
  out.emplace_back(Trim(text.substr(0, end)));
  return out;
}

uint32_t ScopeOfRow(std::string_view text) {
  uint32_t scope = 0;
  if (Has(text, " its salts") || Has(text, "The salts of the substances")) scope |= kScopeSalts;
  if (Has(text, "stereoisomeric forms")) scope |= kScopeStereoisomers;
  if (Has(text, "salts, isomers") || Has(text, "its isomers")) scope |= kScopeIsomers;
  if (Has(text, "derivatives")) scope |= kScopeDerivatives;
  if (Has(text, "analogues")) scope |= kScopeAnalogues;
  return scope;
}

std::optional<RowQuantity> QuantityOfRow(std::string_view text) {
  RowQuantity out;
  size_t i = 0;
  for (; i < text.size() &&
         (absl::ascii_isdigit(static_cast<unsigned char>(text[i])) || text[i] == '.' || text[i] == ',');
       ++i) {
    out.number += text[i] == ',' ? '.' : text[i];
  }
  if (out.number.empty() || std::count(out.number.begin(), out.number.end(), '.') > 1) return std::nullopt;
  std::string_view rest = Trim(text.substr(i));
  for (const std::string_view words : {" per package", " par emballage"}) {
    if (rest.size() > words.size() && rest.substr(rest.size() - words.size()) == words) {
      out.window = "package";
      rest.remove_suffix(words.size());
    }
  }
  if (rest.empty() && out.number == "0") rest = "kg";
  if (rest != "kg" && rest != "g" && rest != "L") return std::nullopt;
  out.unit = std::string(rest);
  return out;
}

std::string NameKey(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    if (absl::ascii_isalnum(c)) {
      out += absl::ascii_tolower(c);
    } else if (c == 0xE2) {  // dashes, primes and quotes of U+2000 to U+2FFF
      i += 2;
    } else if (c == 0xC3 && i + 1 < name.size()) {  // Latin-1 letters, capitals as small ones
      const auto next = static_cast<unsigned char>(name[++i]);
      out += static_cast<char>(c);
      out += static_cast<char>(next >= 0x80 && next < 0x9F && next != 0x97 ? next + 0x20 : next);
    } else if (c >= 0x80) {
      out += name[i];
    }
  }
  return out;
}

}  // namespace tidewaiter
