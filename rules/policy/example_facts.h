// Facts written by hand: the `given` of a rule's examples (format: docs/policy-rules.md).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "rules/policy/facts.h"
#include "rules/yaml/yaml_file.h"

struct sqlite3;

namespace tidewaiter::policy {

// An earlier movement, for the ledger.
struct LedgerRow {
  std::optional<int64_t> day;
  std::string consignor, consignee, address, phone, subject, consignment;
  std::optional<int64_t> grams, millilitres;
};

struct ExampleFacts {
  BatchFacts batch;
  std::vector<LedgerRow> ledger;
};

// A map with `lines` and, where it matters, `ledger`. InvalidArgument with the place of what does not fit.
absl::StatusOr<std::unique_ptr<ExampleFacts>> ReadExampleFacts(const YamlNode& node);

// Puts the rows in the table of ledger_schema.h, as lines of a file of their own.
absl::Status FillLedger(const std::vector<LedgerRow>& rows, sqlite3* db);

}  // namespace tidewaiter::policy
