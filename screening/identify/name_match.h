// Listed names in normalised text: exactly as the dictionary has them, separators aside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "screening/identify/compiled_names.h"
#include "screening/identify/neighbours.h"
#include "screening/identify/normalise.h"

namespace tidewaiter {

struct NameMatch {
  uint32_t name = 0;          // index into CompiledNames::names()
  NameSpan span;              // salt words included
  size_t begin = 0, end = 0;  // the name alone; bytes of the normalised text
  bool fuzzy = false;
  bool two_slips = false;  // fuzzy, by two slips
  bool variant = false;    // an abbreviation written another way than in the dictionary ("P2P" for "P-2-P")
  bool spelled = false;    // an abbreviation letter by letter ("P.M.K.", "B M K")
  bool turned_round = false;   // "permanganate, potassium"
  bool inside_guess = false;   // inside a longer name with a slip
  bool ester = false;          // an ester of the name's substance
  bool anion = false;          // "phenylacetate" by itself: an ester or a salt
  bool systematic = false;     // read as a systematic name: of the structure that the name stands for
  bool several = false;        // systematic, and several listed substances differ from it by stereo alone
  bool shortened = false;      // words cut short: "potass. permang."
  bool needs_company = false;  // a slip in a short name: counts beside something chemical
  bool rejected = false;       // part of another compound's name; still hides shorter matches inside
};

// How the separators in the text go with those of the dictionary's name.
enum class GapAgreement : uint8_t { kNo, kSpelled, kVariant, kYes };

// `begin`: where the name's key stands in the text. `length`: bytes of the key there (differs by one when
// fuzzy, and then the gaps inside are only held to be soft).
GapAgreement CompareGaps(const NormalisedText& text, size_t begin, size_t length, const CompiledName& name);

// Appends every match, also those inside others, in order of begin. `deep` becomes the word starts from which
// names went on for at least kDeepBytes.
inline constexpr size_t kDeepBytes = 4;
void MatchNames(const NormalisedText& text, const CompiledNames& names, const Neighbours& neighbours,
                std::vector<NameMatch>& out, std::vector<uint32_t>& deep);

// Drops what lies inside a longer match or across one, keeps all substances of the longest. Rejected matches
// hide others, and are then dropped too. An exact match hides a guess of the same place or inside, not a
// longer one.
void KeepLongest(const CompiledNames& names, std::vector<NameMatch>& matches);

}  // namespace tidewaiter
