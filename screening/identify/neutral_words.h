// Which words of a description go with a chemical as goods: how much, how packed, how pure, what it looks
// like.
//
// An abbreviation means a chemical when nothing but such words stands by. A word of another kind says that
// the goods are something else ("MEK inhibitor", "PMK keycaps", "GBL gearbox lubricant"), in whatever trade;
// so the words of chemical goods are listed (data/neutral_words.csv), not those of all the other trades.
#pragma once

#include <cstddef>
#include <cstdint>

#include "screening/identify/normalise.h"
#include "screening/identify/phrases.h"

namespace tidewaiter {

class NeutralWords {
 public:
  NeutralWords();

  // Where the phrase or figure that begins at word start `i` ends; `i` when the word is of another kind.
  size_t EndOfNeutral(const NormalisedText& text, size_t i) const;

  // The word right behind byte `end` is of another kind, with only a blank or hyphen between: the name says
  // what kind of it ("GBL lubricant").
  bool Modifies(const NormalisedText& text, size_t end) const;

 private:
  PhraseSet phrases_;
};

}  // namespace tidewaiter
