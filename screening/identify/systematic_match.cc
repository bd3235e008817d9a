#include "screening/identify/systematic_match.h"

#include <algorithm>
#include <optional>
#include <string>

#include "chemdb/names/systematic_name.h"
#include "screening/identify/phrases.h"

namespace tidewaiter {
namespace {

// Words at a span's ends that may not belong to the name: salts, "pure".
constexpr size_t kMostDropped = 3;
// Of words that are tried for other languages: the shortest, the most in a text, characters behind a name.
constexpr size_t kShortestWord = 8, kMostWords = 16, kMostHanBehind = 6;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "butanediol-1,4": positions behind the name that the span left out.
size_t WithTrailingLocants(std::string_view original, size_t end) {
  size_t i = end;
  if (i >= original.size() || original[i] != '-') return end;
  for (++i; i < original.size() && IsDigit(original[i]);) {
    size_t digits = 0;
    while (i < original.size() && IsDigit(original[i])) ++i, ++digits;
    if (digits > 2) return end;
    const bool more = i + 1 < original.size() && original[i] == ',' && IsDigit(original[i + 1]);
    if (!more) break;
    ++i;
  }
  const bool word = i < original.size() && (static_cast<unsigned char>(original[i]) >= 0x80 ||
                                            (original[i] >= 'a' && original[i] <= 'z') ||
                                            original[i] == '-' || (original[i] >= 'A' && original[i] <= 'Z'));
  return word || !IsDigit(original[i - 1]) ? end : i;
}

// Bytes of the original where a name may begin, and where it may end; the likeliest first.
struct Ends {
  std::vector<size_t> begins, ends;
};

Ends EndsOf(std::string_view original, const SystematicSpan& span) {
  Ends out;
  const size_t end = WithTrailingLocants(original, span.end);
  out.begins.push_back(span.start);
  out.ends.push_back(end);
  if (end != span.end) out.ends.push_back(span.end);
  for (size_t i = span.end; i > span.start && out.ends.size() <= kMostDropped + 1; --i) {
    if (original[i - 1] == ' ' && i - 1 > span.start) out.ends.push_back(i - 1);
  }
  for (size_t i = span.start; i < span.end && out.begins.size() <= kMostDropped; ++i) {
    if (original[i] == ' ') out.begins.push_back(i + 1);
  }
  return out;
}

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// Words with a figure tied to a letter by a hyphen, in any language: "1-fenil-2-propanona", "4-苯胺基哌啶".
// What the morphemes of systematic_spans cover is left out.
std::vector<Ends> LocatedWords(std::string_view original, const std::vector<SystematicSpan>& spans) {
  std::vector<Ends> out;
  if (original.find('-') == std::string_view::npos) return out;
  size_t next_span = 0;
  for (size_t begin = 0; begin < original.size();) {
    size_t end = begin;
    bool located = false, foreign = false;
    while (end < original.size() && original[end] != ' ' && original[end] != ';') {
      const char c = original[end];
      foreign = foreign || static_cast<unsigned char>(c) >= 0x80;
      located = located || (c == '-' && end > begin && end + 1 < original.size() &&
                            ((IsDigit(original[end - 1]) && IsLetter(original[end + 1])) ||
                             (IsLetter(original[end - 1]) && IsDigit(original[end + 1]))));
      ++end;
    }
    while (next_span < spans.size() && spans[next_span].end <= begin) ++next_span;
    const bool covered = next_span < spans.size() && spans[next_span].start < end;
    if (located && end - begin >= kShortestWord && end - begin <= kSystematicNameBytes && !covered &&
        out.size() < kMostWords) {
      Ends word{{begin}, {}};
      size_t stop = end;
      while (stop > begin && std::string_view(",.:)").find(original[stop - 1]) != std::string_view::npos)
        --stop;
      // "... de metilo": an ester's group in Romance languages.
      if (original.compare(end, 3, " de") == 0 || original.compare(end, 3, " di") == 0) {
        const size_t group =
            std::min(original.find_first_of(" ,;.", std::min(end + 4, original.size())), original.size());
        word.ends.push_back(group);
      }
      word.ends.push_back(end);
      if (stop != end) word.ends.push_back(stop);
      // What Chinese writes behind a name without a blank: a salt, "raw material".
      for (size_t cut = 0; foreign && cut < kMostHanBehind && stop > begin + 1; ++cut) {
        for (--stop; stop > begin && (static_cast<unsigned char>(original[stop]) & 0xC0) == 0x80;) --stop;
        word.ends.push_back(stop);
      }
      out.push_back(std::move(word));
    }
    begin = end + 1;
  }
  return out;
}

// Where the dictionary says that a listed name is the end of another compound's: "环丁基芬太尼", "ciclobutil
// fentanilo". That compound's name begins with the run of letters there, or with the word before it.
void AddRejected(const NormalisedText& text, const std::vector<SystematicSpan>& spans,
                 const std::vector<NameMatch>& matches, std::vector<Ends>& out) {
  const auto run_begin = [&](size_t i) {
    while (i > 0 && (text.Gap(i) & ~gap::kScript) == 0) --i;
    return i;
  };
  size_t added = 0;
  for (const NameMatch& match : matches) {
    if (!match.rejected || match.fuzzy || added == kMostWords) continue;
    const size_t begin = run_begin(match.begin);
    const size_t start = text.Start(begin), end = text.End(match.end - 1);
    const bool covered = std::any_of(spans.begin(), spans.end(), [&](const SystematicSpan& span) {
      return span.start <= start && span.end >= end;
    });
    if (covered || end - start > kSystematicNameBytes) continue;
    Ends place{{}, {end}};
    constexpr uint8_t kSoft = gap::kSpace | gap::kHyphen | gap::kScript;
    if (begin > 0 && (text.Gap(begin) & ~kSoft) == 0)
      place.begins.push_back(text.Start(run_begin(begin - 1)));
    if (begin < match.begin) place.begins.push_back(start);
    if (place.begins.empty()) continue;
    out.push_back(std::move(place));
    ++added;
  }
}

// The normalised bytes of original bytes [start, end).
NameSpan SpanOf(const NormalisedText& text, size_t start, size_t end) {
  NameSpan span;
  while (span.begin < text.size() && text.Start(span.begin) < start) ++span.begin;
  span.end = span.begin;
  while (span.end < text.size() && text.End(span.end) <= end) ++span.end;
  return span;
}

bool IsInDictionary(const NameSpan& span, const std::vector<NameMatch>& matches) {
  return std::any_of(matches.begin(), matches.end(), [&](const NameMatch& match) {
    return !match.fuzzy && !match.rejected && match.begin == span.begin && match.end == span.end;
  });
}

// Reading it could only say the same, or find what it hides.
bool IsListedAsItStands(const NameSpan& span, const CompiledNames& names,
                        const std::vector<NameMatch>& matches) {
  return std::any_of(matches.begin(), matches.end(), [&](const NameMatch& match) {
    return !match.fuzzy && !match.rejected && match.begin == span.begin && match.end == span.end &&
           !names.names()[match.name].other;
  });
}

// The name of another compound: it hides the listed names inside it. Esters of a listed acid stay open:
// "prop-2-en-1-yl 2-aminobenzoate".
void AddOther(const NormalisedText& text, NameMatch match, std::vector<NameMatch>& matches) {
  bool ester = false;
  for (NameMatch& other : matches) {
    if (other.span.begin < match.begin || other.span.end > match.end) continue;
    const bool word = other.begin > 0 && (text.Gap(other.begin) & ~gap::kScript) == gap::kSpace;
    if (other.anion && other.end == match.end && word) {
      other.anion = false;
      other.rejected = false;
      other.ester = true;
      other.span.begin = match.begin;
    }
    ester = ester || other.ester;
  }
  match.rejected = true;
  if (!ester) matches.push_back(match);
}

// `same`: the dictionary's names of the structure.
void AddListed(std::string_view written, const NormalisedText& text, const CompiledNames& names,
               const Neighbours& neighbours, const std::vector<uint32_t>& same, NameMatch match,
               std::vector<NameMatch>& matches) {
  if (IsInDictionary(match.span, matches)) return;
  const std::string stereo = StereoLetters(written);
  std::vector<uint32_t> meant;
  for (const uint32_t index : same) {
    if (!stereo.empty() && StereoLetters(names.names()[index].text) == stereo) meant.push_back(index);
  }
  if (meant.empty()) meant = same;
  match.several = meant.size() > 1;
  for (const uint32_t index : meant) {
    match.name = index;
    const CompiledName& name = names.names()[index];
    match.span = {match.begin, match.end, false};
    neighbours.TakeSalts(text, name.acid, match.span);
    match.rejected = neighbours.AnotherCompound(text, name, match.span);
    matches.push_back(match);
  }
}

}  // namespace

std::string StereoLetters(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '(') continue;
    const size_t close = name.find(')', i);
    if (close == std::string_view::npos) break;
    std::string letters;
    for (size_t k = i + 1; k < close; ++k) {
      const char c = name[k];
      if (IsDigit(c) || c == ',' || c == ' ' || c == '*' || (c == 'a' && IsDigit(name[k - 1]))) continue;
      if (std::string_view("RSEZrsez").find(c) == std::string_view::npos) {
        letters.clear();
        break;
      }
      letters += static_cast<char>(c | 0x20);
    }
    out += letters;
    i = close;
  }
  return out;
}

