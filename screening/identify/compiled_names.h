// The dictionary, normalised and laid out for matching. Immutable.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "screening/identify/dictionary.h"
#include "screening/identify/name_trie.h"

namespace tidewaiter {

struct CompiledName {
  uint32_t substance = 0;
  int32_t form = -1;
  std::string text;  // as the dictionary writes it
  double certainty = 1;
  bool abbreviation = false;  // also codes: no rules of chemical wording hold inside
  bool salt = false;          // names a salt
  bool other = false;         // not listed: another compound, known so that no listed name is found inside it
  bool inflected = false;     // a case form: found as it is, never with a slip
  bool ester = false;         // names an ester of the substance
  bool anion = false;         // what stands for the acid in an ester's name: counts behind a group ("...yl")
  bool scanned = false;       // long enough to be found with a figure read for a letter
  bool fuzzy = false;         // long enough to be found with one error
  bool acid = false;          // an acid by its name
  bool single_han = false;    // one Han character
  uint16_t letters = 0;       // characters that are no digits
  std::string sign;           // "(+)" and its like, when the name begins with one
  std::string key;            // normalised
  std::vector<uint8_t> gaps;  // as NormalisedText::Gap, one a byte of the key
};

struct CasTarget {
  uint32_t substance = 0;
  int32_t form = -1;
  bool ester = false;  // the number of an ester of the substance
};

struct IdentifierTarget {
  uint32_t substance = 0;
  int32_t form = -1;
  double certainty = 1;
};

// Which three bytes a key may begin with: one bit looked up before a walk, which most words do not pass.
class FirstBytes {
 public:
  void Add(std::string_view key);
  bool MayBegin(char a, char b, char c) const {
    const size_t h = Hash(a, b, c);
    return (bits_[h >> 6] >> (h & 63) & 1) != 0;
  }

 private:
  static constexpr size_t kBits = 1 << 15;  // 4 KiB: lower-case letters never collide
  static size_t Hash(char a, char b, char c) {
    return (static_cast<size_t>(static_cast<unsigned char>(a)) << 10 ^
            static_cast<size_t>(static_cast<unsigned char>(b)) << 5 ^
            static_cast<size_t>(static_cast<unsigned char>(c))) &
           (kBits - 1);
  }
  std::array<uint64_t, kBits / 64> bits_{};
};

class CompiledNames {
 public:
  // Leaves out names of fewer than two characters, except one Han character.
  explicit CompiledNames(const Dictionary& dictionary);

  const std::vector<CompiledName>& names() const { return names_; }
  // Values are indices for NamesOf.
  const NameTrie& forward() const { return forward_; }
  // Keys reversed; only names that are found with an error.
  const NameTrie& reverse() const { return reverse_; }
  const FirstBytes& forward_first() const { return forward_first_; }
  const FirstBytes& reverse_first() const { return reverse_first_; }
  const std::vector<uint32_t>& NamesOf(uint32_t value) const { return by_key_[value]; }
  // nullptr when there is none.
  const std::vector<uint32_t>* NamesWithKey(std::string_view key) const;

  // Names of the structure with this SketchKey, one of each substance and stereo; nullptr when not listed.
  const std::vector<uint32_t>* NamesOfStructure(const std::string& key) const;

  // Key: the digits as a number. nullptr when not listed.
  const std::vector<CasTarget>* FindCas(uint64_t digits) const;
  // nullptr when not listed.
  const std::vector<IdentifierTarget>* FindIdentifier(IdentifierKind kind, std::string_view value) const;
  // By the first block of an InChIKey.
  const std::vector<IdentifierTarget>* FindSkeleton(std::string_view block) const;
  bool IsLookalike(std::string_view key) const { return lookalikes_.count(std::string(key)) > 0; }

 private:
  void AddNames(const Dictionary& dictionary);
  void AddEsters();
  void Index();
  void ReadStructures();
  void AddNumbers(const Dictionary& dictionary);

  std::vector<CompiledName> names_;
  std::vector<std::vector<uint32_t>> by_key_;
  NameTrie forward_, reverse_;
  FirstBytes forward_first_, reverse_first_;
  std::unordered_map<std::string, std::vector<uint32_t>> structures_;
  std::unordered_map<uint64_t, std::vector<CasTarget>> cas_;
  std::unordered_map<std::string, std::vector<IdentifierTarget>> identifiers_, skeletons_;
  std::unordered_set<std::string> lookalikes_;
};

// The digits of a CAS RN as a number: "50-00-0" -> 50000.
uint64_t CasDigits(std::string_view cas_rn);

}  // namespace tidewaiter
