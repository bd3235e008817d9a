// Systematic names to structures: an optional resolver behind an interface.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tidewaiter {

struct ResolverStatistics {
  uint64_t asked = 0;     // names given to Resolve
  uint64_t cached = 0;    // of them, answered from the cache
  uint64_t resolved = 0;  // a structure came back
  uint64_t failed = 0;    // the resolver could not answer: its process hung, died or is off
  uint64_t restarts = 0;  // of its process
};

// Shared by all threads.
class NameResolver {
 public:
  virtual ~NameResolver() = default;

  // The SMILES that a name stands for. NotFound when it stands for none; Unavailable when the resolver could
  // not answer (and might have).
  virtual absl::StatusOr<std::string> Resolve(std::string_view name) = 0;

  // What answers, with its version: part of a run's identity.
  virtual std::string identity() const = 0;
  virtual ResolverStatistics statistics() const = 0;
};

// Longest name that is asked, bytes: real ones stay below 200.
inline constexpr size_t kResolverNameBytes = 400;

}  // namespace tidewaiter
