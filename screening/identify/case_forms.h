// Case forms of names in languages that inflect them (data/case_forms.csv): "efedryny", "kwasu siarkowego",
// "серной кислотой".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

// The forms of a name of that language (ISO 639-1) other than the one given; empty for a language that is not
// in the table. Adjectives and the first noun change together; what follows in the genitive stays.
std::vector<std::string> CaseForms(std::string_view name, std::string_view language);

}  // namespace tidewaiter