void MatchSystematicNames(std::string_view original, const NormalisedText& text,
                          const std::vector<SystematicSpan>& spans, const CompiledNames& names,
                          const Neighbours& neighbours, std::vector<NameMatch>& matches,
                          std::vector<NamedStructure>& unlisted) {
  unlisted.clear();
  std::vector<Ends> places = LocatedWords(original, spans);
  for (const SystematicSpan& span : spans) places.push_back(EndsOf(original, span));
  AddRejected(text, spans, matches, places);
  int steps = kReadingSteps;
  for (const Ends& ends : places) {
    if (IsListedAsItStands(SpanOf(text, ends.begins[0], ends.ends[0]), names, matches)) continue;
    std::optional<Sketch> read;
    size_t start = 0, end = 0;
    for (const size_t begin : ends.begins) {
      for (const size_t stop : ends.ends) {
        if (read.has_value() || stop <= begin) continue;
        read = ReadSystematicName(original.substr(begin, stop - begin), steps);
        start = begin;
        end = stop;
      }
    }
    if (!read.has_value()) continue;
    NameMatch match;
    match.span = SpanOf(text, start, end);
    match.begin = match.span.begin;
    match.end = match.span.end;
    if (match.begin == match.end) continue;
    match.systematic = true;
    const std::vector<uint32_t>* same = names.NamesOfStructure(SketchKey(*read));
    if (same == nullptr) {
      AddOther(text, match, matches);
      unlisted.push_back({start, end, SketchSmiles(*read)});
    } else {
      AddListed(original.substr(start, end - start), text, names, neighbours, *same, match, matches);
    }
  }
}

}  // namespace tidewaiter
