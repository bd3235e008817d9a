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
  has_consignment_sums_ = false;
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

uint32_t BatchIndex::ConsignmentRow(uint32_t row) const {
  if (!has_consignments_) MakeConsignments();
  return consignment_rows_[row];
}

const std::vector<uint32_t>& BatchIndex::together() const {
  if (!has_consignments_) MakeConsignments();
  return together_;
}

RowRange BatchIndex::TogetherOf(uint32_t row) const {
  if (!has_consignments_) MakeConsignments();
  return {together_offsets_[row], together_offsets_[row + 1]};
}

void BatchIndex::MakeConsignments() const {
  has_consignments_ = true;
  consignments_.clear();
  const auto lines = static_cast<uint32_t>(facts_->lines.size());
  consignment_rows_.resize(lines);
  together_offsets_.assign(lines + 1, 0);
  absl::flat_hash_map<std::string_view, uint32_t> known;  // number to place in consignments_
  std::vector<uint32_t> place(lines);
  for (uint32_t row = 0; row < lines; ++row) {
    const LineFact& line = facts_->lines[row];
    place[row] = static_cast<uint32_t>(consignments_.size());
    if (!line.consignment.empty()) place[row] = known.try_emplace(line.consignment, place[row]).first->second;
    if (place[row] == consignments_.size()) {
      Consignment fresh;
      fresh.number = line.consignment;
      fresh.row = row;
      consignments_.push_back(fresh);
    }
    Consignment& consignment = consignments_[place[row]];
    consignment_rows_[row] = consignment.row;
    ++together_offsets_[consignment.row + 1];
    ++consignment.lines;
    const RowRange hits = HitsOf(row);
    consignment.hits += hits.second - hits.first;
    if (!line.net_grams && !line.millilitres) ++consignment.unknown_amounts;
    AddKnown(consignment.net_grams, line.net_grams);
    AddKnown(consignment.gross_grams, line.gross_grams);
    AddKnown(consignment.millilitres, line.millilitres);
    AddKnown(consignment.value_cents, line.value_cents);
  }
  for (uint32_t row = 0; row < lines; ++row) together_offsets_[row + 1] += together_offsets_[row];
  together_.resize(lines);
  std::vector<uint32_t> next(together_offsets_.begin(), together_offsets_.end() - 1);
  for (uint32_t row = 0; row < lines; ++row) together_[next[consignment_rows_[row]]++] = row;

  std::vector<std::string_view> chapters, currencies, subjects;
  for (Consignment& consignment : consignments_) {
    chapters.clear();
    currencies.clear();
    subjects.clear();
    for (uint32_t at = together_offsets_[consignment.row]; at < together_offsets_[consignment.row + 1];
         ++at) {
      const LineFact& line = facts_->lines[together_[at]];
      chapters.push_back(line.hs_code.substr(0, 2));
      currencies.push_back(line.currency);
      for (auto [hit, end] = HitsOf(together_[at]); hit < end; ++hit)
        subjects.push_back(facts_->hits[hit].subject);
    }
    consignment.chapters = CountDifferent(chapters);
    consignment.currencies = CountDifferent(currencies);
    consignment.subjects = CountDifferent(subjects);
  }
}

const SubjectSum& BatchIndex::ConsignmentSum(uint32_t hit) const {
  if (!has_consignment_sums_) MakeConsignmentSums();
  return consignment_sums_[hit];
}

void BatchIndex::MakeConsignmentSums() const {
  has_consignment_sums_ = true;
  struct Running {
    SubjectSum sum;
    uint32_t row = 0;  // the last line that counts in it
  };
  absl::flat_hash_map<std::pair<uint32_t, std::string_view>, Running> known;  // consignment's row, subject
  consignment_sums_.assign(facts_->hits.size(), {});
  for (uint32_t i = 0; i < facts_->hits.size(); ++i) {
    const HitFact& hit = facts_->hits[i];
    if (!hit.in_force) continue;
    const auto [at, fresh] = known.try_emplace({ConsignmentRow(hit.row), hit.subject});
    Running& running = at->second;
    if (fresh || running.row != hit.row) {
      running.row = hit.row;
      AddKnown(running.sum.grams, facts_->lines[hit.row].net_grams);
      AddKnown(running.sum.millilitres, facts_->lines[hit.row].millilitres);
    }
    consignment_sums_[i] = running.sum;
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
