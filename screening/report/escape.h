// The only way text from outside reaches an output: JSON strings, CSV cells, a terminal.
//
// Whatever the bytes are, the output is valid UTF-8 (a byte that is no UTF-8 becomes U+FFFD) and holds no
// character that moves a cursor, turns the reading direction or hides: controls (C0, DEL, C1), format
// characters (bidi marks, zero-width, soft hyphen, tags) and line separators are written as escapes. Same
// bytes in every locale.
#pragma once

#include <string>
#include <string_view>

namespace tidewaiter {

// Text for a person: findings in the table, error messages, the progress line. "\u{202E}", "\n" and "\u{1B}"
// stand for what they name. A backslash stays as it is, so this is for reading and not for parsing back.
void AppendTerminalText(std::string& out, std::string_view text);
std::string TerminalText(std::string_view text);

// A JSON string with its quotes. Parsing it gives `text` back, but for U+FFFD.
void AppendJsonString(std::string& out, std::string_view text);

// One CSV cell (RFC 4180, always one line) that no spreadsheet takes for a formula: a cell whose first
// character, after spaces, is one of = + - @ (or their full-width forms), tab, CR or LF gets an apostrophe
// before it.
void AppendCsvCell(std::string& out, std::string_view text);

}  // namespace tidewaiter
