// Turns results into text: JSON Lines (the contract), JSON, CSV, or a table for people.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "screening/model/finding.h"

namespace tidewaiter {

enum class OutputFormat : uint8_t { kTable, kJsonLines, kJson, kCsv };
std::optional<OutputFormat> ParseOutputFormat(std::string_view name);

struct Summary {
  uint64_t records = 0;
  uint64_t unscreened = 0;                           // records with a data finding that says so
  std::map<std::string, uint64_t> dispositions;      // by DispositionName
  std::map<std::string, uint64_t> findings_by_kind;  // by FindingKindName
  std::map<std::string, uint64_t> findings_by_rule;
  std::map<std::string, uint64_t> hits_by_subject;  // control findings, by subject id

  void Add(const RecordResult& result);
  void Merge(const Summary& other);  // commutative: same for any thread count
};

// Which engine, database, rules and options made the findings; printed with summaries so that a run can be
// repeated.
struct RunIdentity {
  std::string engine_version;
  std::string database_digest;
  std::string rules_digest;
  std::string standardisation;                             // policy version
  std::string resolver = "off";                            // what read systematic names
  std::string options;                                     // canonical text of those that change findings
  std::vector<std::pair<std::string, std::string>> lists;  // users' own: file name and SHA-256, in order
  std::string policy_digest;  // of policy rules, licences and watchlists, or empty
  bool complete = true;       // no part of the identity: all input was read
  double seconds = 0;         // not part of the identity; 0 = not shown
};

struct WriterOptions {
  bool colour = false;
  bool explain = false;
  bool all_records = true;  // false: leave out records without findings (table: default)
  bool summary = false;     // JSON formats: last object is {"summary": ...}
  int width = 100;          // of the terminal, for the table
};

// Format() is const and thread-safe: workers format, one thread writes.
class ResultWriter {
 public:
  virtual ~ResultWriter() = default;
  static std::unique_ptr<ResultWriter> Create(OutputFormat format, const WriterOptions& options);

  virtual void Begin(std::string& out) const = 0;
  // Appends one result. Results are separated by the writer itself where the format needs it (JSON array:
  // `first`).
  virtual void Format(const RecordResult& result, bool first, std::string& out) const = 0;
  virtual void End(const Summary& summary, const RunIdentity& run, std::string& out) const = 0;
};

}  // namespace tidewaiter
