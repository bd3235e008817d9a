#include "chemdb/law/import/mixture_words.h"

#include <cstdlib>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "chemdb/law/import/row_words.h"
#include "chemdb/law/listing.h"

namespace tidewaiter {
namespace {

std::string ScheduleOf(const LawRow& row) { return row.key.substr(0, row.key.find('/')); }

// "Part 1, except items 20 to 23, or in Part 2" -> two covers.
std::vector<MixtureWords::Cover> CoversOf(const LawRow& row) {
  std::vector<MixtureWords::Cover> out;
  const std::string& text = row.text;
  for (size_t at = text.find("Part "); at != std::string::npos; at = text.find("Part ", at + 1)) {
    const size_t end = text.find_first_not_of("0123456789", at + 5);
    MixtureWords::Cover cover;
    cover.schedule = ScheduleOf(row);
    cover.part = text.substr(at, end == std::string::npos ? end : end - at);
    if (cover.part.size() == 5) continue;  // no number
    constexpr char kExcept[] = ", except items ";
    if (end != std::string::npos && text.compare(end, sizeof kExcept - 1, kExcept) == 0) {
      const size_t first = end + sizeof kExcept - 1;
      const size_t to = text.find(" to ", first);
      if (to == std::string::npos) continue;
      cover.except_from = std::atoi(text.c_str() + first);
      cover.except_to = std::atoi(text.c_str() + to + 4);
    }
    out.push_back(std::move(cover));
  }
  return out;
}

}  // namespace

MixtureWords ReadMixtureWords(const LawDocument& text, const NameTie& tie) {
  MixtureWords out;
  for (const LawRow& row : text.rows) {
    if (row.kind != LawRow::Kind::kMixtures) continue;
    const std::string substance = tie.Tie(NamesOfRow(row.text)).substance;
    const std::vector<MixtureWords::Cover> covers = CoversOf(row);
    if (!substance.empty()) {
      out.words[{ScheduleOf(row), substance}] = row.text;
    } else if (!covers.empty()) {
      out.covers.insert(out.covers.end(), covers.begin(), covers.end());
    } else {
      out.unread.insert(row.key);
    }
  }
  return out;
}

uint32_t MixtureWords::ScopeOf(const LawRow& row, const std::string& substance) const {
  if (words.count({ScheduleOf(row), substance}) != 0) return kScopePreparations;
  const int number = std::atoi(row.number.c_str());
  for (const Cover& cover : covers) {
    if (cover.schedule == ScheduleOf(row) && cover.part == row.part &&
        (number < cover.except_from || number > cover.except_to)) {
      return kScopePreparations;
    }
  }
  return 0;
}

const std::string& MixtureWords::WordsOn(const LawRow& row, const std::string& substance) const {
  static const auto* const none = new std::string();
  const auto it = words.find({ScheduleOf(row), substance});
  return it == words.end() ? *none : it->second;
}

}  // namespace tidewaiter
