#include "screening/parties/address.h"

#include <algorithm>
#include <cctype>

#include "screening/parties/party_name.h"
#include "screening/parties/party_tables.h"

namespace tidewaiter {
namespace {

constexpr size_t kFewestDigits = 8;
constexpr size_t kMostDigits = 15;  // ITU-T E.164
constexpr size_t kKeyDigits = 9;
constexpr size_t kFewestWords = 3;
constexpr size_t kAddressBytes = 1024;

struct PhoneSpan {
  size_t begin = 0;
  size_t end = 0;
  std::string digits;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsPhoneFiller(char c) { return c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == '/'; }

// True when the word before `position` says that a telephone number follows.
bool LabelledBefore(std::string_view text, size_t position) {
  size_t end = position;
  while (end > 0 &&
         (text[end - 1] == ' ' || text[end - 1] == ':' || text[end - 1] == '.' || text[end - 1] == '('))
    --end;
  size_t begin = end;
  while (begin > 0 && std::isalpha(static_cast<unsigned char>(text[begin - 1]))) --begin;
  std::string word(text.substr(begin, end - begin));
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
  static constexpr std::string_view kLabels[] = {"tel", "telephone", "phone", "ph",  "fon",
                                                 "mob", "mobile",    "cell",  "fax", "whatsapp",
                                                 "tlf", "telefono",  "t"};
  return std::find(std::begin(kLabels), std::end(kLabels), word) != std::end(kLabels);
}

// "0000 0000", "12345678": typed to fill a field, so shared by strangers.
bool IsFiller(std::string_view digits) {
  const std::string_view rest = digits.substr(digits.size() - kFewestDigits);
  const auto steps_by = [&](int step) {
    for (size_t i = 1; i < rest.size(); ++i) {
      if ((rest[i] - rest[i - 1] + 10) % 10 != step) return false;
    }
    return true;
  };
  return steps_by(0) || steps_by(1) || steps_by(9);
}

// "8.613912E+12": a spreadsheet kept the size of a long number and dropped its end.
bool IsExponentAt(std::string_view text, size_t position) {
  return position + 1 < text.size() && (text[position] == 'e' || text[position] == 'E') &&
         (text[position + 1] == '+' || IsDigit(text[position + 1]));
}

// Numbers in `text`; in a `field_of_phones` none needs a label.
std::vector<PhoneSpan> FindPhones(std::string_view text, bool field_of_phones = false) {
  std::vector<PhoneSpan> found;
  for (size_t i = 0; i < text.size();) {
    const bool plus = text[i] == '+';
    if (!plus && !IsDigit(text[i])) {
      ++i;
      continue;
    }
    PhoneSpan span{i, i, {}};
    for (size_t j = plus ? i + 1 : i; j < text.size() && (IsDigit(text[j]) || IsPhoneFiller(text[j])); ++j) {
      if (text[j] == '/' && span.digits.size() >= kFewestDigits) break;  // another number follows
      if (!IsDigit(text[j])) continue;
      span.digits += text[j];
      span.end = j + 1;
    }
    if ((plus || field_of_phones || LabelledBefore(text, i)) && span.digits.size() >= kFewestDigits &&
        span.digits.size() <= kMostDigits && !IsFiller(span.digits) && !IsExponentAt(text, span.end)) {
      found.push_back(span);
    }
    i = std::max(span.end, i + 1);
  }
  return found;
}

std::vector<std::string> KeysOf(const std::vector<PhoneSpan>& spans) {
  std::vector<std::string> keys;
  for (const PhoneSpan& span : spans) {
    keys.push_back(span.digits.size() > kKeyDigits ? span.digits.substr(span.digits.size() - kKeyDigits)
                                                   : span.digits);
  }
  return keys;
}

}  // namespace

std::vector<std::string> PhoneKeys(std::string_view address) {
  return KeysOf(FindPhones(address.substr(0, kAddressBytes)));
}

std::vector<std::string> PhoneFieldKeys(std::string_view phones) {
  return KeysOf(FindPhones(phones.substr(0, kAddressBytes), /*field_of_phones=*/true));
}

std::string AddressKey(std::string_view address) {
  std::string without_phones(address.substr(0, kAddressBytes));
  for (const PhoneSpan& span : FindPhones(without_phones)) {
    std::fill(without_phones.begin() + static_cast<ptrdiff_t>(span.begin),
              without_phones.begin() + static_cast<ptrdiff_t>(span.end), ' ');
  }
  const std::string folded = FoldToLatin(without_phones);
  std::vector<std::string> words;
  bool number = false;
  for (size_t begin = 0; begin < folded.size();) {
    size_t end = folded.find(' ', begin);
    if (end == std::string::npos) end = folded.size();
    // "12F" and "F12" are a number and a word.
    for (size_t i = begin; i < end;) {
      size_t j = i + 1;
      while (j < end && IsDigit(folded[j]) == IsDigit(folded[i])) ++j;
      const std::string piece = folded.substr(i, j - i);
      if (!IsEmptyAddressWord(piece)) {
        number = number || IsDigit(piece.front());
        words.emplace_back(AddressWord(piece));
      }
      i = j;
    }
    begin = end + 1;
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (!number || words.size() < kFewestWords) return std::string();
  std::string key;
  for (const std::string& word : words) {
    if (!key.empty()) key += ' ';
    key += word;
  }
  return key;
}

}  // namespace tidewaiter
