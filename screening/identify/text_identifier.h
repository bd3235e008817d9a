// Finds listed substances in free text: CAS RNs and names, in several languages, in one pass over the text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/store/database.h"
#include "screening/identify/dictionary.h"
#include "screening/identify/named_structure.h"
#include "screening/identify/vagueness.h"

namespace tidewaiter {

enum class CandidateKind : uint8_t {
  kCasRn,
  kCasRnNearMiss,
  kName,
  kFuzzyName,
  kEcNumber,
  kUnNumber,
  kDeaCode,
  kInchiKey,
  kInchi
};

// A place in the text that may mean a listed substance.
struct Candidate {
  CandidateKind kind = CandidateKind::kName;
  size_t start = 0, end = 0;  // bytes of the original text
  uint32_t substance = 0;     // index into Database::substances()
  int32_t form = -1;   // index into Substance::forms when a salt's or hydrate's own number or name; else -1
  bool ester = false;  // an ester of the substance, by its name or CAS RN ("methyl anthranilate")
  bool salt_word = false;    // a salt word stands beside the name ("hydrochloride", "盐酸盐")
  double prior = 1;          // 0..1: before what stands around it was weighed
  double certainty = 1;      // 0..1
  std::string matched_name;  // the dictionary's writing
  std::string reason;        // why this certainty, in words; may be empty
};

// An HS code written in a description, behind a label.
struct GoodsCodeMention {
  std::string digits;         // 4 to 10; empty when there is none
  size_t start = 0, end = 0;  // bytes of the original text
};

// What stands around the text and moves the certainty.
struct TextContext {
  std::string_view hs_code;  // digits; empty: what the text itself states counts
};

class TextIdentifier {
 public:
  // Memory of one worker, reused from line to line.
  class Scratch {
   public:
    Scratch();
    ~Scratch();

   private:
    friend class TextIdentifier;
    struct Impl;
    std::unique_ptr<Impl> impl_;
  };

  // Compiles the dictionary. Immutable afterwards; share it between threads.
  static absl::StatusOr<std::unique_ptr<const TextIdentifier>> Build(
      std::shared_ptr<const Database> database);
  // The same from plain values. InvalidArgument when it holds no name and no CAS RN.
  static absl::StatusOr<std::unique_ptr<const TextIdentifier>> Build(const Dictionary& dictionary);
  ~TextIdentifier();

  // Appends candidates in order of start. Any bytes in; offsets are always valid and on character boundaries
  // of valid UTF-8. Overlapping candidates of one substance are merged (longest wins). A name that means
  // several substances gives one candidate for each. Reads the first limits::kDescriptionBytes.
  void Identify(std::string_view text, const TextContext& context, Scratch& scratch,
                std::vector<Candidate>& out) const;

  // How sure it is that bytes [start, end) of `text` say what the goods are, when by themselves they would in
  // `prior` of descriptions: for what other searches find in a text (a systematic name, a SMILES). What
  // stands around it counts as it does for names ("free of", "test kit for"); `reason` gets what did. Costs
  // little when `scratch` was last used for the same text.
  double JudgeSpan(std::string_view text, const TextContext& context, size_t start, size_t end, double prior,
                   Scratch& scratch, std::string& reason) const;

  // How little the text says that `scratch` was last used for; saves normalising it again.
  static Vagueness VaguenessOfLast(const Scratch& scratch);
  // A CAS RN with a right check digit, or a plain systematic name, stands in the same text: listed or not, it
  // names a chemical.
  static bool NamesChemicalInLast(const Scratch& scratch);

  // Structures that systematic names in the same text stand for and that the dictionary has no name for: they
  // may be members of a listed class.
  static const std::vector<NamedStructure>& UnlistedStructuresOfLast(const Scratch& scratch);

  // The HS code that the same text states behind a label ("HS code 2933.32"), and where; empty when none.
  static const GoodsCodeMention& GoodsCodeOfLast(const Scratch& scratch);

  // For --explain: what else the abbreviation `name` is used for.
  std::vector<std::string> OtherMeaningsOf(std::string_view name) const;

  // For --explain: the normalised text that was matched.
  std::string Normalise(std::string_view text) const;

 private:
  struct Impl;
  explicit TextIdentifier(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidewaiter
