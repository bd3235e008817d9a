// The reviewed tables of this folder (data/), compiled in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tidewaiter {

// Legal forms of companies: "Co., Ltd.", "GmbH", "S. de R.L. de C.V.", 有限公司.
class LegalForms {
 public:
  static const LegalForms& Get();

  // The longest form that begins at words[start]; its name, and how many words it takes. Null for none.
  const std::string* Find(const std::vector<std::string>& words, size_t start, size_t* length) const;
  // Takes a form without word spaces off the end (or, for Japanese, the start) of `name`; its name, or empty.
  std::string TakeUnspaced(std::string_view& name) const;

 private:
  LegalForms();
  struct Form {
    std::vector<std::string> words;
    std::string name;
    bool anywhere = false;  // may begin a name too, not only end it
  };
  struct UnspacedForm {
    std::string written;
    std::string name;
    bool anywhere = false;
  };
  std::unordered_map<std::string, std::vector<Form>> by_first_word_;  // longest first
  std::vector<UnspacedForm> unspaced_;  // scripts without word spaces; longest first
};

// Words that addresses write in several ways ("street", "st", "str"): the one form of each, or the word
// itself.
std::string_view AddressWord(std::string_view word);
// Words that say little in an address ("no", "near"): dropped.
bool IsEmptyAddressWord(std::string_view word);

// True for what stands in a field for a name and names nobody: "to order of ...", "same as above", "private
// person", "n/a". `folded`: as FoldToLatin() writes it.
bool NamesNobody(std::string_view folded);

}  // namespace tidewaiter
