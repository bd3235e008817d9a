#include "screening/identify/context.h"

#include <algorithm>

#include "chemdb/base/concat.h"

namespace tidewaiter {
namespace {

// "free of acetone and toluene": as many words may stand between a phrase and its object.
constexpr size_t kBeforeWords = 4;
constexpr size_t kAfterWords = 2;
// "detector tube No. 102SA for acetone", "acetone vapour and gas detector tube".
constexpr size_t kArticleBeforeWords = 8;
constexpr size_t kArticleAfterWords = 4;
// "iodine max. 20 mg/kg", "acetone 0.5 ppm"
constexpr size_t kTraceWords = 2;
// A phrase farther away, bytes, is not looked at; keeps the cost of a long text linear.
constexpr size_t kBesideBytes = 200;
// Below this, a name may mean something else, and what the goods are declared as speaks for or against it. A
// plain name stays what it is under any heading: declaring acetone as clothes does not make it less likely to
// be acetone.
constexpr double kAmbiguous = 0.96;

// So many capitals and no small letter: the sender writes everything in capitals.
constexpr std::ptrdiff_t kCapitalLine = 12;

// Reasons at most this weak leave the other words of the line unexplained: a mass or a powder may be
// anything's.
constexpr double kTelling = 0.6;

// What is left of an abbreviation's certainty when the line says what else it stands for.
constexpr double kOtherSense = 0.1;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::vector<uint32_t> RowsOf(std::initializer_list<std::string_view> sides) {
  const std::vector<ContextRow>& rows = Rules().context;
  std::vector<uint32_t> out;
  for (uint32_t k = 0; k < rows.size(); ++k) {
    const bool of_side = std::find(sides.begin(), sides.end(), rows[k].side) != sides.end();
    if (of_side && rows[k].phrase.front() != '{') out.push_back(k);
  }
  return out;
}

std::vector<std::string> Phrases(const std::vector<uint32_t>& rows) {
  std::vector<std::string> out;
  for (const uint32_t k : rows) out.push_back(Rules().context[k].phrase);
  return out;
}

// Of mass or volume, as chemicals are sold by.
bool IsQuantityUnit(std::string_view word) {
  constexpr std::string_view kUnits[] = {"kg",    "kgs",    "g",      "gr",     "gram", "grams", "l",  "lt",
                                         "ltr",   "liter",  "liters", "litre",  "ml",   "mt",    "кг", "л",
                                         "litre", "litres", "литров", "литра",  "г",    "公斤",  "升", "千克",
                                         "克",    "tons",   "ton",    "tonnes", "lbs",  "gal"};
  return std::find(std::begin(kUnits), std::end(kUnits), word) != std::end(kUnits);
}

// Words that begin in [from, to), counted up to `most`; most + 1 also when a mark separates the two, or a
// comma that ends the phrase's object ("without other oxygen function, acetone") instead of going on with a
// list ("free of acetone, toluene").
size_t WordsBetween(const NormalisedText& text, size_t from, size_t to, size_t most) {
  size_t words = 0, commas = 0;
  for (size_t i = from; i <= to; ++i) {
    const uint8_t gap = text.Gap(i);
    if (i < text.size() && (gap & gap::kStrong) != 0) return most + 1;
    if ((gap & gap::kComma) != 0) ++commas;
    if (i < to && gap != 0 && ++words > most) return words;
  }
  return commas > 0 && words > commas + 1 ? most + 1 : words;
}

// What ends at byte `end` of the normalised text is followed by a colon or a quotation mark.
bool Introduces(std::string_view original, const NormalisedText& text, size_t end) {
  size_t at = text.End(end - 1);
  while (at < original.size() && original[at] == ' ') ++at;
  if (at >= original.size()) return false;
  const std::string_view rest = original.substr(at);
  const auto begins = [&](std::string_view mark) { return rest.substr(0, mark.size()) == mark; };
  return begins(":") || begins("\"") || begins("\u201C") || begins("\u00AB") || begins("\uFF1A");
}

}  // namespace

ContextRules::Side::Side(std::initializer_list<std::string_view> sides)
    : phrases(Phrases(RowsOf(sides))), rows(RowsOf(sides)) {}

ContextRules::ContextRules() : trace_({"trace"}), conjunctions_(Rules().conjunctions) {
  sides_.push_back(Side({"any"}));
  sides_.push_back(Side({"before", "next-before"}));
  sides_.push_back(Side({"after", "next-after"}));
  sides_.push_back(Side({"article"}));
  sides_.push_back(Side({"edition"}));
  sides_.push_back(Side({"link"}));
  const std::vector<ContextRow>& rows = Rules().context;
  for (uint32_t k = 0; k < rows.size(); ++k) {
    const std::string& phrase = rows[k].phrase;
    if (phrase == "{percent}") percent_ = k;
    if (phrase == "{mass}") mass_ = k;
    if (phrase == "{cas}") cas_ = k;
    if (phrase == "{cas-same}") cas_same_ = k;
    if (phrase == "{cas-other}") cas_other_ = k;
    if (phrase == "{lower-case}") lower_case_ = k;
    if (phrase == "{upper-line}") upper_line_ = k;
    if (phrase == "{variant}") variant_ = k;
    if (phrase == "{spelled}") spelled_ = k;
    if (phrase == "{part}") part_ = k;
    if (phrase == "{model}") model_ = k;
    if (phrase == "{anion}") anion_ = k;
    if (phrase == "{modifies}") modifies_ = k;
    if (phrase == "{unexplained}") unexplained_ = k;
    if (phrase == "{salt-of}") salt_of_ = k;
    if (phrase == "{company}") company_ = k;
  }
}

void ContextRules::Read(std::string_view original, const NormalisedText& text, std::string_view hs_code,
                        LineContext& out) const {
  out.anywhere.clear();
  out.original = original;
  out.beside.clear();
  out.links.clear();
  out.names.clear();
  out.any_cas = false;
  out.hs = nullptr;
  if (hs_code.size() >= 2) {
    const auto& chapters = Rules().hs_chapters;
    const auto it = chapters.find(std::string(hs_code.substr(0, 2)));
    if (it != chapters.end()) out.hs = &it->second;
  }
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  out.capitals = std::none_of(original.begin(), original.end(), small) &&
                 std::count_if(original.begin(), original.end(), capital) >= kCapitalLine;
  const std::string_view bytes = text.text();
  const auto add = [&](const LineContext::Mark& mark) {
    const std::string& side = Rules().context[mark.row].side;
    if (side != "any") {
      (side == "link" ? out.links : out.beside).push_back(mark);
      return;
    }
    const auto same = std::count_if(out.anywhere.begin(), out.anywhere.end(),
                                    [&](const LineContext::Mark& other) { return other.row == mark.row; });
    if (same < 2) out.anywhere.push_back(mark);
  };
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (IsDigit(bytes[i]) && (i + 1 == bytes.size() || !IsDigit(bytes[i + 1]))) {
      // A number: a purity, or a mass.
      const size_t after = text.End(i);
      size_t p = after;
      while (p < original.size() && (original[p] == ' ' || original[p] == '+')) ++p;  // "98+ %"
      if (p < original.size() && (original[p] == '%' || original.compare(p, 3, "％") == 0)) {
        add({percent_, i, i + 1, false});
      } else if (i + 1 < bytes.size()) {
        const size_t unit_end = WordEnd(text, i + 1);
        if (IsQuantityUnit(bytes.substr(i + 1, unit_end - i - 1))) add({mass_, i, unit_end, false});
      }
      AddTrace(text, i, out);
    }
    if (text.Gap(i) == 0) continue;
    for (const Side& side : sides_) {
      PhraseSet::Hit hit;
      if (side.phrases.LongestAt(text, i, hit))
        add({side.rows[hit.phrase], i, hit.end, Introduces(original, text, hit.end)});
    }
  }
}

