// One instrument's text in two languages.
#pragma once

#include <string>
#include <vector>

#include "chemdb/law/import/law_document.h"

namespace tidewaiter {

// What the text in another language says otherwise: rows that only one has, days, kinds, numbers of
// inclusions.
std::vector<std::string> LanguageRemarks(const LawDocument& english, const LawDocument& other);

}  // namespace tidewaiter
