#include "screening/identify/systematic_spans.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "chemdb/base/limits.h"
#include "screening/identify/name_trie.h"
#include "screening/identify/phrases.h"
#include "screening/identify/rule_tables.h"

namespace tidewaiter {
namespace {

// Parts that a span wants, and a plain one, without a position and with one.
constexpr int kFewestParts = 2, kFewestLocatedParts = 1;
constexpr int kFewestPlainParts = 3, kFewestPlainLocatedParts = 2;
constexpr size_t kLongestWord = 80;
constexpr int kHighestLocant = 40;

// The classes of data/morphemes.csv as positions of a word's grammar; kStart is before its first morpheme.
enum Class : uint8_t { kMultiplier, kModifier, kPrefix, kStem, kRing, kEnding, kFinal, kStart, kClasses };
using ClassSet = uint32_t;
constexpr ClassSet Set(std::initializer_list<Class> classes) {
  ClassSet out = 0;
  for (const Class c : classes) out |= 1u << c;
  return out;
}

// What may follow each class within a word.
constexpr ClassSet kOpens = Set({kMultiplier, kModifier, kPrefix, kStem, kRing});
constexpr std::array<ClassSet, kClasses> kFollows = {
    kOpens | Set({kEnding}),          // multiplier: "dimethyl", "propane-diamine"
    kOpens,                           // modifier: "cyclohexyl"
    kOpens | Set({kEnding}),          // prefix: "aminoethyl", "phenylamine"
    Set({kEnding}),                   // stem: "meth-yl"
    kOpens | Set({kEnding, kFinal}),  // ring: "piperidin-ol", "oxiran-e"
    kOpens | Set({kEnding, kFinal}),  // ending: "an-ol", "yl-phenyl"
    Set({kEnding}),                   // final: "oxirane-carboxylate"
    kOpens,                           // start
};
constexpr ClassSet kMayEnd = Set({kPrefix, kRing, kEnding, kFinal});

Class ParseClass(const std::string& word) {
  if (word == "multiplier") return kMultiplier;
  if (word == "modifier") return kModifier;
  if (word == "prefix") return kPrefix;
  if (word == "stem") return kStem;
  if (word == "ring") return kRing;
  if (word == "ending") return kEnding;
  return kFinal;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

struct Morphemes {
  NameTrie trie;
  std::vector<ClassSet> classes;  // by the trie's value
  NameTrie whole;                 // words and locants; the value is 1 for a locant

  // Word::kLocant, Word::kCompanion, or neither.
  bool IsWhole(std::string_view word, bool* locant) const {
    NameTrie::State state = NameTrie::kRoot;
    for (const char c : word) {
      state = whole.Step(state, c);
      if (state == NameTrie::kDead) return false;
    }
    if (!whole.Accepts(state)) return false;
    *locant = whole.Value(state) == 1;
    return true;
  }

  Morphemes() {
    std::unordered_map<std::string, uint32_t> values, whole_words;
    for (const MorphemeRow& row : Rules().morphemes) {
      if (row.kind == "word" || row.kind == "locant") {
        uint32_t& value = whole_words[row.text];
        value = std::max(value, row.kind == "locant" ? 1u : 0u);
      } else {
        const auto [it, fresh] = values.emplace(row.text, static_cast<uint32_t>(classes.size()));
        if (fresh) classes.push_back(0);
        classes[it->second] |= 1u << ParseClass(row.kind);
      }
    }
    trie = NameTrie::Build({values.begin(), values.end()});
    whole = NameTrie::Build({whole_words.begin(), whole_words.end()});
  }
};

const Morphemes& TheMorphemes() {
  static const Morphemes* const morphemes = new Morphemes;
  return *morphemes;
}

// What a word of the text is in a chemical name.
struct Word {
  enum Kind : uint8_t { kOther, kLocant, kChemical, kCompanion } kind = kOther;
  int parts = 0;
  bool located = false;  // figures inside: "propan2ol"
};

// What stands around a word.
struct Place {
  bool within =
      false;  // a hyphen or bracket ties it to what stands before: it may begin with an ending ("-yl")
  bool goes_on = false;  // and to what stands behind: a chain may want its ending ("prop-2-en")
};

// The largest number of parts with which `word` is made of morphemes; -1 when it is not.
int PartsOf(std::string_view word, const Place& place, bool* located) {
  const Morphemes& morphemes = TheMorphemes();
  // best[i][c]: parts of the first i bytes when they end in class c; -1 when they cannot.
  std::array<std::array<int8_t, kClasses>, kLongestWord + 1> best;
  size_t filled = 0;  // rows up to here are set
  const auto reach = [&](size_t row) {
    while (filled < row) best[++filled].fill(-1);
  };
  best[0].fill(-1);
  best[0][kStart] = 0;
  if (place.within) best[0][kRing] = 0;
  *located = false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (i > filled) return -1;
    if (std::all_of(best[i].begin(), best[i].end(), [](int8_t parts) { return parts < 0; })) continue;
    if (IsDigit(word[i])) {
      size_t end = i;
      while (end < word.size() && IsDigit(word[end])) ++end;
      if (end == word.size() || end - i > 2) return -1;
      reach(end);
      best[end] = best[i];
      *located = true;
      continue;
    }
    NameTrie::State state = NameTrie::kRoot;
    for (size_t k = i; k < word.size();) {
      state = morphemes.trie.Step(state, word[k]);
      if (state == NameTrie::kDead) break;
      ++k;
      if (!morphemes.trie.Accepts(state)) continue;
      reach(k);
      const ClassSet classes = morphemes.classes[morphemes.trie.Value(state)];
      for (uint8_t to = 0; to < kStart; ++to) {
        if ((classes >> to & 1) == 0) continue;
        const int part = to == kMultiplier || to == kEnding || to == kFinal ? 0 : 1;
        for (uint8_t from = 0; from < kClasses; ++from) {
          if (best[i][from] < 0 || (kFollows[from] >> to & 1) == 0) continue;
          best[k][to] = std::max(best[k][to], static_cast<int8_t>(best[i][from] + part));
        }
      }
    }
  }
  int parts = -1;
  if (filled < word.size()) return -1;
  for (uint8_t c = 0; c < kStart; ++c) {
    if (((place.goes_on ? kMayEnd | Set({kStem}) : kMayEnd) >> c & 1) != 0)
      parts = std::max(parts, static_cast<int>(best[word.size()][c]));
  }
  return parts;
}

// "4", "3a", "2r", "n1"; not "25".
bool IsFigureLocant(std::string_view word) {
  size_t digits = 0;
  int value = 0;
  constexpr size_t kMostDigits = 2;  // a third one is read to see that there is one
  while (digits < word.size() && digits <= kMostDigits && IsDigit(word[digits])) {
    value = value * 10 + (word[digits++] - '0');
  }
  if (digits == 0 || digits > kMostDigits || value < 1 || value > kHighestLocant) return false;
  return word.size() <= digits + 1 || word.substr(digits) == "rs" || word.substr(digits) == "sr";
}

Word Classify(std::string_view word, const Place& place) {
  Word out;
  bool locant = false;
  const bool whole = TheMorphemes().IsWhole(word, &locant);
  if ((whole && locant) || IsFigureLocant(word)) {
    out.kind = Word::kLocant;
    return out;
  }
  if (word.size() < 2 || word.size() > kLongestWord) return out;
  if (whole) {
    out.kind = Word::kCompanion;
    return out;
  }
  out.parts = PartsOf(word, place, &out.located);
  if (out.parts >= 0) out.kind = Word::kChemical;
  return out;
}

// A gap inside a name: hyphen, comma between positions, brackets; or one between its words.
bool IsTie(uint8_t between) {
  if ((between & (gap::kStrong | gap::kDot)) != 0) return false;
  return (between & gap::kSpace) == 0 || (between & gap::kComma) == 0;
}
bool IsTight(uint8_t between) {
  return (between & (gap::kStrong | gap::kDot)) == 0 && (between & ~(gap::kSpace | gap::kScript)) != 0 &&
         ((between & gap::kSpace) == 0 || (between & gap::kHyphen) != 0);
}

bool Opens(char c) { return c == '(' || c == '[' || c == '{'; }
bool Closes(char c) { return c == ')' || c == ']' || c == '}'; }

// Takes in the brackets right outside that close what is open inside, and the other way round.
void CloseBrackets(std::string_view original, SystematicSpan& span) {
  int open = 0, missing = 0;
  for (size_t i = span.start; i < span.end; ++i) {
    if (Opens(original[i])) ++open;
    if (Closes(original[i]) && --open < 0) {
      open = 0;
      ++missing;
    }
  }
  for (; open > 0 && span.end < original.size() && Closes(original[span.end]); --open) ++span.end;
  for (; missing > 0 && span.start > 0 && Opens(original[span.start - 1]); --missing) --span.start;
}

class Finder {
 public:
  Finder(std::string_view original, const NormalisedText& text, std::vector<SystematicSpan>& out)
      : original_(original), text_(text), out_(out) {}

