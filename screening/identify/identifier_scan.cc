#include "screening/identify/identifier_scan.h"

#include <algorithm>

#include "chemdb/names/identifier.h"
#include "screening/identify/inchi_layers.h"
#include "screening/identify/phrases.h"
#include "screening/identify/rule_tables.h"

namespace tidewaiter {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLatin(char c) { return c >= 'a' && c <= 'z'; }

// How many words a label may have ("DEA chemical code number", "HS tariff code no.").
constexpr size_t kLabelWords = 4;
constexpr size_t kLabelBytes = 40;

// A gap inside a label or between it and the number: not the end of a clause.
bool IsLabelGap(uint8_t gap) { return (gap & (gap::kComma | gap::kOpen | gap::kClose)) == 0; }

// The labels of one kind (data/identifier_labels.csv), with the words that may follow them.
class LabelSet {
 public:
  explicit LabelSet(std::string_view kind) {
    for (const IdentifierLabelRow& row : Rules().identifier_labels) {
      NormalisedText text;
      NormaliseText(row.label, text);
      if (row.kind == kind) labels_.push_back({std::string(text.text()), row.capitals});
      if (row.kind == "filler") fillers_.emplace_back(text.text());
    }
  }

  // A label ends where the word at `at` begins, fillers ("no", "code") between. `capital`: a label that
  // counts in capitals only was written so.
  template <typename Capital>
  bool Before(const NormalisedText& text, size_t at, Capital capital) const {
    const std::string_view bytes = text.text();
    for (size_t k = 0, end = at; k < kLabelWords && end > 0 && at - end <= kLabelBytes; ++k) {
      if (!IsLabelGap(text.Gap(end))) return false;
      for (const Label& label : labels_) {
        if (label.text.size() > end) continue;
        const size_t begin = end - label.text.size();
        if (bytes.substr(begin, label.text.size()) == label.text && text.Boundary(begin)) {
          return !label.capitals || capital(begin, end);
        }
      }
      const auto filler = std::find_if(fillers_.begin(), fillers_.end(), [&](const std::string& f) {
        return f.size() <= end && bytes.substr(end - f.size(), f.size()) == f &&
               text.Boundary(end - f.size());
      });
      if (filler == fillers_.end()) return false;
      end -= filler->size();
    }
    return false;
  }

 private:
  struct Label {
    std::string text;
    bool capitals = false;
  };
  std::vector<Label> labels_;
  std::vector<std::string> fillers_;
};

const LabelSet& Labels(IdentifierKind kind) {
  static const auto* const sets = new std::vector<LabelSet>{LabelSet("ec"), LabelSet("un"), LabelSet("dea")};
  return (*sets)[static_cast<size_t>(kind)];
}

bool IsDash(uint8_t gap) { return (gap & gap::kHyphen) != 0 && (gap & ~(gap::kHyphen | gap::kSpace)) == 0; }

class Scanner {
 public:
  Scanner(std::string_view original, const NormalisedText& text, const CompiledNames& names,
          std::vector<IdentifierMention>& out)
      : original_(original), text_(text), bytes_(text.text()), names_(names), out_(out) {}

  void Run() {
    AtInchis();
    for (size_t k = 0; k < text_.words(); ++k) {
      const size_t begin = text_.WordStart(k);
      const size_t next = k + 1 < text_.words() ? text_.WordStart(k + 1) : bytes_.size();
      if (IsDigit(bytes_[begin])) {
        AtNumber(begin);
      } else if (bytes_[begin] == 'u' || bytes_[begin] == 'o') {
        AtGluedUn(begin);
      }
      if (next - begin == kKeySkeleton) AtKey(begin);
    }
  }

 private:
  static constexpr size_t kKeySkeleton = 14, kKeyRest = 10;

  size_t DigitsEnd(size_t i) const {
    while (i < bytes_.size() && IsDigit(bytes_[i])) ++i;
    return i;
  }
  unsigned Number(size_t begin, size_t end) const {
    unsigned value = 0;
    for (size_t i = begin; i < end; ++i) value = value * 10 + static_cast<unsigned>(bytes_[i] - '0');
    return value;
  }

