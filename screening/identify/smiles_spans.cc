#include "screening/identify/smiles_spans.h"

#include <algorithm>
#include <bitset>

#include "chemdb/base/limits.h"

namespace tidewaiter {
namespace {

constexpr int kFewestAtoms = 6;
constexpr size_t kShortest = 8;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Reads a SMILES by its form: known atoms, brackets and rings that close.
class SmilesForm {
 public:
  explicit SmilesForm(std::string_view text) : text_(text) {}

  bool Matches() {
    for (size_t i = 0; i < text_.size();) {
      const size_t used = Read(i);
      if (used == 0) return false;
      i += used;
    }
    return depth_ == 0 && open_rings_.none() && carbons_ > 0 && atoms_ >= kFewestAtoms &&
           (rings_ || branches_ || bonds_);
  }

 private:
  size_t Read(size_t i) {
    const char c = text_[i];
    const std::string_view two = text_.substr(i, 2);
    if (two == "Cl" || two == "Br") return Atom(2, false);
    switch (c) {
      case 'C':
      case 'c':
        return Atom(1, true);
      case 'B':
      case 'N':
      case 'O':
      case 'P':
      case 'S':
      case 'F':
      case 'I':
      case 'n':
      case 'o':
      case 's':
      case 'p':
        return Atom(1, false);
      case '[':
        return Bracket(i);
      case '(':
        branches_ = true;
        ++depth_;
        return atoms_ > 0 ? 1 : 0;
      case ')':
        return --depth_ >= 0 ? 1 : 0;
      case '=':
      case '#':
        bonds_ = true;
        return 1;
      case '-':
      case '/':
      case '\\':
      case ':':
      case '.':
        return atoms_ > 0 ? 1 : 0;
      case '%':
        if (i + 2 >= text_.size() || !IsDigit(text_[i + 1]) || !IsDigit(text_[i + 2])) return 0;
        return Ring(static_cast<size_t>((text_[i + 1] - '0') * 10 + (text_[i + 2] - '0')), 3);
      default:
        return IsDigit(c) ? Ring(static_cast<size_t>(c - '0'), 1) : 0;
    }
  }

  size_t Atom(size_t length, bool carbon) {
    ++atoms_;
    carbons_ += carbon ? 1 : 0;
    return length;
  }

  // "[C@@H]", "[nH]", "[13CH3]", "[O-]": an element's letter and few bytes.
  size_t Bracket(size_t i) {
    constexpr size_t kLongestAtom = 12;
    const size_t close = text_.substr(i, kLongestAtom).find(']');
    if (close == std::string_view::npos || close < 2) return 0;
    const std::string_view inside = text_.substr(i + 1, close - 1);
    const bool plain = std::all_of(inside.begin(), inside.end(), [](char c) {
      return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '@' || c == '+' ||
             c == '-' || c == ':';
    });
    if (!plain) return 0;
    const bool hydrogen = inside == "H" || inside == "H+" || inside == "2H" || inside == "3H";
    if (!hydrogen) ++atoms_;
    if (inside.find('C') != std::string_view::npos || inside.find('c') != std::string_view::npos) ++carbons_;
    return close + 1;
  }

  size_t Ring(size_t number, size_t length) {
    if (atoms_ == 0) return 0;
    open_rings_.flip(number);
    rings_ = true;
    return length;
  }

  std::string_view text_;
  int atoms_ = 0, carbons_ = 0, depth_ = 0;
  bool rings_ = false, branches_ = false, bonds_ = false;
  std::bitset<100> open_rings_;
};

// Without the marks of the sentence around it.
void Trim(std::string_view text, size_t& start, size_t& end) {
  constexpr std::string_view kBefore = "\"'`,;:<{", kAfter = "\"'`,;:.>}!?";
  while (start < end && kBefore.find(text[start]) != std::string_view::npos) ++start;
  while (end > start && kAfter.find(text[end - 1]) != std::string_view::npos) --end;
  // A bracket around the whole: the first one closes at the end.
  if (end - start < 2 || text[start] != '(') return;
  int depth = 0;
  for (size_t i = start; i < end; ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth > 0) continue;
    if (i + 1 == end) {
      ++start;
      --end;
    }
    return;
  }
}

}  // namespace

std::vector<SmilesSpan> FindSmiles(std::string_view text) {
  constexpr std::string_view kLabel = "SMILES";
  std::vector<SmilesSpan> out;
  text = text.substr(0, limits::kDescriptionBytes);
  for (size_t i = 0; i < text.size() && out.size() < kMostSmilesSpans;) {
    if (IsSpace(text[i])) {
      ++i;
      continue;
    }
    size_t start = i, end = i;
    while (end < text.size() && !IsSpace(text[end])) ++end;
    i = end;
    if (end - start < kShortest) continue;
    Trim(text, start, end);
    // "SMILES:CCO..." in one word.
    if (text.substr(start, kLabel.size()) == kLabel) {
      start += kLabel.size();
      while (start < end && (text[start] == ':' || text[start] == '=')) ++start;
    }
    const std::string_view word = text.substr(start, end - start);
    if (word.size() < kShortest || word.size() > limits::kSmilesBytes) continue;
    if (SmilesForm(word).Matches()) out.push_back({start, end});
  }
  return out;
}

}  // namespace tidewaiter
