#include "screening/report/escape.h"

#include <cstdint>
#include <cstring>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace tidewaiter {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr char kHex[] = "0123456789abcdef";

// Printable ASCII needs no look at Unicode's tables.
bool IsPlainAscii(unsigned char c) { return c >= 0x20 && c < 0x7F; }

bool IsUnsafe(UChar32 c) {
  switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_SURROGATE:
      return true;
    default:
      return false;
  }
}

void AppendJsonUnit(std::string& out, unsigned unit) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(unit >> shift) & 0xF];
}

void AppendJsonUnsafe(std::string& out, UChar32 c) {
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (c <= 0xFFFF) {
    AppendJsonUnit(out, static_cast<unsigned>(c));
  } else {
    AppendJsonUnit(out, U16_LEAD(c));
    AppendJsonUnit(out, U16_TRAIL(c));
  }
}

void AppendTerminalUnsafe(std::string& out, UChar32 c) {
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  out += "\\u{";
  int shift = 20;
  while (shift > 4 && ((c >> shift) & 0xF) == 0) shift -= 4;
  for (; shift >= 0; shift -= 4) out += kHex[(c >> shift) & 0xF];
  out += '}';
}

// How many of the first bytes of `text` are in whole groups of eight that hold printable ASCII only, and
// neither `first` nor `second`.
size_t PlainGroups(std::string_view text, char first, char second) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighs = 0x8080808080808080;
  const auto has_zero = [](uint64_t group) { return (group - kOnes) & ~group & kHighs; };
  const uint64_t firsts = kOnes * static_cast<unsigned char>(first);
  const uint64_t seconds = kOnes * static_cast<unsigned char>(second);
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t group;
    std::memcpy(&group, text.data() + at, 8);
    const uint64_t below_space = (group - kOnes * 0x20) & ~group & kHighs;
    const uint64_t delete_or_above = (group + kOnes) | group;
    if (((below_space | (delete_or_above & kHighs)) != 0) || has_zero(group ^ firsts) != 0 ||
        has_zero(group ^ seconds) != 0) {
      break;
    }
  }
  return at;
}

// Copies `text`: runs of characters that need no escape as they are, `unsafe(out, c)` for the others.
// `first` and `second` are others too; a NUL adds nothing.
template <typename Unsafe>
void Transcribe(std::string& out, std::string_view text, char first, char second, Unsafe unsafe) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const size_t size = text.size();
  size_t run = 0;  // start of what is not yet copied
  size_t i = PlainGroups(text, first, second);
  while (i < size) {
    if (IsPlainAscii(bytes[i]) && text[i] != first && text[i] != second) {
      ++i;
      continue;
    }
    const size_t start = i;
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    if (c >= 0x80 && !IsUnsafe(c)) continue;
    out.append(text, run, start - run);
    run = i;
    if (c < 0) {
      out += kReplacement;
    } else {
      unsafe(out, c);
    }
    i += PlainGroups(text.substr(i), first, second);
  }
  out.append(text, run, size - run);
}

bool StartsLikeFormula(std::string_view text) {
  const size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return false;
  const std::string_view rest = text.substr(first);
  if (std::string_view("=+-@\t\r\n").find(rest[0]) != std::string_view::npos) return true;
  for (std::string_view wide : {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
    if (rest.starts_with(wide)) return true;
  }
  return false;
}

}  // namespace

void AppendTerminalText(std::string& out, std::string_view text) {
  Transcribe(out, text, '\0', '\0', AppendTerminalUnsafe);
}

std::string TerminalText(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  AppendTerminalText(out, text);
  return out;
}

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  Transcribe(out, text, '"', '\\', [](std::string& o, UChar32 c) {
    if (c == '"' || c == '\\') {
      o += '\\';
      o += static_cast<char>(c);
    } else {
      AppendJsonUnsafe(o, c);
    }
  });
  out += '"';
}

void AppendCsvCell(std::string& out, std::string_view text) {
  const bool guard = StartsLikeFormula(text);
  const bool quote = guard || text.find_first_of(",\"\r\n;") != std::string_view::npos ||
                     text.starts_with(' ') || text.ends_with(' ');
  if (!quote) return AppendTerminalText(out, text);
  out += guard ? "\"'" : "\"";
  Transcribe(out, text, '"', '"', [](std::string& o, UChar32 c) {
    if (c == '"') {
      o += "\"\"";
    } else {
      AppendTerminalUnsafe(o, c);
    }
  });
  out += '"';
}

}  // namespace tidewaiter
