// The policy half of `tidewaiter rules`.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace tidewaiter::cli {

// --policy DIR; empty = the library built with the program.
void AddPolicyOption(CLI::App& command, std::string& directory);

// Both print to standard output and return an exit code. `ids`: of these rules only; empty = all.
int ListPolicyRules(const std::string& directory);
int TestPolicyRules(const std::string& directory, const std::vector<std::string>& ids);

}  // namespace tidewaiter::cli