  void Add(IdentifierKind kind, size_t begin, size_t end, const std::string& value, bool labelled,
           bool skeleton = false) {
    const std::vector<IdentifierTarget>* targets =
        skeleton ? names_.FindSkeleton(value) : names_.FindIdentifier(kind, value);
    if (targets == nullptr) return;
    IdentifierMention mention;
    mention.kind = kind;
    mention.begin = begin;
    mention.end = end;
    mention.targets = targets;
    mention.labelled = labelled;
    mention.skeleton_only = skeleton;
    out_.push_back(mention);
  }

  bool HasCapital(size_t begin, size_t end) const {
    const std::string_view written =
        original_.substr(text_.Start(begin), text_.End(end - 1) - text_.Start(begin));
    return std::none_of(written.begin(), written.end(), IsLatin);
  }
  bool Labelled(IdentifierKind kind, size_t begin) const {
    return Labels(kind).Before(text_, begin, [&](size_t b, size_t e) { return HasCapital(b, e); });
  }

  // The number ends at `end` and does not go on in another group.
  bool EndsFree(size_t end) const {
    if (end >= bytes_.size()) return true;
    const uint8_t gap = text_.Gap(end);
    if (gap == 0) return false;
    const bool digit = bytes_[end] == ' ' || IsDigit(bytes_[end]);
    return !digit || (gap & (gap::kHyphen | gap::kDot)) == 0 || (gap & gap::kSpace) != 0;
  }

  void AtNumber(size_t begin) {
    const size_t end = DigitsEnd(begin);
    if (end - begin == 4 && EndsFree(end)) {
      const std::string value(bytes_.substr(begin, 4));
      for (const IdentifierKind kind : {IdentifierKind::kUn, IdentifierKind::kDea}) {
        if (names_.FindIdentifier(kind, value) != nullptr && Labelled(kind, begin)) {
          Add(kind, begin, end, value, true);
        }
      }
    } else if (end - begin == 3) {
      AtEc(begin, end);
    }
  }

  // "203-564-8", behind a label also "203 564 8".
  void AtEc(size_t begin, size_t end) {
    if (end >= bytes_.size() || bytes_[end] != ' ') return;
    const size_t second = end + 1, second_end = DigitsEnd(second);
    if (second_end - second != 3 || second_end >= bytes_.size() || bytes_[second_end] != ' ') return;
    const size_t third = second_end + 1, third_end = DigitsEnd(third);
    if (third_end - third != 1 || !EndsFree(third_end)) return;
    const unsigned digits =
        (Number(begin, end) * 1000 + Number(second, second_end)) * 10 + Number(third, third_end);
    if (!EcCheckAgrees(digits)) return;
    const bool labelled = Labelled(IdentifierKind::kEc, begin);
    const bool dashes = IsDash(text_.Gap(second)) && IsDash(text_.Gap(third));
    const bool begins_free = (text_.Gap(begin) & gap::kHyphen) == 0;
    if (!labelled && !(dashes && begins_free)) return;
    const std::string text = std::to_string(digits);
    Add(IdentifierKind::kEc, begin, third_end,
        text.substr(0, 3) + "-" + text.substr(3, 3) + "-" + text.substr(6), labelled);
  }

  // "UN1090" in one word.
  void AtGluedUn(size_t begin) {
    size_t end = begin;
    for (const std::string_view label : {std::string_view("un"), std::string_view("onu")}) {
      if (bytes_.substr(begin, label.size()) == label) end = begin + label.size();
    }
    if (end == begin || end >= bytes_.size() || text_.Boundary(end) || !IsDigit(bytes_[end]) ||
        !HasCapital(begin, end))
      return;
    const size_t number_end = DigitsEnd(end);
    if (number_end - end != 4 || !EndsFree(number_end)) return;
    Add(IdentifierKind::kUn, begin, number_end, std::string(bytes_.substr(end, 4)), true);
  }

