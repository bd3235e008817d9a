#include "screening/whatif/difference.h"

#include <algorithm>
#include <tuple>

namespace tidewaiter {
namespace {

auto KeyOf(const Finding& f) { return std::tie(f.kind, f.rule, f.subject.kind, f.subject.id, f.relation); }

bool SameListings(const Finding& a, const Finding& b) {
  return std::equal(a.listings.begin(), a.listings.end(), b.listings.begin(), b.listings.end(),
                    [](const Listing* x, const Listing* y) { return x->id == y->id; });
}

bool SameLikeness(const std::optional<Likeness>& a, const std::optional<Likeness>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->similarity == b->similarity && a->common_part == b->common_part;
}

bool SameEffect(const Finding& a, const Finding& b) {
  return KeyOf(a) == KeyOf(b) && a.certainty == b.certainty && a.severity == b.severity &&
         a.next_step == b.next_step && a.unscreened == b.unscreened && a.weight == b.weight &&
         a.advice == b.advice && SameLikeness(a.likeness, b.likeness) && SameListings(a, b);
}

constexpr size_t kGoodsBytes = 200;

std::string GoodsOf(const Record& record) {
  for (const Field field : {Field::kDescription, Field::kStructure, Field::kCasRn}) {
    std::string_view text = record.Text(field);
    if (text.empty()) continue;
    if (text.size() <= kGoodsBytes) return std::string(text);
    size_t end = kGoodsBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // whole characters
    return std::string(text.substr(0, end)) + "...";
  }
  return "";
}

}  // namespace

std::optional<RecordDifference> CompareResults(const Record& record, const RecordResult& before,
                                               const RecordResult& after) {
  std::vector<const Finding*> old_ones, new_ones;
  for (const Finding& finding : before.findings) old_ones.push_back(&finding);
  for (const Finding& finding : after.findings) new_ones.push_back(&finding);
  // Pairs of `same`, each finding in one pair at most; what has none stays in the lists.
  const auto pair_off = [&](const auto& same, const auto& visit) {
    for (auto it = old_ones.begin(); it != old_ones.end();) {
      const auto twin = std::find_if(new_ones.begin(), new_ones.end(),
                                     [&](const Finding* other) { return same(**it, *other); });
      if (twin == new_ones.end()) {
        ++it;
        continue;
      }
      visit(**it, **twin);
      new_ones.erase(twin);
      it = old_ones.erase(it);
    }
  };
  RecordDifference out;
  pair_off(SameEffect, [](const Finding&, const Finding&) {});
  pair_off([](const Finding& a, const Finding& b) { return KeyOf(a) == KeyOf(b); },
           [&](const Finding& a, const Finding& b) {
             out.changed.push_back({a, b});
           });
  if (out.changed.empty() && old_ones.empty() && new_ones.empty() &&
      before.disposition == after.disposition) {
    return std::nullopt;
  }
  for (const Finding* finding : old_ones) out.lost.push_back(*finding);
  for (const Finding* finding : new_ones) out.gained.push_back(*finding);
  out.file = after.file;
  out.line = after.line;
  out.id = after.id;
  out.goods = GoodsOf(record);
  out.origin = record.origin;
  out.destination = record.destination;
  out.transit = record.transit;
  out.law_day = after.law_day;
  out.before = before.disposition;
  out.after = after.disposition;
  return out;
}

}  // namespace tidewaiter
