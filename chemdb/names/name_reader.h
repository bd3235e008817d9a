// Reads one word of a systematic name: a molecule, or a substituent's name.
#pragma once

#include <optional>
#include <string_view>

#include "chemdb/names/name_fragment.h"

namespace tidewaiter {

// nullopt when `word` (in PlainSpelling) cannot be read to its end. A molecule may have open esters; a
// substituent has an atom to be joined by.
// Each attempt takes from `steps`; with none left nothing is read.
std::optional<NameFragment> ReadNameWord(std::string_view word, bool substituent, int& steps);

}  // namespace tidewaiter
