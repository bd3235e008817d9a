// Reads systematic names of small organic molecules: chains and common rings with substituents, suffixes,
// esters and functional classes, as the IUPAC's rules and the Chemical Abstracts' indexes write them, and as
// the trade does ("4-piperidone", "butanediol-1,4", "3,4-methylenedioxyphenyl-2-propanone"); and relatives of
// fentanyl by their short names (fentanyl_name.h).
//
// For the names of what is listed and its neighbours, without a resolver. A name is read when each position
// is said or only one is possible; else it is not. Stereo descriptors are read over. What it does not know it
// does not guess.
#pragma once

#include <optional>
#include <string_view>

#include "chemdb/names/sketch.h"

namespace tidewaiter {

// Longest name that is read, bytes.
inline constexpr size_t kSystematicNameBytes = 200;

// nullopt when `name` cannot be read to its end, or is longer. UTF-8; capitals, Greek letters, kinds of
// dashes and primes make no difference. Salts are not read ("... hydrochloride").
std::optional<Sketch> ReadSystematicName(std::string_view name);

// The same for several names of one text that share `steps`, so that a hostile one costs no more than that:
// some tens of milliseconds for kReadingSteps. Names of what is listed take up to some hundred.
inline constexpr int kReadingSteps = 20000;
std::optional<Sketch> ReadSystematicName(std::string_view name, int& steps);

}  // namespace tidewaiter
