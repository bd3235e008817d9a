#include "tools/cli/policy_options.h"

#include <filesystem>

#include "chemdb/base/concat.h"
#include "tools/cli/engine_options.h"

namespace tidewaiter::cli {

namespace {
constexpr const char* kGroup = "Policy";
}

void PolicyFlags::AddTo(CLI::App& command) {
  AddRulesTo(command);
  command
      .add_option("--ledger", ledger,
                  "Remember what is found here, and ask what was found before; made when there is none")
      ->type_name("FILE")
      ->group(kGroup);
  command.add_flag("--what-if", what_if, "Say which single fact would change each disposition")
      ->group(kGroup);
}

void PolicyFlags::AddRulesTo(CLI::App& command) {
  command
      .add_option("--policy", policy,
                  "Folder of policy rules, or none (default: the library built with the program)")
      ->type_name("DIR")
      ->group(kGroup);
  command.add_option("--licences", licences, "Authorisations, drawn down by the lines they cover")
      ->type_name("FILE.csv")
      ->group(kGroup);
  command
      .add_option("--watchlist", watchlists,
                  "Parties to look out for: OFAC SDN, OpenSanctions or own CSV; repeatable")
      ->allow_extra_args(false)
      ->type_name("FILE")
      ->group(kGroup);
}

absl::Status PolicyFlags::Check(const std::vector<std::string>& files) const {
  if (!Wanted()) {
    if (ledger.empty() && licences.empty() && watchlists.empty() && !what_if) return absl::OkStatus();
    return absl::InvalidArgumentError(
        "--policy none: --ledger, --licences, --watchlist and --what-if are for policy rules");
  }
  for (const std::string& file : files) {
    if (ledger.empty()) break;
    std::error_code error;
    if (file == "-" ||
        (std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error))) {
      return absl::InvalidArgumentError(
          Concat("--ledger: ", file == "-" ? "standard input" : file,
                 " cannot be read twice, which it takes to know a file again; save it to a file first"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<DispositionPolicy> PolicyFlags::Disposition() const {
  const std::string path = Concat(policy.empty() ? DataPath("rules/policy") : policy, "/disposition.yaml");
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return DispositionPolicy{};
  return LoadDispositionPolicy(path);
}

PolicyOptions PolicyFlags::ToOptions() const {
  PolicyOptions options;
  options.rules_dir = policy.empty() ? DataPath("rules/policy") : policy;
  options.ledger = ledger;
  options.licences = licences;
  options.watchlists = watchlists;
  return options;
}

}  // namespace tidewaiter::cli
