#include "screening/parties/party_tables.h"

#include <algorithm>
#include <unordered_set>

#include "chemdb/base/csv_table.h"
#include "screening/parties/party_name.h"

namespace tidewaiter {
namespace data {
extern const std::string_view kPartiesLegalForms;
extern const std::string_view kPartiesAddressWords;
extern const std::string_view kPartiesNoParty;
}  // namespace data

namespace {

std::vector<std::string> Words(std::string_view folded) {
  std::vector<std::string> words(1);
  for (const char c : folded) {
    if (c == ' ') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

const std::unordered_map<std::string, std::string>& AddressWords() {
  static const auto* const words = [] {
    auto* made = new std::unordered_map<std::string, std::string>;
    const CsvTable table = EmbeddedTable(data::kPartiesAddressWords, "address_words.csv");
    for (const CsvTable::Row& row : table.rows()) (*made)[table.Get(row, "written")] = table.Get(row, "word");
    return made;
  }();
  return *words;
}

struct NoPartyTexts {
  std::unordered_set<std::string> whole;
  std::vector<std::string> begins;
};

const NoPartyTexts& NoParty() {
  static const auto* const texts = [] {
    auto* made = new NoPartyTexts;
    const CsvTable table = EmbeddedTable(data::kPartiesNoParty, "no_party.csv");
    for (const CsvTable::Row& row : table.rows()) {
      std::string written = FoldToLatin(table.Get(row, "written"));
      if (table.Get(row, "place") == "begin") made->begins.push_back(written);
      made->whole.insert(std::move(written));
    }
    return made;
  }();
  return *texts;
}

}  // namespace

LegalForms::LegalForms() {
  const CsvTable table = EmbeddedTable(data::kPartiesLegalForms, "legal_forms.csv");
  for (const CsvTable::Row& row : table.rows()) {
    const std::string& written = table.Get(row, "written");
    const std::string& name = table.Get(row, "form");
    const bool anywhere = table.Get(row, "place") == "any";
    if (table.Get(row, "joined") == "yes") {
      unspaced_.push_back({written, name, anywhere});
    } else {
      std::vector<std::string> words = Words(FoldToLatin(written));
      by_first_word_[words.front()].push_back({words, name, anywhere});
    }
  }
  for (auto& [word, forms] : by_first_word_) {
    std::stable_sort(forms.begin(), forms.end(),
                     [](const Form& a, const Form& b) { return a.words.size() > b.words.size(); });
  }
  std::stable_sort(unspaced_.begin(), unspaced_.end(),
                   [](const auto& a, const auto& b) { return a.written.size() > b.written.size(); });
}

const LegalForms& LegalForms::Get() {
  static const auto* const forms = new LegalForms;
  return *forms;
}

const std::string* LegalForms::Find(const std::vector<std::string>& words, size_t start,
                                    size_t* length) const {
  const auto found = by_first_word_.find(words[start]);
  if (found == by_first_word_.end()) return nullptr;
  for (const Form& form : found->second) {
    if (start + form.words.size() > words.size()) continue;
    if (!std::equal(form.words.begin(), form.words.end(), words.begin() + static_cast<ptrdiff_t>(start)))
      continue;
    // A form stands at the end, or before another one ("Co., Ltd."); some may also begin a name ("OOO Lada").
    const size_t next = start + form.words.size();
    size_t ignored = 0;
    const bool ends = next == words.size() || Find(words, next, &ignored) != nullptr;
    if (!ends && !(form.anywhere && start == 0)) continue;
    *length = form.words.size();
    return &form.name;
  }
  return nullptr;
}

std::string LegalForms::TakeUnspaced(std::string_view& name) const {
  for (const UnspacedForm& form : unspaced_) {
    const std::string& written = form.written;
    if (name.size() <= written.size()) continue;
    if (name.substr(name.size() - written.size()) == written) {
      name.remove_suffix(written.size());
      return form.name;
    }
    if (form.anywhere && name.substr(0, written.size()) == written) {
      name.remove_prefix(written.size());
      return form.name;
    }
  }
  return std::string();
}

std::string_view AddressWord(std::string_view word) {
  const auto& words = AddressWords();
  const auto found = words.find(std::string(word));
  return found == words.end() ? word : std::string_view(found->second);
}

bool IsEmptyAddressWord(std::string_view word) { return AddressWord(word).empty(); }

bool NamesNobody(std::string_view folded) {
  const NoPartyTexts& texts = NoParty();
  if (texts.whole.count(std::string(folded)) > 0) return true;
  return std::any_of(texts.begins.begin(), texts.begins.end(), [&](const std::string& begin) {
    return folded.size() > begin.size() && folded[begin.size()] == ' ' &&
           folded.substr(0, begin.size()) == begin;
  });
}

}  // namespace tidewaiter
