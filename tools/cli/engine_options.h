// Options that several subcommands share: which database, rules and lists, and which law is asked.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "absl/status/statusor.h"

#include "screening/pipeline/engine.h"
#include "screening/report/result_writer.h"

namespace tidewaiter::cli {

struct EngineFlags {
  std::string database;
  std::string rules;
  std::vector<std::string> added_rules;
  std::vector<std::string> lists;
  void AddTo(CLI::App& command);
  EngineOptions ToOptions() const;
};

// The database that the flags name, with the users' lists on top.
absl::StatusOr<std::shared_ptr<const Database>> OpenDatabase(const EngineFlags& flags);

struct LawFlags {
  std::string as_of;
  std::vector<std::string> jurisdictions;
  bool explain = false;
  bool analogues = false;
  bool no_sieve = false;
  int structure_time_limit = kStructureTimeLimit.count();  // milliseconds
  void AddTo(CLI::App& command);
  // InvalidArgument for a day that is none.
  absl::StatusOr<ScreenOptions> ToOptions() const;
  // InvalidArgument for a jurisdiction that the database does not have: asking it would find nothing,
  // quietly.
  absl::Status CheckAgainst(const Database& database) const;
  // Canonical text of what changes findings.
  std::string Describe() const;
};

// What a run with these is repeated by.
RunIdentity IdentityOf(const LawIdentity& identity, const LawFlags& law);

struct OutputFlags {
  std::string format = "table";
  std::string output;
  std::string colour = "auto";
  bool summary = false;
  void AddTo(CLI::App& command);
  WriterOptions ToOptions(bool explain) const;
  OutputFormat Format() const;
};

// Where the installed or built data lies: beside the program (../share/tidewaiter), else the install prefix.
std::string DataPath(std::string_view name);

std::string EngineVersion();

}  // namespace tidewaiter::cli
