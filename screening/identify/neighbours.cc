#include "screening/identify/neighbours.h"

#include <algorithm>

#include "screening/identify/rule_tables.h"
#include "screening/identify/unicode_fold.h"

namespace tidewaiter {
namespace {

constexpr size_t kMostSaltWords = 3;
// Names of fewer letters do not run together with other words: "acetone" may, "ether" may not.
constexpr size_t kGluedWords = 7;
constexpr size_t kMostStereoWords = 4;
constexpr size_t kWithinWords = 3;
// Locants beyond are no positions of a listed molecule but purities and item numbers ("99-acetone").
constexpr int kHighestLocant = 30;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool StartsWith(std::string_view text, std::string_view head) { return text.substr(0, head.size()) == head; }
bool EndsWith(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

bool IsHangul(std::string_view word) {
  size_t length = 0;
  const char32_t c = word.empty() ? 0 : CharacterAt(word, 0, &length);
  return c >= 0xAC00 && c <= 0xD7A3;
}

std::string Normal(const std::string& word) {
  NormalisedText text;
  NormaliseText(word, text);
  return std::string(text.text());
}

std::vector<std::string> SaltWords(bool left) {
  std::vector<std::string> out;
  for (const SaltRow& row : Rules().salts) {
    if (row.left == left) out.push_back(row.word);
  }
  return out;
}

// A gap that a chemical name may have inside: no list comma, no end of a sentence.
bool IsSoft(uint8_t gap) {
  if ((gap & gap::kStrong) != 0) return false;
  const bool blank = (gap & gap::kSpace) != 0;
  return !(blank && (gap & (gap::kComma | gap::kDot)) != 0);
}
// A hyphen or bracket without a blank.
bool IsTight(uint8_t gap) {
  return IsSoft(gap) && (gap & gap::kSpace) == 0 &&
         (gap & (gap::kHyphen | gap::kOpen | gap::kClose | gap::kComma)) != 0;
}
// An aside in brackets begins: "solvent (acetone)", or, to the right, has ended: "(acetone) solution". But
// "1-(1,3-benzodioxol-5-yl) propan-2-one" is one name.
bool BeginsAside(uint8_t gap) { return (gap & gap::kSpace) != 0 && (gap & gap::kOpen) != 0; }
bool IsAside(uint8_t gap) { return (gap & gap::kSpace) != 0 && (gap & (gap::kOpen | gap::kClose)) != 0; }

bool IsLocantNumber(std::string_view word) {
  if (word.empty() || word.size() > 2) return false;
  int value = 0;
  for (const char c : word) {
    if (!IsDigit(c)) return false;
    value = value * 10 + (c - '0');
  }
  return value >= 1 && value <= kHighestLocant;
}

// "1r", "2s": positions with a configuration.
bool IsStereoLocant(std::string_view word) {
  if (word.size() < 2 || word.size() > 3 || (word.back() != 'r' && word.back() != 's')) return false;
  return std::all_of(word.begin(), word.end() - 1, IsDigit);
}

}  // namespace

Neighbours::Neighbours() : salts_right_(SaltWords(false)) {
  std::vector<std::pair<std::string, uint32_t>> neutral;
  for (const std::string& word : Rules().glued_words) neutral.emplace_back(Normal(word), 0);
  for (const ContinuationRow& row : Rules().continuations) {
    if (!row.left && row.match == "unit") neutral.emplace_back(Normal(row.text), 0);
  }
  neutral_ = NameTrie::Build(std::move(neutral));
  for (const SaltRow& row : Rules().salts) {
    salt_words_.insert(Normal(row.word));
    if (row.left) {
      salts_left_keys_.push_back(Normal(row.word));
      salt_glued_left_.push_back(row.glued);
      if (IsHangul(salts_left_keys_.back())) hangul_salts_.push_back(salts_left_keys_.back());
    } else {
      salt_glued_right_.push_back(row.glued);
      salt_for_acids_.push_back(row.for_acids);
    }
  }
  for (const ContinuationRow& row : Rules().continuations) {
    const std::string word = Normal(row.text);
    if (row.left) {
      if (row.match == "ends") left_ends_.push_back(word);
      if (row.match == "tight-ends") left_tight_ends_.push_back(word);
      if (row.match == "word") left_word_.insert(word);
      if (row.match == "locant") left_locant_.insert(word);
      if (row.match == "stereo") left_stereo_.insert(word);
      if (row.match == "metal") left_metal_.insert(word);
    } else {
      if (row.match == "starts") right_starts_.push_back(word);
      if (row.match == "tight-starts") right_tight_starts_.push_back(word);
      if (row.match == "word") right_word_.insert(word);
      if (row.match == "hyphen") right_hyphen_.insert(word);
      if (row.match == "after-acid") right_acid_.insert(word);
      if (row.match == "within") right_within_.insert(word);
      if (row.match == "unit") right_unit_.insert(word);
      if (row.match == "head") heads_.insert(word);
      if (row.match == "head" || row.match == "class") class_words_.insert(word);
    }
  }
  for (const HanNeighbourRow& row : Rules().han_neighbours) {
    HanSets& sets = (row.left ? han_left_ : han_right_)[row.names];
    if (row.characters == "*") {
      sets.all = row.continues;
      continue;
    }
    for (const char32_t c : ToUtf32(row.characters)) (row.continues ? sets.continues : sets.ends).insert(c);
  }
  for (const std::string& ending : Rules().endings) endings_.push_back(Normal(ending));
}

// "toluenenitrationgrade200l": wholly of words of quantity, packing and grade, and figures.
bool Neighbours::RestIsNeutral(std::string_view rest) const {
  constexpr size_t kLongest = 40;
  if (rest.size() > kLongest) return false;
  std::vector<bool> reached(rest.size() + 1);
  reached[0] = true;
  for (size_t i = 0; i < rest.size(); ++i) {
    if (!reached[i]) continue;
    if (IsDigit(rest[i])) reached[i + 1] = true;
    NameTrie::State state = NameTrie::kRoot;
    for (size_t k = i; k < rest.size(); ++k) {
      state = neutral_.Step(state, rest[k]);
      if (state == NameTrie::kDead) break;
      // A unit only behind figures: "acetonel".
      const bool unit = k + 1 - i <= kLongestUnit;
      if (neutral_.Accepts(state) && (!unit || (i > 0 && IsDigit(rest[i - 1])))) reached[k + 1] = true;
    }
  }
  return reached[rest.size()];
}

bool Neighbours::EndsThere(const NormalisedText& text, const CompiledName& name, size_t& end) const {
  if (text.Boundary(end)) return true;
  const std::string_view bytes = text.text();
  // "acetone99%", "toluene200l": figures may follow a word; an abbreviation only as a quantity ("ANPP500g"),
  // else it is a part number.
  if (IsDigit(bytes[end]) && !IsDigit(bytes[end - 1])) {
    return name.abbreviation ? QuantityFills(text, end) : name.letters >= 5;
  }
  const size_t word_end = WordEnd(text, end);
  const std::string_view rest = bytes.substr(end, word_end - end);
  size_t length = 0;
  const Script script = ScriptOf(CharacterBefore(bytes, end, &length));
  // A Korean word has few characters, for each is a syllable.
  if ((script == Script::kCyrillic && name.letters >= 5) ||
      (script == Script::kHangul && name.letters >= 2)) {
    for (const std::string& ending : endings_) {
      if (rest == ending) {
        end = word_end;
        return true;
      }
    }
  }
  if (script == Script::kLatin && !name.abbreviation && name.letters >= kGluedWords && RestIsNeutral(rest))
    return true;
  // A salt word may go on in another script: フェンタニルクエン酸塩.
  const size_t salt_end = name.abbreviation ? std::string_view::npos : GluedSaltAt(text, end);
  return salt_end != std::string_view::npos && salt_end >= word_end;
}

// Figures and a unit, and the word ends.
bool Neighbours::QuantityFills(const NormalisedText& text, size_t i) const {
  const std::string_view bytes = text.text();
  const size_t end = WordEnd(text, i);
  while (i < end && IsDigit(bytes[i])) ++i;
  return i < end && IsUnit(bytes.substr(i, end - i));
}

// The end of a salt word that begins at `i` within a word; npos when there is none.
size_t Neighbours::GluedSaltAt(const NormalisedText& text, size_t i) const {
  PhraseSet::Hit hit;
  if (!salts_right_.LongestAt(text, i, hit) || !salt_glued_right_[hit.phrase]) return std::string_view::npos;
  return hit.end;
}

void Neighbours::TakeSalts(const NormalisedText& text, bool acid, NameSpan& span) const {
  const std::string_view bytes = text.text();
  for (size_t k = 0; k < kMostSaltWords && span.end < bytes.size(); ++k) {
    const uint8_t between = text.Gap(span.end);
    PhraseSet::Hit hit;
    if (!IsSoft(between))
      break;  // "ephedrine.HCl" and "ephedrine·HCl" are usual; ", potassium" is the next of a list
    if (!salts_right_.LongestAt(text, span.end, hit)) break;
    const bool apart = (between & ~gap::kScript) != 0;
    if (!apart && !salt_glued_right_[hit.phrase]) break;
    if (salt_for_acids_[hit.phrase] && !acid) break;
    span.end = hit.end;
    span.salt = true;
  }
  if (span.begin == 0) return;
  const uint8_t between = text.Gap(span.begin);
  if (!IsSoft(between)) return;
  for (size_t k = 0; k < salts_left_keys_.size(); ++k) {
    const std::string& key = salts_left_keys_[k];
    if (key.size() > span.begin || bytes.compare(span.begin - key.size(), key.size(), key) != 0) continue;
    const size_t begin = span.begin - key.size();
    if (!text.Boundary(begin)) continue;
    const bool apart = (between & ~gap::kScript) != 0;
    if (!apart && !salt_glued_left_[k]) continue;
    span.begin = begin;
    span.salt = true;
    return;
  }
}

Neighbours::Before Neighbours::TakeGroup(const NormalisedText& text, NameSpan& span) const {
  if (span.begin == 0) return Before::kNothing;
  const uint8_t between = text.Gap(span.begin);
  if (!IsSoft(between) || BeginsAside(between)) return Before::kNothing;
  const size_t begin = WordBegin(text, span.begin);
  const std::string word(text.text().substr(begin, span.begin - begin));
  if (left_metal_.count(word) > 0) {
    span.begin = begin;
    span.salt = true;
    return Before::kMetal;
  }
  constexpr size_t kShortestGroup = 5;  // "ethyl"
  if (word.size() < kShortestGroup || !EndsWith(word, "yl")) return Before::kNothing;
  span.begin = begin;
  // "tert-butyl", "2-ethylhexyl": what is tied to the group belongs to it.
  while (span.begin > 0 && IsTight(text.Gap(span.begin))) {
    const size_t left = WordBegin(text, span.begin);
    const std::string tied(text.text().substr(left, span.begin - left));
    if (!IsLocantNumber(tied) && left_locant_.count(tied) == 0 && left_stereo_.count(tied) == 0) break;
    span.begin = left;
  }
  return Before::kGroup;
}

// "phenylacetic acid, 4-hydroxy-": the name goes on behind a comma, as in indexes.
bool Neighbours::InvertedName(const NormalisedText& text, size_t end) const {
  const std::string_view bytes = text.text();
  if ((text.Gap(end) & gap::kComma) == 0 || (text.Gap(end) & gap::kStrong) != 0) return false;
  const size_t after = SkipLocants(text, end);
  if (after == end || after >= bytes.size() || (text.Gap(after) & gap::kHyphen) == 0) return false;
  const std::string_view word = bytes.substr(after, WordEnd(text, after) - after);
  return std::any_of(left_ends_.begin(), left_ends_.end(),
                     [&](const std::string& e) { return EndsWith(word, e); });
}

bool Neighbours::AnotherCompound(const NormalisedText& text, const CompiledName& name,
                                 const NameSpan& span) const {
  return LeftContinues(text, span.begin) || RightContinues(text, name, span.end) ||
         HanContinues(text, name, span);
}

bool Neighbours::LeftContinues(const NormalisedText& text, size_t begin) const {
  const std::string_view bytes = text.text();
  for (size_t k = 0; k <= kMostStereoWords && begin > 0; ++k) {
    const uint8_t between = text.Gap(begin);
    if (!IsSoft(between) || (between & ~gap::kScript) == 0 || BeginsAside(between)) return false;
    size_t end = begin;
    if (bytes[end - 1] == ' ') --end;  // digits on both sides: "3,4-piperidone"
    if (end == 0) return false;
    const size_t word_begin = WordBegin(text, end);
    const std::string word(bytes.substr(word_begin, end - word_begin));
    const bool tight = IsTight(between);
    if (left_stereo_.count(word) > 0 || IsStereoLocant(word)) {
      begin = word_begin;
      continue;
    }
    if (tight && (IsLocantNumber(word) || left_locant_.count(word) > 0)) return true;
    if (left_word_.count(word) > 0) return true;
    const auto ends = [&](const std::string& e) { return EndsWith(word, e); };
    return std::any_of(left_ends_.begin(), left_ends_.end(), ends) ||
           (tight && std::any_of(left_tight_ends_.begin(), left_tight_ends_.end(), ends));
  }
  return false;
}

// Behind positions ("4", "2,4", "n", "n,n") that begin at `i`; `i` itself when there are none.
size_t Neighbours::SkipLocants(const NormalisedText& text, size_t i) const {
  const std::string_view bytes = text.text();
  for (size_t k = 0; k < 6 && i < bytes.size(); ++k) {
    const size_t begin = bytes[i] == ' ' ? i + 1 : i;
    if (begin >= bytes.size()) return i;
    size_t end = begin + 1;
    while (end < bytes.size() && !text.Boundary(end) && bytes[end] != ' ') ++end;
    const std::string word(bytes.substr(begin, end - begin));
    if (!IsLocantNumber(word) && left_locant_.count(word) == 0) return i;
    i = end;
    if (i >= bytes.size() || (text.Gap(i) & gap::kComma) == 0) return i;
  }
  return i;
}

bool Neighbours::IsSuffixWord(std::string_view word, bool after_locant) const {
  const std::string key(word);
  if (right_word_.count(key) > 0 || (after_locant && right_hyphen_.count(key) > 0)) return true;
  return std::any_of(right_starts_.begin(), right_starts_.end(),
                     [&](const std::string& s) { return StartsWith(word, s); });
}

bool Neighbours::RightContinues(const NormalisedText& text, const CompiledName& name, size_t end) const {
  const std::string_view bytes = text.text();
  if (end >= bytes.size()) return false;
  const uint8_t between = text.Gap(end);
  if (InvertedName(text, end)) return true;
  if (!IsSoft(between) || (between & ~gap::kScript) == 0 || IsAside(between)) return false;
  const auto word_at = [&](size_t i) { return bytes.substr(i, WordEnd(text, i) - i); };

  const size_t after = SkipLocants(text, end);
  if (after > end) {
    // "-4-carboxylic acid", " 2,4-diisocyanate". Without a hyphen behind them the figures are something else.
    if (after >= bytes.size() || (text.Gap(after) & gap::kHyphen) == 0 || bytes[after] == ' ') return false;
    const std::string_view word = word_at(after);
    if (IsSuffixWord(word, true)) return true;
    // "phenylacetic acid 4-hydroxy": an index name whose comma was lost.
    const size_t word_end = after + word.size();
    const bool ends = word_end == bytes.size() || (text.Gap(word_end) & (gap::kStrong | gap::kComma)) != 0;
    if (ends && std::any_of(left_ends_.begin(), left_ends_.end(),
                            [&](const std::string& e) { return EndsWith(word, e); })) {
      return true;
    }
    return IsTight(between) && IsTight(text.Gap(after)) && right_unit_.count(std::string(word)) == 0;
  }
  size_t i = end;
  for (size_t k = 0; k < kWithinWords && i < bytes.size(); ++k) {
    if (!IsSoft(text.Gap(i)) || IsAside(text.Gap(i))) return false;
    const std::string_view word = word_at(i);
    if (right_within_.count(std::string(word)) > 0) return true;
    if (k == 0) {
      if (IsSuffixWord(word, false)) return true;
      const auto starts = [&](const std::string& s) { return StartsWith(word, s); };
      if (IsTight(between) && (between & gap::kHyphen) != 0 &&
          std::any_of(right_tight_starts_.begin(), right_tight_starts_.end(), starts)) {
        return true;
      }
      if (name.acid && right_acid_.count(std::string(word)) > 0) return true;
    }
    i += word.size();
  }
  return false;
}

bool Neighbours::HanContinues(const NormalisedText& text, const CompiledName& name,
                              const NameSpan& span) const {
  const std::string_view bytes = text.text();
  const auto continues = [&](const std::unordered_map<std::string, HanSets>& side, char32_t c) {
    const bool kana = name.acid && ScriptOf(c) == Script::kKana;
    if (!IsHan(c) && !kana) return false;
    const auto has = [&](const char* names) {
      const auto it = side.find(names);
      return it != side.end() && it->second.Has(c);
    };
    if (name.single_han && has("single")) return true;
    if (name.acid && has("acid")) return true;
    return !kana && has("any");
  };
  size_t length = 0;
  if (span.begin > 0 && (text.Gap(span.begin) & ~gap::kScript) == 0 &&
      IsHan(CharacterAt(bytes, span.begin, &length)) &&
      continues(han_left_, CharacterBefore(bytes, span.begin, &length))) {
    return true;
  }
  return span.end < bytes.size() && (text.Gap(span.end) & ~gap::kScript) == 0 &&
         IsHan(CharacterBefore(bytes, span.end, &length)) &&
         continues(han_right_, CharacterAt(bytes, span.end, &length));
}

}  // namespace tidewaiter
