#include "rules/policy/batch_index.h"

#include <algorithm>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"

namespace tidewaiter::policy {
namespace {

// offsets[i] = first fact whose owner is i or later, for owners 0..owners.
template <typename Fact, typename OwnerOf>
absl::Status Offsets(const std::vector<Fact>& facts, size_t owners, std::string_view what, OwnerOf owner_of,
                     std::vector<uint32_t>& offsets) {
  offsets.assign(owners + 1, static_cast<uint32_t>(facts.size()));
  size_t next = 0;
  for (size_t i = 0; i < facts.size(); ++i) {
    const size_t owner = owner_of(facts[i]);
    if (owner >= owners) return absl::InvalidArgumentError(Concat("a ", what, " belongs to nothing"));
    if (owner + 1 < next) return absl::InvalidArgumentError(Concat("the ", what, "s are out of order"));
    for (; next <= owner; ++next) offsets[next] = static_cast<uint32_t>(i);
  }
  return absl::OkStatus();
}

std::optional<int64_t> LeadingDigits(std::string_view code, size_t count) {
  if (code.size() < count) return std::nullopt;
  int64_t value = 0;
  for (const char c : code.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

void AddKnown(std::optional<int64_t>& sum, std::optional<int64_t> amount) {
  if (amount) sum = sum.value_or(0) + *amount;
}

// How many different non-empty texts there are; sorts them.
int64_t CountDifferent(std::vector<std::string_view>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return static_cast<int64_t>(texts.size()) - (!texts.empty() && texts.front().empty() ? 1 : 0);
}

}  // namespace

std::optional<int64_t> HsChapterOf(std::string_view code) { return LeadingDigits(code, 2); }
std::optional<int64_t> HsHeadingOf(std::string_view code) { return LeadingDigits(code, 4); }

std::string_view MovementKeyOf(const LineFact& line, MovementKey key) {
  switch (key) {
    case MovementKey::kConsignee:
      return line.consignee_key;
    case MovementKey::kConsignor:
      return line.consignor_key;
    case MovementKey::kAddress:
      return line.consignee_address_key;
    case MovementKey::kPhone:
      return line.consignee_phone_key;
  }
  return {};
}

absl::Status BatchIndex::Reset(const BatchFacts& facts) {
  facts_ = nullptr;
  rerun_ = false;
  has_consignments_ = false;
  has_parties_ = false;
  for (bool& made : has_movements_) made = false;
  const size_t lines = facts.lines.size();
  const auto row_of = [](const auto& fact) { return static_cast<size_t>(fact.row); };
  TW_RETURN_IF_ERROR(Offsets(facts.hits, lines, "hit", row_of, hits_));
  TW_RETURN_IF_ERROR(Offsets(facts.watches, lines, "watch", row_of, watches_));
  TW_RETURN_IF_ERROR(Offsets(facts.licences, lines, "licence", row_of, licences_));
  TW_RETURN_IF_ERROR(Offsets(
      facts.listings, facts.hits.size(), "listing",
      [](const ListingFact& fact) { return static_cast<size_t>(fact.hit); }, listings_));
  facts_ = &facts;
  return absl::OkStatus();
}

const std::vector<Consignment>& BatchIndex::consignments() const {
  if (!has_consignments_) MakeConsignments();
  return consignments_;
}

void BatchIndex::MakeConsignments() const {
  has_consignments_ = true;
  consignments_.clear();
  absl::flat_hash_map<std::string_view, uint32_t> known;
  std::vector<std::vector<uint32_t>> members;
  for (uint32_t row = 0; row < facts_->lines.size(); ++row) {
    const LineFact& line = facts_->lines[row];
    uint32_t at = static_cast<uint32_t>(consignments_.size());
    if (!line.consignment.empty()) at = known.try_emplace(line.consignment, at).first->second;
    if (at == consignments_.size()) {
      Consignment fresh;
      fresh.number = line.consignment;
      fresh.row = row;
      consignments_.push_back(fresh);
      members.emplace_back();
    }
    members[at].push_back(row);
    Consignment& consignment = consignments_[at];
    ++consignment.lines;
    const RowRange hits = HitsOf(row);
    consignment.hits += hits.second - hits.first;
    if (!line.net_grams && !line.millilitres) ++consignment.unknown_amounts;
    AddKnown(consignment.net_grams, line.net_grams);
    AddKnown(consignment.gross_grams, line.gross_grams);
    AddKnown(consignment.millilitres, line.millilitres);
    AddKnown(consignment.value_cents, line.value_cents);
  }
  std::vector<std::string_view> chapters, currencies, subjects;
  for (size_t i = 0; i < consignments_.size(); ++i) {
    chapters.clear();
    currencies.clear();
    subjects.clear();
    for (const uint32_t row : members[i]) {
      chapters.push_back(facts_->lines[row].hs_code.substr(0, 2));
      currencies.push_back(facts_->lines[row].currency);
      for (auto [hit, end] = HitsOf(row); hit < end; ++hit) subjects.push_back(facts_->hits[hit].subject);
    }
    consignments_[i].chapters = CountDifferent(chapters);
    consignments_[i].currencies = CountDifferent(currencies);
    consignments_[i].subjects = CountDifferent(subjects);
  }
}

const std::vector<PartyRow>& BatchIndex::parties() const {
  if (!has_parties_) MakeParties();
  return parties_;
}

void BatchIndex::MakeParties() const {
  has_parties_ = true;
  parties_.clear();
  party_rows_.clear();
  for (uint32_t row = 0; row < facts_->lines.size(); ++row) {
    const LineFact& line = facts_->lines[row];
    party_rows_.push_back(static_cast<uint32_t>(parties_.size()));
    if (!line.consignor.empty()) {
      parties_.push_back({row, "consignor", line.consignor, line.consignor_key, line.consignor_address_key,
                          line.consignor_phone_key, line.dispatch.empty() ? line.origin : line.dispatch});
    }
    if (!line.consignee.empty()) {
      parties_.push_back({row, "consignee", line.consignee, line.consignee_key, line.consignee_address_key,
                          line.consignee_phone_key, line.destination});
    }
    if (!line.notify.empty()) parties_.push_back({row, "notify", line.notify, {}, {}, {}, {}});
  }
  party_rows_.push_back(static_cast<uint32_t>(parties_.size()));
}

RowRange BatchIndex::PartiesOf(uint32_t row) const {
  if (!has_parties_) MakeParties();
  return {party_rows_[row], party_rows_[row + 1]};
}

const std::vector<uint32_t>& BatchIndex::MovementsOf(MovementKey key, std::string_view value) const {
  static const std::vector<uint32_t>* const none = new std::vector<uint32_t>();
  const auto slot = static_cast<size_t>(key);
  auto& map = movements_[slot];
  if (!has_movements_[slot]) {
    has_movements_[slot] = true;
    map.clear();
    for (uint32_t hit = 0; hit < facts_->hits.size(); ++hit) {
      const HitFact& fact = facts_->hits[hit];
      if (!fact.in_force) continue;
      const uint32_t first = HitsOf(fact.row).first;
      const bool seen =
          std::any_of(facts_->hits.begin() + first, facts_->hits.begin() + hit,
                      [&](const HitFact& other) { return other.in_force && other.subject == fact.subject; });
      const std::string_view under = MovementKeyOf(facts_->lines[fact.row], key);
      if (!seen && !under.empty()) map[under].push_back(hit);
    }
  }
  const auto it = map.find(value);
  return it == map.end() ? *none : it->second;
}

}  // namespace tidewaiter::policy
