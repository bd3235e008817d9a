#include "chemdb/names/name_spelling.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"

namespace tidewaiter {
namespace data {
extern const std::string_view kNameFoldings;
extern const std::string_view kHanParts;
}  // namespace data

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Characters beyond ASCII.
constexpr Pair kCharacters[] = {
    {"\u2010", "-"},  {"\u2011", "-"},     {"\u2012", "-"},    {"\u2013", "-"},     {"\u2014", "-"},
    {"\u2212", "-"},  {"\uFF0D", "-"},     {"\u2032", "'"},    {"\u2019", "'"},     {"\u00B4", "'"},
    {"\u2033", "''"}, {"\u03B1", "alpha"}, {"\u03B2", "beta"}, {"\u03B3", "gamma"}, {"\u00B1", "+/-"},
    {"\uFF08", "("},  {"\uFF09", ")"},     {"\uFF0C", ","},    {"\u00A0", " "},     {"\u03C9", "omega"}};

// One thing written in several ways. In order.
constexpr Pair kSpellings[] = {{"sulph", "sulf"},
                               {"tertbutyl", "tert-butyl"},
                               {"tert.-", "tert-"},
                               {"tert butyl", "tert-butyl"},
                               {"t-boc", "boc"},
                               {"[1,1-dimethylethyl]", "tert-butyl"},
                               {"(1,1-dimethylethyl)", "tert-butyl"},
                               {"1,1-dimethylethyl", "tert-butyl"},
                               {"malonate", "propanedioate"},
                               {"malonic", "propanedioic"},
                               {"iso-propyl", "isopropyl"},
                               {"iso-butyl", "isobutyl"},
                               {"methylendioxy", "methylenedioxy"},
                               {"phenoxyl", "phenoxy"},
                               {"carboxaldehyde", "carbaldehyde"}};

// Words in front that say only which stereoisomer or which chain.
constexpr std::string_view kDescriptors[] = {"cis-",     "trans-", "rac-",     "dl-",  "d-",
                                             "l-",       "e-",     "z-",       "(e)-", "n-butyl",
                                             "n-propyl", "threo-", "erythro-", "meso-"};

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// "2e", "1rs", "2r*", "+", "+/-", "rac": what stands in a stereo descriptor's brackets between commas.
bool IsDescriptor(std::string_view item) {
  if (item == "+" || item == "-" || item == "+/-" || item == "+-" || item == "dl" || item == "rac" ||
      item == "cis" || item == "trans")
    return true;
  size_t i = 0;
  while (i < item.size() && ((item[i] >= '0' && item[i] <= '9') || (i > 0 && item[i] == 'a'))) ++i;
  const std::string_view letters = item.substr(i);
  return letters == "e" || letters == "z" || letters == "r" || letters == "s" || letters == "rs" ||
         letters == "sr" || letters == "r*" || letters == "s*" || (i > 0 && letters == "h");
}

// Drops bracketed stereo descriptors and added hydrogens, with the hyphen behind them: "(2e)-", "(3h)".
std::string WithoutDescriptors(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '[') {
      const size_t close = text.find(text[i] == '(' ? ')' : ']', i);
      bool all = close != std::string::npos && close > i + 1;
      for (size_t begin = i + 1; all && begin < close;) {
        const size_t end = std::min(text.find(',', begin), close);
        all = IsDescriptor(std::string_view(text).substr(begin, end - begin));
        begin = end + 1;
      }
      if (all) {
        const bool added_hydrogen = text[close - 1] == 'h';
        i = close;
        if (!added_hydrogen && i + 1 < text.size() && (text[i + 1] == '-' || text[i + 1] == ' ')) ++i;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

// "2h-1,3-benzodioxole": the hydrogen of a ring drawn with one places no substituent.
std::string WithoutIndicatedHydrogen(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins =
        i == 0 || text[i - 1] == '-' || text[i - 1] == '(' || text[i - 1] == '[' || text[i - 1] == ' ';
    size_t end = i;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (begins && end > i && end + 1 < text.size() && text[end] == 'h' && text[end + 1] == '-') {
      i = end + 1;
      continue;
    }
    out += text[i];
  }
  return out;
}

// "2-propanone, 1-phenyl-" -> "1-phenyl-2-propanone"; "..., methyl ester" stays behind.
std::string PutRight(const std::string& text) {
  std::vector<std::string> parts;
  size_t begin = 0;
  for (size_t at = text.find(", "); at != std::string::npos; at = text.find(", ", begin)) {
    parts.push_back(text.substr(begin, at - begin));
    begin = at + 2;
  }
  parts.push_back(text.substr(begin));
  std::string prefixes, behind;
  for (size_t k = 1; k < parts.size(); ++k) {
    if (!parts[k].empty() && parts[k].back() == '-') {
      prefixes.append(parts[k]);
    } else {
      AppendTo(behind, " ", parts[k]);
    }
  }
  const bool hyphen = !prefixes.empty() && !parts[0].empty() && (parts[0][0] < '0' || parts[0][0] > '9');
  if (hyphen) prefixes.pop_back();  // "n-phenyl-" before "4-...", but "1-phenyl" before "piperidine"
  return Concat(prefixes, parts[0], behind);
}

struct Folding {
  std::string from, to;
  bool at_end = false;  // of a word
};

const std::vector<Folding>& Foldings() {
  static const std::vector<Folding>* const foldings = [] {
    auto* const out = new std::vector<Folding>;
    const CsvTable table = EmbeddedTable(data::kNameFoldings, "name_foldings.csv");
    for (const CsvTable::Row& row : table.rows()) {
      out->push_back({table.Get(row, "from"), table.Get(row, "to"), table.Get(row, "where") == "end"});
    }
    return out;
  }();
  return *foldings;
}

// Chinese pieces, longest first.
const std::vector<std::pair<std::string, std::string>>& HanParts() {
  static const std::vector<std::pair<std::string, std::string>>* const parts = [] {
    auto* const out = new std::vector<std::pair<std::string, std::string>>;
    const CsvTable table = EmbeddedTable(data::kHanParts, "han_parts.csv");
    for (const CsvTable::Row& row : table.rows())
      out->emplace_back(table.Get(row, "han"), table.Get(row, "english"));
    return out;
  }();
  return *parts;
}

// Letters with accents, as far as names of chemicals have them.
constexpr Pair kAccents[] = {{"á", "a"}, {"à", "a"}, {"â", "a"}, {"ã", "a"}, {"ä", "a"}, {"é", "e"},
                             {"è", "e"}, {"ê", "e"}, {"í", "i"}, {"ì", "i"}, {"ó", "o"}, {"ò", "o"},
                             {"ô", "o"}, {"ö", "o"}, {"ú", "u"}, {"ü", "u"}, {"ý", "y"}, {"ł", "l"},
                             {"ñ", "n"}, {"ç", "c"}, {"ı", "i"}};

}  // namespace

std::string EnglishSpelling(std::string_view plain) {
  std::string text(plain);
  for (const auto& [han, english] : HanParts()) ReplaceAll(text, han, english);
  for (const auto& [from, to] : kAccents) ReplaceAll(text, from, to);
  for (const Folding& folding : Foldings()) {
    if (!folding.at_end) {
      if (folding.from != folding.to) ReplaceAll(text, folding.from, folding.to);
      continue;
    }
    for (size_t at = text.find(folding.from); at != std::string::npos; at = text.find(folding.from, at + 1)) {
      const size_t end = at + folding.from.size();
      if (end < text.size() && text[end] >= 'a' && text[end] <= 'z') continue;
      text.replace(at, folding.from.size(), folding.to);
    }
  }
  return text;
}

std::string PlainSpelling(std::string_view name) {
  std::string text(name);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '\t') c = ' ';
    if (c == '`') c = '\'';
    if (c == '{') c = '[';
    if (c == '}') c = ']';
  }
  for (const auto& [from, to] : kCharacters) ReplaceAll(text, from, to);
  for (const std::string_view blank : {" -", "- "}) {
    for (size_t at = text.find(blank); at != std::string::npos; at = text.find(blank, at)) {
      // "1-phenyl- 2-propanone"; but the end of a part stays: "1-phenyl-, methyl ester" has a comma.
      text[at] = '-';
      text.erase(at + 1, 1);
    }
  }
  text = WithoutIndicatedHydrogen(WithoutDescriptors(text));
  for (const auto& [from, to] : kSpellings) ReplaceAll(text, from, to);
  text = PutRight(text);
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view word : kDescriptors) {
      if (text.compare(0, word.size(), word) != 0) continue;
      const size_t keep = word.substr(0, 2) == "n-" ? 2 : word.size();
      text.erase(0, keep);
      again = true;
    }
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == '.')) text.pop_back();
  return text;
}

}  // namespace tidewaiter
