// Small text tools of the reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter::read {

// Without blanks at both ends: ASCII white space, no-break space, ideographic space, zero-width no-break
// space.
std::string_view Trim(std::string_view text);

// `text` for comparing names and titles: letters and digits only, folded case, accents off, compatibility
// forms (full-width) resolved. "País de Origen", "PAIS_DE_ORIGEN" and "PaisDeOrigen" are the same.
std::string MatchKey(std::string_view text);

// The words of a column title: parted by punctuation, "camelCase", and Latin next to other script.
std::vector<std::string> TitleWords(std::string_view title);

// For messages: at most `bytes` of `text`, cut at a character, with "..." when cut.
std::string Shorten(std::string_view text, size_t bytes = 60);

bool IsAscii(std::string_view text);

}  // namespace tidewaiter::read
