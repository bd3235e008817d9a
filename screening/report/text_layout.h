// Columns of a terminal: how wide text is, how it breaks into lines, where carets go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

// Columns that valid UTF-8 takes: East Asian wide characters two, combining marks none.
int DisplayWidth(std::string_view text);

// Breaks `text` at spaces into lines of at most `width` columns; a word that is longer is cut. Never empty.
std::vector<std::string> WrapText(std::string_view text, int width);

// The largest index <= `at` where no UTF-8 sequence is cut.
size_t CharacterStart(std::string_view text, size_t at);

// Bytes [start, end) of a text.
struct Span {
  size_t start = 0;
  size_t end = 0;
};

// Two lines of at most `width` columns: the part of `text` (raw, escaped here) around the spans, and carets
// under them. Spans must be in order and not overlap; what lies outside the text is left out.
struct Underlined {
  std::string text;
  std::string carets;
};
Underlined Underline(std::string_view text, const std::vector<Span>& spans, int width);

// Where each heavy atom of a SMILES is written, in input order. Empty when the text is not plain SMILES.
std::vector<Span> SmilesAtomSpans(std::string_view smiles);

}  // namespace tidewaiter
