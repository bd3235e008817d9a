#include "screening/identify/cas_scan.h"

#include <string>

#include "chemdb/names/cas_rn.h"
#include "screening/identify/rule_tables.h"

namespace tidewaiter {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Digits that belong together in normalised text; one blank between groups.
struct Group {
  size_t begin, end;
  uint8_t gap;  // before it
  size_t size() const { return end - begin; }
};

// From a label's end to the number: room for "registry number".
constexpr size_t kLabelReach = 24;

class Labels {
 public:
  Labels() {
    for (const std::string& label : Rules().cas_labels) {
      NormalisedText text;
      NormaliseText(label, text);
      labels_.emplace_back(text.text());
    }
  }

  // A label stands before byte `at`, with letters only in between.
  bool Before(const NormalisedText& text, size_t at) const {
    const std::string_view bytes = text.text();
    for (size_t i = at; i > 0 && at - i < kLabelReach;) {
      --i;
      if (IsDigit(bytes[i])) return false;
      if (!text.Boundary(i)) continue;
      for (const std::string& label : labels_) {
        if (bytes.compare(i, label.size(), label) != 0 || i + label.size() > at) continue;
        // "cas" and not "case", "casting": a word of its own, or glued to the number.
        const size_t end = i + label.size();
        if (end == at || text.Boundary(end)) return true;
      }
    }
    return false;
  }

 private:
  std::vector<std::string> labels_;
};

bool IsDash(uint8_t gap) { return (gap & gap::kHyphen) != 0 && (gap & ~(gap::kHyphen | gap::kSpace)) == 0; }
// A gap across which a number goes on, as in part numbers and versions.
bool IsTight(uint8_t gap) {
  return (gap & (gap::kHyphen | gap::kDot)) != 0 &&
         (gap & (gap::kSpace | gap::kComma | gap::kOpen | gap::kClose | gap::kStrong)) == 0;
}

class Scanner {
 public:
  Scanner(const NormalisedText& text, std::vector<CasMention>& out)
      : text_(text), bytes_(text.text()), out_(out) {}

  void Run() {
    chain_.reserve(8);
    for (size_t i = 0; i < bytes_.size();) {
      if (!IsDigit(bytes_[i])) {
        ++i;
        continue;
      }
      ReadChain(i);
      ScanChain();
      i = chain_.back().end;
    }
  }

 private:
  void ReadChain(size_t i) {
    chain_.clear();
    for (;;) {
      Group group{i, i, text_.Gap(i)};
      while (group.end < bytes_.size() && IsDigit(bytes_[group.end])) ++group.end;
      chain_.push_back(group);
      if (group.end >= bytes_.size() || bytes_[group.end] != ' ') return;
      i = group.end + 1;
    }
  }

  void ScanChain() {
    static const Labels* const labels = new Labels;
    // Most numbers are too short to be one.
    const size_t first = chain_.front().size();
    if (chain_.size() < 3 && first < 5 && (chain_.size() < 2 || first + chain_[1].size() < 5)) return;
    const bool labelled = labels->Before(text_, chain_.front().begin);
    if (chain_.size() < 3 && !labelled) return;
    for (size_t k = 0; k < chain_.size();) {
      const bool with_label = labelled && k == 0;
      const size_t used = Triple(k, with_label);
      if (used > 0) {
        k += used;
        continue;
      }
      if (with_label && Undashed()) return;
      ++k;
    }
  }

  // Digits of groups [from, from + count) as one number; 0 when there are too many.
  uint64_t Number(size_t from, size_t count, size_t* length) const {
    uint64_t value = 0;
    *length = 0;
    for (size_t k = from; k < from + count; ++k) {
      for (size_t i = chain_[k].begin; i < chain_[k].end; ++i) {
        if (++*length > 10) return 0;
        value = value * 10 + static_cast<uint64_t>(bytes_[i] - '0');
      }
    }
    return value;
  }

  void Add(size_t from, size_t count, bool labelled) {
    size_t length = 0;
    CasMention mention;
    mention.digits = Number(from, count, &length);
    mention.begin = chain_[from].begin;
    mention.end = chain_[from + count - 1].end;
    mention.labelled = labelled;
    mention.valid = CasCheckAgrees(mention.digits);
    mention.short_number = length <= 6;
    out_.push_back(mention);
  }

