#include "screening/parties/party_name.h"

#include <algorithm>
#include <memory>

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "screening/parties/party_tables.h"

namespace tidewaiter {
namespace {

bool IsWordCharacter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// ICU's transliterators keep state while they work: one for each thread. Null when ICU was built without its
// data.
const icu::Transliterator* ToLatin() {
  thread_local const std::unique_ptr<icu::Transliterator> transliterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    if (U_FAILURE(status)) made.reset();
    return made;
  }();
  return transliterator.get();
}

// Appends `text` (ASCII) lower-cased; what is neither letter nor digit parts words, but an apostrophe or a
// dot between two letters does not: "O'Neil" is oneil, "S.A." is sa.
void FoldAscii(std::string_view text, std::string& out) {
  bool blank = !out.empty();
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    if (c >= 'A' && c <= 'Z') c = static_cast<unsigned char>(c - 'A' + 'a');
    if (IsWordCharacter(c)) {
      if (blank && !out.empty()) out += ' ';
      blank = false;
      out += static_cast<char>(c);
    } else if (c != '.' && c != '\'' && c != '`') {
      blank = true;
    } else if (c == '.' && i + 1 < text.size() && !out.empty()) {
      // A dot ends a word of more than one letter ("Inc.Ltd", "Bldg.4") and joins single letters ("S.A.").
      const size_t start = out.rfind(' ') == std::string::npos ? 0 : out.rfind(' ') + 1;
      size_t dots = 0;
      for (size_t j = i; j-- > 0 && text[j] != ' ';) dots += text[j] == '.';
      if (out.size() - start > dots + 1) blank = true;
    }
  }
}

std::vector<std::string> SplitWords(std::string_view folded) {
  std::vector<std::string> words;
  for (size_t begin = 0; begin < folded.size();) {
    size_t end = folded.find(' ', begin);
    if (end == std::string_view::npos) end = folded.size();
    words.emplace_back(folded.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace

std::string FoldToLatin(std::string_view text) {
  std::string out;
  const bool ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) {
    FoldAscii(text, out);
    return out;
  }
  icu::UnicodeString wide =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (const icu::Transliterator* latin = ToLatin()) latin->transliterate(wide);
  std::string narrow;
  wide.toUTF8String(narrow);
  // What has no Latin form (symbols, bytes that were no UTF-8) parts words.
  std::replace_if(
      narrow.begin(), narrow.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, ' ');
  FoldAscii(narrow, out);
  return out;
}

std::string PartyName::Key() const {
  std::string key;
  for (const std::string& word : words) {
    if (!key.empty()) key += ' ';
    key += word;
  }
  return key;
}

PartyName NormalisePartyName(std::string_view name) {
  if (name.size() > kPartyNameBytes) {
    name = name.substr(0, kPartyNameBytes);
    // Not in the middle of a character.
    while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xC0) == 0x80) name.remove_suffix(1);
    if (!name.empty() && static_cast<unsigned char>(name.back()) >= 0xC0) name.remove_suffix(1);
  }
  const LegalForms& forms = LegalForms::Get();
  PartyName result;
  // Forms of scripts that write no blanks end the name as it stands: 深圳某某有限公司.
  std::string_view rest = name;
  std::string unspaced;
  if (std::string form = forms.TakeUnspaced(rest); !form.empty()) unspaced = std::move(form);

  std::vector<std::string> words = SplitWords(FoldToLatin(rest));
  for (size_t i = 0; i < words.size();) {
    size_t length = 0;
    const std::string* form = forms.Find(words, i, &length);
    if (form == nullptr) {
      result.words.push_back(std::move(words[i]));
      ++i;
      continue;
    }
    result.legal_forms.push_back(*form);
    i += length;
  }
  if (!unspaced.empty()) result.legal_forms.push_back(std::move(unspaced));
  if (result.words.empty()) {
    result.words = SplitWords(FoldToLatin(name));
    result.legal_forms.clear();
  }
  return result;
}

std::string PartyKey(std::string_view name) {
  if (NamesNobody(FoldToLatin(name.substr(0, kPartyNameBytes)))) return std::string();
  return NormalisePartyName(name).Key();
}

}  // namespace tidewaiter
