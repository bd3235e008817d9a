#include "screening/identify/other_senses.h"

#include <algorithm>

#include "screening/identify/compiled_names.h"
#include "screening/identify/rule_tables.h"

namespace tidewaiter {
namespace {

std::vector<std::string> Phrases() {
  std::vector<std::string> out;
  for (const SenseRow& row : Rules().other_senses) out.push_back(row.phrase);
  return out;
}

}  // namespace

OtherSenses::OtherSenses() : phrases_(Phrases()) {
  const std::vector<SenseRow>& rows = Rules().other_senses;
  for (uint32_t k = 0; k < rows.size(); ++k) {
    NormalisedText text;
    NormaliseText(rows[k].name, text);
    senses_[std::string(text.text())].push_back({rows[k].means, k, CasDigits(rows[k].cas_rn)});
  }
}

std::vector<std::string> OtherSenses::MeaningsOf(std::string_view key) const {
  std::vector<std::string> out;
  const auto it = senses_.find(std::string(key));
  if (it == senses_.end()) return out;
  for (const Sense& sense : it->second) {
    if (std::find(out.begin(), out.end(), sense.means) == out.end()) out.push_back(sense.means);
  }
  return out;
}

std::string_view OtherSenses::SpelledOut(const NormalisedText& text, const std::vector<CasMention>& cas,
                                         std::string_view key, size_t begin, size_t end) const {
  const auto it = senses_.find(std::string(key));
  if (it == senses_.end()) return {};
  for (const Sense& sense : it->second) {
    if (sense.cas != 0 && std::any_of(cas.begin(), cas.end(), [&](const CasMention& mention) {
          return mention.valid && mention.digits == sense.cas;
        })) {
      return sense.means;
    }
  }
  for (size_t k = 0; k < text.words(); ++k) {
    const size_t at = text.WordStart(k);
    if (at >= begin && at < end) continue;
    PhraseSet::Hit hit;
    if (!phrases_.LongestAt(text, at, hit)) continue;
    // Rows of several abbreviations may have one phrase: compare what it is, not which row.
    const std::string& found = phrases_.Key(hit.phrase);
    const auto sense = std::find_if(it->second.begin(), it->second.end(),
                                    [&](const Sense& s) { return phrases_.Key(s.phrase) == found; });
    if (sense != it->second.end()) return sense->means;
  }
  return {};
}

}  // namespace tidewaiter