// Figures that end at byte `digit` and a unit of trace contents: "20 mg/kg", "50ppm".
void ContextRules::AddTrace(const NormalisedText& text, size_t digit, LineContext& out) const {
  for (uint32_t k = 0; k < trace_.rows.size(); ++k) {
    const std::string& unit = trace_.phrases.Key(k);
    const size_t end = digit + 1 + unit.size();
    if (text.text().compare(digit + 1, unit.size(), unit) != 0 || !text.Boundary(end)) continue;
    out.beside.push_back({trace_.rows[k], WordBegin(text, digit + 1), end, false});
    return;
  }
}

// "toluene and formaldehyde free", "toluene/xylene free", "sans toluène ni acétone": what stands at one end
// of a list of two counts for both.
bool ContextRules::IsCoordinated(const NormalisedText& text, const LineContext& line,
                                 const LineContext::Mark& mark, const Subject& subject) const {
  const auto plain = [&](size_t i) { return (text.Gap(i) & (gap::kStrong | gap::kComma)) == 0; };
  if (mark.begin > subject.end) {
    size_t other = subject.end;
    PhraseSet::Hit hit;
    if (line.original[text.End(subject.end - 1)] != '/') {
      if (!plain(subject.end) || !conjunctions_.LongestAt(text, subject.end, hit)) return false;
      other = hit.end;
    }
    return other < mark.begin && WordEnd(text, other) == mark.begin && plain(mark.begin);
  }
  if (mark.end >= subject.begin) return false;
  const size_t conjunction = WordEnd(text, mark.end);
  PhraseSet::Hit hit;
  return conjunction < subject.begin && plain(mark.end) && plain(conjunction) && plain(subject.begin) &&
         conjunctions_.LongestAt(text, conjunction, hit) && hit.end == subject.begin;
}