  void Run() {
    for (size_t k = 0; k < text_.words(); ++k) {
      const size_t begin = text_.WordStart(k);
      const size_t end = WordEnd(text_, begin);
      const uint8_t between = text_.Gap(begin);
      const Place place{open_ && IsTight(between), IsTight(text_.Gap(end))};
      const Word word = Classify(text_.text().substr(begin, end - begin), place);
      switch (word.kind) {
        case Word::kOther:
          Close();
          break;
        case Word::kLocant:
          if (open_ && !IsTight(between) && !(last_is_word_ && IsTie(between))) Close();
          if (!open_) Open(begin);
          locants_ = true;
          last_is_word_ = false;
          break;
        case Word::kCompanion:
          if (open_ && parts_ > 0 && last_is_word_ && IsTie(between)) {
            end_ = end;
          } else if (open_ && !last_is_word_) {
            Close();
          }
          break;
        case Word::kChemical:
          AddChemical(begin, end, between, word);
          break;
      }
    }
    Close();
  }

 private:
  void Open(size_t begin) {
    open_ = true;
    begin_ = begin;
    end_ = begin;
    parts_ = 0;
    located_ = locants_ = last_is_word_ = false;
  }

  void AddChemical(size_t begin, size_t end, uint8_t between, const Word& word) {
    const bool goes_on = open_ && (last_is_word_ ? IsTie(between) : IsTight(between));
    if (!goes_on) {
      Close();
      Open(begin);
    }
    located_ = located_ || locants_ || word.located;
    parts_ += std::max(word.parts, 1);  // an ending with a position of its own ("-2-one") is a group
    end_ = end;
    last_is_word_ = true;
  }

