// How manifests and structure files are read: options that `screen` and `whatif` share.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "absl/status/statusor.h"

#include "screening/read/record_source.h"

namespace tidewaiter::cli {

struct ReadFlags {
  std::vector<std::string> map;
  std::string profile;
  std::string delimiter;
  std::string encoding;
  std::string date_format;
  std::string decimal;
  std::string input_format = "auto";
  void AddTo(CLI::App& command);
  // InvalidArgument for a field that is none, or what LoadProfile says.
  absl::StatusOr<ReadOptions> ToOptions() const;
};

// The group of these options in --help.
inline constexpr const char* kReadingGroup = "Reading";

}  // namespace tidewaiter::cli
