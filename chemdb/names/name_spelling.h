// The writing of systematic names brought to one: small letters, one hyphen, one prime, no stereo
// descriptors, no blanks inside a word, what indexes turn round put right, spellings of one thing made the
// same.
#pragma once

#include <string>
#include <string_view>

namespace tidewaiter {

std::string PlainSpelling(std::string_view name);

// A name in plain spelling of another language, with its pieces as English spells them
// (data/name_foldings.csv, han_parts.csv): "1-fenil-2-propanona", "1-фенилпропан-2-он", "1-苯基-2-丙酮".
// Pieces only: word order stays.
std::string EnglishSpelling(std::string_view plain);

}  // namespace tidewaiter
