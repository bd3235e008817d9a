#include "screening/identify/case_forms.h"

#include <algorithm>
#include <utility>

#include "chemdb/base/concat.h"
#include "screening/identify/rule_tables.h"

namespace tidewaiter {
namespace {

// Shorter words are symbols, prefixes and prepositions.
constexpr size_t kFewestBytes = 4;

bool EndsWith(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

// A word that ends in a consonant; vowels of the alphabets in the table.
bool EndsInConsonant(std::string_view word) {
  constexpr std::string_view kVowels[] = {"a", "e", "i", "o", "u", "y", "á", "é", "í", "ó",
                                          "ú", "ů", "ý", "ą", "ę", "а", "е", "и", "о", "у",
                                          "ы", "э", "ю", "я", "і", "ї", "є", "й", "ь"};
  const auto last = static_cast<unsigned char>(word.back());
  const bool letter = last >= 0x80 || (last >= 'a' && last <= 'z');
  return letter && std::none_of(std::begin(kVowels), std::end(kVowels),
                                [&](std::string_view vowel) { return EndsWith(word, vowel); });
}

// The longest nominative ending of that kind of word which `word` has; false when it is no such word.
bool NominativeOf(std::string_view word, std::string_view language, std::string_view kind,
                  std::string_view& nominative) {
  bool found = false;
  for (const CaseRow& row : Rules().case_forms) {
    if (row.language != language || row.word != kind) continue;
    const bool has = row.nominative.empty() ? EndsInConsonant(word) : EndsWith(word, row.nominative);
    if (!has || (found && row.nominative.size() <= nominative.size())) continue;
    nominative = row.nominative;
    found = true;
  }
  return found;
}

std::vector<std::string_view> Words(std::string_view name) {
  std::vector<std::string_view> out;
  for (size_t begin = 0; begin < name.size();) {
    const size_t end = std::min(name.find(' ', begin), name.size());
    if (end > begin) out.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

}  // namespace

std::vector<std::string> CaseForms(std::string_view name, std::string_view language) {
  std::vector<std::string> cases;
  for (const CaseRow& row : Rules().case_forms) {
    if (row.language == language &&
        std::find(cases.begin(), cases.end(), row.grammatical_case) == cases.end())
      cases.push_back(row.grammatical_case);
  }
  std::vector<std::string> out;
  const std::vector<std::string_view> words = Words(name);
  for (const std::string& wanted : cases) {
    std::string form;
    bool noun = false, changed = false;
    for (const std::string_view word : words) {
      AppendTo(form, form.empty() ? "" : " ");
      std::string_view nominative, kind;
      if (word.size() >= kFewestBytes && words.size() > 1 &&
          NominativeOf(word, language, "adjective", nominative)) {
        kind = "adjective";
      }
      // Ukrainian adjectives end as nouns do: the last of the two is the noun.
      const bool last = word.data() == words.back().data();
      if (kind.empty() || (last && !noun && NominativeOf(word, language, "noun", nominative))) {
        kind = "";
        if (!noun && word.size() >= kFewestBytes && NominativeOf(word, language, "noun", nominative)) {
          kind = "noun";
          noun = true;
        }
      }
      const CaseRow* chosen = nullptr;
      for (const CaseRow& row : Rules().case_forms) {
        if (row.language == language && row.word == kind && row.nominative == nominative &&
            row.grammatical_case == wanted) {
          chosen = &row;
        }
      }
      if (kind.empty() || chosen == nullptr) {
        AppendTo(form, word);
        continue;
      }
      AppendTo(form, word.substr(0, word.size() - nominative.size()), chosen->ending);
      changed = true;
    }
    if (changed) out.push_back(std::move(form));
  }
  return out;
}

}  // namespace tidewaiter
