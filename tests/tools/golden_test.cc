// The example files and what must be found in them. Each line of the golden files was checked by eye: the
// right substance, the law of the route on the day, nothing on lawful goods. When a change is meant, copy the
// file that the failure names over the golden one and review the diff.
#include <fstream>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "gmock/gmock.h"

#include "tests/support/program.h"

namespace {

using nlohmann::json;
using tidewaiter::testing::RunProgram;

// One line a finding: line, disposition, rule, subject, relation, certainty, severity, ids of the listings.
std::string Compact(const std::string& arguments) {
  std::string out;
  for (const json& record : RunProgram(arguments + " --format jsonl").Lines()) {
    for (const json& finding : record["findings"]) {
      std::ostringstream row;
      row << record["record"]["line"] << ' ' << record["disposition"].get<std::string>() << ' '
          << finding["rule"].get<std::string>() << ' '
          << (finding["subject"].is_null() ? "-" : finding["subject"]["id"].get<std::string>()) << ' '
          << (finding["relation"].is_null() ? "-" : finding["relation"].get<std::string>()) << ' '
          << finding["certainty"] << ' ' << finding["severity"].get<std::string>();
      for (const json& listing : finding["listings"]) row << ' ' << listing["id"].get<std::string>();
      out += row.str() + "\n";
    }
  }
  return out;
}

// What policy says: file, line and disposition of each record with findings, the subjects that are
// controlled, then the messages of the others with their rules.
std::string Policy(const std::string& arguments) {
  std::string out;
  for (const json& record : RunProgram(arguments + " --format jsonl").Lines()) {
    if (record["findings"].empty()) continue;
    const std::string file = record["record"]["file"];
    std::ostringstream row;
    row << file.substr(file.rfind('/') + 1) << ':' << record["record"]["line"] << ' '
        << record["disposition"].get<std::string>();
    for (const json& finding : record["findings"]) {
      if (finding["kind"] == "control") row << ' ' << finding["subject"]["id"].get<std::string>();
    }
    for (const json& finding : record["findings"]) {
      if (finding["kind"] == "control") continue;
      row << "\n    " << finding["rule"].get<std::string>() << " (" << finding["severity"].get<std::string>()
          << "): " << finding["message"].get<std::string>();
    }
    out += row.str() + "\n";
  }
  return out;
}

void ExpectGolden(const std::string& name, const std::string& actual) {
  const std::string golden = std::string(TIDEWAITER_SOURCE_DIR) + "/tests/golden/" + name;
  std::stringstream expected;
  expected << std::ifstream(golden).rdbuf();
  if (expected.str() == actual) return;
  const std::string written = testing::TempDir() + "/" + name;
  std::ofstream(written) << actual;
  ADD_FAILURE() << "differs from " << golden << "; what was found now is in " << written;
}

TEST(GoldenTest, ExampleManifest) {
  ExpectGolden("manifest.txt",
               Compact("screen " TIDEWAITER_SOURCE_DIR "/tools/examples/manifest.csv --policy none"));
}

TEST(GoldenTest, ExampleManifestWithPolicy) {
  const std::string examples = TIDEWAITER_SOURCE_DIR "/tools/examples/";
  ExpectGolden("policy.txt",
               Policy("screen " + examples + "manifest.csv " + examples + "sellers.csv --licences " +
                      examples + "licences.csv --watchlist " + examples + "watchlist.csv"));
}

TEST(GoldenTest, ExampleStructures) {
  ExpectGolden("structures.txt",
               Compact("screen " TIDEWAITER_SOURCE_DIR "/tools/examples/structures.smi --as-of 2026-10-01"));
}

}  // namespace
