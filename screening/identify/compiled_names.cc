#include "screening/identify/compiled_names.h"

#include <algorithm>
#include <array>
#include <optional>

#include "chemdb/base/concat.h"
#include "chemdb/names/cas_rn.h"
#include "chemdb/names/systematic_name.h"
#include "screening/identify/case_forms.h"
#include "screening/identify/normalise.h"
#include "screening/identify/rule_tables.h"
#include "screening/identify/systematic_match.h"

namespace tidewaiter {
namespace {

// Shorter names have neighbours among ordinary words at one error.
constexpr size_t kFuzzyLetters = 8;
// A figure inside a word is a scanner's mistake, so shorter names may be meant.
constexpr size_t kScannedLetters = 6;
// A name of at least this certainty means little else.
constexpr double kPlainName = 0.96;
constexpr size_t kSkeletonBlock = 14;  // letters of an InChIKey
// A name that means several things is doubtful enough as it is.
constexpr double kFuzzyCertainty = 0.9;

bool EndsWith(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

bool IsAcid(std::string_view key) {
  for (const AcidRow& row : Rules().acid_words) {
    if (row.at_end ? EndsWith(key, row.word) : key.substr(0, row.word.size()) == row.word) return true;
  }
  return false;
}

// The sign of optical rotation in front, which leaves no letter: "(+)-", "(-)-", "(\u00B1)-".
std::string SignBefore(std::string_view text) {
  for (const std::string_view sign : {"(+)", "(-)", "(\u00B1)", "(+/-)", "(\u2212)"}) {
    if (text.substr(0, sign.size()) == sign) return std::string(sign);
  }
  return "";
}

std::string IdentifierKey(IdentifierKind kind, std::string_view value) {
  return Concat(static_cast<int>(kind), " ", value);
}

void Describe(CompiledName& name) {
  NormalisedText text;
  NormaliseText(name.text, text);
  name.key = std::string(text.text());
  name.sign = SignBefore(name.text);
  name.gaps.assign(text.gaps(), text.gaps() + text.size());
  size_t characters = 0, han = 0;
  for (size_t i = 0; i < name.key.size();) {
    size_t length = 0;
    const char32_t c = CharacterAt(name.key, i, &length);
    i += length;
    if (c == ' ') continue;
    ++characters;
    if (c >= '0' && c <= '9') continue;
    ++name.letters;
    han += IsHan(c) ? 1 : 0;
  }
  name.single_han = characters == 1 && han == 1;
  name.acid = IsAcid(name.key);
  // A wrong character in Han text is another word, not a slip.
  const bool sure =
      !name.abbreviation && !name.other && !name.inflected && han == 0 && name.certainty >= kFuzzyCertainty;
  name.fuzzy = sure && name.letters >= kFuzzyLetters;
  name.scanned = sure && name.letters >= kScannedLetters;
}

}  // namespace

uint64_t CasDigits(std::string_view cas_rn) {
  uint64_t value = 0;
  for (const char c : cas_rn) {
    if (c >= '0' && c <= '9') value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  return value;
}

void FirstBytes::Add(std::string_view key) {
  for (int c = 0; c < 256; ++c) {
    const char third = key.size() > 2 ? key[2] : static_cast<char>(c);
    const size_t h = Hash(key[0], key[1], third);
    bits_[h >> 6] |= uint64_t{1} << (h & 63);
    if (key.size() > 2) return;
  }
}

CompiledNames::CompiledNames(const Dictionary& dictionary) {
  AddNames(dictionary);
  for (CompiledName& name : names_) Describe(name);
  ReadStructures();
  AddEsters();
  Index();
  AddNumbers(dictionary);
  for (const std::string& word : Rules().lookalikes) {
    NormalisedText text;
    NormaliseText(word, text);
    lookalikes_.emplace(text.text());
  }
}

void CompiledNames::AddNames(const Dictionary& dictionary) {
  for (const DictionaryName& row : dictionary.names) {
    CompiledName name;
    name.substance = row.substance;
    name.form = row.form;
    name.text = row.text;
    name.certainty = std::clamp(row.certainty, 0.0, 1.0);
    name.abbreviation = row.kind == "abbreviation" || row.kind == "code";
    name.salt = row.kind == "salt";
    name.ester = row.kind == "ester";
    names_.push_back(name);
    if (name.abbreviation) continue;
    for (std::string& form : CaseForms(row.text, row.language)) {
      name.text = std::move(form);
      name.inflected = true;
      names_.push_back(name);
    }
  }
  for (const std::string& text : Rules().other_compounds) {
    CompiledName name;
    name.text = text;
    name.other = true;
    names_.push_back(std::move(name));
  }
}

// Names of esters are open-ended: each group of data/alkyls.csv with each row of data/esters.csv in its
// language. An ester that is listed itself is found as itself.
void CompiledNames::AddEsters() {
  std::unordered_map<std::string, uint32_t> by_key;
  for (uint32_t k = 0; k < names_.size(); ++k) {
    if (!names_[k].other) by_key.emplace(names_[k].key, k);
  }
  const auto key_of = [](const std::string& text) {
    NormalisedText normalised;
    NormaliseText(text, normalised);
    return std::string(normalised.text());
  };
  std::unordered_map<std::string, std::string> english;  // of each acid: its first row's text
  for (const EsterRow& row : Rules().esters) {
    if (row.language == "en" && row.group_first) english.emplace(row.acid, row.text);
  }
  const size_t plain = names_.size();
  for (const EsterRow& row : Rules().esters) {
    const auto acid = by_key.find(key_of(row.acid));
    if (acid == by_key.end() || acid->second >= plain) continue;
    const auto add = [&](const std::string& text, uint32_t substance, bool anion) {
      CompiledName name;
      name.substance = substance;
      name.text = text;
      name.ester = substance == names_[acid->second].substance;
      name.anion = anion;
      Describe(name);
      name.acid = anion;  // "sodium phenylacetate"
      if (by_key.emplace(name.key, static_cast<uint32_t>(names_.size())).second)
        names_.push_back(std::move(name));
    };
    if (row.group_first && row.language == "en") add(row.text, names_[acid->second].substance, true);
    for (const AlkylRow& group : Rules().alkyls) {
      if (group.language != row.language) continue;
      // These scripts write no blanks inside a compound's name.
      const bool joined = row.language == "zh" || row.language == "ja" || row.language == "ko";
      const std::string_view blank = joined ? "" : " ";
      const std::string text = row.group_first ? Concat(group.text, " ", row.text)
                                               : Concat(row.text, blank, group.text, blank, row.ending);
      const auto listed = by_key.find(key_of(Concat(group.group, " ", english[row.acid])));
      const bool itself = listed != by_key.end() && listed->second < plain;
      add(text, names_[itself ? listed->second : acid->second].substance, false);
    }
  }
}

// What the dictionary's own systematic names stand for.
void CompiledNames::ReadStructures() {
  for (uint32_t k = 0; k < names_.size(); ++k) {
    const CompiledName& name = names_[k];
    const bool ascii = std::all_of(name.text.begin(), name.text.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (name.abbreviation || name.other || name.form >= 0 || name.certainty < kPlainName || !ascii) continue;
    const std::optional<Sketch> sketch = ReadSystematicName(name.text);
    if (!sketch.has_value()) continue;
    std::vector<uint32_t>& same = structures_[SketchKey(*sketch)];
    const bool twice = std::any_of(same.begin(), same.end(), [&](uint32_t other) {
      return names_[other].substance == name.substance &&
             StereoLetters(names_[other].text) == StereoLetters(name.text);
    });
    if (!twice) same.push_back(k);
  }
}

void CompiledNames::Index() {
  std::unordered_map<std::string, double> ordinary;
  for (const auto& [word, certainty] : Rules().ordinary_words) {
    NormalisedText text;
    NormaliseText(word, text);
    ordinary[std::string(text.text())] = certainty;
  }
  std::unordered_map<std::string, uint32_t> values;
  std::vector<std::pair<std::string, uint32_t>> forward, reverse;
  for (size_t i = 0; i < names_.size(); ++i) {
    CompiledName& name = names_[i];
    if (const auto cap = ordinary.find(name.key); cap != ordinary.end()) {
      name.certainty = std::min(name.certainty, cap->second);
    }
    const bool too_short = name.key.size() < 2;
    if (too_short || name.letters == 0) continue;
    const auto [it, fresh] = values.emplace(name.key, static_cast<uint32_t>(by_key_.size()));
    if (fresh) {
      by_key_.emplace_back();
      forward.emplace_back(name.key, it->second);
    }
    // One substance may have a name twice: in two languages, or as name and systematic name.
    std::vector<uint32_t>& same = by_key_[it->second];
    const auto twin = std::find_if(same.begin(), same.end(), [&](uint32_t k) {
      const CompiledName& other = names_[k];
      return other.substance == name.substance && other.form == name.form && other.other == name.other &&
             other.gaps == name.gaps && other.sign == name.sign;
    });
    if (twin == same.end()) {
      same.push_back(static_cast<uint32_t>(i));
    } else {
      // The row that doubts knows more than the one that only names.
      CompiledName& first = names_[*twin];
      first.certainty = std::min(first.certainty, name.certainty);
      first.abbreviation = first.abbreviation || name.abbreviation;
      first.fuzzy = first.fuzzy && name.fuzzy;
      first.scanned = first.scanned && name.scanned;
    }
  }
  for (const auto& [key, value] : values) {
    const std::vector<uint32_t>& same = by_key_[value];
    if (!std::any_of(same.begin(), same.end(),
                     [&](uint32_t k) { return names_[k].fuzzy || names_[k].scanned; })) {
      continue;
    }
    reverse.emplace_back(std::string(key.rbegin(), key.rend()), value);
  }
  for (const auto& [key, value] : forward) forward_first_.Add(key);
  for (const auto& [key, value] : reverse) reverse_first_.Add(key);
  forward_ = NameTrie::Build(std::move(forward));
  reverse_ = NameTrie::Build(std::move(reverse));
}

void CompiledNames::AddNumbers(const Dictionary& dictionary) {
  for (const DictionaryCas& row : dictionary.cas_rns) {
    if (!IsValidCasRn(row.cas_rn)) continue;
    std::vector<CasTarget>& targets = cas_[CasDigits(row.cas_rn)];
    const bool twice = std::any_of(targets.begin(), targets.end(), [&](const CasTarget& t) {
      return t.substance == row.substance && (t.form == row.form || t.form < 0);
    });
    if (!twice) targets.push_back({row.substance, row.form, row.ester});
  }
  for (const DictionaryIdentifier& row : dictionary.identifiers) {
    const IdentifierTarget target{row.substance, row.form, std::clamp(row.certainty, 0.0, 1.0)};
    identifiers_[IdentifierKey(row.kind, row.value)].push_back(target);
    if (row.kind == IdentifierKind::kInchiKey)
      skeletons_[row.value.substr(0, kSkeletonBlock)].push_back(target);
  }
}

const std::vector<IdentifierTarget>* CompiledNames::FindIdentifier(IdentifierKind kind,
                                                                   std::string_view value) const {
  const auto it = identifiers_.find(IdentifierKey(kind, value));
  return it == identifiers_.end() ? nullptr : &it->second;
}

const std::vector<IdentifierTarget>* CompiledNames::FindSkeleton(std::string_view block) const {
  const auto it = skeletons_.find(std::string(block));
  return it == skeletons_.end() ? nullptr : &it->second;
}

const std::vector<uint32_t>* CompiledNames::NamesOfStructure(const std::string& key) const {
  const auto it = structures_.find(key);
  return it == structures_.end() ? nullptr : &it->second;
}

const std::vector<uint32_t>* CompiledNames::NamesWithKey(std::string_view key) const {
  NameTrie::State state = NameTrie::kRoot;
  for (const char byte : key) {
    state = forward_.Step(state, byte);
    if (state == NameTrie::kDead) return nullptr;
  }
  return forward_.Accepts(state) ? &by_key_[forward_.Value(state)] : nullptr;
}

const std::vector<CasTarget>* CompiledNames::FindCas(uint64_t digits) const {
  const auto it = cas_.find(digits);
  return it == cas_.end() ? nullptr : &it->second;
}

}  // namespace tidewaiter
