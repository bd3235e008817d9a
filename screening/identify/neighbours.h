// What stands directly beside a name and makes it the name of something else ("piperidine-4-carboxylic acid",
// "chloro acetone", 环丙酮), or of its salt ("efedrina" in "clorhidrato de efedrina").
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "screening/identify/compiled_names.h"
#include "screening/identify/normalise.h"
#include "screening/identify/phrases.h"

namespace tidewaiter {

struct NameSpan {
  size_t begin = 0, end = 0;  // bytes of the normalised text
  bool salt = false;          // a salt word was taken in
};

class Neighbours {
 public:
  Neighbours();

  // Whether a name may end at `end`: a word ends there, or figures or a glued salt word or a case ending
  // follow. Moves `end` over a case ending.
  bool EndsThere(const NormalisedText& text, const CompiledName& name, size_t& end) const;

  // Takes in the salt words on both sides. Some are only a salt's beside the name of an acid ("sodium").
  void TakeSalts(const NormalisedText& text, bool acid, NameSpan& span) const;

  // What stands before the anion in an ester's or salt's name ("ethyl phenylacetate", "sodium
  // phenylacetate").
  enum class Before : uint8_t { kNothing, kGroup, kMetal };
  // Takes the group or metal in.
  Before TakeGroup(const NormalisedText& text, NameSpan& span) const;

  // Calls visit(i) for each place within the word at `begin` where a name may begin behind figures and a unit
  // of quantity ("25kgacetone", "20Lacetone"), or behind a salt in Hangul (염산에페드린).
  template <typename Visit>
  void ForEachGluedName(const NormalisedText& text, size_t begin, Visit visit) const {
    const std::string_view bytes = text.text();
    for (const std::string& salt : hangul_salts_) {
      if (bytes.compare(begin, salt.size(), salt) == 0) visit(begin + salt.size());
    }
    size_t unit = begin;
    while (unit < bytes.size() && bytes[unit] >= '0' && bytes[unit] <= '9') ++unit;
    for (size_t end = unit + 1; end < bytes.size() && end <= unit + kLongestUnit; ++end) {
      if (text.Boundary(end)) return;
      if (IsUnit(bytes.substr(unit, end - unit))) visit(end);
    }
  }

  // Names salts beside another name ("hcl"), normalised.
  bool IsSaltWord(std::string_view word) const { return salt_words_.count(std::string(word)) > 0; }
  // A unit of quantity, normalised.
  bool IsUnit(std::string_view word) const { return right_unit_.count(std::string(word)) > 0; }
  // A class of compounds that a name turned round may begin with ("acid" in "acid phenylacetic").
  bool IsHead(std::string_view word) const { return heads_.count(std::string(word)) > 0; }
  // A word that ends the names of a class of compounds ("acid", "chloride"): a name of its own ends there.
  bool IsClassWord(std::string_view word) const { return class_words_.count(std::string(word)) > 0; }

  // The words around make it another compound's name.
  bool AnotherCompound(const NormalisedText& text, const CompiledName& name, const NameSpan& span) const;

 private:
  using Words = std::unordered_set<std::string>;
  static constexpr size_t kLongestUnit = 4;
  struct HanSets {
    std::unordered_set<char32_t> continues, ends;
    bool all = false;
    bool Has(char32_t c) const { return (all || continues.count(c) > 0) && ends.count(c) == 0; }
  };

  bool InvertedName(const NormalisedText& text, size_t end) const;
  bool LeftContinues(const NormalisedText& text, size_t begin) const;
  bool RightContinues(const NormalisedText& text, const CompiledName& name, size_t end) const;
  bool HanContinues(const NormalisedText& text, const CompiledName& name, const NameSpan& span) const;
  bool RestIsNeutral(std::string_view rest) const;
  bool IsSuffixWord(std::string_view word, bool after_locant) const;
  size_t SkipLocants(const NormalisedText& text, size_t i) const;
  bool QuantityFills(const NormalisedText& text, size_t i) const;
  size_t GluedSaltAt(const NormalisedText& text, size_t i) const;

  std::vector<std::string> left_ends_, left_tight_ends_, right_starts_, right_tight_starts_, endings_;
  Words salt_words_, left_word_, left_locant_, left_stereo_, left_metal_;
  Words right_word_, right_hyphen_, right_acid_, right_within_, right_unit_, heads_, class_words_;
  std::unordered_map<std::string, HanSets> han_left_, han_right_;
  std::vector<bool> salt_glued_left_, salt_glued_right_, salt_for_acids_;
  std::vector<std::string> salts_left_keys_, hangul_salts_;
  PhraseSet salts_right_;
  NameTrie neutral_;  // words that may stand behind a name without a blank
};

}  // namespace tidewaiter
