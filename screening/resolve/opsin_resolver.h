// OPSIN (Lowe et al., J. Chem. Inf. Model. 2011, 51, 739) in a long-lived Java process. Debian:
// libopsin-java.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "screening/resolve/name_resolver.h"

namespace tidewaiter {

struct OpsinOptions {
  std::string jar = "/usr/share/java/opsin-cli.jar";
  std::string java = "java";
  // Remembers answers from run to run, in a SQLite file; empty: only within this run. A cache of another
  // OPSIN is not used.
  std::string cache;
  // Longest wait for one name. The first answer of a process may take `start_patience` on top.
  std::chrono::milliseconds patience{5000};
  std::chrono::milliseconds start_patience{60000};
  // The process is started anew so many times without an answer in between; at the next death or hang the
  // resolver gives up: every later name is Unavailable.
  int restarts = 3;
  // What is started instead of `java -jar jar -osmi`, for tests.
  std::vector<std::string> command;
};

// Starts nothing yet: the process comes up with the first name that the cache does not know. NotFound when
// there is no jar, and a status when the cache cannot be opened.
absl::StatusOr<std::unique_ptr<NameResolver>> CreateOpsinResolver(const OpsinOptions& options);

}  // namespace tidewaiter
