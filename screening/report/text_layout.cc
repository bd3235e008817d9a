#include "screening/report/text_layout.h"

#include <algorithm>
#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "screening/report/escape.h"

namespace tidewaiter {
namespace {

int CharacterWidth(UChar32 c) {
  if (c < 0x300) return 1;
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

UChar32 NextCharacter(std::string_view text, size_t& i) {
  UChar32 c;
  U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), i, text.size(), c);
  return c < 0 ? 0xFFFD : c;
}

// The longest prefix of at most `width` columns, but at least one character.
size_t PrefixOfWidth(std::string_view text, int width) {
  size_t i = 0;
  int used = 0;
  while (i < text.size()) {
    size_t next = i;
    used += CharacterWidth(NextCharacter(text, next));
    if (used > width && i > 0) break;
    i = next;
  }
  return i;
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int width = 0;
  for (size_t i = 0; i < text.size();) width += CharacterWidth(NextCharacter(text, i));
  return width;
}

size_t CharacterStart(std::string_view text, size_t at) {
  if (at >= text.size()) return text.size();
  // Not more than three steps: in bytes that are no UTF-8 there may be no start to find.
  for (int step = 0; step < 3 && at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; ++step)
    --at;
  return at;
}

std::vector<std::string> WrapText(std::string_view text, int width) {
  width = std::max(width, 10);
  std::vector<std::string> lines;
  std::string line;
  int used = 0;
  size_t i = 0;
  while (i < text.size()) {
    const size_t begin = text.find_first_not_of(' ', i);
    if (begin == std::string_view::npos) break;
    const size_t end = std::min(text.find(' ', begin), text.size());
    std::string_view word = text.substr(begin, end - begin);
    i = end;
    int columns = DisplayWidth(word);
    if (!line.empty() && used + 1 + columns > width) {
      lines.push_back(std::move(line));
      line.clear();
      used = 0;
    }
    while (columns > width) {
      const size_t cut = PrefixOfWidth(word, width);
      lines.emplace_back(word.substr(0, cut));
      word.remove_prefix(cut);
      columns = DisplayWidth(word);
    }
    if (!line.empty()) {
      line += ' ';
      ++used;
    }
    line += word;
    used += columns;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

Underlined Underline(std::string_view text, const std::vector<Span>& spans, int width) {
  width = std::max(width, 20);
  Underlined out;
  // A long field is shown from shortly before the first span.
  size_t from = 0;
  const size_t first = spans.empty() ? 0 : std::min(spans.front().start, text.size());
  if (DisplayWidth(text) > width && first > static_cast<size_t>(width) / 3) {
    from = CharacterStart(text, first - static_cast<size_t>(width) / 3);
    out.text = "...";
    out.carets = "   ";
  }
  int used = static_cast<int>(out.text.size());
  size_t span = 0;
  for (size_t i = from; i < text.size();) {
    size_t next = i;
    NextCharacter(text, next);
    const std::string shown = TerminalText(text.substr(i, next - i));
    const int columns = DisplayWidth(shown);
    if (used + columns > width - 3 && next < text.size()) {
      out.text += "...";
      break;
    }
    while (span < spans.size() && spans[span].end <= i) ++span;
    const bool marked = span < spans.size() && spans[span].start <= i;
    out.text += shown;
    out.carets.append(static_cast<size_t>(columns), marked ? '^' : ' ');
    used += columns;
    i = next;
  }
  out.carets.erase(out.carets.find_last_not_of(' ') + 1);
  return out;
}

std::vector<Span> SmilesAtomSpans(std::string_view smiles) {
  std::vector<Span> atoms;
  for (size_t i = 0; i < smiles.size();) {
    const char c = smiles[i];
    if (c == '[') {
      const size_t close = smiles.find(']', i);
      if (close == std::string_view::npos) return {};
      const size_t symbol = smiles.find_first_not_of("0123456789", i + 1);
      const bool hydrogen = smiles[symbol] == 'H' && (symbol + 1 >= smiles.size() ||
                                                      smiles[symbol + 1] < 'a' || smiles[symbol + 1] > 'z');
      if (!hydrogen) atoms.push_back({i, close + 1});
      i = close + 1;
    } else if (smiles.substr(i, 2) == "Cl" || smiles.substr(i, 2) == "Br") {
      atoms.push_back({i, i + 2});
      i += 2;
    } else if (std::string_view("BCNOPSFIbcnops*").find(c) != std::string_view::npos) {
      atoms.push_back({i, i + 1});
      ++i;
    } else if (c == '%') {
      i += 3;
    } else if (std::string_view("()-=#$:/\\.~@+0123456789").find(c) != std::string_view::npos) {
      ++i;
    } else if (c == ' ') {
      break;  // a name, or CXSMILES
    } else {
      return {};
    }
  }
  return atoms;
}

}  // namespace tidewaiter