  // Groups of 2 to 7, 2 and 1 digits with dashes between; how many groups were used.
  size_t Triple(size_t k, bool labelled) {
    if (k + 3 > chain_.size()) return 0;
    const Group &a = chain_[k], &b = chain_[k + 1], &c = chain_[k + 2];
    if (a.size() < 2 || a.size() > 7 || b.size() != 2 || c.size() != 1 || bytes_[a.begin] == '0') return 0;
    const bool dashes = IsDash(b.gap) && IsDash(c.gap);
    if (!dashes && !(labelled && IsBlank(b.gap) && IsBlank(c.gap))) return 0;
    if (!labelled && (!StartsFree(k) || !EndsFree(k + 2))) return 0;
    Add(k, 3, labelled);
    return 3;
  }

  static bool IsBlank(uint8_t gap) { return (gap & ~(gap::kHyphen | gap::kSpace | gap::kDot)) == 0; }

  bool StartsFree(size_t k) const {
    const Group& group = chain_[k];
    if (k > 0) return !IsTight(group.gap);
    if (group.begin == 0) return true;
    if (group.gap == 0) return false;  // glued to letters: a part number
    if (!IsTight(group.gap)) return true;
    // "acetone-67-64-1": a name before the dash. "AB-67-64-1": a part number.
    size_t letters = 0;
    for (size_t i = group.begin; i > 0; --i) {
      if (static_cast<unsigned char>(bytes_[i - 1]) >= 0x80) return true;
      if (IsDigit(bytes_[i - 1])) return false;
      ++letters;
      if (text_.Gap(i - 1) != 0) break;
    }
    return letters >= 5;
  }

  bool EndsFree(size_t k) const {
    if (k + 1 < chain_.size()) return !IsTight(chain_[k + 1].gap);
    const size_t end = chain_[k].end;
    if (end >= bytes_.size()) return true;
    const uint8_t after = text_.Gap(end);
    return after != 0 && !(IsTight(after) && (after & gap::kHyphen) != 0);
  }

  // Behind a label: "21409267", "2140926-7", "21409-267".
  bool Undashed() {
    size_t count = 0, length = 0;
    if (chain_[0].size() >= 5 && (chain_.size() == 1 || !IsDash(chain_[1].gap))) {
      count = 1;
    } else if (chain_.size() >= 2 && IsDash(chain_[1].gap) &&
               (chain_[1].size() == 1 || chain_[1].size() == 3)) {
      count = 2;
    }
    if (count == 0 || bytes_[chain_[0].begin] == '0') return false;
    const uint64_t number = Number(0, count, &length);
    if (number == 0 || length < 5) return false;
    Add(0, count, true);
    return true;
  }

  const NormalisedText& text_;
  std::string_view bytes_;
  std::vector<CasMention>& out_;
  std::vector<Group> chain_;
};

}  // namespace

bool CasCheckAgrees(uint64_t digits) {
  const std::string text = std::to_string(digits / 10);
  const auto check = CasCheckDigit(text);
  return check && *check == static_cast<char>('0' + digits % 10);
}

uint64_t NearestListedCas(const CompiledNames& names, uint64_t digits) {
  uint64_t found = 0;
  const auto look = [&](uint64_t candidate) {
    if (candidate == found || names.FindCas(candidate) == nullptr) return true;
    if (found != 0) return false;
    found = candidate;
    return true;
  };
  for (uint64_t unit = 1; unit <= digits; unit *= 10) {
    const auto digit = digits / unit % 10;
    for (uint64_t other = 0; other < 10; ++other) {
      if (other == 0 && digits / unit < 10) continue;  // another length
      if (other != digit && !look(digits - digit * unit + other * unit)) return 0;
    }
    if (digits / unit < 10) break;
    const auto left = digits / (unit * 10) % 10;
    if (left != digit && !look(digits - digit * unit - left * unit * 10 + left * unit + digit * unit * 10))
      return 0;
  }
  return found;
}

void ScanCasRns(const NormalisedText& text, std::vector<CasMention>& out) {
  constexpr size_t kFewestDigits = 5;
  if (text.digits() >= kFewestDigits) Scanner(text, out).Run();
}

}  // namespace tidewaiter
