#include "chemdb/names/systematic_name.h"

#include <string>
#include <utility>
#include <vector>

#include "chemdb/base/concat.h"
#include "chemdb/names/fentanyl_name.h"
#include "chemdb/names/name_fragment.h"
#include "chemdb/names/name_reader.h"
#include "chemdb/names/name_spelling.h"

namespace tidewaiter {
namespace {

constexpr size_t kMostWords = 6;

// Words behind groups that name a class: "benzyl methyl ketone". "{n}": so many groups.
struct ClassWord {
  std::string_view word;
  std::string_view smiles;
  int groups;
};
constexpr ClassWord kClassWords[] = {{"ketone", "C=O", 2},  {"ether", "O", 2},   {"chloride", "Cl", 1},
                                     {"bromide", "Br", 1},  {"iodide", "I", 1},  {"fluoride", "F", 1},
                                     {"cyanide", "C#N", 1}, {"alcohol", "O", 1}, {"amine", "N", 1}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool Opens(char c) { return c == '(' || c == '['; }

// Blanks outside brackets part words; "acid" goes with the word before it.
std::vector<std::string> Words(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  int depth = 0;
  for (const char c : Concat(text, " ")) {
    depth += Opens(c) ? 1 : c == ')' || c == ']' ? -1 : 0;
    if (c != ' ' || depth > 0) {
      word += c;
      continue;
    }
    if (word == "acid" && !out.empty()) {
      out.back() += " acid";
    } else if (!word.empty()) {
      out.push_back(word);
    }
    word.clear();
  }
  return out;
}

// Groups for so many open ends: "ethyl methyl", "diethyl", "dimethyl".
bool ReadGroups(const std::vector<std::string>& words, size_t wanted, std::vector<NameFragment>& out,
                int& steps) {
  for (const std::string& word : words) {
    std::optional<NameFragment> group = ReadNameWord(word, true, steps);
    if (group.has_value() && group->attach >= 0 && group->order == 1) {
      out.push_back(std::move(*group));
    } else if (word.compare(0, 2, "di") == 0 && words.size() == 1 && wanted == 2) {
      group = ReadNameWord(std::string_view(word).substr(2), true, steps);
      if (!group.has_value() || group->attach < 0) return false;
      out.assign(2, *group);
    } else {
      return false;
    }
  }
  if (out.size() == 1 && wanted == 2 && words.size() == 1) return false;
  return out.size() == wanted;
}

std::optional<Sketch> Whole(NameFragment fragment) {
  if (fragment.attach >= 0 || !fragment.esters.empty()) return std::nullopt;
  return std::move(fragment.sketch);
}

std::optional<Sketch> JoinEster(NameFragment acid, const std::vector<std::string>& words, int& steps) {
  std::vector<NameFragment> groups;
  const std::vector<int> open = acid.esters;
  if (open.empty() || !ReadGroups(words, open.size(), groups, steps)) return std::nullopt;
  acid.esters.clear();
  for (size_t k = 0; k < open.size(); ++k) {
    acid.sketch.atoms[static_cast<size_t>(open[k])].reserved -= 1;
    if (!JoinAt(acid, open[k], groups[k])) return std::nullopt;
  }
  return Whole(std::move(acid));
}

// "phenylacetic acid, ethyl ester", "... carboxylic acid tert-butyl ester": the acid's word as an anion.
std::string AnionOf(const std::string& acid) {
  constexpr std::string_view kEnding = "ic acid";
  if (acid.size() <= kEnding.size() ||
      acid.compare(acid.size() - kEnding.size(), kEnding.size(), kEnding) != 0)
    return "";
  const std::string stem = acid.substr(0, acid.size() - kEnding.size());
  return Concat(stem, "ate");
}

// "propanoic anhydride", "acetic acid anhydride": of one acid.
std::optional<Sketch> ReadAnhydride(const std::vector<std::string>& words, int& steps) {
  std::string acid = words.front();
  if (words.size() != 2) return std::nullopt;
  if (acid.size() < 5 || acid.compare(acid.size() - 5, 5, " acid") != 0) acid += " acid";
  std::optional<NameFragment> anion = ReadNameWord(AnionOf(acid), false, steps);
  std::string stem = AnionOf(acid);
  if (!anion.has_value() || anion->esters.size() != 1) return std::nullopt;
  stem.resize(stem.size() - 3);
  const std::optional<NameFragment> acyl = ReadNameWord(Concat(stem, "yl"), true, steps);
  if (!acyl.has_value() || acyl->attach < 0) return std::nullopt;
  const int oxygen = anion->esters.front();
  anion->esters.clear();
  anion->sketch.atoms[static_cast<size_t>(oxygen)].reserved -= 1;
  if (!JoinAt(*anion, oxygen, *acyl)) return std::nullopt;
  return Whole(std::move(*anion));
}

// "methyl-2-oxo-2-phenylacetat": an ester written as one word, as in German.
std::optional<Sketch> ReadHyphenatedEster(const std::string& word, int& steps) {
  int depth = 0;
  for (size_t i = 0; i < word.size(); ++i) {
    depth += Opens(word[i]) ? 1 : word[i] == ')' || word[i] == ']' ? -1 : 0;
    if (word[i] != '-' || depth != 0 || i == 0) continue;
    if (!ReadNameWord(std::string_view(word).substr(0, i), true, steps).has_value()) continue;
    std::optional<NameFragment> acid = ReadNameWord(std::string_view(word).substr(i + 1), false, steps);
    if (!acid.has_value() || acid->esters.empty()) continue;
    return JoinEster(std::move(*acid), {word.substr(0, i)}, steps);
  }
  return std::nullopt;
}

std::optional<Sketch> ReadWords(std::vector<std::string> words, int& steps) {
  if (std::optional<Sketch> fentanyl = ReadFentanylName(words, steps); fentanyl.has_value()) return fentanyl;
  if (words.size() == 1) {
    std::optional<NameFragment> read = ReadNameWord(words[0], false, steps);
    const bool whole = read.has_value() && read->esters.empty();
    return whole ? Whole(std::move(*read)) : ReadHyphenatedEster(words[0], steps);
  }
  if (words.back() == "ester") {
    std::optional<NameFragment> acid = ReadNameWord(AnionOf(words.front()), false, steps);
    if (!acid.has_value()) return std::nullopt;
    return JoinEster(std::move(*acid), {words.begin() + 1, words.end() - 1}, steps);
  }
  if (words.back() == "anhydride") return ReadAnhydride(words, steps);
  for (const ClassWord& row : kClassWords) {
    if (words.back() != row.word) continue;
    words.pop_back();
    std::vector<NameFragment> groups;
    if (!ReadGroups(words, static_cast<size_t>(row.groups), groups, steps)) return std::nullopt;
    NameFragment centre;
    centre.sketch = *SketchOfSmiles(row.smiles);
    centre.positions.resize(centre.sketch.atoms.size());
    for (const NameFragment& group : groups) {
      if (!JoinAt(centre, 0, group)) return std::nullopt;
    }
    return Whole(std::move(centre));
  }
  // "2-methyl-3-phenyloxiran-2-carboxylat de methyl": as in Romance languages.
  const bool of = words.size() == 3 && (words[1] == "de" || words[1] == "di");
  if (of) words = {words[2], words[0]};
  std::optional<NameFragment> acid = ReadNameWord(words.back(), false, steps);
  words.pop_back();
  return acid.has_value() ? JoinEster(std::move(*acid), words, steps) : std::nullopt;
}

}  // namespace

namespace {

std::optional<Sketch> ReadSpelling(const std::string& spelling, int& steps) {
  const std::vector<std::string> words = Words(spelling);
  if (words.empty() || words.size() > kMostWords) return std::nullopt;
  std::optional<Sketch> read = ReadWords(words, steps);
  if (read.has_value() || words.size() == 1) return read;
  // "1-phenyl 2-propanone", "4 piperidone": blanks for hyphens.
  std::string joined = words.front();
  for (size_t k = 1; k < words.size(); ++k) {
    const bool hyphen = IsDigit(words[k].front()) || IsDigit(joined.back());
    AppendTo(joined, hyphen ? "-" : "", words[k]);
  }
  return ReadWords({joined}, steps);
}

}  // namespace

std::optional<Sketch> ReadSystematicName(std::string_view name) {
  int steps = kReadingSteps;
  return ReadSystematicName(name, steps);
}

std::optional<Sketch> ReadSystematicName(std::string_view name, int& steps) {
  if (name.size() > kSystematicNameBytes) return std::nullopt;
  const std::string plain = PlainSpelling(name);
  std::optional<Sketch> read = ReadSpelling(plain, steps);
  if (read.has_value()) return read;
  const std::string english = EnglishSpelling(plain);
  return english == plain ? std::nullopt : ReadSpelling(english, steps);
}

}  // namespace tidewaiter
