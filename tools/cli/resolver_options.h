// Options of the resolver of systematic names.
#pragma once

#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "absl/status/statusor.h"

#include "screening/resolve/name_resolver.h"

namespace tidewaiter::cli {

struct ResolverFlags {
  std::string resolver = "off";
  std::string jar;
  std::string java = "java";
  std::string cache;
  void AddTo(CLI::App& command);
  // Null when it is off. NotFound when OPSIN is not installed.
  absl::StatusOr<std::shared_ptr<NameResolver>> Create() const;
};

}  // namespace tidewaiter::cli