  void Close() {
    if (open_ && (parts_ >= kFewestParts || ((located_ || locants_) && parts_ >= kFewestLocatedParts))) {
      SystematicSpan span;
      span.start = text_.Start(begin_);
      span.end = text_.End(end_ - 1);
      span.parts = parts_;
      span.located = located_;
      CloseBrackets(original_, span);
      out_.push_back(span);
    }
    open_ = false;
  }

  std::string_view original_;
  const NormalisedText& text_;
  std::vector<SystematicSpan>& out_;
  bool open_ = false;
  size_t begin_ = 0, end_ = 0;
  int parts_ = 0;
  bool located_ = false;       // a position with a chemical word behind it
  bool locants_ = false;       // positions seen
  bool last_is_word_ = false;  // the last word was chemical, not a position
};

}  // namespace

bool IsPlainSystematicName(const SystematicSpan& span) {
  return span.parts >= kFewestPlainParts || (span.located && span.parts >= kFewestPlainLocatedParts);
}

void FindSystematicSpans(std::string_view original, const NormalisedText& text,
                         std::vector<SystematicSpan>& out) {
  out.clear();
  Finder(original, text, out).Run();
}

std::vector<SystematicSpan> SystematicNameSpans(std::string_view original) {
  thread_local NormalisedText text;
  original = original.substr(0, limits::kDescriptionBytes);
  NormaliseText(original, text);
  std::vector<SystematicSpan> out;
  FindSystematicSpans(original, text, out);
  out.erase(std::remove_if(out.begin(), out.end(),
                           [](const SystematicSpan& span) { return !IsPlainSystematicName(span); }),
            out.end());
  return out;
}

}  // namespace tidewaiter
