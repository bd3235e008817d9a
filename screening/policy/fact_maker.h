// What policy rules can know of a record, from the record and what screening found in it. Everything here
// concerns one record only, so that workers do it in parallel; licences and the ledger are policy_stage's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chemdb/base/date.h"
#include "chemdb/store/database.h"
#include "rules/policy/facts.h"
#include "screening/model/finding.h"
#include "screening/model/record.h"
#include "screening/parties/party_index.h"

namespace tidewaiter {

// What all fact makers of a run share.
struct FactSources {
  std::shared_ptr<const Database> database;
  std::shared_ptr<const PartyIndex> watchlist;  // may be null
  std::optional<Date> as_of;
  std::vector<std::string> jurisdictions;
};

// Whether rules about shipments have something to say of the record: a molecule by itself, or goods and their
// number alone, make no shipment.
bool IsConsignmentLine(const Record& record);

// Not thread-safe: one for each worker.
class FactMaker {
 public:
  explicit FactMaker(std::shared_ptr<const FactSources> sources);
  ~FactMaker();

  // Adds the line, its hits with their listings, and its parties' watchlist entries to `facts`, which keeps
  // copies. `file_key` is the ledger's key of the file. False when the record is no line of a consignment;
  // nothing was added then.
  bool Add(const Record& record, const RecordResult& result, const DescriptionFacts& description,
           std::string_view file_key, policy::BatchFacts& facts);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What a control finding rests on, bits of policy::HitBasis.
uint8_t BasisOf(const Finding& finding);

// First and last day of the calendar month or year that holds `day`; nullopt for another window.
std::optional<std::pair<int64_t, int64_t>> WindowOf(std::string_view window, Date day);

}  // namespace tidewaiter
