// The compiled, immutable engine that all threads share, and the light per-thread screener.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/base/date.h"
#include "chemdb/base/time_budget.h"
#include "chemdb/store/database.h"
#include "screening/model/finding.h"
#include "screening/model/record.h"
#include "screening/resolve/name_resolver.h"

namespace tidewaiter {

class ClassRuleSet;
class ComponentTable;

struct EngineOptions {
  std::string database_path;
  std::string rules_dir;                 // class rules; as rules/library
  std::vector<std::string> added_rules;  // folders of users' own class rules and groups, on top
  std::vector<std::string> overlays;     // users' own lists, see docs/overlay.md
};

// Options that change what is found.
struct ScreenOptions {
  std::optional<Date> as_of;  // asks the law of that day, whatever a record's own date; default: the
                              // record's date, else today
  std::vector<std::string> jurisdictions;  // asks these only ("US"); default: those on the record's route,
                                           // and UN. A record without a route is asked against all.
  bool explain = false;  // fill Finding::explanation; also report listings not in force, as advice
  // Also say which listed substance a structure resembles, as advice (docs/analogues.md).
  bool analogues = false;
  bool sieve = true;  // false: every structure goes to the judge; findings are the same
  // The longest that one structure may take; beyond it the finding "not-screened-limit".
  std::chrono::microseconds structure_time_limit = kStructureTimeLimit;
  // Reads systematic names in descriptions, whose structures are then judged; null: off. Shared by all
  // threads.
  std::shared_ptr<NameResolver> resolver;
};

struct EngineParts;

// What findings depend on, as digests.
struct LawIdentity {
  std::string database_digest;
  std::string rules_digest;     // SHA-256 over the class rules and the tables of protecting groups, hex
  std::string standardisation;  // the policy: its version and the start of its digest, as "2-0123456789ab"
  // Users' own lists on top of the database, in order: file name and SHA-256 of the file, hex.
  std::vector<std::pair<std::string, std::string>> lists;
};
// The identity of the engine that Engine::Create(options, database) would make, without making it.
// `components`: of the database.
absl::StatusOr<LawIdentity> IdentityOf(const EngineOptions& options, const Database& database,
                                       const ComponentTable& components);

class Engine {
 public:
  static absl::StatusOr<std::shared_ptr<const Engine>> Create(const EngineOptions& options);
  // The same with `database`, which is what the options' database and lists together give.
  static absl::StatusOr<std::shared_ptr<const Engine>> Create(const EngineOptions& options,
                                                              std::shared_ptr<const Database> database);
  // An engine that shares with `like` whatever reads texts and structures. The class rules must be the same,
  // and the databases differ in listings alone, in none that makes structures be compared in another way.
  static absl::StatusOr<std::shared_ptr<const Engine>> CreateLike(const Engine& like,
                                                                  const EngineOptions& options,
                                                                  std::shared_ptr<const Database> database);
  ~Engine();

  const Database& database() const;
  std::shared_ptr<const Database> shared_database() const;
  const ClassRuleSet& rules() const;
  const LawIdentity& identity() const;

  // For screening/pipeline itself (engine_impl.h).
  const EngineParts& parts() const;

 private:
  friend class Screener;
  struct Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  static absl::StatusOr<std::shared_ptr<const Engine>> Finish(const EngineOptions& options,
                                                              std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Substances (index into Database::substances()) and class rules (index into ClassRuleSet::rules()) that some
// evidence in a record pointed at, whether or not any law was found to hold: in no order, perhaps repeated.
// What a record's findings say of any other subject is nothing.
struct PointedAt {
  std::vector<uint32_t> substances;
  std::vector<uint32_t> classes;
  std::vector<std::string> structures;  // SMILES read from names that no dictionary holds
};

// Screens records one at a time. Not thread-safe: one for each worker.
class Screener {
 public:
  Screener(std::shared_ptr<const Engine> engine, ScreenOptions options);
  ~Screener();

  // `description`, unless null, gets what policy rules may ask of it.
  RecordResult Screen(const Record& record, DescriptionFacts* description = nullptr);
  // Of the record last given to Screen().
  const PointedAt& pointed_at() const;

  // One thing at once, for `tidewaiter check`: a SMILES, a name or a CAS RN, asked in every jurisdiction (or
  // those of the options). What it was taken for stands in the result's `id`.
  RecordResult Check(std::string_view query);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidewaiter
