// One form for the names of companies and people, so that the same party written twice compares equal:
// Latin letters (ICU transliteration), lower case, no accents or punctuation, legal forms set apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

struct PartyName {
  std::vector<std::string> words;        // [a-z0-9]+ each, in the order written, legal forms left out
  std::vector<std::string> legal_forms;  // as the table names them ("limited company"), in the order written

  // The words joined by one blank: equal for the same party in another legal form, script or punctuation.
  std::string Key() const;
};

// Any bytes in; at most kPartyNameBytes of them are read. "Müller & Söhne GmbH" -> {muller, sohne}, {GmbH}.
// A name that is nothing but a legal form keeps its words. "Doe, John" keeps its order: the index compares
// words in any order.
PartyName NormalisePartyName(std::string_view name);

// NormalisePartyName(name).Key(), by which parties are compared; empty when the text names nobody ("to order
// of ...", "private person", "n/a": data/no_party.csv), so that strangers are not taken for one.
std::string PartyKey(std::string_view name);

// Longest name that is read, bytes: the longest of 21,000 names in the OFAC list has 183.
inline constexpr size_t kPartyNameBytes = 512;

// Latin letters, digits and single blanks: what party names and addresses are compared in.
std::string FoldToLatin(std::string_view text);

}  // namespace tidewaiter
