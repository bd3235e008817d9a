// What the views need beside the facts themselves: which rows belong to which, consignments, parties, and
// the batch's own movements by key. Made once a batch, in time linear in it.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"

#include "rules/policy/code_tables.h"
#include "rules/policy/facts.h"

namespace tidewaiter::policy {

// Rows [first, second).
using RowRange = std::pair<uint32_t, uint32_t>;

struct Consignment {
  std::string_view number;
  uint32_t row = 0;  // of its first line
  int64_t lines = 0;
  int64_t hits = 0;
  int64_t subjects = 0;
  int64_t chapters = 0;
  int64_t currencies = 0;
  int64_t unknown_amounts = 0;
  std::optional<int64_t> net_grams, gross_grams, millilitres, value_cents;
};

struct SubjectSum {
  std::optional<int64_t> grams, millilitres;  // over what is known
};

struct PartyRow {
  uint32_t row = 0;
  std::string_view role, name, key, address_key, phone_key, country;
};

// By which column a movement is looked up.
enum class MovementKey : uint8_t { kConsignee, kConsignor, kAddress, kPhone };
inline constexpr int kMovementKeys = 4;

class BatchIndex {
 public:
  explicit BatchIndex(const CodeTables* codes) : codes_(codes) {}

  // Takes the facts of one batch, which must outlive the next Reset. InvalidArgument when a row points
  // nowhere or is out of order.
  absl::Status Reset(const BatchFacts& facts);
  void Clear() { facts_ = nullptr; }
  // The ledger holds lines of this batch's file from its first line on: an earlier run left them.
  void SetRerun(bool rerun) { rerun_ = rerun; }
  // That first line when there was such a run, else null.
  const LineFact* first_line_in_ledger() const { return rerun_ ? &facts_->lines.front() : nullptr; }

  const BatchFacts& facts() const { return *facts_; }
  bool empty() const { return facts_ == nullptr; }
  const CodeTables& codes() const { return *codes_; }

  RowRange HitsOf(uint32_t row) const { return {hits_[row], hits_[row + 1]}; }
  RowRange WatchesOf(uint32_t row) const { return {watches_[row], watches_[row + 1]}; }
  RowRange LicencesOf(uint32_t row) const { return {licences_[row], licences_[row + 1]}; }
  RowRange ListingsOf(uint32_t hit) const { return {listings_[hit], listings_[hit + 1]}; }

  // Made when first asked for.
  const std::vector<Consignment>& consignments() const;
  // What the hit's subject adds up to in its consignment, up to and with the hit's line; a line counts once
  // for a subject, whatever the number of its hits, and those not in force count in no line.
  const SubjectSum& ConsignmentSum(uint32_t hit) const;
  // Row of the first line of `row`'s consignment.
  uint32_t ConsignmentRow(uint32_t row) const;
  // Rows of lines, consignment by consignment in order of their first lines; and those of the consignment
  // whose first line is `row` (none when it is no first line).
  const std::vector<uint32_t>& together() const;
  RowRange TogetherOf(uint32_t row) const;
  const std::vector<PartyRow>& parties() const;
  RowRange PartiesOf(uint32_t row) const;
  // Hits that count as movements (the first of each subject in a line, in force) under this key, by row.
  const std::vector<uint32_t>& MovementsOf(MovementKey key, std::string_view value) const;

 private:
  void MakeConsignments() const;
  void MakeConsignmentSums() const;
  void MakeParties() const;

  const CodeTables* codes_;
  const BatchFacts* facts_ = nullptr;
  bool rerun_ = false;
  std::vector<uint32_t> hits_, watches_, licences_, listings_;
  mutable bool has_consignments_ = false;
  mutable bool has_consignment_sums_ = false;
  mutable std::vector<SubjectSum> consignment_sums_;  // by hit
  mutable bool has_parties_ = false;
  mutable std::vector<Consignment> consignments_;
  mutable std::vector<uint32_t> consignment_rows_, together_, together_offsets_;
  mutable std::vector<PartyRow> parties_;
  mutable std::vector<uint32_t> party_rows_;
  mutable bool has_movements_[kMovementKeys] = {};
  mutable absl::flat_hash_map<std::string_view, std::vector<uint32_t>> movements_[kMovementKeys];
};

// The value of a line under which its movements are looked up.
std::string_view MovementKeyOf(const LineFact& line, MovementKey key);
// 29 of "293333", 2933 of it; nullopt when there are not enough digits.
std::optional<int64_t> HsChapterOf(std::string_view code);
std::optional<int64_t> HsHeadingOf(std::string_view code);

}  // namespace tidewaiter::policy
