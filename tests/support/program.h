// The program and shell commands around it, as a user would run them.
#pragma once

#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/wait.h>

namespace tidewaiter::testing {

struct Outcome {
  int code = -1;    // exit code; -1: it did not end by itself
  std::string out;  // standard output, and standard error where it was sent there
  // `out` as JSON Lines.
  std::vector<nlohmann::json> Lines() const {
    std::vector<nlohmann::json> lines;
    std::istringstream in(out);
    for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
    return lines;
  }
};

inline Outcome Shell(const std::string& command) {
  Outcome outcome;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return outcome;
  char buffer[65536];
  while (const size_t n = fread(buffer, 1, sizeof buffer, pipe)) outcome.out.append(buffer, n);
  const int status = pclose(pipe);
  if (WIFEXITED(status)) outcome.code = WEXITSTATUS(status);
  return outcome;
}

// Where standard error goes, as a shell says it.
inline constexpr const char* kDropErrors = "2>/dev/null";
inline constexpr const char* kWithErrors = "2>&1";

inline Outcome RunProgram(const std::string& arguments, const std::string& redirect = kDropErrors) {
  return Shell(std::string(TIDEWAITER_PROGRAM) + " " + arguments + " " + redirect);
}

}  // namespace tidewaiter::testing