// Whether what makes the goods a book (its binding, an ISBN) speaks of the subject: not when the subject has
// a quantity of its own ("toluene 200 kg; catalogue, hardcover").
bool ContextRules::IsSubjectOfEdition(const NormalisedText& text, const LineContext& line,
                                      const Subject& subject) const {
  return !subject.is_number &&
         std::none_of(line.anywhere.begin(), line.anywhere.end(), [&](const LineContext::Mark& mark) {
           if (mark.row != mass_ && mark.row != percent_) return false;
           return mark.end <= subject.begin ? WordsBetween(text, mark.end, subject.begin, 1) <= 1
                                            : WordsBetween(text, subject.end, mark.begin, 1) <= 1;
         });
}

// Whether the trace content at `mark` is the subject's own.
bool ContextRules::IsTraceOf(const NormalisedText& text, const LineContext::Mark& mark,
                             const Subject& subject) {
  const bool before = mark.end <= subject.begin;
  const size_t from = before ? mark.end : subject.end, to = before ? subject.begin : mark.begin;
  for (size_t i = from; i <= to; ++i) {
    if ((text.Gap(i) & gap::kComma) != 0) return false;
  }
  return WordsBetween(text, from, to, kTraceWords) <= kTraceWords;
}

// Whether the article at `mark` is what the goods are, and the subject says what it is for or what it smells
// of: "detector tubes for acetone", "acetone detector". Not in "acetone, detectors" (two goods) and "acetone
// for detectors" (acetone all the same).
bool ContextRules::IsArticleOf(const NormalisedText& text, const LineContext& line,
                               const LineContext::Mark& mark, const Subject& subject) {
  if (mark.end <= subject.begin) {
    const bool list = mark.end < text.size() && (text.Gap(mark.end) & gap::kComma) != 0;
    const size_t from = mark.introduces ? mark.end + 1 : mark.end;
    return !list && WordsBetween(text, from, subject.begin, kArticleBeforeWords) <= kArticleBeforeWords;
  }
  for (size_t i = subject.end; i <= mark.begin; ++i) {
    if ((text.Gap(i) & gap::kComma) != 0) return false;
  }
  for (size_t i = subject.end; i < mark.begin; ++i) {
    // "acetone 200 l drum label": how much of it comes first, so it is what the goods are.
    if (text.Gap(i) != 0 && IsDigit(text.text()[i])) return false;
  }
  // Also "acetone bottle for laboratories": "bottle for" speaks of what follows.
  const bool parted = std::any_of(line.links.begin(), line.links.end(), [&](const LineContext::Mark& link) {
    return link.begin >= subject.end && link.end <= mark.end;
  });
  return !parted && WordsBetween(text, subject.end, mark.begin, kArticleAfterWords) <= kArticleAfterWords;
}