  // The original text has it, for its brackets and signs mean something.
  void AtInchis() {
    constexpr std::string_view kPrefix = "InChI=1S/";
    for (size_t at = original_.find(kPrefix); at != std::string_view::npos;
         at = original_.find(kPrefix, at + 1)) {
      const size_t end = std::min(original_.find_first_of(" \t\r\n\"'", at), original_.size());
      const std::vector<std::string> components = InchiComponents(original_.substr(at, end - at));
      for (const std::string& component : components) {
        const size_t before = out_.size();
        Add(IdentifierKind::kInchi, NormalAt(at), NormalAt(end), component, true);
        for (size_t k = before; k < out_.size(); ++k) out_[k].component = components.size() > 1;
      }
    }
  }

  // The first byte of the normalised text that stands at or behind byte `at` of the original.
  size_t NormalAt(size_t at) const {
    size_t low = 0, high = text_.size();
    while (low < high) {
      const size_t middle = (low + high) / 2;
      if (text_.Start(middle) < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  // A word of 14 letters, one of 10 and one of 1, with hyphens.
  void AtKey(size_t begin) {
    const size_t second = begin + kKeySkeleton, third = second + kKeyRest, end = third + 1;
    if (end > bytes_.size() || !text_.Boundary(end) || text_.Gap(second) != gap::kHyphen ||
        text_.Gap(third) != gap::kHyphen ||
        !std::all_of(bytes_.begin() + static_cast<std::ptrdiff_t>(begin),
                     bytes_.begin() + static_cast<std::ptrdiff_t>(end), IsLatin)) {
      return;
    }
    std::string key;
    for (size_t i = begin; i < end; ++i) {
      if (i == second || i == third) key += '-';
      key += static_cast<char>(bytes_[i] - 'a' + 'A');
    }
    if (names_.FindIdentifier(IdentifierKind::kInchiKey, key) != nullptr) {
      Add(IdentifierKind::kInchiKey, begin, end, key, true);
    } else {
      Add(IdentifierKind::kInchiKey, begin, end, key.substr(0, kKeySkeleton), true, true);
    }
  }

  std::string_view original_;
  const NormalisedText& text_;
  std::string_view bytes_;
  const CompiledNames& names_;
  std::vector<IdentifierMention>& out_;
};

}  // namespace

void ScanIdentifiers(std::string_view original, const NormalisedText& text, const CompiledNames& names,
                     std::vector<IdentifierMention>& out) {
  Scanner(original, text, names, out).Run();
}

GoodsCodeMention FindGoodsCode(const NormalisedText& text) {
  static const LabelSet* const labels = new LabelSet("hs");
  GoodsCodeMention out;
  constexpr size_t kFewest = 4, kMost = 10;
  if (text.digits() < kFewest) return out;
  const std::string_view bytes = text.text();
  for (size_t k = 0; k < text.words(); ++k) {
    const size_t begin = text.WordStart(k);
    if (!IsDigit(bytes[begin])) continue;
    if (!labels->Before(text, begin, [](size_t, size_t) { return true; })) continue;
    // "2933.32", "2933 32 00": groups of even length, at most ten digits in all.
    std::string digits;
    size_t end = begin;
    for (size_t i = begin; i < bytes.size();) {
      size_t group = i;
      while (group < bytes.size() && IsDigit(bytes[group])) ++group;
      const size_t size = group - i;
      if (size == 0 || size % 2 != 0 || digits.size() + size > kMost) break;
      if (i == begin && size < kFewest) break;
      if (group < bytes.size() && !text.Boundary(group)) break;
      digits.append(bytes.substr(i, size));
      end = group;
      if (group >= bytes.size() || bytes[group] != ' ') break;
      if ((text.Gap(group + 1) & (gap::kComma | gap::kHyphen | gap::kStrong)) != 0) break;
      i = group + 1;
    }
    if (digits.size() < kFewest || digits[0] > '9' || digits.substr(0, 2) == "00" ||
        digits.substr(0, 2) > "97") {
      continue;
    }
    out.digits = digits;
    out.start = text.Start(begin);
    out.end = text.End(end - 1);
    return out;
  }
  return out;
}

}  // namespace tidewaiter
