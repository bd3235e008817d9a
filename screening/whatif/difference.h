// What a bill changes for one record: the findings under the law as it is, against those under the law as it
// would be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chemdb/base/date.h"
#include "screening/model/finding.h"
#include "screening/model/record.h"

namespace tidewaiter {

struct FindingChange {
  Finding before;
  Finding after;
};

// Findings point at listings of the two engines that made them, which must outlive this.
struct RecordDifference {
  std::string file;
  uint64_t line = 0;
  std::string id;
  std::string goods;        // its description, else structure, else CAS RN; the start of it when it is long
  std::string origin;       // ISO 3166 alpha-2, or empty
  std::string destination;  // the same
  std::vector<std::string> transit;
  std::optional<Date> law_day;
  Disposition before = Disposition::kRelease;
  Disposition after = Disposition::kRelease;
  std::vector<Finding> gained;
  std::vector<Finding> lost;
  std::vector<FindingChange> changed;

  // Goods that go today and would be stopped.
  bool newly_caught() const { return before == Disposition::kRelease && after != Disposition::kRelease; }
  bool newly_released() const { return before != Disposition::kRelease && after == Disposition::kRelease; }
};

// nullopt when the two say the same: the same disposition, and the same findings in kind, rule, subject,
// relation, certainty, likeness, severity, listings cited (by id), next step, weight and advice. Wording and
// evidence are not compared.
std::optional<RecordDifference> CompareResults(const Record& record, const RecordResult& before,
                                               const RecordResult& after);

}  // namespace tidewaiter