// Right behind the name, and not all of it: "CBD 99%", not "MEK 100% cotton".
bool ContextRules::IsOwnPurity(const NormalisedText& text, const LineContext::Mark& mark,
                               const Subject& subject) {
  const std::string_view figures =
      text.text().substr(subject.end, mark.end - std::min(mark.end, subject.end));
  return mark.begin >= subject.end && !figures.empty() && figures != "100" &&
         std::all_of(figures.begin(), figures.end(), [](char c) { return IsDigit(c) || c == ' '; });
}

void ContextRules::JudgeOtherWords(const NormalisedText& text, const LineContext& line,
                                   const Subject& subject, std::vector<const ContextRow*>& raised,
                                   std::vector<const ContextRow*>& lowered) const {
  const std::vector<ContextRow>& rows = Rules().context;
  const auto named_at = [&](size_t i) {
    const auto it = std::find_if(line.names.begin(), line.names.end(), [&](const LineContext::Span& name) {
      return name.begin <= i && i < name.end;
    });
    return it == line.names.end() ? nullptr : &*it;
  };
  bool company = false;
  for (const LineContext::Span& name : line.names) {
    if (!name.plain || (name.begin < subject.end && name.end > subject.begin)) continue;
    if (name.substance == subject.substance) return;  // "BDO (1,4-butanediol)": the name is spelled out
    company = true;
  }
  if (company) raised.push_back(&rows[company_]);
  if (neutral_.Modifies(text, subject.end) && named_at(subject.end) == nullptr) {
    lowered.push_back(&rows[modifies_]);
    return;
  }
  constexpr std::string_view kMiddleDot = "\u00B7";
  const std::string_view ahead = line.original.substr(0, text.Start(subject.begin));
  const bool dotted =
      ahead.size() >= kMiddleDot.size() && ahead.substr(ahead.size() - kMiddleDot.size()) == kMiddleDot;
  if (subject.salt_word && subject.begin > 0 &&
      (dotted || (text.Gap(subject.begin) & (gap::kStrong | gap::kComma)) == 0)) {
    const size_t before = WordBegin(text, subject.begin);
    const bool own = IsDigit(text.text()[before]) || neutral_.EndOfNeutral(text, before) != before;
    if (!own) lowered.push_back(&rows[salt_of_]);
  }
  // "100% polyester" is no purity of a chemical; "GBL 99.9% wheel cleaner" is.
  const bool purity =
      std::any_of(line.anywhere.begin(), line.anywhere.end(), [&](const LineContext::Mark& mark) {
        return mark.row == percent_ &&
               (mark.end >= text.size() || (text.Gap(mark.end) & gap::kComma) != 0 ||
                mark.end == subject.begin || named_at(mark.end) != nullptr ||
                IsOwnPurity(text, mark, subject) || neutral_.EndOfNeutral(text, mark.end) != mark.end);
      });
  const bool telling = std::any_of(raised.begin(), raised.end(), [&](const ContextRow* row) {
    return row->factor <= kTelling && (row != &rows[percent_] || purity);
  });
  if (telling) return;
  for (size_t k = 0; k < text.words(); ++k) {
    const size_t begin = text.WordStart(k);
    if (begin >= subject.begin && begin < subject.end) continue;
    if (named_at(begin) != nullptr) continue;
    const size_t end = neutral_.EndOfNeutral(text, begin);
    if (end == begin) {
      lowered.push_back(&rows[unexplained_]);
      return;
    }
    while (k + 1 < text.words() && text.WordStart(k + 1) < end) ++k;
  }
}

