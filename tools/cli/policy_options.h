// Options about the shipment around the substance: policy rules, ledger, licences, watchlists.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "screening/pipeline/disposition.h"
#include "screening/policy/policy_stage.h"

namespace tidewaiter::cli {

struct PolicyFlags {
  std::string policy;  // folder, "none", or empty: the library built with the program
  std::string ledger;
  std::string licences;
  std::vector<std::string> watchlists;
  bool what_if = false;
  void AddTo(CLI::App& command);
  // The same without what only one run over one ledger has.
  void AddRulesTo(CLI::App& command);
  bool Wanted() const { return policy != "none"; }
  // InvalidArgument for options that exclude one another, or a ledger for input that cannot be read twice.
  absl::Status Check(const std::vector<std::string>& files) const;
  PolicyOptions ToOptions() const;
  // disposition.yaml of the policy folder; the built-in table when there is none.
  absl::StatusOr<DispositionPolicy> Disposition() const;
};

}  // namespace tidewaiter::cli
