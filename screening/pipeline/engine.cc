#include "screening/pipeline/engine.h"

#include <filesystem>

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/file.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/standardise.h"
#include "screening/pipeline/engine_impl.h"

namespace tidewaiter {

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() = default;

absl::StatusOr<std::shared_ptr<const Engine>> Engine::Create(const EngineOptions& options) {
  TW_ASSIGN_OR_RETURN(std::shared_ptr<const Database> database, Database::Open(options.database_path));
  if (!options.overlays.empty()) {
    TW_ASSIGN_OR_RETURN(database, Database::WithOverlays(database, options.overlays));
  }
  return Create(options, std::move(database));
}

absl::StatusOr<std::shared_ptr<const Engine>> Engine::Create(const EngineOptions& options,
                                                             std::shared_ptr<const Database> database) {
  auto impl = std::make_unique<Impl>();
  impl->database = std::move(database);
  for (const std::string& path : options.overlays) {
    TW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kCsvTableBytes));
    Sha256 hash;
    hash.Add(text);
    impl->lists.emplace_back(std::filesystem::path(path).filename().string(), hash.Hex());
  }
  TW_ASSIGN_OR_RETURN(impl->rules, ClassRuleSet::Load(options.rules_dir, options.added_rules));
  impl->rules_digest = Sha256Hex(Concat(impl->rules.digest(), MaskTables::Digest()));
  // A list's class that no rule defines would be asked never, and silently.
  for (const Listing& listing : impl->database->listings()) {
    if (listing.from_overlay && listing.subject_kind == SubjectKind::kClass &&
        impl->rules.Find(listing.subject) == nullptr) {
      return absl::InvalidArgumentError(
          Concat(listing.source, ": no class rule has the id \"", listing.subject, "\""));
    }
  }
  TW_ASSIGN_OR_RETURN(impl->judge, StructureJudge::Create(*impl->database, impl->rules));
  TW_ASSIGN_OR_RETURN(impl->identifier, TextIdentifier::Build(impl->database));
  return std::shared_ptr<const Engine>(new Engine(std::move(impl)));
}

const EngineParts& Engine::parts() const { return *impl_; }
const Database& Engine::database() const { return *impl_->database; }
std::shared_ptr<const Database> Engine::shared_database() const { return impl_->database; }
const ClassRuleSet& Engine::rules() const { return impl_->rules; }
const std::string& Engine::rules_digest() const { return impl_->rules_digest; }
const std::vector<std::pair<std::string, std::string>>& Engine::lists() const { return impl_->lists; }
std::string Engine::standardisation() const {
  return Concat(kStandardisationVersion, "-",
                StandardisationDigest(impl_->judge->components()).substr(0, 12));
}

}  // namespace tidewaiter