double ContextRules::Judge(const NormalisedText& text, const LineContext& line, const Subject& subject,
                           std::string& reason, bool& companion) const {
  const std::vector<ContextRow>& rows = Rules().context;
  const bool ambiguous = subject.prior < kAmbiguous;
  double certainty = subject.prior;
  std::vector<const ContextRow*> raised, lowered;
  const auto apply = [&](const ContextRow& row) {
    std::vector<const ContextRow*>& list = row.raises ? raised : lowered;
    // Two words that say the same count once.
    if (std::any_of(list.begin(), list.end(),
                    [&](const ContextRow* other) { return other->reason == row.reason; })) {
      return;
    }
    list.push_back(&row);
  };
  // The subject itself, here or at another place: "HCL (polar) ... HCL colours" is no salt beside HCl.
  const std::string_view own = text.text().substr(subject.begin, subject.end - subject.begin);
  const auto inside = [&](const LineContext::Mark& mark) {
    return (mark.begin < subject.end && mark.end > subject.begin) ||
           text.text().substr(mark.begin, mark.end - mark.begin) == own;
  };
  for (const LineContext::Mark& mark : line.anywhere) {
    const ContextRow& row = rows[mark.row];
    // What the goods are called otherwise (a game, shoes) says little against a plain name.
    if (!inside(mark) && (row.raises || ambiguous || row.factor >= 0.5)) apply(row);
  }
  auto mark = std::lower_bound(line.beside.begin(), line.beside.end(),
                               subject.begin > kBesideBytes ? subject.begin - kBesideBytes : 0,
                               [](const LineContext::Mark& m, size_t begin) { return m.begin < begin; });
  for (; mark != line.beside.end() && mark->begin < subject.end + kBesideBytes; ++mark) {
    if (inside(*mark)) continue;
    const ContextRow& row = rows[mark->row];
    const bool before = mark->end <= subject.begin;
    if (row.side == "article") {
      if (IsArticleOf(text, line, *mark, subject)) apply(row);
      continue;
    }
    if (row.side == "edition") {
      if (IsSubjectOfEdition(text, line, subject)) apply(row);
      continue;
    }
    if (row.side == "trace") {
      if (IsTraceOf(text, *mark, subject)) apply(row);
      continue;
    }
    const bool next = row.side == "next-before" || row.side == "next-after";
    if (subject.is_number && next && !row.raises) continue;  // "CAS no 67-64-1" denies nothing
    if (before != (row.side == "before" || row.side == "next-before")) continue;
    // "acetone, free flowing": behind a comma something else begins.
    if (row.side == "next-after" && (text.Gap(subject.end) & gap::kComma) != 0) continue;
    const size_t most = next ? 0 : before ? kBeforeWords : kAfterWords;
    const size_t between = before ? WordsBetween(text, mark->end, subject.begin, most)
                                  : WordsBetween(text, subject.end, mark->begin, most);
    if (between <= most || (next && !row.raises && IsCoordinated(text, line, *mark, subject))) apply(row);
  }
  if (subject.own_cas) {
    apply(rows[cas_same_]);
  } else if (subject.other_cas && ambiguous) {
    apply(rows[cas_other_]);
  } else if (line.any_cas && !subject.is_number) {
    apply(rows[cas_]);
  }
  if (line.hs != nullptr && ambiguous) apply(*line.hs);
  if (subject.abbreviation && ambiguous && !subject.own_cas)
    JudgeOtherWords(text, line, subject, raised, lowered);
  companion = !raised.empty();
  if (subject.lower_case) apply(rows[lower_case_]);
  if (subject.variant) apply(rows[variant_]);
  if (subject.spelled) apply(rows[spelled_]);
  if (subject.inside_guess) apply(rows[part_]);
  if (subject.model) apply(rows[model_]);
  if (subject.anion) apply(rows[anion_]);
  if (line.capitals && ambiguous && !subject.lower_case) apply(rows[upper_line_]);

  for (const ContextRow* row : raised) {
    if (ambiguous || subject.fuzzy) certainty = 1 - (1 - certainty) * row->factor;
  }
  for (const ContextRow* row : lowered) certainty *= row->factor;
  const bool elsewhere = !subject.other_sense.empty() && !subject.own_cas;
  if (elsewhere) certainty *= kOtherSense;

  const auto list = [&](std::string_view verb, const std::vector<const ContextRow*>& which) {
    if (which.empty()) return;
    AppendTo(reason, reason.empty() ? "" : "; ", verb, ": ");
    for (size_t k = 0; k < which.size(); ++k) AppendTo(reason, k == 0 ? "" : ", ", which[k]->reason);
  };
  if (ambiguous || subject.fuzzy) list("raised", raised);
  list("lowered", lowered);
  if (elsewhere) {
    AppendTo(reason, reason.empty() ? "" : "; ", "the line spells out another sense: ", subject.other_sense);
  }
  return std::clamp(certainty, 0.0, 1.0);
}

}  // namespace tidewaiter
